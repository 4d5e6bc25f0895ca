"""The ways of arrows round what stands between their ends: beside a column, or under a lane."""

from collections.abc import Mapping, Sequence

from rnn_examples.render.network.boxes import LANES, NAME, Box, Point, Wire
from rnn_examples.render.network.graph import Edge, Graph, Vertex

OUT, SLOT, LABEL = 13, 9, 24
"""From a column to the first way beside it; between two ways; the room that is needed for both."""

DEPTH, ASIDE = 34, 14
"""How far below a lane an arrow runs; how far from the middle of its ends."""


def ways(
    graph: Graph, boxes: Mapping[Vertex, Box], beside: Mapping[Edge, int], below: Sequence[Edge]
) -> dict[Edge, Wire]:
    """The arrows that do not go straight from one box to the other."""
    sides = {
        column: max(box.right for box in boxes.values() if box.column == column)
        for column in {boxes[edge.source].column for edge in beside}
    }
    out = {edge: sides[boxes[edge.source].column] + OUT + SLOT * n for edge, n in beside.items()}
    ends = {
        column: max(x for edge, x in out.items() if boxes[edge.source].column == column)
        for column in sides
    }
    made = {
        edge: _round(boxes[edge.source], boxes[edge.target], x, ends[boxes[edge.source].column])
        for edge, x in out.items()
    }
    for edge in below:
        floor = max(box.bottom for box in boxes.values() if box.y == boxes[edge.source].y)
        made[edge] = _under(boxes[edge.source], boxes[edge.target], floor + DEPTH)
    for edge in graph.edges:
        source, target = boxes[edge.source], boxes[edge.target]
        is_on = source.y == target.y and source.x < target.x and not edge.kind
        if is_on and source.column in ends and edge not in made:
            start, end = (source.right + 3, source.y), (target.left - 4, target.y)
            place = (ends[source.column] + end[0]) / 2, source.y - 9
            made[edge] = Wire((start, end), "weight", place)
    return made


def room_beside(
    graph: Graph,
    beside: Mapping[Edge, int],
    columns: Mapping[Vertex, int],
    lanes: Mapping[Vertex, int],
) -> dict[int, float]:
    """How much wider it is behind each column: for ways along it, or back from another lane."""
    found: dict[int, float] = {}
    for edge in graph.edges:
        column = min(columns[edge.source], columns[edge.target])
        is_back = columns[edge.target] < columns[edge.source]
        crosses = is_back and lanes[edge.source] != lanes[edge.target]
        needed = LABEL + SLOT * beside.get(edge, 0) if edge in beside or crosses else 0
        found[column] = max(found.get(column, 0), needed)
    return found


def _round(source: Box, target: Box, x: float, written: float) -> Wire:
    """Out of the source's side, along the column at x, and into the target's side."""
    up = 1 if target.y < source.y else -1
    start = source.y - up * source.tall / 4, target.y + up * target.tall / 4
    points: tuple[Point, ...] = (
        (source.right + 3, start[0]),
        (x, start[0]),
        (x, start[1]),
        (target.right + 4, start[1]),
    )
    leaves = source.top - (NAME + LANES) / 2 if up > 0 else source.bottom + LANES / 2
    return Wire(points, "weight beside", (written + 5, leaves + 5))


def _under(source: Box, target: Box, y: float) -> Wire:
    """Down from the source, along under the lane at y, and up into the target."""
    side = ASIDE if target.x > source.x else -ASIDE
    x = target.x - side
    points = (
        (source.x + side, source.bottom + 3),
        (source.x + side, y),
        (x, y),
        (x, target.bottom + 4),
    )
    kind = "weight before" if side > 0 else "weight beside"
    return Wire(points, kind, (x - (5 if side > 0 else -5), target.bottom + 22))
