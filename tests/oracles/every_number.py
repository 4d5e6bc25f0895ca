"""Every published number once more, to fifty digits; printed numbers are held to them.

Values with a name come from their example's oracles, which share no code with the model. The steps
in between have no name: mpmath computes them here, from the example's inputs on, by the operations
that the page shows. A test demands that this way leads to the oracles' numbers. No number that the
package computed is used: only what was given, read as the decimals that were typed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import mpmath
import numpy as np

from rnn_examples.trace import Node
from rnn_examples.worked_example import WorkedExample
from rnn_examples.worked_example.catalogue import load
from tests.site.pages import Number

mp = mpmath.mp.clone()
mp.dps = 50

GIVEN = ("input", "constant", "setting")
"""What is not computed: given, written in the code, or a whole number that is published."""


def _logistic(x: Any) -> Any:
    return 1 / (1 + mp.exp(-x))


def _softplus(x: Any) -> Any:
    return mp.log(1 + mp.exp(x))


def _shares(row: np.ndarray) -> np.ndarray:
    weights = np.frompyfunc(mp.exp, 1, 1)(row)
    return np.asarray(weights / np.sum(weights))


OPERATIONS = {
    **{name: getattr(np, name) for name in (
        "add", "subtract", "multiply", "matmul", "power", "negative", "maximum",
        "greater", "greater_equal", "less", "less_equal", "equal", "not_equal",
        "sum", "max", "argmax", "take", "transpose", "reshape", "where",
    )},
    **{name: np.frompyfunc(getattr(mp, name), 1, 1) for name in ("tanh", "exp", "log", "sqrt")},
    "sigmoid": np.frompyfunc(_logistic, 1, 1),
    "softplus": np.frompyfunc(_softplus, 1, 1),
    "relu": lambda x: np.maximum(x, 0 * x),
    "softmax": _shares,
    "log_softmax": lambda row: np.frompyfunc(mp.log, 1, 1)(_shares(row)),
    "divide": lambda x, y: np.divide(x * mp.mpf(1), y),
    "mean": lambda a, **options: np.mean(a * mp.mpf(1), **options),
    "concatenate": lambda *arrays, **options: np.concatenate(arrays, **options),
    "stack": lambda *arrays, **options: np.stack(arrays, **options),
    "index": lambda a, *found, key: a[_filled(key, found)],
}  # fmt: skip
"""NumPy's own on arrays of mpmath's numbers, but for the functions that need fifty digits."""

NAME = re.compile(r"(?P<example>\w+)\.(?P<value>\w+)(?P<index>\[[\d,]+\])?")
PRINTED = re.compile(r"(?P<digits>−?\d+(?:\.(?P<places>\d+))?)(?:\s×\s10(?P<power>[⁻⁰-⁹¹²³]+))?")
MASKED = "−∞"
"""How the score of what a mask hides is printed."""

SMALLEST = 5e-324
"""What is smaller is 0 as a float."""

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def _filled(key: tuple[Any, ...], found: Iterable[Any]) -> tuple[Any, ...]:
    """The key of an index, with what was computed where its parts are None."""
    computed = iter(found)
    return tuple(next(computed) if part is None else part[0] for part in key)


@cache
def examples() -> Mapping[str, WorkedExample]:
    return load().examples


@cache
def by_operations(node: Node) -> np.ndarray:
    """A recorded value from the inputs alone: exact whole numbers, all others to fifty digits."""
    if node.origin is not None:
        return by_operations(node.origin)
    if node.operation in GIVEN:
        return _as_typed(np.asarray(node.value))
    operation = OPERATIONS[node.operation]
    found = np.asarray(operation(*map(by_operations, node.operands), **node.options))
    assert found.dtype.kind in "biuO", f"{node} became a float"
    return found


def _as_typed(values: np.ndarray) -> np.ndarray:
    if values.dtype.kind in "biu":
        return values
    exact = np.empty(values.shape, dtype=object)
    exact.flat = [mp.mpf(repr(value)) for value in values.ravel().tolist()]
    return exact


def by_oracle(example: WorkedExample, name: str) -> np.ndarray | None:
    """A named value as the example's first oracle derives it; None for what it does not cover."""
    checked = example.checks.values.get(name)
    return checked[0].true if checked else None


def node_of(example: WorkedExample, name: str) -> Node:
    """A value by its name, or by its number: n17."""
    unnamed = re.fullmatch(r"n(\d+)", name)
    return example.trace.nodes[int(unnamed[1])] if unnamed else example.trace[name]


def truth(example: WorkedExample, name: str) -> np.ndarray:
    """A value to fifty digits, by the oracle where it has a name."""
    node = node_of(example, name)
    found = by_oracle(example, example.trace.name_of(node) or "")
    return by_operations(node) if found is None else found


def printed(text: str) -> tuple[Fraction, Fraction]:
    """A printed number, and the unit of its last place. Raises ValueError for what is none."""
    found = PRINTED.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no number")
    scale = Fraction(10) ** int((found["power"] or "⁰").translate(SUPERSCRIPTS))
    places = len(found["places"] or "")
    return Fraction(found["digits"].replace("−", "-")) * scale, scale / 10**places


def wrong_numbers(numbers: Iterable[Number]) -> Iterator[str]:
    """Every number that is not what its name says, to within the rounding of its last place.

    A number that is shown alike in many places is looked at once.
    """
    known = examples()
    alike = {(each.name, each.tag, each.text, each.value): each for each in numbers}
    for number in alike.values():
        found = NAME.fullmatch(number.name)
        if not found:
            yield f"{number.name!r} is no name"
            continue
        index = tuple(int(i) for i in (found["index"] or "[]")[1:-1].split(",") if i)
        true = _number(truth(known[found["example"]], found["value"])[index])
        if number.text.strip() == MASKED or true == -mp.inf:
            if (number.text.strip(), number.value) not in ((MASKED, None), (MASKED, "-inf")):
                yield f"{number.name} is {mp.nstr(true)}, shown as {number.text} ({number.tag})"
            elif true != -mp.inf:
                yield f"{number.name} is {mp.nstr(true, 12)}, shown as {MASKED} ({number.tag})"
            continue
        shown, unit = map(_number, printed(number.text.strip()))
        if abs(shown - true) > unit / 2 * (1 + mp.mpf(10) ** -9):
            shown_as = f"shown as {number.text} ({number.tag})"
            yield f"{number.name} is {mp.nstr(true, 12)}, {shown_as}"
        off = 0 if number.value is None else abs(mp.mpf(number.value) - true)
        if off > max(abs(true) * 1e-11, SMALLEST):
            yield f"{number.name} is {mp.nstr(true, 15)}, its element says {number.value}"


def distance(found: np.ndarray, true: np.ndarray) -> np.ndarray:
    """The difference of each entry; of numbers above 1, relative to the number."""
    assert found.shape == true.shape
    return np.array([
        float(abs(_number(found[index]) - _number(true[index])) / max(1, abs(_number(true[index]))))
        for index in np.ndindex(true.shape)
    ])  # fmt: skip


def _number(value: Any) -> Any:
    if isinstance(value, Fraction):
        return mp.mpf(value.numerator) / value.denominator
    return mp.mpf(value.item() if hasattr(value, "item") else value)
