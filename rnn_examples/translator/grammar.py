"""The English sentences: at each word, what may come next.

The grammar is written once, as generators. Each asks for the next word with `yield`: it gives the
words that are allowed, and is sent the meaning of the chosen one. `parse` chooses the words of a
person's sentence, and knows at once which word is wrong and which would be right; `sample` chooses
at random. No word needs a look at the one after it.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from rnn_examples.translator.choices import Asks, Choice, Options, scaled, share
from rnn_examples.translator.features import Clause, NounPhrase, Person, Phrase, Place, Sentence
from rnn_examples.translator.lexicon import (
    CONJUNCTIONS,
    DETERMINERS,
    HOME,
    LIVING,
    NOUNS,
    PEOPLE,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
)
from rnn_examples.translator.phrases import (
    OTHER_GENDER,
    adjective_for,
    finished,
    phrase_starts,
    pronoun_objects,
    unclear,
)
from rnn_examples.translator.predicates import (
    AUXILIARIES,
    BASE,
    SUPPORT,
    Auxiliary,
    Finite,
    Quality,
    after,
    predicate_starts,
    verb_options,
)
from rnn_examples.translator.verbs import VERBS
from rnn_examples.translator.words import Adjective, Preposition

END, ASKS = ".", "?"
"""What stands after the last word. A full stop is not written down."""
NOT, DO, FEMININE, PLEASE = "not", "do", "feminine", "please"
YOU = next(pronoun for pronoun in PRONOUNS if pronoun.english == "you")


class RefusedError(ValueError):
    """A sentence is not one of the grammar. place: of the first wrong word, counted from 0."""

    def __init__(self, words: Sequence[str], place: int, allowed: Iterable[str]) -> None:
        self.words, self.place = tuple(words), place
        self.allowed = tuple(allowed)
        word = repr(words[place]) if place < len(words) else "the end"
        super().__init__(f"{word} cannot come after {' '.join(words[:place])!r}")


@dataclass(frozen=True)
class Parsed:
    """A sentence of the grammar: its English words, and what it says."""

    words: tuple[str, ...]
    sentence: Sentence


@dataclass(frozen=True)
class Time:
    """A word for the time."""

    english: str


def sentence() -> Asks[Sentence]:
    """A statement, two of them, a question, or a request."""
    first = yield first_words()
    if isinstance(first, Auxiliary):
        clause, _ = yield from question(first)
        return Sentence((clause,))
    if first is PLEASE:
        clause, _ = yield from request()
        return Sentence((clause,))
    clause, ending = yield from statement(first)
    if ending is END:
        return Sentence((clause,))
    first = yield subject_starts()
    second, _ = yield from statement(first, is_second=True)
    return Sentence((clause, second), ending)


@cache
def first_words() -> Options:
    """The words that a sentence may begin with."""
    questions = share(0.14, {a.english: a for a in AUXILIARIES})
    return {**scaled(0.8, subject_starts()), **questions, "please": Choice(PLEASE, 0.06)}


@cache
def subject_starts(code: str = "isp", is_living: bool = False) -> Options:
    """The words that a subject may begin with.

    code: the subjects, as auxiliaries have them; is_living: without things.
    """
    pronouns = {
        pronoun.english: Person(pronoun, pronoun.gender)
        for pronoun in PRONOUNS
        if ("i" if pronoun.english == "i" else pronoun.english_number) in code
    }
    options = share(0.35, pronouns)
    if "i" in options:
        options["i"] = Choice(options["i"].meaning, 0.12)  # it has verb forms of its own
    if code != "i":
        options |= scaled(0.6, phrase_starts(LIVING, code))
        if not is_living:
            things = phrase_starts(frozenset(NOUNS) - LIVING, code, COUNTING)
            options = merged(options, scaled(0.15, things))
    return options


COUNTING = ("a", "an", *(word.english for word in DETERMINERS if word.kind == "numeral"))
"""What a thing has not as a subject: Hindi has another sentence for `there is a book`."""

POINTING = ("this", "that")
"""What does not go with the goal of a way: Hindi would add a postposition."""


def merged(living: Options, things: Options) -> Options:
    """Put the beginnings of phrases together: `the` may be followed by someone or by something."""
    options = dict(living)
    for word, (meaning, weight) in things.items():
        if word not in options:
            options[word] = Choice(meaning, weight)
            continue
        other, more = options[word]
        both = replace(other, candidates=other.candidates + meaning.candidates)
        options[word] = Choice(both, weight + more)
    return options


def subject_then(first: Any, following: Callable[[Phrase], Options]) -> Asks[tuple[Phrase, Any]]:
    """Finish the subject and ask for the word after it; `(f)` may come in between."""
    subject = yield from finished(first)
    options = following(subject)
    if isinstance(subject, Person) and not subject.pronoun.english_gender:
        meaning = yield {**options, OTHER_GENDER: Choice(FEMININE, 0.9)}
        if meaning is not FEMININE:
            return subject, meaning
        subject = subject.made_feminine()
        options = following(subject)
    meaning = yield options
    return subject, meaning


Ended = tuple[Clause, str]
Ends = Preposition | Place | Time | str
"""What may come after the object: a place, a time, the end or a conjunction."""


def statement(first: Any, *, is_second: bool = False) -> Asks[Ended]:
    """A subject and what is said of it."""
    endings = {END: Choice(END, 1.0)}
    if not is_second:
        endings |= share(0.15, {word: word for word in CONJUNCTIONS})
    subject, meaning = yield from subject_then(first, predicate_starts)
    if isinstance(meaning, Finite):
        clause = Clause(subject, meaning.tense, meaning.verb)
        return (yield from rest(clause, endings))
    auxiliary, options = meaning, after(meaning, subject)
    if auxiliary.english in SUPPORT:
        yield {"not": Choice(NOT, 1.0)}
        meaning = yield options
        return (yield from predicate(subject, auxiliary, meaning, endings, is_negative=True))
    meaning = yield {**options, "not": Choice(NOT, 0.2)}
    if is_negative := meaning is NOT:
        meaning = yield options
    return (yield from predicate(subject, auxiliary, meaning, endings, is_negative=is_negative))


def question(auxiliary: Auxiliary) -> Asks[Ended]:
    """A question that is answered by yes or no."""

    def following(subject: Phrase) -> Options:
        return {**after(auxiliary, subject), "not": Choice(NOT, 0.1)}

    is_living = auxiliary.without_verb is None
    first = yield subject_starts(auxiliary.subjects, is_living)
    subject, meaning = yield from subject_then(first, following)
    if is_negative := meaning is NOT:
        meaning = yield after(auxiliary, subject)
    ending = {ASKS: Choice(END, 1.0)}
    clause, end = yield from predicate(subject, auxiliary, meaning, ending, is_negative=is_negative)
    return replace(clause, is_question=True), end


def request() -> Asks[Ended]:
    """A polite request: it is spoken to आप."""
    verbs = verb_options(1.0, {verb.english[BASE]: Finite(verb, "request") for verb in VERBS})
    meaning = yield {**verbs, "do": Choice(DO, 0.2)}
    if is_negative := meaning is DO:
        yield {"not": Choice(NOT, 1.0)}
        meaning = yield verbs
    clause = Clause(Person(YOU, "m"), meaning.tense, meaning.verb, is_negative)
    return (yield from rest(clause, {END: Choice(END, 1.0)}))


def predicate(
    subject: Phrase, auxiliary: Auxiliary, meaning: Any, endings: Options, *, is_negative: bool
) -> Asks[Ended]:
    """What comes after an auxiliary: a verb, a quality, or a place."""
    if isinstance(meaning, Finite):
        clause = Clause(subject, meaning.tense, meaning.verb, is_negative)
        return (yield from rest(clause, endings))
    assert auxiliary.without_verb
    clause = Clause(subject, auxiliary.without_verb, None, is_negative)
    if isinstance(meaning, Quality):
        clause = replace(clause, quality=quality_of(subject, meaning))
        return (yield from ended(clause, endings, (yield tail(clause, endings, ()))))
    return (yield from ended(clause, endings, meaning))


def rest(clause: Clause, endings: Options) -> Asks[Ended]:
    """What comes after the verb: object, recipient, place, time, end."""
    verb, subject = clause.verb, clause.subject
    assert verb is not None
    closing = tail(clause, endings, verb.prepositions)
    if verb.objects:
        options = phrase_starts(verb.objects, without=unclear(subject))
        if verb.objects >= PEOPLE:
            options = {**options, **scaled(0.25, pronoun_objects(subject))}
        if not verb.needs_object:
            options = {**options, **scaled(0.2, closing)}
        meaning = yield options
        if not isinstance(meaning, Ends):
            found = yield from finished(meaning)
            clause = replace(clause, object=found)
            if verb.takes_recipient:
                yield {"to": Choice("to", 1.0)}
                meaning = yield {
                    **phrase_starts(PEOPLE, without=unclear(subject)),
                    **scaled(0.25, pronoun_objects(subject)),
                }
                found = yield from finished(meaning)
                clause = replace(clause, recipient=found)
            meaning = yield closing
    else:
        meaning = yield closing
    return (yield from ended(clause, endings, meaning))


def quality_of(subject: Phrase, quality: Quality) -> Adjective:
    """The adjective of `is big`."""
    noun = NOUNS["boy"] if isinstance(subject, Person) else subject.noun
    found = adjective_for(quality.english, noun)
    assert found
    return found


def tail(clause: Clause, endings: Options, prepositions: tuple[str, ...]) -> Options:
    """The words that may follow the object: of place, of time, and what ends the clause."""
    places: dict[str, Any] = {
        word: PREPOSITIONS[word] if word != "home" else Place(PREPOSITIONS["to"], AT_HOME)
        for word in prepositions
    }
    options = share(0.4, places) if places else {}
    if clause.verb and clause.verb.needs_place and not clause.place:
        return options
    times = {
        word: Time(word) for word, (_, tenses) in TIMES.items() if clause.tense in tenses.split()
    }
    if times:
        options |= share(0.25, times)
    return {**options, **scaled(0.7, endings)}


AT_HOME = NounPhrase(HOME, "s")


def ended(clause: Clause, endings: Options, meaning: Any) -> Asks[Ended]:
    """Read place and time up to the end of the clause."""
    if isinstance(meaning, Preposition):
        phrases = (clause.subject, clause.object, clause.recipient)
        used = {phrase.noun.english for phrase in phrases if isinstance(phrase, NounPhrase)}
        is_goal = meaning.english == "to"
        start = yield phrase_starts(
            meaning.nouns - used,
            "s" if is_goal else "sp",
            (*unclear(clause.subject), *(COUNTING + POINTING if is_goal else ())),
        )
        found = yield from finished(start)
        assert isinstance(found, NounPhrase)
        meaning = Place(meaning, found)
    if isinstance(meaning, Place):
        clause = replace(clause, place=meaning)
        meaning = yield tail(clause, endings, ())
    if isinstance(meaning, Time):
        clause = replace(clause, time=meaning.english)
        meaning = yield endings
    return clause, meaning


def parse(words: Sequence[str]) -> Parsed:
    """Understand an English sentence. Raises RefusedError at the first wrong word.

    The full stop and the question mark at the end may be left out.
    """
    asks = sentence()
    options = next(asks)
    given = [word for word in words if word != END]
    count = len(given)
    try:
        for place, word in enumerate(given):
            if word not in options:
                raise RefusedError(given, place, options)
            options = asks.send(options[word].meaning)
        ending = ASKS if ASKS in options else END
        if ending not in options:
            raise RefusedError(given, count, options)
        if ending == ASKS:
            given.append(ASKS)
        asks.send(options[ending].meaning)
    except StopIteration as stop:
        if place + 1 < count:
            raise RefusedError(given, place + 1, ()) from None
        return Parsed(tuple(given), stop.value)
    raise AssertionError("a sentence goes on after its end")


def samples(seed: int) -> Iterator[Parsed]:
    """Draw sentences at random, without end."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    while True:
        yield sample(chance.random)


def sample(chance: Callable[[], float]) -> Parsed:
    """Draw a sentence. chance: gives numbers from 0 to below 1."""
    asks = sentence()
    options = next(asks)
    words = []
    while True:
        word = drawn(options, chance())
        if word != END:
            words.append(word)
        try:
            options = asks.send(options[word].meaning)
        except StopIteration as stop:
            return Parsed(tuple(words), stop.value)


def drawn(options: Options, share_of_all: float) -> str:
    """Choose the word at a share, from 0 to 1, of the weight of all."""
    left = share_of_all * sum(choice.weight for choice in options.values())
    for word, choice in options.items():
        left -= choice.weight
        if left < 0:
            return word
    return word
