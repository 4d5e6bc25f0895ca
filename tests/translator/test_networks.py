"""Batches against single sentences, gradients against the complex step, both in other code."""

import numpy as np
import pytest

from rnn_examples.models import search
from rnn_examples.translator.decoding import beam, greedy, until_end
from rnn_examples.translator.gradients import loss_and_gradient
from rnn_examples.translator.networks import (
    END,
    KINDS,
    Sizes,
    hidden_for,
    initial,
    views,
)
from tests.translator import plain

SOURCE = np.array([[2, 3, 4], [5, 2, 3], [4, 4, 6], [3, 2, 2]])  # time × batch
TARGET = np.array([[3, 2, 7], [2, 6, 4], [5, 5, 3], [4, 2, 8], [END, END, END]])


def network(kind, scale=1.5):
    sizes = Sizes(kind, source=7, target=9, hidden=5, embedding=4)
    generator = np.random.default_rng(11)
    return sizes, initial(sizes, 3) * scale + 0.3 * generator.normal(size=sizes.count)


@pytest.mark.parametrize("kind", KINDS)
def test_loss_and_gradient_of_a_batch(kind):
    sizes, flat = network(kind)
    found = np.full_like(flat, np.nan)
    loss = loss_and_gradient(sizes, views(flat, sizes), views(found, sizes), SOURCE, TARGET)
    single = plain.loss(kind, views(flat, sizes), SOURCE.T.tolist(), TARGET.T.tolist())
    assert loss == pytest.approx(single, rel=1e-13)
    some = np.random.default_rng(2).permutation(len(flat))[:90]
    for place in some:
        moved = flat.astype(complex)
        moved[place] += 1e-30j
        value = plain.loss(kind, views(moved, sizes), SOURCE.T.tolist(), TARGET.T.tolist())
        assert found[place] == pytest.approx(value.imag / 1e-30, rel=1e-10, abs=1e-14), place


@pytest.mark.parametrize("kind", KINDS)
def test_greedy_takes_the_most_probable_word_each_time(kind):
    sizes, flat = network(kind, scale=3)
    weights = views(flat, sizes)
    for source, words in zip(SOURCE.T.tolist(), greedy(sizes, weights, SOURCE), strict=True):
        for place in range(len(words)):
            row = plain.log_probabilities(kind, weights, source, [*words[:place], 0])[-1]
            assert row.argmax() == words[place]
    assert greedy(sizes, weights, SOURCE[:, :1]) == greedy(sizes, weights, SOURCE)[:1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_wide_beam_finds_the_best_of_all_short_translations(kind):
    sizes, flat = network(kind)
    weights = views(flat, sizes)
    weights["c"][END] += 3  # so that translations are short
    source = SOURCE[:, 0].tolist()
    words = [0, *range(2, 9)]
    options = [[], *([a] for a in words), *([a, b] for a in words for b in words)]

    def total(option):
        target = [*option, END]
        rows = plain.log_probabilities(kind, weights, source, target)
        return sum(row[word] for row, word in zip(rows, target, strict=True))

    best = max(options, key=total)
    found = beam(sizes, weights, source, width=60, penalty="none")[0]
    assert list(found.words) == best
    assert found.log_probability == pytest.approx(total(best), rel=1e-12)


def test_a_beam_of_one_is_greedy_and_a_wider_one_is_not_worse():
    sizes, flat = network("attention", scale=2)
    weights = views(flat, sizes)
    weights["c"][END] += 1
    for column in range(3):
        source = SOURCE[:, column : column + 1]
        one = beam(sizes, weights, source[:, 0].tolist(), width=1, penalty="none")[0]
        assert list(one.words) == greedy(sizes, weights, source)[0]
        wide = beam(sizes, weights, source[:, 0].tolist(), width=8, penalty="none")
        assert wide[0].log_probability >= one.log_probability
        assert [h.score for h in wide] == sorted((h.score for h in wide), reverse=True)


@pytest.mark.parametrize("penalty", ["none", "length", "wu"])
@pytest.mark.parametrize("width", [1, 2, 3])
@pytest.mark.parametrize("more", [0.0, 0.5, 1.0, 2.0])
def test_a_beam_is_that_of_the_lesson_with_the_rule_that_refills(width, penalty, more):
    """Where the end is the second most probable word, greedy search does not end."""
    sizes, flat = network("attention", scale=2)
    weights = views(flat, sizes)
    weights["c"][END] += more
    for source in SOURCE.T.tolist():

        def following(words, source=source):
            return plain.log_probabilities("attention", weights, source, [*words, 0])[-1].tolist()

        steps = search.beam(following, END, 32, width, "refill", penalty, 0.7).steps
        ended = [one for each in steps for one in each.finished]
        expected = search.ranked(ended, penalty, 0.7)[:width]
        found = beam(sizes, weights, source, width, penalty, 0.7)
        assert [(*one.words, END) for one in found if one.score > -np.inf] == [
            one.tokens for one in expected
        ]
        for one, other in zip(found, expected, strict=False):
            assert one.log_probability == pytest.approx(other.log_p, rel=1e-12)
            assert one.score == pytest.approx(search.score(other, penalty, 0.7), rel=1e-12)


def test_the_length_penalty_divides_the_score():
    sizes, flat = network("gru")
    found = beam(sizes, views(flat, sizes), [2, 3], width=3, alpha=0.6)[0]
    length = len(found.words) + 1
    assert found.score == pytest.approx(found.log_probability / ((5 + length) / 6) ** 0.6)


def test_a_translation_that_never_ends_is_given_up():
    sizes, flat = network("gru")
    weights = views(flat, sizes)
    weights["c"][END] = -1e3
    assert len(greedy(sizes, weights, SOURCE)[0]) == 32
    assert len(beam(sizes, weights, [2, 3], width=2)[0].words) == 32


def test_the_parameters_are_cut_from_one_vector_without_copies():
    sizes, flat = network("attention")
    parts = views(flat, sizes)
    assert sum(part.size for part in parts.values()) == sizes.count == flat.size
    assert all(part.base is flat for part in parts.values())


def test_the_initial_parameters_depend_on_the_seed_and_the_forget_gate_is_open():
    sizes = Sizes("lstm", 5, 6, 3, 2)
    assert np.array_equal(initial(sizes, 1), initial(sizes, 1))
    assert not np.array_equal(initial(sizes, 1), initial(sizes, 2))
    assert views(initial(sizes, 1), sizes)["b_enc"].tolist() == [0] * 3 + [1] * 3 + [0] * 6


def test_hidden_sizes_for_one_budget():
    budget = Sizes("attention", 289, 562, 32, 32).count
    for kind in KINDS:
        hidden = hidden_for(kind, budget, 289, 562, 32)
        assert abs(Sizes(kind, 289, 562, hidden, 32).count / budget - 1) < 0.01
    assert hidden_for("attention", budget, 289, 562, 32) == 32


def test_until_end():
    assert until_end([4, 5, END, 7]) == [4, 5]
    assert until_end([4, 5]) == [4, 5]
