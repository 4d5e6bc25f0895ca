"""A batch with padding, step by step: against one sentence at a time, and the complex step."""

import numpy as np
import pytest

from rnn_examples.models import bptt
from rnn_examples.models.batch import within
from rnn_examples.models.bptt_batch import backpropagate, backpropagate_alone
from rnn_examples.models.masks import REDUCTIONS, token_shares
from tests.models import networks
from tests.oracles.complex_step import far, gradient, loss_of_step

LENGTHS = np.array([2, 1, 0, 4])
TIME = 4
PARAMETERS = ("W", "U", "b", "V", "c")


def batch(seed, reduction="sum", padding=0.0, token=0):
    one, random = networks.encoder(seed), np.random.default_rng(seed + 9)
    m = within(LENGTHS, TIME)
    x = random.normal(size=(TIME, len(LENGTHS), one["x"].shape[1]))
    y_star = random.integers(0, len(one["c"]), m.shape)
    return {
        **{name: one[name] for name in PARAMETERS},
        "x": np.where(m[:, :, None], x, padding),
        "m": m,
        "y_star": np.where(m, y_star, token),
        "shares": token_shares(LENGTHS, TIME, reduction),
        "h_0": random.normal(size=(len(LENGTHS), len(one["h_0"]))),
    }


def loss(p):
    """One sentence after the other, in complex numbers; each token by its share."""
    total = 0
    for n, length in enumerate(LENGTHS):
        h = p["h_0"][n]
        for t in range(TIME):
            if t < length:
                h = np.tanh(p["W"].dot(h) + p["U"].dot(p["x"][t, n]) + p["b"])
            score = loss_of_step(p["V"].dot(h) + p["c"], p["y_star"][t, n])
            total = total + p["shares"][t, n] * score
    return total


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("seed", [3, 15, 20])
def test_loss_and_gradients_are_those_of_one_sentence_after_the_other(seed, reduction):
    given = batch(seed, reduction)
    found = backpropagate(**given)
    assert float(found.L) == pytest.approx(loss(given), rel=1e-13)
    for name in (*PARAMETERS, "h_0"):
        assert far(getattr(found, f"d{name}"), gradient(loss, given, name)) < 1e-12, name


def test_a_share_in_the_padding_scores_the_state_that_was_kept():
    given = batch(15) | {"shares": np.ones((TIME, len(LENGTHS)))}
    found = backpropagate(**given)
    assert float(found.L) == pytest.approx(loss(given), rel=1e-13)
    for name in (*PARAMETERS, "h_0"):
        assert far(getattr(found, f"d{name}"), gradient(loss, given, name)) < 1e-12, name


def test_the_sum_is_the_sum_of_single_sentences():
    given = batch(15)
    found = backpropagate(**given)
    weights = {name: given[name] for name in PARAMETERS}
    singles = [
        bptt.backpropagate(
            x=given["x"][:length, n], y_star=given["y_star"][:length, n], h_0=given["h_0"][n],
            **weights,
        )
        for n, length in enumerate(LENGTHS) if length
    ]  # fmt: skip
    assert float(found.L) == pytest.approx(sum(float(one.L) for one in singles), rel=1e-13)
    for name in PARAMETERS:
        expected = sum(getattr(one, f"d{name}") for one in singles)
        assert far(getattr(found, f"d{name}"), expected) < 1e-12


@pytest.mark.parametrize("padding", [np.nan, np.inf, 1e300])
def test_what_stands_in_the_padding_changes_nothing(padding):
    plain, spoilt = backpropagate(**batch(15)), backpropagate(**batch(15, padding=padding, token=1))
    for name in ("L", "dW", "dU", "db", "dV", "dc", "dh_0"):
        np.testing.assert_array_equal(getattr(spoilt, name), getattr(plain, name))


def test_without_the_mask_the_numbers_are_others():
    given = batch(15)
    right = backpropagate(**given)
    read = backpropagate(**{**given, "m": np.ones_like(given["m"])})
    counted = backpropagate(
        **{**given, "m": np.ones_like(given["m"]), "shares": np.ones_like(given["shares"])}
    )
    assert read.L == right.L  # what is not scored follows the end of each sentence
    assert abs(counted.L - right.L) > 0.1
    assert far(counted.dW, right.dW) > 1e-2


@pytest.mark.parametrize("n", [0, 1, 3])
def test_a_sentence_taken_out_of_the_batch_is_read_without_its_padding(n):
    given, length = batch(15, padding=np.nan), int(LENGTHS[n])
    weights = {name: given[name] for name in PARAMETERS}
    whole = {name: given[name] for name in ("x", "y_star", "h_0")}
    found = backpropagate_alone(**whole, n=n, words=length, **weights)
    alone = {"x": given["x"][:length, n], "y_star": given["y_star"][:length, n]}
    expected = bptt.backpropagate(**alone, h_0=given["h_0"][n], **weights)
    for name in ("L", "dW", "dU", "db", "dV", "dc", "dh_0"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))


@pytest.mark.parametrize("order", [[3, 0, 1, 2], [2, 1, 0, 3]])
def test_sentences_need_not_be_sorted_by_length(order):
    given = batch(15)
    turned = {name: given[name][:, order] for name in ("x", "m", "y_star", "shares")}
    plain = backpropagate(**given)
    found = backpropagate(**{**given, **turned, "h_0": given["h_0"][order]})
    assert float(found.L) == pytest.approx(float(plain.L), rel=1e-13)
    for name in PARAMETERS:
        assert far(getattr(found, f"d{name}"), getattr(plain, f"d{name}")) < 1e-12
    np.testing.assert_allclose(found.dh_0, plain.dh_0[order], rtol=0, atol=1e-13)
