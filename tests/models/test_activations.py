"""Sigmoid, softplus, relu and softmax, against 50 digits, by their properties and at the ends."""

import json
from pathlib import Path

import hypothesis.strategies as st
import mpmath
import numpy as np
import pytest
from hypothesis import given

from rnn_examples.models.activations import log_softmax, relu, sigmoid, softmax, softplus
from rnn_examples.oracles import fifty_digits

CASES = json.loads((Path(__file__).parents[1] / "oracles" / "pytorch_rnn.json").read_text("utf-8"))

MP = mpmath.mp.clone()
MP.dps = 50

logits = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=8).map(np.array)


@given(logits)
def test_softmax_agrees_with_50_digits_for_logits_up_to_ten_thousand(o):
    expected = np.array([float(entry) for entry in fifty_digits.softmax(o)])
    assert np.allclose(softmax(o), expected, rtol=1e-10, atol=1e-300)


@given(logits)
def test_probabilities_sum_to_one(o):
    p = softmax(o)
    assert abs(p.sum() - 1) < 1e-15 * (len(p) + 2)
    assert np.all((p >= 0) & (p <= 1))


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=8), st.integers(-1000, 1000))
def test_a_shift_of_all_logits_changes_nothing(o, shift):
    o = np.array(o) / 8  # exact in binary, so the shift is too
    assert softmax(o + shift).tobytes() == softmax(o).tobytes()


@given(logits)
def test_a_larger_logit_never_has_the_smaller_probability(o):
    assert np.all(np.diff(softmax(o)[np.argsort(o)]) >= 0)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: f"seed{case['seed']}")
def test_softmax_agrees_with_pytorch(case):
    assert np.abs(softmax(np.array(case["logits"])) - case["softmax"]).max() < 1e-15


def test_huge_logits_do_not_overflow():
    assert softmax(np.array([1e4, -1e4, 1e4])).tolist() == [0.5, 0.0, 0.5]


def test_logits_of_minus_infinity_get_nothing():
    assert softmax(np.array([-np.inf, 3.0, -np.inf, 3.0])).tolist() == [0, 0.5, 0, 0.5]
    assert log_softmax(np.array([-np.inf, 3.0])).tolist() == [-np.inf, 0]


@pytest.mark.parametrize("function", [softmax, log_softmax])
@pytest.mark.parametrize("wrong", [[-np.inf, -np.inf], [np.nan, 1.0], [np.inf, 1.0]])
def test_logits_that_have_no_softmax_are_refused_in_words(function, wrong):
    with pytest.raises(ValueError, match=r"the largest of o_t is .*; it must be finite"):
        function(np.array(wrong))


@given(logits)
def test_log_softmax_agrees_with_50_digits(o):
    entries = [MP.mpf(entry) for entry in o.tolist()]
    whole = MP.log(MP.fsum(map(MP.exp, entries)))
    expected = np.array([float(entry - whole) for entry in entries])
    np.testing.assert_allclose(log_softmax(o), expected, rtol=1e-14, atol=4e-15)


def test_log_softmax_where_the_probability_is_too_small_for_a_float():
    assert log_softmax(np.array([0.0, -800.0])).tolist() == [0, -800]
    assert log_softmax(np.array([1e4, -1e4])).tolist() == [0, -2e4]


numbers = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=8).map(np.array)


@given(numbers)
def test_sigmoid_agrees_with_50_digits(a):
    expected = [float(1 / (1 + MP.exp(-MP.mpf(entry)))) for entry in a.tolist()]
    np.testing.assert_allclose(sigmoid(a), expected, rtol=1e-15, atol=5e-324)


@given(numbers)
def test_softplus_agrees_with_50_digits(a):
    expected = [float(MP.log1p(MP.exp(MP.mpf(entry)))) for entry in a.tolist()]
    np.testing.assert_allclose(softplus(a), expected, rtol=1e-15, atol=1e-15)


@given(numbers)
def test_relu_keeps_what_is_above_0(a):
    assert relu(a).tolist() == [max(0, entry) for entry in a.tolist()]


def test_sigmoid_at_0_and_at_the_ends_is_exact():
    ends = np.array([[0.0, 1000.0, -1000.0], [-0.0, np.inf, -np.inf]])
    assert sigmoid(ends).tolist() == [[0.5, 1, 0], [0.5, 1, 0]]
    assert [sigmoid(np.float64(entry)) for entry in (1e308, -1e308)] == [1, 0]


def test_softplus_and_relu_at_the_ends_are_exact():
    ends = np.array([1e308, -1e308, np.inf, -np.inf, 1000.0, -1000.0])
    for function in (softplus, relu):
        assert function(ends).tolist() == [1e308, 0, np.inf, 0, 1000, 0]


@pytest.mark.parametrize("function", [sigmoid, softplus, relu])
def test_no_number_goes_in_and_none_comes_out(function):
    found = function(np.array([np.nan, 0.0]))
    assert np.isnan(found).tolist() == [True, False]


def test_sigmoid_is_right_where_it_is_small():
    expected = float(1 / (1 + MP.exp(MP.mpf(700))))
    assert sigmoid(np.float64(-700.0)) == pytest.approx(expected, rel=1e-14)


@given(numbers)
def test_a_number_and_its_negative_share_one(a):
    np.testing.assert_allclose(sigmoid(a) + sigmoid(-a), 1, rtol=0, atol=3e-16)
