"""The Elman network, against 50 digits and against PyTorch."""

import json
from pathlib import Path

import hypothesis.strategies as st
import jaxtyping
import numpy as np
import pytest
from hypothesis import given

from rnn_examples.models import rnn
from rnn_examples.models.rnn import encode, rnn_step
from rnn_examples.oracles import fifty_digits

RECORDED = json.loads(
    (Path(__file__).parents[1] / "oracles" / "pytorch_rnn.json").read_text("utf-8")
)

THEORY_PAGE = {
    "x": np.array([[1.0], [2.0]]),
    "h_0": np.zeros(2),
    "W": np.array([[0.3, -0.1], [0.0, 0.2]]),
    "U": np.array([[0.5], [0.7]]),
    "b": np.zeros(2),
}


def draw(seed, time=5, inputs=3, hidden=4, scale=1.0):
    """Dense, asymmetric weights of both signs, no two sizes equal."""
    random = np.random.default_rng(seed)
    return {
        "x": scale * random.normal(size=(time, inputs)),
        "h_0": random.normal(size=hidden),
        "W": random.normal(size=(hidden, hidden)),
        "U": random.normal(size=(hidden, inputs)),
        "b": random.normal(size=hidden),
    }


def far_from(steps, expected):
    """The largest error of a hidden state, relative to 1."""
    return max(
        abs(float(fifty_digits.mp.mpf(float(found)) - true))
        for step, (_, states) in zip(steps, expected, strict=True)
        for found, true in zip(step.h_t, states, strict=True)
    )


def test_the_theory_page_has_the_values_that_are_expected_of_it():
    (_, h_1), (_, h_2) = fifty_digits.encode(**THEORY_PAGE)
    five = [[f"{float(entry):.5f}" for entry in state] for state in (h_1, h_2)]
    assert five == [["0.46212", "0.60437"], ["0.79253", "0.90885"]]
    assert far_from(encode(**THEORY_PAGE), fifty_digits.encode(**THEORY_PAGE)) < 1e-15


@pytest.mark.parametrize("scale", [0.1, 1.0, 30.0])  # from nearly linear to saturated
@pytest.mark.parametrize("seed", range(5))
def test_the_encoder_agrees_with_50_digits(seed, scale):
    inputs = draw(seed, scale=scale)
    expected = fifty_digits.encode(**inputs)
    steps = encode(**inputs)
    assert far_from(steps, expected) < 1e-13
    for step, (a, _) in zip(steps, expected, strict=True):
        assert np.allclose(step.a_t, [float(entry) for entry in a], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("case", RECORDED["cases"], ids=lambda case: f"seed{case['seed']}")
def test_the_encoder_agrees_with_pytorch(case):
    inputs = {name: np.array(case[name]) for name in ("x", "h_0", "W", "U", "b")}
    states = np.array([step.h_t for step in encode(**inputs)])
    assert np.abs(states - case["h"]).max() < 1e-14
    one = rnn_step(inputs["x"][0], *(inputs[name] for name in ("h_0", "W", "U", "b")))
    assert np.abs(one.h_t - case["cell_h_1"]).max() < 1e-14


def test_the_oracle_tells_which_version_it_was_recorded_with():
    assert RECORDED["torch"].startswith("2.13.0")


@given(st.integers(0, 10**6))
def test_a_hidden_state_stays_between_minus_one_and_one(seed):
    steps = encode(**draw(seed, scale=100.0))
    assert all(np.all(np.abs(step.h_t) <= 1) for step in steps)


def test_the_empty_sentence_has_no_steps():
    assert encode(**{**draw(1), "x": np.empty((0, 3))}) == []


def transposed_recurrence(x_t, h_prev, W, U, b):
    a_t = W.T @ h_prev + U @ x_t + b
    return rnn.RNNStep(a_t, np.tanh(a_t))


def wrong_sign(x_t, h_prev, W, U, b):
    a_t = W @ h_prev + U @ x_t - b
    return rnn.RNNStep(a_t, np.tanh(a_t))


def no_activation(x_t, h_prev, W, U, b):
    a_t = W @ h_prev + U @ x_t + b
    return rnn.RNNStep(a_t, a_t)


def state_of_the_step_before(x_t, h_prev, W, U, b):
    a_t = W @ h_prev + U @ x_t + b
    return rnn.RNNStep(a_t, np.tanh(W @ np.tanh(a_t) + b))


@pytest.mark.parametrize(
    "mistake", [transposed_recurrence, wrong_sign, no_activation, state_of_the_step_before]
)
def test_a_planted_mistake_is_found(mistake, monkeypatch):
    monkeypatch.setattr(rnn, "rnn_step", mistake)
    inputs = draw(1)
    assert far_from(encode(**inputs), fifty_digits.encode(**inputs)) > 1e-3


@pytest.mark.parametrize(
    ("name", "shape"), [("x", (5, 2)), ("h_0", (3,)), ("W", (4, 3)), ("U", (3, 4)), ("b", (4, 1))]
)
def test_a_wrong_shape_is_refused_where_shapes_are_checked(name, shape):
    with pytest.raises(jaxtyping.TypeCheckError):
        encode(**{**draw(1), name: np.ones(shape)})


def test_integers_are_no_hidden_state_where_shapes_are_checked():
    with pytest.raises(jaxtyping.TypeCheckError):
        encode(**{**draw(1), "h_0": np.ones(4, dtype=int)})
