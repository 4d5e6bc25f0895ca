"""Cross-entropy: how wrong the probabilities of one time step are, and in which direction.

The loss of a time step is minus the logarithm of the right token's probability, in nats. The loss
of a sequence is the SUM over its time steps, never the mean: so its gradients are sums too.
"""

from typing import NamedTuple

import numpy as np

from rnn_examples.models.checks import check_calls, largest_is_finite
from rnn_examples.models.shapes import (
    CountFromOne,
    Logit,
    Logits,
    Loss,
    LossGradient,
    Number,
    Probabilities,
    Target,
)


class CrossEntropy(NamedTuple):
    """The loss of one time step, with every value on the way to it."""

    m: Logit  # the largest logit
    z: Logits  # the logits, shifted: the largest is 0
    r: Logits  # each token's probability over the largest one
    Z: Number  # the sum of these
    log_y_hat: Logits  # log-softmax
    y_hat: Probabilities
    e: Probabilities  # the right token as a one-hot vector
    L: Loss
    do: LossGradient


def cross_entropy_step_by_step(o: Logits, y: Target) -> CrossEntropy:
    """Work out the loss of one time step, its gradient, and all that lies between."""
    m = np.max(o)
    z = o - m
    r = np.exp(z)
    Z = np.sum(r)
    log_y_hat = z - np.log(Z)
    y_hat = np.exp(log_y_hat)
    e = one_hot(y, len(o))
    return CrossEntropy(m, z, r, Z, log_y_hat, y_hat, e, cross_entropy(log_y_hat, y), y_hat - e)


def shift(o_t: Logits) -> Logits:
    """Subtract the largest logit: it cancels in the softmax, and no exp overflows."""
    largest_is_finite("o_t", o_t)
    return o_t - np.max(o_t)


def log_softmax(z_t: Logits) -> Logits:
    """Take the logarithm of the softmax, of shifted logits, without computing the softmax.

    Where a probability is too small for a float, its logarithm is still right.
    """
    return z_t - np.log(np.sum(np.exp(z_t)))


def cross_entropy(log_y_hat_t: Logits, y_t: Target) -> Loss:
    """Give minus the logarithm of the right token's probability, in nats."""
    return -log_y_hat_t[y_t]


def loss_gradient(y_hat_t: Probabilities, y_t: Target) -> LossGradient:
    """Give dL/do of a time step, o its logits: probabilities minus one-hot vector.

    Source: Goodfellow, Bengio and Courville (2016), equation 10.18.
    """
    return y_hat_t - one_hot(y_t, len(y_hat_t))


def one_hot(y_t: Target, classes: CountFromOne) -> Probabilities:
    """Write a token as a vector: 1 at its id, 0 elsewhere."""
    return np.eye(classes)[y_t]


check_calls(__name__)
