"""Gradients over time: how much of a small change in h_0 is left in h_T.

`dh_dh_prev_t` is the step's Jacobian ∂h_t/∂h_{t−1} = diag(1 − h_t²) W; `dh_dh_0_t` is the TOTAL
derivative dh_t/dh_0, the product of all of them up to step t, the latest on the left.
The norm is the spectral one: the most by which a matrix can lengthen a vector. The formulas are for
2 × 2 matrices. Raises ValueError for another size, for ±∞ and NaN, and where a product over time
has an entry above the largest float, 1.8e308; below the smallest one, 4.9e-324, it is 0.
Source: Bengio, Simard and Frasconi (1994); Pascanu, Mikolov and Bengio (2013).
"""

from typing import NamedTuple

import numpy as np

from rnn_examples.models.checks import check_calls, unit_of
from rnn_examples.models.rnn import rnn_step
from rnn_examples.models.shapes import (
    Count,
    Hidden,
    HiddenByHidden,
    Inputs,
    InputToHidden,
    NotNegative,
    Number,
    Positive,
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
    """Follow a change in h_0 through an Elman network of two hidden units.

    Where tanh is saturated, its slope is 0 and so is all that follows.
    """
    steps: list[FlowStep] = []
    h_prev, product = h_0, np.eye(len(h_0))
    with np.errstate(over="ignore", invalid="ignore"):  # the norm refuses what is not finite
        for x_t in x:
            a_t, h_t = rnn_step(x_t, h_prev, W, U, b)
            jacobian = step_jacobian(h_t, W)
            product = jacobian @ product
            steps.append(FlowStep(a_t, h_t, jacobian, product, spectral_norm(product)))
            h_prev = h_t
    return steps


def linear_flow(W: Recurrent, length: Count) -> list[LinearFlowStep]:
    """Follow a change in h_0 through the same network without tanh, for `length` time steps."""
    steps: list[LinearFlowStep] = []
    product = np.eye(len(W))
    with np.errstate(over="ignore", invalid="ignore"):  # the norm refuses what is not finite
        for _ in range(length):
            product = W @ product
            steps.append(LinearFlowStep(product, spectral_norm(product)))
    return steps


def step_jacobian(h_t: Hidden, W: Recurrent) -> HiddenByHidden:
    """Differentiate h_t = tanh(W h_{t−1} + …) with respect to h_{t−1}."""
    return (np.eye(len(h_t)) * (1 - h_t**2)) @ W


class SpectralNorm(NamedTuple):
    """The spectral norm of a matrix J, and what it is made of."""

    r_turn: Number  # by how much J turns and stretches
    r_mirror: Number  # by how much J mirrors and stretches
    norm_J: Number


def spectral_norm_step_by_step(J: HiddenByHidden) -> SpectralNorm:
    """Give the largest singular value of a matrix of two rows and two columns.

    Such a matrix is a scaled rotation plus a scaled reflection. Some vector is sent in the same
    direction by both: it is stretched by the sum of the two scales, and no vector by more.
    Raises ValueError for other shapes: they have no formula this short.
    """
    require_two_by_two(J)
    unit = unit_of(J)
    if unit != 1:  # the squares would be too large or too small for a float
        return SpectralNorm(*(unit * part for part in spectral_norm_step_by_step(J / unit)))
    r_turn = np.sqrt((J[0, 0] + J[1, 1]) ** 2 + (J[0, 1] - J[1, 0]) ** 2) / 2
    r_mirror = np.sqrt((J[0, 0] - J[1, 1]) ** 2 + (J[0, 1] + J[1, 0]) ** 2) / 2
    return SpectralNorm(r_turn, r_mirror, r_turn + r_mirror)


def spectral_norm(J: HiddenByHidden) -> Number:
    """Give the largest singular value alone."""
    return spectral_norm_step_by_step(J).norm_J


class SpectralRadius(NamedTuple):
    """The spectral radius of a matrix W, and what it is made of."""

    S: Number  # the sum of the diagonal
    D: Number  # the determinant
    rho_W: Number


def spectral_radius_step_by_step(W: Recurrent) -> SpectralRadius:
    """Give the largest absolute value of the eigenvalues of a 2 × 2 matrix.

    They are the roots of λ² − S λ + D = 0. Where S² < 4 D they are no real numbers, and the
    absolute value of both is √D.
    Raises ValueError for another shape. D is ±∞ or 0 where the determinant is no float.
    """
    require_two_by_two(W)
    unit = unit_of(W)
    if unit != 1:  # the products would be too large or too small for a float
        S, D, rho_W = spectral_radius_step_by_step(W / unit)
        with np.errstate(over="ignore"):
            return SpectralRadius(unit * S, unit * (unit * D), unit * rho_W)
    S = W[0, 0] + W[1, 1]
    D = W[0, 0] * W[1, 1] - W[0, 1] * W[1, 0]
    square = S**2 - 4 * D
    real = (np.maximum(S, -S) + np.sqrt(np.maximum(square, 0))) / 2
    return SpectralRadius(S, D, np.where(square < 0, np.sqrt(np.maximum(D, 0)), real))


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
    rho_0: Positive,
    rho: NotNegative,
) -> Flow:
    """Scale W_0, whose spectral radius is rho_0, to rho, and follow a change in h_0 through it."""
    W = rho / rho_0 * W_0
    return Flow(W, flow(x, h_0, W, U, b), linear_flow(W, len(x)))


def require_two_by_two(matrix: HiddenByHidden) -> None:
    """Raise ValueError for a matrix of another shape."""
    rows, columns = matrix.shape
    if (rows, columns) != (2, 2):
        raise ValueError(f"the matrix is {rows} × {columns}; this formula is for 2 × 2")


check_calls(__name__)
