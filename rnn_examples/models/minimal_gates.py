"""minGRU and minLSTM: gates that read the input alone, so that the state is a linear recurrence.

A GRU's gates read the old state, so each step has to wait for the one before. Here they do not: all
gates of a sequence are known at once, and the states follow by a scan (`linear_recurrence`). There
is one unit, so every value is a single number; u and b are the weights of each gate.
Source: Feng and others (2024).
"""

from typing import NamedTuple

from rnn_examples.models.activations import sigmoid
from rnn_examples.models.checks import check_calls
from rnn_examples.models.shapes import Number, Numbers


class MinGRUStep(NamedTuple):
    """One time step."""

    z_t: Number  # the share that is written
    h_tilde_t: Number  # candidate
    h_t: Number


def min_gru(
    x: Numbers, h_0: Number, u_z: Number, b_z: Number, u_h: Number, b_h: Number
) -> list[MinGRUStep]:
    """Mix the old state and a candidate: h_t = (1 − z_t) h_{t−1} + z_t h̃_t."""
    steps: list[MinGRUStep] = []
    h_prev = h_0
    for x_t in x:
        z_t = sigmoid(u_z * x_t + b_z)
        h_tilde_t = u_h * x_t + b_h
        h_prev = (1 - z_t) * h_prev + z_t * h_tilde_t
        steps.append(MinGRUStep(z_t, h_tilde_t, h_prev))
    return steps


class MinLSTMStep(NamedTuple):
    """One time step; the gates before and after they are divided by their sum."""

    f_t: Number
    i_t: Number
    f_share_t: Number
    i_share_t: Number
    h_tilde_t: Number
    h_t: Number


def min_lstm(
    x: Numbers,
    h_0: Number,
    u_f: Number,
    b_f: Number,
    u_i: Number,
    b_i: Number,
    u_h: Number,
    b_h: Number,
) -> list[MinLSTMStep]:
    """Keep the forget gate's share, and write the input gate's; both shares add up to 1.

    The gates are not both 0: that would need numbers below −700 in both.
    """
    steps: list[MinLSTMStep] = []
    h_prev = h_0
    for x_t in x:
        f_t, i_t = sigmoid(u_f * x_t + b_f), sigmoid(u_i * x_t + b_i)
        f_share_t, i_share_t = f_t / (f_t + i_t), i_t / (f_t + i_t)
        h_tilde_t = u_h * x_t + b_h
        h_prev = f_share_t * h_prev + i_share_t * h_tilde_t
        steps.append(MinLSTMStep(f_t, i_t, f_share_t, i_share_t, h_tilde_t, h_prev))
    return steps


check_calls(__name__)
