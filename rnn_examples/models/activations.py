"""Functions from numbers to numbers: softmax."""

import numpy as np

from rnn_examples.models.shapes import Logits, Probabilities


def softmax(o_t: Logits) -> Probabilities:
    """Turn logits into probabilities.

    The largest logit is subtracted first: it cancels in the fraction, and no exp overflows.
    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), equation 4.1 and section 4.1.
    """
    weights = np.exp(o_t - np.max(o_t))
    return weights / np.sum(weights)
