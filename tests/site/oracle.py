"""The theory page's numbers to fifty digits, by mpmath; printed numbers are held to them."""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np

from rnn_examples.worked_example import WorkedExample
from rnn_examples.worked_example.catalogue import load
from tests.site.pages import Number

mpmath.mp.dps = 50

NAME = re.compile(r"(?P<example>\w+)\.(?P<value>\w+)(?P<index>\[[\d,]+\])?")
PRINTED = re.compile(r"(?P<digits>−?\d+(?:\.(?P<places>\d+))?)(?:\s×\s10(?P<power>[⁻⁰-⁹¹²³]+))?")
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def printed(text: str) -> tuple[Fraction, Fraction]:
    """A printed number, and the unit of its last place. Raises ValueError for what is none."""
    found = PRINTED.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no number")
    scale = Fraction(10) ** int((found["power"] or "⁰").translate(SUPERSCRIPTS))
    places = len(found["places"] or "")
    return Fraction(found["digits"].replace("−", "-")) * scale, scale / 10**places


def _vector(values: Iterable[Any]) -> mpmath.matrix:
    return mpmath.matrix([mpmath.mpf(str(float(value))) for value in values])


def _matrix(values: Any) -> mpmath.matrix:
    return mpmath.matrix([[mpmath.mpf(str(float(value))) for value in row] for row in values])


def _step(
    x: mpmath.matrix, h: mpmath.matrix, given: Mapping[str, Any]
) -> tuple[mpmath.matrix, mpmath.matrix]:
    a = _matrix(given["W"]) * h + _matrix(given["U"]) * x + _vector(given["b"])
    return a, a.apply(mpmath.tanh)


def _encode(given: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    h = _vector(given["h_0"])
    for t, x in enumerate(given["x"], 1):
        values[f"x_{t}"] = _vector(x)
        values[f"a_{t}"], values[f"h_{t}"] = _step(_vector(x), h, given)
        h = values[f"h_{t}"]
    return values


def _decode(given: Mapping[str, Any], s: mpmath.matrix) -> dict[str, Any]:
    values: dict[str, Any] = {"s_0": s}
    token = int(given["y_0"])
    targets = given.get("y_star")
    for t in range(1, (len(targets) if targets is not None else given["length"]) + 1):
        x = _vector(given["E"][token])
        a, s = _step(x, s, given)
        scores = _matrix(given["V"]) * s + _vector(given["c"])
        powers = scores.apply(mpmath.exp)
        shares = powers / sum(powers)
        best = max(range(len(shares)), key=lambda i: (shares[i], -i))
        token = int(targets[t - 1]) if targets is not None else best
        values |= {
            f"x_{t}": x,
            f"a_{t}": a,
            f"s_{t}": s,
            f"o_{t}": scores,
            f"y_hat_{t}": shares,
            f"y_{t}": best,
        }
        if targets is not None:
            values[f"y_star_{t}"] = token
    return values


def examples() -> Mapping[str, WorkedExample]:
    return load().examples


def by_mpmath(all_examples: Mapping[str, WorkedExample]) -> dict[str, dict[str, Any]]:
    """Every step of the theory page's examples; their inputs are the package's, nothing else is."""
    values = {name: _encode(all_examples[name].arguments) for name in ("encoder", "water_drink")}
    for name in ("teacher_forced", "greedy"):
        values[name] = _decode(all_examples[name].arguments, values["encoder"]["h_2"])
    return values


def wrong_numbers(
    numbers: Iterable[Number],
    known: Mapping[str, Mapping[str, Any]],
    all_examples: Mapping[str, WorkedExample],
) -> list[str]:
    """Every number that is not what its name says, to within the rounding of its last place."""
    wrong = []
    for number in numbers:
        found = NAME.fullmatch(number.name)
        if not found:
            wrong.append(f"{number.name!r} is no name")
            continue
        true = _true(found, known, all_examples)
        shown, unit = printed(number.text.strip())
        error = abs(mpmath.mpf(shown.numerator) / shown.denominator - true)
        half = mpmath.mpf(unit.numerator) / unit.denominator / 2
        if error > half * (1 + mpmath.mpf(10) ** -9):
            shown_as = f"shown as {number.text} ({number.tag})"
            wrong.append(f"{number.name} is {mpmath.nstr(true, 12)}, {shown_as}")
        if number.value is not None and abs(mpmath.mpf(number.value) - true) > abs(true) * 1e-11:
            says = f"its element says {number.value}"
            wrong.append(f"{number.name} is {mpmath.nstr(true, 15)}, {says}")
    return wrong


def _true(
    found: re.Match[str],
    known: Mapping[str, Mapping[str, Any]],
    all_examples: Mapping[str, WorkedExample],
) -> mpmath.mpf:
    """By mpmath where it computes the value, else as recorded: inputs, and steps in between."""
    index = tuple(int(i) for i in (found["index"] or "[]")[1:-1].split(",") if i)
    value = known.get(found["example"], {}).get(found["value"])
    if value is not None:
        return mpmath.mpf(value[index[0]] if index else value)
    trace = all_examples[found["example"]].trace
    unnamed = re.fullmatch(r"n(\d+)", found["value"])
    node = trace.nodes[int(unnamed[1])] if unnamed else trace[found["value"]]
    return mpmath.mpf(float(np.asarray(node.value)[index]))
