"""Inputs of every kind, and functions of them: what the tests of the recorder record."""

import copy
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

random = np.random.default_rng(7)

INPUTS = {
    "a": np.float64(-1.75),
    "v": random.normal(size=3),
    "w": random.normal(size=3),
    "A": random.normal(size=(4, 3)),
    "B": random.normal(size=(3, 2)),
    "C": random.normal(size=(2, 3, 4)),
    "P": random.uniform(0.1, 3.0, (4, 3)),
    "e": np.empty((0, 3)),
    "i": np.array([2, 0, 1]),
    "k": np.int64(2),
    "m": np.array([True, False, True]),
    "one": random.normal(size=(1, 3)),
}


X = np.array([1.0, 2.0])


class Step(NamedTuple):
    a_t: Any
    h_t: Any


def function_of(expression: str, **more: Any) -> Callable[..., Any]:
    """A function of the inputs. more: what else its expression may name."""
    known = {"copy": copy, "math": math, "np": np, "Fraction": Fraction, **more}
    return eval(f"lambda {', '.join(INPUTS)}: {expression}", known)  # noqa: S307


def same_bits(a: Any, b: Any) -> bool:
    a, b = np.asarray(a), np.asarray(b)
    return (a.dtype, a.shape, a.tobytes()) == (b.dtype, b.shape, b.tobytes())
