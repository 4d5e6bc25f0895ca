"""How large a share is, and where it lies, when it was found from a sample."""

from typing import Annotated, Any, NamedTuple

import numpy as np
from jaxtyping import Float

from rnn_examples.models.checks import Within, check_calls, is_plain
from rnn_examples.models.shapes import Number, Numbers

Counts = Annotated[Float[Any, "time"], Within(0.0)]
Sizes = Annotated[Float[Any, "time"], Within(0.0, left_out=(0.0,))]


class Scores(NamedTuple):
    """BLEU and chrF as shares: 1 is a translation without a mistake."""

    bleu_t: Number
    chrf_t: Number


class Share(NamedTuple):
    """The share of one sample, and the limits between which the true one lies."""

    p_t: Number
    low_t: Number
    high_t: Number


def shares(right: Counts, n: Sizes, z: Annotated[Number, Within(0.0)]) -> list[Share]:
    """The share of right ones in each sample, with Wilson's interval (1927).

    right: how many were right, of n; z: how many standard deviations the interval reaches.
    Raises ValueError if more are right than there are.
    """
    if is_plain(right) and is_plain(n) and (right > n).any():
        raise ValueError(f"right is {right}; it must be at most {n}")
    found: list[Share] = []
    for right_t, n_t in zip(right, n, strict=True):
        p_t = right_t / n_t
        q = z * z / n_t
        middle = (p_t + q / 2) / (1 + q)
        half = z * np.sqrt(p_t * (1 - p_t) / n_t + q / (4 * n_t)) / (1 + q)
        found.append(Share(p_t, middle - half, middle + half))
    return found


def of_hundred(
    bleu_percent: Annotated[Numbers, Within(0.0, 100.0)],
    chrf_percent: Annotated[Numbers, Within(0.0, 100.0)],
) -> list[Scores]:
    """Scores in percent as shares."""
    return [
        Scores(bleu / 100, chrf / 100)
        for bleu, chrf in zip(bleu_percent, chrf_percent, strict=True)
    ]


check_calls(__name__)
