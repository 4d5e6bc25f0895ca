"""Real-time recurrent learning: the same gradients as in `bptt`, carried forwards in time.

Each state carries its derivative with respect to every parameter, so no way back is needed:
`dh_dW_t` is the TOTAL derivative dh_t/dW, through every state up to h_t; `da_dW_now_t` is the
IMMEDIATE one ∂a_t/∂W, with h_{t−1} held fixed.

Layout: one row for each hidden unit; the weights of a matrix are side by side, row by row.
`dW_loss_t` is dL_t/dW, the gradient of time step t's loss alone, in W's shape. These shares belong
to the step whose LOSS is differentiated; those of `bptt` to the step that USES the weights.
Their sums agree.
Source: Williams and Zipser (1989).
"""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from rnn_examples.models.bptt import ForwardStep, outer, predict, total
from rnn_examples.models.checks import check_calls
from rnn_examples.models.losses import loss_gradient
from rnn_examples.models.shapes import (
    CountFromOne,
    Hidden,
    HiddenByHidden,
    HiddenByInputWeights,
    HiddenByRecurrent,
    HiddenToLogits,
    Input,
    Inputs,
    InputToHidden,
    Logits,
    Loss,
    LossGradient,
    Recurrent,
    Target,
    Targets,
)


class SensitivityStep(NamedTuple):
    """One time step: how the state depends on every parameter, and with it the loss."""

    D_t: HiddenByHidden  # ∂h_t/∂a_t: tanh' = 1 − tanh², along the diagonal
    da_dW_now_t: HiddenByRecurrent  # ∂a_t/∂W
    dh_dW_t: HiddenByRecurrent
    da_dU_now_t: HiddenByInputWeights  # ∂a_t/∂U
    dh_dU_t: HiddenByInputWeights
    dh_db_t: HiddenByHidden
    dh_dh_0_t: HiddenByHidden
    do_t: LossGradient
    dh_now_t: Hidden  # ∂L/∂h_t, from the output of this time step
    dW_loss_t: Recurrent
    dU_loss_t: InputToHidden
    db_loss_t: Hidden
    dV_loss_t: HiddenToLogits
    dh_0_loss_t: Hidden


class ForwardGradients(NamedTuple):
    """The loss, and its gradient with respect to every parameter and the initial state."""

    forward: list[ForwardStep]
    sensitivities: list[SensitivityStep]
    dh_dW_0: HiddenByRecurrent  # the initial state depends on no parameter
    dh_dU_0: HiddenByInputWeights
    dh_db_0: HiddenByHidden
    dh_dh_0_0: HiddenByHidden
    L: Loss
    dW: Recurrent
    dU: InputToHidden
    db: Hidden
    dV: HiddenToLogits
    dc: Logits
    dh_0: Hidden


def carry_forward(
    x: Inputs,
    y_star: Targets,
    h_0: Hidden,
    W: Recurrent,
    U: InputToHidden,
    b: Hidden,
    V: HiddenToLogits,
    c: Logits,
) -> ForwardGradients:
    """Carry the derivatives of the state along, and add up each time step's gradient of its loss.

    At least one time step.
    """
    size = len(h_0)
    start = (np.zeros((size, W.size)), np.zeros((size, U.size)), np.zeros(W.shape), np.eye(size))
    by_W, by_U, by_b, by_h_0 = start
    h_prev = h_0
    forward = predict(x, y_star, h_0, W, U, b, V, c)
    steps: list[SensitivityStep] = []
    for x_t, y_star_t, step in zip(x, y_star, forward, strict=True):
        steps.append(carry_step(x_t, y_star_t, h_prev, step, by_W, by_U, by_b, by_h_0, W, U, V))
        by_W, by_U = steps[-1].dh_dW_t, steps[-1].dh_dU_t
        by_b, by_h_0 = steps[-1].dh_db_t, steps[-1].dh_dh_0_t
        h_prev = step.h_t
    return ForwardGradients(
        forward,
        steps,
        *start,
        L=total(step.L_t for step in forward),
        dW=total(step.dW_loss_t for step in steps),
        dU=total(step.dU_loss_t for step in steps),
        db=total(step.db_loss_t for step in steps),
        dV=total(step.dV_loss_t for step in steps),
        dc=total(step.do_t for step in steps),
        dh_0=total(step.dh_0_loss_t for step in steps),
    )


def carry_step(
    x_t: Input,
    y_star_t: Target,
    h_prev: Hidden,
    step: ForwardStep,
    by_W: HiddenByRecurrent,
    by_U: HiddenByInputWeights,
    by_b: HiddenByHidden,
    by_h_0: HiddenByHidden,
    W: Recurrent,
    U: InputToHidden,
    V: HiddenToLogits,
) -> SensitivityStep:
    """Carry the derivatives of the state with respect to each parameter to the next state."""
    size = len(h_prev)
    D_t = np.eye(size) * (1 - step.h_t**2)
    a_by_W, a_by_U = by_weights(h_prev, size), by_weights(x_t, size)
    by_W = D_t @ (W @ by_W + a_by_W)
    by_U = D_t @ (W @ by_U + a_by_U)
    by_b = D_t @ (W @ by_b + np.eye(size))
    by_h_0 = D_t @ W @ by_h_0
    do_t = loss_gradient(step.y_hat_t, y_star_t)
    dh_now_t = V.T @ do_t
    return SensitivityStep(
        D_t,
        a_by_W,
        by_W,
        a_by_U,
        by_U,
        by_b,
        by_h_0,
        do_t,
        dh_now_t,
        dW_loss_t=(dh_now_t @ by_W).reshape(W.shape),
        dU_loss_t=(dh_now_t @ by_U).reshape(U.shape),
        db_loss_t=dh_now_t @ by_b,
        dV_loss_t=outer(do_t, step.h_t),
        dh_0_loss_t=dh_now_t @ by_h_0,
    )


def by_weights(v: Float[Any, "columns"], rows: CountFromOne) -> Float[Any, "{rows} {rows}*columns"]:
    """Give the derivative of a matrix times v: each unit's row has v at its weights."""
    return np.concatenate([outer(unit, v) for unit in np.eye(rows)], axis=1)


check_calls(__name__)
