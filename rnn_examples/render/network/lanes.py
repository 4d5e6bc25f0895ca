"""In which lane each value of a picture stands, counted upwards; which arrows have to go round.

The values of one field stand in the same lane, above what they are made of in the same step. A
field that leads from one step to another has a lane of its own, and the states of all strands stand
in one. What is only read stands just below what reads it.
"""

from collections.abc import Mapping

from rnn_examples.render.network.graph import Edge, Graph, Vertex

Key = tuple[int, str]
"""A strand, and one of its fields."""


def columns_of(graph: Graph) -> tuple[dict[Vertex, int], dict[Vertex, int]]:
    """The column of each vertex and its strand, each strand behind the one before."""
    strand_of = {vertex: graph.strand_of(vertex) for vertex in graph.vertices}
    places = sorted({(strand_of[vertex], vertex.time) for vertex in graph.vertices})
    number = {place: n for n, place in enumerate(places)}
    return {v: number[strand_of[v], v.time] for v in graph.vertices}, strand_of


def lanes_of(graph: Graph) -> dict[Vertex, int]:
    """The lane of each vertex, the lowest one 0."""
    key = {vertex: (graph.strand_of(vertex), vertex.field) for vertex in graph.vertices}
    pairs = {
        (key[e.source], key[e.target])
        for e in graph.edges
        if e.source.time == e.target.time and not e.source.is_read
        and key[e.source] != key[e.target] and key[e.source][0] == key[e.target][0]
    }  # fmt: skip
    carried = {
        key[e.source] for e in graph.edges
        if key[e.source] == key[e.target] and e.source.time != e.target.time
    }  # fmt: skip
    level = _levels([*dict.fromkeys(key.values())], pairs, carried)
    states = {
        key[e.target] for e in graph.edges
        if key[e.source] == key[e.target] and e.source.time < e.target.time
    }  # fmt: skip
    state = {strand: level[strand, name] for strand, name in sorted(states)}
    highest = max(state.values(), default=0)
    lanes = {
        vertex: level[key[vertex]] + highest - state.get(key[vertex][0], highest)
        for vertex in graph.vertices
    }
    for vertex in graph.vertices:
        if vertex.is_read:  # below what reads it; a target above, where no state is in the way
            lanes[vertex] += 1 if lanes[vertex] > highest else -1
    lowest = min(lanes.values())
    return {vertex: lane - lowest for vertex, lane in lanes.items()}


def _levels(keys: list[Key], pairs: set[tuple[Key, Key]], carried: set[Key]) -> dict[Key, int]:
    """How high each field stands in its strand."""
    level = dict.fromkeys(keys, 0)
    for _ in keys:  # as long as a way can be
        for below, above in pairs:
            level[above] = max(level[above], level[below] + 1)
    made = {above for _, above in pairs}
    order: dict[Key, tuple[float, int]] = {}  # what is equal in it stands in one lane
    for n, key in enumerate(keys):
        leads = [level[above] for below, above in pairs if below == key]
        is_late = leads and key not in made | carried
        order[key] = (min(leads) - 0.5 if is_late else level[key], (n + 1) * (key in carried))
    strands = {strand for strand, _ in keys}
    rank = {strand: sorted({order[key] for key in keys if key[0] == strand}) for strand in strands}
    return {key: rank[key[0]].index(order[key]) for key in keys}


def around(
    graph: Graph, columns: Mapping[Vertex, int], lanes: Mapping[Vertex, int]
) -> dict[Edge, int]:
    """The arrows that others of their column are in the way of; of each, how far it goes out."""
    found: dict[Edge, int] = {}
    for edge in graph.edges:
        low, high = sorted((lanes[edge.source], lanes[edge.target]))
        column = columns[edge.source]
        if column == columns[edge.target] and any(
            columns[v] == column and low < lanes[v] < high for v in graph.vertices
        ):
            others = (
                n for other, n in found.items()
                if columns[other.source] == column
                and low < max(lanes[other.source], lanes[other.target])
                and high > min(lanes[other.source], lanes[other.target])
            )  # fmt: skip
            found[edge] = max(others, default=-1) + 1
    return found


def under(graph: Graph, columns: Mapping[Vertex, int], lanes: Mapping[Vertex, int]) -> list[Edge]:
    """The arrows that other values of their lane are in the way of, and those beside them."""
    level = [
        edge for edge in graph.edges
        if lanes[edge.source] == lanes[edge.target] and edge.kind != "fed"
    ]  # fmt: skip
    blocked = {
        (edge.source, edge.label) for edge in level
        if any(
            lanes[v] == lanes[edge.source]
            and min(columns[edge.source], columns[edge.target]) < columns[v]
            < max(columns[edge.source], columns[edge.target])
            for v in graph.vertices
        )
    }  # fmt: skip
    return [edge for edge in level if (edge.source, edge.label) in blocked]
