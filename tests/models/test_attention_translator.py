"""The translator with attention: its gradients against the complex step; its training."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_examples.models import attention_run, attention_translator
from rnn_examples.models.attention_backward import ThroughLook
from rnn_examples.models.attention_run import attend_at, train_attending
from rnn_examples.models.attention_translator import (
    ATTENDING,
    DECODER,
    backpropagate_attending,
    write_attending,
)
from rnn_examples.models.bptt_seq2seq import read
from rnn_examples.models.training_run import as_tables
from tests.models import networks
from tests.models.as_users import MODELS
from tests.oracles.complex_attention import translation_loss
from tests.oracles.complex_step import far, gradient


def translator(seed, source=4, target=5):
    """Dense, of unequal sizes; tokens repeat."""
    one = networks.translator(seed, source, target)
    random = np.random.default_rng(seed + 5)
    n = len(one["h_0"])
    return one | {
        "s_0": random.normal(size=n),
        "W_a": random.normal(size=(n, n)),
        "W_c": random.normal(size=(n, 2 * n)),
    }


def errors(inputs):
    found = backpropagate_attending(**inputs)
    return {
        name: far(getattr(found, f"d{name}"), gradient(translation_loss, inputs, name))
        for name in ATTENDING
    }


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), source=st.integers(1, 6), target=st.integers(1, 6))
def test_loss_and_gradients_agree_with_the_complex_step(seed, source, target):
    inputs = translator(seed, source, target)
    found = backpropagate_attending(**inputs)
    assert float(found.L) == pytest.approx(translation_loss(inputs), rel=1e-12)
    for name in ATTENDING:
        true = gradient(translation_loss, inputs, name)
        np.testing.assert_allclose(getattr(found, f"d{name}"), true, rtol=1e-8, atol=1e-11)


MISTAKES = {
    "the look gets no gradient": (
        "through_look", lambda alpha, h, dv: ThroughLook(h @ dv, 0 * alpha, np.outer(alpha, dv))
    ),
    "the slope of tanh is lost": ("through_tanh", lambda h, dh: dh),
    "only the last share": ("total", lambda shares: list(shares)[-1]),
}  # fmt: skip


@pytest.mark.parametrize("what", MISTAKES)
def test_a_planted_mistake_is_found(what, monkeypatch):
    monkeypatch.setattr(attention_translator, *MISTAKES[what])
    assert max(errors(translator(*networks.telling(1))).values()) > 1e-3


def moments(steps=4, every=2):
    inputs = translator(*networks.telling(1))
    start = {name: inputs[name] for name in ("y_0", "h_0", "s_0")}
    pairs = [(inputs["w"], inputs["y_star"]), (inputs["w"][:1], inputs["y_star"][::-1])]
    weights = {name: inputs[name] for name in ATTENDING}
    how = {"eta": np.float64(0.1), "theta": np.float64(1.0), "mu": np.float64(0.5)}
    return inputs, train_attending(weights, pairs, **start, **how, steps=steps), every


def test_training_takes_momentum_steps_against_the_clipped_gradient():
    inputs, history, _ = moments(steps=2)
    pairs = [
        {**inputs, "w": inputs["w"], "y_star": inputs["y_star"]},
        {**inputs, "w": inputs["w"][:1], "y_star": inputs["y_star"][::-1]},
    ]
    velocity = dict.fromkeys(ATTENDING, 0.0)
    weights = {name: inputs[name] for name in ATTENDING}
    for moment in history[1:]:
        sums = {
            name: sum(gradient(translation_loss, {**pair, **weights}, name) for pair in pairs)
            for name in ATTENDING
        }
        length = np.sqrt(sum(np.sum(value**2) for value in sums.values()))
        for name in ATTENDING:
            velocity[name] = 0.5 * velocity[name] + sums[name] / max(length, 1.0)
            weights[name] = weights[name] - 0.1 * velocity[name]
            np.testing.assert_allclose(moment[name], weights[name], rtol=0, atol=1e-6)


def test_a_moment_is_the_network_with_the_weights_of_its_time():
    inputs, history, every = moments()
    tables = as_tables(history, every, ATTENDING)
    fixed = {name: inputs[name] for name in ("w", "y_0", "y_star", "h_0", "s_0")}
    for k in range(3):
        found = attend_at(np.int64(k), **fixed, **tables)
        weights = history[k * every]
        assert found["step"] == k * every
        encoder = (weights[name] for name in ("E_enc", "W_enc", "U_enc", "b_enc"))
        h = np.stack([step.h_t for step in read(inputs["w"], inputs["h_0"], *encoder)])
        steps = write_attending(
            inputs["y_0"], inputs["y_star"], inputs["s_0"], h, *(weights[name] for name in DECODER)
        )
        assert found["A"].tolist() == [step.alpha_t.tolist() for step in steps]
        assert found["L"] == pytest.approx(translation_loss({**inputs, **weights}), rel=1e-12)
        np.testing.assert_allclose(found["A"].sum(axis=1), 1, rtol=1e-14)
        assert [int(step.y_t) for step in steps] == [int(step.y_hat_t.argmax()) for step in steps]


def test_no_pairs_and_a_moment_that_there_is_not_are_refused():
    inputs, history, every = moments()
    start = {name: inputs[name] for name in ("y_0", "h_0", "s_0")}
    with pytest.raises(ValueError, match="pairs is empty; there must be one pair or more"):
        MODELS.attention_run.train_attending(
            history[0], [], **start, eta=0.1, theta=1.0, mu=0.5, steps=1
        )
    with pytest.raises(ValueError, match=r"k is 3; with the moments of E_enc_run = 3"):
        MODELS.training_run.weights_at(3, as_tables(history, every, ATTENDING), ATTENDING)


def test_the_gradients_are_rounded_so_that_every_processor_finds_the_same_weights(monkeypatch):
    monkeypatch.setattr(attention_run, "round_off", lambda gradient: np.zeros_like(gradient))
    _, history, _ = moments()
    for name in ATTENDING:
        assert history[-1][name].tolist() == history[0][name].tolist()
