"""The names of values, and the steps of lists of records."""

from typing import Any, NamedTuple

import pytest

from rnn_examples.trace import record
from tests.trace.expressions import Step, X


class Cell(NamedTuple):
    gates: Any
    h_t: Any


def names(function, **inputs):
    return list(record(function, **inputs).names)


def test_the_fields_of_a_list_of_records_count_time_from_1():
    trace = record(lambda x: [Step(x + 1, x + 2), Step(x + 3, x + 4)], x=X)
    assert list(trace.names) == ["x", "a_1", "h_1", "a_2", "h_2"]
    assert [dict(step) for step in trace.steps] == [
        {"a_t": "a_1", "h_t": "h_1"},
        {"a_t": "a_2", "h_t": "h_2"},
    ]
    assert (trace.time_of("h_2"), trace.time_of("x")) == (2, None)
    assert trace.inputs == ("x",)


def test_dictionaries_in_a_list_are_records_too():
    assert names(lambda x: [{"h_t": x + 1}, {"h_t": x + 2}], x=X) == ["x", "h_1", "h_2"]


def test_what_is_no_record_has_no_step():
    assert record(lambda x: [x + 1, x + 2], x=X).steps == ()
    mixed = record(lambda x: {"all": [x + 1], "each": [Step(x, x + 2), Step(x + 3, x + 4)]}, x=X)
    assert [list(step.values()) for step in mixed.steps] == [["a_1", "h_1"], ["a_2", "h_2"]]


def test_two_lists_of_records_share_their_steps():
    def function(x):
        return {"h": [{"h_t": x}, {"h_t": x + 1}], "s": [{"s_t": x + 2}, {"s_t": x + 3}]}

    assert [dict(step) for step in record(function, x=X).steps] == [
        {"h_t": "h_1", "s_t": "s_1"},
        {"h_t": "h_2", "s_t": "s_2"},
    ]


def test_records_and_lists_in_a_record_are_named_by_the_way_to_them():
    assert names(lambda x: [Cell([x + 1, x + 2], x + 3)], x=X) == [
        "x", "gates_1_1", "gates_1_2", "h_1",
    ]  # fmt: skip
    assert names(lambda x: [Cell(Step(x + 1, None), x + 3)], x=X) == ["x", "a_1", "h_1"]
    assert names(lambda x: {"steps": [Step(x + 1, x + 2)], "loss": x + 3}, x=X) == [
        "x", "a_1", "h_1", "loss",
    ]  # fmt: skip


def test_a_bare_result_is_named_result_and_a_list_counts():
    assert names(lambda x: x + 1, x=X) == ["x", "result"]
    assert names(lambda x: [x + 1, x + 2], x=X) == ["x", "result_1", "result_2"]
    assert names(lambda x: {"h": (x + 1, x + 2)}, x=X) == ["x", "h_1", "h_2"]


def test_a_field_that_is_none_has_no_name():
    trace = record(lambda x: [Step(None, x + 1)], x=X)
    assert list(trace.names) == ["x", "h_1"]
    assert dict(trace.steps[0]) == {"h_t": "h_1"}


def test_two_values_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two values are named 'h_1'"):
        record(lambda x: {"encoder": [Step(x, x + 1)], "decoder": [Step(x, x + 2)]}, x=X)
    with pytest.raises(ValueError, match="two values are named 'x'; rename a field"):
        record(lambda x: {"x": x + 1}, x=X)


def test_a_name_that_no_page_could_write_is_refused():
    with pytest.raises(ValueError, match="'h 1' is no name"):
        record(lambda x: {"h 1": x + 1}, x=X)
