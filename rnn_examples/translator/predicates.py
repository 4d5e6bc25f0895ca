"""The English verbs: which form goes with which subject, and which auxiliary with which form."""

from dataclasses import dataclass
from functools import cache

from rnn_examples.translator.choices import Choice, Options, share
from rnn_examples.translator.features import NounPhrase, Person, Phrase, Tense
from rnn_examples.translator.lexicon import ADJECTIVES, LIVING, PEOPLE, PREPOSITIONS, members
from rnn_examples.translator.phrases import adjective_for
from rnn_examples.translator.verbs import VERBS
from rnn_examples.translator.words import Verb

BASE, THIRD, PAST, PARTICIPLE, ING = range(5)
"""The places of the English forms of a verb."""


@dataclass(frozen=True)
class Auxiliary:
    """An English auxiliary, the subjects it goes with, and the form that follows it.

    subjects: `i`, `s` (he, the girl), `p` (we, you, they, the girls).
    without_verb: the tense when an adjective or a place follows.
    """

    english: str
    subjects: str
    tense: Tense
    form: int
    share: float
    without_verb: Tense | None = None


AUXILIARIES = (
    Auxiliary("am", "i", "progressive", ING, 0.3, "be"),
    Auxiliary("is", "s", "progressive", ING, 0.3, "be"),
    Auxiliary("are", "p", "progressive", ING, 0.3, "be"),
    Auxiliary("was", "is", "was_doing", ING, 0.15, "was"),
    Auxiliary("were", "p", "was_doing", ING, 0.15, "was"),
    Auxiliary("has", "s", "perfect", PARTICIPLE, 0.15),
    Auxiliary("have", "ip", "perfect", PARTICIPLE, 0.15),
    Auxiliary("will", "isp", "future", BASE, 0.3),
    Auxiliary("does", "s", "habitual", BASE, 0.07),
    Auxiliary("do", "ip", "habitual", BASE, 0.07),
    Auxiliary("did", "isp", "past", BASE, 0.1),
)
SUPPORT = ("do", "does", "did")
"""Auxiliaries that stand only in questions and before `not`."""


IMMOVABLE = members("places nature openings roof")


@dataclass(frozen=True)
class Finite:
    """A verb in an English form, and the tense that it has there: eats, ate, will eat."""

    verb: Verb
    tense: Tense


@dataclass(frozen=True)
class Quality:
    """An adjective after `is`."""

    english: str


def subject_code(subject: Phrase) -> str:
    """Which forms of English verbs go with a subject: `i`, `s` or `p`."""
    if isinstance(subject, Person) and subject.pronoun.english == "i":
        return "i"
    return subject.english_number


def verbs_for(subject: Phrase) -> list[Verb]:
    """The verbs that a subject may have."""
    if isinstance(subject, Person):
        return list(VERBS)
    return [verb for verb in VERBS if subject.noun.english in verb.subjects]


def verb_options(weight: float, verbs: dict[str, Finite]) -> Options:
    """Give verbs their share of a weight: those with a recipient, and so many more words, more."""
    shares = {word: 2.5 if found.verb.takes_recipient else 1.0 for word, found in verbs.items()}
    total = sum(shares.values())
    return {word: Choice(found, weight * shares[word] / total) for word, found in verbs.items()}


@cache
def predicate_starts(subject: Phrase) -> Options:
    """The words that may follow a subject."""
    code, verbs = subject_code(subject), verbs_for(subject)
    options: Options = {}
    if verbs:
        present = THIRD if code == "s" else BASE
        options |= verb_options(0.4, {v.english[present]: Finite(v, "habitual") for v in verbs})
        options |= verb_options(0.5, {v.english[PAST]: Finite(v, "past") for v in verbs})
    for auxiliary in AUXILIARIES:
        if code in auxiliary.subjects and (verbs or auxiliary.without_verb):
            options |= share(auxiliary.share, {auxiliary.english: auxiliary})
    return options


@cache
def after(auxiliary: Auxiliary, subject: Phrase) -> Options:
    """The verbs, adjectives and prepositions that may follow an auxiliary and its subject."""
    form = auxiliary.form
    verbs = {v.english[form]: Finite(v, auxiliary.tense) for v in verbs_for(subject)}
    verbs.pop("", None)
    options = verb_options(0.6, verbs) if verbs else {}
    if not auxiliary.without_verb or is_counted(subject):
        return options
    if qualities := qualities_of(subject):
        options |= share(0.25, {word: Quality(word) for word in qualities})
    if places := places_of(subject):
        options |= share(0.3, {word: PREPOSITIONS[word] for word in places})
    return options


def is_counted(subject: Phrase) -> bool:
    """Whether a subject has a numeral, or `a`: then Hindi has another sentence for `there is`."""
    if isinstance(subject, Person) or subject.determiner is None:
        return False
    return subject.determiner.kind == "numeral" or subject.determiner.english in ("a", "an")


def qualities_of(subject: Phrase) -> list[str]:
    """The adjectives that may follow `is`."""
    words = dict.fromkeys(adjective.english for adjective in ADJECTIVES)
    if isinstance(subject, Person):
        return [a.english for a in ADJECTIVES if a.suits >= PEOPLE]
    own = subject.adjective.english if subject.adjective else ""
    return [word for word in words if word != own and adjective_for(word, subject.noun)]


def places_of(subject: Phrase) -> tuple[str, ...]:
    """The prepositions that may follow `is`."""
    if isinstance(subject, Person) or subject.noun.english in LIVING:
        return ("in", "on", "near", "under", "behind", "with")
    name = subject.noun.english
    is_bare = isinstance(subject, NounPhrase) and subject.determiner is None
    if is_bare:
        return ()
    if name in IMMOVABLE:
        return ("near",)
    return ("in", "on", "near", "under", "behind")
