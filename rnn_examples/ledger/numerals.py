"""Every numeral of a page's HTML, and what vouches for it.

A numeral is bound where an element names the value that it shows. Others are vouched for by rule:
they count steps or sections, name a year, stand in code. What nothing vouches for was typed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rnn_examples.typesetting.search_text import END

NUMBER = r"(?:\d+(?:[.,]\d+)*|\.\d+(?:[.,]\d+)*)"
SIGNS = "".join(
    sign for sign in map(chr, range(0x10000)) if unicodedata.category(sign) in ("No", "Nl")
)
"""½, ², ④, Ⅳ: they are numbers, but no digits."""
NUMERAL = re.compile(
    rf"(?:(?<![\w)\]])[−-])?(?<![\w.]){NUMBER}(?:e[+-]?\d+)?(?:\s?×\s?10[⁻⁰¹²³⁴-⁹]+)?(?!\w|[.,]\d)"
    rf"|(?<![\w.]){NUMBER}(?=[A-Za-z])"
    rf"|(?<=[A-Za-z_]){NUMBER}"
    rf"|{NUMBER}|[{SIGNS}]+"
)
"""A number by itself, with its sign; the digits of 3D; those of L2 and h_1; any that are left."""

BOUND, CODE, INDEX, POWER, MADE, MATH, VISIBLE, HEADING, SOURCES, ALONE, NOT_TEXT, DRAWN, NOTE = (
    1 << n for n in range(13)
)
"""What is known of the place where a text stands."""

BLOCKS = frozenset(
    """address article aside blockquote body br caption dd details div dl dt figcaption figure
    footer foreignobject h1 h2 h3 h4 h5 h6 header li main math mtr nav ol p pre section summary
    svg table tbody td text th thead title tr ul""".split()  # noqa: SIM905 (one a line)
)
TAGS = {
    "code": CODE,
    "pre": CODE,
    "kbd": CODE,
    "samp": CODE,
    "sub": INDEX,
    "math": MATH,
    "b": ALONE,
    "strong": ALONE,
    "script": NOT_TEXT,
    "style": NOT_TEXT,
    "template": NOT_TEXT,
    "noscript": NOT_TEXT,
    **{f"h{n}": HEADING for n in range(1, 7)},
}
EMBEDDED = ("embed", "iframe", "object")
"""Tags that show another document."""

CLASSES = {
    "derivation": MADE,
    "exercise": MADE,
    "heat": DRAWN,
    "live": MADE | DRAWN,
    "plot": DRAWN,
    "table-scroll": MADE,
    "source": CODE,
    "clipboard-copy-txt": NOT_TEXT,
    "jp-InputPrompt": CODE,
    "jp-OutputPrompt": CODE,
    "doc": CODE,
    "katex-html": VISIBLE,
    "fault": NOT_TEXT,
    "footnote-ref": NOTE,
}
"""Of tables and derivations the views make, of code, of the reference made from docstrings."""

SCRIPTS = {
    "msub": (0, INDEX),
    "munder": (0, INDEX),
    "mover": (0, 0),
    "msup": (0, POWER),
    "msubsup": (0, INDEX, POWER),
    "munderover": (0, INDEX, INDEX),
}
"""What the children of an element of MathML are."""

NAMED = ("data-value", "data-shape", "data-word")
"""Attributes that name what an element shows: a number, the size of an axis, a token's word."""

TOLD = (
    *("alt", "title", "aria-label", "placeholder", "label", "abbr", "alttext", "summary"),
    *("aria-description", "aria-placeholder", "aria-roledescription"),
    *("aria-valuenow", "aria-valuetext"),
)
"""Attributes that a reader is told."""

VALUES = {
    "button": "value",
    "input": "value",
    "li": "value",
    "meter": "value",
    "ol": "start",
    "progress": "value",
}
"""Attributes that are shown, of the elements that show them."""

SOURCES_TITLE = re.compile(r"(?:sources?|references|literature|further reading)[\s¶]*", re.I)

COUNTED = re.compile(
    r"(?:\b(?P<in_parts>section|chapter|exercise|equation|figure|table|part|version|CC BY)s?|§|"
    r"\b(?:step|row|column|page|line|example|lesson|question|answer|item|no\.|level|word|token|"
    r"layer|epoch)s?)"
    r"(?:[\s\u00a0(]+\d+(?:\.\d+)*(?:,|\s*[–-]|\s+(?:and|to|or))?)*[\s\u00a0(]+$",
    re.I,
)
"""What comes before a number that counts things: Step 3; equations 10.8 to 10.11."""

IN_PARTS = re.compile(r"[1-9]\d*(?:\.\d+)+")
"""10.8, of chapter 10."""

IDENTIFIER = re.compile(r"\d+|\d{4}\.\d{4,5}")
"""A volume or a page; a number of arXiv."""

Rule = Callable[[re.Match[str], str, int], bool]
"""Whether a numeral is vouched for: where it was found in the text, and in what it stands."""

SUMMARY = re.compile(r"description|keywords|(?:og|twitter):.*")
"""The names of what a page's head tells others of it."""

RELATIONS = tuple("=≈≠<>≤≥≃∝≡∼→∈")
LISTED = re.compile(r"(?:[\s([{−-]|(?<![\w.])[012]\s*[,;])*$")
"""What may stand between a relation and a number: a sign, the entries of a list before it."""


@dataclass(frozen=True)
class Bound:
    """An element that names the value it shows, or an attribute's number that is named beside it.

    tag: the element's; "word" for a token's word; "img alt" for an attribute.
    value: what the element's value attribute says, where it has one.
    branch: "seen" or "read" in a formula, which says everything twice.
    """

    path: str
    text: str
    tag: str
    value: str | None = None
    spec: str = ""
    branch: str = ""


@dataclass(frozen=True)
class Numeral:
    """A numeral on a page.

    voucher: "bound", the name of a rule, or nothing.
    before, after: the text around it, for whoever looks for it.
    is_changed: whether it is a value of which what stands beside it makes another number.
    """

    text: str
    voucher: str
    before: str
    after: str
    is_changed: bool = False


@dataclass
class Numerals:
    """What a page holds.

    outside: of a whole page, the numerals around its article: its title, the navigation.
    graphs: the JSON of the graphs that it brings along. graphs_beside: links to others.
    claims: the names of the claims that are made, by which the graphs know them.
    seen, spoken: the digits of formulas that are bound to nothing, as they are drawn and as they
    are read aloud.
    """

    numerals: list[Numeral] = field(default_factory=list)
    outside: list[Numeral] = field(default_factory=list)
    bound: list[Bound] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    spoken: Counter[str] = field(default_factory=Counter)
    graphs: list[str] = field(default_factory=list)
    graphs_beside: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)


def read(html: str, *, is_page: bool = False) -> Numerals:
    """Read HTML; of a whole page, its article apart from what is around."""
    page = LexborHTMLParser(html)
    if not is_page:
        return _read([_root(page)])
    graphs = page.css("template.graphs")
    beside = [graph.attributes.get("data-src") for graph in graphs]
    articles = page.css("article:not(article *)")
    found = _read(articles)
    found.graphs = [_content(graph) for graph, src in zip(graphs, beside, strict=True) if not src]
    found.graphs_beside = [src for src in beside if src]
    for article in articles:
        article.replace_with(" ")
    found.outside = _read([_root(page)]).numerals
    return found


def _root(page: LexborHTMLParser) -> LexborNode:
    assert page.root is not None  # the parser makes one of any text
    return page.root


def _read(nodes: Iterable[LexborNode]) -> Numerals:
    reader = _Reader()
    for node in nodes:
        reader.element(node, 0)
    return reader.finish()


def _content(template: LexborNode) -> str:
    return "".join(part.text() for part in template.template_fragments())


def unread(html: str, *, has_reference: bool = False) -> dict[str, None]:
    """What an author's HTML may not have: tags that are no text, classes that views write.

    Their numerals would not be judged. What the reference makes of docstrings is left out.
    """
    page = LexborHTMLParser(html)
    notes = (f"#{note.id}" for note in page.css('li[id^="fn:"]'))
    counted = {note: str(n) for n, note in enumerate(notes, 1)}
    links = page.css(".footnote-ref")
    is_counted = all(
        link.text() == counted.get(link.attributes.get("href") or "") for link in links
    )
    while has_reference and (reference := page.css_first("div.doc-object")):
        reference.decompose()
    found: dict[str, None] = {}
    for node in _root(page).traverse():
        if TAGS.get(node.tag or "") == NOT_TEXT or node.tag in EMBEDDED:
            found[f"<{node.tag}>"] = None
        classes = (node.attributes.get("class") or "").split()
        found |= {f"class {name}": None for name in classes if name in CLASSES}
    if is_counted:
        found.pop("class footnote-ref", None)
    return found


def without_visible_math(html: str) -> str:
    """The HTML without what KaTeX draws, most of it; its MathML says the same."""
    made = []
    for piece in html.split(END):
        start = piece.rfind('<span class="katex-html"')
        if start < 0:
            made.append(piece)
            continue
        is_display = piece.rfind('<span class="katex-display">') > piece.rfind('<span class="math"')
        made.append(piece[:start] + "</span>" * (1 + is_display))
    return "".join(made)


class _Reader:
    def __init__(self) -> None:
        self.found = Numerals()
        self.text: list[str] = []
        self.length = 0
        self.places: list[tuple[int, int, int]] = []  # start, end, flags
        self.sources = 0  # the level of the heading that begins the list of sources

    def element(self, node: LexborNode, flags: int) -> None:
        """Read an element. flags: what is known of it by where it stands."""
        tag = (node.tag or "").lower()
        given = {name: value or "" for name, value in node.attributes.items()}
        flags |= TAGS.get(tag, 0)
        for name in given.get("class", "").split():
            flags |= CLASSES.get(name, 0)
        if "data-value" in given or "data-shape" in given:
            flags |= BOUND
        self._attributes(tag, given, flags)
        if "data-input" in given:
            path, typed = given["data-input"], given.get("value", "")
            self.found.bound.append(Bound(path, typed, tag, typed))
        if "data-claim" in given:
            self.found.claims.append(given["data-claim"])
        if tag in BLOCKS:
            self._append("\n")
        start = len(self.text)
        self._children(node, tag, flags)
        self._end(tag, given, flags, "".join(self.text[start:]))
        if tag in BLOCKS:
            self._append("\n")

    def _children(self, node: LexborNode, tag: str, flags: int) -> None:
        scripts = SCRIPTS.get(tag, (0,))
        nodes = node.template_fragments()[0] if tag == "template" else node
        count = 0
        for child in nodes.iter(include_text=True):
            if child.is_text_node:
                self._data(child.text_content or "", flags)
            elif child.is_element_node:
                script = scripts[min(count, len(scripts) - 1)]
                self.element(child, flags & ~ALONE | script)
                count += 1

    def _end(self, tag: str, given: dict[str, str], flags: int, text: str) -> None:
        path = next((given[name] for name in NAMED if name in given), None)
        if path is not None:
            value, spec = given.get("value"), given.get("data-format", "")
            what = "word" if "data-word" in given else tag
            branch = "seen" if flags & VISIBLE else "read" if flags & MATH else ""
            self.found.bound.append(Bound(path, text.strip(), what, value, spec, branch))
        if TAGS.get(tag) == HEADING:
            level = int(tag[1:])
            if SOURCES_TITLE.fullmatch(text.strip()):
                self.sources = level
            elif level <= self.sources:
                self.sources = 0

    def _attributes(self, tag: str, given: dict[str, str], flags: int) -> None:
        """Numbers in attributes that a reader is told, each named beside it or not."""
        if tag == "meta" and SUMMARY.fullmatch(given.get("name") or given.get("property") or ""):
            given = {"label": given.get("content", "")}
        bound = any(name in given for name in (*NAMED, "data-input"))
        for name in (*TOLD, *(() if bound else (VALUES.get(tag, ""),))):
            if name not in given:
                continue
            text = given[name]
            paths = given.get(f"data-in-{name}", "").split()
            numerals = list(NUMERAL.finditer(text))
            if len(paths) != len(numerals):
                paths = []  # nobody knows which is which
            else:
                self.found.bound += [
                    Bound(path, numeral[0], f"{tag} {name}")
                    for path, numeral in zip(paths, numerals, strict=True)
                ]
            for numeral in numerals:
                voucher = "bound" if paths else _rule(numeral, text, flags)
                self._add(numeral, text, voucher)

    def _add(self, numeral: re.Match[str], text: str, voucher: str) -> None:
        before, after = text[max(0, numeral.start() - 60) : numeral.start()], text[numeral.end() :]
        self.found.numerals.append(Numeral(numeral[0], voucher, before, after[:60]))

    def _append(self, text: str) -> None:
        self.text.append(text)
        self.length += len(text)

    def _data(self, data: str, flags: int) -> None:
        if flags & NOT_TEXT:
            return
        if self.sources and not flags & HEADING:
            flags |= SOURCES
        if flags & (VISIBLE | MATH) and not flags & BOUND:
            digits = self.found.seen if flags & VISIBLE else self.found.spoken
            digits.update(filter(str.isnumeric, data))
        if not flags & VISIBLE or flags & BOUND:
            self.places.append((self.length, self.length + len(data), flags))
            self._append(data)
            if flags & MATH:
                self._append(" ")  # 1 and 2 are two numbers in a fraction

    def finish(self) -> Numerals:
        """Judge every numeral, now that the text around each is known."""
        text = "".join(self.text)
        for start, end, flags in self.places:
            if flags & VISIBLE:
                continue
            if flags & BOUND and not flags & MATH and _is_changed(text, start, end):
                before, after = text[max(0, start - 60) : start], text[end : end + 60]
                self.found.numerals.append(Numeral(text[start:end], "", before, after, True))
                continue
            for numeral in NUMERAL.finditer(text, start, end):
                voucher = "bound" if flags & BOUND else _rule(numeral, text, flags)
                self._add(numeral, text, voucher)
        return self.found


def _is_changed(text: str, start: int, end: int) -> bool:
    """Whether a value is read as another number: −0.4 or 10.4 for 0.4, 0.4e-3, 0.4 %."""
    before, after = text[max(0, start - 2) : start], text[end : end + 8]
    if not (text[start:end].strip("−-")[:1].isdecimal() and text[end - 1].isdecimal()):
        return False
    return bool(
        re.search(r"(?:^|[\s(\[=,;:])[−-]$|[\d.]$", before)
        or re.match(r"\d|[.,]\d|e[-+]?\d|\s?[%‰]|\s?[×·]\s?10[⁻⁰¹²³⁴-⁹]", after)
    )


def _rule(numeral: re.Match[str], text: str, flags: int) -> str:
    """The rule that vouches for a numeral; nothing if none does."""
    return next((name for name, holds in RULES.items() if holds(numeral, text, flags)), "")


def _line(numeral: re.Match[str], text: str) -> tuple[str, str]:
    """What stands on the same line before it and after it."""
    start, end = text.rfind("\n", 0, numeral.start()) + 1, text.find("\n", numeral.end())
    return text[start : numeral.start()], text[numeral.end() : end if end >= 0 else None]


def _is_ordinal(numeral: re.Match[str], text: str, flags: int) -> bool:
    """1. at the start of a heading, or bold and by itself, also before a new sentence."""
    before, after = _line(numeral, text)
    if not numeral[0].isdecimal() or before.strip():
        return False
    if flags & HEADING:
        return bool(re.match(r"[.):]|\s[-–]\s", after))
    return bool(flags & ALONE) and bool(re.match(r"[.):](?=\s|$)|\s*(?:$|[A-Z])", after))


def _is_structure(numeral: re.Match[str], text: str, flags: int) -> bool:
    """0, 1 or 2 in a formula, as in 1 − z or x², which is no result: it stands by no relation.

    Nor does its sign, or the list that it is an entry of.
    """
    if not flags & MATH or numeral[0].lstrip("−-") not in ("0", "1", "2"):
        return False
    before, after = text[max(0, numeral.start() - 80) : numeral.start()], text[numeral.end() :][:80]
    return not (LISTED.sub("", before).endswith(RELATIONS) or after.lstrip().startswith(RELATIONS))


def _is_citation(numeral: re.Match[str], text: str, flags: int) -> bool:
    """In the list of sources; or a volume before its year, pages, an arXiv number."""
    if flags & SOURCES:
        return True
    before, after = _line(numeral, text)
    if re.search(r"\bdoi:\S*$", before):
        return True
    return bool(IDENTIFIER.fullmatch(numeral[0])) and bool(
        re.match(r"(?:\(\d+\))? \((?:19|20)\d\d\)", after)
        or re.search(r"(?:\bpp?\.|arXiv:)[\s\u00a0]?(?:\d+[–-])?$", before)
    )


def _is_name(numeral: re.Match[str], text: str, flags: int) -> bool:
    """Part of a name: L2, h_1, BLEU-4, 3D, x²; the place in an order: 2nd."""
    if flags & MATH or not numeral[0].isdigit():
        return False
    before, after = text[: numeral.start()][-2:], text[numeral.end() :][:4]
    return bool(re.search(r"[A-Za-z_]-?$", before) or re.match(r"(?:D|st|nd|rd|th)\b", after))


def _is_year(numeral: re.Match[str], text: str, flags: int) -> bool:
    del text, flags
    return bool(re.fullmatch(r"[−-]?(?:19|20)\d\d", numeral[0]))


def _is_count(numeral: re.Match[str], text: str, flags: int) -> bool:
    """Step 3; equations 10.8 to 10.11."""
    del flags
    found = COUNTED.search(text[max(0, numeral.start() - 80) : numeral.start()])
    if not found:
        return False
    in_parts = found["in_parts"] or found[0].startswith("§")
    return numeral[0].isdecimal() or bool(in_parts and IN_PARTS.fullmatch(numeral[0]))


def _is_made(numeral: re.Match[str], text: str, flags: int) -> bool:
    """A whole number that a view wrote: a row's, an index. What it computed is bound."""
    return bool(flags & MADE) and numeral[0].isdecimal()


def _stands_in(flag: int, *, whole: bool = False) -> Rule:
    return lambda numeral, _text, flags: bool(
        flags & flag and (not whole or numeral[0].lstrip("−-").isdecimal())
    )


RULES = {
    "code": _stands_in(CODE),
    "view": _is_made,
    "axis": _stands_in(DRAWN),
    "index": _stands_in(INDEX, whole=True),
    "power": _stands_in(POWER, whole=True),
    "name": _is_name,
    "year": _is_year,
    "count": _is_count,
    "section": _is_ordinal,
    "citation": _is_citation,
    "footnote": _stands_in(NOTE, whole=True),
    "formula": _is_structure,
}
"""What vouches for a numeral that is not bound, by name."""
