"""Whether two ways to the same gradients agree, number by number."""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Int

from rnn_examples.models.bptt import total
from rnn_examples.models.checks import check_calls
from rnn_examples.models.shapes import (
    Hidden,
    HiddenToLogits,
    InputToHidden,
    Logits,
    NotNegative,
    Recurrent,
)


class Agreement(NamedTuple):
    """How many numbers are within the tolerance of each other, and how many are not."""

    within: Int[Any, ""]
    beyond: Int[Any, ""]


def compare(
    tolerance: NotNegative,
    dW: Recurrent,
    dU: InputToHidden,
    db: Hidden,
    dV: HiddenToLogits,
    dc: Logits,
    dh_0: Hidden,
    dW_forth: Recurrent,
    dU_forth: InputToHidden,
    db_forth: Hidden,
    dV_forth: HiddenToLogits,
    dc_forth: Logits,
    dh_0_forth: Hidden,
) -> Agreement:
    """Compare every number of one way with the same number of the other, and count.

    NaN and ±∞ agree with nothing, not even with themselves.
    """
    pairs = (
        (dW, dW_forth),
        (dU, dU_forth),
        (db, db_forth),
        (dV, dV_forth),
        (dc, dc_forth),
        (dh_0, dh_0_forth),
    )
    close = [(g < f + tolerance) * (f < g + tolerance) for g, f in pairs]
    return Agreement(
        total(np.sum(entries) for entries in close),
        total(np.sum(1 - entries) for entries in close),
    )


def count_close(tolerance: NotNegative, ours: Hidden, theirs: Hidden) -> Agreement:
    """Count how many numbers of two states are within the tolerance of each other."""
    close = (ours < theirs + tolerance) * (theirs < ours + tolerance)
    return Agreement(np.sum(close * 1), np.sum(1 - close))


check_calls(__name__)
