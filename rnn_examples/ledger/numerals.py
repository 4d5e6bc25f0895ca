"""Every numeral of a page's HTML, and what vouches for it.

A numeral is bound where an element names the value that it shows. Others are vouched for by rule:
they count steps or sections, name a year, stand in code. What nothing vouches for was typed.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rnn_examples.ledger import code
from rnn_examples.ledger.markup import (
    ALONE,
    AMONG,
    BLOCKS,
    BOUND,
    CLASSES,
    HEADING,
    JOINED,
    MADE,
    MATH,
    NAMED,
    NOT_TEXT,
    PART,
    PRE,
    PRINTED,
    PROGRAM,
    SCRIPTS,
    SOURCES,
    SYMBOL,
    TAGS,
    TEXT_IN_CODE,
    TOLD,
    VALUES,
    VISIBLE,
)
from rnn_examples.ledger.rules import NUMERAL, is_changed, numerals_in, rule, side
from rnn_examples.typesetting.languages import END

SOURCES_TITLE = re.compile(r"(?:sources?|references|literature|further reading)[\s¶]*", re.I)

SUMMARY = re.compile(r"description|keywords|(?:og|twitter):.*")
"""The names of what a page's head tells others of it."""

CODES = ("pre", "code", "kbd")

LOOKS = {"class", "style"}
"""Attributes that tell a reader nothing; most elements have no others."""


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

    reason: "bound", the name of a rule, or nothing.
    before, after: the text around it, for whoever looks for it.
    is_changed: whether it is a value of which what stands beside it makes another number.
    """

    text: str
    reason: str
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
        if tag in CODES or flags & PROGRAM:
            flags = _in_code(node, tag, given, flags)
        if tag == "mi" and not (given.get("mathvariant") == "normal" and node.text().isascii()):
            flags |= SYMBOL
        if not given.keys() <= LOOKS:
            self._attributes(tag, given, flags)
            self._live(tag, given)
        is_apart = tag in BLOCKS or (tag == "mtext" and not node.text().isspace())
        if is_apart:
            self._append("\n")
        if flags & MATH and tag not in JOINED:
            self._append(PART)
        start, places, length = len(self.text), len(self.places), self.length
        self._children(node, tag, flags)
        self._end(tag, given, flags, start)
        self._leave_out(given, flags, start, places, length)
        if is_apart:
            self._append("\n")
        if flags & MATH and tag not in JOINED:
            self._append(PART)

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
                if flags & MATH and tag not in JOINED:
                    self._append(PART)

    def _end(self, tag: str, given: dict[str, str], flags: int, start: int) -> None:
        """Note the value that an element names, or a heading. start: where its text begins."""
        if given.keys().isdisjoint(NAMED) and TAGS.get(tag) != HEADING:
            return
        path = next((given[name] for name in NAMED if name in given), None)
        text = "".join(self.text[start:])
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

    def _leave_out(
        self, given: dict[str, str], flags: int, start: int, places: int, length: int
    ) -> None:
        """Forget the text of a drawn number: the MathML says it too, among its words."""
        if flags & VISIBLE and not given.keys().isdisjoint(NAMED):
            del self.text[start:], self.places[places:]
            self.length = length

    def _attributes(self, tag: str, given: dict[str, str], flags: int) -> None:
        """Numbers in attributes that a reader is told, each named beside it or not."""
        if tag == "meta" and SUMMARY.fullmatch(given.get("name") or given.get("property") or ""):
            given = {"label": given.get("content", "")}
        is_bound = not given.keys().isdisjoint((*NAMED, "data-input"))
        told = () if given.keys().isdisjoint(TOLD) else TOLD
        for name in (*told, *(() if is_bound else (VALUES.get(tag, ""),))):
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
                reason = "bound" if paths else rule(numeral, text, flags)
                self._add(numeral, text, reason)

    def _live(self, tag: str, given: dict[str, str]) -> None:
        """The value of an input, and the name of a claim."""
        if "data-input" in given:
            path, typed = given["data-input"], given.get("value", "")
            self.found.bound.append(Bound(path, typed, tag, typed))
        if "data-claim" in given:
            self.found.claims.append(given["data-claim"])

    def _add(self, numeral: re.Match[str], text: str, reason: str) -> None:
        before, after = text[max(0, numeral.start() - 60) : numeral.start()], text[numeral.end() :]
        self.found.numerals.append(Numeral(numeral[0], reason, before, after[:60]))

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
        terms = [place[:2] for place in self.places if place[2] & (BOUND | SYMBOL)]
        for start, end, flags in self.places:
            if flags & VISIBLE:
                continue
            if flags & BOUND and is_changed(text, start, end, flags):
                before, after = text[max(0, start - 60) : start], text[end : end + 60]
                self.found.numerals.append(Numeral(text[start:end], "", before, after, True))
                continue
            for numeral in numerals_in(text, start, end):
                if flags & BOUND:
                    self._add(numeral, text, "bound")
                    continue
                first, last = side(text, *numeral.span()) if flags & MATH else (0, 0)
                term = bisect_left(terms, (first, first))
                among = AMONG if term < len(terms) and terms[term][0] < last else 0
                self._add(numeral, text, rule(numeral, text, flags | among))
        return self.found


def _in_code(node: LexborNode, tag: str, given: dict[str, str], flags: int) -> int:
    """What is known of code: where it is only a number, or what was printed, it is read as text."""
    classes = (given.get("class") or "").split()
    if tag == "pre" or (tag in ("code", "kbd") and not flags & PRE):
        is_program = flags & MADE or not _is_text(node, tag)
        return flags | PRE | (PROGRAM if is_program else 0)
    if flags & PROGRAM and tag == "span" and not TEXT_IN_CODE.isdisjoint(classes):
        return flags & ~PROGRAM | (PRINTED if "go" in classes else 0)
    return flags


def _is_text(node: LexborNode, tag: str) -> bool:
    """Whether code shows a result; a block that is not coloured is no program."""
    is_coloured = node.css_first("span[class]") is not None
    if tag == "pre":
        is_margin = node.parent is not None and node.parent.attributes.get("class") == "linenodiv"
        return not is_coloured or (not is_margin and code.is_result(node.text()))
    rest = code.without_given(node.text().strip())
    typed = (numeral for numeral in NUMERAL.finditer(rest) if not rule(numeral, rest, 0))
    return any(typed)
