"""Inputs that code made: with what they were made, so that they can be made again.

    A=made(draw, seed=SEED, rows=3, columns=3)

Such an input knows its function and the arguments of it. The check makes it again, and every bit
must be the same. A seed that a page publishes must be the one that was used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np

TYPED = 6
"""How many digits a number may have that no code made: nobody types more by hand."""


class Making:
    """A function and its arguments: what they gave at first, and what they give again."""

    def __init__(self, function: Callable[..., Any], arguments: Mapping[str, Any]) -> None:
        self.function, self.arguments = function, arguments
        self.first = function(**arguments)

    @property
    def name(self) -> str:
        return getattr(self.function, "__name__", repr(self.function))

    @cached_property
    def again(self) -> Any:
        return self.function(**self.arguments)

    @cached_property
    def with_another_seed(self) -> Any:
        """What it gives with the next seed; None if it takes no seed."""
        if "seed" not in self.arguments:
            return None
        return self.function(**{**self.arguments, "seed": self.arguments["seed"] + 1})


@dataclass(frozen=True, eq=False)
class Made:
    """An input and its making. item: which one of the values that were made; None for all."""

    making: Making
    item: str | None = None

    @property
    def value(self) -> Any:
        return self._of(self.making.first)

    def problem(self) -> str:
        """What is wrong with it; nothing if it was made as it says."""
        name = self.making.name
        if not _is_same(self.value, self._of(self.making.again)):
            return f"{name} made something else when it was run again: give it all that it needs"
        other = self.making.with_another_seed
        if other is not None and _is_same(self.value, self._of(other)):
            return f"{name} makes the same with another seed: let it draw with the seed it is given"
        return ""

    def _of(self, result: Any) -> Any:
        return result if self.item is None else result[self.item]


def made(function: Callable[..., Any], /, **arguments: Any) -> Made:
    """An input that is what a function returns."""
    return Made(Making(function, arguments))


def each_made(function: Callable[..., Mapping[str, Any]], /, **arguments: Any) -> dict[str, Made]:
    """Several inputs by name, all that a function returns: `**each_made(drawn, seed=SEED)`."""
    making = Making(function, arguments)
    return {name: Made(making, name) for name in making.first}


def computed_numbers(value: Any) -> Iterator[float]:
    """The numbers of an input that have more digits than a hand types."""
    array = np.asarray(value)
    for number in array.ravel().tolist() if array.dtype.kind == "f" else ():
        digits = Decimal(repr(number)).normalize().as_tuple().digits
        if np.isfinite(number) and len(digits) > TYPED:
            yield number


def _is_same(value: Any, other: Any) -> bool:
    value, other = np.asarray(value), np.asarray(other)
    alike = (value.shape, value.dtype) == (other.shape, other.dtype)
    return alike and value.tobytes() == other.tobytes()
