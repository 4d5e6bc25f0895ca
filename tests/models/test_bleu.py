"""BLEU and chrF against sacrebleu, on drawn sentences and on Hindi ones; and by hand."""

import logging
import math
import random
from dataclasses import asdict
from fractions import Fraction
from functools import cache
from itertools import islice

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from sacrebleu.metrics import BLEU, CHRF

from rnn_examples.models import bleu, chrf
from rnn_examples.models.bleu import (
    NgramCounts,
    closest_length,
    corpus_bleu,
    count,
    sentence_bleu,
    split,
)
from rnn_examples.models.chrf import CHRF_PLUS_PLUS, Settings, corpus_chrf, sentence_chrf
from rnn_examples.translator import hindi
from rnn_examples.translator.grammar import samples
from tests.models.as_users import MODELS

logging.getLogger("sacrebleu").setLevel(logging.ERROR)

SMOOTHINGS = [
    ("none", None),
    ("floor", None),
    ("floor", 0.3),
    ("add-k", None),
    ("add-k", 0.25),
    ("exp", None),
]
words = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=7).map(" ".join)
references = st.lists(words.filter(bool), min_size=1, max_size=3)
pairs = st.lists(st.tuples(words, references), min_size=1, max_size=4)


@cache
def hindi_pairs(how_many=200):
    """Sentences of the grammar, each with words left out, doubled or moved, and one reference."""
    drawn, found = random.Random(4), []  # noqa: S311 (no secret)
    for parsed in islice(samples(seed=5), how_many):
        reference = [token.text for token in hindi.translation(parsed.sentence)]
        changed = [word for word in reference if drawn.random() > 0.15]
        changed += drawn.sample(reference, k=drawn.randrange(2))
        if drawn.random() < 0.4:
            drawn.shuffle(changed)
        found.append((" ".join(changed), " ".join(reference)))
    return found


def close(ours, theirs):
    return math.isclose(100 * ours, theirs, rel_tol=1e-12, abs_tol=1e-12)


def both_bleu(hypotheses, lists, smoothing, value, N, *, effective_order):
    """Our score and sacrebleu's; one sentence is scored as a sentence, several as a corpus."""
    theirs = BLEU(
        tokenize="none",
        smooth_method=smoothing,
        smooth_value=value,
        max_ngram_order=N,
        effective_order=effective_order,
    )
    if len(hypotheses) == 1:
        ours = sentence_bleu(
            hypotheses[0], lists[0], N, smoothing, value, effective_order=effective_order
        )
        return ours, theirs.sentence_score(hypotheses[0], lists[0])
    ours = corpus_bleu(hypotheses, lists, N, smoothing, value, effective_order=effective_order)
    streams = [
        [others[i] if i < len(others) else None for others in lists]
        for i in range(max(map(len, lists)))
    ]
    return ours, theirs.corpus_score(hypotheses, streams)


@given(pairs, st.sampled_from(SMOOTHINGS), st.integers(1, 5), st.booleans())
@settings(max_examples=200)
def test_bleu_is_sacrebleus_with_every_smoothing_on_drawn_sentences(drawn, smoothing, N, effective):
    hypotheses, lists = zip(*drawn, strict=True)
    ours, theirs = both_bleu(hypotheses, lists, *smoothing, N, effective_order=effective)
    assert close(ours.bleu, theirs.score)
    assert math.isclose(ours.brevity_penalty, theirs.bp, rel_tol=1e-12)
    assert all(map(close, ours.precisions, theirs.precisions))


@pytest.mark.parametrize(("smoothing", "value"), SMOOTHINGS)
@pytest.mark.parametrize("effective_order", [False, True])
def test_bleu_is_sacrebleus_on_two_hundred_hindi_sentences_and_their_corpus(
    smoothing, value, effective_order
):
    found = hindi_pairs()
    for hypothesis, reference in found:
        ours, theirs = both_bleu(
            [hypothesis], [[reference]], smoothing, value, 4, effective_order=effective_order
        )
        assert close(ours.bleu, theirs.score)
    ours, theirs = both_bleu(
        [h for h, _ in found],
        [[r] for _, r in found],
        smoothing,
        value,
        4,
        effective_order=effective_order,
    )
    assert close(ours.bleu, theirs.score)
    assert 0.1 < ours.bleu < 0.9
    assert len({h == r for h, r in found}) == 2  # some are right, some are not


CHRFS = [
    Settings(),
    CHRF_PLUS_PLUS,
    Settings(char_order=3, word_order=1, beta=1.0),
    Settings(whitespace=True),
    Settings(eps_smoothing=True),
    Settings(word_order=2, eps_smoothing=True),
]
texts = st.text(st.sampled_from("ab कि। .,"), max_size=12)
filled = st.lists(texts.filter(str.strip), min_size=1, max_size=3)


def both_chrf(hypotheses, lists, ours):
    theirs = CHRF(**{**asdict(ours), "beta": int(ours.beta)})
    if len(hypotheses) == 1:
        return (
            sentence_chrf(hypotheses[0], lists[0], ours),
            theirs.sentence_score(hypotheses[0], lists[0]).score,
        )
    streams = [
        [others[i] if i < len(others) else None for others in lists]
        for i in range(max(map(len, lists)))
    ]
    return corpus_chrf(hypotheses, lists, ours), theirs.corpus_score(hypotheses, streams).score


@given(st.lists(st.tuples(texts, filled), min_size=1, max_size=4), st.sampled_from(CHRFS))
@settings(max_examples=200)
def test_chrf_is_sacrebleus_on_drawn_text(drawn, ours):
    hypotheses, lists = zip(*drawn, strict=True)
    assert close(*both_chrf(hypotheses, lists, ours))


@pytest.mark.parametrize("ours", CHRFS, ids=str)
def test_chrf_is_sacrebleus_on_two_hundred_hindi_sentences_and_their_corpus(ours):
    found = hindi_pairs()
    for hypothesis, reference in found:
        assert close(*both_chrf([hypothesis], [[reference]], ours))
    assert close(*both_chrf([h for h, _ in found], [[r] for _, r in found], ours))


# By hand.


def test_a_word_counts_no_more_often_than_in_the_reference():
    # The example of Papineni and others (2002): seven times "the", two of which count.
    found = count("the the the the the the the", ["the cat is on the mat"], N=1)
    assert found == NgramCounts((2,), (7,), 7, 6)
    many = ["the cat is on the mat", "there is a cat on the mat"]
    assert count("the the the the the the the", many, N=1) == NgramCounts((2,), (7,), 7, 7)


def test_of_two_lengths_that_are_equally_close_the_shorter_one_counts():
    assert closest_length(5, [7, 3, 9]) == 3
    assert closest_length(5, [3, 7]) == 3
    assert closest_length(5, [9, 6, 3]) == 6


def test_the_score_is_the_geometric_mean_with_the_brevity_penalty():
    found = sentence_bleu(["a", "b", "c", "d", "e"], [["a", "b", "c", "d", "x", "y"]])
    assert found.precisions == (4 / 5, 3 / 4, 2 / 3, 1 / 2)
    mean = float(Fraction(4 * 3 * 2 * 1, 5 * 4 * 3 * 2)) ** 0.25
    assert found.bleu == pytest.approx(math.exp(1 - 6 / 5) * mean, rel=1e-14)


def test_a_corpus_adds_its_counts_and_is_not_the_mean():
    hypotheses, lists = ["a b c d", "a x"], [["a b c d"], ["a b"]]
    one = corpus_bleu(hypotheses, lists).bleu
    each = [sentence_bleu(h, r).bleu for h, r in zip(hypotheses, lists, strict=True)]
    assert one == pytest.approx((5 / 6 * 3 / 4) ** 0.25)
    assert each == [1, 0]


def test_the_danda_is_a_token_of_its_own():
    assert split("लड़का सेब खाता है।") == ["लड़का", "सेब", "खाता", "है", "।"]
    assert split(" पानी  पियो ॥ ") == ["पानी", "पियो", "॥"]
    assert split("।") == ["।"]
    assert split("") == []


def test_the_same_letter_in_two_encodings_is_two_words():
    assert sentence_bleu("ल\u095cका", ["ल\u0921\u093cका"], N=1).bleu == 0
    assert 0 < sentence_chrf("ल\u095cका", ["ल\u0921\u093cका"]) < 1


def test_a_perfect_translation_scores_one():
    for hypothesis, _ in hindi_pairs()[:20]:
        if len(hypothesis.split()) >= 4:
            assert sentence_bleu(hypothesis, [hypothesis]).bleu == 1
            assert sentence_chrf(hypothesis, [hypothesis]) == pytest.approx(1, rel=1e-15)


def test_an_empty_translation_scores_zero():
    for smoothing in bleu.SMOOTHINGS:
        assert sentence_bleu("", ["a b"], smoothing=smoothing).bleu == 0
    assert sentence_bleu("", ["a b"]).brevity_penalty == 0
    assert sentence_chrf("", ["a b"]) == 0
    assert corpus_bleu(["", "a b c d"], [["a"], ["a b c d"]]).bleu == pytest.approx(
        math.exp(1 - 5 / 4)
    )


@pytest.mark.parametrize("score", [sentence_bleu, sentence_chrf])
@pytest.mark.parametrize(
    ("references", "message"),
    [
        ([], "there is no reference"),
        (["a", ""], r"references\[1\] is empty"),
        ([" "], r"references\[0\] is empty"),
        ("a b", "references is the text 'a b'"),
    ],
)
def test_bad_references_are_refused(score, references, message):
    with pytest.raises(ValueError, match=message):
        score("a b", references)


@pytest.mark.parametrize("score", [corpus_bleu, corpus_chrf])
@pytest.mark.parametrize(
    ("hypotheses", "lists", "message"),
    [
        ([], [], "there are no sentences"),
        (["a"], [], "1 sentences and 0 lists"),
        (["a"], [["a"], ["b"]], "1 sentences and 2 lists"),
        (["a"], ["a"], "references is the text 'a'"),
        ("a", [["a"]], "hypotheses is the text 'a'"),
    ],
)
def test_a_corpus_with_other_numbers_of_lines_is_refused(score, hypotheses, lists, message):
    with pytest.raises(ValueError, match=message):
        score(hypotheses, lists)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"smoothing": "addk"}, "smoothing is 'addk'; it must be one of none, floor, add-k, exp"),
        ({"smoothing": "floor", "value": -0.1}, "value is -0.1"),
        ({"smoothing": "floor", "value": math.nan}, "value is nan"),
        ({"N": 0}, "N is 0"),
    ],
)
def test_settings_that_make_no_sense_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        MODELS.bleu.sentence_bleu("a b", ["a b"], **options)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"char_order": 0}, "char_order is 0"), ({"word_order": -1}, "word_order is -1"),
     ({"beta": 0.0}, "beta is 0.0")],
)  # fmt: skip
def test_settings_of_chrf_that_make_no_sense_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        MODELS.chrf.sentence_chrf("a", ["a"], MODELS.chrf.Settings(**options))


def test_an_ending_costs_bleu_the_word_and_chrf_a_part_of_it():
    reference = "लड़की ने सेब खाया है"
    one_ending = "लड़की ने सेब खाई है"
    assert sentence_bleu(one_ending, [reference], N=1).bleu == 4 / 5
    assert chrf.counted(one_ending, reference)[0] == (15, 16, 14)
