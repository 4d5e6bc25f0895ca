"""Linear recurrences: h_t = a_t h_{t−1} + u_t, by a loop and by a scan; and where |λ| keeps it.

Between the steps are sums and products alone, so two steps together are again one step: first
(a, u), then (a′, u′) is (a′ a, a′ u + u′). This is associative: the pairs of a sequence may be put
together in any grouping. A loop takes them one after the other. A scan takes neighbours at once, as
a tree, and needs about 2 log₂ T rounds where a loop needs T.

λ is one number here, as each entry of the state is by itself. A complex λ is written as its real
and its imaginary part: a product with it turns the state and stretches it by |λ|.
Source: Orvieto and others (2023), the linear recurrent unit (LRU); Blelloch (1990) on scans.
"""

import math
from typing import Annotated, Any, NamedTuple

import numpy as np
from jaxtyping import Float

from rnn_examples.models.checks import Within, check_calls, is_plain
from rnn_examples.models.shapes import Number, Numbers

Complex = Float[Any, "2"]  # real and imaginary part
Exponent = Annotated[Float[Any, ""], Within(-700.0, 700.0)]


def _four(name: str, inputs: Any, _: Any) -> None:
    if len(inputs) != 4:
        raise ValueError(f"{name} has the shape {np.shape(inputs)}; it must be (4)")


class Step(NamedTuple):
    """One time step."""

    h_t: Number


class Pair(NamedTuple):
    """One step, or several together: what the state is multiplied by, and what is added."""

    a: Number
    u: Number


def linear(x: Numbers, h_0: Number, λ: Number, b: Number) -> list[Step]:
    """Read a sequence: h_t = λ h_{t−1} + b x_t."""
    steps: list[Step] = []
    h_prev = h_0
    for x_t in x:
        h_prev = λ * h_prev + b * x_t
        steps.append(Step(h_prev))
    return steps


def loop(a: Numbers, u: Numbers, h_0: Number) -> list[Step]:
    """Take one step after the other; each has its own a_t and u_t."""
    steps: list[Step] = []
    h_prev = h_0
    for a_t, u_t in zip(a, u, strict=True):
        h_prev = a_t * h_prev + u_t
        steps.append(Step(h_prev))
    return steps


def scan(a: Numbers, u: Numbers, h_0: Number) -> list[Step]:
    """Do the same as a tree: neighbours together, their pairs together, and back to every step."""
    pairs = prefixes([Pair(a_t, u_t) for a_t, u_t in zip(a, u, strict=True)])
    return [Step(pair.a * h_0 + pair.u) for pair in pairs]


def prefixes(pairs: list[Any]) -> list[Any]:
    """Put all pairs together up to each place."""
    if len(pairs) < 2:
        return pairs
    neighbours = [
        together(first, second) for first, second in zip(pairs[::2], pairs[1::2], strict=False)
    ]
    ends = prefixes(neighbours)  # up to places 2, 4, 6, …
    found = [pairs[0]]
    for place in range(1, len(pairs)):
        done = ends[(place - 1) // 2]
        found.append(done if place % 2 else together(done, pairs[place]))
    return found


def together(first: Any, second: Any) -> Any:
    """Make one step of two, the first one first."""
    return Pair(second.a * first.a, second.a * first.u + second.u)


class Tree(NamedTuple):
    """The scan of four steps; 12 is both of the first two, 14 all four."""

    a_12: Number
    u_12: Number
    a_34: Number
    u_34: Number
    a_14: Number
    u_14: Number
    a_13: Number
    u_13: Number
    h_1: Number
    h_2: Number
    h_3: Number
    h_4: Number


def tree_of_four(x: Annotated[Numbers, _four], h_0: Number, λ: Number, b: Number) -> Tree:
    """Scan four inputs: two pairs at once, then the whole; the third place on the way back."""
    one, two, three, four = [Pair(λ, b * x_t) for x_t in x]
    p_12, p_34 = together(one, two), together(three, four)
    p_14, p_13 = together(p_12, p_34), together(p_12, three)
    states = [pair.a * h_0 + pair.u for pair in (one, p_12, p_13, p_14)]
    return Tree(*p_12, *p_34, *p_14, *p_13, *states)


class TurningStep(NamedTuple):
    """One time step of a complex state: real and imaginary part, and the distance from 0."""

    h_t: Complex
    norm_h_t: Number


class Turning(NamedTuple):
    """A product with λ as a matrix, and all states."""

    R: Float[Any, "2 2"]
    steps: list[TurningStep]


def turning(x: Numbers, h_0: Complex, λ_re: Number, λ_im: Number, b: Number) -> Turning:
    """Read a sequence with a complex λ; x and b are real."""
    R = np.stack([np.stack([λ_re, -λ_im]), np.stack([λ_im, λ_re])])
    return Turning(R, turn(x, h_0, R, b))


def turn(x: Numbers, h_0: Complex, R: Float[Any, "2 2"], b: Number) -> list[TurningStep]:
    """Take every step: the state is turned and stretched, and the input is added."""
    steps: list[TurningStep] = []
    h_prev = h_0
    for x_t in x:
        h_prev = R @ h_prev + b * x_t * np.array([1.0, 0.0])
        steps.append(TurningStep(h_prev, np.sqrt(np.sum(h_prev**2))))
    return steps


class Unit(NamedTuple):
    """A linear recurrent unit: λ, its size, the factor of the input, and the states."""

    norm_λ: Number  # |λ|
    gamma: Number
    λ_re: Number
    λ_im: Number
    R: Float[Any, "2 2"]
    steps: list[TurningStep]


def lru(
    x: Numbers, h_0: Complex, nu: Exponent, cos_theta: Number, sin_theta: Number, b: Number
) -> Unit:
    """Read a sequence with |λ| = exp(−exp(ν)), which is below 1 whatever ν is.

    The angle of λ is given by its cosine and its sine. The input is multiplied by
    γ = √(1 − |λ|²), so that a state does not grow with |λ|.
    Source: Orvieto and others (2023), one entry of the state.
    """
    if is_plain(cos_theta) and not math.isclose(cos_theta**2 + sin_theta**2, 1, abs_tol=1e-12):
        raise ValueError(
            f"cos_theta is {cos_theta} and sin_theta {sin_theta}; their squares must add up to 1"
        )
    norm = np.exp(-np.exp(nu))
    gamma = np.sqrt(1 - norm**2)
    λ_re, λ_im = norm * cos_theta, norm * sin_theta
    return Unit(norm, gamma, λ_re, λ_im, *turning(x, h_0, λ_re, λ_im, gamma * b))


check_calls(__name__)
