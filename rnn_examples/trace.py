"""Record what a NumPy function computes: every value, its operation, its name, its source position.

`record` runs a plain NumPy function on traced arrays. A traced array is a duck array, not an
`ndarray`: each operation of the tables below leaves a `Node` behind, and every other one is refused
with a message that names what would be right, so that no value can leave the trace unseen.

Conventions:
    names    arguments keep theirs; the fields of the result give the rest. In a list of records,
             a field `h_t` of the first record is `h_1`, of the second `h_2`: `_t` counts from 1.
             An argument annotated with a leading axis `time`, or one that ends in `time` as
             `source_time`, is a sequence: `x[0]` is `x_1`.
    items    an item taken twice, as x[0] in two places, is one value; so is an array of the
             function's own, such as np.zeros(2), that it uses in two places.
    inputs   floats, NumPy numbers and arrays are traced. Python's int, bool, str and None are
             settings (a number of steps, a size): the function gets them as they are.
    changes  an array that the function made with np.zeros or its like may be filled: it keeps the
             recorded values by their places (see own_arrays). Others change as NumPy's do.
    bits     the recorded values are those of the untraced run, bit for bit; `record` checks it.
"""

import dis
import inspect
import linecache
import logging
import operator
import re
import sys
import sysconfig
import tokenize
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache, cached_property, partial
from io import StringIO
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FrameType, MappingProxyType, TracebackType
from typing import Any, get_type_hints

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from rnn_examples import composed, own_arrays
from rnn_examples.composed import COMPOSED, METHODS
from rnn_examples.keeping import keeping
from rnn_examples.names import HELP, is_name, normal
from rnn_examples.own_arrays import OwnArray, content, unwrapped

SETTINGS = (int, bool, str, type(None))
NUMBERS = frozenset("?bhilqBHILQd")
"""The types that are recorded, by NumPy's letters: booleans, integers, floats of 64 bits.

The certificate of a printed number counts on 64 bits; NumPy computes tanh(True) in 16.
"""

NO_OPTIONS: Mapping[str, Any] = MappingProxyType({})

UFUNCS = {
    np.add: "add",
    np.subtract: "subtract",
    np.multiply: "multiply",
    np.divide: "divide",
    np.matmul: "matmul",
    np.power: "power",
    np.negative: "negative",
    np.tanh: "tanh",
    np.exp: "exp",
    np.log: "log",
    np.sqrt: "sqrt",
    np.maximum: "maximum",
    np.greater: "greater",
    np.greater_equal: "greater_equal",
    np.less: "less",
    np.less_equal: "less_equal",
    np.equal: "equal",
    np.not_equal: "not_equal",
}
"""Element by element, and the matrix product: the operands decide everything."""

FUNCTIONS = {
    np.sum: ("sum", ("a",), ("axis", "keepdims")),
    np.max: ("max", ("a",), ("axis", "keepdims")),
    np.mean: ("mean", ("a",), ("axis", "keepdims")),
    np.argmax: ("argmax", ("a",), ("axis", "keepdims")),
    np.concatenate: ("concatenate", ("arrays",), ("axis",)),
    np.stack: ("stack", ("arrays",), ("axis",)),
    np.take: ("take", ("a", "indices"), ("axis",)),
    np.transpose: ("transpose", ("a",), ("axes",)),
    np.reshape: ("reshape", ("a",), ("shape",)),
    np.where: ("where", ("condition", "x", "y"), ()),
}
"""Functions of arrays: the operation, the array parameters, and the options that are recorded.

Any other option is refused.
"""

METADATA = (np.shape, np.ndim, np.size)
"""What depends on the shapes alone is not recorded: shapes are fixed once the inputs are."""

KNOWN = (
    "@ + - * / **, negation, comparison, indexing, "
    + ", ".join(f"np.{name}" for name in ("tanh", "exp", "log", "sqrt", "maximum"))
    + ", "
    + ", ".join(f"np.{name}" for name, _, _ in FUNCTIONS.values())
    + ", "
    + ", ".join(f"np.{function.__name__}" for function in COMPOSED)
)

CHECK = "a check belongs in a test: leave it out"
NUMBER = "a number taken out of the record could not be followed: keep the array"

REMEDIES = {
    "all": "write np.sum(condition) == np.size(condition)",
    "allclose": CHECK,
    "amax": "write np.max(x)",
    "any": "write np.max(condition)",
    "array_equal": CHECK,
    "astype": "make the input of the right type instead",
    "at": "write table + np.eye(len(table))[indices].T @ rows",
    "atleast_2d": "write x[None, :]",
    "broadcast_to": "arithmetic broadcasts by itself: leave it out",
    "copyto": "write x[...] = y",
    "cumsum": "write the sum as a loop over the time steps",
    "diag": "write x * np.eye(len(x))",
    "diff": "write x[1:] - x[:-1]",
    "einsum": "write it with @, * and np.sum",
    "expm1": "write np.exp(x) - 1",
    "floor_divide": "make the whole number an input",
    "isfinite": CHECK,
    "isnan": CHECK,
    "item": NUMBER,
    "log1p": "write np.log(1 + x)",
    "log10": "write np.log(x) / np.log(10)",
    "log2": "write np.log(x) / np.log(2)",
    "logaddexp": "write np.log(np.exp(x) + np.exp(y))",
    "prod": "write the product as a loop",
    "remainder": "make the whole number an input",
    "round": "round where the number is shown: f'{x:.3f}'",
    "sign": "write np.where(x > 0, 1.0, -1.0)",
    "sinh": "write it with np.exp",
    "sort": "an order is not recorded: np.argmax finds the largest",
    "std": "write it with np.mean and np.sqrt",
    "tensordot": "write it with @, * and np.sum",
    "tolist": NUMBER,
    "trace": "write np.sum(x * np.eye(len(x)))",
    "var": "write np.mean((x - np.mean(x)) ** 2)",
}

IN_PYTHON = {
    "all": REMEDIES["all"],
    "any": REMEDIES["any"],
    "bool": "keep the comparison: it is recorded as True or False",
    "float": "leave float() out",
    "int": "leave int() out; to index with it, make the table an argument: table[index]",
    "max": "write np.max(x), or np.maximum(x, y)",
    "min": "write np.min(x), or np.minimum(x, y)",
    "range": "make the number of steps a whole number: steps=3",
    "round": REMEDIES["round"],
    "sorted": REMEDIES["sort"],
}
"""What to write in place of Python's own functions, by what the expression begins with."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an expression stands: lines and characters count from 1, as editors show them."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def text(self) -> str:
        """The expression as it is written, on one line, without comments."""
        lines = [linecache.getline(self.file, n) for n in range(self.line, self.end_line + 1)]
        lines[-1] = lines[-1][: self.end_column - 1]
        lines[0] = lines[0][self.column - 1 :]
        return " ".join(_without_comments("".join(lines)).split())


def _without_comments(code: str) -> str:
    if "#" not in code:
        return code
    lines = f"(\n{code}\n)".splitlines(keepends=True)
    for token in tokenize.generate_tokens(iter(lines).__next__):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    return "\n".join(lines[1:-1])


@dataclass(slots=True, eq=False, repr=False)
class Node:
    """One recorded value. Nothing changes it once it is recorded.

    operation: "input", "constant", "index", or a name from `UFUNCS` and `FUNCTIONS`.
    options: what else the operation needs; for "index" the `key`, a tuple of one entry an axis:
        (part,) for a part that was given, None for a recorded one, which is the next operand.
    origin: for an input that was handed over from another trace, the node it came from.
    """

    operation: str
    operands: tuple["Node", ...]
    value: Any
    options: Mapping[str, Any]
    place: tuple[CodeType, int] | None = None
    origin: "Node | None" = None

    def __repr__(self) -> str:
        return f"Node({self.operation}, {self.value!r})"

    @property
    def source(self) -> Source | None:
        """Where the expression stands that computed it; None for an input."""
        return self.place and _source(*self.place)

    @property
    def shape(self) -> tuple[int, ...]:
        return getattr(self.value, "shape", ())

    @property
    def is_scalar(self) -> bool:
        return self.shape == ()


@dataclass(frozen=True)
class Trace:
    """What one run of a function computed.

    nodes: in the order in which they were computed; operands come before their results.
    names: each named value, in the order inputs, results.
    inputs: the names of the arguments.
    steps: for a function that returns a list of records, per time step the record's fields and
        the names of their values: ({"h_t": "h_1"}, {"h_t": "h_2"}).
    sequences: the arguments whose first axis is time.
    """

    function: str
    nodes: tuple[Node, ...]
    names: Mapping[str, Node]
    inputs: tuple[str, ...]
    steps: tuple[Mapping[str, str], ...]
    sequences: tuple[str, ...]
    result: Any = field(repr=False)

    def __getitem__(self, name: str) -> Node:
        if name not in self.names:
            raise KeyError(f"no value named {name!r}; there are {', '.join(self.names)}")
        return self.names[name]

    def name_of(self, node: Node) -> str | None:
        """The name under which the node is known; None for an intermediate value."""
        return self._by_node.get(node)

    @cached_property
    def _by_node(self) -> dict[Node, str]:
        return {node: name for name, node in reversed(self.names.items())}

    def time_of(self, name: str) -> int | None:
        """The time step that a name counts, or None: 2 for `h_2`, None for `W`."""
        return self._times.get(name)

    @cached_property
    def _times(self) -> dict[str, int]:
        times = {name: t for t, step in enumerate(self.steps, 1) for name in step.values()}
        for sequence in self.sequences:
            for name in self.names:
                base, _, index = name.rpartition("_")
                if base == sequence and index.isdigit():
                    times[name] = int(index)
        return times


class Recorder:
    """The nodes of one run, in order."""

    def __init__(self, *, hides_text: bool = False) -> None:
        self.hides_text = hides_text
        self.changed: tuple[CodeType, int] | None = None  # where an array was first changed
        self.shown: tuple[CodeType, int] | None = None  # where a value was first made into text
        self.nodes: list[Node] = []
        self.items: dict[tuple[Node, int], Node] = {}
        self.arrays: dict[int, tuple[np.ndarray, Node]] = {}  # the function's own, by identity

    def add(
        self,
        operation: str,
        operands: tuple[Node, ...],
        value: Any,
        options: Mapping[str, Any] = NO_OPTIONS,
        place: tuple[CodeType, int] | None = None,
        origin: Node | None = None,
    ) -> "TracedArray":
        if type(value) is np.ndarray:
            value.setflags(write=False)
        node = Node(operation, operands, value, options, place, origin)
        self.nodes.append(node)
        return TracedArray(node, self)

    def node(self, operand: Any, place: tuple[CodeType, int] | None = None) -> Node:
        """The operand's node; a plain number or array becomes a constant."""
        if type(operand) is TracedArray:
            if operand.recorder is not self:
                raise _kept_value(operand)
            return operand.node
        if isinstance(operand, np.ndarray):
            return self._constant_array(operand, place)
        if type(operand) is OwnArray:
            return self.node(operand.content, place)
        return self.add("constant", (), _own(operand), place=place).node

    def array(self, operand: Any) -> "TracedArray":
        """An operand as a recorded array."""
        return TracedArray(self.node(operand, _caller()), self)

    def finish(self) -> None:
        """The run is over: whoever computes with a value of it has kept it."""

        def refuse(_: str, __: Any, operands: Iterable[Any], *___: Any) -> Any:
            raise _kept_value(next(x for x in operands if getattr(x, "recorder", None) is self))

        self.compute = refuse  # type: ignore[method-assign]

    def text(self, value: Any, write: Callable[[Any], str]) -> str:
        """A value as text; of another value where texts are hidden, to see if one comes back."""
        self.shown = self.shown or _caller()
        return (
            write(np.logical_not(value) if value.dtype == bool else -value - 1)
            if self.hides_text
            else write(value)
        )

    def _constant_array(self, array: np.ndarray, place: tuple[CodeType, int] | None) -> Node:
        """The node of an array that the function made; a changed array is another value."""
        found = self.arrays.get(id(array))
        if found is not None and _same(array, found[1].value):
            return found[1]
        node = self.add("constant", (), _own(array), place=place).node
        self.arrays[id(array)] = (array, node)  # kept, so that no other array takes its identity
        return node

    def compute(
        self,
        operation: str,
        function: Callable[..., Any],
        operands: Iterable[Any],
        options: Mapping[str, Any] = NO_OPTIONS,
    ) -> "TracedArray":
        """Apply the function to the operands' values and record it."""
        place = _caller()
        nodes: list[Node] = []
        values: list[Any] = []
        for operand in operands:
            own = type(operand) is TracedArray and operand.recorder is self
            node = operand.node if own else self.node(operand, place)
            nodes.append(node)
            values.append(node.value)
        try:
            value = function(*values)
        except (ValueError, IndexError, TypeError) as error:
            kind = next(k for k in (ValueError, IndexError, TypeError) if isinstance(error, k))
            shapes = " and ".join(_shape(node.shape) for node in nodes)
            raise kind(
                f"{_source(*place).text or operation}: {operation} of shapes {shapes} "
                f"does not work: {error}"
            ) from error
        if value.dtype.char not in NUMBERS:
            raise TypeError(
                f"{_source(*place).text or operation} gives numbers of type {value.dtype}; "
                "floats of 64 bits are recorded: write x * 1.0 for booleans x"
            )
        return self.add(operation, tuple(nodes), value, options, place)


def _kept(part: Any) -> Any:
    """A part of an index, safe from later changes."""
    return part.copy() if isinstance(part, list | np.ndarray) else part


def _own(value: Any) -> Any:
    """The number or array itself, safe from later changes. Raises TypeError for anything else."""
    if type(value) is np.ndarray:
        value = value.copy(order="K")  # the order in memory decides the last bits of a product
    elif type(value) in (bool, int, float):
        return value
    elif isinstance(value, (list, tuple)):
        value = np.array(value)
    elif not isinstance(value, np.generic):
        raise TypeError(f"a {type(value).__name__} is not recorded: use an array or a number")
    if value.dtype.char not in NUMBERS:
        raise TypeError(
            f"numbers of type {value.dtype} are not recorded: use integers or floats of 64 bits"
        )
    return value


def _shape(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "scalar"


def _refuse(what: str, remedy: str | None = None) -> str:
    return f"{what} is not recorded" + (f"; {remedy}" if remedy else f". Recorded are: {KNOWN}.")


def _demand_no_store() -> None:
    code, instruction = _caller()
    if code.co_code[instruction] == STORE:
        raise TypeError(
            "a recorded value cannot be written into this array; make the array with "
            "np.zeros(shape), or collect the values in a list and join them: np.stack(values)"
        )


def _in_python(otherwise: str) -> str:
    """What to write in place of the expression that asks for a plain number, or for one side."""
    text = _source(*_caller()).text
    module, name = re.match(r"(math\.)?(\w+)\(|", text).groups()
    return f"write np.{name}" if module else IN_PYTHON.get(name, otherwise)


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
                f"{_shape(self.shape)}: format one entry, x[0], or leave the format out"
            )
        return self.recorder.text(self.node.value, lambda value: format(value, spec))

    # What is recorded.

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if not options and method == "__call__" and ufunc in UFUNCS:
            return self.recorder.compute(UFUNCS[ufunc], ufunc, inputs)
        out = options.pop("out", None)
        if method != "__call__":
            raise TypeError(
                _refuse(
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
            raise TypeError(_refuse(f"np.{ufunc.__name__}", REMEDIES.get(ufunc.__name__)))
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
            raise TypeError(_refuse(f"{module}.{name}", REMEDIES.get(name)))
        operation, arrays, known = FUNCTIONS[function]
        given = dict(zip(_parameters(function), args, strict=False)) | kwargs
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
            key for key in kwargs if key not in _parameters(made) and function is not np.clip
        ]
        if unknown:
            raise TypeError(f"np.{function.__name__} is recorded without {', '.join(unknown)}=")
        return made(self.recorder.compute, *unwrapped(tuple(args)), **unwrapped(kwargs))

    def __getitem__(self, key: Any) -> "TracedArray":
        """Select by integers, slices, None, Ellipsis, or by recorded integers."""
        if type(key) is int and (shape := self.node.shape) and -shape[0] <= key < shape[0]:
            items, place = self.recorder.items, (self.node, key % shape[0])
            if place not in items:
                select = operator.itemgetter((key,))
                options = {"key": ((key,),)}
                items[place] = self.recorder.compute("index", select, (self,), options).node
            return TracedArray(items[place], self.recorder)
        return self._select(key if isinstance(key, tuple) else (key,))

    def _select(self, parts: tuple[Any, ...]) -> "TracedArray":
        parts = unwrapped(parts)
        computed = [part for part in parts if isinstance(part, TracedArray)]
        if any(part.dtype == bool for part in computed):
            raise TypeError(
                "a selection by a computed condition has no fixed shape; "
                "write np.where(condition, x, 0)"
            )
        pattern = tuple(
            [None if isinstance(part, TracedArray) else (_kept(part),) for part in parts]
        )

        def select(array: Any, *indices: Any) -> Any:
            remaining = iter(indices)
            key = [next(remaining) if part is None else part[0] for part in pattern]
            return array[tuple(key)]

        return self.recorder.compute("index", select, (self, *computed), {"key": pattern})

    @property
    def T(self) -> "TracedArray":
        return np.transpose(self)

    def transpose(self, *axes: Any) -> "TracedArray":
        if len(axes) == 1 and not isinstance(axes[0], int):
            axes = axes[0]
        return np.transpose(self, axes or None)

    def reshape(self, *shape: Any) -> "TracedArray":
        return np.reshape(self, shape[0] if len(shape) == 1 else shape)

    def sum(self, axis: Any = None, **options: Any) -> "TracedArray":
        return np.sum(self, axis=axis, **options)

    def max(self, axis: Any = None, **options: Any) -> "TracedArray":
        return np.max(self, axis=axis, **options)

    def mean(self, axis: Any = None, **options: Any) -> "TracedArray":
        return np.mean(self, axis=axis, **options)

    def argmax(self, axis: Any = None, **options: Any) -> "TracedArray":
        return np.argmax(self, axis=axis, **options)

    def take(self, indices: Any, axis: Any = None, **options: Any) -> "TracedArray":
        return np.take(self, indices, axis=axis, **options)

    # What is refused.

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        _demand_no_store()
        raise TypeError(
            "a traced array cannot become a plain one: its history would be lost. "
            "To look up a table, make it an argument and write table[index]; for a.dot(b) write "
            "a @ b; for an array of several values write np.stack([a, b])"
        )

    def __bool__(self) -> bool:
        raise TypeError(
            "a branch on a computed value cannot be recorded, as only one side would be; "
            + _in_python("write np.where(condition, x, y)")
        )

    def _leave(self, *_: Any) -> Any:
        _demand_no_store()
        raise TypeError(
            "a traced number cannot become a Python number: its history would be lost; "
            + _in_python(
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
        self.recorder.changed = self.recorder.changed or _caller()
        changed = OwnArray.of(self)
        changed[key] = value
        self.node = self.recorder.node(changed, _caller())

    def _assign(self, result: "TracedArray") -> "TracedArray":
        self.recorder.changed = self.recorder.changed or _caller()
        if not self.shape or self.node.operation in VIEWS:
            return result
        self.node = result.node
        return self

    def astype(self, dtype: Any, **options: Any) -> "TracedArray":
        del options
        if np.dtype(dtype) == self.dtype:
            return self
        if np.dtype(dtype) == float:
            return self * 1.0
        raise TypeError(_refuse(f"astype({np.dtype(dtype).name})", REMEDIES["astype"]))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # protocols that NumPy and others ask for
            raise AttributeError(name)
        if name in METHODS:
            return partial(METHODS[name], self)
        raise AttributeError(_refuse(f"the attribute {name!r}", REMEDIES.get(name)))


STORE = dis.opmap["STORE_SUBSCR"]

VIEWS = ("input", "index", "transpose", "reshape")
"""Operations whose result shares NumPy's memory with another array."""


@cache
def _parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    if function is np.concatenate:  # in C, without a signature of its own
        return ("arrays", "axis", "out", "dtype", "casting")
    if function is np.where:
        return ("condition", "x", "y")
    return tuple(inspect.signature(function).parameters)


def _operator(ufunc: np.ufunc, *, reflected: bool = False) -> Callable[..., TracedArray]:
    operation = UFUNCS[ufunc]
    # NumPy's ** takes other paths than np.power: x ** 2 is np.square.
    function = operator.pow if ufunc is np.power else ufunc

    def method(self: TracedArray, other: Any) -> TracedArray:
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


# Source positions.


@cache
def _positions(code: CodeType) -> tuple[tuple[int | None, ...], ...]:
    return tuple(code.co_positions())


def _source(code: CodeType, instruction: int) -> Source:
    line, end_line, start, end = _positions(code)[instruction // 2]
    line = line or code.co_firstlineno
    return _source_at(code.co_filename, line, start or 0, end_line or line, end)


def _source_at(file: str, line: int, start: int, end_line: int, end: int | None) -> Source:
    linecache.checkcache(file)

    def column(line: int, offset: int | None) -> int:
        """Python counts bytes of UTF-8, editors characters."""
        text = linecache.getline(file, line)
        if not text:
            return (offset or 0) + 1
        return len(text.encode()[:offset].decode(errors="ignore")) + 1

    return Source(file, line, column(line, start), end_line, column(end_line, end))


_LIBRARIES = tuple(sysconfig.get_paths()[key] for key in ("stdlib", "purelib", "platlib"))
_PACKAGE = str(Path(__file__).parent)


def _caller() -> tuple[CodeType, int]:
    """Where the function that is being recorded stands now."""
    frame: FrameType | None = sys._getframe(3)  # noqa: SLF001 (inspect.stack is slow)
    while _is_machinery(frame.f_globals):
        frame = frame.f_back
    return frame.f_code, frame.f_lasti


_MACHINERY = (__name__, composed.__name__, own_arrays.__name__)


def _is_machinery(names: Mapping[str, Any]) -> bool:
    return _is_machinery_name(names.get("__name__"))


@cache
def _is_machinery_name(name: str | None) -> bool:
    return name in _MACHINERY or str(name).startswith("numpy.")


def _is_called(frame: FrameType, name: str) -> bool:
    """Whether a frame calls NumPy's function of this name itself; code in C has no frame."""
    return not _is_machinery(frame.f_globals) and _mentions(frame.f_code, frame.f_lasti, name)


@cache
def _mentions(code: CodeType, instruction: int, name: str) -> bool:
    return name in (_source(code, instruction).text or code.co_names)


def position_of(error: BaseException, skip: Collection[str] = ()) -> Source | None:
    """Where an error arose, in the innermost code that is no library's, nor the recorder's.

    skip: files that are to be passed over too. None where nothing is left.
    """
    if isinstance(error, DifferentRunsError) and error.source:
        return error.source
    if isinstance(error, SyntaxError) and error.filename:
        line, column = error.lineno or 1, error.offset or 1
        return Source(error.filename, line, column, line, column)
    found: TracebackType | None = None
    step = error.__traceback__
    while step is not None:
        file = step.tb_frame.f_code.co_filename
        library = file.startswith(("<", *_LIBRARIES)) and not file.startswith(_PACKAGE)
        if not library and not _is_machinery(step.tb_frame.f_globals) and file not in skip:
            found = step
        step = step.tb_next
    return found and _source(found.tb_frame.f_code, found.tb_lasti)


# Recording.


def record(function: Callable[..., Any], **arguments: Any) -> Trace:
    """Run the function once on traced arguments, and once on plain ones for the same bits.

    An argument may be a `Node` of another trace: its value is handed over, and the new input
    remembers where it came from.
    Raises TypeError for what cannot be recorded; whatever the function raises passes through.
    """
    plain, origins = _own_arguments(function, arguments)
    recorder, traced = Recorder(), dict(plain)
    for name, value in plain.items():
        if type(value) not in SETTINGS:
            traced[name] = recorder.add("input", (), value, origin=origins.get(name))
    names = {name: x.node for name, x in traced.items() if type(x) is TracedArray}
    sequences = tuple(filter(_sequences(function).__contains__, names))
    with own_arrays.own_arrays(_is_called):
        result = _run(function, traced)
    steps: list[dict[str, str]] = []
    computed = list(_name_results(result, steps))
    if not computed:
        raise TypeError(f"{_name(function)} returns no value; return arrays, records or lists")
    for name, value in (*_name_items(recorder, names, sequences), *computed):
        try:
            node = recorder.node(value)
        except TypeError as error:
            raise TypeError(f"{_name(function)}: the result {name!r}: {error}") from None
        if not is_name(name):
            raise ValueError(f"{_name(function)}: {name!r} is no name; {HELP}")
        if names.setdefault(name, node) is not node:
            raise ValueError(
                f"{_name(function)}: two values are named {name!r}; "
                "rename a field of the result or an argument"
            )
    recorder.finish()
    untraced = _run(function, {name: _own_copy(x) for name, x in plain.items()})
    expected = list(_name_results(untraced, []))
    _demand_same_bits(function, plain, recorder, computed, expected)
    if recorder.shown:
        _demand_no_text(function, plain, recorder, computed)
    return Trace(
        function=_name(function),
        nodes=tuple(recorder.nodes),
        names=MappingProxyType(names),
        inputs=tuple(name for name in arguments if name in names),
        steps=tuple(MappingProxyType(step) for step in steps),
        sequences=sequences,
        result=untraced,
    )


def _name(function: Callable[..., Any]) -> str:
    return getattr(function, "__qualname__", None) or underlying(function).__qualname__


def underlying(function: Any) -> Any:
    """The function that is written: of a partial, a method or an object that can be called."""
    while isinstance(function, partial):
        function = function.func
    is_object = not hasattr(function, "__qualname__") and not isinstance(function, np.ufunc)
    return type(function).__call__ if is_object else getattr(function, "__func__", function)


def _own_arguments(
    function: Callable[..., Any], arguments: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Node]]:
    """The arguments, safe from later changes, and the nodes that some were handed over from."""
    own: dict[str, Any] = {}
    origins: dict[str, Node] = {}
    for name, value in arguments.items():
        if isinstance(value, Node):
            origins[name], value = value, np.asarray(value.value)[()]
        if type(value) not in SETTINGS:
            try:
                value = _own_argument(name, value)
            except TypeError as error:
                raise TypeError(f"{_name(function)}: the argument {name!r}: {error}") from None
        own[name] = value
    return own, origins


def _own_argument(name: str, value: Any) -> Any:
    if type(value) is float:
        return np.float64(value)
    if isinstance(value, np.ndarray | np.generic):
        return _own(value)
    remedy = _remedy_for(name, value)
    if remedy:
        raise TypeError(remedy)
    return _own(value)


def _own_copy(value: Any) -> Any:
    """A copy that a function may change, of an array."""
    return np.array(value) if type(value) is np.ndarray else value


def _remedy_for(name: str, value: Any) -> str:
    """What to write in place of an argument that holds several values."""
    held = _fields(value)
    if held is not None:
        given = ", ".join(f"{key}=…" for key in list(held)[:3]) or "W=…"
        return (
            f"a {type(value).__name__} is not recorded; hand its values over one by one, {given}: "
            f"in the function, **{name} collects them in a dictionary"
        )
    if not isinstance(value, list | tuple):
        return ""
    if any(isinstance(item, np.ndarray) for item in value):
        return "hand each array over as an argument of its own, or all as one: np.stack([…])"
    return "write np.array([…])"


def _run(function: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    """What the function gives; what it yields, as a list."""
    named = dict(arguments)
    given = [named.pop(name) for name in _positional(underlying(function)) if name in named]
    result = function(*given, **named)
    return list(result) if isinstance(result, Iterator) else result


@cache
def _positional(function: Callable[..., Any]) -> tuple[str, ...]:
    """The parameters that are given by place alone."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (ValueError, TypeError):  # it is written in C
        return ()
    return tuple(one.name for one in parameters if one.kind is one.POSITIONAL_ONLY)


def _sequences(function: Callable[..., Any]) -> frozenset[str]:
    """The parameters annotated with a leading axis `time`, `source_time` or the like."""
    return _annotated(underlying(function))


@cache
def _annotated(function: Callable[..., Any]) -> frozenset[str]:
    try:
        hints = get_type_hints(function)
    except (NameError, TypeError, AttributeError, SyntaxError):  # for type checkers only
        return frozenset()
    return frozenset(
        name
        for name, hint in hints.items()
        if name != "return" and _leading_axis(hint).rpartition("_")[2] == "time"
    )


def _leading_axis(hint: Any) -> str:
    return next(iter(getattr(hint, "dim_str", "").split()), "")


def _name_items(
    recorder: Recorder, names: Mapping[str, Node], sequences: tuple[str, ...]
) -> Iterator[tuple[str, TracedArray]]:
    """The items that the function took out of its sequences: `x_1` for `x[0]`."""
    name_of = {names[name]: name for name in sequences}
    for (node, place), item in recorder.items.items():
        if node in name_of:
            yield f"{name_of[node]}_{place + 1}", TracedArray(item, recorder)


def _fields(value: Any) -> Mapping[str, Any] | None:
    """The fields of a record: a named tuple, a mapping, a dataclass; None for anything else."""
    if isinstance(value, tuple):
        return value._asdict() if hasattr(value, "_asdict") else None
    if isinstance(value, list):
        return None
    if isinstance(value, Mapping):
        return {normal(str(key)): item for key, item in value.items()}
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return None


NUMERIC = (TracedArray, OwnArray, np.ndarray, np.generic, int, float)


def _name_results(
    value: Any, steps: list[dict[str, str]], name: str = "", time: int = 0
) -> Iterator[tuple[str, Any]]:
    """Each array in the result with its name: fields name it, the place in a list counts time.

    steps: filled with the fields of each record in a list, and the names of their values.
    time: the place in the list, for what is inside a record of it.
    """
    if isinstance(value, NUMERIC):
        yield name or "result", value
    elif (fields := _fields(value)) is not None:
        if len(steps) < time:
            steps.append({})
        for key, item in fields.items():
            full = f"{key.removesuffix('_t')}_{time}" if time else key
            if not isinstance(item, NUMERIC):
                yield from _name_results(item, steps, full, time)
                continue
            if time:
                steps[time - 1][key] = full
            yield full, item
    elif isinstance(value, (list, tuple)):
        for n, item in enumerate(value, 1):
            yield from _name_results(item, steps, f"{name or 'result'}_{n}", n)
    elif value is not None:
        yield name or "result", value


# Two runs that differ.


class DifferentRunsError(RuntimeError):
    """A function depends on more than its arguments. source: where, if that is known."""

    def __init__(self, text: str, source: Source | None) -> None:
        super().__init__(text)
        self.source = source


Results = list[tuple[str, Any]]


def _unlike(one: Results, other: Results) -> tuple[str, Any, Any] | None:
    """The first result that two runs do not share: its name and both values."""
    alone = ("", None)
    for (name, a), (other_name, b) in zip_longest(one, other, fillvalue=alone):
        a = a.node.value if type(a) is TracedArray else _plain(a)
        if name != other_name or not _same(a, _plain(b)):
            return name or other_name, a, _plain(b)
    return None


def _plain(value: Any) -> Any:
    return value if isinstance(value, np.generic | np.ndarray) else own_arrays.plain(content(value))


def _demand_same_bits(
    function: Callable[..., Any],
    arguments: Mapping[str, Any],
    recorder: Recorder,
    traced: Results,
    plain: Results,
) -> None:
    for _, value in plain:
        if type(value) is TracedArray:
            raise _kept_value(value)
    found = _unlike(traced, plain)
    if found is None:
        return
    name, a, b = found
    source = _first_difference(function, arguments, recorder.nodes)
    remedy = (
        "a function to record must depend on its arguments alone: "
        "draw random numbers before, and hand them over"
    )
    if source is None and recorder.changed:
        source = _source(*recorder.changed)
        remedy = "an array that is changed in place has another name too: write a = a + b"
    raise DifferentRunsError(
        f"{_name(function)}: two runs gave different bits for {name!r}: {a!r} traced, "
        f"{b!r} untraced; {remedy}",
        source
        or next((x.node.source for n, x in traced if n == name and hasattr(x, "node")), None),
    )


def _again(
    function: Callable[..., Any], arguments: Mapping[str, Any], *, hides_text: bool = False
) -> tuple[list[Node], Results]:
    """Record once more, and let nobody see it."""
    recorder = Recorder(hides_text=hides_text)
    traced = {
        name: x if type(x) in SETTINGS else recorder.add("input", (), x)
        for name, x in arguments.items()
    }
    disabled = logging.root.manager.disable
    logging.disable()
    try:
        with redirect_stdout(StringIO()), own_arrays.own_arrays(_is_called):
            results = list(_name_results(_run(function, traced), []))
    except Exception:  # noqa: BLE001 (whatever it is, the first run did not raise it)
        return recorder.nodes, []
    finally:
        logging.disable(disabled)
    return recorder.nodes, results


def _first_difference(
    function: Callable[..., Any], arguments: Mapping[str, Any], nodes: list[Node]
) -> Source | None:
    """Where a further run first computes something else."""
    for one, other in zip(nodes, _again(function, arguments)[0], strict=False):
        if one.place != other.place or not _same(one.value, other.value):
            return other.source
    return None


def _demand_no_text(
    function: Callable[..., Any], arguments: Mapping[str, Any], recorder: Recorder, traced: Results
) -> None:
    """A number that is printed is shown to people; it may not come back as a number."""
    found = _unlike(traced, _again(function, arguments, hides_text=True)[1])
    if found and recorder.shown:
        raise DifferentRunsError(
            f"a number that is made into text here comes back in the result {found[0]!r}, where "
            "nothing is known of it; keep the array",
            _source(*recorder.shown),
        )


def _kept_value(value: TracedArray) -> DifferentRunsError:
    sources = [_source(*place) for place in (value.node.place, _caller()) if place]
    found = keeping(value, [(source.file, source.line) for source in sources])
    source = sources[0]
    if found:
        file, statement = found
        end = statement.end_lineno or statement.lineno
        columns = statement.col_offset, statement.end_col_offset
        source = _source_at(file, statement.lineno, columns[0], end, columns[1])
    return DifferentRunsError(
        f"{source.text or 'this'} keeps a value of the run before; let the result depend on the "
        "arguments alone: hand the value over as an argument",
        source,
    )


def _same(a: Any, b: Any) -> bool:
    a, b = np.asarray(a), np.asarray(b)
    if a.dtype != b.dtype or a.shape != b.shape:
        return False
    if a.tobytes() == b.tobytes():
        return True
    unlike = a.ravel().view(np.uint8) != b.ravel().view(np.uint8)
    differing = unlike.reshape(a.size, a.itemsize).any(axis=1)
    # One NaN is as good as another.
    return a.dtype.kind == "f" and bool(np.all(np.isnan([a.flat[differing], b.flat[differing]])))
