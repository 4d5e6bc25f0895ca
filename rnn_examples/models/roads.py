"""How much of the first state is left, step after step: in an LSTM's cell, and in an Elman cell.

Both have one unit and read the same numbers. In the Elman cell h_t = tanh(w h_{t−1} + u x_t + b)
one step multiplies by dh_t/dh_{t−1} = w (1 − h_t²). Along the LSTM's cell state it multiplies by
the forget gate alone: the product f_1 · … · f_t is the derivative of c_t with respect to c_0, while
the gates are held fixed.
"""

from typing import NamedTuple

import numpy as np

from rnn_examples.models.checks import check_calls
from rnn_examples.models.lstm_scalar import lstm_scalar
from rnn_examples.models.shapes import Number, Numbers


class Roads(NamedTuple):
    """One time step of both."""

    f_t: Number  # the forget gate
    road_lstm_t: Number  # f_1 · … · f_t
    h_elman_t: Number  # the Elman cell's state
    road_elman_t: Number  # the product of w (1 − h²) so far


def roads(
    x: Numbers,
    w: Number,
    u: Number,
    b: Number,
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
) -> list[Roads]:
    """Follow both from states of 0."""
    weights = (w_i, u_i, b_i, w_f, u_f, b_f, w_o, u_o, b_o, w_c, u_c, b_c)
    zero = np.float64(0.0)
    steps: list[Roads] = []
    h_t, road_lstm, road_elman = zero, 1.0, 1.0
    for x_t, step in zip(x, lstm_scalar(x, zero, zero, *weights), strict=True):
        h_t = np.tanh(w * h_t + u * x_t + b)
        road_lstm = road_lstm * step.f_t
        road_elman = road_elman * (w * (1 - h_t**2))
        steps.append(Roads(step.f_t, road_lstm, h_t, road_elman))
    return steps


check_calls(__name__)
