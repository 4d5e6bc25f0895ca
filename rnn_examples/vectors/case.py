"""One case: a network in one convention, its inputs, and the true values of all that it computes.

What is published is not what the package computed in floats, but the float that is nearest to the
true value, found with 400 digits. So the bytes are the same on every processor, whatever its tanh
gives in the last digit; the package is held to agree to `TOLERANCE`, and so can be anybody's code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_examples.vectors.exact import derive, exact, leaves
from rnn_examples.vectors.inputs import made
from rnn_examples.vectors.networks import Network

TOLERANCE = 1e-12
"""How far results in 64 bits may be from the true ones: absolute, and as a part of the value."""

LOSS = ("dh_now", "dh_now_fwd", "dh_now_bwd", "dh_T", "dc_T")
"""Inputs that define the loss: no derivative is asked with respect to them."""

SIZES = {
    "time": 5, "batch": 4, "input": 2, "hidden": 3, "below": 4, "classes": 6, "words": 7,
    "source_time": 4, "source_input": 4, "source_words": 8,
}  # fmt: skip
"""How long each axis is. `below` is the hidden size of the lower of two layers."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Results:
    """What comes out: the values of all time steps and the gradients, by name, and the loss."""

    values: dict[str, Floats]
    gradients: dict[str, Floats]
    loss: float


@dataclass(frozen=True)
class Case:
    """A case.

    model: the function of the package that computes the same. axes: those of each array of floats.
    fixed: the other inputs. factors: powers of two by which arrays are multiplied.
    """

    name: str
    title: str
    model: str
    network: Network
    axes: Mapping[str, str]
    conventions: Mapping[str, str]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    factors: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def inputs(self) -> dict[str, Any]:
        """All inputs by name: arrays of floats, arrays of whole numbers, flags."""
        shapes = {
            name: tuple(SIZES[axis] for axis in axes.split()) for name, axes in self.axes.items()
        }
        arrays = made(shapes)
        scaled = {name: array * self.factors.get(name, 1.0) for name, array in arrays.items()}
        return {**scaled, **self.fixed}

    @cached_property
    def results(self) -> Results:
        """Compute every value and gradient, each the float that is nearest to the true one."""
        given = {name: exact(value) for name, value in self.inputs.items()}
        values, loss = self.network(given)
        derive(loss)
        return Results(
            {name: _floats(value, "value") for name, value in values.items()},
            {name: _floats(given[name], "gradient") for name in self.axes if name not in LOSS},
            float(loss.value),
        )


def _floats(numbers: Any, part: str) -> Floats:
    """Round to the nearest floats; adding 0.0 makes −0 plain 0."""
    shape, inner = [], numbers
    while isinstance(inner, list):
        shape.append(len(inner))
        inner = inner[0]
    found = [float(getattr(number, part)) for number in leaves(numbers)]
    return np.array(found).reshape(shape) + 0.0
