"""The way back through one time step of the Elman network, whatever its loss is.

`bptt` goes back from an output and its loss at every step. Here the derivative dh_now_t of the loss
with respect to h_t comes from outside: from an output, from a layer above, or from a decoder.
The names are those of `bptt`.
"""

from typing import NamedTuple

from rnn_examples.models.bptt import outer, through_tanh
from rnn_examples.models.checks import check_calls
from rnn_examples.models.shapes import Hidden, Input, InputToHidden, Recurrent


class RNNBackwardStep(NamedTuple):
    """One time step, on the way back."""

    dh_t: Hidden  # from this time step and from all later ones
    delta_t: Hidden  # dL/da_t
    dW_t: Recurrent  # this time step's share
    dU_t: InputToHidden  # this time step's share
    dx_t: Input


def rnn_backward_step(
    h_t: Hidden,
    h_prev: Hidden,
    x_t: Input,
    dh_now_t: Hidden,
    dh_later_t: Hidden,
    U: InputToHidden,
) -> RNNBackwardStep:
    """Go back through one time step, given what comes back from the later ones."""
    dh_t = dh_now_t + dh_later_t
    delta_t = through_tanh(h_t, dh_t)
    return RNNBackwardStep(
        dh_t, delta_t, outer(delta_t, h_prev), outer(delta_t, x_t), dx_t=U.T @ delta_t
    )


check_calls(__name__)
