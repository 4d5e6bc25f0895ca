"""The ways of the arrows inside a cell: along wires to the gates, straight on the road."""

from collections.abc import Collection, Mapping

from rnn_examples.render.network.boxes import Box, Point, Wire
from rnn_examples.render.network.graph import Edge, Vertex

APART, ENDS = 16, 9
"""Between the wire of the states and that of what is read; of their ends from a gate's middle."""


def wire(
    edge: Edge,
    source: Box,
    target: Box,
    lanes: Mapping[Vertex, str],
    last: Collection[Vertex],
    floor: float,
) -> Wire:
    """The way of an arrow. last: where values meet behind the gates. floor: where the gates end."""
    if lanes[edge.target] == "gates" and lanes[edge.source] == "read":
        return _to_gate(edge, (source.x, source.top - 3), target, floor + 3 * APART, ENDS)
    if lanes[edge.target] == "gates" and source.column < target.column:
        return _to_gate(edge, (source.x, source.bottom + 3), target, floor + 2 * APART, -ENDS)
    if source.y == target.y:
        return _level((source.right + 3, source.y), target)
    is_up = target.y < source.y
    start = source.x, source.top - 3 if is_up else source.bottom + 3
    if is_up and target.x < source.x:  # left of the name, which stands above the left half
        start = source.left - 2, source.top - 3
    if edge.target in last and source.x != target.x:
        way = _level((source.x, target.y), target)
        return Wire((start, *way.points), way.kind, way.place)
    across, along = target.x - start[0], target.y - start[1]
    share = 1 - (target.tall / 2 + 4) / (across**2 + along**2) ** 0.5
    tip = start[0] + across * share, start[1] + along * share
    place = (start[0] + tip[0]) / 2 + 7, (start[1] + tip[1]) / 2 + 5
    return Wire((start, tip), "weight beside", place)


def _level(start: Point, target: Box) -> Wire:
    end = target.left - 4
    return Wire((start, (end, target.y)), "weight", ((start[0] + end) / 2, target.y - 9))


def _to_gate(edge: Edge, start: Point, target: Box, y: float, side: float) -> Wire:
    """Down or up to the wire at y, along it, and up into the gate, beside its middle."""
    x = target.x + side * (target.vertex.kind != "merge")
    points = (start, (start[0], y), (x, y), (x, target.bottom + 4))
    kind = "weight beside" if side > 0 else "weight before"
    return Wire(points, kind, (x + (5 if side > 0 else -5), target.bottom + 20))
