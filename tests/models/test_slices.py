"""The loss as a curve, against differences of the loss itself and against single runs."""

import numpy as np
import pytest

from rnn_examples.models.slices import along_right_logit, along_weights


def summed_loss(x, y_star, h, W, U, b, V, c):
    """The loss of a whole run, written with another formula for the softmax."""
    loss = 0.0
    for x_t, right in zip(x, y_star, strict=True):
        h = np.tanh(h @ W.T + x_t @ U.T + b)
        o = h @ V.T + c
        loss += np.logaddexp.reduce(o) - o[right]
    return loss


@pytest.mark.parametrize("right", [0, 1, 2, 3])
def test_every_point_is_the_cross_entropy_of_these_logits(right):
    o, s = np.array([0.3, -1.2, 2.0, 0.7]), np.linspace(-4, 5, 7)
    found = along_right_logit(s, o, np.int64(right))
    for place, value in enumerate(s):
        logits = o.copy()
        logits[right] = value
        expected = np.logaddexp.reduce(logits) - value
        assert found.L[place] == pytest.approx(expected, rel=1e-13)
        assert found.p[place] == pytest.approx(np.exp(-expected), rel=1e-13)


def test_the_slope_is_the_derivative_of_the_loss():
    o, s, h = np.array([0.3, -1.2, 2.0]), np.linspace(-3, 3, 5), 1e-5
    up, down = (along_right_logit(s + sign * h, o, np.int64(1)).L for sign in (1, -1))
    slope = along_right_logit(s, o, np.int64(1)).slope
    np.testing.assert_allclose((up - down) / (2 * h), slope, atol=1e-9)


def test_large_logits_do_not_overflow():
    found = along_right_logit(np.array([-1e4, 1e4]), np.array([1.0, 2.0]), np.int64(0))
    assert found.L.tolist() == [10002.0, 0.0]


def test_the_loss_along_a_direction_is_that_of_the_moved_weights():
    rng = np.random.default_rng(3)
    W, D, U, V = (rng.normal(size=shape) for shape in ((3, 3), (3, 3), (3, 2), (4, 3)))
    x, h_0, b, c = (rng.normal(size=shape) for shape in ((5, 2), 3, 3, 4))
    y_star, s, dW = rng.integers(0, 4, 5), np.array([-0.5, 0.0, 2.0]), rng.normal(size=(3, 3))
    given = (x, y_star, h_0)
    found = along_weights(s, D, np.float64(1.5), dW, *given, W, U, b, V, c)
    expected = [summed_loss(*given, W + step * D, U, b, V, c) for step in s]
    np.testing.assert_allclose(found.L, expected, rtol=1e-12)
    np.testing.assert_allclose(found.tangent, 1.5 + s * sum((dW * D).flat), rtol=1e-12)
    assert [point.loss_t for point in found.points] == found.L.tolist()
