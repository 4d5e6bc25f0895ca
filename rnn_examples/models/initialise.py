"""How the recurrent weights start: orthogonal, identity, Xavier.

What is drawn at random is drawn first, by `draw`, with a seed that the caller gives; the rest is
arithmetic on it.
"""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from rnn_examples.models.shapes import Hidden, Recurrent


def draw(seed: int, rows: int, columns: int) -> Float[Any, "{rows} {columns}"]:
    """Draw hundredths between −1 and 1, each as probable as any other, zero left out."""
    random = np.random.default_rng(seed)
    shape = (rows, columns)
    return random.integers(1, 101, shape) * random.choice([-1, 1], shape) / 100


class Column(NamedTuple):
    """One column on its way; t counts the columns."""

    v_t: Hidden  # what is left of it, at right angles to those before
    norm_v_t: Float[Any, ""]
    q_t: Hidden  # of length 1


class Orthogonal(NamedTuple):
    """The columns one by one, and side by side."""

    columns: list[Column]
    Q: Recurrent


def orthogonal(A: Recurrent) -> Orthogonal:
    """Turn the columns of A into columns of length 1, at right angles (Gram and Schmidt).

    A: numbers drawn at random. Such a matrix turns and mirrors vectors, and keeps their length.
    Source: Saxe, McClelland and Ganguli (2013).
    """
    columns: list[Column] = []
    for k in range(len(A)):
        v_t = A[:, k]
        for done in columns:
            v_t = v_t - (done.q_t @ A[:, k]) * done.q_t
        length = norm(v_t)
        columns.append(Column(v_t, length, v_t / length))
    return Orthogonal(columns, np.stack([column.q_t for column in columns], axis=1))


def identity(size: int, scale: Float[Any, ""]) -> Float[Any, "{size} {size}"]:
    """Start as the identity times a number: with 1 and no input, a linear state stays as it is.

    Source: Le, Jaitly and Hinton (2015).
    """
    return scale * np.eye(size)


def xavier(A: Float[Any, "outputs inputs"]) -> Float[Any, "outputs inputs"]:
    """Stretch numbers drawn between −1 and 1 to ±√(6 / (inputs + outputs)).

    Source: Glorot and Bengio (2010), equation 16.
    """
    return np.sqrt(6 / sum(A.shape)) * A


def norm(v: Float[Any, "entries"]) -> Float[Any, ""]:
    """Measure the length of a vector."""
    return np.sqrt(np.sum(v**2))


class RepeatStep(NamedTuple):
    """A state after one more product with W."""

    h_t: Hidden
    norm_h_t: Float[Any, ""]


def repeat(W: Recurrent, h_0: Hidden, length: int) -> list[RepeatStep]:
    """Multiply a state by W, `length` times, and measure its length after each."""
    steps: list[RepeatStep] = []
    h_prev = h_0
    for _ in range(length):
        h_t = W @ h_prev
        steps.append(RepeatStep(h_t, norm(h_t)))
        h_prev = h_t
    return steps
