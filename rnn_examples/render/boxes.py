"""Boxes of characters that a formula in a terminal is put together from."""

import unicodedata
from contextvars import ContextVar
from dataclasses import dataclass

from rnn_examples.render.signs import encodable

START, END = "\ue000", "\ue001"
"""Without width: around what the terminal shows in colour."""

ENCODING: ContextVar[str] = ContextVar("ENCODING", default="utf-8")
"""The terminal's: a sign that it lacks is as wide as the plain one that is printed instead."""

BRACKETS = {"(": "⎛⎜⎝", ")": "⎞⎟⎠", "[": "⎡⎢⎣", "]": "⎤⎥⎦"}


@dataclass(frozen=True)
class Box:
    """Lines of equal width. base: the one on which the text beside it stands."""

    lines: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        return width(self.lines[0])


def width(text: str) -> int:
    """How many columns of the terminal a text takes."""
    shown = encodable(text.replace(START, "").replace(END, ""), ENCODING.get())
    return sum(not unicodedata.combining(c) for c in shown)


def padded(line: str, wide: int, align: str) -> str:
    """Fill a line with spaces up to a width; "<", "^" and ">" say where it stands."""
    room = wide - width(line)
    left = {"<": 0, "^": room // 2, ">": room}[align]
    return " " * left + line + " " * (room - left)


def beside(*boxes: Box) -> Box:
    """Boxes in a row, their bases on one line."""
    above = max(box.base for box in boxes)
    below = max(len(box.lines) - box.base for box in boxes)
    rows = [
        "".join(
            box.lines[n - above + box.base]
            if 0 <= n - above + box.base < len(box.lines)
            else " " * box.width
            for box in boxes
        )
        for n in range(above + below)
    ]
    return Box(tuple(rows), above)


def stacked(boxes: list[Box], base: int) -> Box:
    """Boxes one below the other, their middles in one column."""
    wide = max(box.width for box in boxes)
    return Box(tuple(padded(line, wide, "^") for box in boxes for line in box.lines), base)


def fenced(inside: Box, left: str, right: str) -> Box:
    """A box between brackets of its height."""
    return beside(_bracket(left, inside), inside, _bracket(right, inside))


def _bracket(bracket: str, inside: Box) -> Box:
    height = len(inside.lines)
    if height == 1:
        return Box((bracket,))
    top, middle, bottom = list(BRACKETS[bracket])
    return Box((top, *[middle] * (height - 2), bottom), inside.base)


def text(line: str) -> Box:
    """A box of one line."""
    return Box((line,))


def grid(rows: list[list[Box]], align: str) -> Box:
    """Boxes in rows and columns; "<" and ">" align each column to the left and to the right."""
    widths = [max(box.width for box in column) for column in zip(*rows, strict=True)]
    made = []
    for row in rows:
        parts = []
        for box, width in zip(row, widths, strict=True):
            lines = tuple(padded(line, width, align) for line in box.lines)
            parts += [text("  "), Box(lines, box.base)]
        made.append(beside(*parts[1:]))
    height = sum(len(row.lines) for row in made)
    return stacked(made, (height - 1) // 2)
