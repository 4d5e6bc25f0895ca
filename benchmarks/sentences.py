"""What a training step of the translator's networks is measured on: sentences and first weights.

Both are drawn at random. The vocabularies are those of the published networks, the lengths about
the mean of the training's sentences.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from rnn_examples.translator.gradients import loss_and_gradient
from rnn_examples.translator.networks import END, SPECIAL, Array, Kind, Sizes, initial, views
from rnn_examples.translator.optimiser import begin, update
from rnn_examples.translator.weights import file_of, load

BATCH, SOURCE, TARGET, EMBEDDING = 64, 6, 8, 32
RATE = 3e-3


class Drawn(NamedTuple):
    """What a training step begins with. source, target: time × batch."""

    sizes: Sizes
    flat: Array
    source: Array
    target: Array


def drawn(kind: Kind, hidden: int) -> Drawn:
    words = load(file_of(kind)).sizes
    sizes = Sizes(kind, words.source, words.target, hidden, EMBEDDING)
    random = np.random.default_rng(0)
    source = random.integers(SPECIAL, sizes.source, (SOURCE, BATCH))
    target = random.integers(SPECIAL, sizes.target, (TARGET, BATCH))
    target[-1] = END
    return Drawn(sizes, initial(sizes, 0), source, target)


def package_step(given: Drawn) -> Callable[[], float]:
    """The package's step: loss, gradient, update."""
    sizes, flat, source, target = given
    state, gradient = begin(flat.copy()), np.empty(sizes.count)
    weights, derivatives = views(state.weights, sizes), views(gradient, sizes)

    def step() -> float:
        loss = loss_and_gradient(sizes, weights, derivatives, source, target)
        update(state, gradient, RATE)
        return loss

    return step
