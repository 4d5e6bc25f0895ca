"""The GRU for many sentences at once, forwards and backwards, as training wants it.

The equations and conventions are those of `gru`; what is said of batches, lengths and padding in
`lstm_batch` holds here too. The matrices of the two gates stand one above the other, in the order
z, r; U and b of the candidate stand below them.
"""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Int

from rnn_examples.models.activations import sigmoid
from rnn_examples.models.batch import before, each_step, of_products, where_read, within
from rnn_examples.models.checks import check_calls
from rnn_examples.models.gates import through_sigmoid
from rnn_examples.models.gru import mix
from rnn_examples.models.shapes import Hidden, InputToHidden, Recurrent

InputsOverTime = Float[Any, "time_steps batch input"]
StatesOverTime = Float[Any, "time_steps batch hidden"]
States = Float[Any, "batch hidden"]
Lengths = Int[Any, "batch"]
TwoRecurrent = Float[Any, "2*hidden hidden"]


class GRUStates(NamedTuple):
    """What reading leaves behind."""

    h: StatesOverTime
    z: StatesOverTime
    r: StatesOverTime
    h_tilde: StatesOverTime


class GRUBatchGradients(NamedTuple):
    """The last states, and the gradient with respect to all that was given."""

    h: StatesOverTime
    h_T: States
    dW_z: Recurrent
    dU_z: InputToHidden
    db_z: Hidden
    dW_r: Recurrent
    dU_r: InputToHidden
    db_r: Hidden
    dW_h: Recurrent
    dU_h: InputToHidden
    db_h: Hidden
    db_rec: Hidden
    dx: InputsOverTime  # 0 in the padding
    dh_0: States


def backpropagate_batch(
    x: InputsOverTime,
    length: Lengths,
    dh_now: StatesOverTime,
    dh_T: States,
    h_0: States,
    W_z: Recurrent,
    U_z: InputToHidden,
    b_z: Hidden,
    W_r: Recurrent,
    U_r: InputToHidden,
    b_r: Hidden,
    W_h: Recurrent,
    U_h: InputToHidden,
    b_h: Hidden,
    b_rec: Hidden,
    reset_after: bool,
    z_keeps: bool,
) -> GRUBatchGradients:
    """Read all sentences, then go back through every time step.

    length: how many inputs each sentence has. dh_now: the derivative of the loss with respect to
    each hidden state, through its own output; not read in the padding. dh_T: the same of each
    sentence's last state, for who reads that.
    Raises ValueError for a length below 0 or above the number of time steps.
    """
    parts = [W_z, W_r], [U_z, U_r, U_h], [b_z, b_r, b_h]
    W, U, b = (np.concatenate(part) for part in parts)
    is_read = within(length, len(x))
    if not is_read.all():
        x, dh_now = (np.where(is_read[:, :, np.newaxis], array, 0.0) for array in (x, dh_now))
    states = read_batch(x, is_read, h_0, W, U, b, W_h, b_rec, reset_after, z_keeps)
    h_prev = before(states.h, h_0)
    way = states, h_prev, is_read, dh_now, dh_T, W, W_h, b_rec, reset_after, z_keeps
    delta, dh_0 = back_through_batch(*way)
    of_gates, of_h = np.split(delta, [len(W)], axis=2)
    dW_z, dW_r = np.split(of_products(of_gates, h_prev), 2)
    dU_z, dU_r, dU_h = np.split(of_products(delta, x), 3)
    db_z, db_r, db_h = np.split(np.sum(delta, axis=(0, 1)), 3)
    # What W_h is multiplied by, and what comes back to the product.
    seen, product = (h_prev, states.r * of_h) if reset_after else (states.r * h_prev, of_h)
    return GRUBatchGradients(
        states.h,
        states.h[-1],
        *(dW_z, dU_z, db_z, dW_r, dU_r, db_r),
        *(of_products(product, seen), dU_h, db_h),
        np.sum(product, axis=(0, 1)),
        delta @ U,
        dh_0,
    )


def read_batch(
    x: InputsOverTime,
    is_read: Bool[Any, "time_steps batch"],
    h_0: States,
    W: TwoRecurrent,
    U: Float[Any, "3*hidden input"],
    b: Float[Any, "3*hidden"],
    W_h: Recurrent,
    b_rec: Hidden,
    reset_after: bool,
    z_keeps: bool,
) -> GRUStates:
    """Read all sentences; the state of one that has ended stays as it is."""
    size, h_t, reads = h_0.shape[1], h_0, each_step(is_read)
    h, z, r, h_tilde = (np.empty((len(x), *h_0.shape)) for _ in range(4))
    for t in range(len(x)):
        from_x = x[t] @ U.T + b  # of both gates and the candidate, side by side
        gates = sigmoid(from_x[:, : 2 * size] + h_t @ W.T)
        z[t], r[t] = np.split(gates, 2, axis=1)
        gated = r[t] * (h_t @ W_h.T + b_rec) if reset_after else (r[t] * h_t) @ W_h.T + b_rec
        h_tilde[t] = np.tanh(gated + from_x[:, 2 * size :])
        h_t = where_read(reads[t], mix(z[t], h_t, h_tilde[t], z_keeps), h_t)
        h[t] = h_t
    return GRUStates(h, z, r, h_tilde)


def back_through_batch(
    states: GRUStates,
    h_prev: StatesOverTime,
    is_read: Bool[Any, "time_steps batch"],
    dh_now: StatesOverTime,
    dh_T: States,
    W: TwoRecurrent,
    W_h: Recurrent,
    b_rec: Hidden,
    reset_after: bool,
    z_keeps: bool,
) -> tuple[Float[Any, "time_steps batch 3*hidden"], States]:
    """The gradients with respect to all pre-activations, side by side, and to the first states."""
    _, z, r, h_tilde = states
    kept, sign = (z, 1) if z_keeps else (1 - z, -1)
    delta, dh_t = np.zeros((*h_prev.shape[:2], 3 * h_prev.shape[2])), dh_T
    reads = each_step(is_read)
    for t in reversed(range(len(delta))):
        dh_now_t = dh_t + dh_now[t]
        of_h = (1 - h_tilde[t] ** 2) * (1 - kept[t]) * dh_now_t
        if reset_after:
            dr_t, through = (h_prev[t] @ W_h.T + b_rec) * of_h, (r[t] * of_h) @ W_h
        else:
            dr_t, through = h_prev[t] * (of_h @ W_h), r[t] * (of_h @ W_h)
        dz_t = sign * (h_prev[t] - h_tilde[t]) * dh_now_t
        of_gates = [through_sigmoid(z[t], dz_t), through_sigmoid(r[t], dr_t)]
        delta[t] = where_read(reads[t], np.concatenate([*of_gates, of_h], axis=1), delta[t])
        through = through + kept[t] * dh_now_t + np.concatenate(of_gates, axis=1) @ W
        dh_t = where_read(reads[t], through, dh_t)
    return delta, dh_t


check_calls(__name__)
