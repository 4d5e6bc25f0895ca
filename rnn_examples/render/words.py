"""The words that token ids stand for, and those that vectors stand for."""

from collections.abc import Mapping, Sequence

import numpy as np

from rnn_examples.render.pieces import Word
from rnn_examples.trace import Node, Trace

Vocabulary = Sequence[str] | Mapping[str, Sequence[float]]
"""Words by their ids, or each with its vector."""


def is_whole(node: Node) -> bool:
    """Whether a value is of whole numbers, as the ids of tokens are."""
    return np.issubdtype(np.asarray(node.value).dtype, np.integer)


def word_of(trace: Trace, name: str, words: Mapping[str, Vocabulary]) -> Word | None:
    """The word that a token id or a vector stands for; None for a value that is neither.

    Raises ValueError for an id or a vector that has no word.
    """
    base = name.rpartition("_")[0] or name
    node, known = trace[name], words.get(base)
    if isinstance(known, Mapping):
        return None if len(node.shape) != 1 else _of_vector(name, node.value, known)
    if known is None or not node.is_scalar:
        return None
    place = int(node.value)
    if not 0 <= place < len(known):
        raise ValueError(f"{name} is {place}, but there are {len(known)} words for {base!r}")
    return Word(name, known[place], max(known, key=len))


def _of_vector(name: str, vector: np.ndarray, known: Mapping[str, Sequence[float]]) -> Word:
    for word, given in known.items():
        if np.array_equal(vector, given):
            return Word(name, word, max(known, key=len))
    raise ValueError(f"{name} is {vector.tolist()}, which is the vector of no word: {dict(known)}")
