"""The LSTM (long short-term memory): a cell state that gates protect.

    i_t = σ(W_i h_{t−1} + U_i x_t + b_i)            input gate
    f_t = σ(W_f h_{t−1} + U_f x_t + b_f)            forget gate
    o_t = σ(W_o h_{t−1} + U_o x_t + b_o)            output gate
    c̃_t = tanh(W_c h_{t−1} + U_c x_t + b_c)         candidate
    c_t = f_t ⊙ c_{t−1} + i_t ⊙ c̃_t                 cell state
    h_t = o_t ⊙ tanh(c_t)                           hidden state

Conventions. The order of the gates is i, f, o, c, in arguments and results; every gate has its own
matrices, so none can be mixed up by its place among rows. One bias a gate, where some libraries
have two, of which only the sum counts. W stands before the state and U before the input, both on
the left: W h, where some libraries compute h W with the transposed matrix. A gate of 1 is open.
o_t is the output gate here; elsewhere on this site the letter stands for logits.
Both states are 0 before the first step unless they are given.

The way back. dh_now_t is the derivative of the loss with respect to h_t through the output of time
step t alone: whoever has a loss gives it. The names are those of `bptt`; delta_i_t is the
derivative with respect to what stands inside the σ of i_t, and so on.
Source: Hochreiter and Schmidhuber (1997), without the forget gate, for which see `lstm_variants`;
Gers, Schmidhuber and Cummins (2000), with it.
"""

from typing import Any, NamedTuple

import numpy as np

from rnn_examples.models.activations import sigmoid
from rnn_examples.models.bptt import through_tanh, total
from rnn_examples.models.checks import check_calls
from rnn_examples.models.gates import shares, through_sigmoid
from rnn_examples.models.shapes import (
    CellState,
    CountFromOne,
    Gate,
    Hidden,
    HiddenOverTime,
    Input,
    Inputs,
    InputToHidden,
    Number,
    Recurrent,
)

FORGET_BIAS = 1.0
"""What b_f is before training, for a cell that keeps most of its state from the first step on.

Source: Gers, Schmidhuber and Cummins (2000), a positive number; Jozefowicz and others (2015), 1.
"""


class LSTMStep(NamedTuple):
    """One time step of the cell."""

    i_t: Gate  # input gate
    f_t: Gate  # forget gate
    o_t: Gate  # output gate
    c_tilde_t: CellState  # candidate
    c_t: CellState
    h_t: Hidden


class LSTMBackwardStep(NamedTuple):
    """One time step, on the way back."""

    dh_later_t: Hidden  # from all later time steps, through their gates
    dh_t: Hidden  # from there and from the output of this time step
    do_t: Gate
    dc_now_t: CellState  # from the hidden state of this time step
    dc_later_t: CellState  # from the cell state of the next time step, through its forget gate
    dc_t: CellState  # from both
    di_t: Gate
    df_t: Gate
    dc_tilde_t: CellState
    delta_i_t: Hidden
    delta_f_t: Hidden
    delta_o_t: Hidden
    delta_c_t: Hidden
    dW_i_t: Recurrent  # this time step's share, as are the next seven
    dU_i_t: InputToHidden
    dW_f_t: Recurrent
    dU_f_t: InputToHidden
    dW_o_t: Recurrent
    dU_o_t: InputToHidden
    dW_c_t: Recurrent
    dU_c_t: InputToHidden
    dx_t: Input


class LSTMGradients(NamedTuple):
    """The gradient with respect to every parameter and both initial states."""

    forward: list[LSTMStep]
    backward: list[LSTMBackwardStep]
    dW_i: Recurrent
    dU_i: InputToHidden
    db_i: Hidden
    dW_f: Recurrent
    dU_f: InputToHidden
    db_f: Hidden
    dW_o: Recurrent
    dU_o: InputToHidden
    db_o: Hidden
    dW_c: Recurrent
    dU_c: InputToHidden
    db_c: Hidden
    dh_0: Hidden
    dc_0: CellState


class LSTMBiases(NamedTuple):
    """The biases before training."""

    b_i: Hidden
    b_f: Hidden
    b_o: Hidden
    b_c: Hidden


def initial_biases(hidden: CountFromOne, forget: Number = FORGET_BIAS) -> LSTMBiases:
    """Give every bias 0, but the forget gate's."""
    zeros = np.zeros(hidden)
    return LSTMBiases(b_i=zeros, b_f=zeros + forget, b_o=zeros, b_c=zeros)


def lstm_step(
    x_t: Input,
    h_prev: Hidden,
    c_prev: CellState,
    W_i: Recurrent,
    U_i: InputToHidden,
    b_i: Hidden,
    W_f: Recurrent,
    U_f: InputToHidden,
    b_f: Hidden,
    W_o: Recurrent,
    U_o: InputToHidden,
    b_o: Hidden,
    W_c: Recurrent,
    U_c: InputToHidden,
    b_c: Hidden,
) -> LSTMStep:
    """Advance both states by one time step."""
    i_t = sigmoid(W_i @ h_prev + U_i @ x_t + b_i)
    f_t = sigmoid(W_f @ h_prev + U_f @ x_t + b_f)
    o_t = sigmoid(W_o @ h_prev + U_o @ x_t + b_o)
    c_tilde_t = np.tanh(W_c @ h_prev + U_c @ x_t + b_c)
    c_t = f_t * c_prev + i_t * c_tilde_t
    h_t = o_t * np.tanh(c_t)
    return LSTMStep(i_t, f_t, o_t, c_tilde_t, c_t, h_t)


def encode(
    x: Inputs,
    h_0: Hidden,
    c_0: CellState,
    W_i: Recurrent,
    U_i: InputToHidden,
    b_i: Hidden,
    W_f: Recurrent,
    U_f: InputToHidden,
    b_f: Hidden,
    W_o: Recurrent,
    U_o: InputToHidden,
    b_o: Hidden,
    W_c: Recurrent,
    U_c: InputToHidden,
    b_c: Hidden,
) -> list[LSTMStep]:
    """Read the sequence one time step at a time; the last two states are its encoding."""
    weights = (W_i, U_i, b_i, W_f, U_f, b_f, W_o, U_o, b_o, W_c, U_c, b_c)
    steps: list[LSTMStep] = []
    h_prev, c_prev = h_0, c_0
    for x_t in x:
        steps.append(lstm_step(x_t, h_prev, c_prev, *weights))
        h_prev, c_prev = steps[-1].h_t, steps[-1].c_t
    return steps


def backpropagate(
    x: Inputs,
    dh_now: HiddenOverTime,
    dc_T: CellState,
    h_0: Hidden,
    c_0: CellState,
    W_i: Recurrent,
    U_i: InputToHidden,
    b_i: Hidden,
    W_f: Recurrent,
    U_f: InputToHidden,
    b_f: Hidden,
    W_o: Recurrent,
    U_o: InputToHidden,
    b_o: Hidden,
    W_c: Recurrent,
    U_c: InputToHidden,
    b_c: Hidden,
) -> LSTMGradients:
    """Read the sequence, then go back through every time step.

    dh_now: the derivative of the loss with respect to each hidden state, through its own output.
    dc_T: the same of the last cell state, for who reads it; 0 where only hidden states are read.
    At least one time step.
    """
    forward = encode(x, h_0, c_0, W_i, U_i, b_i, W_f, U_f, b_f, W_o, U_o, b_o, W_c, U_c, b_c)
    backward: list[LSTMBackwardStep] = []
    dh_later_t, dc_later_t = np.zeros(h_0.shape), dc_T  # nothing comes after the last step
    for t in reversed(range(len(forward))):
        h_prev, c_prev = (forward[t - 1].h_t, forward[t - 1].c_t) if t else (h_0, c_0)
        later = (dh_now[t], dh_later_t, dc_later_t)
        step = backward_step(forward[t], x[t], h_prev, c_prev, *later, U_i, U_f, U_o, U_c)
        backward.insert(0, step)
        dh_later_t = through_gates(step, W_i, W_f, W_o, W_c)
        dc_later_t = forward[t].f_t * step.dc_t
    return LSTMGradients(forward, backward, dh_0=dh_later_t, dc_0=dc_later_t, **sums(backward))


def backward_step(
    forward: LSTMStep,
    x_t: Input,
    h_prev: Hidden,
    c_prev: CellState,
    dh_now_t: Hidden,
    dh_later_t: Hidden,
    dc_later_t: CellState,
    U_i: InputToHidden,
    U_f: InputToHidden,
    U_o: InputToHidden,
    U_c: InputToHidden,
) -> LSTMBackwardStep:
    """Go back through one time step, given what comes back from the later ones."""
    i_t, f_t, o_t, c_tilde_t, c_t, _ = forward
    dh_t = dh_now_t + dh_later_t
    tanh_c_t = np.tanh(c_t)
    do_t = tanh_c_t * dh_t
    dc_now_t = through_tanh(tanh_c_t, o_t * dh_t)
    dc_t = dc_now_t + dc_later_t
    di_t = c_tilde_t * dc_t
    df_t = c_prev * dc_t
    dc_tilde_t = i_t * dc_t
    delta_i_t = through_sigmoid(i_t, di_t)
    delta_f_t = through_sigmoid(f_t, df_t)
    delta_o_t = through_sigmoid(o_t, do_t)
    delta_c_t = through_tanh(c_tilde_t, dc_tilde_t)
    return LSTMBackwardStep(
        dh_later_t,
        dh_t,
        do_t,
        dc_now_t,
        dc_later_t,
        dc_t,
        di_t,
        df_t,
        dc_tilde_t,
        delta_i_t,
        delta_f_t,
        delta_o_t,
        delta_c_t,
        *shares(delta_i_t, h_prev, x_t),
        *shares(delta_f_t, h_prev, x_t),
        *shares(delta_o_t, h_prev, x_t),
        *shares(delta_c_t, h_prev, x_t),
        dx_t=U_i.T @ delta_i_t + U_f.T @ delta_f_t + U_o.T @ delta_o_t + U_c.T @ delta_c_t,
    )


def through_gates(
    step: LSTMBackwardStep, W_i: Recurrent, W_f: Recurrent, W_o: Recurrent, W_c: Recurrent
) -> Hidden:
    """Go back from all that h_{t−1} enters in time step t."""
    return (
        W_i.T @ step.delta_i_t
        + W_f.T @ step.delta_f_t
        + W_o.T @ step.delta_o_t
        + W_c.T @ step.delta_c_t
    )


def sums(backward: list[LSTMBackwardStep]) -> dict[str, Any]:
    """Add up the shares of all time steps: the gradient of each W, U and b, by its name."""
    return {
        f"d{letter}_{gate}": total(getattr(step, share.format(gate)) for step in backward)
        for gate in "ifoc"
        for letter, share in (("W", "dW_{}_t"), ("U", "dU_{}_t"), ("b", "delta_{}_t"))
    }


check_calls(__name__)
