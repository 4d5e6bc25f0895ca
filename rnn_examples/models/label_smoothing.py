"""Label smoothing: a right token that is asked for less than everything.

Two definitions are in use. Both take the share ε from the right token. The first spreads it over
all K tokens, the right one among them; the second over the K − 1 wrong ones:

    q = (1 − ε) e + ε / K            q = (1 − ε) e + ε / (K − 1) · (1 − e)

e is the right token as a one-hot vector. The loss is the cross-entropy with q, −Σ q log ŷ, in nats,
and its gradient by the logits is ŷ − q.

ε lies between 0 and 1. Every token is asked for a share, so no token may be impossible: ValueError
for logits that are not finite, and for fewer than two classes.
Source: Szegedy and others (2016), section 7, for the first; Vaswani and others (2017), in their
published code, for the second.
"""

from typing import Annotated, Any, NamedTuple

import numpy as np
from jaxtyping import Float

from rnn_examples.models.checks import Within, check_calls, largest_is_finite
from rnn_examples.models.losses import log_softmax, one_hot, shift
from rnn_examples.models.shapes import (
    Count,
    Loss,
    LossGradient,
    NotNegative,
    Number,
    Probabilities,
    Share,
    Target,
)


def _several_and_finite(name: str, logits: Any, _: Any) -> None:
    largest_is_finite(name, logits)
    Within(-1e300)(name, logits, {})
    if len(logits) < 2:
        raise ValueError(f"{name} has the shape {np.shape(logits)}; it must have 2 classes or more")


FiniteLogits = Annotated[Float[Any, "classes"], _several_and_finite]
Classes = Annotated[int, Within(2.0)]
OpenShare = Annotated[Float[Any, ""], Within(0.0, 1.0, left_out=(0.0, 1.0))]


class Smoothed(NamedTuple):
    """The loss of one time step: without smoothing, over all tokens, over the wrong ones."""

    log_y_hat: Probabilities  # log-softmax
    y_hat: Probabilities
    e: Probabilities  # the right token as a one-hot vector
    q_all: Probabilities  # what is asked for: the share ε over all tokens
    q_wrong: Probabilities  # over the wrong ones
    L: Loss
    L_all: Loss
    L_wrong: Loss
    do: LossGradient
    do_loss_all: LossGradient
    do_loss_wrong: LossGradient


def smooth_both_ways(o: FiniteLogits, y: Target, epsilon: Share) -> Smoothed:
    """Work out the loss and its gradient for both definitions, and without smoothing."""
    log_y_hat = log_softmax(shift(o))
    y_hat = np.exp(log_y_hat)
    e = one_hot(y, len(o))
    q_all, q_wrong = over_all(e, epsilon), over_wrong(e, epsilon)
    losses = [-np.sum(q * log_y_hat) for q in (e, q_all, q_wrong)]
    gradients = [y_hat - q for q in (e, q_all, q_wrong)]
    return Smoothed(log_y_hat, y_hat, e, q_all, q_wrong, *losses, *gradients)


def over_all(e: Probabilities, epsilon: Share) -> Probabilities:
    """Spread the share over all tokens."""
    return (1 - epsilon) * e + epsilon / len(e)


def over_wrong(e: Probabilities, epsilon: Share) -> Probabilities:
    """Spread the share over the wrong tokens."""
    return (1 - epsilon) * e + epsilon / (len(e) - 1) * (1 - e)


class DescentStep(NamedTuple):
    """The logits after one step, and how far the right one is above the mean of the others."""

    o_t: Probabilities  # with smoothing
    o_plain_t: Probabilities  # without
    gap_t: Number
    gap_plain_t: Number


def descend(
    o_0: FiniteLogits, y: Target, epsilon: Share, eta: NotNegative, length: Count
) -> list[DescentStep]:
    """Train the logits themselves, by gradient descent; the share is spread over all tokens."""
    e = one_hot(y, len(o_0))
    q = over_all(e, epsilon)
    steps: list[DescentStep] = []
    o, o_plain = o_0, o_0
    for _ in range(length):
        o, o_plain = descent_step(o, q, eta), descent_step(o_plain, e, eta)
        steps.append(DescentStep(o, o_plain, gap(o, e), gap(o_plain, e)))
    return steps


def descent_step(o: FiniteLogits, q: Probabilities, eta: NotNegative) -> Probabilities:
    """Go against the gradient of the cross-entropy with q."""
    return o - eta * (np.exp(log_softmax(shift(o))) - q)


def gap(logits: Probabilities, e: Probabilities) -> Number:
    """Give the right logit less the mean of the others."""
    return np.sum(logits * e) - np.sum(logits * (1 - e)) / (len(e) - 1)


class Limits(NamedTuple):
    """Where training ends: the right logit above every other one, and the loss that is left."""

    gap_all: Number
    gap_wrong: Number
    loss_all: Loss
    loss_wrong: Loss


def limits(epsilon: OpenShare, classes: Classes) -> Limits:
    """Give both where ŷ = q, for both definitions; with ε = 0 there would be no end."""
    left = 1 - epsilon
    each_all, each_wrong = epsilon / classes, epsilon / (classes - 1)
    right = left + each_all
    loss_all = -right * np.log(right) - (classes - 1) * each_all * np.log(each_all)
    loss_wrong = -left * np.log(left) - epsilon * np.log(each_wrong)
    return Limits(np.log(right / each_all), np.log(left / each_wrong), loss_all, loss_wrong)


check_calls(__name__)
