"""Softmax, against 50 digits and by its properties."""

import json
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from rnn_examples.models.activations import softmax
from rnn_examples.oracles import fifty_digits

CASES = json.loads((Path(__file__).parents[1] / "oracles" / "pytorch_rnn.json").read_text("utf-8"))

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
