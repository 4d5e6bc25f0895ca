"""How weights start, against linear algebra's own functions and the definitions."""

from collections import Counter

import numpy as np
import pytest

from rnn_examples.models.initialise import draw, identity, orthogonal, repeat, xavier


@pytest.mark.parametrize("size", range(1, 6))
def test_orthogonal_is_the_q_of_a_qr_decomposition(size):
    A = np.random.default_rng(size).normal(size=(size, size))
    found = orthogonal(A)
    Q, R = np.linalg.qr(A)
    sign = np.sign(np.diag(R))
    assert np.allclose(found.Q, Q * sign, rtol=0, atol=1e-11)
    assert np.allclose(found.Q.T @ found.Q, np.eye(size), rtol=0, atol=1e-11)
    lengths = [column.norm_v_t for column in found.columns]
    assert np.allclose(lengths, np.abs(np.diag(R)), rtol=1e-9)
    left = np.stack([column.v_t for column in found.columns], axis=1)
    assert np.allclose(left, Q * np.diag(R), rtol=0, atol=1e-11)


@pytest.mark.parametrize("size", range(2, 6))
def test_an_orthogonal_matrix_keeps_the_length_for_twenty_steps(size):
    W = orthogonal(np.random.default_rng(size).normal(size=(size, size))).Q
    h_0 = np.arange(1.0, size + 1)
    steps = repeat(W, h_0, 20)
    assert [step.norm_h_t for step in steps] == pytest.approx([np.linalg.norm(h_0)] * 20)
    assert np.allclose(steps[-1].h_t, np.linalg.matrix_power(W, 20) @ h_0)


def test_identity_leaves_a_state_as_it_is():
    h_0 = np.array([0.3, -0.7, 2.0])
    assert repeat(identity(3, np.float64(1)), h_0, 5)[-1].h_t.tolist() == h_0.tolist()
    assert identity(2, np.float64(0.5)).tolist() == [[0.5, 0], [0, 0.5]]


def test_xavier_stretches_to_the_root_of_six_over_the_sizes():
    A = np.array([[1.0, -1.0], [0.5, 0.0], [0.25, -0.75]])
    assert np.allclose(xavier(A) ** 2, 6 / 5 * A**2, rtol=1e-14)
    assert np.all(np.sign(xavier(A)) == np.sign(A))


def test_xavier_keeps_the_variance_between_the_two_sides():
    # Uniform between ±r: variance r² / 3, which is 2 / (inputs + outputs).
    A = np.random.default_rng(1).uniform(-1, 1, (200, 300))
    assert xavier(A).var() == pytest.approx(2 / 500, rel=0.02)


def test_what_is_drawn_follows_the_seed():
    assert draw(5, 3, 2).tolist() == draw(5, 3, 2).tolist() != draw(6, 3, 2).tolist()
    drawn = draw(1, 100, 100)
    assert abs(drawn.mean()) < 0.02


def test_every_hundredth_but_zero_is_drawn_about_as_often():
    counts = Counter(np.round(draw(2, 100, 200) * 100).astype(int).ravel().tolist())
    assert counts.keys() == {*range(-100, 101)} - {0}
    assert chisquare(counts.values()) < 260  # 199 ± 20 for numbers that are equally probable


def chisquare(counts):
    mean = sum(counts) / len(counts)
    return sum((count - mean) ** 2 / mean for count in counts)
