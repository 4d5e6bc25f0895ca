"""BLEU place by place: each n-gram of a translation counts, or does not. The same counts as `bleu`.

An n-gram that stands in the reference r times may count r times: its first r copies do. So each
place of the translation decides for itself, from how often its n-gram is in the reference, and
which copy it is; there is nothing to sort or to look up.

Tokens are ids, the same in both sentences. The translation has at least as many tokens as the
highest order: ValueError. Here the score is the N-th root of the product of N precisions, times the
brevity penalty: the same number as with logarithms, and 0 where one of them is 0.
"""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float, Int

from rnn_examples.models import bleu, chrf
from rnn_examples.models.checks import check_calls
from rnn_examples.models.shapes import Number

Orders = Float[Any, "orders"]


class Order(NamedTuple):
    """The n-grams of one order; the vectors have an entry for each place of the translation."""

    found_t: Any  # how often the reference has the n-gram of this place
    copy_t: Any  # the how-manieth copy it is, in the translation
    counts_t: Any  # 1 if it counts, else 0
    matches_t: Number
    total_t: Number
    p_t: Number  # precision
    bleu_t: Number  # the score with this order as the highest


class Table(NamedTuple):
    """All orders, the lengths, and the brevity penalty."""

    c: Number
    r: Number
    BP: Number
    orders: list[Order]
    matches: Orders
    totals: Orders


def bleu_by_place(
    y: Int[Any, "time"], y_star: Int[Any, "reference_time"], n: Float[Any, "order_time"]
) -> Table:
    """Score a translation y against one reference; n: the orders, 1 to N."""
    if len(y) < len(n):
        raise ValueError(f"y has {len(y)} tokens; the highest order is {len(n)}")
    words, reference = list(y), np.stack(list(y_star))
    same = np.stack([np.where(y_t == reference, 1.0, 0.0) for y_t in words])
    own = np.stack([np.where(y_t == y, 1.0, 0.0) for y_t in words])
    c, r = np.sum(own * np.eye(len(y))), np.sum(np.where(reference >= 0, 1.0, 0.0))
    BP = brevity_penalty(c, r)
    orders: list[Order] = []
    same_n, own_n, product = same, own, np.float64(1.0)
    for place, n_t in enumerate(n):
        if place:
            same_n, own_n = (
                same_n[:-1, :-1] * same[place:, place:],
                own_n[:-1, :-1] * own[place:, place:],
            )
        found, copy = np.sum(same_n, axis=1), np.sum(own_n * np.tri(len(y) - place), axis=1)
        counts = np.where(copy <= found, 1.0, 0.0)
        matches, total = np.sum(counts), c - (n_t - 1)
        p = matches / total
        product = p if not place else product * p
        orders.append(Order(found, copy, counts, matches, total, p, BP * product ** (1 / n_t)))
    matches, totals = (
        np.stack([getattr(order, name) for order in orders]) for name in ("matches_t", "total_t")
    )
    return Table(c, r, BP, orders, matches, totals)


def brevity_penalty(c: Number, r: Number) -> Number:
    """Give 1 for a translation of c tokens that is as long as its reference, of r; else less."""
    return np.exp(-np.maximum(r / c - 1, 0.0))


def counts_of(
    hypothesis: str, references: tuple[str, ...], N: int, *, at_spaces: bool = False
) -> dict[str, Any]:
    """Count text as `bleu` does, for `score_counts`; at_spaces: not at the danda."""
    cut = str.split if at_spaces else bleu.split
    counts = bleu.count(cut(hypothesis), [cut(reference) for reference in references], N)
    return {
        "matches": np.array(counts.matches, float),
        "totals": np.array(counts.totals, float),
        "c": np.float64(counts.c),
        "r": np.float64(counts.r),
    }


def character_counts(hypothesis: str, reference: str, orders: int) -> Float[Any, "orders 3"]:
    """Count characters as `chrf` does, for `chrf_of_counts`."""
    settings = chrf.Settings(char_order=orders)
    return np.array(chrf.counted(hypothesis, reference, settings), float)


class Scored(NamedTuple):
    """A score from counts."""

    p: Orders
    BP: Number
    bleu: Number


def score_counts(matches: Orders, totals: Orders, c: Number, r: Number) -> Scored:
    """Score a sentence or a corpus by its counts and lengths."""
    p, BP = matches / totals, brevity_penalty(c, r)
    return Scored(p, BP, BP * root_of_product(p))


def root_of_product(p: Orders) -> Number:
    """Give the geometric mean."""
    product = p[0]
    for n in range(1, len(p)):
        product = product * p[n]
    return product ** (1 / np.sum(np.where(p >= 0, 1.0, 0.0)))


class Smoothings(NamedTuple):
    """The same counts with each smoothing."""

    p: Orders
    p_floor: Orders
    p_add: Orders
    p_exp: Orders
    bleu: Number
    bleu_floor: Number
    bleu_add: Number
    bleu_exp: Number


def smooth(matches: Orders, totals: Orders, BP: Number, least: Number, k: Number) -> Smoothings:
    """Score counts without smoothing, with `least` for a count of 0, with k added, and halved."""
    above_1 = np.where(np.arange(len(matches)) > 0, 1.0, 0.0)
    zero = np.where(matches > 0, 0.0, 1.0)
    p = matches / totals
    p_floor = np.where(matches > 0, matches, least) / totals
    p_add = (matches + k * above_1) / (totals + k * above_1)
    p_exp = np.where(matches > 0, matches, 0.5 ** (np.tri(len(matches)) @ zero)) / totals
    scores = [BP * root_of_product(each) for each in (p, p_floor, p_add, p_exp)]
    return Smoothings(p, p_floor, p_add, p_exp, *scores)


class Corpus(NamedTuple):
    """Two sentences as a corpus, and the mean of their scores."""

    matches_sum: Orders
    totals_sum: Orders
    c_sum: Number
    r_sum: Number
    bleu_corpus: Number
    bleu_mean: Number


def corpus_of_two(
    matches_1: Orders, totals_1: Orders, c_1: Number, r_1: Number, bleu_1: Number,
    matches_2: Orders, totals_2: Orders, c_2: Number, r_2: Number, bleu_2: Number,
) -> Corpus:  # fmt: skip
    """Add the counts and lengths of two sentences, and score them as one."""
    matches, totals, c, r = matches_1 + matches_2, totals_1 + totals_2, c_1 + c_2, r_1 + r_2
    corpus = score_counts(matches, totals, c, r).bleu
    return Corpus(matches, totals, c, r, corpus, (bleu_1 + bleu_2) / 2)


class ChrF(NamedTuple):
    """The F-score of character n-grams, from counts of each order."""

    P_n: Orders
    R_n: Orders
    P: Number
    R: Number
    F: Number


def chrf_of_counts(counts: Float[Any, "orders 3"], beta: Number) -> ChrF:
    """Average precision and recall; counts: of the translation, of the reference, in both.

    Each order has n-grams in both sentences.
    """
    P_n, R_n = counts[:, 2] / counts[:, 0], counts[:, 2] / counts[:, 1]
    P, R = np.mean(P_n), np.mean(R_n)
    return ChrF(P_n, R_n, P, R, (1 + beta**2) * P * R / (beta**2 * P + R))


check_calls(__name__)
