"""English and Hindi written by hand, against the grammar; and what a word says of itself."""

import re
import unicodedata
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from rnn_examples.translator import hindi, lexicon, verbs
from rnn_examples.translator.grammar import parse, samples
from rnn_examples.translator.tokens import english_words, hindi_text

LINES = (Path(__file__).parent / "pairs.txt").read_text("utf-8").splitlines()
PAIRS = [tuple(line.split(" | ")) for line in LINES if " | " in line and line[0] != "#"]


def translate(english):
    return hindi.translation(parse(english_words(english)).sentence)


@cache
def drawn(count=2000):
    return [(s, hindi.translation(s.sentence)) for s in islice(samples(seed=7), count)]


@pytest.mark.parametrize(("english", "expected"), PAIRS)
def test_a_pair_written_by_hand(english, expected):
    found = [token.text for token in translate(english)]
    written = unicodedata.normalize("NFC", expected)
    assert found == re.sub(r"([।?])", r" \1", written).split()
    assert hindi_text(found) == written


def test_there_are_many_pairs_and_none_stands_there_twice():
    assert len(PAIRS) >= 120
    assert len({english for english, _ in PAIRS}) == len(PAIRS)


ROWS = (lexicon.COUNTED + lexicon.MASS + lexicon.HONORIFIC).strip().splitlines()
DECLENSION = {row.split()[0]: row.split()[-1] for row in ROWS if row}
LEMMAS = {(n.lemma, n.gender): n for n in lexicon.NOUNS.values()}


def paradigm(token):
    """The place of a word in its paradigm: of verbs and adjectives, of one of each kind."""
    if token.kind == "noun":
        noun = LEMMAS[token.lemma, token.gender]
        return ("noun", DECLENSION[noun.english], noun.kind, token.number, token.case)
    if token.kind == "verb" and token.lemma not in ("खाना", "पीना", "देना", "खोलना", "जाना"):
        return ("verb",)
    if token.kind == "adjective" and token.lemma not in ("नया", "छोटा"):
        return ("adjective",)
    return (token.kind, token.text)


def test_each_form_of_each_paradigm_that_sentences_have_stands_in_a_pair():
    tested = {paradigm(token) for english, _ in PAIRS for token in translate(english)}
    found = {paradigm(token) for _, tokens in drawn() for token in tokens}
    assert found - tested == set()


def test_one_english_sentence_has_one_translation_and_is_read_as_it_was_drawn():
    for parsed, _ in drawn():
        assert parse(parsed.words) == parsed


def test_the_language_has_as_many_words_as_it_should():
    english = {word for parsed, _ in drawn() for word in parsed.words}
    words = {token.text for _, tokens in drawn() for token in tokens}
    assert len(english) >= 150
    assert len(words) >= 300


def test_each_word_knows_its_form():
    boy, agent, book, wrote, _ = translate("the boy wrote a letter")
    assert (boy.lemma, boy.gender, boy.number, boy.case) == ("लड़का", "m", "s", "oblique")
    assert (boy.text, boy.roman, boy.gloss) == ("लड़के", "laṛke", "boy")
    assert (agent.text, agent.gloss) == ("ने", "(agent)")
    assert (book.gender, book.case) == ("f", "direct")
    assert (wrote.lemma, wrote.gender, wrote.agrees_with) == ("लिखना", "f", 2)


def test_a_word_agrees_with_another_of_the_same_gender_and_number():
    for _, tokens in drawn():
        for token in tokens:
            if token.agrees_with is not None:
                head = tokens[token.agrees_with]
                assert (head.gender, head.number) == (token.gender, token.number)
                assert head.kind in ("noun", "pronoun")


def test_with_ko_on_the_object_the_verb_agrees_with_nothing():
    *_, saw, _ = translate("the girls saw the queens")
    assert (saw.text, saw.agrees_with) == ("देखा", None)


def test_in_the_second_clause_a_verb_agrees_with_its_own_subject():
    tokens = translate("the boy runs and the girl sleeps")
    assert [token.agrees_with for token in tokens if token.kind == "verb"] == [0, 4]


def test_every_word_is_nfc():
    for _, tokens in drawn():
        for token in tokens:
            assert token.text == unicodedata.normalize("NFC", token.text)
            assert token.lemma == unicodedata.normalize("NFC", token.lemma)
    assert "\u095c" not in "".join(token.text for _, tokens in drawn() for token in tokens)


# Letter by letter. The short a is written nowhere and not always spoken; ं may be n or m.
def pairs(left, right):
    return dict(zip(left.split(), right.split(), strict=True))


LETTERS = pairs(
    "क ख ग घ च छ ज झ ट ठ ड ढ ण त थ द ध न प फ ब भ म य र ल व श ष स ह क़ ख़ ग़ ज़ ड़ ढ़ फ़",
    "k kh g gh c ch j jh ṭ ṭh ḍ ḍh ṇ t th d dh n p ph b bh m y r l v ś ṣ s h q x ġ z ṛ ṛh f",
)
VOWELS = pairs(
    "अ आ इ ई उ ऊ ए ऐ ओ औ ा ि ी ु ू े ै ो ौ ृ ं ँ । ?",
    "a ā i ī u ū e ai o au ā i ī u ū e ai o au r̥ (\u0303|n|m|ṇ) \u0303 \\. \\?",
) | {"्": ""}
LETTERS = {unicodedata.normalize("NFC", letter): roman for letter, roman in LETTERS.items()}


def spoken(text):
    """A regular expression for what a word may be in Latin letters."""
    parts = re.findall("(.\u093c?)", text)
    return "".join(f"{LETTERS[p]}a?" if p in LETTERS else VOWELS[p] for p in parts)


def test_the_romanisation_says_what_the_letters_say():
    for text, roman in {(t.text, t.roman) for _, tokens in drawn() for t in tokens}:
        pattern, found = (unicodedata.normalize("NFD", part) for part in (spoken(text), roman))
        assert re.fullmatch(pattern, found), (text, roman)


def test_verbs_of_one_kind_have_one_form_of_is():
    assert {form.text for form in verbs.IS.values()} == {"हूँ", "है", "हैं"}
