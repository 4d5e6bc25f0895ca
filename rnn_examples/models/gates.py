"""What the gated cells share: the way back through a gate, and one time step's share of weights."""

from typing import NamedTuple

from rnn_examples.models.bptt import outer
from rnn_examples.models.checks import check_calls
from rnn_examples.models.shapes import AnyShape, Hidden, Input, InputToHidden, Recurrent


class Shares(NamedTuple):
    """One time step's share of the gradients of two matrices."""

    dW_t: Recurrent
    dU_t: InputToHidden


def through_sigmoid(gate_t: AnyShape, dgate_t: AnyShape) -> AnyShape:
    """Go back from gate = sigmoid(a) to a: the derivative is gate · (1 − gate), at most ¼."""
    return gate_t * (1 - gate_t) * dgate_t


def shares(delta_t: Hidden, h_prev: Hidden, x_t: Input) -> Shares:
    """Go back from W h_{t−1} + U x_t to both matrices."""
    return Shares(outer(delta_t, h_prev), outer(delta_t, x_t))


check_calls(__name__)
