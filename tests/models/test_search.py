"""Greedy and beam search against the enumeration of all sequences."""

import itertools
import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from rnn_examples.models.search import (
    RULES,
    Hypothesis,
    beam,
    exhaustive,
    greedy,
    length_penalty,
    ranked,
    score,
)
from tests.models.as_users import MODELS

PENALTIES = st.sampled_from([("none", 0.6), ("length", 0.6), ("wu", 0.6), ("wu", 1.5)])


@st.composite
def trees(draw):
    """A tree as a table, with its number of tokens K, its depth T, and a token that ends or none.

    Shares are of a few sizes only, so that ties and impossible tokens are common.
    """
    K, T = draw(st.sampled_from([(1, 3), (2, 3), (3, 3), (2, 4), (4, 2)]))
    shares = st.lists(st.integers(0, 3), min_size=K, max_size=K).filter(any)
    table = {}
    for length in range(T):
        for prefix in itertools.product(range(K), repeat=length):
            counts = np.array(draw(shares), float)
            with np.errstate(divide="ignore"):
                table[prefix] = np.log(counts / counts.sum()).tolist()
    return table, K, T, draw(st.sampled_from([None, 0, K - 1]))


def enumerated(table, K, T, end):
    """Every sequence, by a walk over all words of T letters that are cut at the end."""
    found = {}
    for word in itertools.product(range(K), repeat=T):
        tokens = word[: word.index(end) + 1] if end in word else word
        log_p = 0.0
        for place, token in enumerate(tokens):
            log_p += table[tokens[:place]][token]
        if log_p > -math.inf:
            found[tokens] = log_p
    return found


@given(trees(), PENALTIES)
def test_the_exhaustive_search_finds_what_an_enumeration_finds(tree, penalty):
    table, _, T, end = tree
    results = exhaustive(table.__getitem__, end, T, *penalty)
    assert dict(results) == enumerated(*tree)
    scores = [score(one, *penalty) for one in results]
    assert scores == sorted(scores, reverse=True)


@given(trees(), st.sampled_from(RULES), PENALTIES)
def test_a_beam_that_holds_everything_equals_the_exhaustive_search(tree, rule, penalty):
    table, K, T, end = tree
    everything = beam(table.__getitem__, end, T, K**T, rule, *penalty)
    assert everything.results == exhaustive(table.__getitem__, end, T, *penalty)
    assert all(not step.cut for step in everything.steps)


@given(trees(), st.sampled_from(RULES), st.integers(1, 5), PENALTIES)
def test_no_beam_beats_the_exhaustive_search(tree, rule, width, penalty):
    table, _, T, end = tree
    results = beam(table.__getitem__, end, T, width, rule, *penalty).results
    every = exhaustive(table.__getitem__, end, T, *penalty)
    assert 1 <= len(results) <= width
    assert set(results) <= set(every)
    assert score(results[0], *penalty) <= score(every[0], *penalty)


@given(trees(), st.sampled_from(RULES), PENALTIES)
def test_a_beam_of_width_1_is_greedy(tree, rule, penalty):
    table, _, T, end = tree
    assert beam(table.__getitem__, end, T, 1, rule, *penalty).results == [
        greedy(table.__getitem__, end, T)
    ]


@given(trees(), st.sampled_from(RULES), st.integers(1, 5))
def test_every_candidate_of_a_step_is_kept_finished_or_cut_and_none_that_is_cut_is_better(
    tree, rule, width
):
    table, _, T, end = tree
    before = [Hypothesis((), 0.0)]
    for step in beam(table.__getitem__, end, T, width, rule).steps:
        together = [*step.kept, *step.finished, *step.cut]
        longer = sum(
            sum(number > -math.inf for number in table[one.tokens])
            for one in before
            if one.tokens[-1:] != (end,)
        )
        already = sum(one.tokens[-1:] == (end,) for one in before)
        assert len(together) == len(set(together)) == longer + already
        best_cut = max((one.log_p for one in step.cut), default=-math.inf)
        assert all(one.log_p >= best_cut for one in (*step.kept, *step.finished))
        assert len(step.kept) <= width
        before = step.kept


def tree_of(**probabilities):
    """A tree from its probabilities: `_01` is what may follow 0 and 1."""
    return {
        tuple(map(int, name.removeprefix("_"))): [math.log(p) if p else -math.inf for p in row]
        for name, row in probabilities.items()
    }


# Token 0 ends. After 1 the tree goes on; after 2 it ends soon.
SMALL = tree_of(_=[0.4, 0.35, 0.25], _1=[0.1, 0.8, 0.1], _2=[0.9, 0.05, 0.05])
SMALL |= tree_of(_11=[0.9, 0.05, 0.05], _12=[1, 0, 0], _21=[1, 0, 0], _22=[1, 0, 0])


def test_the_three_rules_by_hand():
    results = {
        rule: [one.tokens for one in beam(SMALL.__getitem__, 0, 3, 2, rule).results]
        for rule in RULES
    }
    # The first step has (0), p = 0.4, which is finished, (1), p = 0.35, and (2), p = 0.25.
    assert results["keep"] == [(0,), (1, 1, 0)]
    assert results["leave"] == [(0,), (1, 1, 0)]
    assert results["refill"] == [(0,), (2, 0)]


def test_finished_sequences_that_leave_take_their_place_with_them():
    steps = beam(SMALL.__getitem__, 0, 3, 2, "leave").steps
    assert [one.tokens for one in steps[0].finished] == [(0,)]
    assert [one.tokens for one in steps[0].kept] == [(1,)]
    assert [one.tokens for one in steps[1].kept] == [(1, 1)]
    refilled = beam(SMALL.__getitem__, 0, 3, 2, "refill").steps
    assert [one.tokens for one in refilled[0].kept] == [(1,), (2,)]


def test_the_penalties_by_hand():
    assert [length_penalty(4, name) for name in ("none", "length")] == [1, 4]
    assert length_penalty(1, "wu", 0.6) == 1
    assert length_penalty(7, "wu", 1.0) == 2
    assert length_penalty(7, "wu", 0.5) == pytest.approx(math.sqrt(2))
    short, long = Hypothesis((1, 0), -1.0), Hypothesis((1, 1, 1, 0), -1.5)
    assert ranked([long, short]) == [short, long]
    assert ranked([short, long], "length") == [long, short]
    assert score(long, "wu", 1.0) == -1.0  # divided by 9/6


def test_of_equal_sequences_the_first_wins():
    even = {(): [math.log(0.5)] * 2, (0,): [math.log(0.5)] * 2, (1,): [math.log(0.5)] * 2}
    assert greedy(even.__getitem__, None, 2).tokens == (0, 0)
    assert [one.tokens for one in beam(even.__getitem__, None, 2, 3).results] == [
        (0, 0),
        (0, 1),
        (1, 0),
    ]


def test_greedy_loses_where_the_best_way_begins_with_a_worse_step():
    table = tree_of(_=[0.6, 0.4], _0=[0.55, 0.45], _1=[0.9, 0.1])
    assert greedy(table.__getitem__, None, 2).tokens == (0, 0)
    assert beam(table.__getitem__, None, 2, 2).results[0].tokens == (1, 0)


@pytest.mark.parametrize("wrong", [math.nan, math.inf, 0.1])
@pytest.mark.parametrize("search", ["greedy", "beam", "exhaustive"])
def test_numbers_that_are_no_logarithm_of_a_probability_are_refused(search, wrong):
    extra = (2,) if search == "beam" else ()
    with pytest.raises(ValueError, match=r"of token 1 after \(\) is"):
        getattr(MODELS.search, search)(lambda _: [-1.0, wrong], 0, 3, *extra)


def test_a_dead_end_is_refused():
    with pytest.raises(ValueError, match=r"no token is possible after \(0,\)"):
        greedy(lambda tokens: [-math.inf if tokens else 0.0], None, 2)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"width": 0}, "width is 0"),
        ({"longest": 0}, "longest is 0"),
        ({"rule": "drop"}, "rule is 'drop'; it must be one of keep, leave, refill"),
        ({"penalty": "mean"}, "penalty is 'mean'; it must be one of none, length, wu"),
        ({"alpha": math.nan}, "alpha is nan"),
        ({"alpha": -1.0}, "alpha is -1"),
    ],
)
def test_settings_that_make_no_sense_are_refused(changed, message):
    settings = {"end": 0, "longest": 3, "width": 2} | changed
    with pytest.raises(ValueError, match=message):
        MODELS.search.beam(SMALL.__getitem__, **settings)
