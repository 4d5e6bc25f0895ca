"""What is a sentence of the grammar, and what is said of one that is not."""

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_examples.translator.grammar import RefusedError, parse, samples
from rnn_examples.translator.lexicon import NOUNS, members
from rnn_examples.translator.refusals import english_vocabulary, explained, nearest
from rnn_examples.translator.tokens import english_words, hindi_text


def refused(text):
    with pytest.raises(RefusedError) as caught:
        parse(english_words(text))
    return caught.value.place, explained(caught.value)


def test_an_unknown_word_is_refused_with_the_nearest_one():
    said = "word 2, “gril”, is not in the vocabulary: did you mean “girl” or “girls”?"
    assert refused("the gril eats an apple") == (1, said)


def test_a_known_word_at_a_wrong_place_is_refused_there():
    assert refused("the girl eats a table")[0] == 4
    assert refused("the girls eats an apple") == (
        2,
        "word 3, “eats”, does not fit after “the girls”: did you mean “eat”?",
    )
    assert refused("the girl eat an apple")[0] == 2
    assert refused("a apple is red")[0] == 1
    assert refused("the girl eats a apple")[0] == 4
    assert refused("this boys run")[0] == 1
    assert refused("the old dog wrote a letter")[0] == 3
    assert refused("the girl sees me eats")[0] == 4
    assert refused("the girl eats?")[0] == 3


def test_a_sentence_that_is_not_finished_is_told_how_it_could_go_on():
    place, said = refused("the girl gives a book to")
    assert place == 6
    assert said.startswith(
        "the sentence is not finished after “the girl gives a book to”: it could"
    )
    assert said.endswith("could go on with the, a, an, this, these, that …")
    assert refused("")[0] == 0
    assert refused("please do not")[0] == 3


def test_what_english_does_not_settle_is_left_out():
    for text in (
        "he reads a book",  # a book that was read, too?
        "she washes her shirt",  # उसका or अपना
        "i see our house",
        "we see my house",
        "the friend came",
        "i see me",
        "you call you",
    ):
        refused(text)


def test_the_mark_of_gender_stands_only_where_english_does_not_tell():
    parse(english_words("I (f) eat an apple"))
    parse(english_words("do you (f) sleep"))
    refused("she (f) sleeps")
    refused("the girl (f) sleeps")


def test_a_question_has_its_mark_and_it_may_be_left_out():
    asked = parse(english_words("does the girl sleep"))
    assert asked == parse(english_words("Does the girl sleep?"))
    assert asked.words[-1] == "?"
    assert refused("does the girl sleep? now?")[0] == 5
    assert refused("does the girl sleep??")[0] == 5


def test_short_forms_and_capitals_are_read():
    assert english_words("The girl doesn't eat.") == ["the", "girl", "does", "not", "eat"]
    assert english_words("I’m going home!") == ["i", "am", "going", "home"]
    assert english_words(" a  , b") == ["a", ",", "b"]


def test_hindi_is_joined_by_spaces_but_for_its_marks():
    assert hindi_text(["लड़की", "सेब", "खाती", "है", "।"]) == "लड़की सेब खाती है।"
    assert hindi_text(["क्या", "वह", "है", "?"]) == "क्या वह है?"


def test_every_word_of_the_vocabulary_is_used():
    seen = {word for parsed in islice(samples(seed=3), 3000) for word in parsed.words}
    assert seen <= english_vocabulary()
    assert english_vocabulary() - seen == set()


WORDS = st.sampled_from(sorted(english_vocabulary()))


@settings(max_examples=60)
@given(st.text(max_size=40) | st.lists(WORDS, max_size=12).map(" ".join))
def test_any_text_is_read_or_refused_with_a_word_of_advice(text):
    words = english_words(text)
    try:
        parse(words)
    except RefusedError as error:
        said = explained(error)
        place = error.place
    else:
        said, place = "read", 0
    assert said
    assert 0 <= place <= len(words)


def test_nearest_words():
    assert nearest("aple", english_vocabulary())[0] == "apple"
    assert nearest("xyzzy", english_vocabulary()) == ()


def test_a_group_that_does_not_exist_is_a_mistake():
    assert members("fruit cow") == {"apple", "mango", "banana", "orange", "pear", "cow"}
    with pytest.raises(ValueError, match="no noun or group: frut"):
        members("frut")
    assert all(name == noun.english for name, noun in NOUNS.items())
