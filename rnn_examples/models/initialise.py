"""How the recurrent weights start: orthogonal, identity, Xavier.

What is drawn at random is drawn first, by `draw`, with a seed that the caller gives; the rest is
arithmetic on it.
"""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from rnn_examples.models.checks import check_calls, is_plain, unit_of
from rnn_examples.models.shapes import Count, CountFromOne, Hidden, Recurrent


def draw(seed: Count, rows: CountFromOne, columns: CountFromOne) -> Float[Any, "{rows} {columns}"]:
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

    A: numbers drawn at random. Such a matrix rotates or reflects vectors, and keeps their length.
    Raises ValueError where a column is a combination of those before it, or so nearly that the
    result would not be orthogonal to ten digits: then draw again.
    Source: Saxe, McClelland and Ganguli (2013).
    """
    columns: list[Column] = []
    for k in range(len(A)):
        v_t = A[:, k]
        for done in columns:
            v_t = v_t - (done.q_t @ A[:, k]) * done.q_t
        require_right_angles(v_t, columns)
        length = norm(v_t)
        columns.append(Column(v_t, length, v_t / length))
    return Orthogonal(columns, np.stack([column.q_t for column in columns], axis=1))


def require_right_angles(v_t: Hidden, columns: list[Column]) -> None:
    """Raise ValueError for a vector that is 0, or not at right angles to the columns."""
    if not is_plain(v_t):
        return
    unit = np.max(np.abs(v_t)) or 1.0
    length = np.linalg.norm(v_t / unit)
    if not length or any(abs(done.q_t @ (v_t / unit)) > 1e-10 * length for done in columns):
        raise ValueError(
            f"column {len(columns) + 1} of A is a combination of those before it, or nearly so"
        )


def identity(size: CountFromOne, scale: Float[Any, ""]) -> Float[Any, "{size} {size}"]:
    """Start as the identity times a number: with 1 and no input, a linear state stays as it is.

    Source: Le, Jaitly and Hinton (2015).
    """
    return scale * np.eye(size)


def xavier(R: Float[Any, "outputs inputs"]) -> Float[Any, "outputs inputs"]:
    """Stretch numbers R, drawn between −1 and 1, to ±√(6 / (inputs + outputs)).

    Source: Glorot and Bengio (2010), equation 16.
    """
    return np.sqrt(6 / sum(R.shape)) * R


def norm(v: Float[Any, "entries"]) -> Float[Any, ""]:
    """Measure the length of a vector. Raises ValueError for ±∞ and NaN."""
    unit = unit_of(v)
    if unit != 1:  # the squares would be too large or too small for a float
        return unit * norm(v / unit)
    return np.sqrt(np.sum(v**2))


class RepeatStep(NamedTuple):
    """A state after one more product with W."""

    h_t: Hidden
    norm_h_t: Float[Any, ""]


def repeat(W: Recurrent, h_0: Hidden, length: Count) -> list[RepeatStep]:
    """Multiply a state by W, `length` times, and measure its length after each.

    Raises ValueError where an entry is above the largest float; below the smallest one it is 0.
    """
    steps: list[RepeatStep] = []
    h_prev = h_0
    with np.errstate(over="ignore", invalid="ignore"):  # the norm refuses what is not finite
        for _ in range(length):
            h_t = W @ h_prev
            steps.append(RepeatStep(h_t, norm(h_t)))
            h_prev = h_t
    return steps


check_calls(__name__)
