"""An array that a recorded function makes and fills: hs = np.zeros((T, 2)), then hs[t] = h_t.

NumPy writes numbers into memory; a trace has to know where each came from. So during a recording
np.zeros and its like give an `OwnArray`. It is NumPy's own array until a recorded value is written
into it. From then on it keeps the values that were written, by their places along the axes that
were indexed: hs[t] gives the very value that was written there, so a derivation reads h_1. Read as
a whole, it is np.stack of its parts. Any other change is np.where: of the place, the new value and
the old array.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial, wraps
from itertools import product
from types import FrameType
from typing import Any, Self

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

ALL = slice(None)


def is_recorded(x: Any) -> bool:
    """Whether a value is recorded; an array of the function's own that holds one is too."""
    return bool(x.parts) if type(x) is OwnArray else hasattr(x, "recorder")


def plain(x: Any) -> Any:
    """Any value; of a recorded one, what NumPy computed."""
    return x.node.value if hasattr(x, "recorder") else x


def content(x: Any) -> Any:
    """Any value; of an array of the function's own, NumPy's or the recorded one."""
    return x.content if type(x) is OwnArray else x


def unwrapped(x: Any) -> Any:
    """The same for what is in lists, tuples and dictionaries."""
    if type(x) in (list, tuple):
        return type(x)(map(unwrapped, x))
    if type(x) is dict:
        return {key: unwrapped(value) for key, value in x.items()}
    return content(x)


class OwnArray(NDArrayOperatorsMixin):
    """An array of the function's own.

    plain: NumPy's array, with what was written before anything recorded.
    parts: the recorded values, by their places along `axes`; {(): x} for x as a whole.
    """

    __slots__ = ("axes", "parts", "plain", "whole")

    def __init__(self, plain: np.ndarray) -> None:
        self.plain = plain
        self.axes: tuple[int, ...] = ()
        self.parts: dict[tuple[int, ...], Any] = {}
        self.whole: Any = None

    @classmethod
    def of(cls, recorded: Any) -> Self:
        """A copy of a recorded array, which may be changed."""
        made = cls(np.zeros(recorded.shape, recorded.dtype))
        made.parts[()] = recorded
        return made

    @property
    def content(self) -> Any:
        """NumPy's array, or the recorded one."""
        if not self.parts:
            return self.plain
        if self.whole is None:
            self.whole = self._stacked(())
        return self.whole

    def _stacked(self, place: tuple[int, ...]) -> Any:
        n = len(place)
        if n == len(self.axes):
            return self._part(place)
        size = self.plain.shape[self.axes[n]]
        parts = [self._stacked((*place, i)) for i in range(size)]
        return np.stack(parts, axis=self.axes[n] - n)

    def _part(self, place: tuple[int, ...]) -> Any:
        if place in self.parts:
            return self.parts[place]
        key: list[Any] = [ALL] * self.plain.ndim
        for axis, at in zip(self.axes, place, strict=True):
            key[axis] = at
        return self.plain[tuple(key)]

    # Reading.

    def __getitem__(self, key: Any) -> Any:
        parts = _parts(key)
        recorded = [part for part in parts if is_recorded(part)]
        if not self.parts:
            array = recorded[0].recorder.array(self.plain) if recorded else self.plain
            return array[parts]
        full = None if recorded else self._full(parts)
        if full is None or not all(isinstance(full[axis], int) for axis in self.axes):
            return self.content[parts]
        part = self._part(tuple(full[axis] for axis in self.axes))
        rest = tuple(one for axis, one in enumerate(full) if axis not in self.axes)
        return part if all(one == ALL for one in rest) else part[rest]

    def _full(self, parts: tuple[Any, ...]) -> list[Any] | None:
        """A key of whole numbers and slices with an entry for each axis; None for another one."""
        self.plain[parts]  # NumPy says what is wrong with it
        if not all(part is ... or isinstance(part, int | np.integer | slice) for part in parts):
            return None
        if any(isinstance(part, bool) for part in parts):
            return None
        at = next((n for n, part in enumerate(parts) if part is ...), len(parts))
        left = [ALL] * (self.plain.ndim - len(parts) + (at < len(parts)))
        full = [*parts[:at], *left, *parts[at + 1 :]]
        sizes = self.plain.shape
        return [
            one if isinstance(one, slice) else int(one) % size
            for one, size in zip(full, sizes, strict=True)
        ]

    def take(self, indices: Any, axis: Any = None, out: Any = None, mode: str = "raise") -> Any:
        table = self.content
        if is_recorded(indices) and out is None and mode == "raise":
            table = indices.recorder.array(table)
            return np.take(table, indices, axis=axis)
        return table.take(content(indices), axis=axis, out=content(out), mode=mode)

    def __len__(self) -> int:
        return len(self.plain)

    def __iter__(self) -> Iterator[Any]:
        return (self[i] for i in range(len(self)))

    # Writing.

    def __setitem__(self, key: Any, value: Any) -> None:
        parts, value = _parts(key), unwrapped(value)
        if type(value) in (list, tuple) and any(map(is_recorded, value)):
            value = np.stack(value)
        if not (self.parts or is_recorded(value) or any(map(is_recorded, parts))):
            self.plain[parts] = value
            return
        full = None if any(map(is_recorded, parts)) else self._full(parts)
        if full is not None:
            value = self._fitting(value, parts)
        if full is None or not self._write(full, value):
            changed = replaced(self.content, tuple(full or parts), self._cast(value))
            self.parts, self.axes = {(): changed}, ()
        self.whole = None

    def _write(self, full: list[Any], value: Any) -> bool:
        """Write whole parts; say whether these are some."""
        sizes = self.plain.shape
        at = tuple(n for n, one in enumerate(full) if not _is_all(one, sizes[n]))
        if not at and not is_recorded(value):
            self.plain[...] = value
            self.parts, self.axes = {}, ()
            return True
        if self.parts and at != self.axes:
            return False
        self.axes = at
        written = [
            list(enumerate(range(*full[n].indices(sizes[n])))) if isinstance(full[n], slice)
            else [(None, full[n])]
            for n in at
        ]  # fmt: skip
        for places in product(*written):
            taken = {n: one for n, (one, _) in zip(at, places, strict=True)}
            key = tuple(
                taken.get(n, ALL) for n in range(len(sizes)) if taken.get(n, ALL) is not None
            )
            is_whole = all(one is ALL for one in key)
            self.parts[tuple(place for _, place in places)] = value if is_whole else value[key]
        return True

    def _fitting(self, value: Any, parts: tuple[Any, ...]) -> Any:
        """A value as large as what it is written into, and of the array's type."""
        value, shape = self._cast(value), self.plain[parts].shape
        if np.shape(value) == shape:
            return value
        return np.zeros(shape) + value

    def _cast(self, value: Any) -> Any:
        kind = self.plain.dtype.kind
        if not is_recorded(value):
            return np.array(value, self.plain.dtype)[()]
        if value.dtype.kind == kind:
            return value
        if kind == "f":
            return value * 1.0
        raise TypeError(
            f"this array has numbers of type {self.plain.dtype}; "
            "make it one of floats: np.zeros(shape)"
        )

    def fill(self, value: Any) -> None:
        self[...] = value

    # Operations.

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        (out,) = options.pop("out", None) or (None,)
        result = getattr(ufunc, method)(*map(unwrapped, inputs), **options)
        if out is None:
            return result
        out[...] = result
        return out

    def __array_function__(
        self, function: Callable[..., Any], types: Any, args: Any, kwargs: Any
    ) -> Any:
        if function is np.take:
            table, *args = args or (kwargs.pop("a"),)
            return OwnArray.take(table, *args, **kwargs)
        out = kwargs.pop("out", None)
        result = function(*unwrapped(tuple(args)), **unwrapped(kwargs))
        if out is None:
            return result
        out[...] = result
        return out

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return np.array(self.content, dtype=dtype, copy=copy)

    @property
    def shape(self) -> tuple[int, ...]:
        return self.plain.shape

    @property
    def dtype(self) -> np.dtype:
        return self.plain.dtype

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # protocols that NumPy and others ask for
            raise AttributeError(name)
        if name in ("dot", "clip"):  # with recorded values too
            return partial(getattr(np, name), self)
        return getattr(self.content, name)

    def __bool__(self) -> bool:
        return bool(self.content)

    def __float__(self) -> float:
        return float(self.content)

    def __int__(self) -> int:
        return int(self.content)

    def __index__(self) -> int:
        return int(self.content.__index__())

    def __contains__(self, item: Any) -> bool:
        return item in self.content

    def __repr__(self) -> str:
        return repr(self.content)

    def __str__(self) -> str:
        return str(self.content)

    def __format__(self, spec: str) -> str:
        return format(self.content, spec)

    def __reduce__(self) -> Any:
        return self.content.__reduce__()


def _parts(key: Any) -> tuple[Any, ...]:
    return tuple(map(content, key if isinstance(key, tuple) else (key,)))


def _is_all(one: Any, size: int) -> bool:
    return isinstance(one, slice) and one.indices(size) == (0, size, 1)


def replaced(array: Any, parts: tuple[Any, ...], value: Any) -> Any:
    """An array with another value in the places that a key selects.

    Raises TypeError for a key whose places np.where cannot tell.
    """
    shape = np.shape(array)
    rows = parts[0]
    if len(parts) == 1 and getattr(rows, "dtype", None) == np.bool_:  # h[h < 0] = 0
        _demand(not np.ndim(value))
        behind: tuple[Any, ...] = (..., *[None] * (len(shape) - np.ndim(rows)))
        return np.where(rows[behind], value, array)
    if len(shape) == len(parts) == 2 and type(rows) is np.ndarray:  # p[np.arange(T), y] -= 1
        _demand(np.array_equal(rows, np.arange(shape[0])) and np.ndim(parts[1]) == 1)
        mask = np.arange(shape[1]) == parts[1][:, None]
        return np.where(mask, value[:, None] if np.ndim(value) else value, array)
    if any(map(is_recorded, parts)) or all(map(_is_place_or_all, parts)):
        _demand(all(_is_place_or_all(one) for one in parts))
        full = [*parts, *[ALL] * (len(shape) - len(parts))]
        if np.ndim(value):
            value = value[tuple(ALL if _is_slice(one) else None for one in full)]
        mask = True
        for axis, one in enumerate(full):
            if not _is_slice(one):
                behind = (ALL, *[None] * (len(shape) - axis - 1))
                mask = (np.arange(shape[axis]) == one)[behind] * mask
        return np.where(mask, value, array)
    _demand(not np.ndim(value))
    mask = np.zeros(shape, bool)
    mask[parts] = True
    return np.where(mask, value, array)


def _demand(is_clear: bool) -> None:
    if not is_clear:
        raise TypeError(
            "this assignment to a part of an array is not recorded; collect the parts in a list "
            "and join them: np.stack(parts), np.concatenate(parts)"
        )


def _is_slice(one: Any) -> bool:
    return isinstance(one, slice) and one == ALL


def _is_place_or_all(one: Any) -> bool:
    is_place = isinstance(one, int | np.integer) or (is_recorded(one) and one.shape == ())
    return is_place or _is_slice(one)


# Where they come from.

MAKERS = (
    *("zeros", "ones", "empty", "full", "eye", "identity"),
    *("zeros_like", "ones_like", "empty_like", "full_like"),
)

BEFORE = {name: getattr(np, name) for name in (*MAKERS, "array", "asarray")}


@contextmanager
def own_arrays(is_called: Callable[[FrameType, str], bool]) -> Iterator[None]:
    """Let NumPy's makers of arrays give ones that can be filled with recorded values.

    is_called: whether a frame calls NumPy's function of this name itself, and no library does.
    """
    vars(np).update(_wrapped(is_called))
    try:
        yield
    finally:
        vars(np).update(BEFORE)


@cache
def _wrapped(is_called: Callable[[FrameType, str], bool]) -> dict[str, Callable[..., Any]]:
    def wrapped(name: str, make: Callable[..., Any]) -> Callable[..., Any]:
        give = _make if name in MAKERS else _convert

        @wraps(make)
        def made(*given: Any, **options: Any) -> Any:
            if is_called(sys._getframe(1), name):  # noqa: SLF001 (there is no other way)
                return give(make, *given, **options)
            return make(*given, **options)

        return made

    return {name: wrapped(name, make) for name, make in BEFORE.items()}


def _make(make: Callable[..., Any], *given: Any, **options: Any) -> OwnArray:
    like = [x.plain if type(x) is OwnArray else plain(x) for x in given[:1]]
    if make.__name__.startswith("full") and any(map(is_recorded, given[1:2])):
        return OwnArray.of(make(*like, 1.0, **options) * content(given[1]))
    return OwnArray(make(*like, *given[1:], **options))


def _convert(convert: Callable[..., Any], given: Any, dtype: Any = None, **options: Any) -> Any:
    """np.array and np.asarray, which see no recorded values: of a list, np.stack."""
    made = _joined(given)
    if not is_recorded(made):
        return convert(content(given), dtype=dtype, **options)
    if dtype is not None:
        made = made.astype(dtype)
    return np.copy(made) if convert.__name__ == "array" else made


def _joined(given: Any) -> Any:
    if type(given) not in (list, tuple):
        return content(given)
    items = [_joined(item) for item in given]
    return np.stack(items) if any(map(is_recorded, items)) else given
