"""Lookup and one-hot product, and the gradient's way into the table."""

import numpy as np
import pytest

from rnn_examples.models.embedding import embed_both_ways, update_table


def draw(seed):
    random = np.random.default_rng(seed)
    return random.integers(0, 5, 7), random.normal(size=(5, 3)), random.normal(size=(7, 3))


@pytest.mark.parametrize("seed", range(5))
def test_a_row_of_the_table_is_the_one_hot_product_bit_for_bit(seed):
    w, E, dx = draw(seed)
    for word, step in zip(w, embed_both_ways(w, E, dx).steps, strict=True):
        assert step.x_t.tolist() == E.tolist()[word]
        assert step.product_t.tolist() == step.x_t.tolist()
        assert step.e_t.tolist() == [float(k == word) for k in range(5)]


@pytest.mark.parametrize("seed", range(5))
def test_the_gradient_of_the_table_agrees_with_the_complex_step(seed):
    w, E, dx = draw(seed)
    found = embed_both_ways(w, E, dx).dE
    for i, j in np.ndindex(E.shape):
        changed = E.astype(complex)
        changed[i, j] += 1e-30j
        loss = sum((changed[word] * d).sum() for word, d in zip(w, dx, strict=True))
        assert found[i, j] == pytest.approx(loss.imag / 1e-30, rel=1e-12, abs=1e-15)
    assert len(set(w.tolist())) < len(w)


def test_an_update_goes_against_the_gradient_and_leaves_unread_rows_as_they_are():
    w, E, dx = np.array([3, 0, 3]), np.arange(10.0).reshape(5, 2), np.ones((3, 2))
    new = update_table(E, embed_both_ways(w, E, dx).dE, np.float64(0.5)).E_new
    assert (new - E).tolist() == [[-0.5, -0.5], [0, 0], [0, 0], [-1, -1], [0, 0]]
