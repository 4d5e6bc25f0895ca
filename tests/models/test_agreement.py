"""Counting what agrees."""

import numpy as np

from rnn_examples.models.agreement import compare


def test_every_number_is_compared_and_what_is_beyond_the_tolerance_is_counted():
    shapes = {"dW": (2, 2), "dU": (2, 3), "db": (2,), "dV": (4, 2), "dc": (4,), "dh_0": (2,)}
    rng = np.random.default_rng(0)
    back = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    forth = {f"{name}_forth": gradient.copy() for name, gradient in back.items()}
    numbers = 2 * 2 + 2 * 3 + 2 + 4 * 2 + 4 + 2
    found = compare(np.float64(1e-3), **back, **forth)
    assert (found.within, found.beyond) == (numbers, 0)
    forth["dV_forth"][3, 1] += 0.01  # above, and below
    forth["dh_0_forth"][0] -= 0.01
    forth["dc_forth"][2] += 0.0001  # within the tolerance
    found = compare(np.float64(1e-3), **back, **forth)
    assert (found.within, found.beyond) == (numbers - 2, 2)


def test_what_differs_by_the_tolerance_is_beyond_it():
    back = {"dW": np.eye(2), "dU": np.ones((2, 1)), "db": np.ones(2)}
    back |= {"dV": np.ones((1, 2)), "dc": np.ones(1), "dh_0": np.ones(2)}
    forth = {f"{name}_forth": gradient.copy() for name, gradient in back.items()}
    forth["db_forth"] += np.array([0.125, -0.125])
    found = compare(np.float64(0.125), **back, **forth)
    assert (found.within, found.beyond) == (11, 2)
