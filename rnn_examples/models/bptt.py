"""Backpropagation through time: every derivative of the loss, from the last step to the first.

The encoder here has an output at every step: o_t = V h_t + c, and the right token of step t is
y*_t. The loss L is the sum over the time steps of their cross-entropies, in nats.

Names. `dh_t` is the TOTAL derivative dL/dh_t, through everything that follows. It has two sources:
`dh_now_t`, the IMMEDIATE derivative ∂L/∂h_t, through the output of step t alone; and `dh_later_t`,
what comes back from the losses of the later steps, through W. `delta_t` is dL/da_t.
A gradient has the same shape as the array it belongs to. `dW_t` is time step t's share of dW: the
derivative with respect to the copy of W that step t uses. Sums of these shares over time are the
gradients; the shares of b and c are delta_t and do_t themselves.
Source: Rumelhart, Hinton and Williams (1986); Werbos (1990); in the notation of Goodfellow, Bengio
and Courville (2016), section 10.2.2.
"""

import functools
import itertools
import operator
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from rnn_examples.models.checks import check_calls
from rnn_examples.models.losses import cross_entropy, log_softmax, loss_gradient, shift
from rnn_examples.models.rnn import encode
from rnn_examples.models.seq2seq import logits
from rnn_examples.models.shapes import (
    AnyShape,
    Hidden,
    HiddenToLogits,
    Input,
    Inputs,
    InputToHidden,
    Logits,
    Loss,
    LossGradient,
    Probabilities,
    Recurrent,
    Target,
    Targets,
)


class ForwardStep(NamedTuple):
    """One time step, on the way to the loss."""

    a_t: Hidden  # pre-activation
    h_t: Hidden  # hidden state
    o_t: Logits
    z_t: Logits  # the logits, shifted: the largest is 0
    log_y_hat_t: Logits  # log-softmax
    y_hat_t: Probabilities
    L_t: Loss  # of this time step


class BackwardStep(NamedTuple):
    """One time step, on the way back."""

    do_t: LossGradient
    dh_now_t: Hidden  # from the output of this time step
    dh_later_t: Hidden  # from all later time steps
    dh_t: Hidden  # from both
    delta_t: Hidden  # dL/da_t
    dW_t: Recurrent  # this time step's share
    dU_t: InputToHidden  # this time step's share
    dV_t: HiddenToLogits  # this time step's share
    dx_t: Input


class Gradients(NamedTuple):
    """The loss, and its gradient with respect to every parameter and the initial state."""

    forward: list[ForwardStep]
    backward: list[BackwardStep]
    L: Loss
    dW: Recurrent
    dU: InputToHidden
    db: Hidden
    dV: HiddenToLogits
    dc: Logits
    dh_0: Hidden


def backpropagate(
    x: Inputs,
    y_star: Targets,
    h_0: Hidden,
    W: Recurrent,
    U: InputToHidden,
    b: Hidden,
    V: HiddenToLogits,
    c: Logits,
) -> Gradients:
    """Go forwards to the loss, then back through every time step.

    At least one time step.
    """
    forward = predict(x, y_star, h_0, W, U, b, V, c)
    backward: list[BackwardStep] = []
    dh_later_t = np.zeros(h_0.shape)  # nothing comes after the last step
    for t in reversed(range(len(forward))):
        h_prev = forward[t - 1].h_t if t else h_0
        step = backward_step(forward[t], y_star[t], x[t], h_prev, dh_later_t, U, V)
        backward.insert(0, step)
        dh_later_t = through_recurrence(W, step.delta_t)
    return Gradients(
        forward,
        backward,
        L=total(step.L_t for step in forward),
        dW=total(step.dW_t for step in backward),
        dU=total(step.dU_t for step in backward),
        db=total(step.delta_t for step in backward),
        dV=total(step.dV_t for step in backward),
        dc=total(step.do_t for step in backward),
        dh_0=dh_later_t,
    )


def predict(
    x: Inputs,
    y_star: Targets,
    h_0: Hidden,
    W: Recurrent,
    U: InputToHidden,
    b: Hidden,
    V: HiddenToLogits,
    c: Logits,
) -> list[ForwardStep]:
    """Read the sequence, and measure at every time step how wrong the output is."""
    steps: list[ForwardStep] = []
    for (a_t, h_t), y_star_t in zip(encode(x, h_0, W, U, b), y_star, strict=True):
        o_t = logits(h_t, V, c)
        z_t = shift(o_t)
        log_y_hat_t = log_softmax(z_t)
        L_t = cross_entropy(log_y_hat_t, y_star_t)
        steps.append(ForwardStep(a_t, h_t, o_t, z_t, log_y_hat_t, np.exp(log_y_hat_t), L_t))
    return steps


def backward_step(
    forward: ForwardStep,
    y_star_t: Target,
    x_t: Input,
    h_prev: Hidden,
    dh_later_t: Hidden,
    U: InputToHidden,
    V: HiddenToLogits,
) -> BackwardStep:
    """Go back through one time step, given what comes back from the later ones."""
    do_t = loss_gradient(forward.y_hat_t, y_star_t)
    dh_now_t = V.T @ do_t
    dh_t = dh_now_t + dh_later_t
    delta_t = through_tanh(forward.h_t, dh_t)
    return BackwardStep(
        do_t,
        dh_now_t,
        dh_later_t,
        dh_t,
        delta_t,
        dW_t=outer(delta_t, h_prev),
        dU_t=outer(delta_t, x_t),
        dV_t=outer(do_t, forward.h_t),
        dx_t=U.T @ delta_t,
    )


def through_tanh(h_t: AnyShape, dh_t: AnyShape) -> AnyShape:
    """Go back from h_t = tanh(a_t) to a_t: tanh' is 1 − tanh²."""
    return (1 - h_t**2) * dh_t


def through_recurrence(W: Recurrent, delta_next: Hidden) -> Hidden:
    """Go back from the next step's pre-activation, which holds W h_t, to h_t."""
    return W.T @ delta_next


def outer(column: Float[Any, "rows"], row: Float[Any, "columns"]) -> Float[Any, "rows columns"]:
    """Multiply a column by a row: every entry by every entry."""
    return column[:, None] @ row[None, :]


def total(shares: Iterable[Any]) -> Any:
    """Add up the shares of all time steps. Raises ValueError for none."""
    shares = iter(shares)
    first = next(shares, None)
    if first is None:
        raise ValueError("there is nothing to add up: at least one time step is needed")
    shares = itertools.chain((first,), shares)
    return functools.reduce(operator.add, shares)


check_calls(__name__)
