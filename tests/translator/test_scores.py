"""BLEU and chrF against sacrebleu, and intervals against their definitions."""

import math
import random

import numpy as np
import pytest
from sacrebleu.metrics import BLEU, CHRF

from rnn_examples.translator.agreement import agreement_errors, is_other_form
from rnn_examples.translator.scores import bleu, bleu_counts, chrf, chrf_counts, with_interval
from rnn_examples.translator.splits import Pair, corpus

PAIRS = corpus(1, {"training": 60})["training"]
RIGHT = [pair.hindi for pair in PAIRS]


def damaged(seed):
    """The right translations, with words left out, doubled or exchanged."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    found = []
    for words in RIGHT:
        copy = list(words)
        for _ in range(chance.randrange(4)):
            place = chance.randrange(len(copy) + 1)
            copy[place : place + chance.randrange(3)] = chance.choices(RIGHT[0], k=1)
        found.append(tuple(copy))
    return found


def totals(counts, found, right=RIGHT):
    return np.array([counts(a, b) for a, b in zip(found, right, strict=True)])


@pytest.mark.parametrize("seed", range(4))
def test_scores_are_those_of_sacrebleu(seed):
    found = damaged(seed)
    texts, right = ([" ".join(words) for words in side] for side in (found, RIGHT))
    expected = BLEU(tokenize="none", smooth_method="none").corpus_score(texts, [right]).score
    assert bleu(totals(bleu_counts, found).sum(axis=0)) == pytest.approx(expected)
    expected = CHRF().corpus_score(texts, [right]).score
    assert chrf(totals(chrf_counts, found).sum(axis=0)) == pytest.approx(expected)


def test_short_sentences_are_scored_as_by_sacrebleu():
    found, right = [("वह", "है"), (), ("अब",)], [("वह",), ("है", "।"), ("कल", "।")]
    texts, expected = ([" ".join(words) for words in side] for side in (found, right))
    score = CHRF().corpus_score(texts, [expected]).score
    assert chrf(totals(chrf_counts, found, right).sum(axis=0)) == pytest.approx(score)
    assert bleu(totals(bleu_counts, found, right).sum(axis=0)) == 0
    nothing = [()] * 3
    assert chrf(totals(chrf_counts, nothing, right).sum(axis=0)) == 0


def test_right_translations_have_all_points():
    for score, counts in ((bleu, bleu_counts), (chrf, chrf_counts)):
        assert with_interval(score, totals(counts, RIGHT)) == [100, 100, 100]


def test_the_interval_of_a_score_is_as_wide_as_its_standard_error_says():
    """Of a mean, drawing again gives the mean ± 1.96 standard errors."""
    values = np.random.default_rng(1).normal(50, 10, 400)
    middle, low, high = with_interval(lambda row: float(row[0] / row[1]), np.c_[values, values**0])
    error = values.std() / math.sqrt(400)
    assert middle == pytest.approx(values.mean(), abs=0.01)
    assert low == pytest.approx(values.mean() - 1.96 * error, abs=0.3)
    assert high == pytest.approx(values.mean() + 1.96 * error, abs=0.3)


def test_agreement_errors_are_counted_by_the_gender_of_the_right_word():
    pairs = [
        Pair(("the", "boy", "wrote", "a", "letter"), ("लड़के", "ने", "चिट्ठी", "लिखी", "।")),
        Pair(("the", "boy", "is", "small"), ("लड़का", "छोटा", "है", "।")),
    ]
    found = [("लड़के", "ने", "चिट्ठी", "लिखा", "।"), ("लड़का", "छोटा", "है", "।")]
    assert agreement_errors(pairs, found) == {
        "m": {"compared": 1, "wrong": 0},
        "f": {"compared": 1, "wrong": 1},
    }
    shorter = [found[0][1:], ("लड़का", "लाल", "है", "।")]
    assert agreement_errors(pairs, shorter) == {
        "m": {"compared": 1, "wrong": 0},
        "f": {"compared": 0, "wrong": 0},
    }


def test_two_forms_of_a_word():
    assert is_other_form("लिखी", "लिखा")
    assert is_other_form("अपनी", "अपना")
    assert not is_other_form("लिखी", "लिखी")
    assert not is_other_form("लिखी", "देखा")
    assert not is_other_form("लिखी", "xyz")
