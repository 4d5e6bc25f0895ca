"""The decoder with a context, against the complex step, PyTorch and the decoder without one."""

import numpy as np
import pytest

from rnn_examples.models import context
from rnn_examples.models.bptt_seq2seq import backpropagate_translation
from rnn_examples.models.context import backpropagate_with_context
from tests.models import networks
from tests.oracles.complex_step import far, gradient, loss_of_step
from tests.oracles.framework_cases import TRANSLATION
from tests.oracles.framework_weights import recorded

PARAMETERS = (
    "E_enc", "W_enc", "U_enc", "b_enc", "E_dec", "W_dec", "U_dec", "C_dec", "b_dec", "V", "c",
    "h_0", "s_0",
)  # fmt: skip
SEEDS = range(16)


def with_context(seed, **lengths):
    inputs, random = networks.translator(seed, **lengths), np.random.default_rng(seed + 50)
    size = len(inputs["h_0"])
    return {**inputs, "s_0": random.normal(size=size), "C_dec": random.normal(size=(size, size))}


def context_loss(p):
    """The network once more, in complex numbers."""
    v = p["h_0"]
    for word in p["w"]:
        v = np.tanh(p["U_enc"].dot(p["E_enc"][word]) + p["W_enc"].dot(v) + p["b_enc"])
    whole = np.concatenate([p["W_dec"], p["U_dec"], p["C_dec"]], axis=1)
    state, total, before = p["s_0"], 0, p["y_0"]
    for y in p["y_star"]:
        read = np.concatenate([state, p["E_dec"][before], v])
        state = np.tanh(whole.dot(read) + p["b_dec"])
        total = total + loss_of_step(p["V"].dot(state) + p["c"], y)
        before = y
    return total


def errors(inputs):
    found = backpropagate_with_context(**inputs)
    return {
        name: far(getattr(found, f"d{name}"), gradient(context_loss, inputs, name))
        for name in PARAMETERS
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_gradient_agrees_with_the_complex_step(seed):
    inputs = with_context(seed)
    found = backpropagate_with_context(**inputs)
    assert float(found.L) == pytest.approx(context_loss(inputs), rel=1e-13)
    assert max(errors(inputs).values()) < 1e-9


def test_the_contexts_gradient_is_the_encoders_last_one():
    found = backpropagate_with_context(**with_context(15, source=4, target=3))
    assert found.dv.tolist() == found.encoder_backward[-1].dh_t.tolist()


def test_without_its_matrix_and_from_the_last_state_it_is_the_other_decoder():
    inputs = with_context(15, source=4, target=3)
    other = backpropagate_translation(
        **{name: value for name, value in inputs.items() if name not in ("s_0", "C_dec")}
    )
    inputs |= {"s_0": other.encoder[-1].h_t, "C_dec": np.zeros_like(inputs["C_dec"])}
    found = backpropagate_with_context(**inputs)
    assert found.L == other.L
    assert found.dW_dec.tolist() == other.dW_dec.tolist()
    assert found.ds_0.tolist() == other.ds_0.tolist()
    assert not found.dW_enc.any()  # nothing comes back by the context


TRANSLATIONS = recorded("pytorch")["translations"]


@pytest.mark.parametrize("way", TRANSLATIONS)
def test_the_lessons_translation_is_pytorchs(way):
    true = TRANSLATIONS[way]
    inputs = {name: np.array(value) for name, value in TRANSLATION.items()}
    if way == "context":
        found = backpropagate_with_context(**inputs)
    else:
        del inputs["s_0"], inputs["C_dec"]
        found = backpropagate_translation(**inputs)
    assert float(found.L) == pytest.approx(true["loss"], rel=1e-14)
    assert far(np.array([step.o_t for step in found.decoder]), np.array(true["o"])) < 1e-14
    assert len(true["gradients"]) == (13 if way == "context" else 11)
    for name, value in true["gradients"].items():
        assert far(getattr(found, f"d{name}"), np.array(value)) < 1e-13, name


def test_the_reversed_source_gives_another_translation():
    inputs = {name: np.array(value) for name, value in TRANSLATION.items()}
    turned = {**inputs, "w": inputs["w"][::-1]}
    one, other = backpropagate_with_context(**inputs), backpropagate_with_context(**turned)
    assert abs(one.L - other.L) > 1e-3


MISTAKES = {
    "only the last share": ("total", lambda shares: list(shares)[-1]),
    "W for Wᵀ": ("through_recurrence", lambda W, delta_next: W @ delta_next),
    "shares turned": ("outer", lambda column, row: np.outer(row, column)),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_planted_mistake_is_found(what, monkeypatch):
    inputs = with_context(15, source=4, target=3)
    assert len(inputs["h_0"]) > 1
    monkeypatch.setattr(context, *MISTAKES[what])
    assert max(errors(inputs).values()) > 1e-3
