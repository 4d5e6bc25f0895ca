"""SGD, momentum and Adam, against exact arithmetic and PyTorch."""

import json
from fractions import Fraction
from pathlib import Path

import mpmath
import numpy as np
import pytest

from rnn_examples.models import optimisers
from rnn_examples.models.optimisers import adam, momentum, sgd

RECORDED = json.loads(
    (Path(__file__).parents[1] / "oracles" / "pytorch_optimisers.json").read_text("utf-8")
)
MP = mpmath.mp.clone()
MP.dps = 50

START = np.array([1.0, -1.0, 0.5])
GRADIENTS = np.array([[0.5, -2.0, 0.0], [-0.25, 1.5, 3.0], [0.75, 0.5, -1.0], [1e-3, -4.0, 2.0]])


def run(name):
    start = {"theta_0": START, "g": GRADIENTS, "eta": np.float64(0.1)}
    zeros = np.zeros(3)
    return {
        "sgd": lambda: sgd(**start),
        "momentum": lambda: momentum(**start, v_0=zeros, mu=np.float64(0.9)),
        "adam": lambda: adam(
            **start,
            m_0=zeros,
            v_0=zeros,
            beta_1=np.float64(0.9),
            beta_2=np.float64(0.999),
            epsilon=np.float64(1e-8),
        ),
    }[name]()


@pytest.mark.parametrize("name", ["sgd", "momentum", "adam"])
def test_every_update_agrees_with_pytorch(name):
    case = RECORDED["cases"][name]
    assert (case["start"], case["gradients"]) == (START.tolist(), GRADIENTS.tolist())
    ours = [step.theta_t for step in run(name)]
    assert np.allclose(ours, case["parameters"], rtol=1e-13, atol=1e-15)


def test_sgd_agrees_with_fractions():
    for k in range(3):
        theta = Fraction(START[k])
        for g_t, step in zip(GRADIENTS, run("sgd"), strict=True):
            theta -= Fraction(1, 10) * Fraction(g_t[k])
            assert step.theta_t[k] == pytest.approx(float(theta), rel=1e-14)


def adam_precisely(k):
    """Kingma and Ba's algorithm 1 for one parameter."""
    theta, m, v = MP.mpf(START[k]), MP.mpf(0), MP.mpf(0)
    first, second = MP.mpf("0.9"), MP.mpf("0.999")
    for t, g_t in enumerate(GRADIENTS, 1):
        g = MP.mpf(g_t[k])
        m = first * m + (1 - first) * g
        v = second * v + (1 - second) * g**2
        m_hat, v_hat = m / (1 - first**t), v / (1 - second**t)
        theta -= MP.mpf("0.1") * m_hat / (MP.sqrt(v_hat) + MP.mpf("1e-8"))
        yield m, v, m_hat, v_hat, theta


def largest_error_of_adam():
    steps = run("adam")
    return max(
        abs(float(true) - found[k])
        for k in range(3)
        for step, exact in zip(steps, adam_precisely(k), strict=True)
        for found, true in zip(step, exact, strict=True)
    )


def test_adam_agrees_with_50_digits():
    assert largest_error_of_adam() < 1e-12


def test_without_the_correction_of_the_bias_adam_would_be_found_wrong(monkeypatch):
    step = optimisers.adam_step
    monkeypatch.setattr(
        optimisers,
        "adam_step",
        lambda theta, m, v, g, t, *rest: step(theta, m, v, g, 1000 * t, *rest),
    )
    assert largest_error_of_adam() > 1e-3


def test_adams_first_step_is_as_long_as_the_learning_rate_whatever_the_gradient():
    moved = run("adam")[0].theta_t - START
    assert moved[:2] == pytest.approx([-0.1, 0.1], rel=1e-6)
    assert moved[2] == 0


def test_momentum_with_no_memory_is_sgd():
    plain = sgd(GRADIENTS, START, np.float64(0.1))
    found = momentum(GRADIENTS, START, np.zeros(3), np.float64(0.1), np.float64(0))
    assert [s.theta_t.tolist() for s in found] == [s.theta_t.tolist() for s in plain]
