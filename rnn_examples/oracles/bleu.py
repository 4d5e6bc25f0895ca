"""BLEU and chrF from sorted counts of n-grams, and means from logarithms."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from rnn_examples.oracles.fifty_digits import exact, mp
from rnn_examples.worked_example.oracle import oracle

TITLE = "counts of n-grams, mpmath"


def runs(tokens: Sequence[int], n: int) -> list[tuple[int, ...]]:
    """All n-grams, from the first to the last."""
    return list(zip(*(tokens[i:] for i in range(n)), strict=False))


def mean_of(shares: Sequence[Any], c: Any, r: Any) -> Any:
    """The brevity penalty times the geometric mean, by logarithms; 0 where a share is 0."""
    penalty = mp.exp(1 - mp.mpf(r) / mp.mpf(c)) if c < r else mp.mpf(1)
    if not all(shares):
        return mp.mpf(0)
    return penalty * mp.exp(mp.fsum(mp.log(exact(share)) for share in shares) / len(shares))


def by_order(matches: Sequence[Any], totals: Sequence[Any]) -> list[Any]:
    """The precisions."""
    return [exact(m) / exact(t) for m, t in zip(matches, totals, strict=True)]


@oracle(TITLE)
def by_place(y: list[int], y_star: list[int], n: Any) -> Mapping[str, Any]:
    """The clipped counts, from two lists that are counted each by itself."""
    c, r = len(y), len(y_star)
    values: dict[str, Any] = {"c": c, "r": r, "BP": mean_of([1], c, r)}
    matches, totals = [], []
    for order in range(1, len(n) + 1):
        ours, theirs = runs(y, order), Counter(runs(y_star, order))
        copies = [ours[: i + 1].count(run) for i, run in enumerate(ours)]
        matches.append(sum((Counter(ours) & theirs).values()))
        totals.append(len(ours))
        values |= {
            f"found_{order}": [theirs[run] for run in ours],
            f"copy_{order}": copies,
            f"counts_{order}": [
                int(copy in range(theirs[run] + 1)) for copy, run in zip(copies, ours, strict=True)
            ],
            f"matches_{order}": matches[-1],
            f"total_{order}": totals[-1],
            f"p_{order}": Fraction(matches[-1], totals[-1]),
            f"bleu_{order}": mean_of(by_order(matches, totals), c, r),
        }
    return {**values, "matches": matches, "totals": totals}


@oracle(TITLE)
def score(matches: Any, totals: Any, c: Any, r: Any) -> Mapping[str, Any]:
    """The geometric mean, by logarithms."""
    shares = by_order(matches, totals)
    return {"p": shares, "BP": mean_of([1], c, r), "bleu": mean_of(shares, c, r)}


@oracle(TITLE)
def smoothings(matches: Any, totals: Any, BP: Any, least: Any, k: Any) -> Mapping[str, Any]:
    """Each smoothing in a loop over the orders."""
    plain, floor, add, halved, half = [], [], [], [], mp.mpf(1)
    for n, (match, total) in enumerate(zip(exact(matches), exact(totals), strict=True), 1):
        extra = exact(k) if n > 1 else 0
        if match == 0:
            half = half / 2
        plain.append(match / total)
        floor.append((match or exact(least)) / total)
        add.append((match + extra) / (total + extra))
        halved.append((match or half) / total)
    values = {"": plain, "_floor": floor, "_add": add, "_exp": halved}
    return {
        **{f"p{name}": shares for name, shares in values.items()},
        **{f"bleu{name}": exact(BP) * mean_of(row, 1, 1) for name, row in values.items()},
    }


@oracle(TITLE)
def corpus(**given: Any) -> Mapping[str, Any]:
    """The sums, number by number."""
    matches, totals = (
        [one + other for one, other in zip(given[f"{name}_1"], given[f"{name}_2"], strict=True)]
        for name in ("matches", "totals")
    )
    c, r = (given[f"{name}_1"] + given[f"{name}_2"] for name in ("c", "r"))
    return {
        "matches_sum": matches,
        "totals_sum": totals,
        "c_sum": c,
        "r_sum": r,
        "bleu_corpus": mean_of(by_order(matches, totals), c, r),
        "bleu_mean": (exact(given["bleu_1"]) + exact(given["bleu_2"])) / 2,
    }


@oracle("exact fractions")
def chrf(counts: Any, beta: Any) -> Mapping[str, Any]:
    """The weighed harmonic mean: one over the mean of one over each."""
    P_n = [both / ours for ours, _, both in counts]
    R_n = [both / theirs for _, theirs, both in counts]
    P, R = sum(P_n) / len(counts), sum(R_n) / len(counts)
    return {"P_n": P_n, "R_n": R_n, "P": P, "R": R, "F": (1 + beta**2) / (1 / P + beta**2 / R)}
