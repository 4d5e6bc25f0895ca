"""Attention once more, in complex numbers, for gradients by the complex step.

All source states at once, as rows; no code is shared with the package. The loss is dv · context:
so the derivative of the context enters the way back as its own weights.
"""

import numpy as np

from tests.oracles.complex_step import loss_of_step


def scores(kind, p):
    """One score for each row of h."""
    s, h = p["s"], p["h"]
    if kind == "dot":
        return h.dot(s)
    if kind in ("scaled_dot", "masked"):
        return h.dot(s) * len(s) ** -0.5
    if kind == "general":
        return h.dot(p["W_a"].T.dot(s))
    if kind == "additive":
        return np.tanh(h.dot(p["U_a"].T) + p["W_a"].dot(s)).dot(p["w_a"])
    rows = np.hstack([np.tile(s, (len(h), 1)), h])
    return np.tanh(rows.dot(p["W_a"].T)).dot(p["w_a"])


def weights(e):
    """The softmax, shifted by the largest real part."""
    r = np.exp(e - e.real.max())
    return r / r.sum()


def context(kind, p):
    """The mean of the rows that the mask lets through; of all where there is none."""
    kept = p.get("m", np.full(len(p["h"]), fill_value=True))
    p = {**p, "h": p["h"][kept]}
    return weights(scores(kind, p)).dot(p["h"])


def loss(kind):
    """A weighted sum of the context's entries."""
    return lambda p: (p["dv"] * context(kind, p)).sum()


def translation_loss(p):
    """An encoder and Luong's decoder with the general score, under teacher forcing."""
    state, h = p["h_0"], []
    for word in p["w"]:
        read = p["E_enc"][word]
        state = np.tanh(p["W_enc"].dot(state) + p["U_enc"].dot(read) + p["b_enc"])
        h.append(state)
    total, s, before = 0, p["s_0"], p["y_0"]
    for y in p["y_star"]:
        read = p["E_dec"][before]
        s = np.tanh(p["W_dec"].dot(s) + p["U_dec"].dot(read) + p["b_dec"])
        v = context("general", {"s": s, "h": np.array(h), "W_a": p["W_a"]})
        both = np.tanh(p["W_c"].dot(np.concatenate([v, s])))
        total = total + loss_of_step(p["V"].dot(both) + p["c"], y)
        before = y
    return total
