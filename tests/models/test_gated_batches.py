"""LSTM and GRU for many sentences: the same as one by one, whatever stands in the padding."""

import numpy as np
import pytest

from rnn_examples.models import gru, gru_batch, lstm, lstm_batch
from tests.models import networks
from tests.oracles.complex_step import far
from tests.oracles.framework_weights import cells, combined, recorded

LENGTHS = [2, 0, 5, 1, 5, 3]
TIME = 5
CONVENTIONS = [(after, keeps) for after in (False, True) for keeps in (False, True)]
KINDS = {
    "lstm": None,
    **{
        f"gru-{'after' if after else 'before'}-{'keeps' if keeps else 'writes'}": (after, keeps)
        for after, keeps in CONVENTIONS
    },
}

kinds = pytest.mark.parametrize("kind", KINDS)


def batch(kind, seed, padding=0.0):
    """Arguments of a batch: sentences of all lengths from 0 to T, with padding behind."""
    how = KINDS[kind]
    cell = networks.lstm(seed, TIME) if how is None else networks.gru(seed, *how, time=TIME)
    random = np.random.default_rng(seed)
    hidden, inputs, count = len(cell["h_0"]), cell["x"].shape[1], len(LENGTHS)
    read = np.arange(TIME)[:, None] < np.array(LENGTHS)
    for name, size in (("x", inputs), ("dh_now", hidden)):
        drawn = random.normal(size=(TIME, count, size))
        cell[name] = np.where(read[:, :, None], drawn, padding)
    states = ["h_0", "dh_T"] + ["c_0", "dc_T"] * (how is None)
    cell |= {name: random.normal(size=(count, hidden)) for name in states}
    return {**cell, "length": np.array(LENGTHS)}


def together(kind, given):
    module = lstm_batch if KINDS[kind] is None else gru_batch
    return module.backpropagate_batch(**given)


def one_by_one(kind, given):
    """The gradients of each sentence alone, of one that has no words too: it keeps its states."""
    module = lstm if KINDS[kind] is None else gru
    for n, length in enumerate(LENGTHS):
        single = {k: v for k, v in given.items() if k not in ("length", "dh_T")}
        for name in ("h_0", "c_0", "dc_T"):
            if name in given:
                single[name] = given[name][n]
        single |= {name: given[name][:length, n] for name in ("x", "dh_now")}
        if length:
            single["dh_now"] = single["dh_now"].copy()
            single["dh_now"][-1] += given["dh_T"][n]
            yield module.backpropagate(**single)
        else:
            yield None


@kinds
@pytest.mark.parametrize("seed", [3, 15, 20])
def test_the_gradients_are_the_sums_of_the_single_ones(kind, seed):
    given = batch(kind, seed)
    found, singles = together(kind, given), list(one_by_one(kind, given))
    whole = [single for single in singles if single]
    for name in found._fields:
        if name[0] == "d" and name not in ("dx", "dh_0", "dc_0"):
            expected = sum(getattr(single, name) for single in whole)
            assert far(getattr(found, name), expected) < 1e-12, name
    for n, (single, length) in enumerate(zip(singles, LENGTHS, strict=True)):
        if single is None:
            assert found.h_T[n].tolist() == given["h_0"][n].tolist()
            assert found.dh_0[n].tolist() == given["dh_T"][n].tolist()
            assert not found.dx[:, n].any()
            continue
        assert far(found.h_T[n], single.forward[-1].h_t) < 1e-12
        assert far(found.h[:length, n], np.array([step.h_t for step in single.forward])) < 1e-12
        assert far(found.dh_0[n], single.dh_0) < 1e-12
        assert far(found.dx[:length, n], np.array([step.dx_t for step in single.backward])) < 1e-12
        assert not found.dx[length:, n].any()
        if kind == "lstm":
            assert far(found.c_T[n], single.forward[-1].c_t) < 1e-12
            assert far(found.dc_0[n], single.dc_0) < 1e-12


@kinds
@pytest.mark.parametrize("padding", [np.nan, np.inf, -1e300])
def test_what_stands_in_the_padding_changes_no_bit(kind, padding):
    plain, spoilt = (together(kind, batch(kind, 15, value)) for value in (0.0, padding))
    for one, other in zip(plain, spoilt, strict=True):
        np.testing.assert_array_equal(one, other)


@kinds
def test_more_padding_changes_nothing(kind):
    given = batch(kind, 15)
    longer = dict(given)
    for name in ("x", "dh_now"):
        longer[name] = np.concatenate([given[name], np.full((3, *given[name].shape[1:]), np.nan)])
    one, other = together(kind, given), together(kind, longer)
    for name in one._fields:
        expected = getattr(one, name)
        if name in ("h", "dx"):
            np.testing.assert_array_equal(getattr(other, name)[:TIME], expected)
        else:
            np.testing.assert_allclose(getattr(other, name), expected, rtol=1e-12, atol=1e-13)


@kinds
def test_the_order_of_the_sentences_is_all_one(kind):
    given = batch(kind, 15)
    order = np.random.default_rng(1).permutation(len(LENGTHS))
    turned = {**given, "length": given["length"][order]}
    for name in ("x", "dh_now"):
        turned[name] = given[name][:, order]
    for name in ("h_0", "c_0", "dh_T", "dc_T"):
        if name in given:
            turned[name] = given[name][order]
    one, other = together(kind, given), together(kind, turned)
    np.testing.assert_allclose(other.h_T, one.h_T[order], rtol=1e-12)
    np.testing.assert_allclose(other.dh_0, one.dh_0[order], rtol=1e-12, atol=1e-15)


@kinds
@pytest.mark.parametrize("wrong", [-1, TIME + 1])
def test_lengths_lie_within_the_batch(kind, wrong):
    given = batch(kind, 15)
    given["length"] = np.array([*LENGTHS[:-1], wrong])
    with pytest.raises(ValueError, match=rf"length\[5\] is {wrong}; .* between 0 and {TIME}"):
        together(kind, given)


# Sentences of unequal lengths, as Keras computed them.

KERAS = recorded("keras")


@pytest.mark.parametrize(
    "case",
    [case for case in KERAS["masked"] if case["kind"] != "rnn"],
    ids=lambda case: f"{case['kind']}-{case.get('reset_after')}",
)
def test_the_states_of_unequal_sentences_are_those_of_keras(case):
    (parts,) = cells("keras", KERAS["mapping"], case, case["weights"])
    x = np.array(case["x"]).transpose(1, 0, 2)
    zeros = np.zeros((len(case["lengths"]), 4))
    given = {"x": x, "length": np.array(case["lengths"]), "dh_now": np.zeros((*x.shape[:2], 4))}
    given |= {"dh_T": zeros, "h_0": zeros, **combined(parts, case["kind"])}
    if case["kind"] == "gru":
        how = {"reset_after": case["reset_after"], "z_keeps": True}
        found = gru_batch.backpropagate_batch(**given, **how)
    else:
        found = lstm_batch.backpropagate_batch(**given, c_0=zeros, dc_T=zeros)
        assert far(found.c_T, np.array(case["last"][1])) < 1e-13
    assert far(found.h_T, np.array(case["last"][0])) < 1e-13
    assert far(found.h.transpose(1, 0, 2), np.array(case["h"])) < 1e-13


# Planted mistakes.


@kinds
def test_a_mask_on_the_wrong_side_is_found(kind, monkeypatch):
    module = lstm_batch if KINDS[kind] is None else gru_batch
    within = module.within
    given = batch(kind, 15)
    true = together(kind, given).h_T
    monkeypatch.setattr(module, "within", lambda length, time: within(length, time)[::-1])
    assert far(together(kind, given).h_T, true) > 1e-3


@kinds
def test_no_mask_is_found(kind, monkeypatch):
    module = lstm_batch if KINDS[kind] is None else gru_batch
    given = batch(kind, 15)
    true = together(kind, given).h_T
    monkeypatch.setattr(
        module, "within", lambda length, time: np.ones((time, len(length)), dtype=bool)
    )
    assert far(together(kind, given).h_T, true) > 1e-3
