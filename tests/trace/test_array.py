"""The traced array: what it refuses, and what it tells of itself."""

import itertools
import pickle
import re

import numpy as np
import pytest

from rnn_examples.trace import KNOWN, TracedArray, record
from tests.trace.expressions import INPUTS, X, function_of

TOLD = {
    "float(a)": (
        "a traced number cannot become a Python number: its history would be lost; keep the array; "
        "to index with it, make the table an argument: table[index]; to print it, write f'{x:.3f}'"
    ),
    "v if a > 0 else w": (
        "a branch on a computed value cannot be recorded, as only one side would be; "
        "write np.where(condition, x, y)"
    ),
    "a in v": "'in' on a computed array cannot be recorded; write np.max(array == item)",
    "v.foo": "the attribute 'foo' is not recorded. Recorded are: KNOWN.",
    "v.item()": (
        "the attribute 'item' is not recorded; a number taken out of the record could not be "
        "followed: keep the array"
    ),
    "np.float64([v, w])": (
        "a traced array cannot become a plain one: its history would be lost. To look up a table, "
        "make it an argument and write table[index]; for a.dot(b) write a @ b; for an array of "
        "several values write np.stack([a, b])"
    ),
    "copy.deepcopy(v)": "a traced array cannot leave its run as a copy: leave the copy out",
    "np.add.reduce(v)": (
        "np.add.reduce is not recorded; for a sum write np.sum(x, axis=...)"
    ),
    "np.sin(v)": "np.sin is not recorded. Recorded are: KNOWN.",
    "np.cumsum(v)": "np.cumsum is not recorded; write the sum as a loop over the time steps",
    "np.clip(v, 0, 1, casting='safe')": "np.clip is recorded without casting=",
    "np.outer(v, w, out=1 * np.ones((3, 3)))": "out= is not recorded; write a = a + b",
    "np.dot(v, C)": "np.dot of more than two axes is not recorded; write a @ b",
    "np.inner(v, C)": "np.inner of more than two axes is not recorded; write a @ b",
    "~i": "~ is recorded of conditions only, as (x > 0) ~ (y > 0)",
    "v.astype(int)": (
        "astype(int64) is not recorded; make the input of the right type instead"
    ),
    "f'{v:.3f}'": (
        "the format '.3f' is for one number, and this is an array of shape 3: format one entry, "
        "x[0], or leave the format out"
    ),
    "{a: 1}": (
        "a computed value cannot be a key, of a dictionary, a set or a cache: its number would "
        "leave the record; leave the cache out, or make the key a whole number that is given"
    ),
    "np.sum(v, where=v > 0, dtype=float)": "np.sum is recorded without where, dtype=",
    "np.tanh(v, where=[True, False, True], casting='safe')": (
        "np.tanh is recorded without where, casting="
    ),
    "np.tanh(v, out=1 * np.ones(3))": "out= is not recorded; write a = a + b",
    "np.where(v > 0)": "np.where is recorded with three arguments: condition, x, y",
    "v[v > 0]": (
        "a selection by a computed condition has no fixed shape; write np.where(condition, x, 0)"
    ),
    "v + None": "a NoneType is not recorded: use an array or a number",
    "v * np.float32(0.1)": (
        "numbers of type float32 are not recorded: use integers or floats of 64 bits"
    ),
    "np.tanh(m)": (
        "tanh gives numbers of type float16; floats of 64 bits are recorded: "
        "write x * 1.0 for booleans x"
    ),
    "(v > 0) + (v > 1)": (
        "add: of conditions alone, NumPy's add is no sum: one and one would be one; "
        "write (x > 0) | (y > 0), or 1.0 * (x > 0) to count"
    ),
    "(A > 0) @ (A.T > 0)": (
        "matmul: of conditions alone, NumPy's matmul is no sum: one and one would be one; "
        "write (x > 0) | (y > 0), or 1.0 * (x > 0) to count"
    ),
    "A[9]": (
        "index: index of shapes 4 × 3 does not work: "
        "index 9 is out of bounds for axis 0 with size 4"
    ),
    "a[0]": (
        "index: index of shapes scalar does not work: invalid index to scalar variable."
    ),
    "len(a)": "len() of a scalar",
    "assign(v)": (
        "this changes an array that others see too: an argument, or a part of another array; "
        "write x = x.copy() first"
    ),
    "{'h': 'text'}": "NAME: the result 'h': a str is not recorded: use an array or a number",
    "{'h 1': v}": "NAME: 'h 1' is no name; use letters, digits and _, and begin with a letter",
    "{'v': v + 1}": (
        "NAME: two values are named 'v'; rename a field of the result or an argument"
    ),
    "None": "NAME returns no value; return arrays, records or lists",
    "next(OTHER) + 0 * v[0]": (
        "NAME: two runs gave different bits for 'result': np.float64(1.0) traced, "
        "np.float64(2.0) untraced; a function to record must depend on its arguments alone: draw "
        "random numbers before, and hand them over"
    ),
}  # fmt: skip


@pytest.mark.parametrize("expression", TOLD)
def test_a_refusal_is_told_in_whole_sentences(expression):
    inputs = {**INPUTS, "v": np.array([1.0, 2.0, 3.0])}
    other = itertools.count(1)  # no run is like the one before
    with pytest.raises((TypeError, AttributeError, ValueError, IndexError, RuntimeError)) as caught:
        record(function_of(expression, assign=assign, OTHER=other), **inputs)
    told = str(caught.value).replace(KNOWN, "KNOWN").replace("<lambda>", "NAME")
    assert told == TOLD[expression]


def assign(x):
    x[0] = 1
    return x


OWN = np.zeros(2)


def fill_an_array_of_the_module(x):
    OWN[:] = x
    return OWN


def fill_one_entry_of_it(x):
    OWN[0] = x[0]
    return OWN


def fill_a_part_of_a_sum(x):
    y = np.zeros(2) + 1
    y[1:] += x[1:]
    return y


def copy_into_an_array_of_the_module(x):
    np.copyto(OWN, x)
    return OWN


@pytest.mark.parametrize(
    ("function", "remedy"),
    [
        (assign, r"x = x\.copy\(\) first"),
        (fill_an_array_of_the_module, r"np\.zeros\(shape\)"),
        (fill_one_entry_of_it, r"np\.zeros\(shape\)"),
        (fill_a_part_of_a_sum, r"np\.zeros\(shape\)"),
        (copy_into_an_array_of_the_module, r"np\.copyto is not recorded; write x\[\.\.\.\] = y"),
    ],
)
def test_no_value_leaves_into_a_plain_array(function, remedy):
    with pytest.raises((TypeError, ValueError)) as caught:
        record(function, x=np.array([1.0, 2.0]))
    assert re.search(remedy, f"{caught.value} {caught.value.__cause__}")


def test_a_protocol_that_is_asked_for_is_told_not_to_be_there():
    def function(x):
        with pytest.raises(AttributeError) as caught:
            x.__nobody_has_this__  # noqa: B018
        if type(x) is TracedArray:
            assert str(caught.value) == "__nobody_has_this__"
        return x + 1

    record(function, x=X)


def test_a_traced_array_cannot_be_pickled_away():
    with pytest.raises(TypeError, match="leave the copy out"):
        record(lambda x: pickle.loads(pickle.dumps(x)), x=1.0)  # noqa: S301


def test_what_depends_on_the_shape_alone_is_told_of_a_traced_array():
    seen = []

    def function(A, s):
        seen.append((A.shape, A.ndim, A.size, A.dtype, len(A), np.shape(a=A), np.size(A, axis=1)))
        seen.append((s.shape, s.ndim, s.size, s.dtype, repr(s)))
        return A * s

    record(function, A=np.ones((4, 3)), s=np.int64(7))
    assert seen[0] == ((4, 3), 2, 12, np.dtype(float), 4, (4, 3), 3)
    assert seen[1] == ((), 0, 1, np.dtype(np.int64), "np.int64(7)")
