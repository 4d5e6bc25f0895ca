"""Functions from numbers to numbers: softmax, in its two steps."""

import numpy as np

from rnn_examples.models.checks import check_calls, largest_is_finite
from rnn_examples.models.shapes import Logits, Probabilities, Ratios


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


check_calls(__name__)
