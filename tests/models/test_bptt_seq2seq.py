"""Backpropagation through the encoder-decoder, against the complex step and PyTorch."""

import json
import math
from pathlib import Path

import jaxtyping
import numpy as np
import pytest

from rnn_examples.models import bptt_seq2seq
from rnn_examples.models.bptt_seq2seq import backpropagate_translation
from tests.models import networks
from tests.oracles.complex_step import far, gradient, translation_loss

RECORDED = json.loads(
    (Path(__file__).parents[1] / "oracles" / "pytorch_gradients.json").read_text("utf-8")
)
ENCODER = ("E_enc", "W_enc", "U_enc", "b_enc", "h_0")
PARAMETERS = (*ENCODER, "E_dec", "W_dec", "U_dec", "b_dec", "V", "c")
SEEDS = range(24)  # every T from 1 to 12, twice
(TELLING,) = networks.telling(1)


def errors(inputs):
    found = backpropagate_translation(**inputs)
    return {
        name: far(getattr(found, f"d{name}"), gradient(translation_loss, inputs, name))
        for name in PARAMETERS
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_gradient_agrees_with_the_complex_step(seed):
    inputs = networks.translator(seed)
    found = backpropagate_translation(**inputs)
    assert float(found.L) == pytest.approx(translation_loss(inputs), rel=1e-13)
    assert max(errors(inputs).values()) < 1e-9


def test_the_networks_that_are_tried_have_every_length_and_repeated_tokens():
    tried = [networks.translator(seed) for seed in SEEDS]
    assert {len(inputs["w"]) for inputs in tried} == set(range(1, 13))
    for side in ("w", "y_star"):
        assert any(len(set(inputs[side].tolist())) < len(inputs[side]) for inputs in tried)
    assert all(inputs["E_enc"].shape != inputs["E_dec"].shape for inputs in tried)


@pytest.mark.parametrize("case", RECORDED["translators"], ids=lambda case: f"seed{case['seed']}")
def test_every_gradient_agrees_with_pytorch(case):
    inputs = {name: np.array(value)[()] for name, value in case["inputs"].items()}
    found = backpropagate_translation(**inputs)
    assert far(np.array([found.L]), np.array([case["loss"]])) < 1e-13
    for name in PARAMETERS:
        assert far(getattr(found, f"d{name}"), np.array(case["gradients"][name])) < 1e-12


@pytest.mark.parametrize("seed", range(6))
def test_the_gradient_crosses_the_hand_over(seed):
    inputs = networks.translator(seed, source=3, target=4)
    found = backpropagate_translation(**inputs)
    assert found.encoder_backward[-1].dh_t.tolist() == found.ds_0.tolist()
    started = {**inputs, "w": np.array([], dtype=int), "h_0": found.encoder[-1].h_t}
    assert far(found.ds_0, gradient(translation_loss, started, "h_0")) < 1e-9


@pytest.mark.parametrize("seed", range(6))
def test_the_shares_add_up(seed):
    found = backpropagate_translation(**networks.translator(seed, source=4, target=5))
    for steps, names in (
        (found.decoder_backward, ("dE_dec", "dW_dec", "dU_dec", "dV")),
        (found.encoder_backward, ("dE_enc", "dW_enc", "dU_enc")),
    ):
        for name in names:
            shares = np.sum([getattr(step, f"{name}_t") for step in steps], axis=0)
            assert np.allclose(shares, getattr(found, name), rtol=0, atol=1e-13)


def test_a_row_of_the_table_gets_a_share_from_every_place_of_its_token():
    inputs = networks.translator(TELLING, source=5, target=2)
    words = len(inputs["E_enc"])
    inputs["w"] = np.array([0, words - 1, 0, 0, words - 1])
    found = backpropagate_translation(**inputs)
    by_row = np.zeros_like(found.dE_enc)
    for word, step in zip(inputs["w"], found.encoder_backward, strict=True):
        by_row[word] += step.dx_enc_t
    assert np.allclose(found.dE_enc, by_row, rtol=0, atol=1e-14)
    assert words > 2
    assert not found.dE_enc[1:-1].any()


def test_the_last_target_is_never_read():
    inputs = networks.translator(TELLING, source=2, target=3)
    last = len(inputs["c"]) - 1
    inputs["y_star"] = np.array([0, 0, last])
    assert last
    assert not backpropagate_translation(**inputs).dE_dec[last].any()


# Planted mistakes: the comparison with the complex step finds each.


def only_the_last_share(shares):
    return list(shares)[-1]


def no_slope(h_t, dh_t):
    return dh_t * 1.0


def not_transposed(W, delta_next):
    return W @ delta_next


def cut(ds_0):
    return 0 * ds_0


seen = []
into_table = bptt_seq2seq.into_table


def counted_once(token, dx_t, E):
    """A repeated token's row gets the share of one place only."""
    again = any(token == other and E is table for other, table in seen)
    seen.append((token, E))
    return into_table(token, dx_t, E) * (0.0 if again else 1.0)


def row_of_the_first(token, dx_t, E):
    return into_table(token * 0, dx_t, E)


back_through_encoder = bptt_seq2seq.back_through_encoder


def one_step_late(steps, w, h_0, dh_T, *weights):
    return back_through_encoder(steps, np.roll(w, 1), h_0, dh_T, *weights)


MISTAKES = {
    "total": [only_the_last_share],
    "through_tanh": [no_slope],
    "through_recurrence": [not_transposed],
    "hand_back": [cut],
    "into_table": [counted_once, row_of_the_first],
    "back_through_encoder": [one_step_late],
}


@pytest.mark.parametrize(
    ("name", "mistake"), [(name, mistake) for name in MISTAKES for mistake in MISTAKES[name]]
)
def test_a_planted_mistake_is_found(name, mistake, monkeypatch):
    seen.clear()
    inputs = networks.translator(TELLING, source=6, target=5)
    assert max(errors(inputs).values()) < 1e-9
    monkeypatch.setattr(bptt_seq2seq, name, mistake)
    found = errors(inputs)
    assert max(found.values()) > 1e-3
    if mistake is cut:
        assert min(found[name] for name in ENCODER) == 1  # nothing arrives
        assert max(found[name] for name in set(PARAMETERS) - set(ENCODER)) < 1e-9


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("w", np.array([0.0])),
        ("y_0", np.float64(1)),
        ("E_enc", np.ones((2, 9))),
        ("W_enc", np.ones((2, 3))),
        ("E_dec", np.ones((2, 9))),
        ("V", np.ones((9, 9))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_shape_is_refused_where_shapes_are_checked(name, value):
    with pytest.raises(jaxtyping.TypeCheckError):
        backpropagate_translation(**{**networks.translator(3), name: value})


@pytest.mark.parametrize("seed", networks.telling(4))
def test_every_part_of_a_step_follows_from_the_part_before(seed):
    inputs = networks.translator(seed)
    found = backpropagate_translation(**inputs)
    s_prev, y_prev = found.encoder[-1].h_t, inputs["y_0"]
    for step, y_t in zip(found.decoder, inputs["y_star"], strict=True):
        assert step.x_dec_t.tolist() == inputs["E_dec"][y_prev].tolist()
        shares = np.c_[inputs["W_dec"] * s_prev, inputs["U_dec"] * step.x_dec_t, inputs["b_dec"]]
        assert np.allclose(step.a_dec_t, list(map(math.fsum, shares)), rtol=0, atol=1e-12)
        assert np.allclose(step.s_t, list(map(math.tanh, step.a_dec_t)), rtol=0, atol=1e-12)
        o_t = list(map(math.fsum, np.c_[inputs["V"] * step.s_t, inputs["c"]]))
        assert np.allclose(step.o_t, o_t, rtol=0, atol=1e-12)
        assert np.allclose(step.z_t, [o - max(o_t) for o in o_t], rtol=0, atol=1e-12)
        assert np.allclose(np.exp(step.log_y_hat_t), step.y_hat_t, rtol=1e-12)
        s_prev, y_prev = step.s_t, y_t


@pytest.mark.parametrize("seed", networks.telling(4))
def test_what_goes_back_is_made_of_what_came_back(seed):
    inputs = networks.translator(seed)
    found = backpropagate_translation(**inputs)
    later = np.zeros(len(inputs["h_0"]))
    for step in reversed(found.decoder_backward):
        now = [math.fsum(row) for row in inputs["V"].T * step.do_t]
        assert np.allclose(step.ds_now_t, now, rtol=0, atol=1e-12)
        assert np.allclose(step.ds_later_t, later, rtol=0, atol=1e-11)
        assert np.allclose(step.ds_t, step.ds_now_t + step.ds_later_t, rtol=0, atol=1e-12)
        into = [math.fsum(row) for row in inputs["U_dec"].T * step.delta_dec_t]
        assert np.allclose(step.dx_dec_t, into, rtol=0, atol=1e-12)
        later = [math.fsum(row) for row in inputs["W_dec"].T * step.delta_dec_t]
    assert np.allclose(found.ds_0, later, rtol=0, atol=1e-12)
