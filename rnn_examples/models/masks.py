"""Losses of a batch of unequal sentences, and sentences turned round where they end.

Every token's loss counts with a share, 0 in the padding. The shares say what is reduced, and how:

    sum         1                 the loss of the batch is the sum over all its tokens
    tokens      1 / (all tokens)  the mean over tokens: long sentences count more
    sentences   1 / (sentences)   the mean over sentences of the sum over their tokens
    means       1 / (sentences · tokens of this sentence)  each sentence counts the same

The gradients follow the same shares. What stands in the padding is not read: NaN changes nothing.
Time is the first axis, the sentences are the second.
"""

from typing import Annotated, Any, NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Int

from rnn_examples.models.batch import within
from rnn_examples.models.checks import Within as Range
from rnn_examples.models.checks import check_calls, is_plain, largest_is_finite, require_rows
from rnn_examples.models.shapes import Count, Loss

Lengths = Int[Any, "batch"]
Batch = Int[Any, "time_steps batch"]
TokenShares = Annotated[Float[Any, "time_steps batch"], Range(0.0)]

REDUCTIONS = ("sum", "tokens", "sentences", "means")


class MaskedLoss(NamedTuple):
    """The loss of a batch, and its gradient with respect to the logits."""

    l: Float[Any, "time_steps batch"]  # each token's loss; 0 in the padding
    L: Loss
    do: Float[Any, "time_steps batch classes"]


def token_shares(length: Lengths, time: Count, reduction: str) -> Float[Any, "time_steps batch"]:
    """Say how much each token's loss counts.

    reduction: one of "sum", "tokens", "sentences", "means"; a sentence of no tokens counts as one
    whose loss is 0. Raises ValueError for another word, for a length below 0 or above `time`, and
    for the mean over tokens where there are none.
    """
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction is {reduction!r}; it must be one of {', '.join(REDUCTIONS)}")
    is_scored = within(length, time)
    if reduction == "tokens" and not is_scored.any():
        raise ValueError("there are no tokens, so they have no mean")
    count = {
        "sum": 1,
        "tokens": np.sum(length),
        "sentences": len(length),
        "means": len(length) * np.maximum(length, 1),
    }
    return is_scored / count[reduction]


def masked_loss(
    o: Float[Any, "time_steps batch classes"], y_star: Batch, shares: TokenShares
) -> MaskedLoss:
    """Add up each token's cross-entropy times its share.

    y_star: any numbers in the padding, where the share is 0. −∞ stands for an impossible token.
    """
    is_scored = shares > 0
    o = np.where(is_scored[:, :, None], o, 0.0)
    y_star = np.where(is_scored, y_star, 0)
    if is_plain(y_star):
        require_rows("y_star", y_star, o.shape[2], "classes")
    largest_is_finite("o", o)
    z = o - np.max(o, axis=2, keepdims=True)
    log_y_hat = z - np.log(np.sum(np.exp(z), axis=2, keepdims=True))
    e = np.eye(o.shape[2])[y_star]
    losses = -np.sum(np.where(e == 1, log_y_hat, 0.0), axis=2)
    losses = np.where(is_scored, losses, 0.0)
    do = shares[:, :, None] * (np.exp(log_y_hat) - e)
    return MaskedLoss(losses, np.sum(shares * losses), do)


class Filled(NamedTuple):
    """Sentences with something else in their padding."""

    x_filled: Float[Any, "time_steps batch size"]


def fill_padding(
    x: Float[Any, "time_steps batch size"],
    m: Bool[Any, "time_steps batch"],
    padding: Float[Any, ""],
) -> Filled:
    """Write a number into the padding; m says where the sentences are."""
    return Filled(np.where(m[:, :, None], x, padding))


def reversed_within(
    x: Float[Any, "time_steps batch size"], is_read: Bool[Any, "time_steps batch"]
) -> Float[Any, "time_steps batch size"]:
    """Turn each sentence round where it ends; the padding stays behind it, as zeros.

    What a backward network reads, and what turns its states back to the order of the sentence.
    Turned round twice, a sentence is itself again.
    """
    length = np.sum(is_read, axis=0)
    place = np.arange(len(x))[:, np.newaxis]
    source = np.where(is_read, length - 1 - place, 0)
    turned = np.take_along_axis(x, source[:, :, np.newaxis], axis=0)
    return np.where(is_read[:, :, np.newaxis], turned, 0.0)


check_calls(__name__)
