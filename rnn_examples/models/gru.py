"""The GRU (gated recurrent unit): one state, two gates, and four cells that share the name.

    z_t = σ(W_z h_{t−1} + U_z x_t + b_z)                            update gate
    r_t = σ(W_r h_{t−1} + U_r x_t + b_r)                            reset gate

    candidate, with the reset before the product with W_h:
    h̃_t = tanh(W_h (r_t ⊙ h_{t−1}) + b_rec + U_h x_t + b_h)
    or after it:
    h̃_t = tanh(r_t ⊙ (W_h h_{t−1} + b_rec) + U_h x_t + b_h)

    new state, where z_t says how much is kept:
    h_t = z_t ⊙ h_{t−1} + (1 − z_t) ⊙ h̃_t
    or how much is written:
    h_t = (1 − z_t) ⊙ h_{t−1} + z_t ⊙ h̃_t

Who uses which. z keeps: Cho and others (2014), PyTorch, Keras, ONNX, Flax. z writes: Chung and
others (2014). The reset before: Cho and others (2014) in print, Chung and others (2014), Keras with
reset_after=False, ONNX with linear_before_reset=0. After: the first version of Cho and others on
arXiv, PyTorch (as cuDNN), Flax, Keras by default (reset_after=True), ONNX with
linear_before_reset=1.

One convention of z becomes the other when W_z, U_z and b_z change their signs: σ(−a) = 1 − σ(a).
No change of weights moves the reset.

Conventions. The order of the gates is z, r, h, in arguments and results; every gate has its own
matrices. One bias a gate; the candidate has two, as b_rec stands inside the product with the reset
gate where the reset comes after. Before it, only b_rec + b_h counts, and the papers' cell has
b_rec = 0. W stands before the state and U before the input, both on the left.

The way back: as in `lstm`.
"""

from typing import Any, NamedTuple

import numpy as np

from rnn_examples.models.activations import sigmoid
from rnn_examples.models.bptt import outer, through_tanh, total
from rnn_examples.models.checks import check_calls
from rnn_examples.models.gates import shares, through_sigmoid
from rnn_examples.models.shapes import (
    AnyShape,
    Gate,
    Hidden,
    HiddenOverTime,
    Input,
    Inputs,
    InputToHidden,
    Recurrent,
)


class GRUStep(NamedTuple):
    """One time step of the cell."""

    z_t: Gate  # update gate
    r_t: Gate  # reset gate
    h_tilde_t: Hidden  # candidate
    h_t: Hidden


class GRUBackwardStep(NamedTuple):
    """One time step, on the way back."""

    dh_later_t: Hidden  # from all later time steps
    dh_t: Hidden  # from there and from the output of this time step
    dz_t: Gate
    dh_tilde_t: Hidden
    delta_h_t: Hidden
    dr_t: Gate
    delta_z_t: Hidden
    delta_r_t: Hidden
    dW_z_t: Recurrent  # this time step's share, as are the next six
    dU_z_t: InputToHidden
    dW_r_t: Recurrent
    dU_r_t: InputToHidden
    dW_h_t: Recurrent
    dU_h_t: InputToHidden
    db_rec_t: Hidden
    dx_t: Input
    dh_prev_t: Hidden  # with respect to h_{t−1}, through this time step


class GRUGradients(NamedTuple):
    """The gradient with respect to every parameter and the initial state."""

    forward: list[GRUStep]
    backward: list[GRUBackwardStep]
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
    dh_0: Hidden


def gru_step(
    x_t: Input,
    h_prev: Hidden,
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
) -> GRUStep:
    """Advance the state by one time step."""
    z_t = sigmoid(W_z @ h_prev + U_z @ x_t + b_z)
    r_t = sigmoid(W_r @ h_prev + U_r @ x_t + b_r)
    if reset_after:
        h_tilde_t = np.tanh(r_t * (W_h @ h_prev + b_rec) + U_h @ x_t + b_h)
    else:
        h_tilde_t = np.tanh(W_h @ (r_t * h_prev) + b_rec + U_h @ x_t + b_h)
    return GRUStep(z_t, r_t, h_tilde_t, mix(z_t, h_prev, h_tilde_t, z_keeps))


def mix(z_t: AnyShape, h_prev: AnyShape, h_tilde_t: AnyShape, z_keeps: bool) -> AnyShape:
    """Put the new state together: one part kept, the other part written."""
    if z_keeps:
        return z_t * h_prev + (1 - z_t) * h_tilde_t
    return (1 - z_t) * h_prev + z_t * h_tilde_t


def encode(
    x: Inputs,
    h_0: Hidden,
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
) -> list[GRUStep]:
    """Read the sequence one time step at a time; the last hidden state is its encoding."""
    weights = (W_z, U_z, b_z, W_r, U_r, b_r, W_h, U_h, b_h, b_rec)
    steps: list[GRUStep] = []
    h_prev = h_0
    for x_t in x:
        steps.append(gru_step(x_t, h_prev, *weights, reset_after, z_keeps))
        h_prev = steps[-1].h_t
    return steps


def backpropagate(
    x: Inputs,
    dh_now: HiddenOverTime,
    h_0: Hidden,
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
) -> GRUGradients:
    """Read the sequence, then go back through every time step.

    dh_now: the derivative of the loss with respect to each hidden state, through its own output.
    At least one time step.
    """
    weights = (W_z, U_z, b_z, W_r, U_r, b_r, W_h, U_h, b_h, b_rec)
    forward = encode(x, h_0, *weights, reset_after, z_keeps)
    backward: list[GRUBackwardStep] = []
    dh_later_t = np.zeros(h_0.shape)  # nothing comes after the last step
    for t in reversed(range(len(forward))):
        h_prev = forward[t - 1].h_t if t else h_0
        given = (forward[t], x[t], h_prev, dh_now[t], dh_later_t, W_z, U_z, W_r, U_r, W_h, U_h)
        backward.insert(0, backward_step(*given, b_rec, reset_after, z_keeps))
        dh_later_t = backward[0].dh_prev_t
    return GRUGradients(forward, backward, dh_0=dh_later_t, **sums(backward))


def backward_step(
    forward: GRUStep,
    x_t: Input,
    h_prev: Hidden,
    dh_now_t: Hidden,
    dh_later_t: Hidden,
    W_z: Recurrent,
    U_z: InputToHidden,
    W_r: Recurrent,
    U_r: InputToHidden,
    W_h: Recurrent,
    U_h: InputToHidden,
    b_rec: Hidden,
    reset_after: bool,
    z_keeps: bool,
) -> GRUBackwardStep:
    """Go back through one time step, given what comes back from the later ones."""
    z_t, r_t, h_tilde_t, _ = forward
    dh_t = dh_now_t + dh_later_t
    kept, dz_t = (z_t, h_prev - h_tilde_t) if z_keeps else (1 - z_t, h_tilde_t - h_prev)
    dz_t = dz_t * dh_t
    dh_tilde_t = (1 - kept) * dh_t
    delta_h_t = through_tanh(h_tilde_t, dh_tilde_t)
    candidate = through_reset_after if reset_after else through_reset_before
    way = candidate(delta_h_t, r_t, h_prev, W_h, b_rec)
    delta_z_t = through_sigmoid(z_t, dz_t)
    delta_r_t = through_sigmoid(r_t, way.dr_t)
    return GRUBackwardStep(
        dh_later_t,
        dh_t,
        dz_t,
        dh_tilde_t,
        delta_h_t,
        way.dr_t,
        delta_z_t,
        delta_r_t,
        *shares(delta_z_t, h_prev, x_t),
        *shares(delta_r_t, h_prev, x_t),
        way.dW_h_t,
        outer(delta_h_t, x_t),
        way.db_rec_t,
        dx_t=U_z.T @ delta_z_t + U_r.T @ delta_r_t + U_h.T @ delta_h_t,
        dh_prev_t=kept * dh_t + W_z.T @ delta_z_t + W_r.T @ delta_r_t + way.dh_prev_t,
    )


class ThroughReset(NamedTuple):
    """The way back from the candidate through the reset gate."""

    dr_t: Gate
    dW_h_t: Recurrent
    db_rec_t: Hidden
    dh_prev_t: Hidden  # with respect to h_{t−1}, through the candidate alone


def through_reset_before(
    delta_h_t: Hidden, r_t: Gate, h_prev: Hidden, W_h: Recurrent, b_rec: Hidden
) -> ThroughReset:
    """Go back through W_h (r_t ⊙ h_{t−1}) + b_rec."""
    dreset_t = W_h.T @ delta_h_t
    return ThroughReset(
        dr_t=h_prev * dreset_t,
        dW_h_t=outer(delta_h_t, r_t * h_prev),
        db_rec_t=delta_h_t,
        dh_prev_t=r_t * dreset_t,
    )


def through_reset_after(
    delta_h_t: Hidden, r_t: Gate, h_prev: Hidden, W_h: Recurrent, b_rec: Hidden
) -> ThroughReset:
    """Go back through r_t ⊙ (W_h h_{t−1} + b_rec)."""
    dproduct_t = r_t * delta_h_t
    return ThroughReset(
        dr_t=(W_h @ h_prev + b_rec) * delta_h_t,
        dW_h_t=outer(dproduct_t, h_prev),
        db_rec_t=dproduct_t,
        dh_prev_t=W_h.T @ dproduct_t,
    )


def sums(backward: list[GRUBackwardStep]) -> dict[str, Any]:
    """Add up the shares of all time steps: the gradient of each W, U and b, by its name."""
    found = {
        f"d{letter}_{gate}": total(getattr(step, share.format(gate)) for step in backward)
        for gate in "zrh"
        for letter, share in (("W", "dW_{}_t"), ("U", "dU_{}_t"), ("b", "delta_{}_t"))
    }
    return {**found, "db_rec": total(step.db_rec_t for step in backward)}


check_calls(__name__)
