"""Backpropagation through time, against the complex step, the definition and PyTorch."""

import json
import math
from pathlib import Path

import jaxtyping
import numpy as np
import pytest

from rnn_examples.models import bptt
from rnn_examples.models.bptt import backpropagate
from tests.models import networks
from tests.oracles.complex_step import encoder_loss, far, gradient, loss_of_step

RECORDED = json.loads(
    (Path(__file__).parents[1] / "oracles" / "pytorch_gradients.json").read_text("utf-8")
)
PARAMETERS = ("W", "U", "b", "V", "c", "h_0")
SEEDS = range(24)  # every T from 1 to 12, twice


def errors(inputs):
    """How far each gradient is from the complex step's; x's is found step by step."""
    found = backpropagate(**inputs)
    gradients = {name: getattr(found, f"d{name}") for name in PARAMETERS}
    gradients["x"] = np.array([step.dx_t for step in found.backward])
    return {
        name: far(value, gradient(encoder_loss, inputs, name)) for name, value in gradients.items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_gradient_agrees_with_the_complex_step(seed):
    inputs = networks.encoder(seed)
    assert float(backpropagate(**inputs).L) == pytest.approx(encoder_loss(inputs), rel=1e-13)
    assert max(errors(inputs).values()) < 1e-9


def test_the_networks_that_are_tried_have_every_length_and_unequal_sizes():
    tried = [networks.encoder(seed) for seed in SEEDS]
    assert {len(inputs["x"]) for inputs in tried} == set(range(1, 13))
    assert {inputs["W"].shape[0] for inputs in tried} == set(range(1, 6))
    assert all(len({*inputs["V"].shape, inputs["U"].shape[1]}) == 3 for inputs in tried)


@pytest.mark.parametrize("case", RECORDED["encoders"], ids=lambda case: f"seed{case['seed']}")
def test_every_gradient_agrees_with_pytorch(case):
    inputs = {name: np.array(value) for name, value in case["inputs"].items()}
    found = backpropagate(**inputs)
    assert far(np.array([found.L]), np.array([case["loss"]])) < 1e-13
    for name in PARAMETERS:
        assert far(getattr(found, f"d{name}"), np.array(case["gradients"][name])) < 1e-12
    for field, name in (("dx_t", "x"), ("dh_t", "h"), ("do_t", "o")):
        ours = np.array([getattr(step, field) for step in found.backward])
        assert far(ours, np.array(case["gradients"][name])) < 1e-12


def test_pytorch_was_recorded_with_the_version_that_is_told():
    assert RECORDED["torch"].startswith("2.13.0")


@pytest.mark.parametrize("seed", range(6))
def test_the_shares_add_up_and_the_two_sources_too(seed):
    found = backpropagate(**networks.encoder(seed, time=5))
    for share, whole in (("dW_t", "dW"), ("dU_t", "dU"), ("delta_t", "db"), ("dV_t", "dV")):
        shares = [getattr(step, share) for step in found.backward]
        assert np.allclose(np.sum(shares, axis=0), getattr(found, whole), rtol=0, atol=1e-13)
    for step in found.backward:
        assert (step.dh_now_t + step.dh_later_t).tolist() == step.dh_t.tolist()
    assert not found.backward[-1].dh_later_t.any()


@pytest.mark.parametrize("seed", range(6))
def test_what_comes_from_later_is_the_gradient_of_the_later_losses(seed):
    inputs = networks.encoder(seed, time=6)
    found = backpropagate(**inputs)
    for t in range(1, 6):
        rest = {
            **inputs,
            "x": inputs["x"][t:],
            "y_star": inputs["y_star"][t:],
            "h_0": found.forward[t - 1].h_t,
        }
        later = gradient(encoder_loss, rest, "h_0")
        assert far(found.backward[t - 1].dh_later_t, later) < 1e-9


@pytest.mark.parametrize("seed", range(6))
def test_a_steps_share_is_the_gradient_by_its_own_copy_of_the_weights(seed):
    inputs = networks.encoder(seed, time=4)
    found = backpropagate(**inputs)
    for t in range(4):

        def loss(p, t=t):
            start = {**inputs, "x": inputs["x"][:t], "y_star": inputs["y_star"][:t]}
            h = backpropagate(**start).forward[-1].h_t if t else inputs["h_0"]
            h = np.tanh(p["W"].dot(h) + p["U"].dot(inputs["x"][t]) + inputs["b"])
            own = {**inputs, "x": inputs["x"][t + 1 :], "y_star": inputs["y_star"][t + 1 :]}
            spoken = inputs["V"].dot(h) + inputs["c"]
            return loss_of_step(spoken, inputs["y_star"][t]) + encoder_loss({**own, "h_0": h})

        for name in ("W", "U"):
            share = getattr(found.backward[t], f"d{name}_t")
            assert far(share, gradient(loss, inputs, name)) < 1e-9


def test_records_count_their_own_time_step():
    inputs = networks.encoder(3, time=7)
    found = backpropagate(**inputs)
    assert len(found.forward) == len(found.backward) == 7
    for forward, backward, y in zip(found.forward, found.backward, inputs["y_star"], strict=True):
        hot = np.arange(len(inputs["c"])) == y
        assert backward.do_t.tolist() == (forward.y_hat_t - hot).tolist()


def test_the_pages_network_has_the_numbers_that_are_expected_of_it():
    found = backpropagate(
        x=np.array([[1.0], [2.0]]),
        y_star=np.array([0, 1]),
        h_0=np.zeros(2),
        W=np.array([[0.3, -0.1], [0.0, 0.2]]),
        U=np.array([[0.5], [0.7]]),
        b=np.zeros(2),
        V=np.array([[1.0, 0.0], [0.0, 1.0], [1.0, -1.0]]),
        c=np.zeros(3),
    )
    assert f"{found.L:.5f}" == "1.80344"
    assert found.dW.round(4).tolist() == [[0.0954, 0.1248], [-0.0575, -0.0752]]
    assert found.dU.round(4).tolist() == [[0.1259], [-0.1351]]


# Planted mistakes: the comparison with the complex step finds each.


def only_the_last_share(shares):
    return list(shares)[-1]


def no_slope(h_t, dh_t):
    return dh_t * 1.0


def slope_of_the_pre_activation(h_t, dh_t):
    return (1 - np.tanh(h_t) ** 2) * dh_t


def not_transposed(W, delta_next):
    return W @ delta_next


def nothing_from_later(W, delta_next):
    return 0 * delta_next


def turned(column, row):
    return outer(row, column).T[::-1]


outer, backward_step = bptt.outer, bptt.backward_step


def the_state_after(forward, y, x_t, h_prev, later, U, V):
    return backward_step(forward, y, x_t, forward.h_t, later, U, V)


MISTAKES = {
    "total": [only_the_last_share],
    "through_tanh": [no_slope, slope_of_the_pre_activation],
    "through_recurrence": [not_transposed, nothing_from_later],
    "outer": [turned],
    "backward_step": [the_state_after],
}


@pytest.mark.parametrize(
    ("name", "mistake"), [(name, mistake) for name in MISTAKES for mistake in MISTAKES[name]]
)
def test_a_planted_mistake_is_found(name, mistake, monkeypatch):
    inputs = networks.encoder(15)
    assert inputs["W"].shape[0] > 1
    monkeypatch.setattr(bptt, name, mistake)
    assert max(errors(inputs).values()) > 1e-3


@pytest.mark.parametrize(
    ("name", "shape"),
    [("x", (4, 9)), ("h_0", (9,)), ("W", (2, 3)), ("U", (9, 2)), ("V", (9, 9)), ("c", (9,))],
)
def test_a_wrong_shape_is_refused_where_shapes_are_checked(name, shape):
    with pytest.raises(jaxtyping.TypeCheckError):
        backpropagate(**{**networks.encoder(3), name: np.ones(shape)})


@pytest.mark.parametrize("seed", range(4))
def test_every_part_of_a_step_follows_from_the_part_before(seed):
    inputs = networks.encoder(seed)
    h_prev = inputs["h_0"]
    for x_t, step in zip(inputs["x"], backpropagate(**inputs).forward, strict=True):
        a_t = [
            math.fsum(row) for row in np.c_[inputs["W"] * h_prev, inputs["U"] * x_t, inputs["b"]]
        ]
        assert np.allclose(step.a_t, a_t, rtol=0, atol=1e-12)
        assert np.allclose(step.h_t, list(map(math.tanh, a_t)), rtol=0, atol=1e-12)
        o_t = [math.fsum(row) for row in np.c_[inputs["V"] * step.h_t, inputs["c"]]]
        assert np.allclose(step.o_t, o_t, rtol=0, atol=1e-12)
        assert np.allclose(step.z_t, [o - max(o_t) for o in o_t], rtol=0, atol=1e-12)
        whole = math.fsum(map(math.exp, o_t))
        assert np.allclose(np.exp(step.log_y_hat_t), step.y_hat_t, rtol=1e-12)
        assert np.allclose(step.y_hat_t, [math.exp(o) / whole for o in o_t], rtol=1e-11)
        h_prev = step.h_t
