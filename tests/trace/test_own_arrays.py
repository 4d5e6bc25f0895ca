"""Arrays that a function makes itself: zeros and ones, and the tables of np.eye."""

import numpy as np
import pytest

from rnn_examples.trace import record


def test_np_eye_is_itself_again_after_a_recording_that_failed():
    eye = np.eye
    with pytest.raises(ZeroDivisionError):
        record(lambda x: x / (1 // 0), x=1.0)
    assert np.eye is eye
    assert type(np.eye(2)) is np.ndarray


def test_a_table_of_np_eye_is_looked_up_by_plain_numbers_too():
    def function(x):
        table = np.eye(3)
        plain = np.take(table, np.array([2, 0]), axis=0)
        clipped = table.take([7], axis=0, mode="clip")
        return {"a": x * plain, "b": x * clipped, "c": x * table[1], "d": x * table.take([4])}

    trace = record(function, x=2.0)
    assert trace["a"].value.tolist() == [[0, 0, 2], [2, 0, 0]]
    assert trace["b"].value.tolist() == [[0, 0, 2]]
    assert (trace["c"].value.tolist(), trace["d"].value.tolist()) == ([0, 2, 0], [2])
    with pytest.raises(TypeError, match="cannot become a"):
        record(lambda k: np.eye(3).take(k, axis=0, mode="clip"), k=np.int64(1))


def test_a_table_of_np_eye_writes_where_it_is_asked_to():
    def function(x):
        rows = np.zeros((1, 3))
        np.eye(3).take([2], axis=0, out=rows)
        return x * rows

    assert record(function, x=2.0)["result"].value.tolist() == [[0, 0, 2]]


def test_one_entry_of_a_table_of_np_eye_is_recorded():
    trace = record(lambda k: np.eye(3)[k, 1], k=np.int64(1))
    assert (trace["result"].operation, trace["result"].value) == ("index", 1)
    assert trace["result"].operands[1] is trace["k"]


def test_a_result_of_np_eye_is_a_plain_array():
    trace = record(lambda x: {"x": x, "one_hot": np.eye(2)}, x=1.0)
    assert type(trace["one_hot"].value) is type(trace.result["one_hot"]) is np.ndarray


def test_an_array_of_the_functions_own_is_one_value_however_often_it_is_used():
    def function(x):
        start, other = np.zeros(2), np.zeros(2)
        return {"a": x + start, "b": x * start, "start": start, "c": x + other}

    trace = record(function, x=np.ones(2))
    assert trace["a"].operands[1] is trace["b"].operands[1] is trace["start"]
    assert trace["c"].operands[1] is not trace["start"]
    assert trace["start"].operands == trace["x"].operands == ()


def test_an_array_that_is_changed_between_two_uses_is_two_values():
    def function(x):
        own = np.zeros(2)
        first = x + own
        own[0] = 5.0
        return {"first": first, "second": x + own}

    trace = record(function, x=np.ones(2))
    assert trace["first"].operands[1].value.tolist() == [0, 0]
    assert trace["second"].operands[1].value.tolist() == [5, 0]
