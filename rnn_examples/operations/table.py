"""The table of all operations that a trace records: one row says all that is to be known of one."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np

from rnn_examples.operations import error_bounds, exact
from rnn_examples.operations.exact import as_recorded, each, joined, only, same


class Certainty(Enum):
    """The bounds of results that have no rounding of their own."""

    COMPARES = auto()
    """0 where the operands are further apart than their bounds, else infinite."""

    PLACES = auto()
    """The same of the place of a maximum."""

    MOVES = auto()
    """The bounds move with the numbers."""


COMPARES, PLACES, MOVES = Certainty


class NamedFunction:
    """A plain function of the models that is one operation: a derivation shows it as one step."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    @property
    def itself(self) -> Callable[..., Any]:
        """The function as it is now: a preview imports it again after each edit."""
        function: Callable[..., Any] = getattr(import_module(ACTIVATIONS), self.__name__)
        return function

    def __call__(self, x: Any) -> Any:
        return self.itself(x)


ACTIVATIONS = "rnn_examples.models.activations"
"""The module of the named functions."""


@dataclass(frozen=True)
class Operation:
    """What is known of one operation.

    function: NumPy's own, or a named one of the models; the operation has its name.
    exact: its result in rational arithmetic (see exact.py); `nowhere` if it is known nowhere.
    bound: its error bound (see error_bounds.py).
    call: how it is written if it is written as a function: tanh(x).
    sign: how it is written if it stands between its operands; anything else is written as
        render/writing.py says.
    arrays: of a function that is no ufunc, the array parameters.
    options: the options that are recorded; any other is refused.
    by_row: of a named function, whether an entry of the result depends on its whole row, the last
        axis, as in softmax.
    """

    function: Callable[..., Any]
    exact: Callable[..., Any]
    bound: Callable[..., Any] | Certainty
    call: str = ""
    sign: str = ""
    arrays: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    by_row: bool = False

    @property
    def name(self) -> str:
        return self.function.__name__

    @property
    def elementwise(self) -> int:
        """The number of operands of what goes element by element; 0 for anything else."""
        function = self.function
        if isinstance(function, NamedFunction):
            return 0 if self.by_row else 1
        return function.nin if isinstance(function, np.ufunc) and function.signature is None else 0


def index(table: Any, key: Any) -> Any:
    """Select from an array."""
    return table[key]


def _reduction(
    function: Callable[..., Any], rule: Callable[..., Any], bound: Callable[..., Any] | Certainty
) -> Operation:
    name = function.__name__
    return Operation(function, rule, bound, name, arrays=("a",), options=("axis", "keepdims"))


AXIS = ("axis",)
LISTS = ("arrays",)
"""The parameter of a function that takes a list of arrays."""

ROWS = (
    # Element by element, and the matrix product: the operands decide everything.
    Operation(np.add, partial(same, np.add), error_bounds.add, sign="+"),
    Operation(np.subtract, exact.subtract, error_bounds.add, sign="−"),
    Operation(np.multiply, partial(same, np.multiply), error_bounds.multiply, sign="·"),
    Operation(np.divide, partial(each, exact.divided), error_bounds.divide, sign="/"),
    Operation(np.matmul, partial(same, np.matmul), error_bounds.matmul, sign="@"),
    Operation(np.power, partial(each, exact.power), error_bounds.power, sign="**"),
    Operation(np.negative, partial(same, np.negative), error_bounds.negative, sign="−"),
    Operation(np.tanh, partial(only, 0, 0), error_bounds.tanh, call="tanh"),
    Operation(np.exp, partial(only, 0, 1), error_bounds.exp, call="exp"),
    Operation(np.log, partial(only, 1, 0), error_bounds.log, call="log"),
    Operation(np.sqrt, partial(each, exact.square_root), error_bounds.square_root),
    Operation(np.maximum, exact.maximum, error_bounds.maximum, call="max"),
    Operation(np.greater, as_recorded, COMPARES, sign=">"),
    Operation(np.greater_equal, as_recorded, COMPARES, sign="≥"),
    Operation(np.less, as_recorded, COMPARES, sign="<"),
    Operation(np.less_equal, as_recorded, COMPARES, sign="≤"),
    Operation(np.equal, as_recorded, COMPARES, sign="="),
    Operation(np.not_equal, as_recorded, COMPARES, sign="≠"),
    # Named functions of the models.
    Operation(
        NamedFunction("sigmoid"), partial(only, 0, Fraction(1, 2)), error_bounds.sigmoid, call="σ"
    ),
    Operation(NamedFunction("softplus"), exact.nowhere, error_bounds.softplus, call="softplus"),
    Operation(NamedFunction("relu"), exact.relu, error_bounds.negative, call="relu"),
    Operation(
        NamedFunction("softmax"), exact.softmax, error_bounds.softmax, call="softmax", by_row=True
    ),
    Operation(
        NamedFunction("log_softmax"),
        exact.log_softmax,
        error_bounds.log_softmax,
        call="log softmax",
        by_row=True,
    ),
    # Functions of arrays.
    _reduction(np.sum, partial(same, np.sum), error_bounds.total),
    _reduction(np.max, exact.largest_entry, error_bounds.largest_entry),
    _reduction(np.mean, exact.mean, error_bounds.mean),
    _reduction(np.argmax, as_recorded, PLACES),
    Operation(
        np.concatenate, partial(joined, np.concatenate), MOVES, arrays=LISTS, options=("axis",)
    ),
    Operation(np.stack, partial(joined, np.stack), MOVES, arrays=LISTS, options=AXIS),
    Operation(np.take, exact.take, MOVES, arrays=("a", "indices"), options=AXIS),
    Operation(np.transpose, partial(same, np.transpose), MOVES, arrays=("a",), options=("axes",)),
    Operation(np.reshape, partial(same, np.reshape), MOVES, arrays=("a",), options=("shape",)),
    Operation(np.where, exact.where, MOVES, arrays=("condition", "x", "y")),
    Operation(index, exact.index, MOVES),
)

NAMED_FUNCTIONS = [row.function for row in ROWS if isinstance(row.function, NamedFunction)]
"""Functions of the models of which a call is one operation."""

OPERATIONS = {row.name: row for row in ROWS}
