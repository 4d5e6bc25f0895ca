"""The GRU in its four conventions, against the complex step, 50 digits and exact numbers."""

import mpmath
import numpy as np
import pytest

from rnn_examples.models import gru
from rnn_examples.models.gru import backpropagate, encode
from tests.models import networks
from tests.oracles.complex_gates import gru_loss
from tests.oracles.complex_step import far, gradient

WEIGHTS = [*(f"{letter}_{gate}" for gate in "zrh" for letter in "WUb"), "b_rec"]
SEEDS = range(24)  # every T from 1 to 12, twice
CONVENTIONS = [(after, keeps) for after in (False, True) for keeps in (False, True)]

MP = mpmath.mp.clone()
MP.dps = 50

convention = pytest.mark.parametrize(
    "how", CONVENTIONS, ids=lambda how: f"{'after' if how[0] else 'before'}-{'keeps' * how[1]}"
)


def errors(inputs):
    """How far each gradient is from the complex step's; x's is found step by step."""
    found = backpropagate(**inputs)
    gradients = {name: getattr(found, f"d{name}") for name in [*WEIGHTS, "h_0"]}
    gradients["x"] = np.array([step.dx_t for step in found.backward])
    return {name: far(value, gradient(gru_loss, inputs, name)) for name, value in gradients.items()}


@convention
@pytest.mark.parametrize("seed", SEEDS)
def test_every_gradient_agrees_with_the_complex_step(seed, how):
    assert max(errors(networks.gru(seed, *how)).values()) < 1e-9


def in_50_digits(p):
    """The state after every time step, entry by entry."""

    def exact(array):
        return [MP.mpf(float(entry)) for entry in array]

    def sigma(a):
        return 1 / (1 + MP.exp(-a))

    def product(name, k, v):
        return MP.fsum(w * u for w, u in zip(exact(p[name][k]), v, strict=True))

    h, units = exact(p["h_0"]), range(len(p["h_0"]))
    b = {name: exact(p[name]) for name in ("b_z", "b_r", "b_h", "b_rec")}
    for x_t in p["x"]:
        x = exact(x_t)
        z = [sigma(product("W_z", k, h) + product("U_z", k, x) + b["b_z"][k]) for k in units]
        r = [sigma(product("W_r", k, h) + product("U_r", k, x) + b["b_r"][k]) for k in units]
        if p["reset_after"]:
            gated = [r[k] * (product("W_h", k, h) + b["b_rec"][k]) for k in units]
        else:
            shown = [r[k] * h[k] for k in units]
            gated = [product("W_h", k, shown) + b["b_rec"][k] for k in units]
        new = [MP.tanh(gated[k] + product("U_h", k, x) + b["b_h"][k]) for k in units]
        keep = z if p["z_keeps"] else [1 - entry for entry in z]
        h = [keep[k] * h[k] + (1 - keep[k]) * new[k] for k in units]
        yield h


def forward(inputs):
    return {name: value for name, value in inputs.items() if name != "dh_now"}


def states(inputs):
    return np.array([step.h_t for step in encode(**forward(inputs))])


def exact_states(inputs):
    return np.array([[float(entry) for entry in h] for h in in_50_digits(inputs)])


@convention
@pytest.mark.parametrize("seed", range(6))
def test_the_states_agree_with_50_digits(seed, how):
    inputs = networks.gru(seed, *how)
    assert np.allclose(states(inputs), exact_states(inputs), rtol=0, atol=1e-13)


def test_four_cells_of_one_input_give_four_answers():
    last = [states(networks.gru(15, *how))[-1] for how in CONVENTIONS]
    apart = [far(one, other) for n, one in enumerate(last) for other in last[:n]]
    assert min(apart) > 1e-2


@pytest.mark.parametrize("after", [False, True])
def test_one_convention_of_z_is_the_other_with_the_signs_of_its_weights_changed(after):
    keeps = networks.gru(15, after, z_keeps=True)
    writes = {**keeps, "z_keeps": False, **{name: -keeps[name] for name in ("W_z", "U_z", "b_z")}}
    assert np.allclose(states(keeps), states(writes), rtol=0, atol=1e-14)


def test_where_no_state_is_mixed_the_place_of_the_reset_is_all_one():
    """With one hidden unit, or a diagonal W_h, only the bias inside tells the places apart."""
    before = networks.gru(15, reset_after=False, z_keeps=True)
    before["W_h"] = np.diag(np.diag(before["W_h"]))
    before["b_rec"] = np.zeros_like(before["b_rec"])
    after = {**before, "reset_after": True}
    assert np.allclose(states(before), states(after), rtol=0, atol=1e-14)


@convention
def test_gates_of_one_half_are_exact(how):
    h_0 = np.array([8.0, -4.0, 0.5])
    weights = {
        name: np.zeros({"W": (3, 3), "U": (3, 2), "b": 3}[name[0]]) for name in WEIGHTS
    }  # every gate is ½, and the candidate is 0
    for t, step in enumerate(encode(np.ones((3, 2)), h_0, **weights, **of(how)), 1):
        assert step.z_t.tolist() == step.r_t.tolist() == [0.5] * 3
        assert step.h_t.tolist() == (h_0 / 2**t).tolist()


def of(how):
    return dict(zip(("reset_after", "z_keeps"), how, strict=True))


@convention
def test_a_saturated_update_gate_keeps_all_or_nothing_exactly(how):
    inputs = networks.gru(15, *how)
    for name in ("W_z", "U_z"):
        inputs[name] = np.zeros_like(inputs[name])
    for z in (0.0, 1.0):
        inputs["b_z"] = np.full_like(inputs["b_z"], 2000 * z - 1000)
        steps = encode(**forward(inputs))
        keeps = z == how[1]
        for step in steps:
            expected = inputs["h_0"] if keeps else step.h_tilde_t
            assert step.h_t.tolist() == expected.tolist()


def test_a_sequence_of_no_steps_gives_no_steps():
    inputs = networks.gru(3, reset_after=True, z_keeps=True)
    assert encode(**{**forward(inputs), "x": np.zeros((0, inputs["x"].shape[1]))}) == []


# Planted mistakes: each is found.

FORWARD = {
    "z for 1 − z": ({"z_keeps": True}, {"z_keeps": False}),
    "the reset before for after": ({"reset_after": True}, {"reset_after": False}),
    "the reset after for before": ({"reset_after": False}, {"reset_after": True}),
}


@pytest.mark.parametrize("what", FORWARD)
def test_another_convention_gives_other_states(what):
    right, wrong = FORWARD[what]
    inputs = networks.gru(15, reset_after=True, z_keeps=True) | right
    assert far(states(inputs | wrong), exact_states(inputs)) > 1e-3


@convention
@pytest.mark.parametrize("pair", ["zr", "zh", "rh"])
def test_gates_that_are_swapped_change_the_states(pair, how):
    inputs = networks.gru(15, *how)
    names = dict(zip(pair, reversed(pair), strict=True))
    turned = {
        **inputs,
        **{
            f"{letter}_{one}": inputs[f"{letter}_{other}"]
            for one, other in names.items()
            for letter in "WUb"
        },
    }
    assert far(states(turned), exact_states(inputs)) > 1e-3


MISTAKES = {
    "the derivative of a gate is lost": ("through_sigmoid", lambda gate_t, dgate_t: dgate_t),
    "the derivative of a gate is the gate": (
        "through_sigmoid",
        lambda gate_t, dgate_t: gate_t * dgate_t,
    ),
    "the derivative of tanh is lost": ("through_tanh", lambda h_t, dh_t: dh_t),
    "only the last share": ("total", lambda shares: list(shares)[-1]),
    "the share of dW is turned": (
        "shares",
        lambda delta_t, h_prev, x_t: (np.outer(h_prev, delta_t), np.outer(delta_t, x_t)),
    ),
    "the candidate's shares are of other units": (
        "outer",
        lambda column, row: np.outer(column[::-1], row),
    ),
}


@convention
@pytest.mark.parametrize("what", MISTAKES)
def test_a_planted_mistake_is_found(what, how, monkeypatch):
    inputs = networks.gru(15, *how)
    assert inputs["W_h"].shape[0] > 1
    monkeypatch.setattr(gru, *MISTAKES[what])
    assert max(errors(inputs).values()) > 1e-3


@pytest.mark.parametrize("after", [False, True])
def test_the_way_back_through_the_reset_at_the_other_place_is_found(after, monkeypatch):
    ways = "through_reset_before", "through_reset_after"
    right, wrong = ways[after], ways[not after]
    monkeypatch.setattr(gru, right, getattr(gru, wrong))
    assert max(errors(networks.gru(15, after, z_keeps=True)).values()) > 1e-3
