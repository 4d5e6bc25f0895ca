r"""A claim: a phrase of a page, and the condition over computed values that makes it true.

    [[? The two columns of W are equal | all(encoder.W[:, 0] == encoder.W[:, 1]) ?]]

A condition is an expression in Python's notation. Its names are values of examples, `encoder.h_t`
those of all time steps, one behind another; its functions are those of `CONDITIONS`. The recorder
computes it, so each comparison has a bound of its rounding error: a claim that only rounding
decides is a mistake, like one that is false. A phrase that needs no condition says why:
`[[? the first word | unchecked: it is a name ?]]`.
"""

import ast
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, reduce
from typing import Any

import numpy as np

from rnn_examples.authoring.tokens import CLAIM, parse
from rnn_examples.authoring.values import catalogue, resolve
from rnn_examples.names import normal
from rnn_examples.operations.error_bounds import Bound
from rnn_examples.operations.exact import Exact
from rnn_examples.render.error_bounds import error_bounds
from rnn_examples.trace import Node, Trace, record
from rnn_examples.worked_example.catalogue import Catalogue

CONDITION = re.compile(r"\|[^|]*?\?\]\]")
"""What a claim says behind its phrase."""

UNCHECKED = re.compile(r"\s*unchecked:\s*(?P<reason>\S.*)", re.S)


class _WordError(ValueError):
    """A word that no token stands for."""


class _EmptyError(ValueError):
    """A condition on no numbers."""


def _all(x: Any) -> Any:
    if not np.size(x):
        raise _EmptyError("it speaks of no entry at all, and would be true of any numbers")
    return np.logical_not(np.max(np.logical_not(x)))


def _neighbours(*x: Any) -> tuple[Any, Any]:
    """Each entry with the one behind it: of one value, or of several in a row."""
    row = x[0] if len(x) == 1 else np.stack(x)
    return row[:-1], row[1:]


def _near(x: Any, y: Any, within: Any = 0.1) -> Any:
    """Whether x is y up to a part of y: a tenth, unless another is given."""
    return _all(np.abs(x - y) <= within * np.abs(y))


def _several(function: Callable[[Any], Any]) -> Callable[..., Any]:
    """A function of one array that also takes several values."""
    return lambda *x: function(x[0] if len(x) == 1 else np.stack(x))


CONDITIONS: dict[str, Callable[..., Any]] = {
    "abs": np.abs,
    "all": _all,
    "any": np.max,
    "argmax": _several(np.argmax),
    "argmin": _several(np.argmin),
    "exp": np.exp,
    "falling": lambda *x: _all(operator.gt(*_neighbours(*x))),
    "max": _several(np.max),
    "mean": _several(np.mean),
    "min": _several(np.min),
    "near": _near,
    "norm": np.linalg.norm,
    "rising": lambda *x: _all(operator.lt(*_neighbours(*x))),
    "sqrt": np.sqrt,
    "sum": _several(np.sum),
    "tanh": np.tanh,
}
"""The functions of conditions. `falling` and `rising` are strict; `near(x, y, 0.1)` allows 10 %."""

OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.MatMult: operator.matmul,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.And: np.logical_and,
    ast.Or: np.logical_or,
    ast.Not: np.logical_not,
}
"""The signs of conditions."""


class FalseClaimError(ValueError):
    """The condition is false, or only rounding decides it."""


@dataclass(frozen=True)
class Claim:
    """What a condition says now.

    trace: how it was computed; its one result is a condition.
    values: the values that it speaks of, as `example.name`.
    sides: what it compares, as it is written, with the numbers.
    """

    condition: str
    trace: Trace
    values: tuple[str, ...]
    sides: Mapping[str, Any] = field(repr=False)

    @property
    def result(self) -> Node:
        return self.trace.nodes[-1]

    def demand(self) -> None:
        """Raise FalseClaimError unless it is true, whatever the rounding."""
        if not np.isfinite(error_bounds(self.result, *_bounds(catalogue()))).all():
            raise FalseClaimError(f"is decided by rounding alone: {self._told()}")
        if not self.result.value:
            raise FalseClaimError(f"is false now: {self._told()}")

    def _told(self) -> str:
        with np.printoptions(precision=5, threshold=12, suppress=False):
            return ", ".join(f"{text} = {_written(value)}" for text, value in self.sides.items())


def _written(value: Any) -> str:
    if np.ndim(value) or np.asarray(value).dtype.kind != "f":
        return " ".join(str(value).split())
    return f"{value:.5g}"


def claim(condition: str) -> Claim:
    """Compute a condition. Raises ValueError with what would be right."""
    return _claim(" ".join(condition.split()), catalogue())


@cache
def _bounds(known: Catalogue) -> tuple[dict[Node, Exact], dict[Node, Bound]]:
    """What is known of the nodes of a catalogue's examples, which claims share."""
    return {}, {}


@cache
def _claim(condition: str, known: Catalogue) -> Claim:  # another catalogue has other values
    reader = _Reader(condition)
    try:
        with np.errstate(all="ignore"):
            trace = record(reader.compute, **reader.nodes)
    except _WordError:
        raise
    except _EmptyError as error:
        raise ValueError(f"the condition {condition!r} is none: {error}") from None
    except (TypeError, ValueError, IndexError, ArithmeticError) as error:
        what = re.sub(r"^.*?(?=\w+ of shapes )", "", " ".join(str(error).split()))
        raise ValueError(f"the condition {condition!r} cannot be computed: {what}") from None
    result = trace.nodes[-1].value
    assert trace["result"] is trace.nodes[-1], condition
    if np.ndim(result) or np.asarray(result).dtype != bool:
        raise ValueError(f"{condition!r} is {result!r}, no condition: compare it, or say all(…)")
    return Claim(condition, trace, tuple(reader.paths), reader.sides)


def written(text: str) -> Iterator[tuple[str, str]]:
    """The phrase and the condition of each claim in a page's Markdown, as they are written."""
    for match in CLAIM.finditer(text):
        if match["phrase"] is not None and not match["escape"]:
            yield " ".join(match["phrase"].split()), " ".join(match["condition"].split())


def values_of(condition: str) -> tuple[str, ...]:
    """The values that a condition speaks of, as `example.name`; none where it is no condition."""
    try:
        return () if reason(condition) else claim(condition).values
    except ValueError:  # reported on its own page
        return ()


def reason(condition: str) -> str | None:
    """Why a phrase needs no condition; None if it has one."""
    found = UNCHECKED.fullmatch(condition)
    return found and " ".join(found["reason"].split())


class _Reader:
    """A condition, read: the nodes it needs, and the function that computes it from them."""

    def __init__(self, condition: str) -> None:
        self.condition = condition
        try:
            self.tree = ast.parse(normal(condition.strip()), mode="eval").body
        except SyntaxError as error:
            raise ValueError(f"{condition!r} is no condition: {error.msg}") from None
        self.nodes: dict[str, Node] = {}
        self.paths: dict[str, str] = {}  # and the name of its node
        self.sides: dict[str, Any] = {}
        self._find(self.tree)
        if not self.nodes:
            raise ValueError(f"{condition!r} speaks of no value; name one, such as encoder.h_1")

    def _find(self, tree: ast.AST) -> None:
        """Look up every value; refuse what is no part of a condition."""
        path = _path(tree)
        for one in path and (_steps(path) or [path]):
            if one not in self.paths:
                value = resolve(parse(one))
                self.paths[one] = f"operand{len(self.paths)}"
                self.nodes[self.paths[one]] = value.node
        if path:
            return
        for inside in _operands(tree):
            self._find(inside)

    def compute(self, **given: Any) -> Any:
        """The condition's value; what it compares is noted."""
        self._given = given
        return self._value(self.tree)

    def _value(  # noqa: C901, PLR0911 (a table in the form of a function)
        self, tree: ast.AST
    ) -> Any:
        path = _path(tree)
        if path:
            steps = [self._given[self.paths[one]] for one in _steps(path)]
            return np.stack(steps) if steps else self._given[self.paths[path]]
        match tree:
            case ast.Constant(value=bool() | int() | float() as number):
                return number
            case ast.UnaryOp(op=op, operand=operand):
                return OPERATORS[type(op)](self._value(operand))
            case ast.BinOp(left=left, op=op, right=right):
                return OPERATORS[type(op)](self._value(left), self._value(right))
            case ast.BoolOp(op=op, values=values):
                return reduce(OPERATORS[type(op)], map(self._value, values))
            case ast.Compare(left=left, ops=ops, comparators=others):
                return self._compared([left, *others], ops)
            case ast.Call(func=ast.Name(id=name), args=args):
                if name in ("near", "falling", "rising"):
                    return CONDITIONS[name](*(self._side(part) for part in args))
                return CONDITIONS[name](*map(self._value, args))
            case ast.Attribute(value=inside, attr="T"):
                return np.transpose(self._value(inside))
            case ast.Attribute(value=inside, attr="shape"):
                return np.array(np.shape(self._value(inside)))
            case ast.Subscript(value=inside, slice=key):
                return self._value(inside)[_key(key)]
        raise ValueError(f"{ast.unparse(tree)!r} is no part of a condition")

    def _compared(self, parts: list[ast.expr], signs: list[ast.cmpop]) -> Any:
        words = next((self._words(part) for part in parts if self._words(part)), ())
        sides = [self._side(part, words) for part in parts]
        pairs = [
            OPERATORS[type(sign)](left, right)
            for sign, left, right in zip(signs, sides, sides[1:], strict=False)
        ]
        return reduce(np.logical_and, pairs)

    def _words(self, part: ast.expr) -> tuple[str, ...]:
        """The words of the tokens that are compared, if they are tokens."""
        path = _path(part)
        example, _, name = path.partition(".")
        return (path and catalogue().examples[example].words_of(name)) or ()

    def _side(self, tree: ast.expr, words: tuple[str, ...] = ()) -> Any:
        if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
            if tree.value not in words:
                known = ", ".join(words) or "none: no token is compared"
                raise _WordError(f"{tree.value!r} is no word here; there are {known}")
            return words.index(tree.value)
        value = self._value(tree)
        if not isinstance(tree, ast.Constant):
            shown = getattr(value, "node", value)
            plain = np.asarray(getattr(shown, "value", shown))
            is_word = bool(words) and plain.ndim == 0
            self.sides[ast.unparse(tree)] = words[int(plain)] if is_word else plain
        return value


def _path(tree: ast.AST) -> str:
    """`encoder.W` where the tree is a value of an example; else nothing."""
    match tree:
        case ast.Attribute(value=ast.Name(id=example), attr=name) if name not in ("T", "shape"):
            return f"{example}.{name}"
    return ""


def _steps(path: str) -> list[str]:
    """`encoder.h_1`, `encoder.h_2` for `encoder.h_t`; none where the path names one value."""
    example, _, name = path.partition(".")
    base = name.removesuffix("_t")
    if base == name or example not in catalogue().examples:
        return []
    trace = catalogue().examples[example].trace
    known = (one for one in trace.names if trace.time_of(one) and one.rpartition("_")[0] == base)
    return [f"{example}.{one}" for one in sorted(known, key=lambda one: trace.time_of(one) or 0)]


def _operands(  # noqa: C901 (a table in the form of a function)
    tree: ast.AST,
) -> Iterator[ast.AST]:
    """What a part of a condition is computed from. Raises ValueError for what is no part of one."""
    match tree:
        case ast.Constant(value=bool() | int() | float() | str()):
            return
        case ast.UnaryOp(op=op, operand=operand) if type(op) in OPERATORS:
            yield operand
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            yield from (left, right)
        case ast.BoolOp(values=values):
            yield from values
        case ast.Compare(left=left, ops=ops, comparators=others) if _are_known(ops):
            yield from (left, *others)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in CONDITIONS:
            yield from args
        case ast.Attribute(value=inside, attr="T" | "shape"):
            yield inside
        case ast.Subscript(value=inside, slice=key):
            _key(key)
            yield inside
        case ast.Name(id=name):
            raise ValueError(f"{name!r} is an example: name one of its values, as {name}.W")
        case ast.Call(func=ast.Name(id=name)):
            raise ValueError(f"no function {name!r}; there are {', '.join(CONDITIONS)}")
        case _:
            raise ValueError(f"{ast.unparse(tree)!r} is no part of a condition")


def _are_known(signs: list[ast.cmpop]) -> bool:
    return all(type(sign) in OPERATORS for sign in signs)


def _key(tree: ast.expr) -> Any:
    """An index: whole numbers and slices of them. Raises ValueError for any other."""
    match tree:
        case ast.Tuple(elts=parts):
            return tuple(map(_key, parts))
        case ast.Slice(lower=lower, upper=upper, step=step):
            return slice(*(part and _key(part) for part in (lower, upper, step)))
        case ast.Constant(value=int() as place):
            return place
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as place)):
            return -place
    raise ValueError(f"bad index [{ast.unparse(tree)}]: places are whole numbers and slices")
