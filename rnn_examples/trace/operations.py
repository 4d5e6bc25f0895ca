"""The tables of operations that are recorded, and what to write in place of others."""

import dis
import re

import numpy as np

from rnn_examples.operations.table import OPERATIONS, ROWS
from rnn_examples.trace.composed import COMPOSED
from rnn_examples.trace.positions import caller, source_of

UFUNCS = {row.function: row.name for row in ROWS if isinstance(row.function, np.ufunc)}
"""Element by element, and the matrix product: the operands decide everything."""

FUNCTIONS = {row.function: (row.name, row.arrays, row.options) for row in ROWS if row.arrays}
"""Functions of arrays: the operation, the array parameters, and the options that are recorded.

Any other option is refused.
"""

METADATA = (np.shape, np.ndim, np.size)
"""What depends on the shapes alone is not recorded: shapes are fixed once the inputs are."""

KNOWN = (
    "@ + - * / **, negation, comparison, indexing, "
    + ", ".join(f"np.{name}" for name in UFUNCS.values() if not OPERATIONS[name].sign)
    + ", "
    + ", ".join(f"np.{name}" for name, _, _ in FUNCTIONS.values())
    + ", "
    + ", ".join(f"np.{function.__name__}" for function in COMPOSED)
)

VIEWS = ("input", "index", "transpose", "reshape")
"""Operations whose result shares NumPy's memory with another array."""

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


def refusal(what: str, remedy: str | None = None) -> str:
    """What is not recorded, and what to write instead."""
    return f"{what} is not recorded" + (f"; {remedy}" if remedy else f". Recorded are: {KNOWN}.")


def in_python(otherwise: str) -> str:
    """What to write in place of the expression that asks for a plain number, or for one side."""
    text = source_of(*caller()).text
    found = re.match(r"(math\.)?(\w+)\(|", text)
    assert found is not None  # it matches nothing, too
    module, name = found.groups()
    return f"write np.{name}" if module else IN_PYTHON.get(name, otherwise)


STORE = dis.opmap["STORE_SUBSCR"]


def demand_no_store() -> None:
    """Raise a TypeError where a recorded value is being written into NumPy's own array."""
    code, instruction = caller()
    if code.co_code[instruction] == STORE:
        raise TypeError(
            "a recorded value cannot be written into this array; make the array with "
            "np.zeros(shape), or collect the values in a list and join them: np.stack(values)"
        )
