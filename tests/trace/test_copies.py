"""What is recorded is copied, in its order in memory, and nothing changes it."""

import numpy as np
import pytest

from rnn_examples.trace import copies, record
from tests.trace.expressions import random, same_bits


def test_the_order_in_memory_is_kept_as_it_decides_the_last_bits():
    W = np.asfortranarray(random.normal(size=(50, 50)))
    x = random.normal(size=50)
    trace = record(lambda W, x: W @ x, W=W, x=x)
    assert trace["W"].value.flags.f_contiguous
    assert same_bits(trace["result"].value, W @ x)


def test_inputs_are_copies_and_recorded_arrays_cannot_be_written():
    x = np.array([1.0, 2.0])
    table = np.array([5.0, 6.0])
    trace = record(lambda x: {"view": x[::-1], "sum": x + table}, x=x)
    x[0] = table[0] = 99
    assert trace["sum"].value.tolist() == [6.0, 8.0]
    for node in trace.nodes:
        with pytest.raises(ValueError, match="read-only"):
            node.value[0] = 1


BITS = np.array([0.5, 0.0, np.nan])


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        (BITS, BITS.copy(), True),
        (BITS, np.array([0.5, -0.0, np.nan]), False),
        (BITS, np.array([0.5, 0.0, -np.nan]), True),
        (BITS, np.array([0.5, 0.0, 1.0]), False),
        (BITS, np.array([0.5, np.nan, np.nan]), False),
        (BITS, BITS[:2], False),
        (BITS, BITS[:, None], False),
        (np.array([1, 2]), np.array([1, 3]), False),
        (np.array([1, 2]), np.array([1.0, 2.0]), False),
        (np.float64(2), 2.0, True),
        (2, np.int64(2), True),
        (np.float64(1), np.float64(1 + 2**-52), False),
        (np.nan, -np.nan, True),
        (np.nan, 0.0, False),
        (np.array([[1.0, np.nan]]), np.array([[1.0, -np.nan]]), True),
        (np.array([[1.0, np.nan]]), np.array([[2.0, -np.nan]]), False),
    ],
)  # fmt: skip
def test_bits_are_the_same_or_both_are_no_number(a, b, alike):
    assert copies.same_bits(a, b) is copies.same_bits(b, a) is alike
