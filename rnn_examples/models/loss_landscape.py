"""What the loss does around the parameters: a slice through it, and a race across a simple bowl."""

from typing import Annotated, Any, NamedTuple

import numpy as np
from jaxtyping import Float

from rnn_examples.models.bptt import predict, total
from rnn_examples.models.checks import Within, check_calls
from rnn_examples.models.clipping import global_norm
from rnn_examples.models.optimisers import adam_step, momentum_step, sgd_step
from rnn_examples.models.shapes import (
    Count,
    Hidden,
    HiddenToLogits,
    Inputs,
    InputToHidden,
    Logits,
    Loss,
    NotNegative,
    Number,
    Parameters,
    Recurrent,
    Share,
    ShareBelowOne,
    Targets,
)

Points = Float[Any, "points"]
Plane = Float[Any, "count 2"]
Point = Float[Any, "2"]
Curvature = Annotated[Point, Within(0.0, left_out=(0.0,))]


class Slice(NamedTuple):
    """The loss along one straight line, and what the gradient promises there."""

    norm_g: Number  # length of the whole gradient
    L: Points
    promise: Points


def slice_along_gradient(
    eta: Points,
    L_0: Loss,
    x: Inputs,
    y_star: Targets,
    h_0: Hidden,
    W: Recurrent,
    U: InputToHidden,
    b: Hidden,
    V: HiddenToLogits,
    c: Logits,
    dW: Recurrent,
    dU: InputToHidden,
    db: Hidden,
    dV: HiddenToLogits,
    dc: Logits,
) -> Slice:
    """Take one SGD step with each learning rate eta from the same parameters, and measure the loss.

    eta may be negative: a step uphill. L_0 is the loss before the step. By the gradient alone it
    would fall by eta · ‖g‖².
    """
    norm_g = global_norm([dW, dU, db, dV, dc])
    losses = []
    for rate in eta:
        steps = predict(
            x,
            y_star,
            h_0,
            sgd_step(W, dW, rate),
            sgd_step(U, dU, rate),
            sgd_step(b, db, rate),
            sgd_step(V, dV, rate),
            sgd_step(c, dc, rate),
        )
        losses.append(total(step.L_t for step in steps))
    return Slice(norm_g, np.stack(losses), L_0 - eta * norm_g**2)


class RaceMoment(NamedTuple):
    """Where each optimiser stands, and its loss; t counts from 1, which is the start."""

    sgd_t: Parameters
    momentum_t: Parameters
    adam_t: Parameters
    loss_sgd_t: Number
    loss_momentum_t: Number
    loss_adam_t: Number


class Race(NamedTuple):
    """All moments, and two lines of equal loss."""

    outer: Plane  # where the loss is that of the start
    inner: Plane  # where it is a quarter of that
    moments: list[RaceMoment]


def race(
    start: Point,
    curvature: Curvature,
    directions: Plane,
    eta_sgd: NotNegative,
    eta_momentum: NotNegative,
    mu: Share,
    eta_adam: NotNegative,
    beta_1: ShareBelowOne,
    beta_2: ShareBelowOne,
    epsilon: NotNegative,
    length: Count,
) -> Race:
    """Let SGD, momentum and Adam descend one bowl, `length` steps each.

    curvature: the loss is half the sum of curvature · θ², so its gradient is curvature · θ.
    directions: vectors of length 1, by which the lines of equal loss are drawn.
    Raises ValueError for a curvature that is not above 0, and for rates that `optimisers` refuses.
    Too large a learning rate lets the loss grow; beyond the floats, NumPy warns of the overflow.
    """
    outer = np.sqrt(2 * bowl(start, curvature) / curvature) * directions
    sgd, momentum, adam = start, start, start
    velocity, m, v = np.zeros(2), np.zeros(2), np.zeros(2)
    moments = [moment(sgd, momentum, adam, curvature)]
    for t in range(1, length + 1):
        sgd = sgd_step(sgd, curvature * sgd, eta_sgd)
        velocity, momentum = momentum_step(
            momentum, velocity, curvature * momentum, eta_momentum, mu
        )
        step = adam_step(adam, m, v, curvature * adam, t, eta_adam, beta_1, beta_2, epsilon)
        m, v, adam = step.m_t, step.v_t, step.theta_t
        moments.append(moment(sgd, momentum, adam, curvature))
    return Race(outer, outer / 2, moments)


def bowl(theta: Parameters, curvature: Parameters) -> Number:
    """Measure the height of the bowl at a point."""
    return np.sum(curvature * theta**2) / 2


def moment(
    sgd: Parameters, momentum: Parameters, adam: Parameters, curvature: Parameters
) -> RaceMoment:
    """Measure where all three stand."""
    losses = (bowl(theta, curvature) for theta in (sgd, momentum, adam))
    return RaceMoment(sgd, momentum, adam, *losses)


check_calls(__name__)
