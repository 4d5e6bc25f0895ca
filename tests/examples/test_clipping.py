"""What the page on clipping and initialisation says in prose about its numbers."""

import numpy as np
import pytest

from rnn_examples.examples.clipping import (
    CLIPPING,
    IDENTITY,
    ORTHOGONAL,
    RING,
    ROTATION,
    SHORT_GRADIENT,
    SHRINKING,
    STEEP_GRADIENT,
    XAVIER,
)
from rnn_examples.models.bptt import backpropagate
from rnn_examples.models.clipping import clipping_scale


def value(example, name):
    return example.trace[name].value


def test_by_norm_the_gradient_three_four_becomes_six_and_eight_tenths():
    assert np.allclose(value(CLIPPING, "g_norm"), [0.6, 0.8], atol=1e-15)
    assert np.ptp(value(CLIPPING, "g_value")) == 0 < np.ptp(value(CLIPPING, "g"))


def test_a_steep_gradient_is_turned_by_value_and_not_by_norm():
    ratios = {name: np.divide(*value(STEEP_GRADIENT, name)[::-1]) for name in ("g", "g_norm")}
    assert ratios["g"] == -24
    assert abs(ratios["g_norm"] + 24) < 1e-12
    assert np.divide(*value(STEEP_GRADIENT, "g_value")[::-1]) == -2


def test_a_short_gradient_stays_as_it_is_to_the_last_bit():
    for name in ("g_norm", "g_value"):
        assert value(SHORT_GRADIENT, name).tolist() == value(SHORT_GRADIENT, "g").tolist()
    for norm in np.random.default_rng(3).uniform(0, 1, 100):
        assert clipping_scale(norm, np.float64(1)) == 1


def test_of_all_directions_one_way_gives_a_circle_and_the_other_a_square():
    g, by_norm, by_value = (value(RING, name) for name in ("g", "g_norm", "g_value"))
    theta = float(value(RING, "theta"))
    assert np.allclose(np.hypot(*by_norm.T), theta, atol=1e-6)
    assert np.allclose(np.max(np.abs(by_value), axis=1), theta)
    assert np.max(np.hypot(*by_value.T)) > 1.4 * theta  # the corners
    assert np.allclose(g[:, 0] * by_norm[:, 1], g[:, 1] * by_norm[:, 0])  # on one line
    turned = ~np.isclose(g[:, 0] * by_value[:, 1], g[:, 1] * by_value[:, 0], atol=1e-6)
    assert np.count_nonzero(turned) > 30


def test_circle_and_square_touch_at_four_points():
    by_norm, by_value = value(RING, "g_norm")[:-1], value(RING, "g_value")[:-1]
    assert np.count_nonzero(np.all(np.isclose(by_norm, by_value, atol=1e-6), axis=1)) == 4


def test_a_rotation_keeps_the_length_for_twenty_steps():
    lengths = [float(value(ROTATION, f"norm_h_{t}")) for t in range(1, 21)]
    assert np.allclose(lengths, np.hypot(*value(ROTATION, "h_0")), atol=1e-14)
    W = value(ROTATION, "W")
    assert np.allclose(W.T @ W, np.eye(2), atol=1e-15)
    assert np.linalg.det(W) > 0  # turns, without a mirror
    assert np.allclose(W.T @ (W @ [1, 2]), [1, 2])  # back again


def test_the_spiral_loses_a_fifth_of_the_length_at_every_step_and_half_in_about_three():
    assert np.allclose(value(SHRINKING, "W"), value(ROTATION, "W") * (1 - 1 / 5))
    lengths = [float(value(SHRINKING, f"norm_h_{t}")) for t in range(1, 21)]
    start = float(np.hypot(*value(SHRINKING, "h_0")))
    assert np.allclose(np.divide(lengths[1:], lengths[:-1]), 1 - 1 / 5)
    assert abs(lengths[2] / start - 1 / 2) < 0.02
    assert lengths[-1] < start / 50


@pytest.mark.parametrize("Q", [value(ORTHOGONAL, "Q"), value(IDENTITY, "result"), [[0, 1], [1, 0]]])
def test_what_is_called_orthogonal_has_columns_of_length_1_at_right_angles(Q):
    assert np.allclose(np.transpose(Q) @ Q, np.eye(len(Q)), atol=1e-12)
    v = np.random.default_rng(5).normal(size=len(Q))
    assert abs(np.linalg.norm(Q @ v) - np.linalg.norm(v)) < 1e-12


def test_xavier_multiplies_by_the_root_of_six_over_columns_and_rows():
    R = value(XAVIER, "R")
    rows, columns = R.shape
    assert rows != columns  # usually not square
    assert np.allclose(value(XAVIER, "result") / R, np.sqrt(6 / (columns + rows)))
    assert np.max(np.abs(R)) < 1


def test_equal_units_stay_equal():
    """Zero weights as a start: each unit of a layer gets the same gradient."""
    found = backpropagate(
        np.array([[1.0], [-2.0]]), np.array([0, 1]), np.zeros(2), np.zeros((2, 2)),
        np.zeros((2, 1)), np.zeros(2), np.zeros((3, 2)), np.zeros(3),
    )  # fmt: skip
    assert found.dU[0].tolist() == found.dU[1].tolist()
    assert found.dW[0].tolist() == found.dW[1].tolist()
    assert found.dV[:, 0].tolist() == found.dV[:, 1].tolist()
