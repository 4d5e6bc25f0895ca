"""Shares and the limits between which they lie."""

import math

import numpy as np
import pytest

from rnn_examples.models.shares import of_hundred, shares


def test_the_limits_are_where_the_share_found_is_z_standard_deviations_away():
    right, n, z = np.array([985.0, 3.0, 40.0]), np.array([1000.0, 8.0, 90.0]), np.float64(1.96)
    for found, count, share in zip(right / n, n, shares(right, n, z), strict=True):
        assert share.p_t == found
        assert share.low_t < found < share.high_t
        for p in (share.low_t, share.high_t):
            assert abs(found - p) / math.sqrt(p * (1 - p) / count) == pytest.approx(1.96)


def test_all_and_none():
    none, every = shares(np.array([0.0, 7.0]), np.array([7.0, 7.0]), np.float64(2.0))
    assert (none.p_t, every.p_t) == (0, 1)
    assert none.low_t == pytest.approx(0)
    assert every.high_t == pytest.approx(1)
    assert none.high_t == pytest.approx(1 - every.low_t)


def test_more_right_ones_than_there_are_is_a_mistake():
    with pytest.raises(ValueError, match="at most"):
        shares(np.array([8.0]), np.array([7.0]), np.float64(2.0))


def test_scores_of_a_hundred():
    first, second = of_hundred(np.array([50.0, 100.0]), np.array([25.0, 0.0]))
    assert (first.bleu_t, first.chrf_t, second.bleu_t, second.chrf_t) == (0.5, 0.25, 1, 0)
