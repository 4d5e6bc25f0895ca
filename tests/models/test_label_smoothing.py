"""Label smoothing, both definitions: against complex steps, 50 digits, and PyTorch."""

import json
from pathlib import Path

import hypothesis.strategies as st
import mpmath
import numpy as np
import pytest
from hypothesis import given

from rnn_examples.models.label_smoothing import descend, limits, smooth_both_ways
from rnn_examples.models.losses import cross_entropy_step_by_step
from tests.models.as_users import MODELS

RECORDED = json.loads(
    (Path(__file__).parents[1] / "oracles" / "pytorch_label_smoothing.json").read_text("utf-8")
)
MP = mpmath.mp.clone()
MP.dps = 50

logits = st.lists(st.floats(-30, 30), min_size=2, max_size=6).map(np.array)
shares = st.floats(0, 1).map(np.float64)


def asked(K, y, epsilon, name):
    """What each token is asked for, from the sentence of the definition."""
    if name == "all":
        return np.array([epsilon / K + (1 - epsilon) * (k == y) for k in range(K)])
    return np.array([1 - epsilon if k == y else epsilon / (K - 1) for k in range(K)])


def loss(o, q):
    """Cross-entropy of complex logits, by the definition."""
    shifted = o - o.real.max()
    return -(q * (shifted - np.log(np.exp(shifted).sum()))).sum()


@given(logits, st.data(), shares)
def test_the_gradients_are_those_of_a_complex_step(o, data, epsilon):
    y = data.draw(st.integers(0, len(o) - 1))
    found = smooth_both_ways(o, np.int64(y), epsilon)
    for name in ("all", "wrong"):
        q = asked(len(o), y, epsilon, name)
        for k in range(len(o)):
            moved = o + 1e-30j * (np.arange(len(o)) == k)
            slope = loss(moved, q).imag / 1e-30
            assert abs(getattr(found, f"do_loss_{name}")[k] - slope) < 1e-13
        np.testing.assert_allclose(getattr(found, f"q_{name}"), q, rtol=0, atol=1e-15)


@given(logits, st.data(), shares)
def test_the_losses_agree_with_50_digits(o, data, epsilon):
    y = data.draw(st.integers(0, len(o) - 1))
    found = smooth_both_ways(o, np.int64(y), epsilon)
    exact, e = [MP.mpf(float(entry)) for entry in o], MP.mpf(float(epsilon))
    total = MP.log(MP.fsum(MP.exp(entry) for entry in exact))
    each = [total - entry for entry in exact]  # the loss of each token, were it the right one
    K, others = len(each), MP.fsum(each) - each[y]
    true = {
        "L_all": (1 - e) * each[y] + e * MP.fsum(each) / K,
        "L_wrong": (1 - e) * each[y] + e * others / (K - 1),
        "L": each[y],
    }
    for name, value in true.items():
        assert abs(getattr(found, name) - float(value)) <= 1e-14 * (1 + np.abs(o).max())


@given(logits, st.data())
def test_without_a_share_both_are_the_usual_loss(o, data):
    y = np.int64(data.draw(st.integers(0, len(o) - 1)))
    found, usual = smooth_both_ways(o, y, np.float64(0)), cross_entropy_step_by_step(o, y)
    for name in ("L", "L_all", "L_wrong"):
        assert getattr(found, name) == usual.L
    for name in ("do", "do_loss_all", "do_loss_wrong"):
        assert getattr(found, name).tolist() == usual.do.tolist()


@given(st.integers(2, 6), shares)
def test_the_second_definition_is_the_first_with_a_larger_share(K, epsilon):
    epsilon = epsilon * (K - 1) / K
    o, y = np.linspace(-1, 2, K), np.int64(1)
    first = smooth_both_ways(o, y, np.minimum(epsilon * K / (K - 1), 1.0))
    second = smooth_both_ways(o, y, epsilon)
    np.testing.assert_allclose(first.q_all, second.q_wrong, atol=1e-15)


@pytest.mark.parametrize("case", RECORDED["cases"], ids=str)
def test_pytorch_spreads_the_share_over_all_tokens(case):
    found = smooth_both_ways(np.array(case["o"]), np.int64(case["y"]), np.float64(case["epsilon"]))
    np.testing.assert_allclose(found.L_all, case["L"], rtol=1e-13)
    np.testing.assert_allclose(found.do_loss_all, case["do"], rtol=1e-12, atol=1e-14)


def test_pytorch_is_no_second_definition():
    case = RECORDED["cases"][2]
    found = smooth_both_ways(np.array(case["o"]), np.int64(case["y"]), np.float64(case["epsilon"]))
    assert abs(found.L_wrong - case["L"]) > 1e-2


@given(st.integers(2, 7), st.floats(0.01, 0.99).map(np.float64))
def test_at_the_limits_the_gradient_is_zero_and_the_loss_is_what_is_left(K, epsilon):
    found = limits(epsilon, K)
    for name in ("all", "wrong"):
        o = np.zeros(K)
        o[0] = getattr(found, f"gap_{name}")
        step = smooth_both_ways(o, np.int64(0), epsilon)
        np.testing.assert_allclose(getattr(step, f"do_loss_{name}"), np.zeros(K), atol=1e-14)
        left = getattr(step, f"L_{name}")
        np.testing.assert_allclose(getattr(found, f"loss_{name}"), left, atol=1e-13)


def test_training_ends_at_the_gap_and_without_a_share_it_does_not_end():
    start, y, eta = np.zeros(3), np.int64(2), np.float64(1.0)
    steps = descend(start, y, np.float64(0.1), eta, 500)
    gap, last = limits(np.float64(0.1), 3).gap_all, steps[-1]
    np.testing.assert_allclose(last.o_t[2] - last.o_t[:2], gap, rtol=1e-12)
    np.testing.assert_allclose(last.gap_t, gap, rtol=1e-12)
    assert last.gap_plain_t == pytest.approx(last.o_plain_t[2] - last.o_plain_t[0])
    plain = [step.gap_plain_t for step in steps]
    assert all(np.diff(plain) > 0)
    assert plain[-1] > 2 * gap


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"o": [1.0]}, r"o has the shape \(1,\); it must have 2 classes or more"),
        ({"o": [1.0, -np.inf]}, "o is -inf"),
        ({"o": [1.0, np.nan]}, "the largest of o is nan"),
        ({"y": np.int64(3)}, "y is 3"),
        ({"epsilon": 1.5}, "epsilon is 1.5"),
    ],
)
def test_what_has_no_smoothed_loss_is_refused(changed, message):
    given = {"o": [1.0, 2.0, 3.0], "y": np.int64(1), "epsilon": 0.1} | changed
    with pytest.raises(ValueError, match=message):
        MODELS.label_smoothing.smooth_both_ways(**given)


@pytest.mark.parametrize("epsilon", [0.0, 1.0])
def test_without_a_share_or_with_nothing_else_there_is_no_limit(epsilon):
    with pytest.raises(ValueError, match="epsilon is"):
        MODELS.label_smoothing.limits(epsilon, 3)
