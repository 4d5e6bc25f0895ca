"""Graphs that a page brings along, run by what the page says alone."""

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from rnn_examples.render.graph import graph as graph_of
from rnn_examples.render.graph import origins
from rnn_examples.trace import Trace, record
from rnn_examples.verification.recompute import GraphError, number, run
from tests.render.programs import program, programs


def as_json(**traces: Trace) -> dict:
    """The graphs of some traces, as a page brings them along."""
    known = origins(traces)
    return {name: graph_of(trace, known) for name, trace in traces.items()}


@settings(max_examples=150, suppress_health_check=[HealthCheck.filter_too_much])
@given(programs)
def test_every_program_gives_the_same_from_its_graph(made):
    steps, named, values = made
    trace = record(program(steps, named), **values)
    graph = json.loads(json.dumps(as_json(p=trace)))
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


@pytest.mark.parametrize(
    "part",
    [
        slice(None, None, -1),
        slice(None, 0, -1),
        slice(-1, 0, -2),
        slice(-9, None, -1),
        slice(1, 1),
        slice(-2, None),
    ],
)
def test_a_slice_is_what_the_recorded_one_was(part):
    trace = record(lambda A: A[part, None, part] * 1, A=np.arange(12.0).reshape(4, 3))
    found = run(as_json(p=trace))["p"]
    assert found[-1].shape == trace["result"].shape
    assert np.array_equal(found[-1], trace["result"].value)


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
