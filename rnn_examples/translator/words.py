"""What a word is: its Hindi forms, each with its romanisation, and how endings are joined to it.

Each word stands in one table once: two are equal only if they are the same.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, NamedTuple

Gender = Literal["m", "f"]
Number = Literal["s", "p"]
Case = Literal["direct", "oblique"]

VOWELS = "aāiīuūeoãāĩũẽõ"
SHORT_A = re.compile(rf"(?<=[{VOWELS}])([^{VOWELS}]h?)a([^{VOWELS}]h?)$")
"""The short a between two consonants that is not spoken before an ending: śahar, but śahrõ."""


def nfc(text: str) -> str:
    """Write a text in the one form in which texts are compared: NFC. It splits ड़ in two."""
    return unicodedata.normalize("NFC", text)


class Form(NamedTuple):
    """A Hindi word, or a part of one, with its romanisation."""

    text: str
    roman: str


def form(text: str, roman: str = "") -> Form:
    """Write a word in NFC."""
    return Form(nfc(text), nfc(roman))


def joined(stem: Form, ending: Form) -> Form:
    """Put an ending to a stem."""
    roman = stem.roman
    if ending.roman and ending.roman[0] in VOWELS and ending.text[0] != "ए":
        roman = SHORT_A.sub(r"\1\2", roman)
    return form(stem.text + ending.text, roman + ending.roman)


def endings(table: str) -> tuple[Form, ...]:
    """Read endings as they are written in a table: `ा ā, े e`; a dash is no ending."""
    pairs = (pair.split() for pair in table.split(","))
    return tuple(form(*("" if part == "-" else part for part in pair)) for pair in pairs)


@dataclass(frozen=True, eq=False)
class Noun:
    """A noun: singular and plural, direct and oblique, in Hindi.

    kind: `count`, `mass` (no plural), or `honorific`: one person, with agreement in the plural.
    """

    english: str
    english_plural: str
    gender: Gender
    forms: tuple[Form, Form, Form, Form]
    kind: Literal["count", "mass", "honorific"] = "count"

    @property
    def lemma(self) -> str:
        return self.forms[0].text

    def form(self, number: Number, case: Case) -> Form:
        return self.forms[2 * (number == "p") + (case == "oblique")]


@dataclass(frozen=True, eq=False)
class Adjective:
    """An adjective and the nouns it suits. One that does not inflect has one form, three times.

    forms: masculine singular direct, other masculine, feminine.
    """

    english: str
    forms: tuple[Form, Form, Form]
    suits: frozenset[str]
    is_predicate_only: bool = False

    def form(self, gender: Gender, number: Number, case: Case) -> Form:
        return agreeing(self.forms, gender, number, case)


def agreeing(
    forms: tuple[Form, ...], gender: Gender, number: Number, case: Case = "direct"
) -> Form:
    """Choose between three forms, as those of `बड़ा`: बड़ा, बड़े, बड़ी."""
    if gender == "f":
        return forms[2]
    return forms[0 if (number, case) == ("s", "direct") else 1]


@dataclass(frozen=True, eq=False)
class Verb:
    """A verb: its English and its Hindi forms.

    english: base, third person singular, past, past participle, -ing (empty: has none).
    perfective: masculine singular, masculine plural, feminine singular, feminine plural.
    future: first person singular, other singular, plural; each without gā, ge, gī.
    objects: the nouns it may have; none for an intransitive verb.
    takes_ne: whether its agent has ने in the perfective.
    """

    english: tuple[str, str, str, str, str]
    root: Form
    perfective: tuple[Form, Form, Form, Form]
    future: tuple[Form, Form, Form]
    polite: Form
    subjects: frozenset[str]
    objects: frozenset[str] = frozenset()
    needs_object: bool = True
    takes_recipient: bool = False
    takes_ne: bool = True
    prepositions: tuple[str, ...] = ()
    needs_place: bool = False

    @property
    def lemma(self) -> str:
        return self.root.text + "ना"


@dataclass(frozen=True, eq=False)
class Pronoun:
    """A personal pronoun. gender: what the verb shows where English does not say (`m`)."""

    english: str
    english_object: str
    person: Literal[1, 2, 3]
    number: Number
    direct: Form
    agent: Form  # with ने
    dative: Form  # what को gives
    gender: Gender = "m"
    english_gender: bool = False
    """Whether English says the gender: he, she."""

    @property
    def english_number(self) -> Number:
        return "p" if self.person == 2 else self.number


@dataclass(frozen=True, eq=False)
class Determiner:
    """A word before the noun. A possessive has the person and the number of the owner.

    forms: as those of an adjective; or of a demonstrative: direct and oblique; or one; or none.
    """

    english: str
    kind: Literal["article", "demonstrative", "possessive", "numeral"]
    forms: tuple[Form, ...]
    numbers: tuple[Number, ...] = ("s", "p")
    owner: tuple[int, Number] | None = None
    lemma: str = ""


@dataclass(frozen=True, eq=False)
class Preposition:
    """An English preposition, the Hindi postpositions that stand for it, and its nouns."""

    english: str
    postpositions: tuple[Form, ...]
    nouns: frozenset[str]
