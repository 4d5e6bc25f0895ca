"""A line to a translation or a reason; whatever the line is."""

import random
from functools import cache

import pytest

from rnn_examples.translator import hindi
from rnn_examples.translator.grammar import parse
from rnn_examples.translator.networks import initial, views
from rnn_examples.translator.refusals import english_vocabulary
from rnn_examples.translator.splits import corpus
from rnn_examples.translator.tokens import english_places, english_words
from rnn_examples.translator.training import Recipe, Vocabulary
from rnn_examples.translator.translating import Refusal, Translation, translated
from rnn_examples.translator.weights import Trained


@cache
def untrained(kind="attention"):
    """A small network that has learnt nothing."""
    pairs = corpus(3, {"training": 300})["training"]
    hindi_words = tuple(sorted({word for pair in pairs for word in pair.hindi}))
    words = Vocabulary(tuple(sorted(english_vocabulary())), hindi_words)
    sizes = words.sizes(Recipe(kind, hidden=4, embedding=3))
    return Trained({}, words, sizes, views(initial(sizes, 1), sizes))


KNOWN = sorted(english_vocabulary())
MARKS = [
    "",
    ".",
    "?",
    "!",
    " ",
    "\t",
    "(f)",
    "(",
    "'",
    "\x1b[31m",
    "\x00",
    "\ud800",
    "😀",
    "é",
    "İ",
]


def random_line(chance):
    """A sentence with faults, known words, letters, or any characters."""
    kind = chance.randrange(5)
    if kind == 0:
        words = list(SENTENCES[chance.randrange(len(SENTENCES))])
        for _ in range(chance.randrange(3)):
            place = chance.randrange(len(words) + 1)
            words[place : place + chance.randrange(2)] = [chance.choice([*KNOWN[:40], *MARKS])]
        return " ".join(words)
    if kind == 1:
        return " ".join(chance.choices(KNOWN, k=chance.randrange(12)))
    if kind == 2:
        return "".join(chance.choices("aeht gil(f).,?!'’\n", k=chance.randrange(12)))
    if kind == 3:
        return "".join(chance.choices(MARKS, k=chance.randrange(8)))
    characters = (chr(chance.randrange(0x110000)) for _ in range(chance.randrange(8)))
    return "".join(characters)


SENTENCES = [pair.english for pair in corpus(9, {"training": 300})["training"]]


def test_ten_thousand_random_lines_are_translated_or_refused():
    chance = random.Random(4)  # noqa: S311 (no secret)
    found = {True: 0, False: 0}
    for _ in range(10_000):
        line = random_line(chance)
        made = translated(untrained(), line)
        is_refused = isinstance(made, Refusal)
        found[is_refused] += 1
        if is_refused:
            assert 1 <= made.column <= len(line) + 1
            assert made.reason.isprintable()
            made.reason.encode()
        else:
            assert made.best.text.isprintable()
    assert min(found.values()) > 500


def test_a_very_long_line_is_refused_in_one_line():
    for line in ("a" * 100_000, "the " * 50_000, "." * 50_000, "the boy runs " + "x" * 50_000):
        made = translated(untrained(), line)
        assert isinstance(made, Refusal)
        assert len(made.reason) < 200


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("the gril runs", 5),
        ("  the   gril runs", 9),
        ("he doesn't runs", 12),
        ("the boy runs now", 14),
        ("the girl", 9),
        ("the girl  \n", 9),
        ("", 1),
        ("The boy. runs fast", 15),
        ("x", 1),
    ],
)
def test_the_column_of_the_first_wrong_word(line, column):
    made = translated(untrained(), line)
    assert isinstance(made, Refusal)
    assert made.column == column


def test_words_and_their_columns():
    assert english_places("I’m (F) here.") == [("i", 1), ("am", 1), ("(f)", 5), ("here", 9)]


def test_a_translation_knows_the_right_one():
    made = translated(untrained(), "The girl eats an apple.", width=3)
    assert isinstance(made, Translation)
    assert made.english == ("the", "girl", "eats", "an", "apple")
    assert [token.text for token in made.rule] == ["लड़की", "सेब", "खाती", "है", "।"]
    assert len(made.candidates) == 3
    scores = [candidate.score for candidate in made.candidates]
    assert scores == sorted(scores, reverse=True)
    assert len(made.readings) == len(made.best.words)
    assert not made.is_right


def test_a_translation_is_right_if_it_is_the_one_by_rule():
    parsed = parse(english_words("the girl sleeps"))
    tokens = hindi.translation(parsed.sentence)
    made = translated(untrained(), "the girl sleeps")
    best = type(made.best)(tuple(token.text for token in tokens), 0.0, 0.0)
    assert Translation(parsed.words, (best,), tuple(tokens)).is_right


def test_every_network_translates():
    for kind in ("rnn", "lstm", "gru"):
        assert isinstance(translated(untrained(kind), "the girl sleeps"), Translation)
