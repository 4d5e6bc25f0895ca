"""Every Hindi word of the grammar: how it is spoken, what it says in English, and its form.

A word may have several readings: लड़के is `boy` (oblique) and `boys` (direct).
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from rnn_examples.translator import lexicon, verbs
from rnn_examples.translator.hindi import Token
from rnn_examples.translator.words import Form, Noun, Number, Pronoun, Verb

GENDERS = {"m": "masculine", "f": "feminine"}
NUMBERS = {"s": "singular", "p": "plural"}
PERSONS = {1: "first person", 2: "second person", 3: "third person"}
THREE = ("masculine singular direct", "masculine plural or oblique", "feminine")
"""The forms of what agrees as बड़ा does."""
FOUR = ("masculine singular", "masculine plural", "feminine singular", "feminine plural")


class Reading(NamedTuple):
    """What a word may be: its romanisation, its English, its form (empty: it has only one)."""

    roman: str
    gloss: str
    form: str


Entry = tuple[Form, str, str]
"""A Hindi form, its English, and which form it is."""


def readings(text: str) -> tuple[Reading, ...]:
    """What a Hindi word may be; nothing for a word that is not in the grammar."""
    return dictionary().get(text, ())


@cache
def dictionary() -> dict[str, tuple[Reading, ...]]:
    """All Hindi words with their readings."""
    found: dict[str, list[Reading]] = {}
    for word, gloss, form in entries():
        reading = Reading(word.roman, gloss, form)
        if reading not in found.setdefault(word.text, []):
            found[word.text].append(reading)
    return {text: tuple(several) for text, several in sorted(found.items())}


def entries() -> Iterator[Entry]:
    """Every form of every word."""
    for noun in lexicon.NOUNS.values():
        yield from noun_entries(noun)
    for adjective in lexicon.ADJECTIVES:
        yield from agreeing(adjective.forms, adjective.english)
    for determiner in lexicon.DETERMINERS:
        if determiner.kind == "demonstrative":
            number = NUMBERS[determiner.numbers[0]]
            for form, case in zip(determiner.forms, ("direct", "oblique"), strict=True):
                yield form, determiner.english, f"{number} {case}"
        elif determiner.kind == "possessive":
            yield from agreeing(determiner.forms, determiner.english)
        elif determiner.kind == "numeral":
            yield determiner.forms[0], determiner.english, ""
    yield from agreeing(lexicon.OWN, "own")
    for pronoun in lexicon.PRONOUNS:
        yield from pronoun_entries(pronoun)
    for verb in verbs.VERBS:
        yield from verb_entries(verb)
    yield from auxiliary_entries()
    yield from small_entries()


def noun_entries(noun: Noun) -> Iterator[Entry]:
    """A noun in singular and plural, direct and oblique."""
    numbers: tuple[Number, ...] = ("s", "p") if noun.kind == "count" else ("s",)
    for number in numbers:
        english = noun.english if number == "s" else noun.english_plural
        shown = "plural (of respect)" if noun.kind == "honorific" else NUMBERS[number]
        direct, oblique = (noun.form(number, case) for case in ("direct", "oblique"))
        start = f"{GENDERS[noun.gender]} {shown}"
        if direct == oblique:
            yield direct, english, f"{start} direct or oblique"
        else:
            yield direct, english, f"{start} direct"
            yield oblique, english, f"{start} oblique"


def agreeing(forms: Sequence[Form], english: str) -> Iterator[Entry]:
    """A word that agrees with a noun, or does not change."""
    if len(set(forms)) == 1:
        yield forms[0], english, ""
        return
    for form, name in zip(forms, THREE, strict=True):
        yield form, english, name


def pronoun_entries(pronoun: Pronoun) -> Iterator[Entry]:
    """A pronoun: direct, with ने, with को."""
    name = f"{PERSONS[pronoun.person]} {NUMBERS[pronoun.number]}"
    yield pronoun.direct, pronoun.english, f"{name} direct"
    yield pronoun.agent, pronoun.english, f"{name}, agent"
    yield pronoun.dative, pronoun.english_object, f"{name}, object"


def verb_entries(verb: Verb) -> Iterator[Entry]:
    """A verb: root, imperfective, perfective, future, request."""
    english = verb.english[0]
    yield verb.root, english, "root"
    three = ("masculine singular", "masculine plural", "feminine")
    for ending, name in zip(verbs.IMPERFECTIVE, three, strict=True):
        yield after(verb.root, ending), english, f"imperfective, {name}"
    for form, name in zip(verb.perfective, FOUR, strict=True):
        yield form, english, f"perfective, {name}"
    people = ("first person singular", "third person singular", "plural")
    for stem, person in zip(verb.future, people, strict=True):
        masculine = verbs.GENDER_ENDINGS[person == "plural"]
        yield after(stem, masculine), english, f"future, {person}, masculine"
        yield after(stem, verbs.GENDER_ENDINGS[2]), english, f"future, {person}, feminine"
    yield verb.polite, english, "polite request"


def after(stem: Form, ending: Form) -> Form:
    """Put an ending behind a stem that does not change."""
    return Form(stem.text + ending.text, stem.roman + ending.roman)


def auxiliary_entries() -> Iterator[Entry]:
    """रहा, है, था."""
    three = ("masculine singular", "masculine plural", "feminine")
    for form, name in zip(verbs.DOING, three, strict=True):
        yield form, "-ing", name
    yield verbs.IS[1, "s"], "am", "first person singular"
    yield verbs.IS[3, "s"], "is", "third person singular"
    yield verbs.IS[3, "p"], "are", "plural"
    for form, name in zip(verbs.WAS, FOUR, strict=True):
        yield form, "was" if "singular" in name else "were", name


def small_entries() -> Iterator[Entry]:
    """The words that never change."""
    for preposition in lexicon.PREPOSITIONS.values():
        for form in preposition.postpositions:
            yield form, "of" if form == lexicon.OF else preposition.english, ""
    yield lexicon.AGENT, "(agent)", ""
    yield lexicon.OBJECT, "(object), to", ""
    for english, (form, _) in lexicon.TIMES.items():
        yield form, english, ""
    for english, form in lexicon.CONJUNCTIONS.items():
        yield form, english, ""
    yield lexicon.NOT, "not", ""
    yield lexicon.NOT_PLEASE, "not", "in a request"
    yield lexicon.PLEASE, "please", ""
    yield lexicon.WHETHER, "(yes or no?)", ""
    for mark in (lexicon.FULL_STOP, lexicon.QUESTION_MARK):
        yield mark, mark.roman, ""


def described(token: Token) -> str:
    """The form of a word in a sentence: `feminine plural oblique`."""
    parts = (
        PERSONS[token.person] if token.person and token.kind != "noun" else "",
        GENDERS[token.gender] if token.gender else "",
        NUMBERS[token.number] if token.number else "",
        token.case or "",
    )
    return " ".join(part for part in parts if part)


def explained(found: Sequence[str], rule: Sequence[Token]) -> list[Reading]:
    """What each word of a network's translation is.

    rule: the translation by rule, which tells the form of each word that is the same in both; of
    the others all readings are given.
    """
    words = []
    for place, text in enumerate(found):
        if place < len(rule) and rule[place].text == text:
            token = rule[place]
            words.append(Reading(token.roman, token.gloss, described(token)))
            continue
        words.append(merged(readings(text)))
    return words


def merged(several: Sequence[Reading]) -> Reading:
    """All readings of a word as one, with `or` between them."""
    romans, glosses, forms = (
        " or ".join(dict.fromkeys(reading[k] for reading in several if reading[k]))
        for k in range(3)
    )
    return Reading(romans, glosses, forms)
