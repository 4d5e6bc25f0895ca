"""Clipping, against exact arithmetic and its own rule."""

import math

import hypothesis.strategies as st
import numpy as np
from hypothesis import given

from rnn_examples.models.clipping import (
    clip_both_ways,
    clip_by_norm,
    clip_by_value,
    clip_every_direction,
)

entries = st.floats(-1e6, 1e6).filter(lambda x: x == 0 or abs(x) > 1e-6)
gradients = st.lists(entries, min_size=1, max_size=6).map(np.array)
thresholds = st.floats(1e-3, 1e3).map(np.float64)


def test_three_and_four_become_their_fifths():
    found = clip_both_ways(np.array([3.0, 4.0]), np.float64(1))
    assert found.norm_g == 5
    assert np.allclose(found.g_norm, [0.6, 0.8], rtol=1e-15)
    assert found.g_value.tolist() == [1, 1]


@given(gradients, thresholds)
def test_too_long_a_gradient_gets_the_threshold_for_its_length(g, theta):
    (found,) = clip_by_norm([g], theta)
    length = math.hypot(*g)
    if length <= theta * (1 - 1e-12):
        assert found.tobytes() == g.tobytes()  # and not a bit is lost
    else:
        assert math.isclose(math.hypot(*found), min(length, theta), rel_tol=1e-12)
        assert np.allclose(found * length, g * math.hypot(*found), rtol=1e-12)


def test_nothing_is_added_to_the_norm():
    (found,) = clip_by_norm([np.array([3e-7, 4e-7])], np.float64(1e-7))
    assert math.isclose(math.hypot(*found), 1e-7, rel_tol=1e-12)


def test_a_gradient_of_zeros_stays():
    assert clip_by_norm([np.zeros(2)], np.float64(1))[0].tolist() == [0, 0]


@given(st.lists(gradients, min_size=1, max_size=4), thresholds)
def test_several_arrays_are_clipped_as_one_long_vector(arrays, theta):
    found = np.concatenate(clip_by_norm(arrays, theta))
    (together,) = clip_by_norm([np.concatenate(arrays)], theta)
    assert np.allclose(found, together, rtol=1e-12, atol=0)


@given(gradients, thresholds)
def test_by_value_every_entry_comes_between_the_thresholds(g, theta):
    assert clip_by_value(g, theta).tolist() == [min(max(x, -theta), theta) for x in g.tolist()]


def test_a_gradient_is_clipped_both_ways_and_measured():
    found = clip_both_ways(np.array([3.0, -4.0, 0.5]), np.float64(2.0))
    length = math.sqrt(9 + 16 + 0.25)
    assert abs(found.norm_g - length) < 1e-15
    assert abs(found.scale - 2 / length) < 1e-15
    np.testing.assert_allclose(found.g_norm, np.array([6.0, -8.0, 1.0]) / length, rtol=1e-15)
    assert abs(found.norm_g_norm - 2) < 1e-15
    assert found.g_value.tolist() == [2.0, -2.0, 0.5]
    assert abs(found.norm_g_value - math.sqrt(4 + 4 + 0.25)) < 1e-15


def test_every_direction_is_clipped_by_itself():
    directions = np.array([[1.0, 0.0], [0.6, -0.8], [-0.28, 0.96]])
    for length in (0.5, 3.0):
        found = clip_every_direction(directions, np.float64(length), np.float64(1.25))
        np.testing.assert_allclose(found.g, length * directions, rtol=1e-15)
        shortened = min(length, 1.25) * directions
        np.testing.assert_allclose(found.g_norm, shortened, rtol=1e-15)
        assert found.g_value.tolist() == np.clip(found.g, -1.25, 1.25).tolist()
