"""What may come next in a sentence: each allowed word, its meaning, how often it is chosen."""

from collections.abc import Generator, Mapping
from typing import Any, NamedTuple, TypeVar


class Choice(NamedTuple):
    """What an allowed word means, and its weight where a word is chosen at random."""

    meaning: Any
    weight: float


Options = dict[str, Choice]
T = TypeVar("T")
Asks = Generator[Options, Any, T]
"""A part of the grammar: it yields options, and is sent the meaning of the chosen word."""


def share(weight: float, meanings: Mapping[str, Any]) -> Options:
    """Give words with their meanings an equal share of a weight."""
    return {word: Choice(meaning, weight / len(meanings)) for word, meaning in meanings.items()}


def scaled(weight: float, options: Options) -> Options:
    """Give options a weight together, as they share it now."""
    total = sum(choice.weight for choice in options.values())
    return {
        word: Choice(choice.meaning, choice.weight / total * weight)
        for word, choice in options.items()
    }
