"""Numbers held against exact ones, whatever an oracle returns."""

from decimal import Decimal
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from rnn_examples.worked_example.comparison import difference, exactly, reference


@pytest.mark.parametrize(
    ("given", "exact"),
    [
        (0.1, Fraction(1, 10)),
        (np.float64(-0.1), Fraction(-1, 10)),
        (np.int64(3), 3),
        (True, 1),
        (Decimal("0.25"), Fraction(1, 4)),
        (mpmath.mpf("-0.75"), Fraction(-3, 4)),
        (mpmath.mpf(0), 0),
        (mpmath.mpf(2) ** 70, 2**70),
        (np.array([[1.5, 2.0]]), [[Fraction(3, 2), 2]]),
        ((1, [2.5]), [1, [Fraction(5, 2)]]),
    ],
    ids=repr,
)
def test_a_number_of_any_kind_is_read_exactly(given, exact):
    assert exactly(given) == exact


@pytest.mark.parametrize(
    "given",
    [np.nan, np.inf, mpmath.inf, mpmath.nan, "a word", None, {}, mpmath.mpc(1, 1)],
    ids=repr,
)
def test_what_is_no_finite_number_is_refused(given):
    with pytest.raises(ValueError, match="is no finite number"):
        exactly([given])


def test_an_mpf_is_read_to_its_last_digit():
    context = mpmath.mp.clone()
    context.dps = 50
    third = exactly(context.mpf(1) / 3)
    assert abs(third - Fraction(1, 3)) < Fraction(1, 10**50)


def test_the_largest_difference_is_relative_above_one_and_absolute_below():
    true = reference([100, Fraction(1, 1000)])
    assert difference(np.array([101.0, 0.001]), true) == pytest.approx(0.01)
    assert difference(np.array([100.0, 0.003]), true) == pytest.approx(0.002)
    assert difference(np.array([100.0, 0.001]), true) < 1e-18


def test_a_number_that_is_not_finite_differs_from_every_other():
    assert difference(np.array([np.nan, 1.0]), reference([1, 1])) == np.inf


@pytest.mark.parametrize("true", [[1, 2, 3], [[1, 2]], 1])
def test_unequal_shapes_are_refused(true):
    with pytest.raises(ValueError, match="it is 2 in the example, "):
        difference(np.array([1.0, 2.0]), reference(true))


@pytest.mark.parametrize("true", [[[1], [1, 2]], [1, [2]], [[1, [2]], [3, 4]]])
def test_rows_of_unequal_length_are_refused(true):
    with pytest.raises(ValueError, match="rows are of unequal length"):
        reference(true)
