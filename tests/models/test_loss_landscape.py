"""Slices through the loss and the race on the bowl, against loops that are written out here."""

import math

import numpy as np

from rnn_examples.models.loss_landscape import bowl, race, slice_along_gradient

random = np.random.default_rng(21)
NETWORK = {
    "W": random.normal(size=(3, 3)),
    "U": random.normal(size=(3, 2)),
    "b": random.normal(size=3),
    "V": random.normal(size=(4, 3)),
    "c": random.normal(size=4),
}
GRADIENTS = {f"d{name}": random.normal(size=array.shape) for name, array in NETWORK.items()}
X, H_0, Y = random.normal(size=(5, 2)), random.normal(size=3), np.array([3, 0, 1, 1, 2])


def loss(W, U, b, V, c):
    """The sum of the cross-entropies, with lists and the math module alone."""
    total, h = 0.0, H_0.tolist()
    for x, y in zip(X.tolist(), Y.tolist(), strict=True):
        h = [
            math.tanh(dot(w, h) + dot(u, x) + own)
            for w, u, own in zip(W.tolist(), U.tolist(), b.tolist(), strict=True)
        ]
        o = [dot(v, h) + own for v, own in zip(V.tolist(), c.tolist(), strict=True)]
        total += math.log(sum(math.exp(each) for each in o)) - o[y]
    return total


def dot(a, b):
    return math.fsum(x * y for x, y in zip(a, b, strict=True))


def test_each_point_of_the_slice_is_the_loss_after_one_step():
    rates = np.array([0.0, 0.01, 0.2, -0.1])
    found = slice_along_gradient(rates, np.float64(2.5), X, Y, H_0, **NETWORK, **GRADIENTS)
    squares = sum(float(np.sum(g**2)) for g in GRADIENTS.values())
    assert abs(found.norm_g - math.sqrt(squares)) < 1e-12
    for rate, L, promise in zip(rates, found.L, found.promise, strict=True):
        moved = {name: array - rate * GRADIENTS[f"d{name}"] for name, array in NETWORK.items()}
        assert abs(L - loss(**moved)) < 1e-12
        assert abs(promise - (2.5 - rate * squares)) < 1e-11


def test_the_bowl_is_half_the_sum_of_curvature_times_square():
    assert bowl(np.array([3.0, -2.0]), np.array([0.5, 4.0])) == (0.5 * 9 + 4 * 4) / 2


def test_the_race_is_that_of_three_optimisers_entry_by_entry():
    start, curvature = [3.0, -2.0], [0.5, 4.0]
    angles = np.array([0.3, 2.0, 4.0])
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    rates = {"eta_sgd": 0.2, "eta_momentum": 0.05, "mu": 0.9, "eta_adam": 0.3}
    betas = {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-3}
    given = {name: np.float64(value) for name, value in (rates | betas).items()}
    found = race(np.array(start), np.array(curvature), directions, **given, length=4)

    height = sum(k * x * x for k, x in zip(curvature, start, strict=True)) / 2
    for point, half in zip(found.outer, found.inner, strict=True):
        assert (
            abs(sum(k * x * x for k, x in zip(curvature, point, strict=True)) / 2 - height) < 1e-12
        )
        assert half.tolist() == (point / 2).tolist()

    assert len(found.moments) == 5
    for i in range(2):
        sgd = momentum = adam = start[i]
        velocity = m = v = 0.0
        for t, moment in enumerate(found.moments):
            assert abs(moment.sgd_t[i] - sgd) < 1e-12
            assert abs(moment.momentum_t[i] - momentum) < 1e-12
            assert abs(moment.adam_t[i] - adam) < 1e-12
            sgd -= 0.2 * curvature[i] * sgd
            velocity = 0.9 * velocity + curvature[i] * momentum
            momentum -= 0.05 * velocity
            g = curvature[i] * adam
            m, v = 0.8 * m + 0.2 * g, 0.95 * v + 0.05 * g * g
            m_hat, v_hat = m / (1 - 0.8 ** (t + 1)), v / (1 - 0.95 ** (t + 1))
            adam -= 0.3 * m_hat / (math.sqrt(v_hat) + 1e-3)
    for moment in found.moments:
        for name in ("sgd", "momentum", "adam"):
            place, measured = getattr(moment, f"{name}_t"), getattr(moment, f"loss_{name}_t")
            expected = sum(k * x * x for k, x in zip(curvature, place, strict=True)) / 2
            assert abs(measured - expected) < 1e-12
