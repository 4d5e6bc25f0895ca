"""What a network's picture shows: values as vertices, what they were made from as edges.

All of it comes from the traces. A strand is a part of a run with time steps of its own, as the
encoder of a translator is, and its decoder.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rnn_examples.render.arrays import BIG
from rnn_examples.render.expanded import is_passing
from rnn_examples.render.network.merges import SIGNS, merges, on_the_way
from rnn_examples.render.numbers import Numbers
from rnn_examples.render.steps import fields_of, over_time
from rnn_examples.render.unrolled import arrows
from rnn_examples.render.words import Vocabulary, is_whole
from rnn_examples.trace import Node, Trace

MOST = 12
"""A run of more time steps has no place in a picture."""


@dataclass(frozen=True, eq=False)
class Run:
    """A run to draw. words: what its token ids and its vectors stand for."""

    name: str
    numbers: Numbers
    words: Mapping[str, Vocabulary]

    @property
    def trace(self) -> Trace:
        return self.numbers.trace

    def is_token(self, name: str) -> bool:
        """Whether a value is the id of a word."""
        node = self.trace[name]
        return node.is_scalar and is_whole(node) and name.rpartition("_")[0] in self.words


@dataclass(frozen=True, eq=False)
class Vertex:
    """A value in the picture.

    kind: "cells" for a vector or a number, "shares" for the probabilities of tokens, "token".
    time: 0 for an initial value. tokens: of shares, the name under which the tokens have words.
    is_read: whether it is a token as a later step reads it; where it was written it stands too.
    """

    run: Run
    name: str
    field: str
    time: int
    kind: str
    tokens: str = ""
    is_read: bool = False

    @property
    def node(self) -> Node:
        return self.run.trace[self.name]


@dataclass(frozen=True, eq=False)
class Merge(Vertex):
    """Where values meet entry by entry: ⊙ or +. name and field: of the value that it leads to."""

    made: Node | None = None

    @property
    def node(self) -> Node:
        assert self.made is not None
        return self.made

    @property
    def sign(self) -> str:
        return SIGNS[self.node.operation]


@dataclass(frozen=True)
class Edge:
    """An arrow.

    label: the weights on the way, or the functions on the way to where values meet. kind: "fed"
    from a token to where it is read, "handed" from one example to another, else empty. name: how
    the other example calls what is handed over.
    """

    source: Vertex
    target: Vertex
    label: str = ""
    kind: str = ""
    name: str = ""


@dataclass
class Graph:
    """strands: the fields of each, in the order in which they are read."""

    vertices: list[Vertex] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    strands: list[tuple[Run, frozenset[str]]] = field(default_factory=list)

    def strand_of(self, vertex: Vertex) -> int:
        return next(
            n for n, (run, fields) in enumerate(self.strands)
            if run is vertex.run and vertex.field in fields
        )  # fmt: skip


def graph(runs: Sequence[Run], fields: Sequence[str]) -> Graph:
    """Everything that is drawn. fields: those of a step to draw; all that matter if none.

    Raises ValueError for a run without time steps or with too many, for a field that no run has,
    and for a value that is more than a vector.
    """
    known = [key for run in runs for key in fields_of(run.trace)]
    unknown = [name for name in fields if name not in known]
    if unknown:
        raise ValueError(f"no step has a field {unknown[0]!r}; there are {', '.join(known)}")
    made = Graph()
    for run in runs:
        _take(made, run, fields)
    return made


def _take(made: Graph, run: Run, fields: Sequence[str]) -> None:
    """Add a run to what is drawn."""
    trace = run.trace
    if len(trace.steps) > MOST:
        raise ValueError(f"{run.name} has {len(trace.steps)} time steps; a network shows {MOST}")
    own = [key for key in fields_of(trace) if key in fields] if fields else _fields(run)
    handed, vertices = dict[Node, Vertex](), dict[Node, Vertex]()
    for key in own:
        for time, name in over_time(trace, key).items():
            origin = None if time else _origin(made, trace[name])
            if origin is not None:
                handed[trace[name]] = origin
            elif trace.name_of(trace[name]) == name and (time or not run.is_token(name)):
                vertices[trace[name]] = Vertex(run, name, key, time, *_kind(run, name))
    edges = [*_edges(run, vertices, handed)]
    used = {edge.source for edge in edges}
    kept = [v for v in vertices.values() if v in used or v.field in _stepped(trace)]
    made.strands += [(run, strand) for strand in _strands(kept, edges)]
    extra = (v for e in edges for v in (e.source, e.target) if v.is_read or isinstance(v, Merge))
    made.vertices += dict.fromkeys([*kept, *extra])
    made.edges += edges


def _edges(
    run: Run, vertices: Mapping[Node, Vertex], handed: Mapping[Node, Vertex]
) -> Iterator[Edge]:
    """What each value was made from. A token stands where it is read, whoever wrote it."""
    trace = run.trace
    tokens = {trace[name]: name for name in trace.names if run.is_token(name)}
    known = {node: n for n, node in enumerate(trace.nodes)}
    read: dict[tuple[Node, int], Vertex] = {}
    timed = {node: vertex for node, vertex in vertices.items() if vertex.time}
    merged = _merged(run, timed, {*vertices, *handed})
    yield from (Edge(merged[node], timed[node]) for node in timed if node in merged)
    apart = {node: vertex for node, vertex in timed.items() if node not in merged}
    drawn = {*vertices, *handed, *tokens, *merged}
    for target in (*apart.values(), *merged.values()):
        found = arrows(trace, target.node, drawn)
        for source, way in sorted(found, key=lambda arrow: known[arrow[0]]):
            label = way or _functions(target, source)
            if source in handed:
                yield Edge(handed[source], target, label, "handed", trace.name_of(source) or "")
            elif source in tokens and target.kind != "token":
                place = source, target.time
                if place not in read:
                    read[place] = Vertex(
                        run, tokens[source], target.field, target.time, "token", is_read=True
                    )
                    if source in vertices:
                        yield Edge(vertices[source], read[place], kind="fed")
                yield Edge(read[place], target, label)
            elif source in vertices:
                yield Edge(vertices[source], target, label)
            else:
                yield Edge(merged[source], target, label)


def _merged(run: Run, timed: Mapping[Node, Vertex], drawn: Collection[Node]) -> dict[Node, Merge]:
    """Where values meet, each as a part of the first value that it leads to."""
    made: dict[Node, Merge] = {}
    for node, vertex in timed.items():
        for each in merges([node], drawn):
            made.setdefault(
                each, Merge(run, vertex.name, vertex.field, vertex.time, "merge", made=each)
            )
    return made


def _functions(target: Vertex, source: Node) -> str:
    """The functions on the way to where values meet."""
    if not isinstance(target, Merge):
        return ""
    return " ".join(filter(None, (on_the_way(each, source) for each in target.node.operands)))


def _stepped(trace: Trace) -> set[str]:
    return {key for step in trace.steps for key in step}


def _strands(vertices: Sequence[Vertex], edges: Sequence[Edge]) -> Iterator[frozenset[str]]:
    """The fields that belong together: those of one step that make each other.

    What also uses a later step is of another strand: it begins when that has ended.
    """
    pairs = {(e.source.field, e.target.field) for e in edges if e.source.time == e.target.time}
    ahead = {(e.source.field, e.target.field) for e in edges if e.source.time > e.target.time}
    strands = [{key} for key in dict.fromkeys(vertex.field for vertex in vertices)]
    for a, b in sorted(pairs - ahead):
        first = next(strand for strand in strands if a in strand)
        second = next(strand for strand in strands if b in strand)
        if first is not second:
            first |= second
            strands.remove(second)
    yield from map(frozenset, strands)


def _origin(made: Graph, node: Node) -> Vertex | None:
    """Where a value that was handed over from another run is drawn, if it is."""
    while node.origin is not None:
        node = node.origin
        for vertex in made.vertices:
            if vertex.node is node and not vertex.is_read:
                return vertex
    return None


def _kind(run: Run, name: str) -> tuple[str, str]:
    """How a value is drawn; with it, of probabilities, which tokens they are of."""
    trace, node = run.trace, run.trace[name]
    if run.is_token(name):
        return "token", ""
    if len(node.shape) > 1 or 0 in node.shape or max(node.shape, default=1) > BIG:
        written = " × ".join(map(str, node.shape))
        raise ValueError(f"{name} is {written}: a network shows vectors of at most {BIG} numbers")
    for other in trace.names:
        is_choice = trace[other].operation == "argmax" and node in trace[other].operands
        if is_choice and run.is_token(other):
            return "shares", other.rpartition("_")[0]
    estimated = name.partition("_hat")[0]  # y_hat: of the token y
    return ("shares", estimated) if estimated != name and estimated in run.words else ("cells", "")


def _fields(run: Run) -> list[str]:
    """The fields to draw where the author names none: what is read, what a step hands on, results.

    What only leads to another field of its step is left out, as a pre-activation is.
    """
    trace = run.trace
    passing = {node.operands[0] for node in trace.names.values() if is_passing(trace, node)}
    named = {
        key: [trace[name] for name in over_time(trace, key).values()] for key in fields_of(trace)
    }
    fits = {
        key: nodes
        for key, nodes in named.items()
        if all(len(node.shape) < 2 and node not in passing for node in nodes)
        and (key in _stepped(trace) or not is_whole(nodes[0]))
    }
    field_of = {node: key for key, nodes in fits.items() for node in nodes}
    time_of = {node: time for nodes in fits.values() for time, node in enumerate(nodes)}
    leads = dict.fromkeys(fits, False)
    is_carried = {key for key in fits if f"{key[:-2]}_0" in trace.inputs}
    for node in field_of:
        for source, _ in arrows(trace, node, field_of):
            if time_of[source] != time_of[node]:
                is_carried.add(field_of[source])
            elif not is_whole(node):
                leads[field_of[source]] = True
    is_looked_up = {key for key, nodes in fits.items() if nodes[-1].operation in ("index", "take")}
    return [
        key for key in fits
        if not leads[key] or key in is_carried or key in is_looked_up or key not in _stepped(trace)
    ]  # fmt: skip
