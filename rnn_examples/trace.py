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
    bits     the recorded values are those of the untraced run, bit for bit; `record` checks it.
"""

import inspect
import linecache
import operator
import sys
import sysconfig
import tokenize
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import CodeType, FrameType, MappingProxyType, TracebackType
from typing import Any, get_type_hints

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

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
)

REMEDIES = {
    "absolute": "write np.maximum(x, -x)",
    "amax": "write np.max(x)",
    "amin": "write -np.max(-x)",
    "append": "write np.concatenate((a, b))",
    "argmin": "write np.argmax(-x)",
    "astype": "make the input of the right type instead",
    "bitwise_and": "write the product of the two conditions",
    "bitwise_or": "write np.maximum of the two conditions",
    "broadcast_to": "arithmetic broadcasts by itself: leave it out",
    "clip": "write -np.maximum(-x, -upper) and np.maximum(x, lower)",
    "column_stack": "write np.stack(arrays, axis=1)",
    "copy": "nothing recorded is ever changed: leave it out",
    "cumsum": "write the sum as a loop over the time steps",
    "diag": "write x * np.eye(len(x))",
    "dot": "write a @ b",
    "einsum": "write it with @, * and np.sum",
    "expand_dims": "write x[:, None]",
    "expm1": "write np.exp(x) - 1",
    "flatten": "write x.reshape(-1)",
    "full_like": "write np.full(x.shape, number)",
    "hstack": "write np.concatenate(arrays)",
    "inner": "write a @ b",
    "invert": "write the opposite comparison",
    "item": "a number taken out of the trace could not be followed: keep the array",
    "log1p": "write np.log(1 + x)",
    "logical_and": "write the product of the two conditions",
    "logical_not": "write the opposite comparison",
    "logical_or": "write np.maximum of the two conditions",
    "min": "write -np.max(-x)",
    "minimum": "write -np.maximum(-x, -y)",
    "moveaxis": "write np.transpose(x, axes)",
    "norm": "write np.sqrt(np.sum(x ** 2))",
    "ones_like": "write np.ones(x.shape)",
    "outer": "write a[:, None] * b",
    "positive": "leave the plus sign out",
    "prod": "write the product as a loop",
    "ravel": "write x.reshape(-1)",
    "reciprocal": "write 1 / x",
    "sinh": "write it with np.exp",
    "split": "write x[:n] and x[n:]",
    "square": "write x ** 2",
    "squeeze": "index the axis away: x[0]",
    "std": "write it with np.mean and np.sqrt",
    "swapaxes": "write np.transpose(x, axes)",
    "tolist": "a number taken out of the trace could not be followed: keep the array",
    "var": "write np.mean((x - np.mean(x)) ** 2)",
    "vdot": "write a @ b",
    "vstack": "write np.stack(arrays) or np.concatenate(arrays)",
    "zeros_like": "write np.zeros(x.shape)",
}


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

    def __init__(self) -> None:
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
                raise ValueError("a value of another run is used here; hand it over as an argument")
            return operand.node
        if isinstance(operand, np.ndarray):
            return self._constant_array(operand, place)
        return self.add("constant", (), _own(operand), place=place).node

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
    elif isinstance(value, (list, tuple, Table)):
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
    return f"{what} is not recorded{'; ' + remedy if remedy else ''}. Recorded are: {KNOWN}."


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
        return f"TracedArray({self.node.value!r})"

    # What is recorded.

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if ufunc in UFUNCS and method == "__call__" and not options:
            return self.recorder.compute(UFUNCS[ufunc], ufunc, inputs)
        if options.get("out") is not None:
            raise TypeError("out= and in-place operators are not recorded; write a = a + b")
        if method != "__call__":
            raise TypeError(
                _refuse(f"np.{ufunc.__name__}.{method}", "for a sum write np.sum(x, axis=...)")
            )
        if ufunc not in UFUNCS:
            raise TypeError(_refuse(f"np.{ufunc.__name__}", REMEDIES.get(ufunc.__name__)))
        raise TypeError(f"np.{ufunc.__name__} is recorded without {', '.join(options)}=")

    def __array_function__(
        self, function: Callable[..., Any], types: Any, args: Any, kwargs: Any
    ) -> Any:
        name = function.__name__
        if function in METADATA:
            array, *args = args or (kwargs.pop("a"),)
            return function(array.node.value, *args, **kwargs)
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
        raise TypeError(
            "a traced array cannot become a plain one: its history would be lost. "
            "To look up a table, make it an argument and write table[index] (np.eye(K)[y] needs no "
            "argument); for np.array([a, b]) write np.stack([a, b]). " + _refuse("Anything else")
        )

    def __bool__(self) -> bool:
        raise TypeError(
            "a branch on a computed value cannot be recorded, as only one side would be; "
            "write np.where(condition, x, y)"
        )

    def _leave(self, *_: Any) -> Any:
        raise TypeError(
            "a traced number cannot become a Python number: its history would be lost; "
            "keep the array; to index with it, make the table an argument: table[index]"
        )

    __float__ = __int__ = __index__ = __complex__ = __round__ = __floor__ = __ceil__ = _leave

    def __reduce__(self) -> Any:
        raise TypeError("a traced array cannot leave its run as a copy: leave the copy out")

    def __contains__(self, item: Any) -> bool:
        raise TypeError("'in' on a computed array cannot be recorded; write np.max(array == item)")

    def __setitem__(self, key: Any, value: Any) -> None:
        raise TypeError(
            "assignment to an element is not recorded; build the array with np.stack, "
            "np.concatenate or np.where"
        )

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # protocols that NumPy and others ask for
            raise AttributeError(name)
        raise AttributeError(_refuse(f"the attribute {name!r}", REMEDIES.get(name)))


class Table(np.ndarray):
    """What np.eye gives during a recording: a plain array, but that lookups in it are recorded."""

    def __getitem__(self, key: Any) -> Any:
        parts = key if isinstance(key, tuple) else (key,)
        computed = [part for part in parts if type(part) is TracedArray]
        return self._traced(computed[0])[key] if computed else super().__getitem__(key)

    def take(self, indices: Any, axis: Any = None, out: Any = None, mode: str = "raise") -> Any:
        if type(indices) is TracedArray and out is None and mode == "raise":
            return self._traced(indices).take(indices, axis=axis)
        return super().take(indices, axis=axis, out=out, mode=mode)

    def _traced(self, index: TracedArray) -> TracedArray:
        recorder = index.recorder
        return TracedArray(recorder.node(self, _caller()), recorder)


@contextmanager
def _tables() -> Iterator[None]:
    """Let np.eye(K)[y] be recorded, whose y no method of a traced array gets to see."""
    eye = np.eye
    np.eye = lambda *args, **options: eye(*args, **options).view(Table)
    try:
        yield
    finally:
        np.eye = eye


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


set_operators()


# Source positions.


@cache
def _positions(code: CodeType) -> tuple[tuple[int | None, ...], ...]:
    return tuple(code.co_positions())


def _source(code: CodeType, instruction: int) -> Source:
    line, end_line, start, end = _positions(code)[instruction // 2]
    line = line or code.co_firstlineno
    end_line = end_line or line
    linecache.checkcache(code.co_filename)

    def column(line: int, offset: int | None) -> int:
        """Python counts bytes of UTF-8, editors characters."""
        text = linecache.getline(code.co_filename, line)
        if not text:
            return (offset or 0) + 1
        return len(text.encode()[:offset].decode(errors="ignore")) + 1

    return Source(code.co_filename, line, column(line, start or 0), end_line, column(end_line, end))


_HERE = globals()
_LIBRARIES = tuple(sysconfig.get_paths()[key] for key in ("stdlib", "purelib", "platlib"))
_PACKAGE = str(Path(__file__).parent)


def _caller() -> tuple[CodeType, int]:
    """Where the function that is being recorded stands now."""
    frame: FrameType | None = sys._getframe(3)  # noqa: SLF001 (inspect.stack is slow)
    while _is_machinery(frame.f_globals):
        frame = frame.f_back
    return frame.f_code, frame.f_lasti


def _is_machinery(names: Mapping[str, Any]) -> bool:
    return names is _HERE or str(names.get("__name__")).startswith("numpy.")


def position_of(error: BaseException, skip: Collection[str] = ()) -> Source | None:
    """Where an error arose, in the innermost code that is no library's, nor the recorder's.

    skip: files that are to be passed over too. None where nothing is left.
    """
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
    recorder = Recorder()
    plain: dict[str, Any] = {}
    traced: dict[str, Any] = {}
    names: dict[str, Node] = {}
    for name, argument in arguments.items():
        if type(argument) in SETTINGS:
            plain[name] = traced[name] = argument
            continue
        origin = argument if isinstance(argument, Node) else None
        value = argument if origin is None else np.asarray(origin.value)[()]
        try:
            value = _own(np.float64(value) if type(value) is float else value)
        except TypeError as error:
            raise TypeError(f"{_name(function)}: the argument {name!r}: {error}") from None
        if isinstance(argument, (list, tuple)):
            raise TypeError(f"{_name(function)}: the argument {name!r}: write np.array([…])")
        plain[name] = value
        traced[name] = recorder.add("input", (), value, origin=origin)
        names[name] = traced[name].node

    sequences = tuple(filter(_sequences(function).__contains__, names))
    with _tables():
        result = function(**traced)
    steps: list[dict[str, str]] = []
    computed = list(_name_results(result, steps))
    if not computed:
        raise TypeError(f"{_name(function)} returns no value; return arrays, records or lists")
    for name, value in (*_name_items(recorder, names, sequences), *computed):
        try:
            node = recorder.node(value)
        except TypeError as error:
            raise TypeError(f"{_name(function)}: the result {name!r}: {error}") from None
        if not name.isidentifier():
            raise ValueError(f"{_name(function)}: {name!r} is no name; use letters, digits and _")
        if names.setdefault(name, node) is not node:
            raise ValueError(
                f"{_name(function)}: two values are named {name!r}; "
                "rename a field of the result or an argument"
            )
    untraced = function(**plain)
    _demand_same_bits(function, computed, list(_name_results(untraced, [])))
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
    return getattr(function, "__qualname__", repr(function))


@cache
def _sequences(function: Callable[..., Any]) -> frozenset[str]:
    """The parameters annotated with a leading axis `time`, `source_time` or the like."""
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
    """The fields of a record, which is a named tuple or a mapping; None for anything else."""
    if isinstance(value, tuple):
        return value._asdict() if hasattr(value, "_asdict") else None
    if isinstance(value, Mapping):
        return {str(key): item for key, item in value.items()}
    return None


NUMERIC = (TracedArray, np.ndarray, np.generic, int, float)


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


def _demand_same_bits(
    function: Callable[..., Any], traced: list[tuple[str, Any]], plain: list[tuple[str, Any]]
) -> None:
    same = [name for name, _ in traced] == [name for name, _ in plain]
    for (name, a), (_, b) in zip(traced, plain, strict=False):
        a = a.node.value if type(a) is TracedArray else a
        if not (same and _same(a, b)):
            raise RuntimeError(
                f"{_name(function)}: two runs gave different bits for {name!r}: {a!r} traced, "
                f"{b!r} untraced; a function to record must depend on its arguments alone"
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
