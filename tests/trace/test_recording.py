"""A whole run: its result, and what is kept of it."""

import functools
from typing import Any

import numpy as np
import pytest
from jaxtyping import Float

from rnn_examples.trace import record
from tests.trace.expressions import Step


def assign_nothing(x):
    return None


@pytest.mark.parametrize("make", [lambda f: f, functools.partial], ids=["itself", "partial"])
def test_a_function_is_told_by_the_name_that_is_written(make):
    with pytest.raises(TypeError, match=r"^assign_nothing returns no value"):
        record(make(assign_nothing), x=1.0)


@pytest.mark.parametrize("result", [None, "text", {1.0}, [], {}, object(), ["a"]])
def test_a_result_that_is_no_array_is_refused(result):
    with pytest.raises(TypeError, match=r"returns no value|the result 'result"):
        record(lambda x: x if x is None else result, x=1.0)


def test_the_record_of_a_run_holds_what_the_run_was():
    def function(x: Float[Any, "time"], n, scale: Float[Any, ""]):
        return [Step(x[t] * scale, x[t] + 1.0) for t in range(n)]

    trace = record(function, x=np.array([1.0, 2.0]), n=2, scale=0.5)
    assert trace.function.endswith("function")
    assert trace.inputs == ("x", "scale")
    assert trace.sequences == ("x",)
    assert list(trace.names) == ["x", "scale", "x_1", "x_2", "a_1", "h_1", "a_2", "h_2"]
    times = {name: trace.time_of(name) for name in trace.names}
    assert times == {
        "x": None, "scale": None, "x_1": 1, "x_2": 2, "a_1": 1, "h_1": 1, "a_2": 2, "h_2": 2,
    }  # fmt: skip
    assert [float(step.h_t) for step in trace.result] == [2.0, 3.0]
    assert type(trace.result[0].h_t) is np.float64
    assert all(trace.name_of(trace[name]) == name for name in trace.names)
    assert trace.name_of(trace.nodes[-1]) in trace.names
    with pytest.raises(TypeError, match="does not support item assignment"):
        trace.names["x"] = None
