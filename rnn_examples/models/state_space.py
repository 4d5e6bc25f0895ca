"""Where two newer cells begin, one number each: a selective state space, sLSTM and mLSTM.

**Selective state space** (Mamba): a continuous system h′ = −κ h + B x is read in time steps of
length Δ_t, which the input chooses. Held constant for Δ_t, the input adds (1 − exp(−κ Δ_t)) / κ ·
B_t x_t (the zero-order hold of the paper; its published code has the shorter Δ_t B_t x_t). κ is
above 0, so exp(−κ Δ_t) is between 0 and 1; the paper writes A for −κ.

**sLSTM** (xLSTM): an input gate that is an exponential, and a normaliser n_t by which the state is
divided. The exponentials are kept small by m_t, which cancels in c_t / n_t. Its gates read the old
state: it is no linear recurrence.

**mLSTM** (xLSTM): a memory written by a key and a value, and read by a query. Its gates read the
input alone. With one number each, the memory is one number too.

The exponents are of ordinary size: gates that differ by a factor of 10³⁰⁰ give a division by 0.
Source: Gu and Dao (2023); Beck and others (2024), without their layers around the cells.
"""

from typing import NamedTuple

import numpy as np

from rnn_examples.models.activations import sigmoid, softplus
from rnn_examples.models.checks import check_calls
from rnn_examples.models.shapes import Number, Numbers, Positive


class SelectiveStep(NamedTuple):
    """One time step."""

    delta_t: Number  # the length of the step
    a_t: Number  # what is kept of the old state
    u_t: Number  # what is added
    h_t: Number
    y_t: Number  # what is written


def selective(
    x: Numbers,
    h_0: Number,
    kappa: Positive,
    u_delta: Number,
    b_delta: Number,
    u_B: Number,
    u_C: Number,
) -> list[SelectiveStep]:
    """Choose the length of each step, what is written and what is read, by the input."""
    steps: list[SelectiveStep] = []
    h_prev = h_0
    for x_t in x:
        delta_t = softplus(u_delta * x_t + b_delta)
        a_t = np.exp(-kappa * delta_t)
        u_t = (1 - a_t) / kappa * (u_B * x_t) * x_t
        h_prev = a_t * h_prev + u_t
        steps.append(SelectiveStep(delta_t, a_t, u_t, h_prev, u_C * x_t * h_prev))
    return steps


class SLSTMStep(NamedTuple):
    """One time step of an sLSTM."""

    a_i_t: Number  # the logarithm of the input gate
    a_f_t: Number  # the logarithm of the forget gate
    m_t: Number  # the larger exponent, which is taken out
    i_t: Number  # the gates without it
    f_t: Number
    c_t: Number  # the state
    n_t: Number  # the normaliser
    h_t: Number


def slstm(
    x: Numbers,
    h_0: Number,
    w_i: Number,
    u_i: Number,
    b_i: Number,
    w_f: Number,
    u_f: Number,
    b_f: Number,
    w_z: Number,
    u_z: Number,
    b_z: Number,
    w_o: Number,
    u_o: Number,
    b_o: Number,
) -> list[SLSTMStep]:
    """Read a sequence, from an empty memory; both gates are exponentials."""
    steps: list[SLSTMStep] = []
    h_prev, c_prev, n_prev, m_prev = h_0, 0.0 * h_0, 0.0 * h_0, 0.0 * h_0
    for x_t in x:
        a_i_t = w_i * h_prev + u_i * x_t + b_i
        a_f_t = w_f * h_prev + u_f * x_t + b_f
        m_t = np.maximum(a_f_t + m_prev, a_i_t)
        i_t, f_t = np.exp(a_i_t - m_t), np.exp(a_f_t + m_prev - m_t)
        c_t = f_t * c_prev + i_t * np.tanh(w_z * h_prev + u_z * x_t + b_z)
        n_t = f_t * n_prev + i_t
        h_t = sigmoid(w_o * h_prev + u_o * x_t + b_o) * (c_t / n_t)
        steps.append(SLSTMStep(a_i_t, a_f_t, m_t, i_t, f_t, c_t, n_t, h_t))
        h_prev, c_prev, n_prev, m_prev = h_t, c_t, n_t, m_t
    return steps


class MLSTMStep(NamedTuple):
    """One time step of an mLSTM."""

    i_t: Number
    f_t: Number
    c_t: Number  # the memory
    n_t: Number  # the sum of the keys
    h_t: Number


def mlstm(
    x: Numbers,
    u_i: Number,
    b_i: Number,
    u_f: Number,
    b_f: Number,
    u_k: Number,
    u_v: Number,
    u_q: Number,
    u_o: Number,
) -> list[MLSTMStep]:
    """Read a sequence, from an empty memory; the forget gate is a sigmoid.

    The exponent of the input gate is not taken out here, so it must be of ordinary size.
    """
    steps: list[MLSTMStep] = []
    c_prev, n_prev = 0.0 * u_i, 0.0 * u_i
    for x_t in x:
        k_t, v_t, q_t = u_k * x_t, u_v * x_t, u_q * x_t
        i_t, f_t = np.exp(u_i * x_t + b_i), sigmoid(u_f * x_t + b_f)
        c_t = f_t * c_prev + i_t * (v_t * k_t)
        n_t = f_t * n_prev + i_t * k_t
        below = np.maximum(np.maximum(n_t * q_t, -(n_t * q_t)), 1.0)
        h_t = sigmoid(u_o * x_t) * (c_t * q_t / below)
        steps.append(MLSTMStep(i_t, f_t, c_t, n_t, h_t))
        c_prev, n_prev = c_t, n_t
    return steps


check_calls(__name__)
