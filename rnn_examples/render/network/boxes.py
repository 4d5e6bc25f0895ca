"""What a picture of a network is laid out in: boxes, ways of arrows, and their sizes in pixels."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rnn_examples.render import symbols
from rnn_examples.render.network.graph import Edge, Vertex
from rnn_examples.render.words import word_of

CELL, TALL, GAP = 52, 36, 3
"""A cell's width and height, and between two cells."""

BAR, ROW, SHARE = 38, 19, 32
"""The longest bar, the height of its row, and the room for its number."""

LETTER, INDEX = 8.5, 6.5
"""The usual width of a letter of a word, and of one of an index."""

LONG = 3
"""A name of more characters is wider than half a cell."""

NAME, CAPTION = 20, 24
"""The height of a vector's name, above it, and of its word, below it."""

BETWEEN, NARROW, DOOR, LANES, EDGE = 48, 22, 24, 40, 8
"""Between two columns; between wide ones; what a new strand adds; between lanes; around all."""

RING = 22
"""The width of the ring where values meet."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Wire:
    """The way of an arrow. kind, place: how its weights are written, and where."""

    points: tuple[Point, ...]
    kind: str
    place: Point


@dataclass(frozen=True)
class Box:
    """Where a vertex stands: its middle, and its size without name and word.

    step: when it is computed, counted through all columns; 0 for what was there before.
    """

    vertex: Vertex
    strand: int
    column: int
    step: int
    x: float
    y: float
    wide: float
    tall: float

    @property
    def left(self) -> float:
        return self.x - self.wide / 2

    @property
    def right(self) -> float:
        return self.x + self.wide / 2

    @property
    def top(self) -> float:
        return self.y - self.tall / 2

    @property
    def bottom(self) -> float:
        return self.y + self.tall / 2


@dataclass(frozen=True)
class Layout:
    """doors: where a strand ends and the next one begins. steps: example and time of each.

    wires: the arrows that have a way of their own.
    """

    boxes: dict[Vertex, Box]
    doors: tuple[float, ...]
    steps: tuple[tuple[str, int], ...]
    wide: float
    tall: float
    wires: Mapping[Edge, Wire] = field(default_factory=dict)


def caption(vertex: Vertex) -> object:
    """The word that a vector stands for, if it stands for one."""
    if vertex.kind != "cells":
        return None
    return word_of(vertex.run.trace, vertex.name, vertex.run.words)


def labels(vertex: Vertex) -> list[str]:
    """The words of the tokens that shares are of."""
    return [*vertex.run.words[vertex.tokens]][: vertex.node.shape[0]]


def label_width(vertex: Vertex) -> float:
    """The room for these words."""
    return max(len(word) for word in labels(vertex)) * LETTER * 0.8


def size(vertex: Vertex) -> tuple[float, float]:
    """The width and height of a vertex, without its name and word."""
    if vertex.kind == "token":
        word = word_of(vertex.run.trace, vertex.name, vertex.run.words)
        assert word is not None
        return max(len(word.widest) * LETTER, CELL), CAPTION
    if vertex.kind == "merge":
        return RING, RING
    count = vertex.node.shape[0] if vertex.node.shape else 1
    if vertex.kind == "shares":
        return label_width(vertex) + BAR + SHARE + 8, count * ROW
    return CELL, count * (TALL + GAP) - GAP


def is_long(vertex: Vertex) -> bool:
    """Whether the name of a vector is wider than half a cell: it ends where an arrow leaves."""
    return vertex.kind == "cells" and len(symbols.plain(vertex.name)) > LONG


def name_width(name: str) -> float:
    """The usual width of a name as it is written."""
    if symbols.is_compound(name):
        return len(symbols.plain(name)) * LETTER
    return LETTER + sum(map(len, symbols.parts(name)[2])) * INDEX
