"""Whether the words of a translation agree: verbs, adjectives and possessives, by gender."""

from collections.abc import Sequence

from rnn_examples.translator import hindi
from rnn_examples.translator.dictionary import readings
from rnn_examples.translator.grammar import parse
from rnn_examples.translator.splits import Pair

KINDS = ("verb", "adjective", "possessive", "aspect")


def agreement_errors(
    pairs: Sequence[Pair], found: Sequence[Sequence[str]]
) -> dict[str, dict[str, int]]:
    """Count the words that should agree with a masculine and with a feminine word.

    compared: those of translations that have as many words as the right one; wrong: another form
    of the right word stands there, as लिखा for लिखी.
    """
    counts = {gender: {"compared": 0, "wrong": 0} for gender in ("m", "f")}
    for pair, words in zip(pairs, found, strict=True):
        if len(words) != len(pair.hindi):
            continue
        rule = hindi.translation(parse(pair.english).sentence)
        for token, word in zip(rule, words, strict=True):
            if token.agrees_with is None or token.kind not in KINDS or not token.gender:
                continue
            counts[token.gender]["compared"] += 1
            counts[token.gender]["wrong"] += is_other_form(token.text, word)
    return counts


def is_other_form(right: str, word: str) -> bool:
    """Whether two Hindi words are different forms of one."""
    return word != right and bool(english(right) & english(word))


def english(word: str) -> set[str]:
    """What a Hindi word may be in English."""
    return {reading.gloss for reading in readings(word)}
