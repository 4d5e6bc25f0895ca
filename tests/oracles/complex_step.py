"""Gradients by the complex step: change a number by i·10⁻³⁰, and look at the loss's imaginary part.

It is exact to the last digits, as nothing is subtracted. The networks are written out here once
more, in complex numbers; they share no code with the package.
"""

import numpy as np

STEP = 1e-30


def loss_of_step(o, y):
    shifted = o - o[np.argmax(o.real)]
    return np.log(np.exp(shifted).sum()) - shifted[y]


def encoder_loss(p):
    """An encoder that speaks at every step."""
    h, total = p["h_0"], 0
    for t, y in enumerate(p["y_star"]):
        h = np.tanh(p["W"].dot(h) + p["U"].dot(p["x"][t]) + p["b"])
        total = total + loss_of_step(p["V"].dot(h) + p["c"], y)
    return total


def translation_loss(p):
    """An encoder-decoder under teacher forcing."""
    state = p["h_0"]
    for word in p["w"]:
        read = p["E_enc"][word]
        state = np.tanh(p["W_enc"].dot(state) + p["U_enc"].dot(read) + p["b_enc"])
    total, before = 0, p["y_0"]
    for y in p["y_star"]:
        read = p["E_dec"][before]
        state = np.tanh(p["W_dec"].dot(state) + p["U_dec"].dot(read) + p["b_dec"])
        total = total + loss_of_step(p["V"].dot(state) + p["c"], y)
        before = y
    return total


def gradient(loss, inputs, name):
    """The derivative of the loss by one input, entry by entry."""
    given = inputs[name]
    found = np.empty(given.shape)
    for index in np.ndindex(given.shape):
        changed = given.astype(complex)
        changed[index] += 1j * STEP
        found[index] = loss({**inputs, name: changed}).imag / STEP
    return found


def far(found, true):
    """The largest difference, relative to the largest entry of the true gradient."""
    scale = np.abs(true).max(initial=0)
    if found.shape != true.shape:
        return np.inf
    difference = np.abs(found - true).max(initial=0)
    return difference / scale if scale else difference
