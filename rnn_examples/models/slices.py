"""The loss as a curve: one number takes many values, and all others stay the same."""

from typing import Annotated, Any, NamedTuple

import numpy as np
from jaxtyping import Float

from rnn_examples.models.bptt import predict, total
from rnn_examples.models.checks import Within, check_calls, is_plain
from rnn_examples.models.losses import one_hot
from rnn_examples.models.shapes import (
    Hidden,
    HiddenToLogits,
    Inputs,
    InputToHidden,
    Logits,
    Loss,
    Recurrent,
    Target,
    Targets,
)

Points = Float[Any, "points"]
FinitePoints = Annotated[Points, Within(-1e300, 1e300)]
LOWEST = -1e306


class LogitSlice(NamedTuple):
    """The right token's probability, the loss and its derivative, for each value of one logit."""

    p: Points
    L: Points
    slope: Points  # of the loss, by the right token's logit


def along_right_logit(s: FinitePoints, o: Logits, y: Target) -> LogitSlice:
    """Give the right token's logit every value s; the other logits stay as they are.

    s: finite numbers. −∞ in o stands for a token that is impossible.
    """
    o = with_lowest(o)
    e = one_hot(y, len(o))
    o_s = o * (1 - e) + s[:, None] * e  # one row a value
    z = o_s - np.max(o_s, axis=1, keepdims=True)
    log_p = z @ e - np.log(np.sum(np.exp(z), axis=1))
    p = np.exp(log_p)
    return LogitSlice(p, -log_p, p - 1)


def with_lowest(o: Logits) -> Logits:
    """Put a number for −∞ whose exponential is 0 all the same, but not its product with 0."""
    return np.where(np.isneginf(o), LOWEST, o) if is_plain(o) and np.any(np.isneginf(o)) else o


class WeightPoint(NamedTuple):
    """The loss at one point of the line."""

    loss_t: Loss


class WeightSlice(NamedTuple):
    """The loss along a straight line through the weights, and the line that touches it."""

    points: list[WeightPoint]
    L: Points
    tangent: Points


def along_weights(
    s: Points,
    D: Recurrent,
    L_0: Loss,
    dW: Recurrent,
    x: Inputs,
    y_star: Targets,
    h_0: Hidden,
    W: Recurrent,
    U: InputToHidden,
    b: Hidden,
    V: HiddenToLogits,
    c: Logits,
) -> WeightSlice:
    """Add s times the direction D to W, for every s.

    L_0, dW: the loss and its gradient at s = 0, which give the tangent.
    """
    runs = [predict(x, y_star, h_0, W + s_i * D, U, b, V, c) for s_i in s]
    losses = [total(step.L_t for step in run) for run in runs]
    points = [WeightPoint(loss) for loss in losses]
    return WeightSlice(points, np.stack(losses), L_0 + s * np.sum(dW * D))


check_calls(__name__)
