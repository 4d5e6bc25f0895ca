"""The words that token ids stand for."""

from collections.abc import Mapping, Sequence

from rnn_examples.render.pieces import Word
from rnn_examples.trace import Trace


def word_of(trace: Trace, name: str, words: Mapping[str, Sequence[str]]) -> Word | None:
    """The word that a token id stands for; None for a value that is no token.

    Raises ValueError for an id that has no word.
    """
    base = name.rpartition("_")[0] or name
    node = trace[name]
    if base not in words or not node.is_scalar:
        return None
    place = int(node.value)
    if not 0 <= place < len(words[base]):
        raise ValueError(f"{name} is {place}, but there are {len(words[base])} words for {base!r}")
    return Word(name, words[base][place], max(words[base], key=len))
