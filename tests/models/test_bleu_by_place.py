"""BLEU place by place against the counts of n-grams, and its parts by hand."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from rnn_examples.models import bleu, chrf
from rnn_examples.models.bleu_by_place import (
    bleu_by_place,
    character_counts,
    chrf_of_counts,
    corpus_of_two,
    counts_of,
    score_counts,
    smooth,
)

ids = st.lists(st.integers(0, 3), min_size=4, max_size=8)
ORDERS = np.arange(1.0, 5.0)


def table(ours, theirs):
    return bleu_by_place(np.array(ours), np.array(theirs), ORDERS)


def texts(*lists):
    return [" ".join(map(str, ids)) for ids in lists]


@given(ids, st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_the_places_that_count_are_the_clipped_counts(ours, theirs):
    found, (one, other) = table(ours, theirs), texts(ours, theirs)
    counts = bleu.count(one, [other])
    assert tuple(found.matches) == counts.matches
    assert tuple(found.totals) == counts.totals
    assert (found.c, found.r) == (counts.c, counts.r)
    for N in range(1, 5):
        score = bleu.sentence_bleu(one, [other], N).bleu
        assert found.orders[N - 1].bleu_t == pytest.approx(score, rel=1e-13)


@given(ids, ids)
def test_the_smoothings_are_those_of_the_counts(ours, theirs):
    found = table(ours, theirs)
    scores = smooth(found.matches, found.totals, found.BP, np.float64(0.1), np.float64(1))
    counts = bleu.count(*texts(ours), texts(theirs))
    if any(counts.matches):
        for name, smoothing in (
            ("", "none"),
            ("_floor", "floor"),
            ("_add", "add-k"),
            ("_exp", "exp"),
        ):
            expected = bleu.score(counts, smoothing)
            assert getattr(scores, f"bleu{name}") == pytest.approx(expected.bleu, rel=1e-13)
            np.testing.assert_allclose(getattr(scores, f"p{name}"), expected.precisions)


@given(ids, ids, ids, ids)
def test_a_corpus_of_two_is_the_corpus(first, right, second, other):
    one, two = table(first, right), table(second, other)
    given_ = {
        f"{name}_{n}": getattr(found, name)
        for n, found in enumerate((one, two), 1)
        for name in ("matches", "totals", "c", "r")
    }
    found = corpus_of_two(**given_, bleu_1=one.orders[3].bleu_t, bleu_2=two.orders[3].bleu_t)
    expected = bleu.corpus_bleu(texts(first, second), [texts(right), texts(other)])
    assert found.bleu_corpus == pytest.approx(expected.bleu, rel=1e-13)
    scores = [one.orders[3].bleu_t, two.orders[3].bleu_t]
    assert found.bleu_mean == pytest.approx(np.mean(scores))


def test_text_is_counted_at_spaces_alone_or_at_the_danda_too():
    assert counts_of("a b।", ("a b।",), 2, at_spaces=True)["c"] == 2
    counts = counts_of("a b।", ("a b।", "c"), 2)
    assert (counts["c"], counts["r"]) == (3, 3)
    assert counts["matches"].tolist() == counts["totals"].tolist() == [3, 2]
    assert score_counts(**counts).bleu == 1


def test_characters_are_counted_as_for_chrf():
    counts = character_counts("लड़की सेब", "लड़के सेब", 3)
    assert [tuple(row) for row in counts] == chrf.counted("लड़की सेब", "लड़के सेब")[:3]
    found = chrf_of_counts(counts, np.float64(2)).F
    expected = chrf.sentence_chrf("लड़की सेब", ["लड़के सेब"], chrf.Settings(char_order=3))
    assert found == pytest.approx(expected, rel=1e-14)


def test_a_translation_that_is_shorter_than_the_highest_order_is_refused():
    with pytest.raises(ValueError, match="y has 3 tokens; the highest order is 4"):
        table([0, 1, 2], [0, 1, 2, 3])
