"""The LSTM for many sentences at once, forwards and backwards, as training wants it.

The equations are those of `lstm`. Each row of a state belongs to one sentence: what is W h for one
sentence is H Wᵀ for all. The four gates are computed in one product: their matrices stand one above
the other, in the order i, f, o, c.

Sentences have unequal lengths; a shorter one is followed by padding, any numbers and NaN too, which
are not read. After its end both states of a sentence stay as they are, so the last of the batch are
the last of each sentence. A sentence of no words keeps its first states.

Time is the first axis, the sentences are the second. Gradients of weights are sums over both.
"""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Int

from rnn_examples.models.activations import sigmoid
from rnn_examples.models.batch import before, each_step, of_products, where_read, within
from rnn_examples.models.checks import check_calls
from rnn_examples.models.gates import through_sigmoid
from rnn_examples.models.shapes import Hidden, InputToHidden, Recurrent

InputsOverTime = Float[Any, "time_steps batch input"]
StatesOverTime = Float[Any, "time_steps batch hidden"]
FourOverTime = Float[Any, "time_steps batch 4*hidden"]
States = Float[Any, "batch hidden"]
Lengths = Int[Any, "batch"]
FourRecurrent = Float[Any, "4*hidden hidden"]


class LSTMStates(NamedTuple):
    """What reading leaves behind."""

    h: StatesOverTime
    c: StatesOverTime
    gates: FourOverTime  # i, f, o and the candidate, side by side


class LSTMBatchGradients(NamedTuple):
    """The last states, and the gradient with respect to all that was given."""

    h: StatesOverTime
    h_T: States
    c_T: States
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
    dx: InputsOverTime  # 0 in the padding
    dh_0: States
    dc_0: States


def backpropagate_batch(
    x: InputsOverTime,
    length: Lengths,
    dh_now: StatesOverTime,
    dh_T: States,
    dc_T: States,
    h_0: States,
    c_0: States,
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
) -> LSTMBatchGradients:
    """Read all sentences, then go back through every time step.

    length: how many inputs each sentence has. dh_now: the derivative of the loss with respect to
    each hidden state, through its own output; not read in the padding. dh_T, dc_T: the same of each
    sentence's last states, for who reads those.
    Raises ValueError for a length below 0 or above the number of time steps.
    """
    W, U = np.concatenate([W_i, W_f, W_o, W_c]), np.concatenate([U_i, U_f, U_o, U_c])
    is_read = within(length, len(x))
    if not is_read.all():
        x, dh_now = (np.where(is_read[:, :, np.newaxis], array, 0.0) for array in (x, dh_now))
    states = read_batch(x, is_read, h_0, c_0, W, U, np.concatenate([b_i, b_f, b_o, b_c]))
    delta, dh_0, dc_0 = back_through_batch(states, is_read, dh_now, dh_T, dc_T, c_0, W)
    dW, dU = of_products(delta, before(states.h, h_0)), of_products(delta, x)
    stacked = dW, dU, np.sum(delta, axis=(0, 1))
    parts = zip(*(np.split(array, 4) for array in stacked), strict=True)  # i, f, o, c
    last = states.h[-1], states.c[-1]
    shares = (share for of_gate in parts for share in of_gate)
    return LSTMBatchGradients._make([states.h, *last, *shares, delta @ U, dh_0, dc_0])


def read_batch(
    x: InputsOverTime,
    is_read: Bool[Any, "time_steps batch"],
    h_0: States,
    c_0: States,
    W: FourRecurrent,
    U: Float[Any, "4*hidden input"],
    b: Float[Any, "4*hidden"],
) -> LSTMStates:
    """Read all sentences; the states of one that has ended stay as they are."""
    size = h_0.shape[1]
    gates = np.empty((*x.shape[:2], 4 * size))
    h, c = np.empty((len(x), *h_0.shape)), np.empty((len(x), *c_0.shape))
    h_t, c_t, reads = h_0, c_0, each_step(is_read)
    for t in range(len(x)):
        a_t = h_t @ W.T + x[t] @ U.T + b
        gates[t, :, : 3 * size] = sigmoid(a_t[:, : 3 * size])
        gates[t, :, 3 * size :] = np.tanh(a_t[:, 3 * size :])
        i_t, f_t, o_t, c_tilde_t = np.split(gates[t], 4, axis=1)
        c_t = where_read(reads[t], f_t * c_t + i_t * c_tilde_t, c_t)
        h_t = where_read(reads[t], o_t * np.tanh(c_t), h_t)
        h[t], c[t] = h_t, c_t
    return LSTMStates(h, c, gates)


def back_through_batch(
    states: LSTMStates,
    is_read: Bool[Any, "time_steps batch"],
    dh_now: StatesOverTime,
    dh_T: States,
    dc_T: States,
    c_0: States,
    W: FourRecurrent,
) -> tuple[FourOverTime, States, States]:
    """The gradients with respect to all pre-activations, side by side, and to the first states."""
    delta, c_prev = np.zeros(states.gates.shape), before(states.c, c_0)
    dh_t, dc_t, reads = dh_T, dc_T, each_step(is_read)
    for t in reversed(range(len(delta))):
        i_t, f_t, o_t, c_tilde_t = np.split(states.gates[t], 4, axis=1)
        dh_t, tanh_c_t = dh_t + dh_now[t], np.tanh(states.c[t])
        dc_now_t = dc_t + o_t * (1 - tanh_c_t**2) * dh_t
        of_gates = [
            through_sigmoid(i_t, c_tilde_t * dc_now_t),
            through_sigmoid(f_t, c_prev[t] * dc_now_t),
            through_sigmoid(o_t, tanh_c_t * dh_t),
            (1 - c_tilde_t**2) * i_t * dc_now_t,
        ]
        delta[t] = where_read(reads[t], np.concatenate(of_gates, axis=1), delta[t])
        dh_t = where_read(reads[t], delta[t] @ W, dh_t)
        dc_t = where_read(reads[t], f_t * dc_now_t, dc_t)
    return delta, dh_t, dc_t


check_calls(__name__)
