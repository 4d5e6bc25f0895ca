"""Translate with a network: the most probable word each time, or a beam."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rnn_examples.models.search import length_penalty
from rnn_examples.translator.gradients import attend, read
from rnn_examples.translator.networks import BEGIN, END, Array, Sizes, Weights
from rnn_examples.translator.recurrences import State

LONGEST = 32
"""Words after which a translation is given up."""


def log_probabilities(logits: Array) -> Array:
    """The logarithm of the softmax of each row."""
    logits = logits - logits.max(axis=-1, keepdims=True)
    found: Array = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    return found


def encode(sizes: Sizes, weights: Weights, source: Array) -> tuple[Array, State]:
    """Read sentences: time × batch. Give all hidden states and the last state."""
    ran = read(sizes.kind, "enc", weights, source, None).ran
    return ran.hidden[1:], ran.last


def step(
    sizes: Sizes, weights: Weights, memory: Array, state: State, words: Array
) -> tuple[Array, State]:
    """Read one word for each sentence; give the logits of the next one and the new state."""
    ran = read(sizes.kind, "dec", weights, words[None], state).ran
    output = ran.hidden[1:]
    if sizes.kind == "attention":
        output = attend(weights, memory, output).output
    return output[0] @ weights["V"] + weights["c"], ran.last


def greedy(sizes: Sizes, weights: Weights, source: Array) -> list[list[int]]:
    """Translate sentences of one length, time × batch: each time the most probable word."""
    memory, state = encode(sizes, weights, source)
    words = np.full(source.shape[1], BEGIN)
    written: list[Array] = []
    is_done = np.zeros(len(words), bool)
    while not is_done.all() and len(written) < LONGEST:
        logits, state = step(sizes, weights, memory, state, words)
        words = logits.argmax(axis=1)
        written.append(words)
        is_done |= words == END
    return [until_end(column) for column in np.array(written).T.tolist()]


def until_end(words: Sequence[int]) -> list[int]:
    """The words before END."""
    found = list(words)
    return found[: found.index(END)] if END in found else found


@dataclass(frozen=True)
class Hypothesis:
    """A translation. log_probability: of all its words; score: what the beam compares."""

    words: tuple[int, ...]
    log_probability: float
    score: float


def beam(
    sizes: Sizes,
    weights: Weights,
    source: Sequence[int],
    width: int,
    penalty: str = "wu",
    alpha: float = 0.6,
) -> list[Hypothesis]:
    """Translate one sentence, keeping the best beginnings; the best translation comes first.

    The rule for finished ones is "refill" of `models.search`, and so are the penalties.
    """
    memory, state = encode(sizes, weights, np.array(source)[:, None])
    alive: list[tuple[tuple[int, ...], float]] = [((), 0.0)]
    words, finished = np.array([BEGIN]), list[Hypothesis]()
    for length in range(1, LONGEST + 1):
        many = np.repeat(memory, len(alive), axis=1)
        logits, state = step(sizes, weights, many, state, words)
        totals = log_probabilities(logits) + np.array([p for _, p in alive])[:, None]
        divisor, following = length_penalty(length, penalty, alpha), list[tuple[int, int]]()
        for row, word in best_places(totals, 2 * width):
            total = float(totals[row, word])
            if word == END:
                finished.append(Hypothesis(alive[row][0], total, total / divisor))
            else:
                following.append((row, word))
            if len(following) == width:
                break
        if len(finished) >= width:
            break
        alive = [((*alive[row][0], word), float(totals[row, word])) for row, word in following]
        rows = [row for row, _ in following]
        state = tuple(part[rows] for part in state)
        words = np.array([word for _, word in following])
    finished += [Hypothesis(found, p, -np.inf) for found, p in alive if not finished]
    return sorted(finished, key=lambda found: -found.score)[:width]


def best_places(totals: Array, count: int) -> Iterator[tuple[int, int]]:
    """The rows and columns of the highest numbers, the highest first."""
    order = np.argsort(-totals, axis=None, kind="stable")[:count]
    for place in order.tolist():
        yield divmod(place, totals.shape[1])
