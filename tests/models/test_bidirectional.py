"""The bidirectional network, against the complex step, 50 digits, and the sentence reversed."""

import mpmath
import numpy as np
import pytest

from rnn_examples.models import bidirectional
from rnn_examples.models.bidirectional import backpropagate, encode, last_states
from tests.models import networks
from tests.oracles.complex_gates import both_ways_loss
from tests.oracles.complex_step import far, gradient

SEEDS = range(24)  # every T from 1 to 12, twice
WEIGHTS = [f"{name}_{way}" for way in ("fwd", "bwd") for name in ("W", "U", "b", "h_0")]
MP = mpmath.mp.clone()
MP.dps = 50


def errors(inputs):
    """How far each gradient is from the complex step's; x's is found step by step."""
    found = backpropagate(**inputs)
    gradients = {name: getattr(found, f"d{name}") for name in WEIGHTS}
    gradients["x"] = np.array([step.dx_t for step in found.backward])
    return {
        name: far(value, gradient(both_ways_loss, inputs, name))
        for name, value in gradients.items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_gradient_agrees_with_the_complex_step(seed):
    assert max(errors(networks.both_ways(seed)).values()) < 1e-9


def forward(inputs):
    return {name: value for name, value in inputs.items() if "dh_now" not in name}


def in_50_digits(p, way, sentence):
    """The states of one direction, which reads the sentence as it is given."""
    h = [MP.mpf(float(entry)) for entry in p[f"h_0_{way}"]]
    rows = np.c_[p[f"W_{way}"], p[f"U_{way}"], p[f"b_{way}"]].tolist()
    for x_t in sentence.tolist():
        h = [MP.tanh(MP.fdot(map(MP.mpf, row), [*h, *x_t, 1])) for row in rows]
        yield [float(entry) for entry in h]


def exact_states(inputs):
    forwards = list(in_50_digits(inputs, "fwd", inputs["x"]))
    backwards = list(in_50_digits(inputs, "bwd", inputs["x"][::-1]))
    return np.array([a + b for a, b in zip(forwards, reversed(backwards), strict=True)])


def states(inputs):
    return np.array([step.h_t for step in encode(**forward(inputs))])


@pytest.mark.parametrize("seed", range(8))
def test_the_states_agree_with_50_digits(seed):
    inputs = networks.both_ways(seed)
    assert np.allclose(states(inputs), exact_states(inputs), rtol=0, atol=1e-13)


def test_the_last_states_are_those_that_have_read_everything():
    inputs = networks.both_ways(15, time=5)
    steps = encode(**forward(inputs))
    size = len(inputs["h_0_fwd"])
    forwards = list(in_50_digits(inputs, "fwd", inputs["x"]))[-1]
    backwards = list(in_50_digits(inputs, "bwd", inputs["x"][::-1]))[-1]
    assert np.allclose(last_states(steps), forwards + backwards, rtol=0, atol=1e-13)
    assert not np.allclose(last_states(steps), steps[-1].h_t)
    assert last_states(steps)[:size].tolist() == steps[-1].h_fwd_t.tolist()


def test_of_one_place_the_last_states_are_its_own():
    steps = encode(**forward(networks.both_ways(3, time=1)))
    assert last_states(steps).tolist() == steps[0].h_t.tolist()


def test_no_steps_have_no_last_states():
    inputs = networks.both_ways(3)
    steps = encode(**{**forward(inputs), "x": np.zeros((0, inputs["x"].shape[1]))})
    assert steps == []
    with pytest.raises(ValueError, match="at least one time step"):
        last_states(steps)


def test_the_reversed_sentence_with_the_weights_exchanged_has_the_reversed_states():
    inputs = networks.both_ways(15, time=5)
    turned = {"x": inputs["x"][::-1]}
    for name in WEIGHTS:
        letter, way = name.rsplit("_", 1)
        turned[name] = inputs[f"{letter}_{'bwd' if way == 'fwd' else 'fwd'}"]
    size = len(inputs["h_0_fwd"])
    found = np.roll(states(turned)[::-1], size, axis=1)
    assert found.tolist() == states(inputs).tolist()


# Planted mistakes.


def time_reversed_twice(x, *weights):
    return backwards(x[::-1], *weights)


def in_the_order_of_reading(x, *weights):
    return backwards(x, *weights)[::-1]


backwards = bidirectional.encode_backwards


@pytest.mark.parametrize("mistake", [time_reversed_twice, in_the_order_of_reading])
def test_a_mistake_of_direction_changes_the_states(mistake, monkeypatch):
    inputs = networks.both_ways(15, time=5)
    true = exact_states(inputs)
    monkeypatch.setattr(bidirectional, "encode_backwards", mistake)
    assert far(states(inputs), true) > 1e-3


MISTAKES = {
    "W for Wᵀ": ("through_recurrence", lambda W, delta_next: W @ delta_next),
    "nothing from later steps": ("through_recurrence", lambda W, delta_next: 0 * delta_next),
    "only the last share": ("total", lambda shares: list(shares)[-1]),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_planted_mistake_is_found(what, monkeypatch):
    monkeypatch.setattr(bidirectional, *MISTAKES[what])
    assert max(errors(networks.both_ways(15, time=5)).values()) > 1e-3
