"""Vocabularies: lists of words, in which the place of each is its token id."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Self

import numpy as np


class Vocabulary(tuple[str, ...]):
    """Words, the first with the id 0. Each vocabulary is declared once, whoever uses it."""

    __slots__ = ()

    def __new__(cls, *words: str) -> Self:
        """Raise ValueError where a word stands twice."""
        twice = next((word for word in words if words.count(word) > 1), None)
        if twice is not None:
            raise ValueError(f"the word {twice!r} has two ids in one vocabulary")
        return super().__new__(cls, words)

    def ids(self, sentence: str) -> np.ndarray:
        """The token ids of a sentence, its words apart by spaces. Raises ValueError for others."""
        return np.array([self.id_of(word) for word in sentence.split()])

    def id_of(self, word: str) -> int:
        if word not in self:
            raise ValueError(f"{word!r} is no word of this vocabulary: {', '.join(self)}")
        return self.index(word)


def swapped(vocabularies: Iterable[Vocabulary]) -> Iterator[tuple[Vocabulary, Vocabulary]]:
    """Pairs of vocabularies that have the same words in another order."""
    for one, other in combinations(dict.fromkeys(vocabularies), 2):
        if set(one) == set(other):
            yield one, other
