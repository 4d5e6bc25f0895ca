"""Arguments: which are recorded, which are settings, and which count time."""

from typing import Any

import numpy as np
import pytest
from jaxtyping import Float

from rnn_examples.trace import TracedArray, record
from tests.trace.expressions import X


def unchanged(x):
    return x


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ([1.0], "write np.array([…])"),
        (b"a", "a bytes is not recorded: use an array or a number"),
        (
            np.array([1j]),
            "numbers of type complex128 are not recorded: use integers or floats of 64 bits",
        ),
    ],
    ids=["list", "bytes", "complex"],
)
def test_an_argument_is_refused_with_what_to_write(argument, told):
    with pytest.raises(TypeError) as caught:
        record(unchanged, x=argument)
    assert str(caught.value) == f"unchanged: the argument 'x': {told}"


@pytest.mark.parametrize(
    "argument",
    [
        [1.0, 2.0],
        (1, 2),
        b"text",
        {1},
        np.array(["a"]),
        np.array([1j]),
        np.ma.array([1.0]),
        np.array([object()]),
        np.float32(1),
        np.tanh,
    ],
    ids=lambda argument: type(argument).__name__ + f"{argument!r:.12}",
)
def test_an_argument_that_is_no_array_is_refused_by_name(argument):
    with pytest.raises(TypeError, match="the argument 'x'"):
        record(lambda x: x, x=argument)


def read_twice(x: Float[Any, "time"], h):
    return [{"s_t": x[0] + h}, {"s_t": x[0] + x[-1]}]


def test_an_item_of_a_sequence_is_one_value_however_often_it_is_taken():
    trace = record(read_twice, x=X, h=1.0)
    assert list(trace.names) == ["x", "h", "x_1", "x_2", "s_1", "s_2"]
    assert trace["s_1"].operands[0] is trace["s_2"].operands[0] is trace["x_1"]
    assert trace.sequences == ("x",)
    assert trace.time_of("x_2") == 2


def test_two_sequences_of_unequal_length_have_a_time_axis_each():
    def function(w: Float[Any, "source_time"], y: Float[Any, "time"], z: Float[Any, "timeless"]):
        return {"total": w[0] + w[1] + y[0] + y[1] + y[2] + z[0]}

    trace = record(function, w=np.arange(2.0), y=np.arange(3.0), z=np.arange(4.0))
    assert trace.sequences == ("w", "y")
    assert [name for name in trace.names if "_" in name] == ["w_1", "w_2", "y_1", "y_2", "y_3"]


def test_an_argument_of_no_shape_is_no_sequence():
    def function(x: Float[Any, "time"], a: Float[Any, ""], count: int):
        return {"h": x[0] * a * count}

    assert record(function, x=np.ones(2), a=np.float64(2), count=3).sequences == ("x",)


def test_python_numbers_are_settings_and_numpy_numbers_are_traced():
    seen = []

    def function(n, flag, text, nothing, x, y):
        seen.append([type(value) for value in (n, flag, text, nothing, x, y)])
        return [x * y for _ in range(n)]

    trace = record(function, n=2, flag=True, text="a", nothing=None, x=0.5, y=np.int64(3))
    assert seen[0] == [int, bool, str, type(None), TracedArray, TracedArray]
    assert seen[1] == [int, bool, str, type(None), np.float64, np.int64]
    assert trace.inputs == ("x", "y")


def test_a_value_handed_over_remembers_where_it_came_from():
    first = record(lambda x: {"h": x * 2}, x=X)
    second = record(lambda s, k: s + k, s=first["h"], k=1)
    assert second["s"].origin is first["h"]
    assert second["s"].operation == "input"
    assert second["s"].source is None
    assert second.result.tolist() == [3.0, 5.0]


def test_a_constant_result_can_be_handed_over():
    first = record(lambda x: {"x": x, "n": 3}, x=X)
    assert record(lambda n: n + 1, n=first["n"]).result == 4


def test_a_place_counts_from_the_start_and_the_end_of_a_sequence():
    def function(x: Float[Any, "time"]):
        return {"h": x[-1] + x[1] + x[0] + x[-2]}

    trace = record(function, x=np.array([3.0, 5.0]))
    assert [name for name in trace.names if name != "h"] == ["x", "x_2", "x_1"]
    assert [node.operation for node in trace.nodes].count("index") == 2
    assert (trace["x_1"].value, trace["x_2"].value) == (3.0, 5.0)
    for wrong in (2, -3):
        with pytest.raises(IndexError, match=r"does not work: .* out of bounds"):
            record(lambda x, wrong: [x[0], x[1], x[wrong]], x=np.ones(2), wrong=wrong)
    with pytest.raises(IndexError, match="out of bounds"):
        record(lambda x: x[0], x=np.ones(0))
