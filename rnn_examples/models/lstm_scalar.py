"""An LSTM of one unit: every value is a single number, as in a calculation by hand.

The equations, the order of the gates (i, f, o, c) and the conventions are those of `lstm`; small
letters w and u stand for the weights, since here they are numbers.

Source: Gers, Schmidhuber and Cummins (2000).
"""

from typing import NamedTuple

import numpy as np

from rnn_examples.models.activations import sigmoid
from rnn_examples.models.checks import check_calls
from rnn_examples.models.shapes import Number, Numbers


class ScalarStep(NamedTuple):
    """One time step."""

    a_i_t: Number  # inside the input gate's sigmoid
    a_f_t: Number
    a_o_t: Number
    a_c_t: Number
    i_t: Number  # input gate
    f_t: Number  # forget gate
    o_t: Number  # output gate
    c_tilde_t: Number  # candidate
    c_t: Number  # cell state
    h_t: Number  # hidden state


def lstm_scalar(
    x: Numbers,
    h_0: Number,
    c_0: Number,
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
) -> list[ScalarStep]:
    """Read a sequence of numbers, one at a time."""
    steps: list[ScalarStep] = []
    h_prev, c_prev = h_0, c_0
    for x_t in x:
        a_i_t = w_i * h_prev + u_i * x_t + b_i
        a_f_t = w_f * h_prev + u_f * x_t + b_f
        a_o_t = w_o * h_prev + u_o * x_t + b_o
        a_c_t = w_c * h_prev + u_c * x_t + b_c
        i_t, f_t, o_t = sigmoid(a_i_t), sigmoid(a_f_t), sigmoid(a_o_t)
        c_tilde_t = np.tanh(a_c_t)
        c_t = f_t * c_prev + i_t * c_tilde_t
        h_t = o_t * np.tanh(c_t)
        gates = (a_i_t, a_f_t, a_o_t, a_c_t, i_t, f_t, o_t)
        steps.append(ScalarStep(*gates, c_tilde_t, c_t, h_t))
        h_prev, c_prev = h_t, c_t
    return steps


check_calls(__name__)
