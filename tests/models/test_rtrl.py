"""Real-time recurrent learning, against backpropagation through time and the complex step."""

import numpy as np
import pytest

from rnn_examples.models import rtrl
from rnn_examples.models.bptt import backpropagate
from rnn_examples.models.rtrl import by_weights, carry_forward
from tests.models import networks
from tests.oracles.complex_step import encoder_loss, far, gradient

NAMES = ("dW", "dU", "db", "dV", "dc", "dh_0")


def apart(inputs):
    """The largest difference between the two algorithms, relative to the gradient's size."""
    forwards, backwards = carry_forward(**inputs), backpropagate(**inputs)
    return max(far(getattr(forwards, name), getattr(backwards, name)) for name in NAMES)


@pytest.mark.parametrize("seed", range(24))
def test_both_algorithms_give_the_same_gradients(seed):
    inputs = networks.encoder(seed)
    assert apart(inputs) < 1e-12
    assert carry_forward(**inputs).L == backpropagate(**inputs).L


@pytest.mark.parametrize("seed", range(8))
def test_a_share_is_the_gradient_of_its_own_steps_loss(seed):
    inputs = networks.encoder(seed, time=4)
    found = carry_forward(**inputs)
    for t in range(1, 5):
        upto = {**inputs, "x": inputs["x"][:t], "y_star": inputs["y_star"][:t]}
        before = {**inputs, "x": inputs["x"][: t - 1], "y_star": inputs["y_star"][: t - 1]}
        for name in ("W", "U", "b", "V", "h_0"):
            true = gradient(encoder_loss, upto, name)
            if t > 1:
                true = true - gradient(encoder_loss, before, name)
            share = getattr(found.sensitivities[t - 1], f"d{name}_loss_t")
            assert np.abs(share - true).max() < 1e-12 * (1 + np.abs(true).max())


def test_the_shares_of_the_two_algorithms_are_not_the_same():
    inputs = networks.encoder(3, time=4)
    forwards, backwards = carry_forward(**inputs), backpropagate(**inputs)
    first = forwards.sensitivities[0].dW_loss_t, backwards.backward[0].dW_t
    assert np.abs(first[0] - first[1]).max() > 1e-3


def test_a_row_of_the_derivative_holds_the_weights_row_by_row():
    v = np.array([2.0, 3.0, 5.0])
    assert by_weights(v, 2).tolist() == [[2, 3, 5, 0, 0, 0], [0, 0, 0, 2, 3, 5]]


def unscaled(v, rows):
    return by_weights(v, rows) * 0.5


def turned(v, rows):
    return by_weights(v, rows)[::-1]


@pytest.mark.parametrize("mistake", [unscaled, turned])
def test_a_planted_mistake_is_found(mistake, monkeypatch):
    inputs = networks.encoder(15)
    monkeypatch.setattr(rtrl, "by_weights", mistake)
    assert apart(inputs) > 1e-3
