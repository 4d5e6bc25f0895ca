"""Where a network's values stand: a column for each time step, a lane for each field of a step.

Time goes from left to right; within a step, what is read stands below and what is written above.
The states of all strands stand in one lane. Lengths are in pixels.
"""

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rnn_examples.render.network.graph import Edge, Graph, Vertex
from rnn_examples.render.words import word_of

CELL, TALL, GAP = 52, 36, 3
"""A cell's width and height, and between two cells."""

BAR, ROW, SHARE = 38, 19, 32
"""The longest bar, the height of its row, and the room for its number."""

LETTER = 8.5
"""The usual width of a letter of a word."""

NAME, CAPTION = 20, 24
"""The height of a vector's name, above it, and of its word, below it."""

BETWEEN, NARROW, DOOR, LANES, EDGE = 48, 22, 24, 40, 8
"""Between two columns; between wide ones; what a new strand adds; between lanes; around all."""

RING = 22
"""The width of the ring where values meet."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Wire:
    """The way of an arrow inside a cell. kind, place: how its weights are written, and where."""

    points: tuple[Point, ...]
    kind: str
    place: Point


@dataclass(frozen=True)
class Box:
    """Where a vertex stands: its middle, and its size without name and word.

    step: when it is computed, counted through all strands; 0 for what was there before.
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
    """doors: where a strand ends and the next one begins. steps: example and time of each step.

    wires: the arrows that have a way of their own.
    """

    boxes: dict[Vertex, Box]
    doors: tuple[float, ...]
    steps: tuple[tuple[str, int], ...]
    wide: float
    tall: float
    wires: Mapping[Edge, Wire] = field(default_factory=dict)


def layout(graph: Graph) -> Layout:
    """Give each vertex its place. The first one of a column and lane stands in its middle."""
    columns, strand_of = columns_of(graph)
    timed = sorted({(columns[v], v.run.name, v.time) for v in graph.vertices if v.time})
    begun = [column for column, _, _ in timed]
    lanes = _lanes(graph)
    rows: dict[tuple[int, int], list[Vertex]] = {}
    for vertex in graph.vertices:
        rows.setdefault((columns[vertex], lanes[vertex]), []).append(vertex)
    sizes = {vertex: size(vertex) for vertex in graph.vertices}
    reach: dict[int, tuple[float, float]] = {}  # of each column: left and right of its middle
    room: dict[int, tuple[float, float]] = {}  # of each lane: above and below its middle
    for (column, lane), row in rows.items():
        half = sizes[row[0]][0] / 2
        left, right = reach.get(column, (0, 0))
        behind = sum(BETWEEN / 2 + sizes[vertex][0] for vertex in row[1:])
        reach[column] = max(left, half), max(right, half + behind)
        above, below = room.get(lane, (0, 0))
        tall = max(sizes[vertex][1] for vertex in row) / 2
        room[lane] = (
            max(above, tall + NAME * any(vertex.kind != "token" for vertex in row)),
            max(below, tall + CAPTION * any(caption(vertex) is not None for vertex in row)),
        )
    middles, doors, wide = _across(reach, {columns[v]: strand_of[v] for v in graph.vertices})
    heights, tall = down(room)
    boxes = {}
    for (column, lane), row in rows.items():
        x = middles[column] - sizes[row[0]][0] / 2
        for vertex in row:
            own = sizes[vertex]
            place = x + own[0] / 2, heights[lane]
            step = bisect(begun, column)
            boxes[vertex] = Box(vertex, strand_of[vertex], column, step, *place, *own)
            x += own[0] + BETWEEN / 2
    beside = [
        boxes[edge.target].x + len(edge.label) * LETTER + EDGE
        for edge in graph.edges
        if boxes[edge.source].column == boxes[edge.target].column
    ]
    steps = tuple((name, time) for _, name, time in timed)
    return Layout(boxes, tuple(doors), steps, max(wide, *beside, 0), tall)


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


def columns_of(graph: Graph) -> tuple[dict[Vertex, int], dict[Vertex, int]]:
    """The column of each vertex and its strand, each strand behind the one before."""
    strand_of = {vertex: graph.strand_of(vertex) for vertex in graph.vertices}
    places = sorted({(strand_of[vertex], vertex.time) for vertex in graph.vertices})
    number = {place: n for n, place in enumerate(places)}
    return {v: number[strand_of[v], v.time] for v in graph.vertices}, strand_of


def _lanes(graph: Graph) -> dict[Vertex, int]:
    """The lane of each vertex, counted upwards: those of one field have the same."""
    level: dict[tuple[int, str], int] = {}
    key = {vertex: (graph.strand_of(vertex), vertex.field) for vertex in graph.vertices}
    pairs = {
        (key[e.source], key[e.target])
        for e in graph.edges
        if e.source.time == e.target.time and not e.source.is_read
        and key[e.source] != key[e.target] and key[e.source][0] == key[e.target][0]
    }  # fmt: skip
    for _ in {*key.values()}:  # as long as a way can be
        for below, above in pairs:
            level[above] = max(level.get(above, 0), level.get(below, 0) + 1)
    states = {
        key[e.target] for e in graph.edges
        if key[e.source] == key[e.target] and e.source.time < e.target.time
    }  # fmt: skip
    state = {strand: level.get((strand, name), 0) for strand, name in sorted(states)}
    highest = max(state.values(), default=0)
    lanes = {
        vertex: level.get(key[vertex], 0) + highest - state.get(key[vertex][0], highest)
        for vertex in graph.vertices
    }
    for vertex in graph.vertices:
        if vertex.is_read:  # below what reads it; a target above, where no state is in the way
            lanes[vertex] += 1 if lanes[vertex] > highest else -1
    lowest = min(lanes.values())
    return {vertex: lane - lowest for vertex, lane in lanes.items()}


def _across(
    reach: dict[int, tuple[float, float]], strands: dict[int, int]
) -> tuple[dict[int, float], list[float], float]:
    """The middle of each column, the doors between the strands, the width of all."""
    x = EDGE + reach[0][0]
    middles, doors = {0: x}, list[float]()
    for a, b in pairwise(sorted(reach)):
        is_new = strands[a] != strands[b]
        both = reach[a][1] + reach[b][0]
        gap = max(BETWEEN - (both - CELL) * 0.6, NARROW) + DOOR * is_new
        if is_new:
            doors.append(x + reach[a][1] + gap / 2)
        x += both + gap
        middles[b] = x
    return middles, doors, x + reach[max(reach)][1] + EDGE


def down(room: dict[int, tuple[float, float]]) -> tuple[dict[int, float], float]:
    """The middle of each lane, and the height of all."""
    heights, y = {}, float(EDGE)
    for lane in sorted(room, reverse=True):
        above, below = room[lane]
        heights[lane] = y + above
        y += above + below + LANES
    return heights, y - LANES + EDGE


def strands_of(boxes: Sequence[Box]) -> dict[int, tuple[float, float]]:
    """From where to where each strand goes across."""
    found: dict[int, tuple[float, float]] = {}
    for box in boxes:
        low, high = found.get(box.strand, (box.left, box.right))
        found[box.strand] = (min(low, box.left), max(high, box.right))
    return found
