"""Record what a NumPy function computes: every value, its operation, its name, its source position.

`record` runs a plain NumPy function on traced arrays. A traced array is a duck array, not an
`ndarray`: each operation of the tables below leaves a `Node` behind, and every other one is refused
with a message that names what would be right, so that no value can leave the trace unseen.

Conventions:
    names    arguments keep theirs; the fields of the result give the rest. In a list of records,
             a field `h_t` of the first record is `h_1`, of the second `h_2`: `_t` counts from 1.
             An argument annotated with a leading axis `time` is a sequence: `x[0]` is `x_1`.
    inputs   floats, NumPy numbers and arrays are traced. Python's int, bool, str and None are
             settings (a number of steps, a size): the function gets them as they are.
    bits     the recorded values are those of the untraced run, bit for bit; `record` checks it.
"""

import inspect
import linecache
import operator
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import CodeType, FrameType, MappingProxyType, TracebackType
from typing import Any, get_type_hints

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

SETTINGS = (int, bool, str, type(None))
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

METADATA = {np.shape: "shape", np.ndim: "ndim", np.size: "size"}
"""What depends on the shapes alone is not recorded: shapes are fixed once the inputs are."""

KNOWN = (
    "@ + - * / **, negation, comparison, indexing, "
    + ", ".join(f"np.{name}" for name in ("tanh", "exp", "log", "sqrt", "maximum"))
    + ", "
    + ", ".join(f"np.{name}" for name, _, _ in FUNCTIONS.values())
)

REMEDIES = {
    "astype": "make the input of the right type instead",
    "copy": "nothing recorded is ever changed: leave it out",
    "dot": "write a @ b",
    "item": "a number taken out of the trace could not be followed: keep the array",
    "tolist": "a number taken out of the trace could not be followed: keep the array",
    "min": "write -np.max(-x)",
    "square": "write x ** 2",
    "abs": "write np.maximum(x, -x)",
    "absolute": "write np.maximum(x, -x)",
    "minimum": "write -np.maximum(-x, -y)",
    "clip": "write -np.maximum(-x, -upper) and np.maximum(x, lower)",
    "zeros_like": "write np.zeros(x.shape)",
    "ones_like": "write np.ones(x.shape)",
    "inner": "write a @ b",
    "einsum": "write it with @, * and np.sum",
    "outer": "write a[:, None] * b",
    "vstack": "write np.stack(arrays) or np.concatenate(arrays)",
    "hstack": "write np.concatenate(arrays)",
    "squeeze": "index the axis away: x[0]",
    "expand_dims": "write x[:, None]",
    "flatten": "write x.reshape(-1)",
    "ravel": "write x.reshape(-1)",
    "cumsum": "write the sum as a loop over the time steps",
    "sinh": "write it with np.exp",
    "expm1": "write np.exp(x) - 1",
    "log1p": "write np.log(1 + x)",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where an expression stands: lines and columns count from 1, as editors show them."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def text(self) -> str:
        """The expression as it is written, on one line."""
        lines = [linecache.getline(self.file, n) for n in range(self.line, self.end_line + 1)]
        if not lines or not lines[0]:
            return ""
        # Columns count bytes of UTF-8, as Python's own do.
        last = lines[-1].encode()[: self.end_column - 1].decode()
        lines[-1] = last
        first_column = self.column - 1
        lines[0] = lines[0].encode()[first_column:].decode()
        return " ".join(" ".join(lines).split())


@dataclass(slots=True, eq=False, repr=False)
class Node:
    """One recorded value. Nothing changes it once it is recorded.

    operation: "input", "constant", "index", or a name from `UFUNCS` and `FUNCTIONS`.
    options: what else the operation needs; for "index" the `key`, in which each computed index
        is None in place of the operand that follows the indexed one, in order (see `index`).
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
        return np.shape(self.value)

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

    def node(self, operand: Any) -> Node:
        """The operand's node; a plain number or array becomes a constant."""
        if type(operand) is TracedArray:
            return operand._node
        if isinstance(operand, np.ndarray):
            operand = operand.copy()
        return self.add("constant", (), operand, place=_caller())._node

    def compute(
        self,
        operation: str,
        function: Callable[..., Any],
        operands: Iterable[Any],
        options: Mapping[str, Any] = NO_OPTIONS,
    ) -> "TracedArray":
        """Apply the function to the operands' values and record it."""
        nodes = tuple([self.node(operand) for operand in operands])
        place = _caller()
        try:
            value = function(*[node.value for node in nodes])
        except (ValueError, IndexError, TypeError) as error:
            shapes = " and ".join(_shape(node.shape) for node in nodes)
            raise type(error)(
                f"{_source(*place).text or operation}: {operation} of shapes {shapes} "
                f"does not work: {error}"
            ) from error
        return self.add(operation, nodes, value, options, place)


def _shape(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "scalar"


def _refuse(what: str, remedy: str = "") -> str:
    return f"{what} is not recorded{'; ' + remedy if remedy else ''}. Recorded are: {KNOWN}."


class TracedArray(NDArrayOperatorsMixin):
    """An array that remembers how it was computed; it behaves as NumPy's in the listed operations."""

    __slots__ = ("_node", "_recorder")

    def __init__(self, node: Node, recorder: Recorder) -> None:
        self._node = node
        self._recorder = recorder

    # What depends on the shape alone.

    @property
    def shape(self) -> tuple[int, ...]:
        return self._node.shape

    @property
    def ndim(self) -> int:
        return len(self.shape)

    @property
    def size(self) -> int:
        return int(np.size(self._node.value))

    @property
    def dtype(self) -> np.dtype:
        return np.asarray(self._node.value).dtype

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("len() of a scalar")
        return self.shape[0]

    def __iter__(self) -> Iterator["TracedArray"]:
        return (self[i] for i in range(len(self)))

    def __repr__(self) -> str:
        return f"TracedArray({self._node.value!r})"

    # What is recorded.

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if options.get("out") is not None:
            raise TypeError("out= and in-place operators are not recorded; write a = a + b")
        if method != "__call__":
            raise TypeError(
                _refuse(f"np.{ufunc.__name__}.{method}", "for a sum write np.sum(x, axis=...)")
            )
        if ufunc not in UFUNCS:
            raise TypeError(_refuse(f"np.{ufunc.__name__}", REMEDIES.get(ufunc.__name__, "")))
        if options:
            raise TypeError(f"np.{ufunc.__name__} is recorded without {', '.join(options)}=")
        return self._recorder.compute(UFUNCS[ufunc], ufunc, inputs)

    def __array_function__(
        self, function: Callable[..., Any], types: Any, args: Any, kwargs: Any
    ) -> Any:
        name = function.__name__
        if function in METADATA:
            return getattr(*args, METADATA[function], **kwargs)
        if function not in FUNCTIONS:
            module = function.__module__.replace("numpy", "np")
            raise TypeError(_refuse(f"{module}.{name}", REMEDIES.get(name, "")))
        operation, arrays, known = FUNCTIONS[function]
        given = dict(zip(_parameters(function), args, strict=False)) | kwargs
        operands = [given.pop(array) for array in arrays if array in given]
        if function is np.where and len(operands) != len(arrays):
            raise TypeError("np.where is recorded with three arguments: condition, x, y")
        unknown = [option for option in given if option not in known]
        if unknown:
            raise TypeError(f"np.{name} is recorded without {', '.join(unknown)}=")
        if arrays == ("arrays",):
            return self._recorder.compute(
                operation, lambda *values: function(values, **given), operands[0], given
            )
        return self._recorder.compute(
            operation, lambda *values: function(*values, **given), operands, given
        )

    def __getitem__(self, key: Any) -> "TracedArray":
        """Select by integers, slices, None, Ellipsis, or by recorded integers."""
        parts = key if isinstance(key, tuple) else (key,)
        computed = tuple(part for part in parts if isinstance(part, TracedArray))
        pattern = tuple(None if isinstance(part, TracedArray) else (part,) for part in parts)

        def select(array: Any, *indices: Any) -> Any:
            remaining = iter(indices)
            filled = [next(remaining) if part is None else part[0] for part in pattern]
            return array[tuple(filled)]

        return self._recorder.compute("index", select, (self, *computed), {"key": pattern})

    @property
    def T(self) -> "TracedArray":  # noqa: N802 (NumPy's name)
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
            "To look up rows of a plain array, write np.take(table, index, axis=0); "
            "to join arrays, np.stack or np.concatenate. " + _refuse("This")
        )

    def __bool__(self) -> bool:
        raise TypeError(
            "a branch on a computed value cannot be recorded, as only one side would be; "
            "write np.where(condition, x, y)"
        )

    def _leave(self, *_: Any) -> Any:
        raise TypeError(
            "a traced number cannot become a Python number: its history would be lost; "
            "keep the array, and index with array[index] or np.take(array, index, axis=0)"
        )

    __float__ = __int__ = __index__ = __complex__ = __round__ = __floor__ = __ceil__ = _leave

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
        raise AttributeError(_refuse(f"the attribute {name!r}", REMEDIES.get(name, "")))


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

    def method(self: TracedArray, *other: Any) -> TracedArray:
        operands = (*other, self) if reflected else (self, *other)
        return self._recorder.compute(operation, function, operands)

    return method


# The mixin's operators go through `__array_ufunc__`; these record the same, faster.
for _symbol, _ufunc in {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "truediv": np.divide,
    "matmul": np.matmul,
    "pow": np.power,
}.items():
    setattr(TracedArray, f"__{_symbol}__", _operator(_ufunc))
    setattr(TracedArray, f"__r{_symbol}__", _operator(_ufunc, reflected=True))


# Source positions.


@cache
def _positions(code: CodeType) -> tuple[tuple[int | None, ...], ...]:
    return tuple(code.co_positions())


def _source(code: CodeType, instruction: int) -> Source:
    line, end_line, column, end_column = _positions(code)[instruction // 2]
    line = line or code.co_firstlineno
    return Source(
        code.co_filename, line, (column or 0) + 1, end_line or line, (end_column or 0) + 1
    )


_HERE = globals()


def _is_machinery(frame: FrameType) -> bool:
    names = frame.f_globals
    return names is _HERE or names.get("__name__", "").startswith("numpy.")


def _caller() -> tuple[CodeType, int]:
    """Where the function that is being recorded stands now."""
    frame = sys._getframe(2)
    while _is_machinery(frame) and frame.f_back is not None:
        frame = frame.f_back
    return frame.f_code, frame.f_lasti


def position_of(error: BaseException) -> Source | None:
    """Where an error arose, in the innermost code that is neither NumPy's nor the recorder's."""
    if isinstance(error, SyntaxError) and error.filename:
        line, column = error.lineno or 1, error.offset or 1
        return Source(error.filename, line, column, line, column)
    found: TracebackType | None = None
    step = error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if not _is_machinery(step.tb_frame) and not name.startswith("<"):
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
        value = origin.value if origin is not None else argument
        value = np.float64(value) if type(value) is float else value
        if not isinstance(value, np.ndarray | np.number | np.bool):
            raise TypeError(
                f"{_name(function)}: the argument {name!r} is a {type(value).__name__}; "
                "give an array, a number, or a setting (int, bool, str, None)"
            )
        plain[name] = value.copy()
        traced[name] = recorder.add("input", (), value.copy(), origin=origin)
        names[name] = traced[name]._node

    sequences = tuple(name for name in arguments if name in names and name in _sequences(function))
    result = function(**traced)
    steps: list[dict[str, str]] = []
    found: list[tuple[str, Any]] = list(_name_items(recorder, names, sequences))
    found += list(_name_results(result, "", steps))
    for name, value in found:
        node = recorder.node(value)
        if names.setdefault(name, node) is not node:
            raise ValueError(
                f"{_name(function)}: two values are named {name!r}; "
                "rename a field of the result or an argument"
            )
    _demand_same_bits(function, _untraced(result), function(**plain))
    return Trace(
        function=_name(function),
        nodes=tuple(recorder.nodes),
        names=MappingProxyType(names),
        inputs=tuple(name for name in arguments if name in names),
        steps=tuple(MappingProxyType(step) for step in steps),
        sequences=sequences,
        result=_untraced(result),
    )


def _name(function: Callable[..., Any]) -> str:
    return getattr(function, "__qualname__", repr(function))


@cache
def _sequences(function: Callable[..., Any]) -> frozenset[str]:
    """The parameters annotated with a leading axis `time`."""
    try:
        hints = get_type_hints(function)
    except (NameError, TypeError):  # annotations that only a type checker can read
        return frozenset()
    return frozenset(
        name
        for name, hint in hints.items()
        if name != "return" and getattr(hint, "dim_str", "").split()[:1] == ["time"]
    )


def _name_items(
    recorder: Recorder, names: dict[str, Node], sequences: tuple[str, ...]
) -> Iterator[tuple[str, TracedArray]]:
    """The items that the function took out of its sequences: `x_1` for `x[0]`."""
    of = {names[name]: name for name in sequences}
    seen = set()
    for node in tuple(recorder.nodes):
        if node.operation == "index" and node.operands[0] in of:
            match node.options["key"]:
                case ((int(i),),):
                    name = f"{of[node.operands[0]]}_{i % node.operands[0].shape[0] + 1}"
                    if name not in seen:
                        seen.add(name)
                        yield name, TracedArray(node, recorder)


def _is_record(value: Any) -> bool:
    return isinstance(value, tuple) and hasattr(value, "_fields")


def _name_results(
    value: Any, name: str, steps: list[dict[str, str]]
) -> Iterator[tuple[str, Any]]:
    """Each array in the result with its name: fields name it, the place in a list counts time."""
    if _is_record(value):
        for field_name, item in zip(value._fields, value, strict=True):
            yield from _name_results(item, field_name, steps)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _name_results(item, str(key), steps)
    elif isinstance(value, list | tuple):
        for t, item in enumerate(value, 1):
            if not _is_record(item):
                yield from _name_results(item, f"{name or 'result'}_{t}", steps)
                continue
            step = {key: f"{key.removesuffix('_t')}_{t}" for key in item._fields}
            if len(steps) < t:
                steps.append({})
            steps[t - 1].update(step)
            yield from zip(step.values(), item, strict=True)
    else:
        yield name or "result", value


def _untraced(value: Any) -> Any:
    if isinstance(value, TracedArray):
        return value._node.value
    if _is_record(value):
        return type(value)._make(map(_untraced, value))
    if isinstance(value, Mapping):
        return {key: _untraced(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_untraced, value))
    return value


def _demand_same_bits(function: Callable[..., Any], traced: Any, plain: Any) -> None:
    for (name, a), (_, b) in zip(
        _name_results(traced, "", []), _name_results(plain, "", []), strict=True
    ):
        a, b = np.asarray(a), np.asarray(b)
        if (a.dtype, a.shape, a.tobytes()) != (b.dtype, b.shape, b.tobytes()):
            raise RuntimeError(
                f"{_name(function)}: two runs gave different bits for {name!r}: {a!r} traced, "
                f"{b!r} untraced; a function to record must depend on its arguments alone"
            )
