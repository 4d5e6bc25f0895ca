"""The gated cells once more, in complex numbers, for gradients by the complex step.

They share no code with the package. Weights are stacked here as PyTorch stacks them, and each
array's gradient is found from the loss alone: a weighted sum of all states, so its weights are what
comes into the way back. A row of weights is a gate.
"""

import numpy as np


def sigma(a):
    """The logistic function, of complex numbers, with an exponential that cannot overflow."""
    small = np.exp(np.where(a.real > 0, -a, a))
    return np.where(a.real > 0, 1, small) / (1 + small)


def lstm_cell(p, x, h, c, peepholes=False, forget=True):
    """The two states after one time step."""

    def before(gate):
        return p[f"U_{gate}"].dot(x) + p[f"W_{gate}"].dot(h) + p[f"b_{gate}"]

    looks = (lambda gate, at: p[f"p_{gate}"] * at) if peepholes else (lambda gate, at: 0)
    i = sigma(before("i") + looks("i", c))
    f = sigma(before("f") + looks("f", c)) if forget else 1
    new = c * f + np.tanh(before("c")) * i
    return np.tanh(new) * sigma(before("o") + looks("o", new)), new


def gru_cell(p, x, h):
    """The state after one time step, in the convention that p names."""
    z = sigma(p["U_z"].dot(x) + p["W_z"].dot(h) + p["b_z"])
    r = sigma(p["U_r"].dot(x) + p["W_r"].dot(h) + p["b_r"])
    gated = p["W_h"].dot(h) * r + p["b_rec"] * r if p["reset_after"] else (
        p["W_h"].dot(h * r) + p["b_rec"]
    )  # fmt: skip
    new = np.tanh(p["U_h"].dot(x) + p["b_h"] + gated)
    return new + z * (h - new) if p["z_keeps"] else h + z * (new - h)


def lstm_loss(p, **kind):
    """A weighted sum of all hidden states and of the last cell state."""
    h, c, total = p["h_0"], p["c_0"], 0
    for x, weights in zip(p["x"], p["dh_now"], strict=True):
        h, c = lstm_cell(p, x, h, c, **kind)
        total = total + (weights * h).sum()
    return total + (p["dc_T"] * c).sum()


def gru_loss(p):
    """A weighted sum of all states."""
    h, total = p["h_0"], 0
    for x, weights in zip(p["x"], p["dh_now"], strict=True):
        h = gru_cell(p, x, h)
        total = total + (weights * h).sum()
    return total


def elman(p, suffix, inputs):
    """All states of an Elman network that reads the inputs in their order."""
    h, found = p[f"h_0{suffix}"], []
    for x in inputs:
        h = np.tanh(p[f"U{suffix}"].dot(x) + p[f"W{suffix}"].dot(h) + p[f"b{suffix}"])
        found.append(h)
    return found


def deep_loss(p):
    """A weighted sum of the top layer's states."""
    states, n = list(p["x"]), 1
    while f"W_l{n}" in p:
        states, n = elman(p, f"_l{n}", states), n + 1
    return sum((weights * h).sum() for weights, h in zip(p["dh_now"], states, strict=True))


def both_ways_loss(p):
    """A weighted sum of the states of both directions, each at its place in the sentence."""
    forwards = elman(p, "_fwd", p["x"])
    backwards = elman(p, "_bwd", p["x"][::-1])[::-1]
    found = 0
    for name, states in (("dh_now_fwd", forwards), ("dh_now_bwd", backwards)):
        found = found + sum((w * h).sum() for w, h in zip(p[name], states, strict=True))
    return found
