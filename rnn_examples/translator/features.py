"""What a sentence says, before it is written in either language."""

from dataclasses import dataclass, replace
from typing import Literal

from rnn_examples.translator.words import (
    Adjective,
    Determiner,
    Gender,
    Noun,
    Number,
    Preposition,
    Pronoun,
    Verb,
)

Tense = Literal[
    "habitual", "progressive", "was_doing", "past", "perfect", "future", "be", "was", "request"
]


@dataclass(frozen=True)
class Agreement:
    """What a verb or an adjective takes over."""

    person: int
    gender: Gender
    number: Number


@dataclass(frozen=True)
class NounPhrase:
    """A noun with what stands before it: `the big house`."""

    noun: Noun
    number: Number
    determiner: Determiner | None = None
    adjective: Adjective | None = None

    @property
    def agreement(self) -> Agreement:
        is_plural = self.number == "p" or self.noun.kind == "honorific"
        return Agreement(3, self.noun.gender, "p" if is_plural else "s")

    @property
    def english_number(self) -> Number:
        return self.number


@dataclass(frozen=True)
class Person:
    """A pronoun, with the gender that the verb shows."""

    pronoun: Pronoun
    gender: Gender

    @property
    def agreement(self) -> Agreement:
        return Agreement(self.pronoun.person, self.gender, self.pronoun.number)

    @property
    def english_number(self) -> Number:
        return self.pronoun.english_number

    def made_feminine(self) -> "Person":
        return replace(self, gender="f")


Phrase = NounPhrase | Person


@dataclass(frozen=True)
class Place:
    """A preposition with its noun: `in the house`."""

    preposition: Preposition
    phrase: NounPhrase


@dataclass(frozen=True)
class Clause:
    """A sentence without `and`. Without a verb it is one with `is`: a quality, or a place."""

    subject: Phrase
    tense: Tense
    verb: Verb | None = None
    is_negative: bool = False
    is_question: bool = False
    object: Phrase | None = None
    recipient: Phrase | None = None
    place: Place | None = None
    time: str = ""
    quality: Adjective | None = None


@dataclass(frozen=True)
class Sentence:
    """One clause, or two with a word between them."""

    clauses: tuple[Clause, ...]
    conjunction: str = ""
