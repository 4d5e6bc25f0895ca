"""How near translations are to the right ones: BLEU and chrF, over all sentences together.

Both add up counts over the sentences before they divide: so the counts of a sentence are kept, and
the interval comes from drawing sentences again.
"""

from collections.abc import Callable, Sequence

import numpy as np

from rnn_examples.models.bleu import NgramCounts, count, score
from rnn_examples.models.chrf import OrderCounts, counted, f_score
from rnn_examples.translator.networks import Array

DRAWS = 500
"""How many times sentences are drawn again, for an interval."""


def bleu_counts(found: Sequence[str], right: Sequence[str]) -> list[int]:
    """What BLEU needs of a sentence: both lengths; for each n the matches, and the n-grams."""
    counts = count(found, [right])
    return [counts.c, counts.r, *counts.matches, *counts.totals]


def bleu(counts: Array) -> float:
    """BLEU in percent: one right translation each, without smoothing."""
    c, r, *both = (int(number) for number in counts)
    matches, totals = both[: len(both) // 2], both[len(both) // 2 :]
    return 100 * score(NgramCounts(tuple(matches), tuple(totals), c, r)).bleu


def chrf_counts(found: Sequence[str], right: Sequence[str]) -> list[int]:
    """What chrF needs of a sentence: for each n how many there are in both, and the matches."""
    return [number for order in counted("".join(found), "".join(right)) for number in order]


def chrf(counts: Array) -> float:
    """chrF2 in percent: spaces do not count."""
    return 100 * f_score([OrderCounts(*map(int, order)) for order in counts.reshape(-1, 3)])


def with_interval(score_of: Callable[[Array], float], counts: Array) -> list[float]:
    """A score and where it lies with 95 % confidence, by drawing sentences again (Koehn 2004).

    counts: a row a sentence. Gives the score, the lower and the upper limit.
    """
    generator = np.random.default_rng(0)
    size = len(counts)
    drawn = generator.multinomial(size, np.full(size, 1 / size), size=DRAWS) @ counts
    scores = sorted(score_of(row) for row in drawn)
    low, high = scores[round(0.025 * DRAWS)], scores[round(0.975 * DRAWS) - 1]
    return [round(value, 2) for value in (score_of(counts.sum(axis=0)), low, high)]
