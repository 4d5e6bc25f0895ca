"""From text to words and back, in both languages."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from rnn_examples.translator.words import nfc

ENGLISH_WORD = re.compile(r"\([fF]\)|[.?!।]|[^\s.?!।(),]+|\S")
SHORT_FORMS = {
    "don't": "do not",
    "doesn't": "does not",
    "didn't": "did not",
    "isn't": "is not",
    "aren't": "are not",
    "wasn't": "was not",
    "weren't": "were not",
    "hasn't": "has not",
    "haven't": "have not",
    "won't": "will not",
    "i'm": "i am",
}


class Placed(NamedTuple):
    """A word and the column where it begins, counted from 1."""

    word: str
    column: int


def english_places(text: str) -> list[Placed]:
    """Split an English sentence. A full stop at its end, or `!`, is left out.

    The columns are those of the text in NFC.
    """
    words = []
    for match in ENGLISH_WORD.finditer(nfc(text)):
        word = match.group().lower().replace("’", "'")
        parts = SHORT_FORMS.get(word, word).split()
        words += [Placed(part, match.start() + 1) for part in parts]
    while words and words[-1].word in (".", "!", "।"):
        words.pop()
    return words


def english_words(text: str) -> list[str]:
    """The words of an English sentence."""
    return [word for word, _ in english_places(text)]


def hindi_text(words: Iterable[str]) -> str:
    """Write Hindi words as a sentence: no space before the danda and the question mark."""
    return re.sub(r" ([।?])", r"\1", " ".join(words))
