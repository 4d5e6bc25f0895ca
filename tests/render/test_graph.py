"""A trace as data: NumPy computes the same from what was written down."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from rnn_examples.models.rnn import encode
from rnn_examples.render.graph import graph, origins, packed, unpacked
from rnn_examples.trace import record
from rnn_examples.worked_example.catalogue import load
from tests.render.programs import program, programs


def written(function, **inputs):
    return json.loads(json.dumps(graph(record(function, **inputs), {}), allow_nan=False))


def last(function, **inputs):
    return written(function, **inputs)["nodes"][-1]


def part(given: Any) -> Any:
    """Read a part of an index. The stop of a slice is that of a range: -1 is before the start."""
    if isinstance(given, dict) and "slice" in given:
        return list(range(*given["slice"]))
    return {"new": None, "...": Ellipsis}.get(given, given) if isinstance(given, str) else given


def computed(node: dict[str, Any], operands: list[Any]) -> Any:
    """Compute a node as its graph says."""
    if "value" in node:
        kinds = {"f": float, "i": int, "b": bool}
        return np.array(node["value"], kinds[node["kind"]]).reshape(node["shape"])
    if node["op"] == "index":
        table, *indices = operands
        for axis, one in enumerate(node["key"]):  # these programs select along one axis, or by None
            if one == "new":
                table = np.expand_dims(table, axis)
            else:
                chosen = indices.pop(0) if one is None else part(one)
                table = np.take(table, chosen, axis=axis - (table.ndim < len(node["key"])))
        return table
    options = {key: node[key] for key in ("axis", "keepdims", "axes") if key in node}
    if node["op"] in ("stack", "concatenate"):
        return getattr(np, node["op"])(operands, **options)
    if node["op"] == "reshape":
        return np.reshape(*operands, node["newshape"])
    if node["op"] == "power":
        return operands[0] ** operands[1]
    return getattr(np, node["op"])(*operands, **options)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs)
def test_what_is_written_down_gives_the_same_numbers(made):
    steps, named, values = made
    with np.errstate(all="ignore"):
        trace = record(program(steps, named), **values)
        found: list[Any] = []
        for node in json.loads(json.dumps(graph(trace, {})))["nodes"]:
            found.append(computed(node, [found[k] for k in node.get("in", ())]))
            assert list(found[-1].shape) == node["shape"]
            assert found[-1].dtype.kind == node["kind"]
    for node, value in zip(trace.nodes, found, strict=True):
        np.testing.assert_allclose(value, node.value, rtol=1e-13)


def test_names_inputs_and_times_are_those_of_the_trace():
    inputs = {"x": np.ones((2, 1)), "W": np.eye(2), "U": np.ones((2, 1))}
    trace = record(encode, **inputs, h_0=np.zeros(2), b=np.zeros(2))
    found = graph(trace, {})
    assert found["inputs"] == ["x", "W", "U", "h_0", "b"]
    assert {name: trace.nodes[n] for name, n in found["names"].items()} == dict(trace.names)
    assert found["times"] == {"x_1": 1, "x_2": 2, "a_1": 1, "h_1": 1, "a_2": 2, "h_2": 2}


def test_a_value_that_was_handed_over_says_where_it_comes_from():
    first = record(lambda x: {"h": x * 2}, x=np.array([0.1, 0.2]))
    second = record(lambda s: {"y": s + 1}, s=first["h"])
    known = origins({"first": first, "second": second})
    assert graph(second, known)["nodes"][0] == {
        "op": "input",
        "shape": [2],
        "kind": "f",
        "from": ["first", first.nodes.index(first["h"])],
    }
    with pytest.raises(ValueError, match="was handed over") as refused:
        graph(second, {})
    assert str(refused.value) == (
        "an input of shape (2,) was handed over from an example that is not known"
    )


def test_numbers_are_written_briefly_and_as_they_are():
    numbers = [0.1, 2.0, -0.0, 1e300, 5e-324, np.inf, -np.inf, np.nan]
    found = written(lambda x: x, x=np.array(numbers))["nodes"][0]["value"]
    assert [float(number) for number in found[:-1]] == numbers[:-1]
    assert (str(found[1]), str(found[2]), found[5:]) == (
        "2",
        "-0.0",
        ["Infinity", "-Infinity", "NaN"],
    )
    assert written(lambda x: x, x=np.array([True, False]))["nodes"][0]["value"] == [1, 0]
    large = written(lambda x: x, x=np.array([2.0**53, 1e300]))["nodes"][0]["value"]
    assert [str(number) for number in large] == ["9007199254740992", "1e+300"]


def test_small_whole_numbers_have_their_limits():
    small = last(lambda x: x + x, x=np.array([3], np.uint8))
    assert (small["kind"], small["limits"]) == ("i", [0, 255])
    assert "limits" not in last(lambda x: x + x, x=np.array([3]))


@pytest.mark.parametrize(
    ("function", "options"),
    [
        (lambda x: x.sum(), {}),
        (lambda x: np.sum(x, axis=None), {"axis": None}),
        (lambda x: np.sum(x, axis=-1, keepdims=True), {"axis": 2, "keepdims": True}),
        (lambda x: np.max(x, axis=(0, -1)), {"axis": [0, 2]}),
        (lambda x: np.stack([x, x], axis=-1), {"axis": 3}),
        (lambda x: np.stack([x.sum(), x.max()], axis=-1), {"axis": 0}),
        (lambda x: np.concatenate([x, x], axis=-2), {"axis": 1}),
        (lambda x: np.concatenate([x, x], axis=None), {"axis": None}),
        (lambda x: np.transpose(x, (0, -1, 1)), {"axes": [0, 2, 1]}),
        (lambda x: x.T, {}),
        (lambda x: x.reshape(4, -1), {"newshape": [4, 6]}),
        (lambda x: np.sum(np.sum(x), axis=0), {}),
    ],
)
def test_an_option_is_written_with_axes_that_count_from_0(function, options):
    found = last(function, x=np.zeros((2, 3, 4)))
    assert {key: found[key] for key in found if key not in ("op", "shape", "kind", "in")} == options


@pytest.mark.parametrize(
    ("select", "key"),
    [
        (lambda x, k: x[1], [1, {"slice": [0, 3, 1]}, {"slice": [0, 4, 1]}]),
        (lambda x, k: x[-1, 2:, ::-2], [-1, {"slice": [2, 3, 1]}, {"slice": [3, -1, -2]}]),
        (lambda x, k: x[..., 0], [{"slice": [0, 2, 1]}, {"slice": [0, 3, 1]}, 0]),
        (lambda x, k: x[0, ..., 1, 2], [0, "...", 1, 2]),
        (lambda x, k: x[0, None, 1, k], [0, "new", 1, None]),
        (lambda x, k: x[None, 1], ["new", 1, {"slice": [0, 3, 1]}, {"slice": [0, 4, 1]}]),
        (lambda x, k: x[k], [None, {"slice": [0, 3, 1]}, {"slice": [0, 4, 1]}]),
        (lambda x, k: x[:, [2, 0], k], [{"slice": [0, 2, 1]}, {"list": [2, 0]}, None]),
        (lambda x, k: x[(0, 1), [[0], [1]], 3], [{"list": [0, 1]}, {"list": [[0], [1]]}, 3]),
        (
            lambda x, k: x[np.array([[True, False, True], [False, True, False]])],
            [{"list": [0, 0, 1]}, {"list": [0, 2, 1]}, {"slice": [0, 4, 1]}],
        ),
        (lambda x, k: x[np.int64(1), :2, []], [1, {"slice": [0, 2, 1]}, {"list": []}]),
    ],
)
def test_an_index_has_a_part_for_every_axis(select, key):
    found = last(select, x=np.zeros((2, 3, 4)), k=np.array([0, 1]))
    assert found["key"] == key


def test_an_index_that_cannot_be_written_is_refused():
    with pytest.raises(ValueError, match="an index True") as refused:
        graph(record(lambda x: x[np.True_], x=np.zeros(2)), {})
    assert str(refused.value) == (
        "an index True cannot be written down: write None, or leave it out"
    )


def test_what_is_packed_is_unpacked_as_it_was():
    examples = load().examples
    known = origins({name: example.trace for name, example in examples.items()})
    for example in examples.values():
        written = graph(example.trace, known)
        assert unpacked(packed(written)) == written
