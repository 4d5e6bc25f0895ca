"""What a page says of its values in equations and before them: symbols, relations, sums."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from rnn_examples.authoring import texts
from rnn_examples.authoring.values import Value
from rnn_examples.equations import checks, sentences, value_symbols
from rnn_examples.equations.value_symbols import Declared
from rnn_examples.pages.slots import SENTINEL, SLOT, OnPage, Slot
from rnn_examples.render.pieces import Relation

SIGN = re.compile(r"(?:=|≈|\\approx)\s*$")

SHOWN = ("", "word", "shape")
"""Views that stand for a value in an equation; others are equations themselves."""


class Labels:
    """The labels of one page."""

    def __init__(self, page: OnPage) -> None:
        self._page = page

    @cached_property
    def _declared(self) -> Declared:
        path = self._page.path
        return value_symbols.declared(texts.read(path)) if path and path.is_file() else {}

    def in_lines(self, lines: Sequence[str]) -> None:
        """Note the symbols in text that stand before the value of another, and bad declarations."""
        path = self._page.path
        if path and path.is_file():
            self._page.faults += value_symbols.faults(texts.read(path), path)
        for found in sentences.faults(lines, self._declared):
            self._page.fault(*found)

    def in_formula(self, pieces: Sequence[str], slot: Callable[[str], Slot]) -> str:
        """Note what a formula says that is not so, and return how that is shown.

        pieces: every second one is the number of a slot, which `slot` finds.
        """
        parts = _parts(pieces, slot)
        found = checks.faults(parts, self._declared)
        return "".join(self._page.fault_at(slot(pieces[n]), what) for n, what in found)

    def with_signs(self, pieces: Sequence[str], slot: Callable[[str], Slot]) -> list[str]:
        """The pieces, with a slot for each sign, = or ≈, that follows the reader's numbers."""
        made = list(pieces)
        for n, values in checks.signs(_parts(pieces, slot)):
            found = SIGN.search(pieces[n - 1])
            behind = slot(pieces[n])
            if found and behind.value is not None:
                relation = _relation(values)
                sign = Slot(found[0], behind.line, behind.column, behind.value, relation=relation)
                made[n - 1] = pieces[n - 1][: found.start()] + self._page.sentinel(sign)
        return SLOT.split("".join(SENTINEL + p if n % 2 else p for n, p in enumerate(made)))


def _relation(values: Sequence[Value]) -> Relation:
    paths = {entry.path: entry.exact for value in values for entry in value.entries}
    return Relation(all(paths.values()), tuple(paths))


def _parts(pieces: Sequence[str], slot: Callable[[str], Slot]) -> list[str | Value | None]:
    return [_part(slot(piece)) if n % 2 else piece for n, piece in enumerate(pieces)]


def _part(slot: Slot) -> str | Value | None:
    if slot.value is not None:
        token = slot.value.token
        return slot.value if token.name is not None and token.view in SHOWN else None
    return "" if slot.claim is not None else None
