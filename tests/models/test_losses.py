"""Cross-entropy and its gradient, against 50 digits."""

import math

import hypothesis.strategies as st
import jaxtyping
import mpmath
import numpy as np
import pytest
from hypothesis import given

from rnn_examples.models import losses
from rnn_examples.models.losses import (
    cross_entropy,
    cross_entropy_step_by_step,
    log_softmax,
    loss_gradient,
    one_hot,
    shift,
)

MP = mpmath.mp.clone()
MP.dps = 50

logits = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=7).map(np.array)


def precisely(o):
    """Logarithms of the probabilities by the definition, without a shift."""
    total = MP.log(MP.fsum(MP.exp(MP.mpf(float(entry))) for entry in o))
    return [MP.mpf(float(entry)) - total for entry in o]


@given(logits, st.data())
def test_the_loss_agrees_with_50_digits_for_logits_up_to_ten_thousand(o, data):
    y = data.draw(st.integers(0, len(o) - 1))
    true = -precisely(o)[y]
    found = float(cross_entropy(log_softmax(shift(o)), np.int64(y)))
    assert np.isfinite(found)
    assert abs(found - float(true)) <= 1e-14 * (1 + np.abs(o).max())


@given(logits, st.data())
def test_the_gradient_is_the_derivative_of_the_loss_to_50_digits(o, data):
    y = data.draw(st.integers(0, len(o) - 1))
    found = cross_entropy_step_by_step(o, np.int64(y)).do
    change = MP.mpf(10) ** -20
    for k in range(len(o)):
        exact = [MP.mpf(float(entry)) for entry in o]
        ends = []
        for sign in (1, -1):
            moved = [entry + sign * change * (i == k) for i, entry in enumerate(exact)]
            largest = max(moved)
            total = MP.fsum(MP.exp(entry - largest) for entry in moved)
            ends.append(MP.log(total) - (moved[y] - largest))
        assert abs(float((ends[0] - ends[1]) / (2 * change)) - found[k]) < 1e-11


@given(logits)
def test_a_gradient_sums_to_zero_and_is_negative_only_for_the_right_token(o):
    found = cross_entropy_step_by_step(o, np.int64(0)).do
    assert abs(found.sum()) < 1e-14
    assert found[0] <= 0
    assert np.all(found[1:] >= 0)


@given(
    st.lists(st.integers(-400, 400), min_size=1, max_size=6).map(lambda o: np.array(o) / 8),
    st.integers(-1000, 1000),
)
def test_a_shift_of_all_logits_changes_nothing(o, by):
    one, other = (cross_entropy_step_by_step(o + d, np.int64(0)) for d in (0, by))
    for name in ("z", "r", "Z", "log_y_hat", "y_hat", "L", "do"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()


def test_the_steps_and_the_short_functions_give_the_same_bits():
    o, y = np.array([0.3, -1.2, 2.5, 0.1]), np.int64(1)
    steps = cross_entropy_step_by_step(o, y)
    assert log_softmax(shift(o)).tobytes() == steps.log_y_hat.tobytes()
    assert cross_entropy(steps.log_y_hat, y) == steps.L
    assert loss_gradient(steps.y_hat, y).tobytes() == steps.do.tobytes()


def test_where_softmax_is_zero_its_logarithm_is_still_right():
    steps = cross_entropy_step_by_step(np.array([1e4, -1e4, 0.0]), np.int64(1))
    assert steps.y_hat.tolist() == [1, 0, 0]
    assert steps.log_y_hat.tolist() == [0, -20000, -10000]
    assert steps.L == 20000
    assert steps.do.tolist() == [1, -1, 0]


def test_a_one_hot_vector_has_its_one_at_the_token():
    assert one_hot(np.int64(2), 4).tolist() == [0, 0, 1, 0]


def without_shift(o):
    return o * 1.0


@pytest.mark.parametrize(
    "mistake", [without_shift, lambda o: o - np.min(o)], ids=["no shift", "by the minimum"]
)
def test_without_the_shift_by_the_largest_the_loss_would_overflow(mistake, monkeypatch):
    monkeypatch.setattr(losses, "shift", mistake)
    with pytest.raises(RuntimeWarning, match="overflow"):
        log_softmax(losses.shift(np.array([1e4, -1e4, 0.0])))


def test_a_target_that_is_no_token_is_refused():
    with pytest.raises(IndexError):
        cross_entropy(np.zeros(3), np.int64(3))
    with pytest.raises(jaxtyping.TypeCheckError):
        cross_entropy(np.zeros(3), np.float64(1))


def test_every_value_on_the_way_to_the_loss_is_there():
    o = np.array([0.5, 3.0, -1.0])
    found = cross_entropy_step_by_step(o, np.int64(2))
    r = [math.exp(-2.5), 1.0, math.exp(-4.0)]
    y_hat = [each / math.fsum(r) for each in r]
    assert (found.m, found.z.tolist(), found.e.tolist()) == (3.0, [-2.5, 0.0, -4.0], [0, 0, 1])
    for array, expected in (
        (found.r, r),
        (found.Z, math.fsum(r)),
        (found.y_hat, y_hat),
        (found.log_y_hat, [math.log(each) for each in y_hat]),
        (found.L, -math.log(y_hat[2])),
        (found.do, [y_hat[0], y_hat[1], y_hat[2] - 1]),
    ):
        np.testing.assert_allclose(array, expected, rtol=1e-14)
