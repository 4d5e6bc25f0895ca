"""Where the inside of a cell stands: the road of its state above, the gates below, and their wires.

In a column, from the top: results, the road on which products and sums lead the state on, where
other values meet, the gates, the wires to them, what is read. Lengths are in pixels.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rnn_examples.render.network.boxes import (
    CAPTION,
    CELL,
    DOOR,
    EDGE,
    NAME,
    Box,
    Layout,
    caption,
    size,
)
from rnn_examples.render.network.graph import Graph, Merge, Vertex
from rnn_examples.render.network.lanes import columns_of
from rnn_examples.render.network.layout import down
from rnn_examples.render.network.steps import steps_of
from rnn_examples.render.network.wires import APART, wire

LABELLED, BARE = 30, 14
"""Between two gates, with the weights of both there, or with none."""

NEXT, MEET, STATE = 36, 46, 80
"""Between two columns; between the middles of two places where values meet; of two states."""

LANES = ("token", "read", "gates", "below", "road", "out")
"""From the lowest to the highest."""


@dataclass
class Cell:
    """What stands in a column, by its part.

    road: where the state is led on, in order. below: where values meet on their way to it.
    last: where other states are made. states: the one on the road first.
    """

    token: list[Vertex] = field(default_factory=list)
    read: list[Vertex] = field(default_factory=list)
    gates: list[Vertex] = field(default_factory=list)
    below: list[Vertex] = field(default_factory=list)
    road: list[Vertex] = field(default_factory=list)
    last: list[Vertex] = field(default_factory=list)
    states: list[Vertex] = field(default_factory=list)
    out: list[Vertex] = field(default_factory=list)

    def lanes(self) -> Iterator[tuple[Vertex, str]]:
        for lane in LANES:
            yield from ((vertex, lane) for vertex in getattr(self, lane))
        yield from ((vertex, "below") for vertex in (*self.last, *self.states[1:]))
        yield from ((vertex, "road") for vertex in self.states[:1])


def inside(graph: Graph) -> Layout:
    """Give each vertex its place, and each arrow its way.

    Raises ValueError for a run in which ⊙ and + lead no state on.
    """
    columns, strand_of = columns_of(graph)
    cells = _cells(graph, columns)
    lanes = {vertex: lane for cell in cells for vertex, lane in cell.lanes()}
    places, doors, wide = _across(graph, cells, strand_of)
    heights, tall = down(_room(lanes))
    step_of, steps = steps_of(graph, columns)
    y = {vertex: heights[LANES.index(lane)] for vertex, lane in lanes.items()}
    boxes = {
        v: Box(v, strand_of[v], n, step_of[v], places[v], y[v], *size(v))
        for v, n in columns.items()
    }
    floor = max(box.bottom for box in boxes.values() if lanes[box.vertex] == "gates")
    last = {vertex for cell in cells for vertex in cell.last}
    wires = {
        edge: wire(edge, boxes[edge.source], boxes[edge.target], lanes, last, floor)
        for edge in graph.edges
    }
    return Layout(boxes, tuple(doors), steps, wide, tall, wires)


# What stands in which part of a cell.


def _cells(graph: Graph, columns: Mapping[Vertex, int]) -> list[Cell]:
    carried = {
        edge.source.field for edge in graph.edges
        if columns[edge.source] < columns[edge.target] and edge.kind != "fed"
    }  # fmt: skip
    own: list[list[Vertex]] = [[] for _ in range(max(columns.values()) + 1)]
    for vertex, n in columns.items():
        own[n].append(vertex)
    roads = [_road(graph, columns, n) for n in range(len(own))]
    on_road = {road[-1].field for road in roads if road}
    if not on_road:
        raise ValueError("no state is led on by ⊙ and + alone: leave the gates out of the picture")
    return [
        _cell(graph, each, road[:-1], carried, on_road)
        for each, road in zip(own, roads, strict=True)
    ]


def _road(graph: Graph, columns: Mapping[Vertex, int], n: int) -> list[Vertex]:
    """Where the state is led on in a column, and the new state; empty where none is."""
    for edge in graph.edges:
        is_begun = isinstance(edge.target, Merge) and columns[edge.source] < n
        if is_begun and columns[edge.target] == n:
            road, way = [edge.target], [edge]
            while isinstance(road[-1], Merge):
                way.append(next(e for e in graph.edges if e.source is road[-1]))
                road.append(way[-1].target)
            is_same = road[-1].field == edge.source.field or edge.kind == "handed"
            if is_same and not any(each.label for each in way):
                return road
    return []


def _cell(
    graph: Graph,
    own: Sequence[Vertex],
    road: Sequence[Vertex],
    carried: set[str],
    on_road: set[str],
) -> Cell:
    into = {v: [e.source for e in graph.edges if e.target is v] for v in own}
    out = {v: [e.target for e in graph.edges if e.source is v and e.target in into] for v in own}
    made = Cell(road=[*road])
    values = [vertex for vertex in own if not isinstance(vertex, Merge)]
    made.token = [vertex for vertex in values if vertex.is_read]
    states = [v for v in values if v.field in carried and v not in made.token]
    made.states = sorted(states, key=lambda vertex: vertex.field not in on_road)
    for vertex in values:
        if vertex in made.token or vertex in states:
            continue
        if all(source in made.token for source in into[vertex]):
            made.read.append(vertex)
        elif _leads(vertex, out, states):
            made.gates.append(vertex)
        else:
            made.out.append(vertex)
    made.gates.sort(key=lambda gate: _rank(gate, out, road))
    for merge in (vertex for vertex in own if isinstance(vertex, Merge) and vertex not in road):
        (target,) = out[merge]
        if target in made.gates:
            made.gates.insert(made.gates.index(target), merge)
        else:
            (made.below if _rank(merge, out, road) < len(road) else made.last).append(merge)
    return made


def _leads(vertex: Vertex, out: Mapping[Vertex, Sequence[Vertex]], to: Sequence[Vertex]) -> bool:
    return any(target in to or _leads(target, out, to) for target in out[vertex])


def _rank(vertex: Vertex, out: Mapping[Vertex, Sequence[Vertex]], road: Sequence[Vertex]) -> int:
    """The first place on the road that a vertex leads to within its cell; behind all if to none."""
    if vertex in road:
        return road.index(vertex)
    return min((_rank(target, out, road) for target in out[vertex]), default=len(road))


# Where it stands.


def _across(
    graph: Graph, cells: Sequence[Cell], strand_of: Mapping[Vertex, int]
) -> tuple[dict[Vertex, float], list[float], float]:
    """The middle of each vertex from the left, the doors between the strands, the width of all."""
    places: dict[Vertex, float] = {}
    doors: list[float] = []
    gates = [gate for cell in cells for gate in cell.gates]
    has_labels = any(edge.label for edge in graph.edges if edge.target in gates)
    slot = LABELLED if has_labels else BARE
    x, strands = float(EDGE), [strand_of[next(cell.lanes())[0]] for cell in cells]
    for n, cell in enumerate(cells):
        if n and strands[n] != strands[n - 1]:
            doors.append(x - NEXT / 2 + DOOR / 2)
            x += DOOR
        x = _placed(graph, cell, x, slot, places) + NEXT
    return places, doors, x - NEXT + EDGE


def _placed(graph: Graph, cell: Cell, x: float, slot: float, places: dict[Vertex, float]) -> float:
    """Place a column that begins at x; where it ends. slot: between two gates."""
    start = x
    for gate in cell.gates:
        places[gate] = x + size(gate)[0] / 2
        x += size(gate)[0] + slot

    def above(vertex: Vertex, known: Sequence[Vertex]) -> float:
        """The middle of what stands below a vertex, in its own cell."""
        found = [places[e.source] for e in graph.edges if e.target is vertex and e.source in known]
        return sum(found) / len(found) if found else 0

    for merge in cell.below:
        places[merge] = above(merge, cell.gates)
    free = start
    for merge in cell.road:
        places[merge] = max(above(merge, cell.below) or above(merge, cell.gates) or start, free)
        free = places[merge] + MEET
    middle = max(x, free) + CELL / 2 - slot / 2 * bool(cell.gates)
    places |= dict.fromkeys((*cell.states[:1], *cell.last), middle)
    for n, state in enumerate(cell.states[1:], 1):
        places[state] = middle + STATE * n * bool(cell.gates)
    end = max((places[state] + CELL / 2 for state in cell.states), default=middle)
    for vertex in cell.out:
        places[vertex] = above(vertex, [*cell.states, *cell.out])
        end = max(end, places[vertex] + size(vertex)[0] / 2)
    for n, vertex in enumerate(cell.read):
        places[vertex] = start + (x - slot - start) / 2 + n * (CELL + slot)
    for token in cell.token:
        places[token] = next(places[e.target] for e in graph.edges if e.source is token)
    return end


def _room(lanes: Mapping[Vertex, str]) -> dict[int, tuple[float, float]]:
    """What each lane needs above its middle and below it."""
    room: dict[int, tuple[float, float]] = {}
    for vertex, lane in lanes.items():
        n, half = LANES.index(lane), size(vertex)[1] / 2
        above, below = room.get(n, (0, 0))
        has_name = vertex.kind not in ("token", "merge")
        more = CAPTION * (caption(vertex) is not None) + 3 * APART * (lane == "gates")
        room[n] = max(above, half + NAME * has_name), max(below, half + more)
    return room
