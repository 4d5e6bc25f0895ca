"""Four networks from a source sentence to a target sentence, and where their parameters are.

All parameters of a network are one flat vector, and each matrix is a view of a part of it: so Adam
and clipping are a few operations on one vector. Vectors are rows here, one for each sentence of a
batch: a matrix has as many rows as it has inputs, and stands on the right.

- `rnn`: tanh. `lstm`: gates in the order input, forget, output, candidate.
- `gru`: gates in the order reset, update, candidate; h = (1 − z) n + z h_prev; the reset gate is
  applied after the product with W, to which the bias `b_n` belongs.
- `attention`: the same GRU, whose decoder looks at all states of the encoder
  (Luong et al. 2015, `general`): score = s W_a h, then tanh([context, s] W_c).

The decoder begins with the last state of the encoder, of the LSTM both hidden and cell state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, Literal

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
Kind = Literal["rnn", "lstm", "gru", "attention"]
KINDS: tuple[Kind, ...] = ("rnn", "lstm", "gru", "attention")
GATES = {"rnn": 1, "lstm": 4, "gru": 3, "attention": 3}

BEGIN, END = 0, 1
"""The tokens before the first target word, and after the last. Words count from 2."""
SPECIAL = 2


@dataclass(frozen=True)
class Sizes:
    """How large a network is. source, target: the words, BEGIN and END included."""

    kind: Kind
    source: int
    target: int
    hidden: int
    embedding: int

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        hidden, inputs = self.hidden, self.embedding
        width = GATES[self.kind] * hidden
        shapes: dict[str, tuple[int, ...]] = {
            "E_enc": (self.source, inputs),
            "U_enc": (inputs, width),
            "W_enc": (hidden, width),
            "b_enc": (width,),
            "E_dec": (self.target, inputs),
            "U_dec": (inputs, width),
            "W_dec": (hidden, width),
            "b_dec": (width,),
            "V": (hidden, self.target),
            "c": (self.target,),
        }
        if self.kind in ("gru", "attention"):
            shapes |= {"b_n_enc": (hidden,), "b_n_dec": (hidden,)}
        if self.kind == "attention":
            shapes |= {"W_a": (hidden, hidden), "W_c": (2 * hidden, hidden)}
        return shapes

    @property
    def count(self) -> int:
        return sum(map(prod, self.shapes.values()))


def views(flat: Array, sizes: Sizes) -> dict[str, Array]:
    """Cut the flat vector into the matrices: no copies."""
    found, start = {}, 0
    for name, shape in sizes.shapes.items():
        found[name] = flat[start : start + prod(shape)].reshape(shape)
        start += prod(shape)
    return found


def initial(sizes: Sizes, seed: int) -> Array:
    """Draw the parameters: embeddings from ±0.5, matrices as Glorot and Bengio (2010) do.

    The biases are 0, but 1 for the forget gate of an LSTM (Gers et al. 2000). Each gate has limits
    of its own. Uniform numbers only: they have the same bits on every processor.
    """
    generator = np.random.default_rng(seed)
    flat = np.zeros(sizes.count)
    for name, matrix in views(flat, sizes).items():
        if matrix.ndim == 1:
            if sizes.kind == "lstm" and name in ("b_enc", "b_dec"):
                matrix[sizes.hidden : 2 * sizes.hidden] = 1.0
            continue
        rows, columns = matrix.shape
        if name in ("U_enc", "W_enc", "U_dec", "W_dec"):
            columns = sizes.hidden
        limit = 0.5 if name in ("E_enc", "E_dec") else np.sqrt(6 / (rows + columns))
        matrix[:] = limit * (2 * generator.random(matrix.shape) - 1)
    return flat


def hidden_for(kind: Kind, budget: int, source: int, target: int, embedding: int) -> int:
    """The hidden size with which a network has nearest to so many parameters."""

    def distance(hidden: int) -> int:
        return abs(Sizes(kind, source, target, hidden, embedding).count - budget)

    return min(range(1, 400), key=distance)


Weights = Mapping[str, Array]
