"""Recurrent layers over a batch: forwards, and backwards with the factors of all steps at once.

Shapes: `inputs` is time × batch × gates·hidden, the projected inputs with their bias. States are
batch × hidden. No sentence is padded: all of a batch have the same length.

What makes the backward pass quick: each derivative of a gate is a product of two parts, one of what
the forward pass left, the other what comes back from later steps. The first part is computed for
all steps in one operation; the loop over time only multiplies, and adds one matrix product.
"""

from typing import Any, NamedTuple

import numpy as np

from rnn_examples.translator.networks import Array, Kind

State = tuple[Array, ...]
"""The hidden state; of an LSTM the cell state too."""


class Ran(NamedTuple):
    """A layer after its forward pass. hidden: time + 1 × batch × hidden, first state included."""

    hidden: Array
    kept: tuple[Array, ...]
    last: State


class Back(NamedTuple):
    """The derivatives. inputs, products: time·batch × gates·hidden.

    inputs: with respect to the projected inputs; products: to h W. They differ only for a GRU.
    """

    inputs: Array
    products: Array
    first: State


def sigmoid(a: Array) -> None:
    """Replace numbers by their σ, written as tanh: it is quick, and has no overflow."""
    a *= 0.5
    np.tanh(a, out=a)
    a += 1
    a *= 0.5


def forward(kind: Kind, inputs: Array, W: Array, b_n: Array | None, first: State) -> Ran:
    """Run a layer from its first state."""
    if kind == "rnn":
        return tanh_forward(inputs, W, first)
    if kind == "lstm":
        return lstm_forward(inputs, W, first)
    assert b_n is not None
    return gru_forward(inputs, W, b_n, first)


def backward(kind: Kind, ran: Ran, W: Array, d_hidden: Array | None, d_last: State) -> Back:
    """Go back through a layer. d_hidden: for each step, or None; d_last: for the last state."""
    step = {"rnn": tanh_backward, "lstm": lstm_backward}.get(kind, gru_backward)
    return step(ran, np.ascontiguousarray(W.T), d_hidden, d_last)


def tanh_forward(inputs: Array, W: Array, first: State) -> Ran:
    """A tanh layer: h = tanh(h_prev W + input)."""
    time, batch, hidden = inputs.shape
    h = np.empty((time + 1, batch, hidden))
    h[0] = first[0]
    for t in range(time):
        a = h[t + 1]
        np.matmul(h[t], W, out=a)
        a += inputs[t]
        np.tanh(a, out=a)
    return Ran(h, (), (h[-1],))


def tanh_backward(ran: Ran, W_T: Array, d_hidden: Array | None, d_last: State) -> Back:
    """The derivatives of a tanh layer."""
    h = ran.hidden
    d = 1 - h[1:] ** 2
    dh = d_last[0].copy()
    for t in range(len(d) - 1, -1, -1):
        if d_hidden is not None:
            dh += d_hidden[t]
        d[t] *= dh
        np.matmul(d[t], W_T, out=dh)
    rows = d.reshape(-1, d.shape[-1])
    return Back(rows, rows, (dh,))


def gru_forward(inputs: Array, W: Array, b_n: Array, first: State) -> Ran:
    """A GRU: r, z = σ(…); n = tanh(input + r (h_prev W + b_n)); h = (1 − z) n + z h_prev."""
    time, batch, width = inputs.shape
    size = width // 3
    h = np.empty((time + 1, batch, size))
    h[0] = first[0]
    rz, n, product_n = (np.empty((time, batch, k * size)) for k in (2, 1, 1))
    product = np.empty((batch, width))
    for t in range(time):
        np.matmul(h[t], W, out=product)
        gates = rz[t]
        np.add(product[:, : 2 * size], inputs[t, :, : 2 * size], out=gates)
        sigmoid(gates)
        np.add(product[:, 2 * size :], b_n, out=product_n[t])
        np.multiply(product_n[t], gates[:, :size], out=n[t])
        n[t] += inputs[t, :, 2 * size :]
        np.tanh(n[t], out=n[t])
        np.subtract(h[t], n[t], out=h[t + 1])
        h[t + 1] *= gates[:, size:]
        h[t + 1] += n[t]
    return Ran(h, (rz, n, product_n), (h[-1],))


def gru_backward(ran: Ran, W_T: Array, d_hidden: Array | None, d_last: State) -> Back:
    """The derivatives of a GRU."""
    h, (rz, n, product_n) = ran.hidden, ran.kept
    time, batch, size = n.shape
    r, z = rz[..., :size], rz[..., size:]
    factors = np.empty((time, batch, 4, size))  # of r, z, h W + b_n, input of n
    d_n = (1 - z) * (1 - n * n)
    factors[:, :, 0] = d_n * product_n * r * (1 - r)
    factors[:, :, 1] = (h[:-1] - n) * z * (1 - z)
    factors[:, :, 2] = d_n * r
    factors[:, :, 3] = d_n
    dh = d_last[0].copy()
    for t in range(time - 1, -1, -1):
        if d_hidden is not None:
            dh += d_hidden[t]
        d = factors[t]
        d *= dh[:, None]
        dh *= z[t]
        dh += d.reshape(batch, 4 * size)[:, : 3 * size] @ W_T
    d_all = factors.reshape(time * batch, 4 * size)
    d_inputs = np.concatenate([d_all[:, : 2 * size], d_all[:, 3 * size :]], axis=1)
    return Back(d_inputs, d_all[:, : 3 * size], (dh,))


def lstm_forward(inputs: Array, W: Array, first: State) -> Ran:
    """An LSTM: i, f, o = σ(…), g = tanh(…); c = f c_prev + i g; h = o tanh(c)."""
    time, batch, width = inputs.shape
    size = width // 4
    h, c = (np.empty((time + 1, batch, size)) for _ in range(2))
    h[0], c[0] = first
    gates = np.empty(inputs.shape)
    tanh_c = np.empty((time, batch, size))
    for t in range(time):
        a = gates[t]
        np.matmul(h[t], W, out=a)
        a += inputs[t]
        sigmoid(a[:, : 3 * size])
        np.tanh(a[:, 3 * size :], out=a[:, 3 * size :])
        i, f, o, g = (a[:, k * size : (k + 1) * size] for k in range(4))
        np.multiply(f, c[t], out=c[t + 1])
        c[t + 1] += i * g
        np.tanh(c[t + 1], out=tanh_c[t])
        np.multiply(o, tanh_c[t], out=h[t + 1])
    return Ran(h, (gates, c, tanh_c), (h[-1], c[-1]))


def lstm_backward(ran: Ran, W_T: Array, d_hidden: Array | None, d_last: State) -> Back:
    """The derivatives of an LSTM."""
    gates, c, tanh_c = ran.kept
    time, batch, size = tanh_c.shape
    i, f, o, g = (gates[..., k * size : (k + 1) * size] for k in range(4))
    factors = np.empty((time, batch, 4, size))
    factors[:, :, 0] = g * i * (1 - i)
    factors[:, :, 1] = c[:-1] * f * (1 - f)
    factors[:, :, 2] = tanh_c * o * (1 - o)
    factors[:, :, 3] = i * (1 - g * g)
    from_hidden = o * (1 - tanh_c**2)
    dh, dc = (d.copy() for d in d_last)
    for t in range(time - 1, -1, -1):
        if d_hidden is not None:
            dh += d_hidden[t]
        dc += dh * from_hidden[t]
        d = factors[t]
        d[:, :2] *= dc[:, None]
        d[:, 2] *= dh
        d[:, 3] *= dc
        dc *= f[t]
        np.matmul(d.reshape(batch, 4 * size), W_T, out=dh)
    rows = factors.reshape(time * batch, 4 * size)
    return Back(rows, rows, (dh, dc))


def zero_state(kind: Kind, batch: int, hidden: int) -> State:
    """The state before the first word."""
    return tuple(np.zeros((batch, hidden)) for _ in range(2 if kind == "lstm" else 1))


def weights_of(layer: str, weights: Any) -> tuple[Array, Array, Array, Array, Array | None]:
    """The parameters of the layer `enc` or `dec`: E, U, b, W, b_n."""
    E, U, b, W = (weights[f"{name}_{layer}"] for name in ("E", "U", "b", "W"))
    return E, U, b, W, weights.get(f"b_n_{layer}")
