"""The English noun phrases: `the`, `my`, `two`, then an adjective, then a noun that it suits."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from rnn_examples.translator.choices import Asks, Choice, Options, scaled, share
from rnn_examples.translator.features import NounPhrase, Person, Phrase
from rnn_examples.translator.lexicon import ADJECTIVES, DETERMINERS, NOUNS, PRONOUNS
from rnn_examples.translator.words import Adjective, Determiner, Noun, Number

ADJECTIVE_SHARE = 0.3
OTHER_GENDER = "(f)"
"""The mark after a pronoun that makes the speaker, or whoever is spoken of, feminine."""

SHARES = {
    "the": 0.38,
    "a": 0.12,
    "an": 0.03,
    "this": 0.06,
    "these": 0.05,
    "that": 0.06,
    "those": 0.05,
    "my": 0.06,
    "our": 0.04,
    "your": 0.04,
    "one": 0.02,
    "two": 0.03,
    "three": 0.02,
    "four": 0.02,
    "five": 0.02,
}
"""How often each determiner begins a phrase, where sentences are drawn."""
BARE = 0.12

NUMBERS: tuple[Number, ...] = ("s", "p")

Candidate = tuple[Noun, Number]


@dataclass(frozen=True, eq=False)
class Open:
    """A phrase whose noun is still to come, and the nouns that it may have."""

    candidates: tuple[Candidate, ...]
    determiner: Determiner | None = None
    adjective: str = ""


def written(noun: Noun, number: Number) -> str:
    """The English noun."""
    return noun.english if number == "s" else noun.english_plural


@cache
def adjective_for(english: str, noun: Noun) -> Adjective | None:
    """The adjective with that English word that suits the noun: an old man is not an old book."""
    fitting = (a for a in ADJECTIVES if a.english == english and noun.english in a.suits)
    return next(fitting, None)


def begins_well(article: Determiner | None, word: str) -> bool:
    """Whether the word may follow `a`, or `an`."""
    if article is None or article.english not in ("a", "an"):
        return True
    return (word[0] in "aeiou") == (article.english == "an")


@cache
def next_words(phrase: Open) -> Options:
    """The adjectives and nouns that may come next."""
    first = None if phrase.adjective else phrase.determiner
    nouns = {
        written(noun, number): NounPhrase(
            noun,
            number,
            phrase.determiner,
            adjective_for(phrase.adjective, noun) if phrase.adjective else None,
        )
        for noun, number in phrase.candidates
        if begins_well(first, written(noun, number))
    }
    adjectives = {}
    if not phrase.adjective:
        for adjective in ADJECTIVES:
            word = adjective.english
            suited = tuple(
                (noun, number)
                for noun, number in phrase.candidates
                if noun.kind != "honorific" and adjective_for(word, noun)
            )
            if suited and begins_well(first, word) and not adjective.is_predicate_only:
                adjectives[word] = replace(phrase, adjective=word, candidates=suited)
    return {
        **(share(1 - ADJECTIVE_SHARE, nouns) if nouns else {}),
        **(share(ADJECTIVE_SHARE, adjectives) if adjectives else {}),
    }


def candidates(
    nouns: Iterable[Noun], determiner: Determiner | None, numbers: str
) -> tuple[Candidate, ...]:
    """The nouns that may follow a determiner, each with its number."""
    found: list[Candidate] = []
    for noun in nouns:
        is_counted = determiner is not None and (
            determiner.kind == "numeral" or determiner.english in ("a", "an")
        )
        is_honoured = noun.kind == "honorific"
        if is_counted and noun.kind != "count":
            continue
        if is_honoured and determiner and determiner.kind != "possessive":
            continue
        for number in NUMBERS:
            if number not in numbers:
                continue
            if determiner and number not in determiner.numbers:
                continue
            if number == "p" and noun.kind != "count":
                continue
            if number == "s" and noun.kind == "count" and determiner is None:
                continue
            found.append((noun, number))
    return tuple(found)


@cache
def phrase_starts(
    names: frozenset[str], numbers: str = "sp", without: tuple[str, ...] = ()
) -> Options:
    """The words that a phrase with one of these nouns may begin with.

    without: the determiners that are left out.
    """
    nouns = [NOUNS[name] for name in sorted(names)]
    options: Options = {}
    for determiner in DETERMINERS:
        if determiner.english in without:
            continue
        opened = Open(candidates(nouns, determiner, numbers), determiner)
        if opened.candidates and next_words(opened):
            options[determiner.english] = Choice(opened, SHARES[determiner.english])
    bare = next_words(Open(candidates(nouns, None, numbers)))
    return {**options, **(scaled(BARE, bare) if bare else {})}


def finished(meaning: Any) -> Asks[Phrase]:
    """Ask for words until the phrase has its noun."""
    while isinstance(meaning, Open):
        meaning = yield next_words(meaning)
    return meaning  # type: ignore[no-any-return]


def unclear(subject: Phrase) -> tuple[str, ...]:
    """The possessives that are left out of the other parts of a clause with this subject.

    In `I see our house` and `we see my house` अपना and the possessive are both possible.
    """
    word = subject.pronoun.english if isinstance(subject, Person) else ""
    return {"i": ("our",), "we": ("my",)}.get(word, ())


@cache
def pronoun_objects(subject: Phrase) -> Options:
    """me, him, her …: not those that would be myself or yourself."""
    person = subject.agreement.person
    found: dict[str, Any] = {}
    for pronoun in PRONOUNS:
        if pronoun.person == 3 or pronoun.person != person:
            found[pronoun.english_object] = Person(pronoun, pronoun.gender)
    return share(1, found)
