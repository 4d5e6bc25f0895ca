"""Two other LSTM cells: the first, without a forget gate, and a later one, with peepholes.

Without a forget gate, the cell state only ever adds up:

    c_t = c_{t−1} + i_t ⊙ c̃_t

It is the cell of `lstm` with a forget gate that is always 1. All else is as there; the paper of
1997 has other functions than tanh, of the same form but with other limits.

With peepholes, the gates read the cell state too, each unit its own: p is a vector.

    i_t = σ(W_i h_{t−1} + U_i x_t + p_i ⊙ c_{t−1} + b_i)
    f_t = σ(W_f h_{t−1} + U_f x_t + p_f ⊙ c_{t−1} + b_f)
    o_t = σ(W_o h_{t−1} + U_o x_t + p_o ⊙ c_t + b_o)

The output gate reads the new cell state, the two others the old one.
Source: Hochreiter and Schmidhuber (1997); for the peepholes, Gers and Schmidhuber (2000).
"""

from typing import Any, NamedTuple

import numpy as np

from rnn_examples.models.activations import sigmoid
from rnn_examples.models.bptt import total
from rnn_examples.models.checks import check_calls
from rnn_examples.models.gates import through_sigmoid
from rnn_examples.models.lstm import (
    LSTMBackwardStep,
    LSTMStep,
    backward_step,
    sums,
    through_gates,
)
from rnn_examples.models.shapes import (
    CellState,
    Gate,
    Hidden,
    HiddenOverTime,
    Input,
    Inputs,
    InputToHidden,
    Recurrent,
)


class NoForgetStep(NamedTuple):
    """One time step of the cell without a forget gate."""

    i_t: Gate  # input gate
    o_t: Gate  # output gate
    c_tilde_t: CellState  # candidate
    c_t: CellState
    h_t: Hidden


def no_forget_step(
    x_t: Input,
    h_prev: Hidden,
    c_prev: CellState,
    W_i: Recurrent,
    U_i: InputToHidden,
    b_i: Hidden,
    W_o: Recurrent,
    U_o: InputToHidden,
    b_o: Hidden,
    W_c: Recurrent,
    U_c: InputToHidden,
    b_c: Hidden,
) -> NoForgetStep:
    """Advance both states by one time step."""
    i_t = sigmoid(W_i @ h_prev + U_i @ x_t + b_i)
    o_t = sigmoid(W_o @ h_prev + U_o @ x_t + b_o)
    c_tilde_t = np.tanh(W_c @ h_prev + U_c @ x_t + b_c)
    c_t = c_prev + i_t * c_tilde_t
    h_t = o_t * np.tanh(c_t)
    return NoForgetStep(i_t, o_t, c_tilde_t, c_t, h_t)


def encode_no_forget(
    x: Inputs,
    h_0: Hidden,
    c_0: CellState,
    W_i: Recurrent,
    U_i: InputToHidden,
    b_i: Hidden,
    W_o: Recurrent,
    U_o: InputToHidden,
    b_o: Hidden,
    W_c: Recurrent,
    U_c: InputToHidden,
    b_c: Hidden,
) -> list[NoForgetStep]:
    """Read the sequence one time step at a time."""
    steps: list[NoForgetStep] = []
    h_prev, c_prev = h_0, c_0
    for x_t in x:
        steps.append(
            no_forget_step(x_t, h_prev, c_prev, W_i, U_i, b_i, W_o, U_o, b_o, W_c, U_c, b_c)
        )
        h_prev, c_prev = steps[-1].h_t, steps[-1].c_t
    return steps


class Variant(NamedTuple):
    """The states, and the gradients by name: dW_i, dU_i, db_i, …, dh_0, dc_0."""

    forward: list[Any]
    gradients: dict[str, Any]


def backpropagate_no_forget(
    x: Inputs,
    dh_now: HiddenOverTime,
    dc_T: CellState,
    h_0: Hidden,
    c_0: CellState,
    W_i: Recurrent,
    U_i: InputToHidden,
    b_i: Hidden,
    W_o: Recurrent,
    U_o: InputToHidden,
    b_o: Hidden,
    W_c: Recurrent,
    U_c: InputToHidden,
    b_c: Hidden,
) -> Variant:
    """Read the sequence, then go back, as through an LSTM whose forget gate is 1 and reads nothing.

    dh_now, dc_T: as in `lstm.backpropagate`. At least one time step.
    """
    forward = encode_no_forget(x, h_0, c_0, W_i, U_i, b_i, W_o, U_o, b_o, W_c, U_c, b_c)
    W_f, U_f, f_t = np.zeros(W_i.shape), np.zeros(U_i.shape), np.ones(h_0.shape)
    backward: list[LSTMBackwardStep] = []
    dh_later_t, dc_later_t = np.zeros(h_0.shape), dc_T  # nothing comes after the last step
    for t in reversed(range(len(forward))):
        h_prev, c_prev = (forward[t - 1].h_t, forward[t - 1].c_t) if t else (h_0, c_0)
        i_t, o_t, c_tilde_t, c_t, h_t = forward[t]
        full = LSTMStep(i_t, f_t, o_t, c_tilde_t, c_t, h_t)
        later = (dh_now[t], dh_later_t, dc_later_t)
        step = backward_step(full, x[t], h_prev, c_prev, *later, U_i, U_f, U_o, U_c)
        backward.insert(0, step)
        dh_later_t, dc_later_t = through_gates(step, W_i, W_f, W_o, W_c), step.dc_t
    found = {name: share for name, share in sums(backward).items() if not name.endswith("_f")}
    return Variant(forward, {**found, "dh_0": dh_later_t, "dc_0": dc_later_t})


def peephole_step(
    x_t: Input,
    h_prev: Hidden,
    c_prev: CellState,
    W_i: Recurrent,
    U_i: InputToHidden,
    b_i: Hidden,
    p_i: CellState,
    W_f: Recurrent,
    U_f: InputToHidden,
    b_f: Hidden,
    p_f: CellState,
    W_o: Recurrent,
    U_o: InputToHidden,
    b_o: Hidden,
    p_o: CellState,
    W_c: Recurrent,
    U_c: InputToHidden,
    b_c: Hidden,
) -> LSTMStep:
    """Advance both states by one time step."""
    i_t = sigmoid(W_i @ h_prev + U_i @ x_t + p_i * c_prev + b_i)
    f_t = sigmoid(W_f @ h_prev + U_f @ x_t + p_f * c_prev + b_f)
    c_tilde_t = np.tanh(W_c @ h_prev + U_c @ x_t + b_c)
    c_t = f_t * c_prev + i_t * c_tilde_t
    o_t = sigmoid(W_o @ h_prev + U_o @ x_t + p_o * c_t + b_o)
    h_t = o_t * np.tanh(c_t)
    return LSTMStep(i_t, f_t, o_t, c_tilde_t, c_t, h_t)


def encode_peepholes(x: Inputs, h_0: Hidden, c_0: CellState, **weights: Any) -> list[LSTMStep]:
    """Read the sequence one time step at a time; the weights are those of `peephole_step`."""
    steps: list[LSTMStep] = []
    h_prev, c_prev = h_0, c_0
    for x_t in x:
        steps.append(peephole_step(x_t, h_prev, c_prev, **weights))
        h_prev, c_prev = steps[-1].h_t, steps[-1].c_t
    return steps


def backpropagate_peepholes(
    x: Inputs,
    dh_now: HiddenOverTime,
    dc_T: CellState,
    h_0: Hidden,
    c_0: CellState,
    **weights: Any,
) -> Variant:
    """Read the sequence, then go back, also through the peepholes.

    dh_now, dc_T: as in `lstm.backpropagate`. The weights are those of `peephole_step`.
    At least one time step.
    """
    forward = encode_peepholes(x, h_0, c_0, **weights)
    Ws, Us = ([weights[f"{letter}_{gate}"] for gate in "ifoc"] for letter in "WU")
    backward: list[LSTMBackwardStep] = []
    dp: list[dict[str, CellState]] = []
    dh_later_t, dc_later_t = np.zeros(h_0.shape), dc_T  # nothing comes after the last step
    for t in reversed(range(len(forward))):
        h_prev, c_prev = (forward[t - 1].h_t, forward[t - 1].c_t) if t else (h_0, c_0)
        f_t, o_t, c_t = forward[t].f_t, forward[t].o_t, forward[t].c_t
        delta_o_t = through_sigmoid(o_t, np.tanh(c_t) * (dh_now[t] + dh_later_t))
        later = (dh_now[t], dh_later_t, dc_later_t + weights["p_o"] * delta_o_t)
        step = backward_step(forward[t], x[t], h_prev, c_prev, *later, *Us)
        backward.insert(0, step)
        d_i, d_f = step.delta_i_t, step.delta_f_t
        dp.append({"dp_i": d_i * c_prev, "dp_f": d_f * c_prev, "dp_o": delta_o_t * c_t})
        dh_later_t = through_gates(step, *Ws)
        dc_later_t = f_t * step.dc_t + weights["p_i"] * d_i + weights["p_f"] * d_f
    found = {name: total(shares[name] for shares in dp) for name in ("dp_i", "dp_f", "dp_o")}
    return Variant(forward, {**sums(backward), **found, "dh_0": dh_later_t, "dc_0": dc_later_t})


check_calls(__name__)
