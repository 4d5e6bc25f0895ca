"""Numbers in nested lists: all of them, their length as one vector, and all times a factor."""

from typing import Any

from rnn_examples.oracles.fifty_digits import exact, mp


def flat(values: Any) -> list[Any]:
    """The numbers of nested lists, one after the other."""
    if not isinstance(values, list):
        return [values]
    return [number for value in values for number in flat(value)]


def length(v: Any) -> Any:
    """The length of a vector, or of all the entries of nested lists together."""
    return mp.sqrt(mp.fsum(entry**2 for entry in flat(exact(v))))


def scaled(values: Any, factor: Any) -> Any:
    """Each number of nested lists times a factor."""
    if isinstance(values, list):
        return [scaled(value, factor) for value in values]
    return values * factor
