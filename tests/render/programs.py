"""Random NumPy programs over everything that can be recorded."""

import operator
from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import numpy as np

UNARY: dict[str, Callable[[Any], Any]] = {
    "-x": lambda x: -x,
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "x ** 2": lambda x: x**2,
    "x ** -2": lambda x: x**-2,
    "x ** 0.5": lambda x: x**0.5,
    "1 - x": lambda x: 1 - x,
    "2 / x": lambda x: 2 / x,
    "x / 3": lambda x: x / 3,
    "x * 0": lambda x: x * 0,
    "sum": np.sum,
    "max": np.max,
    "mean": np.mean,
    "argmax": np.argmax,
    "sum 0": lambda x: np.sum(x, axis=0),
    "sum -1": lambda x: x.sum(axis=-1),
    "max 1": lambda x: np.max(x, axis=1),
    "mean 0": lambda x: x.mean(axis=0),
    "argmax 1": lambda x: np.argmax(x, axis=1),
    "sum 0 kept": lambda x: np.sum(x, axis=0, keepdims=True),
    "max 1 kept": lambda x: np.max(x, axis=1, keepdims=True),
    "T": lambda x: x.T,
    "reshape": lambda x: x.reshape(-1),
    "reshape 2": lambda x: np.reshape(x, (2, -1)),
    "x[0]": lambda x: x[0],
    "x[-1]": lambda x: x[-1],
    "x[1:]": lambda x: x[1:],
    "x[:, 0]": lambda x: x[:, 0],
    "x[:, None]": lambda x: x[:, None],
    "x[None]": lambda x: x[None],
    "take": lambda x: np.take(x, [1, 0]),
    "take 1": lambda x: np.take(x, [1, 0], axis=1),
    "one-hot": lambda x: np.eye(x.shape[0])[np.argmax(x)],
}


def _numbers(x: Any, y: Any) -> tuple[Any, Any]:
    """Refuse conditions alone, as a recorded run does: NumPy's sum of them is none."""
    if {getattr(each, "dtype", None) for each in (x, y)} == {np.dtype(bool)}:
        raise TypeError("conditions have no sum")
    return x, y


BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda x, y: operator.add(*_numbers(x, y)),
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
    "@": lambda x, y: operator.matmul(*_numbers(x, y)),
    "@ T": lambda x, y: operator.matmul(*_numbers(x, y.T)),
    "**": lambda x, y: x**y,
    "maximum": np.maximum,
    ">": lambda x, y: x > y,
    ">=": lambda x, y: x >= y,
    "<": lambda x, y: x < y,
    "<=": lambda x, y: x <= y,
    "==": lambda x, y: x == y,
    "!=": lambda x, y: x != y,
    "where": lambda x, y: np.where(x > y, x, y * 2),
    "where not": lambda x, y: np.where(x < 0, y, 1.0),
    "concatenate": lambda x, y: np.concatenate([x, y]),
    "concatenate 1": lambda x, y: np.concatenate((x, y), axis=1),
    "stack": lambda x, y: np.stack([x, y]),
    "stack -1": lambda x, y: np.stack((x, y), axis=-1),
    "softmax": lambda x, y: (w := np.exp(x - np.max(x))) / np.sum(w) + y,
    "lookup": lambda x, y: x[np.argmax(y)],
}

decimals = st.integers(-20, 20).map(lambda n: n / 10)


def arrays(*shape: int) -> st.SearchStrategy[np.ndarray]:
    size = int(np.prod(shape))
    return st.lists(decimals, min_size=size, max_size=size).map(
        lambda values: np.array(values).reshape(shape)
    )


inputs = st.fixed_dictionaries(
    {
        "r": decimals.map(np.float64),
        "s": decimals.map(np.float64),
        "v": arrays(2),
        "w": arrays(2),
        "u": arrays(3),
        "A": arrays(2, 2),
        "B": arrays(2, 3),
    }
)
instructions = st.lists(
    st.tuples(st.sampled_from([*UNARY, *BINARY]), st.integers(0, 30), st.integers(0, 30)),
    min_size=1,
    max_size=7,
)


def run(steps, values: dict[str, Any]) -> list[Any]:
    pool = [values[name] for name in "rsvwuAB"]
    for operation, i, j in steps:
        x, y = pool[-1 - i % len(pool)], pool[-1 - j % len(pool)]
        pool.append(UNARY[operation](x) if operation in UNARY else BINARY[operation](x, y))
    return pool


def runnable(steps, values: dict[str, Any]) -> list[Any]:
    """The steps that plain NumPy can run on these inputs, with finite, moderate results."""
    kept: list[Any] = []
    for step in steps:
        with np.errstate(all="ignore"):
            try:
                result = np.asarray(run([*kept, step], values)[-1])
            except (ValueError, IndexError, TypeError):
                continue
        if (
            result.dtype.char in "?ld"
            and result.size
            and result.ndim <= 2
            and np.all(np.abs(result.astype(float)) < 1e5)
        ):
            kept.append(step)
    return kept


def program(steps, named: int) -> Callable[..., dict[str, Any]]:
    """A function that gives the last value, and one on the way, as p and q."""

    def function(r, s, v, w, u, A, B):
        pool = run(steps, {"r": r, "s": s, "v": v, "w": w, "u": u, "A": A, "B": B})
        return {"p": pool[-1 - named % len(steps)], "q": pool[-1]}

    return function


@st.composite
def _programs(draw):
    values = draw(inputs)
    return runnable(draw(instructions), values), draw(st.integers(0, 6)), values


programs = _programs().filter(lambda made: made[0])
"""Steps that run, the place of the second result, and the inputs: for `program(steps, named)`."""
