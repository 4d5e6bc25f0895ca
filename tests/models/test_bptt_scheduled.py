"""Gradients of a decoder that reads its own tokens at some steps, against the complex step."""

import numpy as np
import pytest

from rnn_examples.models import bptt_scheduled
from rnn_examples.models.bptt_scheduled import backpropagate_scheduled
from rnn_examples.models.bptt_seq2seq import back_through_decoder, write
from rnn_examples.models.scheduled import draw_coins
from tests.models import networks
from tests.oracles.complex_step import far, gradient, loss_of_step

PARAMETERS = ("E", "W", "U", "b", "V", "c", "s_0")
SEEDS = networks.telling(6)


def decoder(seed, time=6):
    given = networks.translator(seed, source=1, target=time)
    weights = {name: given[f"{name}_dec"] for name in "EWUb"} | {n: given[n] for n in "Vc"}
    return {"y_0": given["y_0"], "y_star": given["y_star"], "s_0": given["h_0"], **weights}


def loss_reading(tokens):
    def loss(p):
        state, total = p["s_0"], 0
        for before, y in zip(tokens, p["y_star"], strict=True):
            state = np.tanh(p["U"].dot(p["E"][before]) + p["W"].dot(state) + p["b"])
            total = total + loss_of_step(p["V"].dot(state) + p["c"], y)
        return total

    return loss


def errors(inputs, epsilon, seed):
    coins = draw_coins(seed, len(inputs["y_star"]))
    found = backpropagate_scheduled(**inputs, coins=coins, epsilon=np.float64(epsilon))
    tokens = [inputs["y_0"], *(step.y_next_t for step in found.forward[:-1])]
    loss = loss_reading(tokens)
    assert float(found.L) == pytest.approx(loss(inputs), rel=1e-13)
    return {
        name: far(getattr(found, f"d{name}"), gradient(loss, inputs, name)) for name in PARAMETERS
    }


@pytest.mark.parametrize("epsilon", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_gradient_agrees_with_the_complex_step(seed, epsilon):
    assert max(errors(decoder(seed), epsilon, seed).values()) < 1e-9


def test_with_the_right_tokens_it_is_the_decoder_of_the_translator():
    inputs = decoder(SEEDS[0])
    found = backpropagate_scheduled(**inputs, coins=np.zeros(6), epsilon=np.float64(1))
    tokens = inputs["y_0"], inputs["y_star"]
    E, W, U, V = (inputs[name] for name in "EWUV")
    steps = write(*tokens, inputs["s_0"], E, W, U, inputs["b"], V, inputs["c"])
    back = back_through_decoder(steps, *tokens, inputs["s_0"], E, W, U, V)
    for one, other in zip(found.backward, back, strict=True):
        assert far(one.delta_t, other.delta_dec_t) < 1e-12
        assert far(one.dE_t, other.dE_dec_t) < 1e-12


def test_a_planted_mistake_is_found(monkeypatch):
    monkeypatch.setattr(bptt_scheduled, "into_table", lambda token, dx, E: 0 * E)
    assert max(errors(decoder(SEEDS[0]), 0.5, 1).values()) > 1e-3
