"""The splits: disjoint, the same from the same seed, and each as hard as it says."""

from functools import cache

import pytest

from rnn_examples.translator import offered
from rnn_examples.translator.grammar import parse
from rnn_examples.translator.splits import (
    LONGEST_TRAINING,
    SEED,
    TESTS,
    corpus,
    fingerprint,
    split_of,
)
from rnn_examples.translator.tokens import english_words

SIZES = {"training": 3000, "random": 60, "longer": 60, "combination": 60, "agreement": 30}


@cache
def drawn(seed=0):
    return corpus(seed, SIZES)


def place(text, seed=0):
    return split_of(parse(english_words(text)), seed)


def test_every_split_has_its_size_and_no_sentence_stands_in_two():
    assert {split: len(pairs) for split, pairs in drawn().items()} == SIZES
    sentences = [pair.english for pairs in drawn().values() for pair in pairs]
    assert len(set(sentences)) == len(sentences)


def test_every_sentence_belongs_where_it_is():
    for split, pairs in drawn().items():
        assert {split_of(parse(pair.english)) for pair in pairs} == {split}


def test_the_same_seed_gives_the_same_sentences_and_another_gives_others():
    small = {"training": 200, "random": 5}
    assert corpus(0, small) == corpus(0, small)
    assert fingerprint(corpus(0, small)) != fingerprint(corpus(1, small))


def test_smaller_splits_are_the_beginnings_of_larger_ones():
    small = corpus(0, {"agreement": 5, "training": 100})
    assert small["training"] == drawn()["training"][:100]
    assert small["agreement"] == drawn()["agreement"][:5]


def test_sentences_that_are_longer_than_any_for_training():
    lengths = {split: {len(pair.english) for pair in pairs} for split, pairs in drawn().items()}
    assert min(lengths["longer"]) > LONGEST_TRAINING
    for split in lengths.keys() - {"longer"}:
        assert max(lengths[split]) <= LONGEST_TRAINING
    assert place("a farmer saw the beautiful birds near those trees and the birds saw him") is None


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("the queen sleeps", "combination"),
        ("the boy runs and the queen sleeps", "combination"),
        ("the boy saw the queen", "seen"),
        ("the queen is happy", "seen"),
        ("the girl ate two carrots", "agreement"),
        ("she ate two carrots", "agreement"),
        ("i (f) have eaten a carrot", "agreement"),
        ("i ate a carrot", "seen"),
        ("the boy ate two carrots", "seen"),
        ("the girl ate two bananas", "seen"),
        ("the girl eats two carrots", "seen"),
        ("the girl saw the woman", "seen"),
        ("the girl brought two carrots", "seen"),
        ("the queen ate two carrots", None),
    ],
)
def test_where_a_sentence_belongs(text, split):
    assert place(text) in (("training", "random") if split == "seen" else (split,))


def test_chance_decides_by_the_sentence_and_the_seed():
    pairs = drawn()["training"]
    moved = [pair for pair in pairs if split_of(parse(pair.english), seed=1) == "random"]
    assert 0.03 < len(moved) / len(pairs) < 0.07


def test_the_tests_have_only_words_that_training_has():
    english = {word for pair in drawn()["training"] for word in pair.english}
    unknown = {w for split in TESTS for pair in drawn()[split] for w in pair.english} - english
    assert unknown == set()


def test_the_sentences_that_the_site_offers_are_the_first_test_sentences():
    drawn = corpus(SEED, {"random": offered.COUNT})["random"]
    assert offered.FILE.read_text("utf-8") == offered.text_of(drawn)
    assert offered.sentences() == [" ".join(pair.english) for pair in drawn]
