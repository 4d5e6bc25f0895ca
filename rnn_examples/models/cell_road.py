"""How far a change in the cell state reaches: the LSTM's straight road against the Elman cell's.

From one cell state to the next, with the gates held as they are, the derivative is the forget gate:
∂c_t/∂c_{t−1} = f_t. Over many steps the road is the product of these. The Elman cell's is the
product of (1 − h_t²) w, for one unit with the recurrent weight w. With f_t = 1 nothing is lost; a
product of numbers below 1 still vanishes, only more slowly, and the gates themselves read h_{t−1}:
by that way, which is left out here, gradients can still explode.
"""

from typing import NamedTuple

from rnn_examples.models.activations import sigmoid
from rnn_examples.models.checks import check_calls
from rnn_examples.models.shapes import Count, Number


class RoadStep(NamedTuple):
    """One time step of both roads."""

    f_t: Number  # the forget gate
    road_t: Number  # the product of the forget gates up to here
    elman_t: Number  # the product of (1 − h²) w up to here


def roads(b_f: Number, w: Number, h: Number, steps: Count) -> list[RoadStep]:
    """Follow both roads, with a forget gate that its bias b_f alone decides.

    w, h: the Elman cell's recurrent weight and its state, the same at every step.
    """
    found: list[RoadStep] = []
    road_t, elman_t = 1.0, 1.0
    for _ in range(steps):
        f_t = sigmoid(b_f)
        road_t = road_t * f_t
        elman_t = elman_t * (1 - h**2) * w
        found.append(RoadStep(f_t, road_t, elman_t))
    return found


check_calls(__name__)
