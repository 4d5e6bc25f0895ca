"""Gradients over time: how much of a small change in h_0 is left in h_T.

`dh_dh_prev_t` is the step's Jacobian ∂h_t/∂h_{t−1} = diag(1 − h_t²) W; `dh_dh_0_t` is the TOTAL
derivative dh_t/dh_0, the product of all of them up to step t, the latest on the left.
The norm is the spectral one: the most by which a matrix can lengthen a vector.
Source: Bengio, Simard and Frasconi (1994); Pascanu, Mikolov and Bengio (2013).
"""

from typing import NamedTuple

import numpy as np

from rnn_examples.models.rnn import rnn_step
from rnn_examples.models.shapes import (
    Hidden,
    HiddenByHidden,
    Inputs,
    InputToHidden,
    Number,
    Recurrent,
)


class FlowStep(NamedTuple):
    """One time step, and what it does to a change in the initial state."""

    a_t: Hidden  # pre-activation
    h_t: Hidden  # hidden state
    dh_dh_prev_t: HiddenByHidden
    dh_dh_0_t: HiddenByHidden
    norm_dh_dh_0_t: Number


class LinearFlowStep(NamedTuple):
    """The same without tanh, where the product of the Jacobians is a power of W."""

    P_t: HiddenByHidden  # W to the power t
    norm_P_t: Number


def flow(x: Inputs, h_0: Hidden, W: Recurrent, U: InputToHidden, b: Hidden) -> list[FlowStep]:
    """Follow a change in h_0 through an Elman network of two hidden units."""
    steps: list[FlowStep] = []
    h_prev, product = h_0, np.eye(len(h_0))
    for x_t in x:
        a_t, h_t = rnn_step(x_t, h_prev, W, U, b)
        jacobian = step_jacobian(h_t, W)
        product = jacobian @ product
        steps.append(FlowStep(a_t, h_t, jacobian, product, spectral_norm(product)))
        h_prev = h_t
    return steps


def linear_flow(W: Recurrent, length: int) -> list[LinearFlowStep]:
    """Follow a change in h_0 through the same network without tanh, for `length` time steps."""
    steps: list[LinearFlowStep] = []
    product = np.eye(len(W))
    for _ in range(length):
        product = W @ product
        steps.append(LinearFlowStep(product, spectral_norm(product)))
    return steps


def step_jacobian(h_t: Hidden, W: Recurrent) -> HiddenByHidden:
    """Derive h_t = tanh(W h_{t−1} + …) by h_{t−1}."""
    return (np.eye(len(h_t)) * (1 - h_t**2)) @ W


class SpectralNorm(NamedTuple):
    """The spectral norm of a matrix J, and what it is made of."""

    F: Number  # the sum of the squares
    D: Number  # the determinant
    norm_J: Number


def spectral_norm_step_by_step(J: HiddenByHidden) -> SpectralNorm:
    """Give the largest singular value of a matrix of two rows and two columns.

    Its square is the larger root of σ⁴ − F σ² + D² = 0.
    Raises ValueError for another shape: no formula is this short there.
    """
    if J.shape != (2, 2):
        raise ValueError(f"the matrix is {J.shape[0]} × {J.shape[1]}; this formula is for 2 × 2")
    F = np.sum(J**2)
    D = J[0, 0] * J[1, 1] - J[0, 1] * J[1, 0]
    return SpectralNorm(F, D, np.sqrt((F + np.sqrt(F**2 - 4 * D**2)) / 2))


def spectral_norm(J: HiddenByHidden) -> Number:
    """Give the largest singular value alone."""
    return spectral_norm_step_by_step(J).norm_J


def with_radius(W: Recurrent, rho_W: Number, rho: Number) -> Recurrent:
    """Scale a matrix whose spectral radius is rho_W to the spectral radius rho."""
    return rho / rho_W * W


class Flow(NamedTuple):
    """The scaled matrix, and the flow through it with tanh and without."""

    W: Recurrent
    steps: list[FlowStep]
    linear: list[LinearFlowStep]


def flow_at_radius(
    x: Inputs,
    h_0: Hidden,
    W_0: Recurrent,
    U: InputToHidden,
    b: Hidden,
    rho_0: Number,
    rho: Number,
) -> Flow:
    """Scale W_0, whose spectral radius is rho_0, to rho, and follow a change in h_0 through it."""
    W = with_radius(W_0, rho_0, rho)
    return Flow(W, flow(x, h_0, W, U, b), linear_flow(W, len(x)))
