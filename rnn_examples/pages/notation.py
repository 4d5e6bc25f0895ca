r"""The symbols that a lesson uses, with their meanings: one table for all, in notation.md.

A row is `| $h_t$ | what it is | shape | [page](page.md) |`. Rows below "In one lesson" hold on that
page alone, and there before all others.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from rnn_examples.authoring import texts
from rnn_examples.authoring.texts import FORMULA
from rnn_examples.pages.addresses import Here

SOURCE = "reference/notation.md"

ROW = re.compile(
    r"\| (?P<symbols>\$[^|]+\$) \| (?P<meaning>[^|]+) \| (?P<shape>[^|]+) \| "
    r"(?:\[(?P<title>[^\]]+)\]\((?P<page>[^)]+)\)|this page) \|"
)

LETTER = re.compile(
    r'<mover accent="true"><mi>(?P<marked>\w)</mi><mo[^>]*>(?P<mark>.)</mo>|<mi>(?P<plain>\w)</mi>'
)
"""A letter in MathML, with a mark above it or without; words and upright letters are none."""


@dataclass(frozen=True)
class Entry:
    """A row of the table. page: the lesson that introduces it, as a file in docs/."""

    symbols: tuple[str, ...]
    meaning: str
    shape: str
    title: str
    page: str
    is_local: bool


def letters(made: str) -> set[str]:
    """The letters in the formulas of a page, y and ŷ as two."""
    return {_letter(found) for found in LETTER.finditer(made)}


def _letter(found: re.Match[str]) -> str:
    return "".join(filter(None, found.groups()))


@cache
def entries(docs: Path) -> tuple[Entry, ...]:
    """All rows; none in a site that has no such page."""
    file = docs / SOURCE
    text = texts.read(file) if file.is_file() else ""
    everywhere, _, local = text.partition("## In one lesson")
    found: list[Entry] = []
    for part, is_local in ((everywhere, False), (local, True)):
        for row in ROW.finditer(part):
            symbols = tuple(match["latex"] for match in FORMULA.finditer(row["symbols"]))
            page = str(PurePosixPath(row["page"] or "").name)
            found.append(
                Entry(symbols, row["meaning"], row["shape"], row["title"] or "", page, is_local)
            )
    return tuple(found)


def used(made: str, here: Here, typeset: Callable[[str], str]) -> tuple[list[Entry], set[str]]:
    """The entries that a page needs, and the letters that it uses and no entry explains."""
    missing = letters(made)
    rows = [entry for entry in entries(here.docs) if entry.page == here.page or not entry.is_local]
    needed: list[Entry] = []
    for entry in sorted(rows, key=lambda entry: not entry.is_local):
        own = {_first(typeset(symbol)) for symbol in entry.symbols}
        if own & missing:
            needed.append(entry)
        missing -= own
    return sorted(needed, key=rows.index), missing


def _first(made: str) -> str:
    """The letter that a symbol is known by."""
    found = LETTER.search(made)
    return _letter(found) if found else ""
