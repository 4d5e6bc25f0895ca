"""Each value is recorded once, with its operation, operands and options."""

import numpy as np

from rnn_examples.trace import record
from tests.trace.expressions import INPUTS, same_bits


def test_a_value_computed_twice_from_its_operands_is_itself():
    trace = record(lambda A, v: np.tanh(A @ v + 1), A=INPUTS["A"], v=INPUTS["v"])
    A, v, product, one, total, result = trace.nodes
    assert [node.operation for node in trace.nodes] == [
        "input", "input", "matmul", "constant", "add", "tanh",
    ]  # fmt: skip
    assert product.operands == (A, v)
    assert total.operands == (product, one)
    assert result.operands == (total,)
    assert same_bits(result.value, np.tanh(INPUTS["A"] @ INPUTS["v"] + 1))


def test_the_options_of_an_operation_are_kept():
    stacked = record(lambda x: np.stack([x, x], axis=1), x=np.ones(2))["result"]
    assert stacked.options == {"axis": 1}


def test_an_option_that_is_a_list_is_kept_from_changing():
    key, shape = [1, 0], [2, 1]
    trace = record(lambda x: {"a": x[key], "b": np.reshape(x, shape)}, x=np.array([1.0, 2.0]))
    key[0], shape[0] = 7, 7
    assert trace["a"].options["key"] == (([1, 0],),)
    assert trace["b"].options["shape"] == (2, 1)
