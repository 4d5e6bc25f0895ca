"""A bidirectional network: one reads forwards, another backwards, each with its own weights.

    h_fwd_t = tanh(W_fwd h_fwd_{t−1} + U_fwd x_t + b_fwd)
    h_bwd_t = tanh(W_bwd h_bwd_{t+1} + U_bwd x_t + b_bwd)
    h_t = h_fwd_t and h_bwd_t, one behind the other

t is the place in the sentence in both directions: h_fwd_t has read x_1 … x_t, and h_bwd_t has read
x_T … x_t. So h_t, of twice the size, knows the whole sentence. h_0_bwd is the state before x_T.
The last state of each direction is the one that has read all: h_fwd_T, and h_bwd_1, at the first
place. h_T holds a backward state that has read one input only.

Padding must not be read by either direction: the backward one starts at a sentence's own end. See
`batch_cells`. Here the cell is the Elman network's; with LSTM or GRU all is the same.
Source: Schuster and Paliwal (1997).
"""

from typing import NamedTuple

import numpy as np

from rnn_examples.models.bptt import through_recurrence, total
from rnn_examples.models.checks import check_calls
from rnn_examples.models.rnn import RNNStep, rnn_step
from rnn_examples.models.rnn import encode as encode_forwards
from rnn_examples.models.rnn_backward import rnn_backward_step
from rnn_examples.models.shapes import (
    BothHidden,
    Hidden,
    HiddenOverTime,
    Input,
    Inputs,
    InputToHidden,
    Recurrent,
)


class BothWaysStep(NamedTuple):
    """One place in the sentence."""

    a_fwd_t: Hidden
    h_fwd_t: Hidden
    a_bwd_t: Hidden
    h_bwd_t: Hidden
    h_t: BothHidden  # forwards, then backwards


class BothWaysBackwardStep(NamedTuple):
    """One place in the sentence, on the way back through both networks."""

    dh_fwd_t: Hidden
    delta_fwd_t: Hidden
    dW_fwd_t: Recurrent
    dU_fwd_t: InputToHidden
    dh_bwd_t: Hidden
    delta_bwd_t: Hidden
    dW_bwd_t: Recurrent
    dU_bwd_t: InputToHidden
    dx_t: Input  # from both


class BothWaysGradients(NamedTuple):
    """The gradient with respect to every parameter and both initial states."""

    forward: list[BothWaysStep]
    backward: list[BothWaysBackwardStep]
    dW_fwd: Recurrent
    dU_fwd: InputToHidden
    db_fwd: Hidden
    dh_0_fwd: Hidden
    dW_bwd: Recurrent
    dU_bwd: InputToHidden
    db_bwd: Hidden
    dh_0_bwd: Hidden


def encode_backwards(
    x: Inputs, h_0: Hidden, W: Recurrent, U: InputToHidden, b: Hidden
) -> list[RNNStep]:
    """Read the sequence from its end; the steps are given in the order of the sentence."""
    steps: list[RNNStep] = []
    h_prev = h_0
    for t in reversed(range(len(x))):
        steps.insert(0, rnn_step(x[t], h_prev, W, U, b))
        h_prev = steps[0].h_t
    return steps


def encode(
    x: Inputs,
    h_0_fwd: Hidden,
    W_fwd: Recurrent,
    U_fwd: InputToHidden,
    b_fwd: Hidden,
    h_0_bwd: Hidden,
    W_bwd: Recurrent,
    U_bwd: InputToHidden,
    b_bwd: Hidden,
) -> list[BothWaysStep]:
    """Read the sequence in both directions, and put the states of each place together."""
    forwards = encode_forwards(x, h_0_fwd, W_fwd, U_fwd, b_fwd)
    backwards = encode_backwards(x, h_0_bwd, W_bwd, U_bwd, b_bwd)
    return [
        BothWaysStep(*fwd, *bwd, np.concatenate([fwd.h_t, bwd.h_t]))
        for fwd, bwd in zip(forwards, backwards, strict=True)
    ]


def last_states(steps: list[BothWaysStep]) -> BothHidden:
    """Put the last state of each direction together: the ones that have read everything.

    Raises ValueError for no steps.
    """
    if not steps:
        raise ValueError("steps is empty: at least one time step is needed")
    return np.concatenate([steps[-1].h_fwd_t, steps[0].h_bwd_t])


def backpropagate(
    x: Inputs,
    dh_now_fwd: HiddenOverTime,
    dh_now_bwd: HiddenOverTime,
    h_0_fwd: Hidden,
    W_fwd: Recurrent,
    U_fwd: InputToHidden,
    b_fwd: Hidden,
    h_0_bwd: Hidden,
    W_bwd: Recurrent,
    U_bwd: InputToHidden,
    b_bwd: Hidden,
) -> BothWaysGradients:
    """Read the sequence both ways, then go back: from the end forwards, from the start backwards.

    dh_now_fwd, dh_now_bwd: the derivative of the loss with respect to the two halves of each h_t,
    through its own output. At least one time step.
    """
    forward = encode(x, h_0_fwd, W_fwd, U_fwd, b_fwd, h_0_bwd, W_bwd, U_bwd, b_bwd)
    h_fwd = [h_0_fwd, *(step.h_fwd_t for step in forward)]
    h_bwd = [*(step.h_bwd_t for step in forward), h_0_bwd]
    places = range(len(forward))
    fwd, bwd = {}, {}
    later_fwd = later_bwd = np.zeros(h_0_fwd.shape)  # nothing comes after the last step
    for t in reversed(places):
        fwd[t] = rnn_backward_step(h_fwd[t + 1], h_fwd[t], x[t], dh_now_fwd[t], later_fwd, U_fwd)
        later_fwd = through_recurrence(W_fwd, fwd[t].delta_t)
    for t in places:
        bwd[t] = rnn_backward_step(h_bwd[t], h_bwd[t + 1], x[t], dh_now_bwd[t], later_bwd, U_bwd)
        later_bwd = through_recurrence(W_bwd, bwd[t].delta_t)
    backward = [
        BothWaysBackwardStep(*fwd[t][:4], *bwd[t][:4], fwd[t].dx_t + bwd[t].dx_t) for t in places
    ]
    return BothWaysGradients(
        forward,
        backward,
        dW_fwd=total(step.dW_fwd_t for step in backward),
        dU_fwd=total(step.dU_fwd_t for step in backward),
        db_fwd=total(step.delta_fwd_t for step in backward),
        dh_0_fwd=later_fwd,
        dW_bwd=total(step.dW_bwd_t for step in backward),
        dU_bwd=total(step.dU_bwd_t for step in backward),
        db_bwd=total(step.delta_bwd_t for step in backward),
        dh_0_bwd=later_bwd,
    )


check_calls(__name__)
