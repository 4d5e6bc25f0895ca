"""The axes of a plot: from a value to its place in the frame, and the numbers beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rnn_examples.render.pieces import plain

HIGH = 170
"""The height of a frame, in pixels."""

INSET, MARGIN = 8, 0.06
"""What is free at the frame's sides, and, as a share of the values' range, above and below."""

STEPS = 6
"""Maximum number of steps between the numbers beside an axis."""

FAR = 9999
"""Far enough outside of any frame."""


@dataclass(frozen=True)
class Axis:
    """The rule from a value to a place: offset + scale · value, or · its decimal logarithm."""

    offset: float
    scale: float
    is_log: bool = False

    @classmethod
    def between(
        cls, low: float, high: float, start: float, end: float, *, is_log: bool = False
    ) -> "Axis":
        """Lay low at the start and high at the end. What is written down is what is used."""
        if is_log:
            low, high = math.log10(low), math.log10(high)
        scale = float(f"{(end - start) / (high - low):.10g}")
        return cls(float(f"{start - scale * low:.10g}"), scale, is_log)

    def place(self, value: float) -> float:
        """Where a value lies; one that has no logarithm lies far below."""
        if self.is_log:
            value = math.log10(value) if value > 0 else -math.inf
        return min(max(self.offset + self.scale * value, -FAR), FAR)

    def __str__(self) -> str:
        return f"{self.offset:.10g} {self.scale:.10g}{' log' * self.is_log}"


def px(place: float) -> str:
    """A coordinate to a tenth of a pixel."""
    return f"{round(place, 1) + 0:g}"


def share(value: float, scale: float) -> str:
    """How far a value lies towards an end of the scale, from -1 to 1: its colour, or its length."""
    return f"{round(min(max(value / scale, -1), 1), 3) + 0:g}"


def value_range(
    values: Sequence[float], span: tuple[float, float] | None, is_log: bool, fields: Sequence[str]
) -> tuple[float, float]:
    """From where to where an axis goes: the span, or around the values.

    Raises ValueError for a value that a span leaves out.
    """
    low, high = span or (min(values), max(values))
    if is_log and min(low, *values) <= 0:
        what = f"{min(low, *values):g} has no place on a logarithmic axis"
        raise ValueError(f"{', '.join(fields)}: {what}: leave `log` out")
    if span:
        outside = [value for value in values if not low <= value <= high]
        if outside:
            what = f"{outside[0]:g} lies outside of the range {low:g} to {high:g}"
            raise ValueError(f"{', '.join(fields)}: {what}: widen it, or leave `range` out")
        return span
    if is_log:
        low, high = math.log10(low), math.log10(high)
    room = (high - low) * MARGIN or abs(low) / 2 or 1
    low, high = low - room, high + room
    return (10**low, 10**high) if is_log else (low, high)


def alike(
    across: tuple[float, float], up: tuple[float, float], wide: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Widen one of two ranges until a unit is as long in both directions: circles stay round.

    wide: the width of the frame, in pixels.
    """
    room = (across[1] - across[0]) * MARGIN
    across = (across[0] - room, across[1] + room)
    sides = ((wide - 2 * INSET, across), (HIGH, up))
    unit = max((high - low) / side for side, (low, high) in sides)
    longer, taller = (
        ((low + high - unit * side) / 2, (low + high + unit * side) / 2)
        for side, (low, high) in sides
    )
    return longer, taller


def ticks(low: float, high: float, *, whole: bool = False) -> dict[float, str]:
    """Round numbers from low to high, at most STEPS apart, and how they are written."""
    power = math.floor(math.log10((high - low) / STEPS))
    if whole:
        power = max(power, 0)
    for factor, exponent in ((1, power), (2, power), (5, power), (1, power + 1)):
        step = factor * 10.0**exponent
        if (high - low) / step <= STEPS:
            break
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    places = [float(f"{n * factor}e{exponent}") for n in range(first, last + 1)]
    return {place: _written(place) for place in places}


def log_ticks(low: float, high: float) -> dict[float, str]:
    """Powers of ten, every so many; on few decades 2 and 5 of each as well; at last, any."""
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    if last - first < 2:
        near = [float(f"{n}e{power}") for power in range(first - 1, last + 1) for n in (1, 2, 5)]
        found = {place: _written(place) for place in near if low <= place <= high}
        return found if len(found) > 2 else ticks(low, high)
    every = math.ceil((last - first) / STEPS)
    return {float(f"1e{n}"): _power(n) for n in range(first, last + 1) if n % every == 0}


def _written(value: float) -> str:
    return plain(f"{value:.10g}")


def _power(exponent: int) -> str:
    text = f"{10.0**exponent:g}" if -1 <= exponent <= 1 else f"1e{exponent}"
    return plain(text).removeprefix("1 × ")
