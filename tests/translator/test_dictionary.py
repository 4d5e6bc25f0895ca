"""The dictionary against the words of drawn sentences, each of which knows its own form."""

from itertools import islice

import pytest

from rnn_examples.translator import hindi
from rnn_examples.translator.dictionary import described, dictionary, explained, readings
from rnn_examples.translator.grammar import parse, samples
from rnn_examples.translator.tokens import english_words

TOKENS = {
    token: None
    for parsed in islice(samples(seed=5), 4000)
    for token in hindi.translation(parsed.sentence)
}


def translate(english):
    return hindi.translation(parse(english_words(english)).sentence)


def test_every_word_of_a_sentence_has_a_reading_with_its_romanisation_and_its_english():
    for token in TOKENS:
        found = readings(token.text)
        assert token.roman in {reading.roman for reading in found}
        if token.kind not in ("auxiliary", "possessive", "postposition"):
            gloss = "one" if token.gloss in ("a", "an") else token.gloss
            assert gloss in {reading.gloss for reading in found}, token
        if token.kind == "noun":
            number = "plural (of respect)" if token.gloss in ELDERS else NUMBERS[token.number]
            assert any(
                reading.form.startswith(f"{GENDERS[token.gender]} {number}")
                and token.case in reading.form
                for reading in found
            ), token


ELDERS = ("father", "mother", "grandfather", "grandmother")
GENDERS = {"m": "masculine", "f": "feminine"}
NUMBERS = {"s": "singular", "p": "plural"}


def test_every_word_of_the_dictionary_is_used():
    """Forms that no sentence has, as one that no vowel change tells apart, are not listed."""
    unused = set(dictionary()) - {token.text for token in TOKENS}
    assert len(unused) < 0.1 * len(dictionary())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("लड़के", {("boy", "masculine singular oblique"), ("boys", "masculine plural direct")}),
        ("लड़कियों", {("girls", "feminine plural oblique")}),
        ("घर", {("house", "masculine singular direct or oblique"),
               ("houses", "masculine plural direct")}),
        ("पिताजी", {("father", "masculine plural (of respect) direct or oblique")}),
        ("कल", {("yesterday", ""), ("tomorrow", "")}),
        ("गईं", {("go", "perfective, feminine plural")}),
        ("खाऊँगी", {("eat", "future, first person singular, feminine")}),
        ("लाल", {("red", "")}),
        ("बड़े", {("big", "masculine plural or oblique")}),
        ("उसे", {("him", "third person singular, object"),
                ("her", "third person singular, object")}),
        ("xyz", set()),
    ],
)  # fmt: skip
def test_readings_of_a_word(text, expected):
    assert {(gloss, form) for _, gloss, form in readings(text)} == expected


def test_a_word_in_a_sentence_has_one_form():
    girls, agent, two, big, mangoes, ate, _ = translate("the girls ate two big mangoes")
    assert described(girls) == "feminine plural oblique"
    assert described(agent) == described(two).removesuffix("masculine plural direct").strip() == ""
    assert described(big) == described(mangoes) == "masculine plural direct"
    assert described(ate) == "masculine plural"
    *_, is_, _ = translate("i am hungry")
    assert described(is_) == "first person masculine singular"


def test_a_wrong_word_has_all_its_readings():
    rule = translate("the boy ate bread")
    right = [token.text for token in rule]
    wrong = ["लड़के", "ने", "रोटी", "खाया", "।"]
    found = explained(wrong, rule)
    assert explained(right, rule)[0] == found[0] == ("laṛke", "boy", "masculine singular oblique")
    assert found[3] == ("khāyā", "eat", "perfective, masculine singular")
    assert explained(["कल"], rule) == [("kal", "tomorrow or yesterday", "")]
    assert explained(["what?"], rule) == [("", "", "")]
    assert len(explained([*right, "और"], rule)) == 6
