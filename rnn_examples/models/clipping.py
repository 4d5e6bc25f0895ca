"""Gradient clipping: by norm, which keeps the direction, and by value, which does not.

By norm, the exact rule: a gradient g longer than θ becomes θ · g / ‖g‖; any other stays as it is,
bit for bit. Nothing is added to the norm (some libraries divide by ‖g‖ + 10⁻⁶).
Source: Pascanu, Mikolov and Bengio (2013), algorithm 1.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from rnn_examples.models.shapes import AnyShape, Number, Parameters


class Clipped(NamedTuple):
    """A gradient clipped both ways, with its lengths."""

    norm_g: Number
    scale: Number
    g_norm: Parameters  # clipped by norm
    norm_g_norm: Number
    g_value: Parameters  # clipped by value
    norm_g_value: Number


def clip_both_ways(g: Parameters, theta: Number) -> Clipped:
    """Clip one gradient by norm and by value, with the same threshold theta."""
    norm_g = global_norm([g])
    scale = clipping_scale(norm_g, theta)
    g_norm, g_value = scale * g, clip_by_value(g, theta)
    return Clipped(norm_g, scale, g_norm, global_norm([g_norm]), g_value, global_norm([g_value]))


def clip_by_norm(gradients: Sequence[Any], theta: Number) -> list[Any]:
    """Shorten all gradients together, as if they were one long vector, to at most theta."""
    scale = clipping_scale(global_norm(gradients), theta)
    return [scale * gradient for gradient in gradients]


def global_norm(gradients: Sequence[Any]) -> Number:
    """Measure the length of all gradients together."""
    squares = [np.sum(gradient**2) for gradient in gradients]
    total = squares[0]
    for more in squares[1:]:
        total = total + more
    return np.sqrt(total)


def clipping_scale(norm: Number, theta: Number) -> Number:
    """Give θ / ‖g‖ where ‖g‖ is above θ, and exactly 1 elsewhere; theta is above 0."""
    return theta / np.maximum(norm, theta)


def clip_by_value(g: AnyShape, theta: Number) -> AnyShape:
    """Bring every entry that is outside between −theta and theta."""
    return np.maximum(-theta, -np.maximum(-g, -theta))


class ClippedRing(NamedTuple):
    """Gradients of one length and many directions, one a row, clipped both ways."""

    g: Any
    g_norm: Any  # clipped by norm
    g_value: Any  # clipped by value


def clip_every_direction(
    directions: Float[Any, "count 2"], length: Number, theta: Number
) -> ClippedRing:
    """Clip gradients that point in every direction; directions: vectors of length 1."""
    g = length * directions
    norms = np.sqrt(np.sum(g**2, axis=1, keepdims=True))
    return ClippedRing(g, theta / np.maximum(norms, theta) * g, clip_by_value(g, theta))
