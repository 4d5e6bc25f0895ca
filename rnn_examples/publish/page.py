"""One page on its way to HTML: its tokens, its faults, and where in its file they stand.

A token is replaced by a sentinel, digits that pass through Markdown untouched in any place. Each
place then asks for what it needs: HTML in text, LaTeX in a formula, plain text in a diagram.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rnn_examples.faults import Fault
from rnn_examples.publish import process, views
from rnn_examples.publish.addresses import ROOT
from rnn_examples.publish.tokens import OPENING, TOKEN, Token, parse
from rnn_examples.publish.values import BLOCKS, Value, catalogue, resolve
from rnn_examples.render.numbers import Printed

SENTINEL = "9007199254"
SLOT = re.compile(rf"{SENTINEL}(\d{{6}})")
"""Ten digits that no page contains, and six that number the token."""

NUMBER = "9007199255"
"""The same for a number inside a formula."""

KATEX = ROOT / "docs" / "vendor" / "katex" / "katex.min.js"

SNIPPET = re.compile(r'^\s*-{2,}8<-{2,}\s+"(?P<path>[^"]+)"\s*$')


@dataclass
class Slot:
    """A token and its value; a faulty one has none, and shows its fault in a live preview."""

    token: Token | None
    value: Value | None
    line: int
    column: int
    raw: str
    fault: str = ""


@dataclass
class Page:
    """The page that a Markdown conversion is about."""

    source: str  # the file in docs/, as MkDocs names it; empty where nobody says
    path: Path | None
    lines: list[str] = field(default_factory=list)
    offset: int = 0
    slots: list[Slot] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    # Faults.

    def fault(self, line: int, column: int, text: str) -> str:
        """Note a fault at a line of the text, front matter not counted; return how it is shown."""
        file = str(self.path) if self.path else "<string>"
        self.faults.append(Fault(file, line + self.offset, column, text))
        return f'<mark class="fault">{html.escape(str(self.faults[-1]))}</mark>'

    def locate(self, fragment: str, position: int = 0) -> tuple[int, int]:
        """Line and column of a place in a piece of the page, which may hold sentinels."""
        raw = SLOT.sub(lambda m: self.slots[int(m[1])].raw, fragment)
        before = fragment[:position]
        rows = before.split("\n")
        skipped = len(rows) - 1
        wanted = raw.strip("\n").split("\n")
        first = next((row.strip() for row in wanted if row.strip()), "")
        for n, line in enumerate(self.lines, 1):
            column = line.find(first)
            if first and column >= 0:
                column = column + len(rows[-1]) if skipped == 0 else len(rows[-1])
                return n + skipped, column + 1
        return 1, 1

    # Tokens.

    def take_tokens(self, lines: list[str]) -> list[str]:
        """Replace every token by its sentinel, and every escaped one by what it says."""
        self.lines = list(lines)
        self.offset = self._front_matter(lines)
        taken = []
        for n, line in enumerate(lines, 1):
            if "[[=" in line:
                line = self._unclosed(TOKEN.sub(lambda m, n=n: self._take(m, n), line), n)
            elif "8<" in line:
                line = self._snippet(line, n)
            taken.append(line.replace("\0", "[[="))
        return taken

    def _front_matter(self, lines: list[str]) -> int:
        if self.path is None or not self.path.exists():
            return 0
        whole = self.path.read_text("utf-8").rstrip("\n").count("\n")
        return whole - "\n".join(lines).rstrip("\n").count("\n")

    def _take(self, match: re.Match[str], line: int) -> str:
        raw = match[0]
        if match["escape"]:
            return raw[1:].replace("[[=", "\0")
        column = match.start() + 1
        token = value = None
        shown = ""
        try:
            token = parse(raw, match["body"])
            if token.view == "code":
                views.find_code(token.path)
            elif token.view != "index":
                value = resolve(token)
        except ValueError as error:
            shown = self.fault(line, column, str(error))
        self.slots.append(Slot(token, value, line, column, raw, shown))
        return f"{SENTINEL}{len(self.slots) - 1:06}"

    def _unclosed(self, line: str, n: int) -> str:
        for match in OPENING.finditer(line):
            self.fault(n, match.start() + 1, "[[= without =]] on the same line; write \\[[= for the text")
        return line

    def _snippet(self, line: str, n: int) -> str:
        """Snippets are read by their own extension; here their faults get a place."""
        match = SNIPPET.match(line)
        if match is None:
            return line
        name, _, section = match["path"].partition(":")
        problem = _snippet_problem(name, section)
        return self.fault(n, match.start("path") + 1, problem) if problem else line

    # What a place shows.

    def in_html(self, text: str) -> str:
        """Fill the sentinels of a page's HTML."""
        text = re.sub(rf"<p>\s*{SLOT.pattern}\s*</p>", lambda m: self._paragraph(int(m[1])), text)
        pieces = re.split(r"(<[^>]*>)", text)  # sentinels in a tag stand in an attribute
        for i, piece in enumerate(pieces):
            if SENTINEL in piece:
                fill = self._inline if i % 2 == 0 else self._attribute
                pieces[i] = SLOT.sub(lambda m, fill=fill: fill(int(m[1])), piece)
        return "".join(pieces)

    def _paragraph(self, n: int) -> str:
        slot = self.slots[n]
        if slot.fault or slot.token is None or slot.token.view not in BLOCKS:
            return f"<p>{self._inline(n)}</p>"
        return self.block(slot)

    def _inline(self, n: int) -> str:
        slot = self.slots[n]
        if slot.fault:
            return slot.fault
        assert slot.token is not None
        if slot.token.view in BLOCKS:
            return self.fault(
                slot.line, slot.column, f"a {slot.token.view} needs a paragraph of its own"
            )
        assert slot.value is not None
        return slot.value.text(self.mark_html(slot.token.example))

    def _attribute(self, n: int) -> str:
        slot = self.slots[n]
        if slot.value is None:
            return ""
        return html.escape(slot.value.label(lambda number: number.plain), quote=True)

    @staticmethod
    def mark_html(example: str) -> Callable[[Printed], str]:
        """A number in HTML: its printed text, its full value, its name."""

        def mark(number: Printed) -> str:
            return (
                f'<data class="computed" value="{number.value!r}" '
                f'data-value="{example}.{number.path}">{number.plain}</data>'
            )

        return mark

    def block(self, slot: Slot) -> str:
        assert slot.token is not None
        match slot.token.view:
            case "code":
                return views.code(slot.token.path, self.source)
            case "index":
                return views.index(self.source, self.path, self.mark_html)
        value = slot.value
        assert value is not None
        match slot.token.view:
            case "derivation":
                math = self.math(f"{SENTINEL}{self.slots.index(slot):06}", display=True)
                return f'<div class="derivation">{math}</div>'
            case "diagram":
                label = f"{slot.token.example}: the network unrolled over time"
                return self.figure(value.diagram(mark_label(slot.token.example)), label)
        return value.table(self.mark_html(slot.token.example))

    # Formulas and diagrams.

    def math(self, latex: str, *, display: bool) -> str:
        """Typeset a formula that may hold sentinels; its numbers stay addressable."""
        numbers: list[tuple[str, Printed]] = []

        def fill(match: re.Match[str]) -> str:
            slot = self.slots[int(match[1])]
            if slot.value is None:
                return r"\text{?}"
            example = slot.value.token.example

            def mark(number: Printed) -> str:
                numbers.append((example, number))
                return rf"\text{{{NUMBER}{len(numbers) - 1:06}}}"

            return slot.value.latex(mark)

        try:
            made = process.katex(KATEX, SLOT.sub(fill, latex), display)
        except process.TypesettingError as error:
            exact = not SLOT.search(latex) and error.position is not None
            line, column = self.locate(latex, error.position or 0 if exact else 0)
            problem = re.sub(r"[\u0332\s]+", " ", str(error).replace("\u0332", ""))
            return self.fault(line, column, f"bad LaTeX: {problem}")
        made = _bind(made, numbers)
        if display:
            return f'<div class="math" data-search-exclude>{made}</div>'
        return f'<span class="math">{made}</span>'

    def figure(self, source: str, label: str = "", position: str = "") -> str:
        """A mermaid diagram as inline SVG; its numbers stay addressable.

        position: the text by which the fence is found in the page, if not the source itself.
        """
        filled = SLOT.sub(lambda m: self._label(int(m[1])), source)
        try:
            svg = process.mermaid(filled)
        except process.TypesettingError as error:
            line, column = self.locate(position or source)
            problem = " ".join(str(error).removeprefix("Mermaid rendering failed: ").split())
            found = re.search(r"on line (\d+)", problem)
            if found:
                line += max(int(found[1]) - 1, 0)
                line = min(line, max(len(self.lines), 1))
            return self.fault(line, column, f"bad mermaid: {problem}")
        return views.figure(svg, filled, label)

    def _label(self, n: int) -> str:
        slot = self.slots[n]
        if slot.value is None:
            return "?"
        if slot.token is not None and slot.token.view in BLOCKS:
            self.fault(slot.line, slot.column, f"a {slot.token.view} does not fit in a diagram")
            return "?"
        return slot.value.label(mark_label(slot.value.token.example))


def mark_label(example: str) -> Callable[[Printed], str]:
    """A number in a label: its text, and its name in characters that have no width."""

    def mark(number: Printed) -> str:
        name = f"{example}.{number.path} {number.value!r}"
        return views.hide(name) + number.plain + views.HIDDEN_END

    return mark


def _bind(made: str, numbers: list[tuple[str, Printed]]) -> str:
    """Name the numbers in both of KaTeX's branches: the visible HTML and the MathML."""

    def element(tag: str, classes: str) -> Callable[[re.Match[str]], str]:
        def write(match: re.Match[str]) -> str:
            example, number = numbers[int(match[1])]
            return (
                f'<{tag}{classes} data-value="{example}.{number.path}" '
                f'title="">{number.plain}</{tag}>'
            ).replace(' title=""', "")

        return write

    made = re.sub(rf"<mtext>{NUMBER}(\d{{6}})</mtext>", element("mn", ""), made)
    made = re.sub(
        rf'<span class="mord">{NUMBER}(\d{{6}})</span>',
        element("span", ' class="mord computed"'),
        made,
    )
    return re.sub(r"<annotation.*?</annotation>", "", made, flags=re.S)  # no reader sees it


def _snippet_problem(name: str, section: str) -> str:
    file = ROOT / name
    if not file.is_file():
        return f"no file {name!r} to take a snippet from (paths start at the project's top)"
    if not section:
        return ""
    if re.fullmatch(r"[\d:,-]+", section):
        return f"lines {section} of {name} shift unseen; name a section of it"
    sections = re.findall(r"-{2,}8<-{2,}\s+\[start:([\w-]+)\]", file.read_text("utf-8"))
    if section in sections:
        return ""
    known = f"its sections are {', '.join(sections)}" if sections else "it has no sections"
    return f"{name} has no section {section!r}; {known}"


__all__ = ["Page", "catalogue"]
