"""What to say of a sentence outside the grammar: at which word it leaves it, and what would fit."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache, lru_cache

from rnn_examples.translator.grammar import END, RefusedError
from rnn_examples.translator.lexicon import (
    ADJECTIVES,
    CONJUNCTIONS,
    DETERMINERS,
    NOUNS,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
)
from rnn_examples.translator.phrases import OTHER_GENDER
from rnn_examples.translator.predicates import AUXILIARIES
from rnn_examples.translator.verbs import VERBS

SHOWN, LONGEST = 6, 40
"""How many of the words that would fit are named; letters of a word that is quoted."""


@cache
def english_vocabulary() -> frozenset[str]:
    """Every English word of the grammar."""
    words = {form for verb in VERBS for form in verb.english}
    words |= {form for noun in NOUNS.values() for form in (noun.english, noun.english_plural)}
    words |= {form for word in PRONOUNS for form in (word.english, word.english_object)}
    for table in (ADJECTIVES, DETERMINERS, AUXILIARIES):
        words |= {word.english for word in table}
    words |= {*PREPOSITIONS, *TIMES, *CONJUNCTIONS}
    return frozenset(words - {""} | {"please", "not", "home", OTHER_GENDER, "?"})


@lru_cache(4096)
def nearest(word: str, words: frozenset[str]) -> tuple[str, ...]:
    """The words that are spelled most like one, the nearest first; at most three."""
    return tuple(get_close_matches(word, sorted(words), n=3, cutoff=0.6))


def short(word: str) -> str:
    """A word as it is quoted: not longer than a line."""
    return word if len(word) <= LONGEST else f"{word[:LONGEST]}…"


def explained(error: RefusedError) -> str:
    """Say which word is wrong, and which would be right."""
    words, place = error.words, error.place
    before = f" after “{' '.join(words[:place])}”" if place else " at the beginning"
    fitting = [word for word in error.allowed if word != END]
    if place == len(words):
        return f"the sentence is not finished{before}: {could(fitting)}"
    word = short(words[place])
    if word in english_vocabulary():
        if not error.allowed:
            return f"word {place + 1}, “{word}”: the sentence ends before it"
        close = nearest(word, frozenset(fitting))
        hint = f"did you mean {quoted(close)}?" if close else could(fitting)
        return f"word {place + 1}, “{word}”, does not fit{before}: {hint}"
    close = nearest(word, frozenset(fitting)) or nearest(word, english_vocabulary())
    hint = f"did you mean {quoted(close)}?" if close else could(fitting)
    return f"word {place + 1}, “{word}”, is not in the vocabulary: {hint}"


def could(fitting: list[str]) -> str:
    """Name some of the words that would fit."""
    if not fitting:
        return "it ends here"
    more = " …" if len(fitting) > SHOWN else ""
    return f"it could go on with {', '.join(fitting[:SHOWN])}{more}"


def quoted(words: Iterable[str]) -> str:
    """Put words in quotation marks, with `or` between them."""
    return " or ".join(f"“{word}”" for word in words)
