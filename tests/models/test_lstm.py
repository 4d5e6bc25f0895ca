"""The LSTM, against the complex step, 50 digits, exact numbers and frameworks."""

import mpmath
import numpy as np
import pytest

from rnn_examples.models import lstm
from rnn_examples.models.lstm import backpropagate, encode, initial_biases
from tests.models import networks
from tests.oracles.complex_gates import lstm_loss
from tests.oracles.complex_step import far, gradient

GATES = "ifoc"
WEIGHTS = [f"{letter}_{gate}" for gate in GATES for letter in "WUb"]
SEEDS = range(24)  # every T from 1 to 12, twice

MP = mpmath.mp.clone()
MP.dps = 50


def errors(inputs):
    """How far each gradient is from the complex step's; x's is found step by step."""
    found = backpropagate(**inputs)
    gradients = {name: getattr(found, f"d{name}") for name in [*WEIGHTS, "h_0", "c_0"]}
    gradients["x"] = np.array([step.dx_t for step in found.backward])
    return {
        name: far(value, gradient(lstm_loss, inputs, name)) for name, value in gradients.items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_gradient_agrees_with_the_complex_step(seed):
    assert max(errors(networks.lstm(seed)).values()) < 1e-9


def test_the_cells_that_are_tried_have_every_length_and_unequal_sizes():
    tried = [networks.lstm(seed) for seed in SEEDS]
    assert {len(inputs["x"]) for inputs in tried} == set(range(1, 13))
    assert {inputs["W_i"].shape[0] for inputs in tried} == set(range(1, 6))
    assert all(len({*inputs["U_i"].shape}) == 2 for inputs in tried)


@pytest.mark.parametrize("seed", range(4))
def test_a_saturated_cell_has_the_gradients_of_the_complex_step(seed):
    inputs = networks.lstm(seed + 3)
    inputs["W_f"] *= 1e3
    inputs["U_i"] *= -1e3
    found = backpropagate(**inputs)
    for name in [*WEIGHTS, "h_0", "c_0"]:
        true = gradient(lstm_loss, inputs, name)
        assert np.allclose(getattr(found, f"d{name}"), true, rtol=1e-9, atol=1e-12)


def in_50_digits(p):
    """Both states after every time step, entry by entry."""

    def exact(array):
        return [MP.mpf(float(entry)) for entry in array]

    def sigma(a):
        return 1 / (1 + MP.exp(-a))

    h, c = exact(p["h_0"]), exact(p["c_0"])
    units = range(len(h))
    for x_t in p["x"]:
        read = [*h, *exact(x_t), 1]  # every row: W, U, and b
        rows = {gate: np.c_[p[f"W_{gate}"], p[f"U_{gate}"], p[f"b_{gate}"]] for gate in GATES}
        gates = {gate: [MP.fdot(exact(rows[gate][k]), read) for k in units] for gate in GATES}
        c = [
            sigma(gates["f"][k]) * c[k] + sigma(gates["i"][k]) * MP.tanh(gates["c"][k])
            for k in units
        ]
        h = [sigma(gates["o"][k]) * MP.tanh(c[k]) for k in units]
        yield h, c


@pytest.mark.parametrize("seed", range(8))
def test_the_states_agree_with_50_digits(seed):
    inputs = networks.lstm(seed)
    steps = encode(**forward(inputs))
    for step, (h, c) in zip(steps, in_50_digits(inputs), strict=True):
        assert np.allclose(step.h_t, [float(entry) for entry in h], rtol=0, atol=1e-13)
        assert np.allclose(step.c_t, [float(entry) for entry in c], rtol=0, atol=1e-13)


def forward(inputs):
    return {name: value for name, value in inputs.items() if name not in ("dh_now", "dc_T")}


def silent(hidden=3, inputs=2):
    """A cell without weights: every gate is ½, and the candidate is 0."""
    return {
        name: np.zeros({"W": (hidden, hidden), "U": (hidden, inputs), "b": hidden}[name[0]])
        for name in WEIGHTS
    }


def test_gates_of_one_half_are_exact():
    c_0 = np.array([8.0, -4.0, 0.5])
    steps = encode(np.ones((3, 2)), np.ones(3), c_0, **silent())
    for t, step in enumerate(steps, 1):
        for gate in (step.i_t, step.f_t, step.o_t):
            assert gate.tolist() == [0.5] * 3
        assert step.c_t.tolist() == (c_0 / 2**t).tolist()
        assert step.h_t.tolist() == (np.tanh(c_0 / 2**t) / 2).tolist()


def test_a_forget_gate_that_is_open_keeps_the_cell_state_exactly():
    weights = silent() | {"b_f": np.full(3, 1000.0), "b_i": np.full(3, -1000.0)}
    c_0 = np.array([8.0, -4.0, 0.1])
    for step in encode(np.ones((50, 2)), np.zeros(3), c_0, **weights):
        assert step.c_t.tolist() == c_0.tolist()
    given = {"x": np.ones((50, 2)), "h_0": np.zeros(3), "c_0": c_0, **weights}
    found = backpropagate(dh_now=np.zeros((50, 3)), dc_T=np.array([1.0, 2.0, 3.0]), **given)
    assert found.dc_0.tolist() == [1, 2, 3]


def test_closed_output_gates_show_nothing():
    weights = silent() | {"b_o": np.full(3, -1000.0)}
    (step,) = encode(np.ones((1, 2)), np.ones(3), np.ones(3), **weights)
    assert step.h_t.tolist() == [0, 0, 0]


def test_the_forget_bias_opens_the_forget_gate_and_no_other():
    found = initial_biases(3)
    assert found.b_f.tolist() == [1, 1, 1]
    assert initial_biases(2, forget=np.float64(2.5)).b_f.tolist() == [2.5, 2.5]
    for bias in (found.b_i, found.b_o, found.b_c):
        assert bias.tolist() == [0, 0, 0]


@pytest.mark.parametrize("seed", range(4))
def test_the_shares_add_up_and_so_do_the_sources(seed):
    found = backpropagate(**networks.lstm(seed, time=5))
    for gate in GATES:
        for share, whole in (("dW_{}_t", "dW_{}"), ("dU_{}_t", "dU_{}"), ("delta_{}_t", "db_{}")):
            shares = [getattr(step, share.format(gate)) for step in found.backward]
            whole = getattr(found, whole.format(gate))
            assert np.allclose(np.sum(shares, axis=0), whole, rtol=0, atol=1e-12)
    for step in found.backward:
        assert step.dc_t.tolist() == (step.dc_now_t + step.dc_later_t).tolist()
    for step, later, forward_later in zip(
        found.backward, found.backward[1:], found.forward[1:], strict=False
    ):
        assert step.dc_later_t.tolist() == (forward_later.f_t * later.dc_t).tolist()


def test_a_sequence_of_no_steps_gives_no_steps():
    inputs = networks.lstm(3)
    assert encode(**{**forward(inputs), "x": np.zeros((0, inputs["x"].shape[1]))}) == []


@pytest.mark.parametrize(
    ("name", "shape"), [("c_0", (9,)), ("W_f", (2, 3)), ("U_c", (9, 2)), ("dh_now", (3, 1))]
)
def test_a_wrong_shape_is_named(name, shape):
    with pytest.raises(ValueError, match=f"{name} has the shape"):
        backpropagate(**{**networks.lstm(3), name: np.ones(shape)})


# Planted mistakes: the comparison with the complex step finds each.


def swapped(one, other):
    """The two gates of a step, each in the other's place."""
    step = lstm.lstm_step

    def of_swapped(x_t, h_prev, c_prev, *weights):
        named = dict(zip(WEIGHTS, weights, strict=True))
        names = {one: other, other: one}
        turned = [named[f"{name[0]}_{names.get(name[2], name[2])}"] for name in WEIGHTS]
        return step(x_t, h_prev, c_prev, *turned)

    return of_swapped


PAIRS = [(one, other) for n, one in enumerate(GATES) for other in GATES[n + 1 :]]


@pytest.mark.parametrize("pair", PAIRS, ids="".join)
def test_gates_that_are_swapped_change_the_states(pair, monkeypatch):
    inputs = forward(networks.lstm(15))
    true = [np.array(h, float) for h, _ in in_50_digits(inputs)]
    monkeypatch.setattr(lstm, "lstm_step", swapped(*pair))
    found = [step.h_t for step in encode(**inputs)]
    assert far(np.array(found), np.array(true)) > 1e-3


through_gates = lstm.through_gates

MISTAKES = {
    "the derivative of a gate is lost": ("through_sigmoid", lambda gate_t, dgate_t: dgate_t),
    "the derivative of a gate is the gate": (
        "through_sigmoid",
        lambda gate_t, dgate_t: gate_t * dgate_t,
    ),
    "the derivative of tanh is lost": ("through_tanh", lambda h_t, dh_t: dh_t),
    "tanh has the derivative of σ": ("through_tanh", lambda h_t, dh_t: h_t * (1 - h_t) * dh_t),
    "only the input gate hands back": (
        "through_gates",
        lambda step, W_i, W_f, W_o, W_c: W_i.T @ step.delta_i_t,
    ),
    "W for Wᵀ": ("through_gates", lambda step, *Ws: through_gates(step, *(W.T for W in Ws))),
    "only the last share": ("total", lambda shares: list(shares)[-1]),
    "the share of dW is turned": (
        "shares",
        lambda delta_t, h_prev, x_t: (np.outer(h_prev, delta_t), np.outer(delta_t, x_t)),
    ),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_planted_mistake_is_found(what, monkeypatch):
    inputs = networks.lstm(15)
    assert inputs["W_i"].shape[0] > 1
    monkeypatch.setattr(lstm, *MISTAKES[what])
    assert max(errors(inputs).values()) > 1e-3
