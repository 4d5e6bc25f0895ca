"""The cells of a notebook's file, a Python script in jupytext's format; how much they may print."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rnn_examples.authoring import texts
from rnn_examples.diagnostics import Diagnostic

if TYPE_CHECKING:
    from nbclient.exceptions import CellExecutionError

LINES = 1000
"""How many lines a cell may print."""

ENDED = "it ends the notebook, as sys.exit() or os._exit() do: raise an exception instead"

INSTEAD = {
    "[[=": "print the value in a cell",
    "[[?": "assert the condition in a cell, which stops the build where it is false",
}
"""What a cell does in the place of a token and of a claim."""

CELL = re.compile(r"^# %%(?P<markdown> \[markdown\])?")


class CellError(Exception):
    """What is wrong with a code cell. cell: which one, from 1."""

    def __init__(self, cell: int, text: str) -> None:
        super().__init__(text)
        self.cell = cell


def demand_short(cell: int, printed: str) -> None:
    """Raise CellError for a cell that prints more than anybody reads."""
    count = printed.count("\n")
    if count > LINES:
        raise CellError(cell, f"the cell prints {count} lines: print at most {LINES}")


def text_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of the Markdown cells, numbered."""
    in_text = False
    for n, line in enumerate(texts.read(path).split("\n"), 1):
        cell = CELL.match(line)
        if cell:
            in_text = bool(cell["markdown"])
        elif in_text:
            yield n, line


def faults(path: Path) -> list[Diagnostic]:
    """A file without cells; tokens in the text, which nobody reads there."""
    if not any(map(CELL.match, texts.read(path).split("\n"))):
        what = "the notebook has no cells: a cell begins with # %%, or # %% [markdown] for text"
        return [Diagnostic(str(path), 1, 1, what)]
    return [
        Diagnostic(str(path), n, line.index(mark) + 1, f"a notebook shows what it computes: {what}")
        for n, line in text_of(path)
        for mark, what in INSTEAD.items()
        if mark in line
    ]


def failing_cell(path: Path, error: "CellExecutionError | CellError") -> Diagnostic:
    """Turn a failing cell into a fault at its line of the file."""
    lines = texts.read(path).split("\n")
    if isinstance(error, CellError):
        return Diagnostic(str(path), _line(lines, error.cell, 1), 1, str(error))
    text = re.sub(r"\x1b\[[\d;]*m", "", str(error))
    found = re.search(r"Cell In\[(\d+)\], line (\d+)", text)
    line = _line(lines, int(found[1]), int(found[2])) if found else 1
    said = f"{error.ename}: {error.evalue}".replace("\x1b", "")
    return Diagnostic(str(path), line, 1, " ".join(said.split()))


def _line(lines: list[str], cell: int, row: int) -> int:
    """The line in the file of a row in a code cell, both counted from 1."""
    cells = enumerate(map(CELL.match, lines), 1)
    starts = [n for n, found in cells if found and not found["markdown"]]
    if cell > len(starts):
        return 1
    start = starts[cell - 1] + 1
    while start < len(lines) and not lines[start - 1].strip():
        start += 1  # jupytext strips the blank lines that lead a cell
    return start + row - 1
