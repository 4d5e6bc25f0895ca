"""A recorded value and the trace of a run: what they tell."""

import pytest

from rnn_examples.trace import Node, record
from tests.trace.expressions import X


def test_a_value_with_two_names_keeps_the_first():
    trace = record(lambda x: {"h": x + 1, "again": x}, x=X)
    assert trace["again"] is trace["x"]
    assert trace.name_of(trace["again"]) == "x"


def test_a_name_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(KeyError, match="no value named 'z'; there are x, result"):
        record(lambda x: x + 1, x=X)["z"]


def test_a_node_shows_its_operation_and_value():
    trace = record(lambda x: x + 1, x=X)
    assert repr(trace["result"]) == "Node(add, array([2., 3.]))"
    assert isinstance(trace["result"], Node)
