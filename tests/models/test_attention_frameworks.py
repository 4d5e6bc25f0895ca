"""Attention as PyTorch and Keras computed it, once: weights, context, gradients (tests/oracles)."""

import json

import numpy as np
import pytest

from rnn_examples.models import attention, attention_backward
from rnn_examples.models.attention import look_masked, readable, scaled_dot_masked
from tests.conftest import ROOT
from tests.models.as_users import MODELS
from tests.oracles.complex_step import far

RECORDED = {
    name: json.loads((ROOT / "tests/oracles" / f"{name}_attention.json").read_text("utf-8"))
    for name in ("pytorch", "keras")
}
CASES = [
    pytest.param(case["inputs"], case["found"], id=f"{name}-{case['inputs']['score']}-{n}")
    for name, record in RECORDED.items()
    for n, case in enumerate([*record["cases"], *record["lessons"].values()])
]


def given(inputs):
    """The score's function, its inputs without mask and gradient, and these two."""
    inputs = {name: value if name == "score" else np.array(value) for name, value in inputs.items()}
    score, m, dv = (inputs.pop(name) for name in ("score", "m", "dv"))
    return score, inputs, m, dv


@pytest.mark.parametrize(("inputs", "found"), CASES)
def test_weights_and_context_are_the_frameworks(inputs, found):
    score, inputs, m, _ = given(inputs)
    ours = look_masked(getattr(attention, score)(**inputs).e, inputs["h"], m)
    assert far(ours.alpha, np.array(found["alpha"])) < 1e-14
    assert far(ours.v, np.array(found["v"])) < 1e-14
    assert np.array(found["alpha"])[~m].tolist() == [0.0] * np.sum(~m)


@pytest.mark.parametrize(("inputs", "found"), CASES)
def test_gradients_are_the_frameworks(inputs, found):
    score, inputs, m, dv = given(inputs)
    shown = {**inputs, "h": inputs["h"][m]}  # what is masked is left out: nothing else changes
    ours = getattr(attention_backward, f"backpropagate_{score}")(dv=dv, **shown)
    true = {name: np.array(value) for name, value in found.items() if name.startswith("d")}
    assert not true["dh"][~m].any()
    true["dh"] = true["dh"][m]
    for name, value in true.items():
        assert far(getattr(ours, name), value) < 1e-13, name


def test_one_head_of_pytorchs_module_is_the_scaled_dot_with_the_mask_the_other_way_round():
    record = RECORDED["pytorch"]
    case = next(c["inputs"] for c in record["cases"] if c["inputs"]["score"] == "scaled_dot")
    _, inputs, m, _ = given(case)
    found = record["multihead"]
    ours = scaled_dot_masked(**inputs, m=m)
    assert far(ours.alpha, np.array(found["alpha"])) < 1e-14
    assert far(ours.v, np.array(found["v"])) < 1e-14
    turned = scaled_dot_masked(**inputs, m=~m)
    assert far(turned.alpha, np.array(found["alpha"])) > 0.1


def test_where_everything_is_masked_the_frameworks_give_three_answers_and_we_give_none():
    pytorch, keras = (RECORDED[name]["everything_masked"] for name in ("pytorch", "keras"))
    assert pytorch["scaled_dot_product_attention"] == [0.0, 0.0]
    assert pytorch["softmax"] == ["nan"] * 3
    assert keras["alpha"] == pytest.approx([1 / 3] * 3)
    with pytest.raises(ValueError, match="m is False everywhere"):
        MODELS.attention.look_masked(np.ones(3), np.ones((3, 2)), np.zeros(3, bool))


MISTAKES = {
    "the query and the state exchanged in concat": (
        "concat", lambda p: {**p, "W_a": np.hstack([p["W_a"][:, 2:], p["W_a"][:, :2]])}
    ),
    "general's matrix turned": ("general", lambda p: {**p, "W_a": p["W_a"].T}),
    "W and U exchanged": ("additive", lambda p: {**p, "W_a": p["U_a"], "U_a": p["W_a"]}),
    "the dot not scaled": ("scaled_dot", lambda p: {**p, "s": p["s"] * np.sqrt(len(p["s"]))}),
}  # fmt: skip


@pytest.mark.parametrize("what", MISTAKES)
def test_a_planted_mistake_is_found(what):
    score, turn = MISTAKES[what]
    case = RECORDED["pytorch"]["lessons"][score]
    _, inputs, m, _ = given(case["inputs"])
    wrong = turn(inputs)
    alpha = look_masked(getattr(attention, score)(**wrong).e, readable(wrong["h"], m), m).alpha
    assert far(alpha, np.array(case["found"]["alpha"])) > 1e-3
