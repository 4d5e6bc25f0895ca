"""The certificates: what a recorded number's error can be, against arithmetic with 50 digits."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_examples.render.errors import OPERATIONS, error_bounds
from rnn_examples.render.numbers import Numbers
from rnn_examples.trace import record

mpmath.mp.dps = 50

FLOATS = st.floats(-3, 3, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-12)


def printed(function, **inputs):
    trace = record(function, **inputs)
    return [number.text for number in Numbers(trace).entries(trace["result"])]


@pytest.mark.parametrize(
    ("function", "x"),
    [
        (lambda x: np.exp(x) - 1, 1e-13),
        (lambda x: np.log(1 + x), 1e-13),
        (lambda x: 1 - np.tanh(x), 18.0),
        (lambda x: np.tanh(x) - np.tanh(x + 1e-13), 1.0),
    ],
    ids=["exp", "log", "tanh", "two tanh"],
)
def test_a_difference_that_lost_its_digits_is_refused(function, x):
    with pytest.raises(ValueError, match=r"print (fewer|more)"):
        printed(function, x=np.float64(x))


def test_a_whole_number_that_overflowed_is_refused():
    with pytest.raises(ValueError, match="overflowed"):
        printed(lambda x: x * x, x=np.array([4 * 10**9]))
    assert printed(lambda x: x * x, x=np.int64(4 * 10**4)) == ["1600000000"]


@pytest.mark.parametrize(
    "function",
    [
        lambda x, y, z: (x + y == z) * 1.0,
        lambda x, y, z: np.where(x * 3.0 > z, 1.0, 0.0),
        lambda x, y, z: np.argmax(np.stack([z, x + y])),
        lambda x, y, z: np.take(np.stack([x, y]), np.argmax(np.stack([z, x + y]))),
        lambda x, y, z: np.where(np.tanh(x) > np.tanh(x + 1e-17), x, y),
    ],
    ids=["equal", "where", "argmax", "take", "tanh"],
)
def test_a_choice_that_rounding_decides_is_refused(function):
    with pytest.raises(ValueError, match="comparison was decided"):
        printed(function, x=np.float64(0.1), y=np.float64(0.2), z=np.float64(0.3))


@pytest.mark.parametrize(
    "function",
    [
        lambda x, big: (np.where(x == 0.3, x, 1.0) > 0.2) * 1.0,
        lambda x, big: np.argmax(np.stack([np.where(x == 0.3, x, 1.0), x * 0.0])),
        lambda x, big: (big * big > 0) * 1.0,
        lambda x, big: np.argmax(np.stack([x == 0.3, x == 0.4])),
        lambda x, big: np.sqrt(np.where(x == 0.3, x, 1.0)),
    ],
    ids=["compare", "argmax", "overflow", "argmax of booleans", "sqrt"],
)
def test_what_follows_from_an_uncertain_choice_is_refused(function):
    inputs = {"x": np.tanh(np.float64(0.3)), "big": np.array([4 * 10**9])}
    with pytest.raises(ValueError, match="comparison was decided"):
        printed(lambda x, big: function(np.log(np.exp(x)) * 0.3 / x, big), **inputs)


def test_the_root_of_what_may_not_be_zero_may_not_be_zero():
    trace = record(lambda x: np.sqrt(np.exp(x) - np.exp(x + 1e-17)), x=np.float64(0.5))
    assert trace["result"].value == 0
    assert error_bounds(trace["result"], {}, {}) > 1e-9


def test_a_clear_choice_is_printed():
    one = {"x": np.array([0.1, 0.7, -0.2])}
    assert printed(lambda x: np.argmax(np.tanh(x)), **one) == ["1"]
    assert printed(lambda x: (x > 0) * 2.0, **one) == ["2", "2", "0"]
    assert printed(lambda x: np.where(np.exp(x) > 1, x, 0), **one) == ["0.1", "0.7", "0"]


def programs(x, y, A):
    """Every operation that can lose digits, one after the other."""
    v = np.stack([x * y, x - y, np.exp(x)])
    a = A @ v + np.tanh(v * 3)
    b = a / (1 + np.exp(-a)) - np.sum(a) / 7
    c = np.sqrt(b**2 + 1) - np.log(2 + np.mean(a * a))
    return {"a": a, "b": b, "c": c, "d": np.maximum(b, c) * np.max(a) ** 3}


def precisely(x, y, A):
    tanh, exp, sqrt, log = mpmath.tanh, mpmath.exp, mpmath.sqrt, mpmath.log
    x, y = mpmath.mpf(x), mpmath.mpf(y)
    v = [x * y, x - y, exp(x)]
    rows = [[mpmath.mpf(float(entry)) for entry in row] for row in A]
    a = [
        mpmath.fsum(r * e for r, e in zip(row, v, strict=True)) + tanh(3 * own)
        for row, own in zip(rows, v, strict=True)
    ]
    b = [e / (1 + exp(-e)) - mpmath.fsum(a) / 7 for e in a]
    c = [sqrt(e**2 + 1) - log(2 + mpmath.fsum(f * f for f in a) / 3) for e in b]
    d = [max(e, f) * max(a) ** 3 for e, f in zip(b, c, strict=True)]
    return {"a": a, "b": b, "c": c, "d": d}


@given(FLOATS, FLOATS, st.lists(FLOATS, min_size=9, max_size=9))
def test_the_bound_holds_and_is_not_far_too_wide(x, y, entries):
    inputs = {"x": np.float64(x), "y": np.float64(y), "A": np.array(entries).reshape(3, 3)}
    trace = record(programs, **inputs)
    for name, expected in precisely(**inputs).items():
        bounds = error_bounds(trace[name], {}, {})
        for value, true, bound in zip(trace[name].value, expected, bounds, strict=True):
            assert abs(mpmath.mpf(float(value)) - true) <= bound
            assert bound < 1e-6


def test_a_bound_that_is_left_out_would_be_seen(monkeypatch):
    monkeypatch.setitem(
        OPERATIONS,
        "subtract",
        lambda node, z, *_: 2.0**-53 * np.abs(z),
    )
    trace = record(lambda x: np.exp(x) - 1, x=np.float64(1e-13))
    bound = error_bounds(trace["result"], {}, {})
    true = mpmath.expm1(mpmath.mpf(1e-13))
    assert abs(mpmath.mpf(float(trace["result"].value)) - true) > bound
