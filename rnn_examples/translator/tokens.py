"""From text to words and back, in both languages."""

import re
from collections.abc import Iterable

from rnn_examples.translator.words import nfc

ENGLISH_WORD = re.compile(r"\(f\)|[.?!।]|[^\s.?!।(),]+|\S")
DANDA = re.compile(r"([।?])")
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


def english_words(text: str) -> list[str]:
    """Split an English sentence. A full stop at its end, or `!`, is left out."""
    text = nfc(text).lower().replace("’", "'")
    words = []
    for word in ENGLISH_WORD.findall(text):
        words += SHORT_FORMS.get(word, word).split()
    while words and words[-1] in (".", "!", "।"):
        words.pop()
    return words


def hindi_words(text: str) -> list[str]:
    """Split a Hindi sentence at spaces; the danda and the question mark are words too."""
    return DANDA.sub(r" \1 ", nfc(text)).split()


def hindi_text(words: Iterable[str]) -> str:
    """Write Hindi words as a sentence: no space before the danda and the question mark."""
    return re.sub(r" ([।?])", r"\1", " ".join(words))
