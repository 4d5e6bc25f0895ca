"""The traced array, which records what is done with it."""

import inspect
import operator
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from rnn_examples.trace.composed import COMPOSED, METHODS
from rnn_examples.trace.copies import kept_part, shape_text
from rnn_examples.trace.node import Node
from rnn_examples.trace.operations import (
    FUNCTIONS,
    METADATA,
    REMEDIES,
    UFUNCS,
    VIEWS,
    demand_no_store,
    in_python,
    refusal,
)
from rnn_examples.trace.own_arrays import OwnArray, content, unwrapped
from rnn_examples.trace.positions import caller
from rnn_examples.trace.recorder import Recorder


class TracedArray(NDArrayOperatorsMixin):
    """An array that remembers how it was computed; in the listed operations it is as NumPy's."""

    __slots__ = ("node", "recorder")

    def __init__(self, node: Node, recorder: Recorder) -> None:
        self.node = node
        self.recorder = recorder

    # What depends on the shape alone.

    @property
    def shape(self) -> tuple[int, ...]:
        return self.node.shape

    @property
    def ndim(self) -> int:
        return len(self.shape)

    @property
    def size(self) -> int:
        return int(np.size(self.node.value))

    @property
    def dtype(self) -> np.dtype:
        return np.asarray(self.node.value).dtype

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("len() of a scalar")
        return self.shape[0]

    def __iter__(self) -> Iterator["TracedArray"]:
        return (self[i] for i in range(len(self)))

    def __repr__(self) -> str:
        return self.recorder.text(self.node.value, repr)

    def __str__(self) -> str:
        return self.recorder.text(self.node.value, str)

    def __format__(self, spec: str) -> str:
        if spec and self.shape:
            raise TypeError(
                f"the format {spec!r} is for one number, and this is an array of shape "
                f"{shape_text(self.shape)}: format one entry, x[0], or leave the format out"
            )
        return self.recorder.text(self.node.value, lambda value: format(value, spec))

    # What is recorded.

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if not options and method == "__call__" and ufunc in UFUNCS:
            return self.recorder.compute(UFUNCS[ufunc], ufunc, inputs)
        out = options.pop("out", None)
        if method != "__call__":
            raise TypeError(
                refusal(
                    f"np.{ufunc.__name__}.{method}",
                    REMEDIES.get(method, "for a sum write np.sum(x, axis=...)"),
                )
            )
        if options:
            raise TypeError(f"np.{ufunc.__name__} is recorded without {', '.join(options)}=")
        if ufunc in UFUNCS:
            result = self.recorder.compute(UFUNCS[ufunc], ufunc, inputs)
        elif ufunc in COMPOSED:
            result = COMPOSED[ufunc](self.recorder.compute, *map(content, inputs))
        else:
            raise TypeError(refusal(f"np.{ufunc.__name__}", REMEDIES.get(ufunc.__name__)))
        # NumPy's own array += x gives it a new value, under this one name.
        return result if out is None or out[0] is inputs[0] else self._into(out[0], result)

    def _into(self, out: Any, result: "TracedArray") -> Any:
        if isinstance(out, np.ndarray):
            raise TypeError("out= is not recorded; write a = a + b")
        out[...] = result
        return out

    def __array_function__(
        self, function: Callable[..., Any], types: Any, args: Any, kwargs: Any
    ) -> Any:
        name = function.__name__
        if function in METADATA:
            array, *args = args or (kwargs.pop("a"),)
            return function(array.node.value, *args, **kwargs)
        out = kwargs.pop("out", None)
        if out is not None:
            return self._into(out, function(*args, **kwargs))
        if function in COMPOSED:
            return self._compose(function, args, kwargs)
        if function not in FUNCTIONS:
            module = function.__module__.replace("numpy", "np")
            raise TypeError(refusal(f"{module}.{name}", REMEDIES.get(name)))
        operation, arrays, known = FUNCTIONS[function]
        given = dict(zip(parameters_of(function), args, strict=False)) | kwargs
        operands = [given.pop(array) for array in arrays if array in given]
        if function is np.where and len(operands) != len(arrays):
            raise TypeError("np.where is recorded with three arguments: condition, x, y")
        given = {key: tuple(x) if isinstance(x, list) else x for key, x in given.items()}
        unknown = [option for option in given if option not in known]
        if unknown:
            raise TypeError(f"np.{name} is recorded without {', '.join(unknown)}=")
        if arrays == ("arrays",):
            return self.recorder.compute(
                operation, lambda *values: function(values, **given), operands[0], given
            )
        return self.recorder.compute(
            operation, lambda *values: function(*values, **given), operands, given
        )

    def _compose(self, function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        made = COMPOSED[function]
        unknown = [
            key for key in kwargs if key not in parameters_of(made) and function is not np.clip
        ]
        if unknown:
            raise TypeError(f"np.{function.__name__} is recorded without {', '.join(unknown)}=")
        return made(self.recorder.compute, *unwrapped(tuple(args)), **unwrapped(kwargs))

    def __getitem__(self, key: Any) -> Any:
        """Select by integers, slices, None, Ellipsis, or by recorded integers."""
        if type(key) is int and (shape := self.node.shape) and -shape[0] <= key < shape[0]:
            items, place = self.recorder.items, (self.node, key % shape[0])
            if place not in items:
                select = operator.itemgetter((key,))
                options = {"key": ((key,),)}
                items[place] = self.recorder.compute("index", select, (self,), options).node
            return TracedArray(items[place], self.recorder)
        return self._select(key if isinstance(key, tuple) else (key,))

    def _select(self, parts: tuple[Any, ...]) -> Any:
        parts = unwrapped(parts)
        computed = [part for part in parts if isinstance(part, TracedArray)]
        if any(part.dtype == bool for part in computed):
            raise TypeError(
                "a selection by a computed condition has no fixed shape; "
                "write np.where(condition, x, 0)"
            )
        pattern = tuple(
            [None if isinstance(part, TracedArray) else (kept_part(part),) for part in parts]
        )

        def select(array: Any, *indices: Any) -> Any:
            remaining = iter(indices)
            key = [next(remaining) if part is None else part[0] for part in pattern]
            return array[tuple(key)]

        return self.recorder.compute("index", select, (self, *computed), {"key": pattern})

    @property
    def T(self) -> Any:
        return np.transpose(self)

    def transpose(self, *axes: Any) -> Any:
        if len(axes) == 1 and not isinstance(axes[0], int):
            axes = axes[0]
        return np.transpose(self, axes or None)

    def reshape(self, *shape: Any) -> Any:
        return np.reshape(self, shape[0] if len(shape) == 1 else shape)

    # What is refused.

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        demand_no_store()
        raise TypeError(
            "a traced array cannot become a plain one: its history would be lost. "
            "To look up a table, make it an argument and write table[index]; for a.dot(b) write "
            "a @ b; for an array of several values write np.stack([a, b])"
        )

    def __bool__(self) -> bool:
        raise TypeError(
            "a branch on a computed value cannot be recorded, as only one side would be; "
            + in_python("write np.where(condition, x, y)")
        )

    def _leave(self, *_: Any) -> Any:
        demand_no_store()
        raise TypeError(
            "a traced number cannot become a Python number: its history would be lost; "
            + in_python(
                "keep the array; to index with it, make the table an argument: table[index]; "
                "to print it, write f'{x:.3f}'"
            )
        )

    __float__ = __int__ = __index__ = __complex__ = __round__ = __floor__ = __ceil__ = _leave

    def __hash__(self) -> int:
        raise TypeError(
            "a computed value cannot be a key, of a dictionary, a set or a cache: its number would "
            "leave the record; leave the cache out, or make the key a whole number that is given"
        )

    def __reduce__(self) -> Any:
        raise TypeError("a traced array cannot leave its run as a copy: leave the copy out")

    def __contains__(self, item: Any) -> bool:
        raise TypeError("'in' on a computed array cannot be recorded; write np.max(array == item)")

    # In-place changes, as NumPy makes them: under every name of the array.

    def __setitem__(self, key: Any, value: Any) -> None:
        if self.node.operation in VIEWS:
            raise TypeError(
                "this changes an array that others see too: an argument, or a part of another "
                "array; write x = x.copy() first"
            )
        self.recorder.changed = self.recorder.changed or caller()
        changed = OwnArray.of(self)
        changed[key] = value
        self.node = self.recorder.node(changed, caller())

    def _assign(self, result: "TracedArray") -> "TracedArray":
        self.recorder.changed = self.recorder.changed or caller()
        if not self.shape or self.node.operation in VIEWS:
            return result
        self.node = result.node
        return self

    def astype(self, dtype: Any, **options: Any) -> Any:
        del options
        if np.dtype(dtype) == self.dtype:
            return self
        if np.dtype(dtype) == float:
            return self * 1.0
        raise TypeError(refusal(f"astype({np.dtype(dtype).name})", REMEDIES["astype"]))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # protocols that NumPy and others ask for
            raise AttributeError(name)
        if name in METHODS:
            return partial(METHODS[name], self)
        raise AttributeError(refusal(f"the attribute {name!r}", REMEDIES.get(name)))


@cache
def parameters_of(function: Callable[..., Any]) -> tuple[str, ...]:
    """The parameters of a function, in order."""
    if function is np.concatenate:  # in C, without a signature of its own
        return ("arrays", "axis", "out", "dtype", "casting")
    if function is np.where:
        return ("condition", "x", "y")
    return tuple(inspect.signature(function).parameters)


def _operator(ufunc: np.ufunc, *, reflected: bool = False) -> Callable[..., Any]:
    operation = UFUNCS[ufunc]
    # NumPy's ** takes other paths than np.power: x ** 2 is np.square.
    function = operator.pow if ufunc is np.power else ufunc

    def method(self: TracedArray, other: Any) -> Any:
        operands = (other, self) if reflected else (self, other)
        return self.recorder.compute(operation, function, operands)

    return method


def _in_place(ufunc: np.ufunc) -> Callable[..., TracedArray]:
    operation = _operator(ufunc)
    return lambda self, other: self._assign(operation(self, other))


def set_operators() -> None:
    """The mixin's operators go through `__array_ufunc__`; these record the same, faster."""
    for symbol, ufunc in {
        "add": np.add,
        "sub": np.subtract,
        "mul": np.multiply,
        "truediv": np.divide,
        "matmul": np.matmul,
        "pow": np.power,
    }.items():
        setattr(TracedArray, f"__{symbol}__", _operator(ufunc))
        setattr(TracedArray, f"__r{symbol}__", _operator(ufunc, reflected=True))
        setattr(TracedArray, f"__i{symbol}__", _in_place(ufunc))


set_operators()
