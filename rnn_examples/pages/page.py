"""One page on its way to HTML: its tokens, its faults, and where in its file they stand.

A token is replaced by a sentinel, digits that pass through Markdown untouched in any place. Each
place then asks for what it needs: HTML in text, LaTeX in a formula, plain text in a diagram.
"""

import html
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from xml.etree.ElementTree import Element

from rnn_examples.authoring import front_matter, positions, snippets, texts, unclaimed, unreadable
from rnn_examples.authoring.tokens import TOKEN, Token, parse
from rnn_examples.authoring.values import BrokenExampleError, resolve
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.ledger import typed_numbers
from rnn_examples.pages import lesson, lost_text, page_graphs, players, source_pages, unseen
from rnn_examples.pages.addresses import Here, modules
from rnn_examples.pages.claims import Claims, around
from rnn_examples.pages.inserts import INSERTS, Insert
from rnn_examples.pages.labels import Labels
from rnn_examples.pages.results import apart, placed
from rnn_examples.pages.site import DEFAULT, Site
from rnn_examples.pages.slots import SENTINEL, SLOT, Slot, fault_in
from rnn_examples.pages.views import VIEWS, View, Write
from rnn_examples.typesetting import figures, formulas, languages
from rnn_examples.typesetting.bound import Marker, Placeholders, mark_html, mark_noted
from rnn_examples.typesetting.engines import TypesettingError
from rnn_examples.typesetting.search_text import read_aloud

TAG = re.compile(r"""(<(?:[a-zA-Z/!][^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*)>)""")

ATTRIBUTE = re.compile(r"""(?P<name>[\w:-]+)=(?P<quote>["'])(?P<text>.*?)(?P=quote)""", re.S)

FORMULA = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\\(?P<open>[(\[])(?P<latex>.*?)\\[)\]]</(?P=tag)>', re.S
)

START, END = "<!--page-->", "<!--/page-->"
"""Around what a page's own text gives, and nothing of what a theme lays around it."""

Way = Callable[[View], Write | None]


class Page:
    """The page that a Markdown conversion is about."""

    def __init__(self, source: str, path: Path | None, site: Site = DEFAULT) -> None:
        """Source is its file in docs/, as the site generator names it; empty where nobody says."""
        self.source = source
        self.path = path
        self.site = site
        self.faults: list[Diagnostic] = []
        self._lines: list[str] = []
        self._offset: int | None = None
        self._slots: list[Slot] = []
        self._formulas: Counter[str] = Counter()
        self._figures: Counter[str] = Counter()
        self._shown: set[str] = set()  # the examples whose numbers stand on the page
        self._claims = Claims(self)
        self._labels = Labels(self)
        self._taken = ""  # its text, with sentinels
        self._drawn: Counter[str] = Counter()  # the words of its diagrams

    @classmethod
    def of_notebook(cls, path: Path) -> "Page":
        """The page of a notebook, for its formulas: something else reads its text."""
        page = cls("", path)
        page._lines = texts.read(path).split("\n")
        page._offset = 0
        return page

    def find(self, text: str) -> tuple[int, int]:
        """Line and column where the text first stands, outside code if it does; else the top."""
        return positions.find(self._lines, text)

    @property
    def is_file(self) -> bool:
        """Whether this is a page of its own, not a docstring that stands on one."""
        return self._offset is not None

    # Faults.

    def fault(self, line: int, column: int, text: str) -> str:
        """Note a fault at a line of the text, front matter not counted; return how it is shown."""
        file = str(self.path) if self.path else self.source or "<string>"
        return self._note(Diagnostic(file, line + (self._offset or 0), column, text))

    def _note(self, fault: Diagnostic) -> str:
        self.faults.append(fault)
        return f'<mark class="fault">{html.escape(str(fault))}</mark>'

    def fault_at(self, slot: Slot, text: str) -> str:
        if self.is_file:
            return self.fault(slot.line, slot.column, text)
        return self._note(fault_in(slot.raw, modules(), text) or Diagnostic("<string>", 1, 1, text))

    # From Markdown: tokens become sentinels.

    def take_tokens(self, lines: Sequence[str]) -> list[str]:
        """Replace every token of the page's own text, before anything else reads it."""
        self._lines = list(lines)
        self._offset = self._front_matter()
        for n, column, path in snippets.named(lines):
            problem = snippets.problem(path)
            if problem:
                self._lines[n] = self.fault(n + 1, column, problem)
        self._labels.in_lines(self._lines)
        taken = [
            self._take(SLOT.sub(partial(self._refused, n), line), n)
            for n, line in enumerate(self._lines, 1)
        ]
        taken = self._claims.take("\n".join(taken)).split("\n")
        included = {n for n, _, _ in snippets.named(self._lines)}
        self._taken = "\n".join("" if n in included else line for n, line in enumerate(taken))
        return taken

    def _refused(self, line: int, match: re.Match[str]) -> str:
        """A page's own text that has such digits."""
        what = "digits that stand for a value while a page is made: put a space into them"
        return self.sentinel(Slot("", line, 1, text=self.fault(line, match.start() + 1, what)))

    def sentinel(self, slot: Slot) -> str:
        self._slots.append(slot)
        return f"{SENTINEL}{len(self._slots) - 1:06}"

    def _slot(self, number: str) -> Slot:
        return self._slots[int(number)]

    def take_included(self, text: str) -> str:
        """Replace the tokens of Markdown that was taken from other files; leave code as it is."""
        if "[[=" not in text and "[[?" not in text:
            return text
        included = snippets.included("\n".join(self._lines))
        return self._claims.take(self._take(text, 0, included), included)

    def _front_matter(self) -> int | None:
        """How many lines of the file stand above; None if this is no file's text."""
        if self.path:
            self.faults += [*unreadable.faults([self.path]), *unclaimed.faults(self.path)]
        return None if self._whole is None else front_matter.above(self._lines, self._whole)

    @cached_property
    def _whole(self) -> str | None:
        """The text of the page's file, or of a page that is generated; None of any other."""
        if self.path and self.path.is_file():
            return texts.read(self.path)
        return source_pages.text(self.source)

    def _take(self, text: str, n: int, included: Sequence[Path] | None = None) -> str:
        def take(match: re.Match[str]) -> str:
            before = match["escape"] or ""
            slot = Slot(match[0][len(before) :], n, match.start() + len(before) + 1)
            if before:
                slot.is_escaped, slot.text = True, slot.raw
            else:
                self._resolve(slot, match["body"], included)
            return before[:-1] + self.sentinel(slot)

        return TOKEN.sub(take, text)

    def _resolve(self, slot: Slot, body: str | None, included: Sequence[Path] | None) -> None:
        if included is not None and fault_in(slot.raw, included, "") is None:
            slot.is_escaped, slot.text = True, slot.raw  # code that speaks of tokens
            return
        try:
            slot.value = resolve(parse(body))
        except BrokenExampleError as error:
            self.faults.extend(error.faults)
            slot.text = f'<mark class="fault">{html.escape(str(error))}</mark>'
        except ValueError as error:
            fault = fault_in(slot.raw, included, str(error)) if included else None
            slot.text = self._note(fault) if fault else self.fault_at(slot, str(error))

    # To HTML: sentinels become what the place asks for.

    def heading(self, text: str) -> str:
        """Fill a heading for a table of contents or a title, which keep its text alone."""
        return read_aloud(self._fill_html(FORMULA.sub(self._formula, text)))

    def finish(self, text: str) -> str:
        """Fill the page's HTML, typeset its formulas, and say what is Hindi."""
        if self.is_file and not self.faults:
            lost = unseen.lost(self._lines, self._taken, text, self._drawn, self._as_written)
            for found in (*unseen.hidden(self._lines, text), *lost):
                self.fault(*found)
        text = FORMULA.sub(lambda m: self._formula(m, counted=True), text)
        text = re.sub(rf"<p>\s*{SLOT.pattern}\s*</p>", self._paragraph, apart(text, self._slots))
        text = players.kept(placed(languages.mark(self._fill_html(text))))
        if not self.is_file:
            return text
        if self.path is not None:  # what is generated declares nothing
            self.faults += typed_numbers.faults(text, self.path)
        self._shown |= self._claims.examples
        graphs = page_graphs.block(self._shown, self._here(), self._claims.graphs())
        return START + lesson.framed(text, self._here(), self) + graphs + END

    def demand_read(self, root: Element, blocks: list[str]) -> None:
        """Note the marks that Markdown has left in the text."""
        for found in unseen.left(self._lines, root, blocks) if self.is_file else ():
            self.fault(*found)

    def _fill_html(self, text: str) -> str:
        pieces = TAG.split(text)  # every second one is a tag: sentinels in it stand in an attribute
        for i, piece in enumerate(pieces):
            if SENTINEL in piece:
                pieces[i] = self._fill_tag(piece) if i % 2 else self.fill(piece, self._in_text)
        return "".join(pieces)

    def _fill_tag(self, tag: str) -> str:
        """Fill a tag's attributes; beside each stands which values it shows."""
        told = ATTRIBUTE.sub(lambda m: self._told(m["name"], m["text"], m["quote"]), tag)
        return self.fill(told, lambda slot: self._in_attribute(slot, []))

    def _told(self, name: str, text: str, quote: str = '"') -> str:
        """An attribute; beside it, if it shows any values, one that names them."""
        shown: list[str] = []
        filled = self.fill(text, lambda slot: self._in_attribute(slot, shown))
        names = f' data-in-{name}="{html.escape(" ".join(shown))}"' if shown else ""
        return f"{name}={quote}{filled}{quote}{names}"

    def fill(self, text: str, write: Callable[[Slot], str]) -> str:
        def filled(match: re.Match[str]) -> str:
            n = int(match[1])
            return write(self._slots[n]) if n < len(self._slots) else match[0]

        return SLOT.sub(filled, text)

    def _as_written(self, text: str) -> str:
        return self.fill(text, lambda slot: slot.raw)

    def _write(self, slot: Slot, way: Way, marker: Marker, fit: str) -> str | None:
        """Write what a slot shows in one of its ways; None if it cannot, which is then a fault.

        fit: what to say of a view that has no such way.
        """
        assert slot.value is not None
        token = slot.value.token
        if slot.relation is not None:
            return marker(token.example, token.spec)(slot.relation)
        view = VIEWS.get(token.view, View())  # what is no value has no view
        write = way(view)
        if write is None:
            slot.text = self.fault_at(slot, f"[[= {token.path} | {token.view} =]] {fit}")
            return None
        self._shown.update(token.examples if view.has_graph else ())
        try:
            return write(slot.value, marker(token.example, token.spec))
        except ValueError as error:
            slot.text = self.fault_at(slot, str(error))
            return None

    def _in_text(self, slot: Slot) -> str:
        if slot.value is not None:
            fit = "needs a paragraph of its own"
            text = self._write(slot, lambda view: view.text, mark_html, fit)
            if text is not None:
                return text
        return html.escape(slot.text) if slot.is_escaped else slot.text

    def _in_attribute(self, slot: Slot, shown: list[str]) -> str:
        if slot.value is not None:
            fit = "does not fit in an attribute"
            label = self._write(slot, lambda view: view.label, mark_noted(shown), fit)
            return html.escape(html.unescape(label or ""))
        return html.escape(slot.text) if slot.is_escaped else ""

    def _in_formula(self, slot: Slot, marker: Marker) -> str:
        latex = self._inside(slot, lambda view: view.latex, marker, "does not fit in a formula")
        return r"\text{?}" if latex is None else latex

    def _in_label(self, slot: Slot, marker: Marker) -> str:
        label = self._inside(slot, lambda view: view.label, marker, "does not fit in a diagram")
        return "?" if label is None else label

    def _inside(self, slot: Slot, way: Way, marker: Marker, fit: str) -> str | None:
        """What stands in a formula or a diagram; None for what has no such way."""
        made = self._write(slot, way, marker, fit) if slot.value is not None else None
        if made is None and slot.claim is not None:
            return ""
        return slot.text if made is None and slot.is_escaped else made

    def _paragraph(self, match: re.Match[str]) -> str:
        """A token that stands alone: what needs a paragraph of its own has one."""
        slot = self._slots[int(match[1])] if int(match[1]) < len(self._slots) else None
        if slot is None or slot.value is None:
            return match[0]
        token = slot.value.token
        if token.view in INSERTS:
            made = self._insert(slot, token, INSERTS[token.view])
        elif VIEWS[token.view].text:
            return match[0]
        else:
            made = self._block(slot, token)
        return f"<p>{slot.text}</p>" if made is None else made

    def _block(self, slot: Slot, token: Token) -> str | None:
        view = VIEWS[token.view]
        if view.latex:
            held = formulas.pieces()
            latex = self._write(slot, lambda view: view.latex, held.mark, "")
            if latex is None:
                return None
            made = formulas.typeset(latex, held, display=True)
            return f'<div class="{token.view}" data-of="{token.path}">{made}</div>'
        if view.mermaid:
            drawn = figures.pieces()
            source = self._write(slot, lambda view: view.mermaid, drawn.mark, "")
            if source is None:
                return None
            return self._draw(source, drawn, token, view.told)
        return self._write(slot, lambda view: view.block, view.marker, "")

    def _insert(self, slot: Slot, token: Token, insert: Insert) -> str | None:
        """What is no value; None if it cannot be, which is then a fault."""
        self._shown.update(insert.shows(self._here()))
        try:
            if insert.mermaid:
                source = insert.mermaid(token.path)
                return self._draw(source, figures.pieces(), token, insert.told)
            assert insert.block is not None
            return insert.block(token.path, self._here())
        except ValueError as error:
            slot.text = self.fault_at(slot, str(error))
            return None

    def _draw(self, source: str, drawn: Placeholders, token: Token, told: str) -> str:
        label = self._told("aria-label", f"{token.example}: {told}")
        name = self._figure_name(token.path)
        return figures.draw(source, drawn, label, name, f' data-of="{token.path}"')

    def _here(self) -> Here:
        return Here.of(self.source, self.path, self.site)

    # Formulas and diagrams.

    def _formula(self, match: re.Match[str], *, counted: bool = False) -> str:
        latex = html.unescape(match["latex"])
        return self.formula(latex, display=match["open"] == "[", counted=counted)

    def formula(self, latex: str, *, display: bool, counted: bool = False) -> str:
        """Typeset a formula that may hold sentinels.

        counted: where it is the page's own, so that the next one that reads the same is another.
        """
        held = formulas.pieces()
        raw, filled, spans = "", "", list[tuple[int, int, int, int]]()
        faults = ""  # shown behind the formula, where its ? alone would say nothing
        inside: list[int] = []  # the claims in it, which mark the whole formula
        written = SLOT.split(latex)
        for i, piece in enumerate(self._labels.with_signs(written, self._slot)):
            if i % 2:
                slot, start = self._slot(piece), (len(filled), len(raw))
                raw, filled = raw + slot.raw, filled + self._in_formula(slot, held.mark)
                inside += [slot.claim] if slot.claim and slot.begins else []
                spans.append((start[0], len(filled), start[1], len(raw)))
                is_shown = slot.is_escaped or slot.claim is not None or slot.value is not None
                faults += "" if is_shown else slot.text
            else:
                raw, filled = raw + piece, filled + piece
        if counted and not faults:
            faults += self._labels.in_formula(written, self._slot)
        nth = self._formulas[raw]
        self._formulas[raw] += counted
        try:
            made = formulas.typeset(filled, held, display=display)
            return around(made, inside, display=display) + faults
        except TypesettingError as error:
            opening = positions.DISPLAY if display else positions.INLINE
            rows = positions.rows_of(self._lines, raw, opening, nth) or self._alone(latex)
            position = positions.as_written(error.position or 0, spans)
            return self.fault(*positions.in_fragment(raw, position, rows), formulas.problem(error))

    def figure(self, source: str, label: str = "") -> str:
        """Draw a mermaid diagram whose source may hold sentinels."""
        self._drawn += lost_text.words(f"{source} {label}")
        held = figures.pieces()
        filled = self.fill(source, lambda slot: self._in_label(slot, held.mark))
        raw = self._as_written(source)
        nth = self._figures[raw]
        try:
            told = self._told("aria-label", html.escape(label)) if label else ""
            return figures.draw(filled, held, told, self._figure_name(raw))
        except TypesettingError as error:
            rows = positions.rows_of(self._lines, raw, positions.FENCE, nth) or self._alone(source)
            row = min(figures.bad_line(error, filled), len(rows) - 1)
            return self.fault(*rows[row], figures.problem(error, held))

    def _figure_name(self, source: str) -> str:
        self._figures[source] += 1
        return f"d{self._figures.total()}"

    def _alone(self, text: str) -> list[tuple[int, int]]:
        """The place of the first token in a text, failing that the top of the page."""
        found = SLOT.search(text)
        slot = self._slots[int(found[1])] if found else None
        return [(slot.line, slot.column)] if slot else [(1, 1)]
