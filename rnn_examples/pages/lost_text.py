"""Text that Markdown would lose without a word: dropped, hidden in a tag, left as it is written."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

# Words of a page's text that its HTML does not have.

WORD = re.compile(r"[^\W\d_]+|\d+")
"""Letters; or digits, of which a token is made too while its page is."""

NOT_SHOWN = re.compile(
    r"^::: .*\n(?:(?: {4}.*)?\n)*"  # what docstrings are written to
    r"|^[ >]*(?:`{3,}|~{3,})[ \t]*\{?[ \t]*\.?[\w-]*|(?<=`)(?:#!|:::)\w+(?= )"  # a language
    r"|\b(?:hl_lines|linenums)=(?:\"[^\"]*\"|'[^']*')|\btitle(?==)"
    r"|(?<=[ ])markdown(?:=\W?\w+\W?)?(?=[ >])"
    r"|^[ >]*\*?\[[^\]\n]+\]:(?:[ ]*\S*\.md\S*)?"  # the label of a definition
    r"|(?<=\]\()[^()\s]+"  # the address of a link, which the site generator changes
    r"|(?<=\])[ ]?\[[^\]\n]+\]|\[\^[^\]\n]+\]"  # and its use
    r"|^[ >]*\d+\.(?= )",  # of a list, which counts by itself
    re.M,
)
"""What an author writes for the machine alone."""


def words(text: str) -> Counter[str]:
    """How often each word is in a text, in small letters."""
    return Counter(map(str.casefold, WORD.findall(text)))


def missing(source: str, page: str, shown: Counter[str]) -> Iterator[tuple[int, str]]:
    """Yield what is not on the page: the line, from 0, and its words that are lost.

    source: the page's own text. page: its HTML, before formulas are typeset.
    shown: words that are shown in a way of their own, as those of a diagram.
    """
    text = html.unescape(re.sub(r"<[^<>]*>", "", page))  # coloured code has tags within words
    asked = html.unescape(NOT_SHOWN.sub(lambda m: "\n" * m[0].count("\n"), source))
    lost = words(asked) - ((words(html.unescape(page)) | words(text)) + shown)
    if not lost:
        return
    wanted = [(n, m[0]) for n, line in enumerate(asked.split("\n")) for m in WORD.finditer(line)]
    both = [word.casefold() for _, word in wanted], [w.casefold() for w in WORD.findall(text)]
    found: dict[int, list[str]] = {}
    for what, start, end, _, _ in SequenceMatcher(None, *both, autojunk=False).get_opcodes():
        for n, word in wanted[start:end] if what in ("delete", "replace") else ():
            if lost[word.casefold()] > 0:
                lost[word.casefold()] -= 1
                found.setdefault(n, []).append(word)
    yield from ((n, " ".join(said)) for n, said in found.items())


# Lines that do not stand in what they were meant to stand in.

INDENTED = re.compile(
    r"""^(?P<indent>[ ]*)(?:(?P<box>!{3}|\?{3}\+?|={3}[!+]?(?=[ ]"))|[-*+]|\d+\.)[ ].*\n"""
    r"""(?:[ ]*\n)*(?P=indent)[ ]{1,3}(?P<what>(?(box)[^ \n]|(?:[-*+]|\d+\.)[ ]))""",
    re.M,
)


def outside(source: str) -> Iterator[int]:
    """Yield where a line is indented by less than a box or a list asks for."""
    yield from (match.start("what") for match in INDENTED.finditer(source))


# Marks that Markdown left as they are.

FORMULA = "a formula is $…$ in a line, or stands between two lines of $$ with no empty line inside"
BOX = 'a box begins with !!! note "Title", an empty line above it'
ALONE = "on a line of its own, an empty line above it"
CODE = "where it is code, write it between backticks"

RAW = (
    (r"\$\$", FORMULA),
    (r"\$[^$\n]*(?:\\[a-zA-Z]|[_^=])[^$\n]*\$", f"{FORMULA}; no space stands inside a $"),
    (r"\\(?:[a-zA-Z]{2,}|[(\[].*?\\[)\]])", f"{FORMULA}; {CODE}"),
    (r"\x0240\x03[^\x02]+\x0241\x03", f"{FORMULA}; a bracket needs no backslash"),
    (r"`{3,}|~{3,}", "a block of code begins and ends with the same ``` or ~~~"),
    (r"^[ ]*(?:!{3}|\?{3}\+?)[ ]|^[ ]*\[![A-Z]+\]", BOX),
    (r'^[ ]*={3}[!+]?[ ]+"', f'a tab begins with === "Title" {ALONE}'),
    (r"\[\^[^\]\s]+\]", f"a footnote [^1] has its text after [^1]: {ALONE}"),
    (
        r"\[[^\][]+\][ ]?\[[^\][\d][^\][]*\]",
        f"a link [text][name] has its address after [name]: {ALONE}",
    ),
    (r"\]\([^)\s]*", "a link is [text](address), with no space in the address"),
    (
        r"\{:[^{}]*\}|\{[ ]*[.#][\w-]+[^{}]*\}",
        "{ .class #id } stands right behind a heading or a link",
    ),
    (r"-+8<-+", 'a snippet is --8<-- "path:section" on a line of its own'),
    (r"^[ ]*:::", f"the reference of a module is ::: module {ALONE}"),
    (
        r"^[ ]*\|?(?:[ ]*:?-{3,}:?[ ]*\|)+",
        "a table has an empty line above it, and as many cells in each row",
    ),
    (r"^[ ]*(?:\*?\[[^\]\n]+\]:[ ]|:[ ]{2,})", f"a definition stands {ALONE}"),
    (r"\*\*(?=\w)|(?<=\w)\*\*|~~(?=\w)|(?<=\w)~~", f"bold text is **bold**; {CODE}"),
    (r"<!--", "a comment ends with -->"),
)
"""Each with what would be right."""

HIDDEN = re.compile(r"<(?P<tag>pre|code|svg|math|style|script)\b.*?</(?P=tag)>|<[^<>]*>", re.S)


def raw(root: Element, blocks: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the marks that are left in a page's text, each with what would be right.

    An author who means one writes a backslash before it: what is escaped is no mark here.
    blocks: HTML that the author wrote, in which Markdown reads nothing.
    """
    for text in (*_texts(root), *(HIDDEN.sub("\0", block) for block in blocks)):
        for pattern, right in RAW:
            for match in re.finditer(pattern, text, re.M):
                yield (
                    re.sub(r"\x02(\d+)\x03", lambda m: "\\" + chr(int(m[1])), match[0]).strip(),
                    right,
                )


def _texts(element: Element) -> Iterator[str]:
    """The text of each paragraph, heading or cell; a null in place of what stands in it."""
    text = element.text or ""
    if isinstance(text, AtomicString) or element.tag in ("code", "pre", "kbd"):
        text = ""
    for child in element:
        yield from _texts(child)
        text += f"\0{child.tail or ''}"
    yield re.sub(r"\x02wzxhzdk:\d+\x03", "\0", text)


# Tags.

HTML = frozenset(
    """a abbr address article aside audio b bdi bdo blockquote br button caption cite code col
    colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr i iframe img input ins kbd label legend li link
    main map mark math menu meter nav noscript object ol optgroup option output p picture pre
    progress q rp rt ruby s samp script search section select slot small source span strong style
    sub summary sup svg table tbody td template textarea tfoot th thead time tr track u ul var video
    wbr autoref""".split()  # noqa: SIM905 (the last one of mkdocstrings)
)
UNCLOSED = frozenset(("br", "col", "embed", "hr", "img", "input", "link", "source", "track", "wbr"))
CLOSED_BY_NEXT = frozenset(("dd", "dt", "li", "option", "p", "td", "th", "tr"))


class _Tags(HTMLParser):
    """Tags that a browser does not know, and those that are left open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if "svg" in self.open or "math" in self.open:
            return
        if tag not in HTML:
            written = (self.get_starttag_text() or "").split("\n")[0]
            self.found[written] = "is read as a tag, and not shown: write &lt; or use backticks"
        elif tag not in UNCLOSED | CLOSED_BY_NEXT:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in HTML:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open:
            last = self.open.pop()
            if last == tag:
                break
            self._left_open(last)

    def close(self) -> None:
        super().close()
        for tag in self.open:
            self._left_open(tag)

    def _left_open(self, tag: str) -> None:
        self.found[f"<{tag}"] = (
            f"is read as a tag that is left open: write &lt;, or close it, </{tag}>"
        )


def tags(page: str) -> dict[str, str]:
    """The tags in a page's HTML that hide text or are left open, each with what would be right."""
    reader = _Tags()
    reader.feed(page)
    reader.close()
    return reader.found
