"""The LSTM cell before and after the forget gate, side by side: one unit, the same weights.

Without a forget gate (1997) the cell state is a sum; with one (2000) a share of it stays:

    c_sum_t = c_sum_{t−1} + i_t c̃_t           c_t = f_t c_{t−1} + i_t c̃_t

Both begin with 0, and each has gates that read its own hidden state.
Source: Hochreiter and Schmidhuber (1997); Gers, Schmidhuber and Cummins (2000).
"""

from typing import NamedTuple

import numpy as np

from rnn_examples.models.activations import sigmoid
from rnn_examples.models.checks import check_calls
from rnn_examples.models.lstm_scalar import lstm_scalar
from rnn_examples.models.shapes import Number, Numbers


class BothCells(NamedTuple):
    """One time step of both."""

    c_sum_t: Number  # the cell state without a forget gate
    h_sum_t: Number  # and what it shows
    c_t: Number  # the cell state with one
    h_t: Number


def both_cells(
    x: Numbers,
    w_i: Number,
    u_i: Number,
    b_i: Number,
    w_f: Number,
    u_f: Number,
    b_f: Number,
    w_o: Number,
    u_o: Number,
    b_o: Number,
    w_c: Number,
    u_c: Number,
    b_c: Number,
) -> list[BothCells]:
    """Read the same numbers with both cells."""
    zero = np.float64(0.0)
    weights = (w_i, u_i, b_i, w_f, u_f, b_f, w_o, u_o, b_o, w_c, u_c, b_c)
    c, h = zero, zero
    steps: list[BothCells] = []
    for x_t, step in zip(x, lstm_scalar(x, zero, zero, *weights), strict=True):
        i_t = sigmoid(w_i * h + u_i * x_t + b_i)
        o_t = sigmoid(w_o * h + u_o * x_t + b_o)
        c = c + i_t * np.tanh(w_c * h + u_c * x_t + b_c)
        h = o_t * np.tanh(c)
        steps.append(BothCells(c, h, step.c_t, step.h_t))
    return steps


check_calls(__name__)
