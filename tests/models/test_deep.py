"""Deep networks, against the complex step, exact numbers, and one layer after the other."""

import mpmath
import numpy as np
import pytest

from rnn_examples.models import deep, rnn
from rnn_examples.models.deep import backpropagate, encode
from tests.models import networks
from tests.oracles.complex_gates import deep_loss
from tests.oracles.complex_step import far, gradient

SEEDS = range(24)  # every T from 1 to 12, and 1 to 4 layers
MP = mpmath.mp.clone()
MP.dps = 50


def errors(inputs):
    """How far each gradient is from the complex step's; x's is found step by step."""
    found = backpropagate(**inputs)
    gradients = {name[1:]: value for name, value in found.gradients.items()}
    assert gradients.keys() == inputs.keys() - {"x", "dh_now"}
    gradients["x"] = np.array([step["dx_t"] for step in found.backward])
    return {
        name: far(value, gradient(deep_loss, inputs, name)) for name, value in gradients.items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_gradient_agrees_with_the_complex_step(seed):
    assert max(errors(networks.deep(seed)).values()) < 1e-9


def test_the_networks_that_are_tried_have_one_to_four_layers_of_unequal_sizes():
    tried = [networks.deep(seed) for seed in SEEDS]
    assert {len(inputs["x"]) for inputs in tried} == set(range(1, 13))
    assert {sum("W_l" in name for name in inputs) for inputs in tried} == {1, 2, 3, 4}
    for inputs in tried:
        shapes = [inputs[name].shape for name in inputs if "U_l" in name]
        assert all(rows != columns for rows, columns in shapes)


def forward(inputs):
    return {name: value for name, value in inputs.items() if name != "dh_now"}


def in_50_digits(p, count):
    """The states of the top layer, layer by layer."""
    states = [[MP.mpf(float(entry)) for entry in x_t] for x_t in p["x"]]
    for n in range(1, count + 1):
        h = [MP.mpf(float(entry)) for entry in p[f"h_0_l{n}"]]
        rows = np.c_[p[f"W_l{n}"], p[f"U_l{n}"], p[f"b_l{n}"]].tolist()
        above = []
        for below in states:
            h = [MP.tanh(MP.fdot(map(MP.mpf, row), [*h, *below, 1])) for row in rows]
            above.append(h)
        states = above
    return np.array([[float(entry) for entry in h] for h in states])


@pytest.mark.parametrize("seed", range(8))
def test_the_top_states_agree_with_50_digits(seed):
    inputs, count = networks.deep(seed), 1 + seed % 4
    found = np.array([step[f"h_l{count}_t"] for step in encode(**forward(inputs))])
    assert np.allclose(found, in_50_digits(inputs, count), rtol=0, atol=1e-13)


def test_one_layer_is_the_network_itself():
    inputs = networks.deep(4, layers=1)
    weights = [inputs[f"{name}_l1"] for name in ("h_0", "W", "U", "b")]
    for step, (a_t, h_t) in zip(
        encode(**forward(inputs)), rnn.encode(inputs["x"], *weights), strict=True
    ):
        assert step["a_l1_t"].tolist() == a_t.tolist()
        assert step["h_l1_t"].tolist() == h_t.tolist()


def test_a_sequence_of_no_steps_gives_no_steps():
    inputs = networks.deep(3)
    assert encode(**{**forward(inputs), "x": np.zeros((0, inputs["x"].shape[1]))}) == []


def test_what_a_layer_lacks_or_has_too_much_is_named():
    inputs = networks.deep(3, layers=2)
    short = {name: value for name, value in inputs.items() if name != "b_l2"}
    with pytest.raises(ValueError, match="b_l2 is missing; a layer needs h_0, W, U and b"):
        backpropagate(**short)
    with pytest.raises(ValueError, match="V_l2 belongs to no layer; there are h_0_l1, W_l1"):
        backpropagate(**inputs, V_l2=np.ones(2))
    with pytest.raises(ValueError, match="h_0_l1 is missing; a layer needs"):
        encode(np.ones((2, 2)))


def test_a_wrong_shape_is_named_with_its_layer():
    inputs = networks.deep(3, layers=2)
    inputs["U_l2"] = inputs["U_l2"].T
    with pytest.raises(ValueError, match=r"layer 2: \w+ has the shape"):
        backpropagate(**inputs)


# Planted mistakes: the comparison with the complex step finds each.

backward_step = deep.rnn_backward_step

MISTAKES = {
    "nothing from the layer above": (
        "rnn_backward_step",
        lambda h_t, h_prev, x_t, now, later, U: backward_step(h_t, h_prev, x_t, 0 * now, later, U),
    ),
    "nothing from later steps": (
        "rnn_backward_step",
        lambda h_t, h_prev, x_t, now, later, U: backward_step(h_t, h_prev, x_t, now, 0 * later, U),
    ),
    "dW from the state after the step": (
        "rnn_backward_step",
        lambda h_t, h_prev, x_t, now, later, U: backward_step(h_t, h_t, x_t, now, later, U),
    ),
    "W for Wᵀ": ("through_recurrence", lambda W, delta_next: W @ delta_next),
    "only the last share": ("total", lambda shares: list(shares)[-1]),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_planted_mistake_is_found(what, monkeypatch):
    inputs = networks.deep(15, time=4, layers=3)
    monkeypatch.setattr(deep, *MISTAKES[what])
    assert max(errors(inputs).values()) > 1e-3
