"""From a gradient to new parameters: SGD, momentum, Adam.

The parameters stand in one vector theta; g_t is the gradient at time step t, eta the learning rate.

Raises ValueError for a negative learning rate, mu outside 0 ≤ μ ≤ 1, beta outside 0 ≤ β < 1, a
negative epsilon, and gradients whose shape differs from the parameters'. ±∞ and NaN in a
gradient go into the parameters; `adam` refuses them.
"""

from typing import Annotated, NamedTuple

import numpy as np

from rnn_examples.models.checks import Within, check_calls, is_plain
from rnn_examples.models.shapes import (
    AnyShape,
    CountFromOne,
    NotNegative,
    Parameters,
    Share,
    ShareBelowOne,
    Updates,
)

SQUARABLE = Within(-1e150, 1e150)
Squares = Annotated[Parameters, Within(0.0)]


class SGDStep(NamedTuple):
    """One update."""

    theta_t: Parameters


class MomentumStep(NamedTuple):
    """One update, with the velocity."""

    v_t: Parameters  # velocity
    theta_t: Parameters


class AdamStep(NamedTuple):
    """One update, with both moments before and after the correction of their bias."""

    m_t: Parameters  # running mean of the gradients
    v_t: Parameters  # running mean of their squares
    m_hat_t: Parameters  # corrected: both means started from 0
    v_hat_t: Parameters
    theta_t: Parameters


def sgd(g: Updates, theta_0: Parameters, eta: NotNegative) -> list[SGDStep]:
    """Go against each gradient, by eta times its length."""
    steps: list[SGDStep] = []
    theta_prev = theta_0
    for g_t in g:
        theta_prev = sgd_step(theta_prev, g_t, eta)
        steps.append(SGDStep(theta_prev))
    return steps


def sgd_step(theta_prev: AnyShape, g_t: AnyShape, eta: NotNegative) -> AnyShape:
    """Update the parameters once; they may be an array of any shape."""
    return theta_prev - eta * g_t


def momentum(
    g: Updates, theta_0: Parameters, v_0: Parameters, eta: NotNegative, mu: Share
) -> list[MomentumStep]:
    """Let each gradient push a velocity, of which a fraction mu is kept at every step."""
    steps: list[MomentumStep] = []
    theta_prev, v_prev = theta_0, v_0
    for g_t in g:
        steps.append(momentum_step(theta_prev, v_prev, g_t, eta, mu))
        v_prev, theta_prev = steps[-1]
    return steps


def momentum_step(
    theta_prev: Parameters, v_prev: Parameters, g_t: Parameters, eta: NotNegative, mu: Share
) -> MomentumStep:
    """Update velocity and parameters once: v_t = μ v_{t−1} + g_t, then θ_t = θ_{t−1} − η v_t.

    The learning rate stands outside the velocity.
    Source: Polyak (1964); with the learning rate inside, Sutskever and others (2013).
    """
    v_t = mu * v_prev + g_t
    return MomentumStep(v_t, theta_prev - eta * v_t)


def adam(
    g: Annotated[Updates, SQUARABLE],
    theta_0: Parameters,
    m_0: Parameters,
    v_0: Squares,
    eta: NotNegative,
    beta_1: ShareBelowOne,
    beta_2: ShareBelowOne,
    epsilon: NotNegative,
) -> list[AdamStep]:
    """Divide a running mean of the gradients by the root of a running mean of their squares."""
    steps: list[AdamStep] = []
    theta_prev, m_prev, v_prev = theta_0, m_0, v_0
    for t, g_t in enumerate(g, 1):
        step = adam_step(theta_prev, m_prev, v_prev, g_t, t, eta, beta_1, beta_2, epsilon)
        steps.append(step)
        theta_prev, m_prev, v_prev = step.theta_t, step.m_t, step.v_t
    return steps


def adam_step(
    theta_prev: Parameters,
    m_prev: Parameters,
    v_prev: Squares,
    g_t: Annotated[Parameters, SQUARABLE],
    t: CountFromOne,
    eta: NotNegative,
    beta_1: ShareBelowOne,
    beta_2: ShareBelowOne,
    epsilon: NotNegative,
) -> AdamStep:
    """Update both moments and the parameters once; t counts from 1.

    epsilon is added to the root, outside it. With 0, ValueError for an entry whose gradients were
    all 0; no entry of a gradient is above 1e150, as its square has to be a float.
    Source: Kingma and Ba (2014), algorithm 1.
    """
    m_t = beta_1 * m_prev + (1 - beta_1) * g_t
    v_t = beta_2 * v_prev + (1 - beta_2) * g_t**2
    m_hat_t = m_t / (1 - beta_1**t)
    v_hat_t = v_t / (1 - beta_2**t)
    if is_plain(v_hat_t) and np.any(v_hat_t + epsilon == 0):
        raise ValueError("epsilon is 0, and so is an entry of v_hat_t: give an epsilon above 0")
    return AdamStep(
        m_t, v_t, m_hat_t, v_hat_t, theta_prev - eta * m_hat_t / (np.sqrt(v_hat_t) + epsilon)
    )


check_calls(__name__)
