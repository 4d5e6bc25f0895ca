"""When each value of a picture is computed: column by column, then what comes back from later."""

from collections.abc import Mapping
from itertools import count

from rnn_examples.render.network.graph import Graph, Vertex

Steps = tuple[tuple[str, int], ...]
"""Example and time of each step, in the order in which they are played."""


def steps_of(graph: Graph, columns: Mapping[Vertex, int]) -> tuple[dict[Vertex, int], Steps]:
    """The step of each vertex, counted from 1, 0 for what was there before; and all steps."""
    timed = [vertex for vertex in graph.vertices if vertex.time]
    of_column = {columns[vertex]: (vertex.run.name, vertex.time) for vertex in timed}
    back = _on_the_way_back(graph, columns)
    order = [(n, False) for n in sorted(of_column)]
    order += [(n, True) for n in sorted({columns[vertex] for vertex in back}, reverse=True)]
    number = dict(zip(order, count(1), strict=False))
    steps = {vertex: 0 for vertex in graph.vertices if not vertex.time} | {
        vertex: number[columns[vertex], vertex in back] for vertex in timed
    }
    return steps, tuple(of_column[column] for column, _ in order)


def _on_the_way_back(graph: Graph, columns: Mapping[Vertex, int]) -> set[Vertex]:
    """What is made of later columns, and what belongs to the same field or is made of that."""
    found = {e.target for e in graph.edges if columns[e.target] < columns[e.source]}
    before: set[Vertex] = set()
    while found != before:
        before = set(found)
        fields = {(vertex.run, vertex.field) for vertex in found if not vertex.is_read}
        found |= {v for v in graph.vertices if v.time and (v.run, v.field) in fields}
        found |= {e.target for e in graph.edges if e.source in found and e.target.time}
    return found
