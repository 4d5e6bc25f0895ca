"""Functions from numbers to numbers: sigmoid, softplus, relu, softmax and its logarithm.

None of them overflows, warns, or makes NaN of a number. At the ends, where the exact value is no
float, they give the nearest one: sigmoid(1000) is 1 and sigmoid(−1000) is 0, exactly. NaN stays NaN
where numbers are taken one by one.

A logit of −∞ is masked: its probability is exactly 0, its log-probability −∞. ValueError where all
are, and for logits with NaN or +∞.
"""

import numpy as np

from rnn_examples.models.checks import check_calls, largest_is_finite
from rnn_examples.models.shapes import AnyShape, Logits, Probabilities, Ratios


def sigmoid(a: AnyShape) -> AnyShape:
    """Bring each number between 0 and 1: 1 / (1 + exp(−a)), which is ½ at 0.

    Where a is below 0, both parts of the fraction are multiplied by exp(a): it is
    exp(a) / (1 + exp(a)). So exp is taken of −|a| only, and does not overflow.
    """
    r = np.exp(-np.abs(a))
    return np.where(a >= 0, 1.0, r) / (1 + r)


def softplus(a: AnyShape) -> AnyShape:
    """Give log(1 + exp(a)) of each number: a smooth relu, whose derivative is sigmoid(a).

    The larger of a and 0 is taken out of the logarithm, so that exp does not overflow. The error is
    below 1e-15, or that part of the result; below −37 the result is 0.
    """
    return np.maximum(a, 0.0) + np.log(1 + np.exp(-np.abs(a)))


def relu(a: AnyShape) -> AnyShape:
    """Put 0 in the place of each number below 0."""
    return np.maximum(a, 0.0)


def softmax(o_t: Logits) -> Probabilities:
    """Turn logits into probabilities.

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), equation 4.1 and section 4.1.
    """
    return normalise(ratios(o_t))


def ratios(o_t: Logits) -> Logits:
    """Say how probable each token is, compared with the most probable one, which gets 1.

    The largest logit is subtracted first: it cancels in the softmax, and no exp overflows.
    """
    largest_is_finite("o_t", o_t)
    return np.exp(o_t - np.max(o_t))


def normalise(r_t: Ratios) -> Probabilities:
    """Divide by the sum, so that the numbers add up to 1."""
    return r_t / np.sum(r_t)


def log_softmax(o_t: Logits) -> Probabilities:
    """Take the logarithm of the softmax without computing the softmax.

    Where a probability is too small for a float, its logarithm is still right: of (0, −800) the
    second is −800. (`losses.log_softmax` is the same for logits that are shifted already.)
    """
    largest_is_finite("o_t", o_t)
    z_t = o_t - np.max(o_t)
    return z_t - np.log(np.sum(np.exp(z_t)))


check_calls(__name__)
