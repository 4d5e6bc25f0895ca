"""Graphs that a page brings along, run by what the page says alone."""

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from rnn_examples.trace import Node, Trace, record
from rnn_examples.verification.recompute import GraphError, number, run
from tests.render.programs import program, programs


def as_json(trace: Trace) -> dict:
    """The graph as the contract with the browser has it."""
    place = {node: n for n, node in enumerate(trace.nodes)}
    return {
        "nodes": [_node(node, place) for node in trace.nodes],
        "names": {name: place[node] for name, node in trace.names.items()},
        "inputs": list(trace.inputs),
        "times": {},
    }


def _node(node: Node, place: dict[Node, int]) -> dict:
    value = np.asarray(node.value)
    made = {"op": node.operation, "shape": list(value.shape)}
    made["kind"] = {"i": "i", "u": "i", "f": "f", "b": "b"}[value.dtype.kind]
    if not node.operands:
        return {**made, "value": [float(x) if made["kind"] == "f" else int(x) for x in value.flat]}
    made["in"] = [place[operand] for operand in node.operands]
    for option, given_ in node.options.items():
        key = "newshape" if option == "shape" else option
        if option == "key":
            made["key"] = [None if part is None else _part(part[0], value) for part in given_]
        elif given_ is not None:
            made[key] = given_
    return made


def _part(part, _):
    if isinstance(part, slice):
        return {"slice": [part.start, part.stop, part.step]}
    if part is None:
        return "new"
    if part is Ellipsis:
        return "..."
    return {"list": list(part)} if isinstance(part, list | np.ndarray) else part


@settings(max_examples=150, suppress_health_check=[HealthCheck.filter_too_much])
@given(programs)
def test_every_program_gives_the_same_from_its_graph(made):
    steps, named, values = made
    trace = record(program(steps, named), **values)
    graph = json.loads(json.dumps({"p": as_json(trace)}))
    found = run(graph)["p"]
    for n, node in enumerate(trace.nodes):
        expected = np.asarray(node.value)
        assert found[n].shape == expected.shape
        assert np.allclose(found[n], expected, rtol=1e-14, atol=0)
    for name, node in trace.names.items():
        for index in np.ndindex(node.shape):
            path = f"p.{name}" + (f"[{','.join(map(str, index))}]" if index else "")
            assert number(graph, {"p": found}, path) == pytest.approx(
                float(np.asarray(node.value)[index]), rel=1e-14
            )


LEAF = {"op": "input", "shape": [2], "kind": "f", "value": [1.0, 2.0]}
OUTER = {"op": "input", "shape": [2], "kind": "f", "from": ["first", 0]}
TWICE = {"op": "add", "shape": [2], "kind": "f", "in": [0, 0]}


def graph(*nodes):
    return {"nodes": list(nodes), "names": {"x": 0}, "inputs": [], "times": {}}


def test_a_value_that_was_handed_over_comes_from_the_other_graph():
    found = run({"second": graph(OUTER, TWICE), "first": graph(LEAF)})
    assert found["second"][1].tolist() == [2, 4]


@pytest.mark.parametrize(
    ("graphs", "what"),
    [
        ({"second": graph(OUTER)}, "the graph 'first' is not there"),
        ({"first": graph(OUTER)}, "or needs itself"),
        ({"a": graph({**TWICE, "op": "evil"}, LEAF)}, "node 0 of the graph 'a' cannot be run"),
        ({"a": graph(LEAF, {**TWICE, "in": [7]})}, "node 1 of the graph 'a' cannot be run"),
        ({"a": graph({**LEAF, "shape": [3]})}, "node 0 of the graph 'a' cannot be run"),
        ({"a": graph({"op": "input"})}, "node 0"),
    ],
)
def test_a_bad_graph_is_told(graphs, what):
    with pytest.raises(GraphError, match=what):
        run(graphs)


@pytest.mark.parametrize("path", ["b.x[0]", "a.y", "a.x[9]", "a.x[a]", "a", "a.n7", "a.x"])
def test_a_path_that_is_no_number_gives_none(path):
    graphs = {"a": graph(LEAF)}
    assert number(graphs, run(graphs), path) is None
    assert number(graphs, run(graphs), "a.x[1]") == number(graphs, run(graphs), "a.n0[1]") == 2
