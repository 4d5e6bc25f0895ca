"""The LSTM without a forget gate and with peepholes, against the complex step and exact numbers."""

from functools import partial

import numpy as np
import pytest

from rnn_examples.models import lstm, lstm_variants
from rnn_examples.models.lstm_variants import (
    backpropagate_no_forget,
    backpropagate_peepholes,
    encode_no_forget,
    encode_peepholes,
)
from tests.models import networks
from tests.oracles.complex_gates import lstm_loss
from tests.oracles.complex_step import far, gradient

SEEDS = range(24)  # every T from 1 to 12, twice


def without_forget(seed, time=None):
    return networks.lstm(seed, time, gates="ioc")


def with_peepholes(seed, time=None):
    inputs = networks.lstm(seed, time)
    random = np.random.default_rng(seed + 100)
    return {**inputs, **{f"p_{gate}": random.normal(size=len(inputs["h_0"])) for gate in "ifo"}}


VARIANTS = {
    "no forget gate": (without_forget, backpropagate_no_forget, {"forget": False}),
    "peepholes": (with_peepholes, backpropagate_peepholes, {"peepholes": True}),
}

variant = pytest.mark.parametrize("kind", VARIANTS)


def errors(kind, seed):
    """How far each gradient is from the complex step's."""
    make, backpropagate, options = VARIANTS[kind]
    inputs = make(seed)
    found = {name[1:]: value for name, value in backpropagate(**inputs).gradients.items()}
    assert found.keys() == inputs.keys() - {"x", "dh_now", "dc_T"}
    loss = partial(lstm_loss, **options)
    return {name: far(value, gradient(loss, inputs, name)) for name, value in found.items()}


@variant
@pytest.mark.parametrize("seed", SEEDS)
def test_every_gradient_agrees_with_the_complex_step(kind, seed):
    assert max(errors(kind, seed).values()) < 1e-9


def forward(inputs):
    return {name: value for name, value in inputs.items() if name not in ("dh_now", "dc_T")}


@variant
@pytest.mark.parametrize("seed", range(8))
def test_the_last_states_are_the_slopes_of_the_loss(kind, seed):
    """The loss is linear in the states, so its gradient by dh_now is the states themselves."""
    make, backpropagate, options = VARIANTS[kind]
    inputs = make(seed)
    found = backpropagate(**inputs).forward
    loss = partial(lstm_loss, **options)
    assert far(np.array([step.h_t for step in found]), gradient(loss, inputs, "dh_now")) < 1e-13
    assert far(found[-1].c_t, gradient(loss, inputs, "dc_T")) < 1e-13


def test_without_a_forget_gate_nothing_is_forgotten():
    inputs = forward(without_forget(15, time=12))
    for name in ("W_i", "U_i"):
        inputs[name] = np.zeros_like(inputs[name])
    inputs["b_i"] = np.full_like(inputs["b_i"], -1000.0)
    assert encode_no_forget(**inputs)[-1].c_t.tolist() == inputs["c_0"].tolist()


def test_it_is_the_lstm_with_a_forget_gate_that_stays_open():
    inputs = forward(without_forget(15))
    like = np.zeros_like
    opened = {
        "W_f": like(inputs["W_i"]), "U_f": like(inputs["U_i"]), "b_f": like(inputs["b_i"]) + 1000,
    }  # fmt: skip
    found = [step.h_t.tolist() for step in lstm.encode(**inputs, **opened)]
    assert [step.h_t.tolist() for step in encode_no_forget(**inputs)] == found


def test_peepholes_of_zero_leave_the_lstm():
    inputs = forward(with_peepholes(15))
    inputs |= {name: np.zeros_like(inputs[name]) for name in ("p_i", "p_f", "p_o")}
    plain = {name: value for name, value in inputs.items() if not name.startswith("p_")}
    found = [step.h_t.tolist() for step in lstm.encode(**plain)]
    assert [step.h_t.tolist() for step in encode_peepholes(**inputs)] == found


@pytest.mark.parametrize(
    ("name", "mistake"),
    [
        ("through_sigmoid", lambda gate_t, dgate_t: gate_t * dgate_t),
        ("total", lambda shares: list(shares)[-1]),
        ("through_gates", lambda step, *Ws: lstm.through_gates(step, *(W.T for W in Ws))),
    ],
    ids=["σ′", "shares", "W for Wᵀ"],
)
def test_a_planted_mistake_is_found(name, mistake, monkeypatch):
    monkeypatch.setattr(lstm_variants, name, mistake)
    assert max(errors("peepholes", 15).values()) > 1e-3
