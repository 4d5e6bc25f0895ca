"""The page on rounding: a number format of four binary digits, and the certificate of a number."""

import numpy as np

from rnn_examples.models.rounding import (
    add_in_two_orders,
    certify,
    multiply_and_add,
    rounded_step,
    store,
)
from rnn_examples.oracles import rounding
from rnn_examples.worked_example import WorkedExample, made


def toy_format(digits: int, low: int, high: int) -> np.ndarray:
    """List the numbers of a format, the smallest first: what is below 2^low is evenly spaced.

    digits: p, at least 1. low, high: the exponents of the smallest full number and of the first
    one that is too large.
    """
    full = 2 ** (digits - 1)
    spaced = [k * 2.0 ** (low - digits + 1) for k in range(1, full)]
    above = [m * 2.0 ** (e - digits + 1) for e in range(low, high) for m in range(full, 2 * full)]
    return np.array([-x for x in reversed(spaced + above)] + [0.0] + spaced + above)


DIGITS, LOW, HIGH = 4, -3, 2

FORMAT = made(toy_format, digits=DIGITS, low=LOW, high=HIGH)

UNIT = np.float64(2.0**-DIGITS)
TINY = np.float64(2.0 ** (LOW - DIGITS))


def evenly(count: int, last: float) -> np.ndarray:
    """Numbers from 0 to the last one, equally far apart."""
    return np.round(np.linspace(0, last, count), 6)


STAIRCASE = WorkedExample(store, x=made(evenly, count=121, last=2.4), numbers=FORMAT).checked_by(
    rounding.stored
)

STORED = WorkedExample(store, x=np.array([0.1, 0.3, 0.7, 2.4]), numbers=FORMAT).checked_by(
    rounding.stored
)

ROUNDED_STEP = (
    WorkedExample(
        rounded_step,
        w=np.float64(0.7),
        h_prev=np.float64(0.6),
        u=np.float64(-0.4),
        x=np.float64(0.3),
        numbers=FORMAT,
        unit=UNIT,
        tiny=TINY,
    )
    .checked_by(rounding.rounded_step)
    .with_sliders(w=(-1.0, 1.0, 0.05), x=(-1.0, 1.0, 0.05))
)

TWO_ORDERS = WorkedExample(
    add_in_two_orders,
    x=np.float64(2.0),
    y=np.float64(0.125),
    z=np.float64(0.125),
    numbers=FORMAT,
).checked_by(rounding.two_orders)

FUSED = WorkedExample(
    multiply_and_add,
    x=np.float64(0.9375),
    y=np.float64(0.5625),
    z=np.float64(-0.5),
    numbers=FORMAT,
).checked_by(rounding.fused)


def hundredths(low: int, high: int) -> np.ndarray:
    """Every number with two decimals from one whole number to another."""
    return np.array([k / 100 for k in range(100 * low, 100 * high + 1)])


CERTIFICATE = (
    WorkedExample(
        certify,
        value=np.float64(0.462),
        bound=np.float64(0.001),
        steps=made(hundredths, low=-1, high=1),
        step=np.float64(0.01),
    )
    .checked_by(rounding.certificate)
    .with_sliders(value=(0.45, 0.48, 0.0005), bound=(0.0, 0.006, 0.0005))
)

TIE = CERTIFICATE.with_inputs(value=np.float64(0.4648), bound=np.float64(0.0005))
