"""The tree that is searched node by node, against the search; and the penalties."""

import itertools
import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from rnn_examples.models.search import beam, exhaustive, length_penalty
from rnn_examples.models.search_tree import penalise, probabilities, search_tree
from tests.models.as_users import MODELS

shares = st.sampled_from([0.125, 0.25, 0.5, 0.75, 0.875])


@given(st.integers(1, 8), st.lists(shares, min_size=7, max_size=7))
def test_the_nodes_that_are_kept_are_those_of_the_search(width, q):
    found = search_tree(np.float64(width), np.float64(q[0]), np.array(q[1:3]), np.array(q[3:]))
    nodes = [prefix for size in range(3) for prefix in itertools.product((0, 1), repeat=size)]
    table = {node: [math.log(p), math.log(1 - p)] for node, p in zip(nodes, q, strict=True)}
    searched = beam(table.__getitem__, None, 3, width)
    for t, (level, step) in enumerate(zip(found.levels, searched.steps, strict=True), 1):
        words = list(itertools.product((0, 1), repeat=t))
        kept = {words[i] for i in np.flatnonzero(level.kept_t)}
        assert len(kept) == len(step.kept)
        sums = [sorted(round(table_p(table, one), 9) for one in each) for each in (
            kept, [one.tokens for one in step.kept])]  # fmt: skip
        assert sums[0] == sums[1]  # equal sums may be rounded in other ways
    assert found.P_found == pytest.approx(math.exp(searched.results[0].log_p))
    best = exhaustive(table.__getitem__, None, 3)[0]
    assert found.P_best == pytest.approx(math.exp(best.log_p))


def table_p(table, tokens):
    return sum(table[tokens[:i]][token] for i, token in enumerate(tokens))


def test_of_equal_nodes_the_first_is_kept():
    half = np.float64(0.5)
    found = search_tree(np.float64(3), half, np.full(2, half), np.full(4, half))
    assert [level.kept_t.tolist() for level in found.levels] == [
        [1, 1],
        [1, 1, 1, 0],
        [1, 1, 1, 0, 0, 0, 0, 0],
    ]
    assert (found.first, found.second, found.third) == (0, 0, 0)


def test_the_penalties_are_those_of_the_search():
    log_p, length = np.array([-1.2, -1.3, -1.9]), np.array([2.0, 4.0, 8.0])
    found = penalise(log_p, length, np.float64(0.6))
    for i, size in enumerate((2, 4, 8)):
        assert found.wu[i] == pytest.approx(length_penalty(size, "wu", 0.6))
        assert found.score_length[i] == log_p[i] / length_penalty(size, "length")
    assert (found.best_none, found.best_wu, found.best_length) == (0, 1, 2)
    assert probabilities(log_p, length).p.tolist() == np.exp(log_p).tolist()


@pytest.mark.parametrize(
    ("changed", "message"),
    [({"q_2": [0.5, 1.5]}, "q_2 is 1.5"), ({"width": 0.0}, "width is 0"),
     ({"q_3": [0.5]}, r"q_3 has the shape \(1,\)"), ({"q_1": np.nan}, "q_1 is nan")],
)  # fmt: skip
def test_what_is_no_tree_is_refused(changed, message):
    given = {"width": 2.0, "q_1": 0.5, "q_2": [0.5, 0.5], "q_3": [0.5] * 4} | changed
    with pytest.raises(ValueError, match=message):
        MODELS.search_tree.search_tree(**given)


def test_a_length_of_zero_is_refused():
    with pytest.raises(ValueError, match="length is 0"):
        MODELS.search_tree.penalise([-1.0], [0.0], 0.6)
