"""Attention once more, in complex numbers, for gradients by the complex step.

All source states at once, as rows; no code is shared with the package. The loss is dv · context:
so the derivative of the context enters the way back as its own weights.
"""

import numpy as np


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
