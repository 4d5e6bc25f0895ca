"""The toy format against NumPy's half-precision floats, and its bounds against fractions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_examples.examples.rounding import toy_format
from rnn_examples.models.rounding import (
    add_in_two_orders,
    certify,
    multiply_and_add,
    nearest,
    rounded_step,
    store,
)

HALF = toy_format(11, -14, 16)
"""The numbers of float16."""

TOY = toy_format(4, -3, 2)

small = st.floats(-1, 1, allow_subnormal=False)


def test_with_eleven_digits_the_format_is_that_of_half_precision():
    every = np.arange(2**16, dtype=np.uint16).view(np.float16)
    expected = np.unique(every[np.isfinite(every)].astype(float))
    assert np.array_equal(HALF, expected)


def test_numbers_are_stored_as_numpy_stores_them():
    random = np.random.default_rng(7)
    x = random.normal(size=200) * 10.0 ** random.integers(-6, 4, size=200)
    found = store(x, HALF)
    assert np.array_equal(found.stored, x.astype(np.float16).astype(float))
    assert np.array_equal(found.error, found.stored - x)


@pytest.mark.parametrize(("x", "expected"), [(1.0625, 1.0), (1.1875, 1.125), (-1.0625, -1.125)])
def test_of_two_that_are_equally_near_the_smaller_one_is_taken(x, expected):
    assert nearest(np.float64(x), TOY) == expected


@given(w=small, h=small, u=small, x=small)
def test_no_error_of_a_step_is_above_its_bound(w, h, u, x):
    w, h, u, x = map(np.float64, (w, h, u, x))
    found = rounded_step(w, h, u, x, TOY, np.float64(2.0**-4), np.float64(2.0**-7))
    for name in "pqah":
        assert abs(getattr(found, f"error_{name}")) <= getattr(found, f"bound_{name}")


def test_the_bound_of_a_rounding_is_reached():
    w, one, zero = map(np.float64, (2.125, 1, 0))  # midway between 2 and 2.25
    found = rounded_step(w, one, zero, zero, TOY, one / 16, zero)
    assert abs(found.error_p) == found.bound_p == 0.125
    assert found.bound_h - found.bound_a == found.h / 16


@given(st.lists(st.integers(-40, 40), min_size=3, max_size=3))
def test_sums_and_products_are_rounded_where_it_is_said(numbers):
    x, y, z = (np.float64(k / 64) for k in numbers)

    def rounded(number):
        near = sorted(TOY, key=lambda n: (abs(Fraction(n) - number), n))
        return Fraction(near[0])

    a, b, c = map(Fraction, (x, y, z))
    orders = add_in_two_orders(x, y, z, TOY)
    assert orders.left == rounded(rounded(a + b) + c)
    assert orders.right == rounded(a + rounded(b + c))
    assert orders.total == a + b + c
    fused = multiply_and_add(x, y, z, TOY)
    assert fused.twice == rounded(rounded(a * b) + c)
    assert fused.once == rounded(a * b + c)


@pytest.mark.parametrize(
    ("value", "bound", "printed", "certain"),
    [(0.46, 0.001, 0.46, True), (0.4648, 0.0005, 0.46, False), (0.4652, 0.0001, 0.47, True)],
)
def test_a_number_is_certain_where_no_midpoint_is_in_reach(value, bound, printed, certain):
    steps = np.array([k / 100 for k in range(101)])
    found = certify(np.float64(value), np.float64(bound), steps, np.float64(0.01))
    assert (found.printed, bool(found.certain)) == (printed, certain)
    assert found.distance == pytest.approx(0.005 - abs(value - printed), abs=1e-15)
    assert (found.low, found.high) == pytest.approx((value - bound, value + bound))
