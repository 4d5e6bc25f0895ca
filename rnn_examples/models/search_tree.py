"""A beam in a tree of three steps and two words: of each node, whether it is kept.

A node is kept if its parent is, and if fewer than `width` nodes of its step are better. So there is
nothing to sort: each node counts the others. What is kept is what `search` keeps. A width of 1 is
greedy search, one of 8 keeps all.

The nodes of a step are in order: A and B; AA, AB, BA, BB; and so on. q is the probability of the
word A after a node, and 1 − q that of B. Of two equal nodes the first one is better.
"""

from typing import Annotated, Any, NamedTuple

import numpy as np
from jaxtyping import Float, Int

from rnn_examples.models.checks import Within, check_calls
from rnn_examples.models.shapes import Number, Positive

Shares = Within(0.0, 1.0)


class Level(NamedTuple):
    """One step of the tree."""

    P_t: Any  # the probability of each node: of all words up to it
    kept_t: Any  # 1 if it is kept, else 0


class Tree(NamedTuple):
    """All steps, the probability of the result, and that of the best leaf of the whole tree."""

    levels: list[Level]
    first: Int[Any, ""]  # the best node that is kept, of each step
    second: Int[Any, ""]
    third: Int[Any, ""]
    P_found: Number
    P_best: Number
    likeliest: Int[Any, ""]


def search_tree(
    width: Positive,
    q_1: Annotated[Float[Any, ""], Shares],
    q_2: Annotated[Float[Any, "2"], Shares],
    q_3: Annotated[Float[Any, "4"], Shares],
) -> Tree:
    """Search for the most probable three words, with a beam."""
    levels: list[Level] = []
    best = []
    P, kept = np.ones(1), np.ones(1)
    for q_t in (np.stack([q_1]), q_2, q_3):
        P = with_both_words(P, q_t)
        candidates = np.where(twice(kept) > 0, P, -1.0)
        kept = np.where(rank(candidates) < width, 1.0, 0.0) * twice(kept)
        levels.append(Level(P, kept))
        best.append(np.argmax(np.where(kept > 0, P, -1.0)))
    first, second, third = best
    return Tree(levels, first, second, third, np.max(P * kept), np.max(P), np.argmax(P))


def with_both_words(P: Float[Any, "count"], q: Float[Any, "count"]) -> Float[Any, "nodes"]:
    """Give the probabilities of the next step: of each node with A, and with B."""
    return np.reshape(np.stack([P * q, P * (1 - q)], axis=1), (2 * len(q),))


def twice(kept: Float[Any, "count"]) -> Float[Any, "nodes"]:
    """Say of both children what is said of a node."""
    return np.reshape(np.stack([kept, kept], axis=1), (2 * len(kept),))


def rank(P: Float[Any, "count"]) -> Float[Any, "count"]:
    """Count for each node how many are better; of equal ones, those that stand before it."""
    better = np.where(P[None, :] > P[:, None], 1.0, 0.0)
    before = np.where(P[None, :] == P[:, None], 1.0, 0.0) * np.tri(len(P), k=-1)
    return np.sum(better + before, axis=1)


class Penalised(NamedTuple):
    """The scores of finished sequences, and the best by each."""

    wu: Float[Any, "count"]  # the length penalty of Wu and others
    score_length: Float[Any, "count"]
    score_wu: Float[Any, "count"]
    best_none: Int[Any, ""]
    best_length: Int[Any, ""]
    best_wu: Int[Any, ""]


def penalise(
    log_p: Float[Any, "count"],
    length: Annotated[Float[Any, "count"], Within(0.0, left_out=(0.0,))],
    alpha: Annotated[Float[Any, ""], Within(0.0)],
) -> Penalised:
    """Divide log-probabilities by the length, and by ((5 + length) / 6)^α."""
    wu = ((5 + length) / 6) ** alpha
    by_length, by_wu = log_p / length, log_p / wu
    best = [np.argmax(each) for each in (log_p, by_length, by_wu)]
    return Penalised(wu, by_length, by_wu, *best)


class Found(NamedTuple):
    """The probabilities of what a search found."""

    p: Float[Any, "count"]
    score_length: Float[Any, "count"]


def probabilities(log_p: Float[Any, "count"], length: Float[Any, "count"]) -> Found:
    """Undo the logarithms; and divide them by the lengths."""
    return Found(np.exp(log_p), log_p / length)


check_calls(__name__)
