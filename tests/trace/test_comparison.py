"""The traced run is held against a plain one, bit by bit."""

import numpy as np
import pytest

from rnn_examples.trace import TracedArray, record


def test_a_function_that_depends_on_more_than_its_arguments_is_refused():
    calls = []
    with pytest.raises(RuntimeError, match="different bits for 'result'"):
        record(lambda x: x + len(calls.append(0) or calls), x=1.0)
    with pytest.raises(RuntimeError, match="depend on its arguments alone"):
        record(lambda x: [x] * len(calls.append(0) or calls), x=1.0)


def test_a_tracer_that_computes_otherwise_than_numpy_would_be_found(monkeypatch):
    monkeypatch.setattr(TracedArray, "T", property(lambda self: self))  # a dropped .T
    with pytest.raises(RuntimeError, match="different bits"):
        record(lambda A: A.T, A=np.array([[1.0, 2.0], [3.0, 4.0]]))
    monkeypatch.undo()
    matmul = TracedArray.__matmul__
    monkeypatch.setattr(TracedArray, "__matmul__", lambda a, b: matmul(b, a))
    with pytest.raises(RuntimeError, match="different bits"):
        record(lambda A, B: A @ B, A=np.array([[1.0, 2.0], [3.0, 4.0]]), B=np.ones((2, 2)))


def test_a_run_with_other_names_is_another_run():
    calls = []

    def function(x):
        calls.append(0)
        return {"h": x} if len(calls) == 1 else {"k": x}

    with pytest.raises(RuntimeError, match="different bits for 'h'"):
        record(function, x=1.0)
