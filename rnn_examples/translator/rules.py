"""The words of the English grammar, and which go together, as plain data for the browser.

docs/javascripts/translator/grammar.js reads sentences by it, and asks as `grammar` does. A noun is
its place in the list of nouns.
"""

from collections.abc import Iterable
from typing import Any

from rnn_examples.translator.features import NounPhrase, Person
from rnn_examples.translator.grammar import COUNTING, POINTING
from rnn_examples.translator.lexicon import (
    ADJECTIVES,
    CONJUNCTIONS,
    DETERMINERS,
    LIVING,
    NOUNS,
    PEOPLE,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
)
from rnn_examples.translator.phrases import unclear
from rnn_examples.translator.predicates import (
    AUXILIARIES,
    SUPPORT,
    Auxiliary,
    places_of,
    qualities_of,
)
from rnn_examples.translator.verbs import VERBS
from rnn_examples.translator.words import Adjective, Noun, Pronoun, Verb

ORDER = {name: place for place, name in enumerate(sorted(NOUNS))}


def rules() -> dict[str, Any]:
    """All tables, each in the order of the lexicon."""
    return {
        "nouns": [noun_row(NOUNS[name]) for name in ORDER],
        "living": places(LIVING),
        "people": places(PEOPLE),
        "adjectives": adjective_rows(ADJECTIVES),
        "determiners": [
            {"word": d.english, "kind": d.kind, "numbers": "".join(d.numbers)} for d in DETERMINERS
        ],
        "pronouns": [pronoun_row(pronoun) for pronoun in PRONOUNS],
        "verbs": [verb_row(verb) for verb in VERBS],
        "auxiliaries": [auxiliary_row(auxiliary) for auxiliary in AUXILIARIES],
        "support": SUPPORT,
        "prepositions": {word: places(found.nouns) for word, found in PREPOSITIONS.items()},
        "times": {word: tenses.split() for word, (_, tenses) in TIMES.items()},
        "conjunctions": list(CONJUNCTIONS),
        "counting": COUNTING,
        "pointing": POINTING,
    }


def places(names: Iterable[str]) -> list[int]:
    """The places of nouns, in order."""
    return sorted(ORDER[name] for name in names)


def noun_row(noun: Noun) -> dict[str, Any]:
    """A noun; after: the prepositions that may follow `is`."""
    the = NounPhrase(noun, "s", DETERMINERS[0])
    return {
        "words": {"s": noun.english, "p": noun.english_plural},
        "kind": noun.kind,
        "after": places_of(the),
    }


def adjective_rows(adjectives: Iterable[Adjective]) -> list[dict[str, Any]]:
    """Each English adjective once, with all nouns that it suits."""
    found: dict[str, list[Adjective]] = {}
    for adjective in adjectives:
        found.setdefault(adjective.english, []).append(adjective)
    return [
        {
            "word": word,
            "suits": places(frozenset().union(*(each.suits for each in several))),
            "alone": all(each.is_predicate_only for each in several),
        }
        for word, several in found.items()
    ]


def pronoun_row(pronoun: Pronoun) -> dict[str, Any]:
    """A pronoun; without: the possessives that it leaves out; after: what may follow `is`."""
    person = Person(pronoun, pronoun.gender)
    return {
        "word": pronoun.english,
        "object": pronoun.english_object,
        "person": pronoun.person,
        "number": pronoun.english_number,
        "gender": pronoun.english_gender,
        "without": unclear(person),
        "after": places_of(person),
        "qualities": qualities_of(person),
    }


def verb_row(verb: Verb) -> dict[str, Any]:
    """A verb: its five forms, and what goes with it."""
    return {
        "forms": verb.english,
        "subjects": places(verb.subjects),
        "objects": places(verb.objects),
        "pronouns": verb.objects >= PEOPLE,
        "needsObject": verb.needs_object,
        "recipient": verb.takes_recipient,
        "prepositions": verb.prepositions,
        "needsPlace": verb.needs_place,
    }


def auxiliary_row(auxiliary: Auxiliary) -> dict[str, Any]:
    """An auxiliary, as in `predicates`."""
    return {
        "word": auxiliary.english,
        "subjects": auxiliary.subjects,
        "tense": auxiliary.tense,
        "form": auxiliary.form,
        "withoutVerb": auxiliary.without_verb,
    }
