"""Where a network's values stand: a column for each time step, a lane for each field of a step.

Time goes from left to right; within a step, what is read stands below and what is written above.
The states of all strands stand in one lane. Lengths are in pixels.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from rnn_examples.render.network.boxes import (
    BETWEEN,
    CAPTION,
    CELL,
    DOOR,
    EDGE,
    LANES,
    LETTER,
    NAME,
    NARROW,
    Box,
    Layout,
    caption,
    is_long,
    name_width,
    size,
)
from rnn_examples.render.network.graph import Graph, Vertex
from rnn_examples.render.network.lanes import around, columns_of, lanes_of, under
from rnn_examples.render.network.steps import steps_of
from rnn_examples.render.network.ways import DEPTH, room_beside, ways

Rows = Mapping[tuple[int, int], Sequence[Vertex]]
"""What stands in a column and a lane, from left to right."""


def layout(graph: Graph) -> Layout:
    """Give each vertex its place. The first one of a column and lane stands in its middle."""
    columns, strand_of = columns_of(graph)
    lanes = lanes_of(graph)
    beside, below = around(graph, columns, lanes), under(graph, columns, lanes)
    rows: dict[tuple[int, int], list[Vertex]] = {}
    for vertex in graph.vertices:
        rows.setdefault((columns[vertex], lanes[vertex]), []).append(vertex)
    strands = {columns[vertex]: strand_of[vertex] for vertex in graph.vertices}
    middles, doors, wide = _across(
        _reach(rows), strands, room_beside(graph, beside, columns, lanes)
    )
    heights, tall = down(_room(rows, {lanes[edge.source] for edge in below}))
    step_of, steps = steps_of(graph, columns)
    boxes = {}
    for (column, lane), row in rows.items():
        x = middles[column] - size(row[0])[0] / 2
        for vertex in row:
            own = size(vertex)
            place = x + own[0] / 2, heights[lane]
            boxes[vertex] = Box(vertex, strand_of[vertex], column, step_of[vertex], *place, *own)
            x += own[0] + BETWEEN / 2
    wires = ways(graph, boxes, beside, below)
    ends = [
        (wires[edge].place[0] if edge in wires else boxes[edge.target].x)
        + len(edge.label) * LETTER
        + EDGE
        for edge in graph.edges
        if boxes[edge.source].column == boxes[edge.target].column
    ]
    return Layout(boxes, tuple(doors), steps, max(wide, *ends, 0), tall, wires)


def _reach(rows: Rows) -> dict[int, tuple[float, float]]:
    """Of each column, how far it reaches to the left and to the right of its middle."""
    reach: dict[int, tuple[float, float]] = {}
    for (column, _), row in rows.items():
        half = size(row[0])[0] / 2
        left, right = reach.get(column, (0, 0))
        behind = sum(BETWEEN / 2 + size(vertex)[0] for vertex in row[1:])
        name = name_width(row[0].name) + 6 if column == 0 and is_long(row[0]) else 0
        reach[column] = max(left, half, name), max(right, half + behind)
    return reach


def _room(rows: Rows, run_under: set[int]) -> dict[int, tuple[float, float]]:
    """Of each lane, what it needs above and below its middle. run_under: where arrows run below."""
    room: dict[int, tuple[float, float]] = {}
    for (_, lane), row in rows.items():
        above, below = room.get(lane, (0, 0))
        tall = max(size(vertex)[1] for vertex in row) / 2
        words = CAPTION * any(caption(vertex) is not None for vertex in row)
        room[lane] = (
            max(above, tall + NAME * any(vertex.kind != "token" for vertex in row)),
            max(below, tall + max(words, DEPTH * (lane in run_under))),
        )
    return room


def _across(
    reach: Mapping[int, tuple[float, float]],
    strands: Mapping[int, int],
    beside: Mapping[int, float],
) -> tuple[dict[int, float], list[float], float]:
    """The middle of each column, the doors between the strands, the width of all.

    beside: what is needed behind a column for the ways along it.
    """
    x = EDGE + reach[0][0]
    middles, doors = {0: x}, list[float]()
    for a, b in pairwise(sorted(reach)):
        is_new = strands[a] != strands[b]
        both = reach[a][1] + reach[b][0]
        gap = max(BETWEEN - (both - CELL) * 0.6, NARROW) + DOOR * is_new + beside.get(a, 0)
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
