"""Whether two ways to the same gradients agree, number by number."""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Int

from rnn_examples.models.shapes import (
    Hidden,
    HiddenToLogits,
    InputToHidden,
    Logits,
    Number,
    Parameters,
    Recurrent,
)


class Agreement(NamedTuple):
    """All numbers of both ways, and how many are within the tolerance of each other."""

    back: Parameters
    forth: Parameters
    within: Int[Any, ""]
    beyond: Int[Any, ""]


def compare(
    tolerance: Number,
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
    """Lay all gradients out in a row, and count those that differ by less than the tolerance."""
    back = np.concatenate([np.reshape(g, -1) for g in (dW, dU, db, dV, dc, dh_0)])
    forth = np.concatenate(
        [np.reshape(g, -1) for g in (dW_forth, dU_forth, db_forth, dV_forth, dc_forth, dh_0_forth)]
    )
    apart = np.maximum(back - forth, forth - back)
    return Agreement(back, forth, np.sum(apart < tolerance), np.sum(apart >= tolerance))
