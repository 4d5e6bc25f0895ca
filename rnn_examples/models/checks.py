"""Checks of the arguments: each call of a model is checked against the model's signature.

`check_calls(__name__)`, the last line of a module, does it for all its public functions. Checked
are the shapes, that no axis is empty, and what `shapes` says of the values: which numbers are
allowed, and which axis a token id counts. Lists, and integers where floats are declared, become
arrays of floats.

A recorded run is checked for shapes alone, and nothing of the check is recorded. Its values are
checked when the recorder runs the function once more on plain arrays.
"""

import functools
import inspect
import math
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from types import FunctionType
from typing import Any, NamedTuple, get_origin, get_type_hints

import numpy as np
from jaxtyping import Bool, Int, TypeCheckError


class ArrayError(TypeCheckError, ValueError):
    """A ValueError for a wrong shape or type; it is jaxtyping's error for these, too."""


class TokenError(ValueError, IndexError):
    """A ValueError for an id without a row; it is NumPy's error for it, too."""


@dataclass(frozen=True)
class RowOf:
    """The condition on token ids: whole numbers that count the rows of an axis, from 0."""

    axis: str

    def __call__(self, name: str, ids: Any, known: Mapping[str, Any]) -> None:
        """Raise ValueError for the first id that has no row."""
        if self.axis in known:
            require_rows(name, ids, known[self.axis], self.axis)


@dataclass(frozen=True)
class Within:
    """The condition on numbers: all finite, from `low` to `high`, but for those left out."""

    low: float
    high: float = math.inf
    left_out: tuple[float, ...] = ()

    def __call__(self, name: str, value: Any, _: Mapping[str, Any]) -> None:
        """Raise ValueError for a number outside; NaN is one."""
        for number in (value,) if isinstance(value, float | int) else np.ravel(value):
            inside = self.low <= number <= self.high and math.isfinite(number)
            if not inside or number in self.left_out:
                raise ValueError(f"{name} is {number}; it must be {self}")

    def __str__(self) -> str:
        words = [f"{'above' if self.low in self.left_out else 'at least'} {self.low:g}"]
        if self.high < math.inf:
            words += [f"{'below' if self.high in self.left_out else 'at most'} {self.high:g}"]
        return f"a finite number, {' and '.join(words)}"


@dataclass(frozen=True)
class AsWideAs:
    """The condition on a matrix that reads several vectors as one: a column for each entry."""

    axes: tuple[str, ...]

    def __call__(self, name: str, matrix: Any, known: Mapping[str, Any]) -> None:
        """Raise ValueError for another number of columns."""
        shape, columns = np.shape(matrix), sum(known[axis] for axis in self.axes)
        if shape[1] != columns:
            raise ArrayError(f"{name} has the shape {shape}; it must have {columns} columns")


def largest_is_finite(name: str, logits: Any, _: Mapping[str, Any] | None = None) -> None:
    """The condition on logits: −∞ may stand for an impossible token, unless all are; no +∞, NaN."""
    if is_plain(logits):
        require_finite(f"the largest of {name}", np.max(logits, axis=-1))


def sum_is_positive(name: str, ratios: Any, _: Mapping[str, Any]) -> None:
    """The condition on what is divided by its sum."""
    total = np.sum(ratios)
    if not 0 < total < math.inf:
        raise ValueError(f"the sum of {name} is {total}; it must be a finite number, above 0")


def some_is_true(name: str, mask: Any, _: Mapping[str, Any]) -> None:
    """The condition on a mask. Raises ValueError where everything is masked."""
    if not np.any(mask):
        raise ValueError(f"{name} is False everywhere; it must be True somewhere")


def is_flag(name: str, value: Any, _: Mapping[str, Any]) -> None:
    """The condition on what is either so or not."""
    if type(value) not in (bool, np.bool_):
        raise ValueError(f"{name} is {value!r}; it must be True or False")


PLAIN = (np.ndarray, np.generic, int, float)  # a tuple is quicker than a union


def is_plain(value: Any) -> bool:
    """Whether it is NumPy's or Python's own number or array, and not one that is being recorded."""
    return isinstance(value, PLAIN)


def require_finite(name: str, value: Any) -> None:
    """Raise ValueError for ±∞ and NaN."""
    if is_plain(value) and not np.isfinite(value).all():
        raise ValueError(f"{name} is {value}; it must be finite")


def require_shape(name: str, array: Any, other: Any) -> None:
    """Raise ValueError where two arrays have different shapes."""
    if np.shape(array) != np.shape(other):
        raise ArrayError(f"{name} has the shape {np.shape(array)}; it must be {np.shape(other)}")


def require_rows(name: str, ids: Any, rows: int, axis: str) -> None:
    """Raise ValueError for ids outside 0 … rows − 1; it names the first."""
    if not is_plain(ids):
        return
    array = np.asarray(ids)
    if not array.size or (array.min() >= 0 and array.max() < rows):
        return
    place = tuple(np.argwhere((array < 0) | (array >= rows))[0].tolist())
    where = f"{name}[{', '.join(map(str, place))}]" if place else name
    raise TokenError(
        f"{where} is {array[place]}; with {axis} = {rows}, ids go from 0 to {rows - 1}"
    )


def floats(array: Any) -> Any:
    """Make a list or integers an array of floats; anything else stays as it is."""
    if isinstance(array, list | tuple):
        array = np.asarray(array)
    if is_plain(array) and np.asarray(array).dtype.kind in "iub":
        return np.asarray(array, float)[()]
    return array


def unit_of(*arrays: Any) -> float:
    """Give a power of two by which to divide before squaring, where squares would leave the floats.

    Else it is 1, as in a recorded run. Dividing and multiplying by it changes no bit.
    Raises ValueError for ±∞ and NaN.
    """
    plain = [array for array in arrays if is_plain(array) and np.size(array)]
    largest = max((float(np.max(np.abs(array))) for array in plain), default=0.0)
    require_finite("the largest entry", largest)
    return 1.0 if largest == 0 or has_safe_square(largest) else 2.0 ** (math.frexp(largest)[1] - 1)


def has_safe_square(number: float) -> bool:
    """Whether the number is far from those whose squares no float can hold."""
    return bool(1e-140 < number < 1e140)


_IS_CHECKED = ContextVar("is_checked", default=False)
"""Whether a call is under way whose arguments were all checked: what it calls is not checked."""


KINDS = {"iu": "whole numbers", "b": "booleans"}


class Rule(NamedTuple):
    """What a signature says of one argument."""

    name: str
    axes: tuple[str, ...] | None  # None for what is no array
    kinds: str  # of numbers, by NumPy's letters; empty for floats, which integers become
    may_be_empty: bool  # a sequence of no time steps, where the result is a list of steps
    conditions: tuple[Any, ...]


def check_calls(module: str) -> None:
    """Check every call of the module's public functions."""
    functions = vars(sys.modules[module])
    for name, found in list(functions.items()):
        own = isinstance(found, FunctionType) and found.__module__ == module
        if own and not name.startswith("_"):
            functions[name] = checked(found)


def checked(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a function: what is wrong with an argument becomes a ValueError that names it."""
    names = tuple(inspect.signature(function).parameters)
    hints = get_type_hints(function, include_extras=True)
    steps = get_origin(hints.get("return")) is list
    rules = tuple(rule for name in names for rule in _rules(name, hints.get(name), steps=steps))
    if not rules:
        return function
    says_all = len(rules) == len(names)
    # In the tests jaxtyping checks the types too, inside this wrapper: there no integer is a float.
    converts = not hasattr(function, "__wrapped__")

    @functools.wraps(function)
    def checking(*args: Any, **options: Any) -> Any:
        if _IS_CHECKED.get() or len(args) > len(names):
            return function(*args, **options)
        given = {**dict(zip(names, args, strict=False)), **options}
        if converts:
            _convert(rules, given)
        _check(rules, given)
        before = _IS_CHECKED.set(says_all)
        try:
            return function(**given) if converts else function(*args, **options)
        finally:
            _IS_CHECKED.reset(before)

    return checking


def _rules(name: str, hint: Any, *, steps: bool) -> Iterator[Rule]:
    """The rule of one parameter; none where its type says nothing of numbers."""
    conditions = getattr(hint, "__metadata__", ())
    hint = getattr(hint, "__origin__", hint) if conditions else hint
    if hint is int:
        yield Rule(name, (), "iu", False, conditions)
    elif hint is bool:
        yield Rule(name, None, "", False, (is_flag,))
    elif hasattr(hint, "dim_str"):
        axes = tuple(hint.dim_str.split())
        over_time = bool(axes) and axes[0].endswith("time")
        kinds = {Int: "iu", Bool: "b"}.get(hint.dtype, "")
        yield Rule(name, axes, kinds, steps and over_time, conditions)
    elif conditions:
        yield Rule(name, None, "", False, conditions)


def _convert(rules: tuple[Rule, ...], given: dict[str, Any]) -> None:
    """Make arrays of lists, and floats of integers where floats are declared."""
    for name, axes, kinds, _, _ in rules:
        if name not in given or axes is None:
            continue
        if not kinds:
            given[name] = floats(given[name])
        elif isinstance(given[name], list | tuple):
            given[name] = np.asarray(given[name])


def _check(rules: tuple[Rule, ...], given: Mapping[str, Any]) -> None:
    sizes: dict[str, Any] = {}
    for rule in rules:
        if rule.name not in given or rule.axes is None:
            continue
        value = given[rule.name]
        if rule.kinds and is_plain(value) and np.asarray(value).dtype.kind not in rule.kinds:
            raise ArrayError(f"{rule.name} is {value}; it must hold {KINDS[rule.kinds]}")
        if not _fits(rule, np.shape(value), sizes):
            raise ArrayError(_mismatch(rules, given))
        if not np.shape(value):
            sizes[rule.name] = value  # which an axis may have
    known = {**given, **sizes}
    for rule in rules:
        if rule.name in given and (rule.axes is None or is_plain(given[rule.name])):
            for condition in rule.conditions:
                condition(rule.name, given[rule.name], known)


def _sizes(rule: Rule, shape: tuple[int, ...]) -> list[tuple[str, Any]] | None:
    """Each axis with its size; None where a shape has more axes or fewer, or an empty one."""
    axes = rule.axes or ()
    if axes and axes[0].startswith("*"):
        return [(axes[0], shape)]  # any number of axes
    if len(shape) != len(axes) or 0 in shape[rule.may_be_empty :]:
        return None
    return list(zip(axes, shape, strict=True))


def _fits(rule: Rule, shape: tuple[int, ...], sizes: dict[str, Any]) -> bool:
    """Whether a shape has the axes, in the sizes known; other sizes are noted."""
    found = _sizes(rule, shape)
    if found is None:
        return False
    for axis, size in found:
        if sizes.setdefault(axis, int(axis) if axis.isdigit() else size) != size:
            return False
    return True


def _mismatch(rules: tuple[Rule, ...], given: Mapping[str, Any]) -> str:
    """Say which shape is wrong: one with an axis of another size than most others have."""
    shapes = {
        rule: np.shape(given[rule.name])
        for rule in rules
        if rule.axes is not None and rule.name in given
    }
    votes: dict[str, list[Any]] = defaultdict(list)
    for rule, shape in shapes.items():
        for axis, size in _sizes(rule, shape) or ():
            votes[axis].append(int(axis) if axis.isdigit() else size)
    usual = {
        a: max(found, key=lambda size: (found.count(size), size)) for a, found in votes.items()
    }
    wrong, shape = next(
        (rule, shape)
        for rule, shape in shapes.items()
        if (found := _sizes(rule, shape)) is None or any(usual[a] != size for a, size in found)
    )
    axes = wrong.axes or ()
    others = [
        f"{rule.name} {other}"
        for rule, other in shapes.items()
        if rule != wrong and {*(rule.axes or ())} & {*axes}
    ]
    known = [f"{axis} = {usual[axis]}" for axis in dict.fromkeys(axes) if axis in usual]
    needed = f"({', '.join(axes)}), none of them empty" if axes else "a single number"
    by = f"; {', '.join(known)} by {', '.join(others)}" if known and others else ""
    return f"{wrong.name} has the shape {shape}; it must be {needed}{by}"
