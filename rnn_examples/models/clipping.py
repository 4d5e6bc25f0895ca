"""Gradient clipping: by norm, which keeps the direction, and by value, which does not.

By norm, the exact rule: a gradient g longer than θ becomes θ · g / ‖g‖; any other stays as it is,
bit for bit. Nothing is added to the norm (some libraries divide by ‖g‖ + 10⁻⁶).

The threshold θ is above 0, and gradients are finite: ValueError for anything else. A gradient is
scaled before it is squared where its square would be too large or too small for a float. One of
zeros stays as it is.
Source: Pascanu, Mikolov and Bengio (2013), algorithm 1.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from rnn_examples.models.checks import (
    check_calls,
    floats,
    has_safe_square,
    is_plain,
    require_finite,
    unit_of,
)
from rnn_examples.models.shapes import AnyShape, NotNegative, Number, Parameters, Positive


class Clipped(NamedTuple):
    """A gradient clipped both ways, with its lengths."""

    norm_g: Number
    scale: Number
    g_norm: Parameters  # clipped by norm
    norm_g_norm: Number
    g_value: Parameters  # clipped by value
    norm_g_value: Number


def clip_both_ways(g: Parameters, theta: Positive) -> Clipped:
    """Clip one gradient by norm and by value, with the same threshold theta."""
    norm_g = global_norm([g])
    scale = clipping_scale(norm_g, theta)
    g_norm, g_value = scale * g, clip_by_value(g, theta)
    return Clipped(norm_g, scale, g_norm, global_norm([g_norm]), g_value, global_norm([g_value]))


def clip_by_norm(gradients: Sequence[Any], theta: Positive) -> list[Any]:
    """Shorten all gradients together, as if they were one long vector, to at most theta.

    gradients: at least one array; they may have different shapes.
    """
    gradients = [floats(gradient) for gradient in gradients]
    unit = unit_of(*gradients)
    scaled = [gradient / unit for gradient in gradients]
    norm = global_norm(scaled)
    if norm > theta / unit and (unit != 1 or theta / norm < 1e-290):
        return [theta * (gradient / norm) for gradient in scaled]  # ‖g‖ or θ / ‖g‖ may be no float
    scale = clipping_scale(unit * norm, theta)
    return [scale * gradient for gradient in gradients]


def global_norm(gradients: Sequence[Any]) -> Number:
    """Measure the length of all gradients together; at least one array.

    Raises ValueError where the length is above the largest float.
    """
    gradients = [floats(gradient) for gradient in gradients]
    if not gradients:
        raise ValueError("there are no gradients: at least one array is needed")
    with np.errstate(over="ignore"):
        norm = root_of_squares(gradients)
        if is_plain(norm) and not has_safe_square(norm) and (unit := unit_of(*gradients)) != 1:
            norm = unit * root_of_squares([gradient / unit for gradient in gradients])
    require_finite("the norm of the gradients", norm)
    return norm


def root_of_squares(gradients: Sequence[Any]) -> Number:
    """Square every entry, add them up and take the root."""
    squares = [np.sum(gradient**2) for gradient in gradients]
    total = squares[0]
    for more in squares[1:]:
        total = total + more
    return np.sqrt(total)


def clipping_scale(norm: NotNegative, theta: Positive) -> Number:
    """Give θ / ‖g‖ where ‖g‖ is above θ, and exactly 1 elsewhere; theta is above 0."""
    return theta / np.maximum(norm, theta)


def clip_by_value(g: AnyShape, theta: Positive) -> AnyShape:
    """Bring every entry that is outside between −theta and theta."""
    return np.maximum(-theta, -np.maximum(-g, -theta))


class ClippedRing(NamedTuple):
    """Gradients of one length and many directions, one a row, clipped both ways."""

    g: Any
    g_norm: Any  # clipped by norm
    g_value: Any  # clipped by value


def clip_every_direction(
    directions: Float[Any, "count 2"], length: NotNegative, theta: Positive
) -> ClippedRing:
    """Clip gradients that point in every direction; directions: vectors of length 1."""
    g = length * directions
    norms = norms_of_rows(g)
    return ClippedRing(g, theta / np.maximum(norms, theta) * g, clip_by_value(g, theta))


def norms_of_rows(g: Float[Any, "count 2"]) -> Float[Any, "count 1"]:
    """Measure the length of each row."""
    unit = unit_of(g)
    if unit != 1:
        return unit * norms_of_rows(g / unit)
    return np.sqrt(np.sum(g**2, axis=1, keepdims=True))


check_calls(__name__)
