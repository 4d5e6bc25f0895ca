"""Rounding, shown with a number format so small that it fits on a page.

The format has p binary digits: its numbers are m · 2^e, with whole m below 2^p and few exponents e.
Every result is rounded to the nearest of them; of two that are equally near, to the smaller one
(float64, with 53 binary digits, takes the one whose last digit is even).

The unit of rounding is 2^-p. What is rounded to z is off by at most unit · |z| + tiny, where tiny
is half the smallest number above zero, as long as no result is beyond the largest number.
Source: Higham, Accuracy and Stability of Numerical Algorithms (2002), chapter 2.
"""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from rnn_examples.models.checks import check_calls
from rnn_examples.models.shapes import NotNegative, Number, Share

Format = Float[Any, "format"]  # the numbers of a format, the smallest first
Values = Float[Any, "count"]


def nearest(x: Number, numbers: Format) -> Number:
    """Round x to the format; of two numbers that are equally near, to the smaller one."""
    return numbers[np.argmax(-((numbers - x) ** 2))]


class Stored(NamedTuple):
    """Numbers as a format stores them."""

    stored: Values
    error: Values  # stored less the number itself


def store(x: Values, numbers: Format) -> Stored:
    """Round every number of x."""
    stored = numbers[np.argmax(-((x[:, None] - numbers) ** 2), axis=1)]
    return Stored(stored, stored - x)


class RoundedStep(NamedTuple):
    """One step of a recurrent unit, rounded after each operation, beside the same without rounding.

    Of each rounded number stands a bound: the largest error that it can have.
    """

    p: Number  # w h, rounded
    q: Number  # u x, rounded
    a: Number
    h: Number
    bound_p: Number
    bound_q: Number
    bound_a: Number
    bound_h: Number
    p_true: Number
    q_true: Number
    a_true: Number
    h_true: Number
    error_p: Number  # the rounded number less the true one
    error_q: Number
    error_a: Number
    error_h: Number


def rounded_step(
    w: Number,
    h_prev: Number,
    u: Number,
    x: Number,
    numbers: Format,
    unit: Share,
    tiny: NotNegative,
) -> RoundedStep:
    """Compute h = tanh(w h_prev + u x) in the format; its four inputs count as exact.

    The bounds follow every operation: errors of a sum add up, tanh has a slope of at most 1, and
    each rounding adds its own.
    """
    p_true, q_true = w * h_prev, u * x
    a_true = p_true + q_true
    h_true = np.tanh(a_true)
    p, q = nearest(p_true, numbers), nearest(q_true, numbers)
    a = nearest(p + q, numbers)
    h = nearest(np.tanh(a), numbers)
    bound_p = bound_of_rounding(p, unit, tiny)
    bound_q = bound_of_rounding(q, unit, tiny)
    bound_a = bound_p + bound_q + bound_of_rounding(a, unit, tiny)
    bound_h = bound_a + bound_of_rounding(h, unit, tiny)
    errors = p - p_true, q - q_true, a - a_true, h - h_true
    true = p_true, q_true, a_true, h_true
    return RoundedStep(p, q, a, h, bound_p, bound_q, bound_a, bound_h, *true, *errors)


def bound_of_rounding(z: Number, unit: Share, tiny: NotNegative) -> Number:
    """Bound the error of one rounding whose result is z."""
    return unit * np.maximum(z, -z) + tiny


class TwoOrders(NamedTuple):
    """The same sum of three numbers in two orders, and a product that is added in two ways."""

    left_first: Number
    left: Number  # (x + y) + z
    right_first: Number
    right: Number  # x + (y + z)
    total: Number  # without rounding


def add_in_two_orders(x: Number, y: Number, z: Number, numbers: Format) -> TwoOrders:
    """Add three numbers from the left and from the right, rounded after each addition."""
    left_first, right_first = nearest(x + y, numbers), nearest(y + z, numbers)
    left, right = nearest(left_first + z, numbers), nearest(x + right_first, numbers)
    return TwoOrders(left_first, left, right_first, right, x + y + z)


class Fused(NamedTuple):
    """A product that is added to a number, rounded twice and rounded once."""

    product: Number
    twice: Number
    once: Number
    exact: Number


def multiply_and_add(x: Number, y: Number, z: Number, numbers: Format) -> Fused:
    """Compute x y + z with a rounding after each operation, and with one at the end alone."""
    exact = x * y + z
    product, once = nearest(x * y, numbers), nearest(exact, numbers)
    return Fused(product, nearest(product + z, numbers), once, exact)


class Certificate(NamedTuple):
    """Whether a printed number is sure to be right, whatever the error below its bound."""

    printed: Number
    low: Number  # the smallest that the true value can be
    high: Number
    distance: Number  # from the value to the nearest number that lies midway between printed ones
    certain: Any


def certify(value: Number, bound: NotNegative, steps: Format, step: NotNegative) -> Certificate:
    """Print a value that is off by at most `bound`: certain where no number midway is in reach.

    steps: the numbers that can be printed, `step` apart, the smallest first.
    """
    printed = nearest(value, steps)
    off = value - printed
    distance = step / 2 - np.maximum(off, -off)
    return Certificate(printed, value - bound, value + bound, distance, distance > bound)


check_calls(__name__)
