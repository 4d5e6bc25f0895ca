"""NumPy functions that are recorded as others: np.outer(a, b) as a[:, None] * b.

So the table of recorded operations stays small: whatever can read a trace (a derivation, an error
bound, the browser) knows these too. Each one takes NumPy's own parameters. Where another order of
operations could give other bits, or a zero of the other sign, the value is NumPy's own.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from rnn_examples.trace.own_arrays import OwnArray, plain

Compute = Callable[..., Any]
"""Record an operation: its name, the function that gives its value, its operands."""


def _dot(compute: Compute, a: Any, b: Any) -> Any:
    if not (np.ndim(a) and np.ndim(b)):
        return a * b
    if np.ndim(b) > 2:
        raise TypeError("np.dot of more than two axes is not recorded; write a @ b")
    return compute("matmul", np.dot, (a, b))


def _inner(compute: Compute, a: Any, b: Any) -> Any:
    if not (np.ndim(a) and np.ndim(b)):
        return a * b
    if np.ndim(b) > 2:
        raise TypeError("np.inner of more than two axes is not recorded; write a @ b")
    if np.ndim(b) == 1:
        return compute("matmul", np.inner, (a, b))
    return compute("matmul", lambda *_: np.inner(plain(a), plain(b)), (a, np.transpose(b)))


def _flat(x: Any) -> Any:
    return x if np.ndim(x) == 1 else np.reshape(x, -1)


def _norm(compute: Compute, x: Any, *, axis: Any = None, keepdims: bool = False) -> Any:
    squares = np.sum(x**2, axis=axis, keepdims=keepdims)
    value = np.linalg.norm(plain(x), axis=axis, keepdims=keepdims)
    return compute("sqrt", lambda _: value, (squares,))


def _minimum(compute: Compute, x: Any, y: Any, /) -> Any:
    value = np.minimum(plain(x), plain(y))
    return compute("negative", lambda _: value, (np.maximum(-x, -y),))


def _clip(compute: Compute, a: Any, a_min: Any = None, a_max: Any = None, **bounds: Any) -> Any:
    low, high = bounds.pop("min", a_min), bounds.pop("max", a_max)
    if bounds:
        raise TypeError(f"np.clip is recorded without {', '.join(bounds)}=")
    if low is None:
        return _minimum(compute, a, high)
    if high is None:
        return np.maximum(a, low)
    value = np.clip(plain(a), plain(low), plain(high))
    return compute("negative", lambda _: value, (np.maximum(-np.maximum(a, low), -high),))


def _absolute(compute: Compute, x: Any, /) -> Any:
    return compute("maximum", lambda x, _: np.abs(x), (x, -x))


def _both(compute: Compute, x: Any, y: Any, /) -> Any:
    _demand_conditions("&", x, y)
    return compute("multiply", np.multiply, (x, y))


def _either(compute: Compute, x: Any, y: Any, /) -> Any:
    _demand_conditions("|", x, y)
    return compute("maximum", np.maximum, (x, y))


def _opposite(compute: Compute, x: Any, /) -> Any:
    _demand_conditions("~", x)
    return compute("equal", np.equal, (x, False))


def _demand_conditions(symbol: str, *operands: Any) -> None:
    if any(np.asarray(plain(x)).dtype != bool for x in operands):
        raise TypeError(f"{symbol} is recorded of conditions only, as (x > 0) {symbol} (y > 0)")


def _min(compute: Compute, a: Any, axis: Any = None, *, keepdims: bool = False) -> Any:
    value = np.min(plain(a), axis=axis, keepdims=keepdims)
    return compute("negative", lambda _: value, (np.max(-a, axis=axis, keepdims=keepdims),))


def _argmin(_: Compute, a: Any, axis: Any = None, *, keepdims: bool = False) -> Any:
    return np.argmax(-a, axis=axis, keepdims=keepdims)


# Shapes.


def _expand_dims(_: Compute, a: Any, axis: Any) -> Any:
    rank = np.ndim(a) + np.size(axis)
    new = {place % rank for place in np.atleast_1d(axis).tolist()}
    return a[tuple(None if place in new else slice(None) for place in range(rank))]


def _squeeze(_: Compute, a: Any, axis: Any = None) -> Any:
    shape = np.shape(a)
    removed = [n for n, size in enumerate(shape) if size == 1] if axis is None else np.ravel(axis)
    places = {int(place) % len(shape) for place in removed}
    kept = np.squeeze(plain(a), axis=axis).shape  # NumPy says what is wrong with the axis
    return np.reshape(a, kept) if places else a


def _swapaxes(_: Compute, a: Any, axis1: int, axis2: int) -> Any:
    order = list(range(np.ndim(a)))
    order[axis1], order[axis2] = order[axis2], order[axis1]
    return np.transpose(a, order)


def _moveaxis(_: Compute, a: Any, source: Any, destination: Any) -> Any:
    places = np.arange(np.size(plain(a))).reshape(np.shape(a))
    strides = np.moveaxis(places, source, destination).strides
    order = [places.strides.index(stride) for stride in strides]
    if len(set(order)) < len(order):
        raise TypeError("np.moveaxis is not recorded here; write np.transpose(x, axes)")
    return np.transpose(a, order)


def _split(_: Compute, ary: Any, indices_or_sections: Any, axis: int = 0) -> list[Any]:
    places = np.split(np.arange(np.shape(ary)[axis]), indices_or_sections)
    before = (slice(None),) * (axis % np.ndim(ary))
    ends = np.cumsum([0, *map(len, places)]).tolist()
    return [ary[(*before, slice(*part))] for part in pairwise(ends)]


def _copy(_: Compute, a: Any) -> Any:
    return OwnArray.of(a) if np.ndim(a) else a


# Several arrays.


def _vstack(_: Compute, tup: Sequence[Any]) -> Any:
    if max(map(np.ndim, tup)) <= 1:
        return np.stack([_flat(array) for array in tup])
    return np.concatenate([a if np.ndim(a) > 1 else a[None, :] for a in tup])


def _hstack(_: Compute, tup: Sequence[Any]) -> Any:
    if not any(map(np.ndim, tup)):
        return np.stack(tup)
    return np.concatenate(tup, axis=0 if np.ndim(tup[0]) == 1 else 1)


def _column_stack(_: Compute, tup: Sequence[Any]) -> Any:
    if max(map(np.ndim, tup)) == 1:
        return np.stack(tup, axis=1)
    return np.concatenate([a if np.ndim(a) > 1 else a[:, None] for a in tup], axis=1)


def _append(_: Compute, arr: Any, values: Any, axis: Any = None) -> Any:
    if axis is None:
        arr, values = _flat(arr), _flat(values)
    return np.concatenate((arr, values), axis=axis or 0)


COMPOSED: dict[Callable[..., Any], Callable[..., Any]] = {
    np.dot: _dot,
    np.inner: _inner,
    np.vdot: lambda compute, a, b, /: compute("matmul", np.vdot, (_flat(a), _flat(b))),
    np.outer: lambda _, a, b: _flat(a)[:, None] * _flat(b),
    np.linalg.norm: _norm,
    np.minimum: _minimum,
    np.clip: _clip,
    np.absolute: _absolute,
    np.fabs: _absolute,
    np.square: lambda compute, x, /: compute("power", lambda x, _: np.square(x), (x, 2)),
    np.reciprocal: lambda _, x, /: 1 / x,
    np.positive: lambda _, x, /: x,
    np.logical_and: _both,
    np.bitwise_and: _both,
    np.logical_or: _either,
    np.bitwise_or: _either,
    np.logical_not: _opposite,
    np.invert: _opposite,
    np.min: _min,
    np.amin: _min,
    np.argmin: _argmin,
    np.ravel: lambda _, a: np.reshape(a, -1),
    np.expand_dims: _expand_dims,
    np.squeeze: _squeeze,
    np.swapaxes: _swapaxes,
    np.moveaxis: _moveaxis,
    np.split: _split,
    np.copy: _copy,
    np.vstack: _vstack,
    np.hstack: _hstack,
    np.column_stack: _column_stack,
    np.append: _append,
}

METHODS = {
    **{f.__name__: f for f in (np.sum, np.max, np.mean, np.argmax, np.take, np.dot, np.clip)},
    **{f.__name__: f for f in (np.min, np.argmin, np.ravel, np.squeeze, np.swapaxes, np.copy)},
    "flatten": np.ravel,
}
"""Functions that arrays have as methods too."""
