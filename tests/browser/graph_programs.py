"""Programs over everything that can be recorded, on every kind of number."""

from typing import Any

import hypothesis.strategies as st
import numpy as np

from rnn_examples.trace import Trace, record
from tests.render import programs

UNARY = {
    **programs.UNARY,
    "x ** 3": lambda x: x**3,
    "x ** -1": lambda x: x**-1,
    "2 ** x": lambda x: 2.0**x,
    "(-1) ** x": lambda x: (-1.0) ** x,
    "40 x": lambda x: 40 * x,
    "x - max": lambda x: x - np.max(x),
    "x - max kept": lambda x: x - np.max(x, axis=-1, keepdims=True),
    "x - x": lambda x: x - x,
    "exp - 1": lambda x: np.exp(x) - 1,
    "x > 0": lambda x: x > 0,
    "sum (0, 1)": lambda x: np.sum(x, axis=(0, 1)),
    "max (1, 0)": lambda x: np.max(x, axis=(1, 0)),
    "mean -1 kept": lambda x: np.mean(x, axis=-1, keepdims=True),
    "argmax 0 kept": lambda x: np.argmax(x, axis=0, keepdims=True),
    "transpose": lambda x: np.transpose(x, (1, 0)),
    "transpose 3": lambda x: np.transpose(x, (2, 0, -2)),
    "reshape 3": lambda x: x.reshape(-1, 1),
    "x[::-1]": lambda x: x[::-1],
    "x[..., 1:]": lambda x: x[..., 1:],
    "x[-1:0:-1]": lambda x: x[-1:0:-1],
    "x[..., None]": lambda x: x[..., None],
    "x[[1, 0, -1]]": lambda x: x[[1, 0, -1]],
    "x[:, [[0], [1]]]": lambda x: x[:, [[0], [1]]],
    "x[[0, 1], 0]": lambda x: x[[0, 1], 0],
    "x[1, :, [0, 1, 1]]": lambda x: x[1, :, [0, 1, 1]],
    "x[[0, 1], None, 1]": lambda x: x[[0, 1], None, 1],
    "x[mask]": lambda x: x[np.array([False, True])],
    "take -1": lambda x: np.take(x, [[1], [-1]], axis=-1),
}


def _whole(indices: Any) -> Any:
    """Refuse fractions, which NumPy cuts off in some forms and refuses in others."""
    if indices.dtype.kind == "f":
        raise TypeError("an index is a whole number")
    return indices


def _counted(indices: Any) -> Any:
    """Refuse a computed condition, by which NumPy selects: what it selects has no fixed shape."""
    if indices.dtype.kind == "b":
        raise TypeError("an index is a whole number")
    return indices


BINARY = {
    **programs.BINARY,
    "x[:, None] * y": lambda x, y: x[:, None] * y,
    "x[y]": lambda x, y: x[_counted(y)],
    "x[:, y]": lambda x, y: x[:, _counted(y)],
    "x[y, 0]": lambda x, y: x[_counted(y), 0],
    "x[y, :, y]": lambda x, y: x[_counted(y), :, y],
    "take(x, y)": lambda x, y: np.take(x, _whole(y)),
    "take(x, y, 1)": lambda x, y: np.take(x, _whole(y), axis=1),
    "where(x, y, 1)": lambda x, y: np.where(x, y, 1),
    "where(x > 0, y, x)": lambda x, y: np.where(x > 0, y, x),
    "concatenate -1": lambda x, y: np.concatenate((x, y, x), axis=-1),
    "concatenate None": lambda x, y: np.concatenate((x, y), axis=None),
    "stack 1": lambda x, y: np.stack((x, y, y), axis=1),
}

SPECIAL = (0.0, -0.0, 5e-324, -1e-310, 1e-9, 0.001, 0.125, 20.0, -800.0, 1e7, 2e22, 9999999.999995)
plain = st.integers(-30, 30).map(lambda n: n / 10)
whole = st.integers(-4, 4).map(float)
floats = st.one_of(plain, plain, whole, st.sampled_from(SPECIAL), st.floats(-1e308, 1e308))
integers = st.one_of(st.integers(-3, 3), st.integers(-3, 3), st.integers(-(2**40), 2**40))


def arrays(numbers: st.SearchStrategy[Any], kind: Any, *shape: int) -> st.SearchStrategy[Any]:
    size = int(np.prod(shape))
    return st.lists(numbers, min_size=size, max_size=size).map(
        lambda values: np.array(values, kind).reshape(shape)[()]
    )


inputs = st.fixed_dictionaries(
    {
        "r": arrays(floats, float),
        "s": arrays(floats, float),
        "v": arrays(floats, float, 2),
        "w": arrays(floats, float, 2),
        "u": arrays(floats, float, 3),
        "A": arrays(floats, float, 2, 2),
        "B": arrays(floats, float, 2, 3),
        "C": arrays(plain, float, 2, 1, 2),
        "D": arrays(plain, float, 2, 2, 2),
        "i": arrays(st.integers(-2, 1), int),
        "k": arrays(st.integers(-2, 1), int, 2),
        "m": arrays(integers, int, 2, 2),
        "p": arrays(st.booleans(), bool, 2),
    }
).map(lambda values: {name: values[name] for name in "rsvwuABCDikmp"})

steps = st.lists(
    st.tuples(st.sampled_from([*UNARY, *BINARY]), st.integers(0, 40), st.integers(0, 40)),
    min_size=1,
    max_size=8,
)


def run(program: list[Any], values: dict[str, Any]) -> list[Any]:
    pool = list(values.values())
    for operation, i, j in program:
        x, y = pool[-1 - i % len(pool)], pool[-1 - j % len(pool)]
        pool.append(UNARY[operation](x) if operation in UNARY else BINARY[operation](x, y))
    return pool[len(values) :]


def runnable(program: list[Any], values: dict[str, Any]) -> list[Any]:
    """Keep the steps that plain NumPy can run on these inputs."""
    kept: list[Any] = []
    for step in program:
        with np.errstate(all="ignore"):
            try:
                result = np.asarray(run([*kept, step], values)[-1])
            except (ValueError, IndexError, TypeError):
                continue
        if result.dtype.char in "?ld" and 0 < result.size <= 64 and result.ndim <= 4:
            kept.append(step)
    return kept


def recorded(program: list[Any], values: dict[str, Any]) -> Trace:
    """Record the program; r, s, … are its inputs."""

    def function(**inputs: Any) -> dict[str, Any]:
        return {"z": 1 * inputs["i"], **{f"z{n}": z for n, z in enumerate(run(program, inputs))}}

    with np.errstate(all="ignore"):
        return record(function, **values)


@st.composite
def _edited(draw: Any) -> tuple[Trace, Trace, dict[str, Any]]:
    """A trace, what it becomes on other inputs, and these."""
    before, after = draw(inputs), draw(inputs)
    program = runnable(runnable(draw(steps), before), after)
    return recorded(program, before), recorded(program, after), after


edited = _edited()
