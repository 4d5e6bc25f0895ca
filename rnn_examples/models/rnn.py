"""The Elman network: one equation, repeated over time."""

from typing import NamedTuple

import numpy as np

from rnn_examples.models.checks import check_calls
from rnn_examples.models.shapes import Hidden, Input, Inputs, InputToHidden, Recurrent


class RNNStep(NamedTuple):
    """One time step of the network."""

    a_t: Hidden  # pre-activation
    h_t: Hidden  # hidden state


def rnn_step(
    x_t: Input,
    h_prev: Hidden,
    W: Recurrent,
    U: InputToHidden,
    b: Hidden,
) -> RNNStep:
    """Advance the hidden state by one time step.

    One bias vector, where some libraries have two.
    Source: Elman (1990), in the notation of Goodfellow, Bengio
    and Courville (2016), equations 10.8 and 10.9.
    """
    a_t = W @ h_prev + U @ x_t + b
    return RNNStep(a_t, np.tanh(a_t))


def encode(x: Inputs, h_0: Hidden, W: Recurrent, U: InputToHidden, b: Hidden) -> list[RNNStep]:
    """Read the sequence one time step at a time; the last hidden state is its encoding."""
    steps: list[RNNStep] = []
    h_prev = h_0
    for x_t in x:
        steps.append(rnn_step(x_t, h_prev, W, U, b))
        h_prev = steps[-1].h_t
    return steps


check_calls(__name__)
