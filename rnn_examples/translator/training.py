"""Training: sentences to batches, and a run that goes on where it stopped."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnn_examples.translator.gradients import loss_and_gradient
from rnn_examples.translator.networks import (
    END,
    SPECIAL,
    Array,
    Kind,
    Sizes,
    Weights,
    initial,
    views,
)
from rnn_examples.translator.optimiser import State, begin, update
from rnn_examples.translator.splits import Pair

Batch = tuple[Array, Array]


@dataclass(frozen=True)
class Recipe:
    """How a network is trained. rate: the highest; it rises over warm_up steps, then falls to 0."""

    kind: Kind
    hidden: int
    embedding: int = 32
    seed: int = 0
    epochs: int = 20
    batch: int = 64
    rate: float = 3e-3
    warm_up: int = 200


class Vocabulary(NamedTuple):
    """The words of both languages. The id of a word is its place, plus the special tokens."""

    english: tuple[str, ...]
    hindi: tuple[str, ...]

    def sizes(self, recipe: Recipe) -> Sizes:
        source, target = (len(words) + SPECIAL for words in self)
        return Sizes(recipe.kind, source, target, recipe.hidden, recipe.embedding)


def vocabulary(pairs: Sequence[Pair]) -> Vocabulary:
    """All words of the pairs, in order."""
    english = sorted({word for pair in pairs for word in pair.english})
    hindi = sorted({word for pair in pairs for word in pair.hindi})
    return Vocabulary(tuple(english), tuple(hindi))


def ids(words: Sequence[str]) -> dict[str, int]:
    """The id of each word."""
    return {word: SPECIAL + place for place, word in enumerate(words)}


class Encoded(NamedTuple):
    """Sentences as ids; all have the same two lengths. Shapes: sentence × time."""

    source: Array
    target: Array


def encoded(pairs: Sequence[Pair], words: Vocabulary) -> list[Encoded]:
    """Write sentences as ids, those of the same two lengths together: so none is padded."""
    english, hindi = ids(words.english), ids(words.hindi)
    buckets: dict[tuple[int, int], tuple[list[list[int]], list[list[int]]]] = {}
    for pair in pairs:
        lengths = len(pair.english), len(pair.hindi)
        source, target = buckets.setdefault(lengths, ([], []))
        source.append([english[word] for word in pair.english])
        target.append([*(hindi[word] for word in pair.hindi), END])
    return [Encoded(*map(np.array, buckets[lengths])) for lengths in sorted(buckets)]


def batches(data: Sequence[Encoded], recipe: Recipe, epoch: int) -> Iterator[Batch]:
    """One epoch's batches, time first, in an order that the seed and the epoch decide."""
    generator = np.random.default_rng((recipe.seed, epoch))
    size = recipe.batch
    chosen = [
        (bucket, order[start : start + size])
        for bucket in data
        for order in [generator.permutation(len(bucket.source))]
        for start in range(0, len(order), size)
    ]
    for place in generator.permutation(len(chosen)):
        bucket, rows = chosen[place]
        source, target = bucket.source[rows].T, bucket.target[rows].T
        yield np.ascontiguousarray(source), np.ascontiguousarray(target)


def steps_of_an_epoch(data: Sequence[Encoded], recipe: Recipe) -> int:
    """How many batches there are."""
    return sum(-(-len(bucket.source) // recipe.batch) for bucket in data)


class Moment(NamedTuple):
    """A run after a step. losses are those of its batch, in nats a word."""

    step: int
    total: int
    loss: float
    rate: float


def start(recipe: Recipe, words: Vocabulary) -> State:
    """The state before the first step."""
    return begin(initial(words.sizes(recipe), recipe.seed))


def train(
    recipe: Recipe,
    words: Vocabulary,
    data: Sequence[Encoded],
    state: State,
    is_stopped: Callable[[], bool] = lambda: False,
    validation: Sequence[Encoded] = (),
) -> Iterator[Moment]:
    """Go on from a state, which changes in place, to the end, or until `is_stopped` says so.

    Between two moments the state is whole: it can be saved, and gone on from, bit for bit. With
    sentences for validation, it keeps the weights of the epoch that has the lowest loss on them.
    """
    sizes = words.sizes(recipe)
    each = steps_of_an_epoch(data, recipe)
    total = each * recipe.epochs
    gradient = np.empty_like(state.weights)
    weights, derivatives = views(state.weights, sizes), views(gradient, sizes)
    while state.step < total and not is_stopped():
        epoch, done = divmod(state.step, each)
        for place, (source, target) in enumerate(batches(data, recipe, epoch)):
            if place < done:
                continue
            loss = loss_and_gradient(sizes, weights, derivatives, source, target)
            rate = rate_at(state.step, total, recipe)
            update(state, gradient, rate)
            if validation and state.step % each == 0:
                keep_best(state, validation_loss(sizes, weights, validation), epoch + 1)
            yield Moment(state.step, total, loss, rate)
            if is_stopped():
                return


def validation_loss(sizes: Sizes, weights: Weights, data: Sequence[Encoded]) -> float:
    """Mean cross-entropy of the target words, in nats a word, with six decimals.

    Rounded, since processors differ in the last bits, and which epoch is best must not.
    """
    unused = views(np.empty(sizes.count), sizes)
    total = sum(
        loss_and_gradient(sizes, weights, unused, source.T, target.T) * target.size
        for source, target in data
    )
    return round(total / sum(bucket.target.size for bucket in data), 6)


def keep_best(state: State, loss: float, epoch: int) -> None:
    """Keep the weights if their validation loss is lower than that of every epoch before."""
    if loss < state.best_loss:
        state.best_loss, state.best_epoch = loss, epoch
        state.best[:] = state.weights


def rate_at(step: int, total: int, recipe: Recipe) -> float:
    """The learning rate of a step, counted from 0."""
    rise = min(1.0, (step + 1) / recipe.warm_up)
    return recipe.rate * rise * max(0.01, 1 - step / total)
