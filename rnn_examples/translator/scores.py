"""How near translations are to the right ones: BLEU and chrF, over all sentences together.

Both add up counts over the sentences before they divide: so the counts of a sentence are kept, and
the interval comes from drawing sentences again.
"""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from rnn_examples.translator.networks import Array

WORDS, LETTERS = 4, 6
"""The longest n-grams of BLEU, in words, and of chrF, in characters."""
BETA = 2
"""How many times recall counts as much as precision, in chrF."""
DRAWS = 500
"""How many times sentences are drawn again, for an interval."""


def ngrams(items: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    """How often each sequence of n items occurs."""
    return Counter(tuple(items[i : i + n]) for i in range(len(items) - n + 1))


def bleu_counts(found: Sequence[str], right: Sequence[str]) -> list[int]:
    """What BLEU needs of a sentence: both lengths; for each n the matches, and the n-grams."""
    counts = [len(found), len(right)]
    for n in range(1, WORDS + 1):
        mine, theirs = ngrams(found, n), ngrams(right, n)
        counts += [(mine & theirs).total(), mine.total()]
    return counts


def bleu(counts: Array) -> float:
    """BLEU in percent (Papineni et al. 2002): one right translation each, without smoothing."""
    found, right = float(counts[0]), float(counts[1])
    matches, totals = counts[2::2], counts[3::2]
    if min(matches) == 0:
        return 0.0
    brevity = min(0.0, 1 - right / found)
    return float(100 * np.exp(brevity + np.log(matches / totals).mean()))


def chrf_counts(found: Sequence[str], right: Sequence[str]) -> list[int]:
    """What chrF needs of a sentence: for each n how many there are in both, and the matches."""
    mine, theirs = "".join(found), "".join(right)
    counts = []
    for n in range(1, LETTERS + 1):
        a, b = ngrams(mine, n), ngrams(theirs, n)
        counts += [a.total() if b else 0, b.total(), (a & b).total()]
    return counts


def chrf(counts: Array) -> float:
    """chrF2 in percent (Popović 2015): spaces do not count."""
    mine, theirs, matches = (counts[k::3].astype(float) for k in range(3))
    used = (mine > 0) & (theirs > 0)
    if not matches.any():
        return 0.0
    precision, recall = (matches[used] / part[used] for part in (mine, theirs))
    p, r = float(precision.mean()), float(recall.mean())
    return 100 * (1 + BETA**2) * p * r / (BETA**2 * p + r)


def with_interval(score: Callable[[Array], float], counts: Array) -> list[float]:
    """A score and where it lies with 95 % confidence, by drawing sentences again (Koehn 2004).

    counts: a row a sentence. Gives the score, the lower and the upper limit.
    """
    generator = np.random.default_rng(0)
    count = len(counts)
    drawn = generator.multinomial(count, np.full(count, 1 / count), size=DRAWS) @ counts
    scores = sorted(score(row) for row in drawn)
    low, high = scores[round(0.025 * DRAWS)], scores[round(0.975 * DRAWS) - 1]
    return [round(value, 2) for value in (score(counts.sum(axis=0)), low, high)]


def interval(right: int, count: int) -> tuple[float, float]:
    """Where the share of right ones lies with 95 % confidence (Wilson, 1927)."""
    z = 1.959964
    p, q = right / count, z * z / count
    middle = (p + q / 2) / (1 + q)
    half = z / (1 + q) * float(np.sqrt(p * (1 - p) / count + q / (4 * count)))
    return middle - half, middle + half
