"""Losses with masks: against one sentence at a time, and whatever stands in the padding."""

import mpmath
import numpy as np
import pytest

from rnn_examples.models.batch import read_batch, within
from rnn_examples.models.bidirectional import encode, last_states
from rnn_examples.models.masks import (
    REDUCTIONS,
    fill_padding,
    masked_loss,
    reversed_within,
    token_shares,
)
from tests.models import networks
from tests.oracles.complex_step import far, loss_of_step

LENGTHS = np.array([3, 1, 0, 4])
TIME, CLASSES = 4, 5
MP = mpmath.mp.clone()
MP.dps = 50


def scores(padding=0.0, token=0):
    random = np.random.default_rng(5)
    o = random.normal(size=(TIME, len(LENGTHS), CLASSES)) * 4
    y = random.integers(0, CLASSES, (TIME, len(LENGTHS)))
    mask = within(LENGTHS, TIME)
    return np.where(mask[:, :, None], o, padding), np.where(mask, y, token)


def of_token(o, y):
    entries = [MP.mpf(float(entry)) for entry in o]
    return MP.log(MP.fsum(map(MP.exp, entries))) - entries[y]


def expected(reduction):
    """The loss in 50 digits, one sentence after the other."""
    o, y = scores()
    each = [[of_token(o[t, n], y[t, n]) for t in range(length)] for n, length in enumerate(LENGTHS)]
    sums = [MP.fsum(tokens) for tokens in each]
    if reduction == "sum":
        return MP.fsum(sums)
    if reduction == "tokens":
        return MP.fsum(sums) / int(LENGTHS.sum())
    if reduction == "sentences":
        return MP.fsum(sums) / len(LENGTHS)
    return MP.fsum(s / max(1, len(t)) for s, t in zip(sums, each, strict=True)) / len(LENGTHS)


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_the_loss_is_that_of_one_sentence_after_the_other(reduction):
    found = masked_loss(*scores(), token_shares(LENGTHS, TIME, reduction))
    assert float(found.L) == pytest.approx(float(expected(reduction)), rel=1e-14)


def test_the_four_reductions_are_four_numbers():
    found = [float(expected(reduction)) for reduction in REDUCTIONS]
    assert min(abs(a - b) for n, a in enumerate(found) for b in found[:n]) > 0.1


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_gradients_agree_with_the_complex_step(reduction):
    o, y = scores()
    shares = token_shares(LENGTHS, TIME, reduction)
    true = np.zeros_like(o)
    for t, n, k in np.ndindex(o.shape):
        if t < LENGTHS[n]:
            changed = o[t, n].astype(complex)
            changed[k] += 1e-30j
            true[t, n, k] = shares[t, n] * loss_of_step(changed, y[t, n]).imag / 1e-30
    assert far(masked_loss(o, y, shares).do, true) < 1e-12


@pytest.mark.parametrize("padding", [np.nan, np.inf, -np.inf, 1e300])
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_what_stands_in_the_padding_changes_no_bit(reduction, padding):
    shares = token_shares(LENGTHS, TIME, reduction)
    for one, other in zip(
        masked_loss(*scores(), shares), masked_loss(*scores(padding, -7), shares), strict=True
    ):
        np.testing.assert_array_equal(one, other)


def test_an_impossible_token_leaves_the_loss_finite():
    o, y = scores()
    o[0, 0] = [0, -np.inf, 0, 0, 0]
    y[0, 0] = 0
    found = masked_loss(o, y, token_shares(LENGTHS, TIME, "sum"))
    assert np.isfinite(found.L)
    assert np.isfinite(found.do).all()
    assert found.do[0, 0, 1] == 0


def test_the_shares_of_a_mean_sum_to_1():
    assert token_shares(LENGTHS, TIME, "tokens").sum() == pytest.approx(1, rel=1e-15)
    full = np.array([3, 1, 4])
    assert token_shares(full, TIME, "means").sum() == pytest.approx(1, rel=1e-15)
    assert token_shares(full, TIME, "sum").sum() == 8
    assert token_shares(full, TIME, "sentences").sum() == pytest.approx(8 / 3)


def test_what_is_no_reduction_is_refused():
    with pytest.raises(ValueError, match="reduction is 'mean'; it must be one of sum, tokens"):
        token_shares(LENGTHS, TIME, "mean")
    with pytest.raises(ValueError, match="there are no tokens"):
        token_shares(np.array([0, 0]), TIME, "tokens")
    with pytest.raises(ValueError, match=r"length\[0\] is 5"):
        token_shares(np.array([5]), TIME, "sum")


def test_the_loss_without_a_mask_is_another():
    o, y = scores()
    shares = token_shares(LENGTHS, TIME, "tokens")
    without = token_shares(np.full(4, TIME), TIME, "tokens")
    assert abs(masked_loss(o, y, shares).L - masked_loss(o, y, without).L) > 1e-3


def test_sentences_are_turned_round_where_they_end():
    x = np.arange(1.0, 1 + TIME * 4).reshape(TIME, 4, 1)
    mask = within(LENGTHS, TIME)
    found = reversed_within(np.where(mask[:, :, None], x, np.nan), mask)
    for n, length in enumerate(LENGTHS):
        assert found[:length, n].tolist() == x[:length, n][::-1].tolist()
        assert not found[length:, n].any()
    assert reversed_within(found, mask).tolist() == np.where(mask[:, :, None], x, 0).tolist()


def test_only_the_padding_is_filled():
    x, mask = np.arange(1.0, 1 + TIME * 4).reshape(TIME, 4, 1), within(LENGTHS, TIME)
    found = fill_padding(x, mask, np.float64(-5.0)).x_filled
    assert found[mask].tolist() == x[mask].tolist()
    assert (found[~mask] == -5).all()


@pytest.mark.parametrize("seed", [3, 15])
def test_a_batch_read_both_ways_is_each_sentence_read_both_ways(seed):
    given = networks.both_ways(seed, time=TIME)
    given = {name: value for name, value in given.items() if "dh_now" not in name}
    random, count = np.random.default_rng(seed), len(LENGTHS)
    x = random.normal(size=(TIME, count, given["x"].shape[1]))
    mask = within(LENGTHS, TIME)
    padded = np.where(mask[:, :, None], x, np.nan)
    start = {way: np.tile(given[f"h_0_{way}"], (count, 1)) for way in ("fwd", "bwd")}
    of = {way: [given[f"{name}_{way}"] for name in "WUb"] for way in ("fwd", "bwd")}
    fwd = read_batch(np.where(mask[:, :, None], x, 0), mask, start["fwd"], *of["fwd"])
    bwd = read_batch(reversed_within(padded, mask), mask, start["bwd"], *of["bwd"])
    places = reversed_within(bwd, mask)
    for n, length in enumerate(LENGTHS):
        steps = encode(**{**given, "x": x[:length, n]})
        for t, step in enumerate(steps):
            assert np.allclose(fwd[t, n], step.h_fwd_t, rtol=0, atol=1e-13)
            assert np.allclose(places[t, n], step.h_bwd_t, rtol=0, atol=1e-13)
        if length:
            last = np.concatenate([fwd[-1, n], bwd[-1, n]])
            assert np.allclose(last, last_states(steps), rtol=0, atol=1e-13)
