"""Backpropagation through a decoder that reads the right token at some steps, its own at others.

The tokens are those that `scheduled.decode_scheduled` reads: at epsilon = 1 this is training under
teacher forcing, at 0 training on what the network writes by itself. The loss is the same at any
epsilon: the cross-entropy of the right tokens, summed over the steps, in nats.

What was read is taken as given. argmax has a derivative of 0 wherever it has one, and a coin has
none, so no gradient goes back through a choice; it goes back through the state alone.
Source: Bengio, Vinyals, Jaitly and Shazeer (2015), who leave the choice out of the gradient, too.
"""

from typing import NamedTuple

import numpy as np

from rnn_examples.models.bptt import outer, through_recurrence, through_tanh, total
from rnn_examples.models.bptt_seq2seq import into_table
from rnn_examples.models.checks import check_calls
from rnn_examples.models.losses import cross_entropy, log_softmax, loss_gradient, shift
from rnn_examples.models.scheduled import Coins, ScheduledStep, decode_scheduled
from rnn_examples.models.shapes import (
    Embedding,
    Hidden,
    HiddenToLogits,
    InputToHidden,
    Logits,
    Loss,
    LossGradient,
    Recurrent,
    Share,
    Target,
    Targets,
    Token,
)


class LossStep(NamedTuple):
    """The loss of one time step."""

    z_t: Logits  # the logits, shifted: the largest is 0
    log_y_hat_t: Logits  # log-softmax
    L_t: Loss


class BackwardStep(NamedTuple):
    """One time step on the way back."""

    do_t: LossGradient
    ds_t: Hidden
    delta_t: Hidden  # dL/da_t
    dW_t: Recurrent  # this time step's share, as are the next three
    dU_t: InputToHidden
    dV_t: HiddenToLogits
    dE_t: Embedding


class Gradients(NamedTuple):
    """The loss, and its gradient with respect to every parameter and the initial state."""

    forward: list[ScheduledStep]
    losses: list[LossStep]
    backward: list[BackwardStep]
    L: Loss
    dE: Embedding
    dW: Recurrent
    dU: InputToHidden
    db: Hidden
    dV: HiddenToLogits
    dc: Logits
    ds_0: Hidden


def backpropagate_scheduled(
    y_0: Token,
    y_star: Targets,
    coins: Coins,
    epsilon: Share,
    s_0: Hidden,
    E: Embedding,
    W: Recurrent,
    U: InputToHidden,
    b: Hidden,
    V: HiddenToLogits,
    c: Logits,
) -> Gradients:
    """Decode with these coins, measure the loss, and go back. At least one target."""
    forward = decode_scheduled(y_0, y_star, coins, epsilon, s_0, E, W, U, b, V, c)
    losses = [measure(step.o_t, target) for step, target in zip(forward, y_star, strict=True)]
    read = [y_0, *(step.y_next_t for step in forward)]
    backward: list[BackwardStep] = []
    ds_later_t = np.zeros(s_0.shape)  # nothing comes after the last step
    for t in reversed(range(len(forward))):
        step, s_prev = forward[t], forward[t - 1].s_t if t else s_0
        do_t = loss_gradient(step.y_hat_t, y_star[t])
        ds_t = V.T @ do_t + ds_later_t
        delta_t = through_tanh(step.s_t, ds_t)
        dx_t = U.T @ delta_t
        found = BackwardStep(
            do_t,
            ds_t,
            delta_t,
            dW_t=outer(delta_t, s_prev),
            dU_t=outer(delta_t, step.x_t),
            dV_t=outer(do_t, step.s_t),
            dE_t=into_table(read[t], dx_t, E),
        )
        backward.insert(0, found)
        ds_later_t = through_recurrence(W, delta_t)
    return Gradients(
        forward,
        losses,
        backward,
        L=total(step.L_t for step in losses),
        dE=total(step.dE_t for step in backward),
        dW=total(step.dW_t for step in backward),
        dU=total(step.dU_t for step in backward),
        db=total(step.delta_t for step in backward),
        dV=total(step.dV_t for step in backward),
        dc=total(step.do_t for step in backward),
        ds_0=ds_later_t,
    )


def measure(o_t: Logits, y_star_t: Target) -> LossStep:
    """Give the cross-entropy of the right token."""
    z_t = shift(o_t)
    log_y_hat_t = log_softmax(z_t)
    return LossStep(z_t, log_y_hat_t, cross_entropy(log_y_hat_t, y_star_t))


check_calls(__name__)
