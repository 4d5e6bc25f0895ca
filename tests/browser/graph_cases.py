"""Programs recorded in fixed positions: together they show every mutation in graph_mutations.py."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from rnn_examples.models.rnn import encode
from rnn_examples.models.seq2seq import decode_greedily
from rnn_examples.trace import Trace, record
from tests.browser.graph_comparison import Case

A = np.array([[0.3, -1.1, 2.5], [-0.7, 0.2, 1.3]])
B = np.array([[1.5, -0.4], [0.6, -2.1], [0.9, 3.7]])
C = np.array([[[0.5, -1.5, 0.25], [1.1, 0.7, -0.2]], [[-0.3, 2.0, 1.0], [0.8, -0.9, 0.4]]])
V = np.array([0.1, -0.2, 0.7])
IRRATIONAL = np.tanh(np.array([0.9, -0.4, 1.7]))
LARGE = np.array([1e7, 12345678.5, 9999999.999995, -2e22, 1e21, 0.001, 0.00099999, -1e-9, 3.25e-5])
TIES = np.array([0.125, 0.375, 2.675, -0.0005, 1.0000005, 2.5e-05, 0.0, -0.0, 0.1 + 0.2, 7.0])
HARD = np.array([5e-324, 1e-310, 1e300, 20.0, -800.0, 1.0, -1.0, np.inf, np.nan])
WHOLE = np.array([[3, -2, 7], [0, 5, -4]])

ERROR = np.array([1e-9, -3e-9, 2e-9])


def lossy(x: Any) -> Any:
    """Give numbers near x that have lost half of their digits."""
    return x + (np.exp(ERROR + x * 0) - 1) * 1e3


def arithmetic(a: Any, b: Any, v: Any, s: Any) -> Iterator[Any]:
    yield from (a + v, a - v, a * v, a / v, -a, a * s, s / a, s - a, a + a, v - v)
    yield from (a**2, v**-2, v**3, np.sqrt(a * a), (a * a) ** 0.5, s**a, (v * v) ** s, v**0, v**8)
    yield from (np.tanh(a), np.exp(a), np.log(a * a), np.sqrt(a + 3), np.tanh(s * 0), np.exp(v - v))
    yield from (np.log(v / v), np.tanh(v) * 0, np.tanh(v) ** 0, (v / 3) * 3, (a / 7) / (v / 3))
    yield from (np.maximum(a, v), np.maximum(v, a), np.maximum(np.tanh(a), 0.5), (v - v) / (v - v))
    yield from ((v - v) / np.tanh(a), (v - v) ** 0.3)
    yield from (a / (v - v), (v - v) ** -1, s / -v, np.sqrt(v * v * 2), 1 / (3 * a))
    yield from (np.sqrt(s * 0 + 1.44), (s * 0 + 2.25) ** 0.5, v[:, None] * b, (a * b.T)[:, :1] + v)


def comparisons(a: Any, v: Any, w: Any) -> Iterator[Any]:
    for x, y in ((a, v), (v, w), (a, a), (v * 3, w * 3 + 0.0), (np.tanh(v), np.tanh(v) + 1e-17)):
        yield from (x > y, x >= y, x < y, x <= y, x == y, x != y)
    yield from (v + 1e-4 == v, (v > w) * 2.5, (v > 0) + (w > 0) * 1.0, np.maximum(v > 0, w > 0))
    yield from ((v > 0) * (w > 0), np.sum(a > 0), np.mean(a > 0, axis=1))
    yield from (np.where(v * 3 == 0.3, v, w), np.where(np.tanh(v) > 0.1, v, w))
    yield from (np.where(a > 0, v, 1.0), np.where(v > 5, a, -a))


def reductions(a: Any, c: Any, v: Any, n: Any) -> Iterator[Any]:
    for x in (a, c, np.tanh(c), n):
        for f in (np.sum, np.mean, np.max, np.argmax):
            yield from (f(x), f(x, axis=0), f(x, axis=-1), f(x, axis=1, keepdims=True))
    yield from (np.sum(c, axis=(0, 2)), np.mean(c, axis=(2, 1)), np.max(c, axis=(1, 2)))
    yield from (np.sum(c, axis=(1, 0), keepdims=True), np.sum(v, axis=()), np.max(c[:, :, 0]))
    tied = np.stack([v, v, v * 2, v + v])
    yield from (np.argmax(tied, axis=0), np.argmax(np.tanh(tied), axis=0), tied - np.max(tied))
    far = np.tanh(v * 3)
    yield from (far - np.max(far), np.max(far), far - far, np.exp(a - np.max(a, axis=1)[:, None]))
    square = np.tanh(c[0, :, 1:])
    yield from (square - np.max(square, axis=n) for n in (0, 1))
    yield from (square - np.max(square, axis=1, keepdims=True), far - np.max(far[None], axis=1))
    yield far - np.max(far, keepdims=True)
    yield from (
        np.argmax(np.stack([v[0] * 3, v[2] - 0.4])),
        np.argmax(np.exp(v) - np.exp(v + 1e-17)),
    )
    yield from (np.argmax(np.stack([v[2] - 0.4, v[0] * 3])), np.sum(v[3:] * 2), np.max(-far))


def products(a: Any, b: Any, c: Any, v: Any, n: Any) -> Iterator[Any]:
    yield from (a @ b, a @ v, b.T @ a.T, v @ b, v @ v, c @ b, b @ c, c @ v, v @ np.stack([b, -b]))
    yield from (
        np.tanh(a) @ b,
        np.tanh(a) @ np.tanh(b),
        n @ b,
        n @ n.T,
        ((n > 0) * 1.0) @ (n.T > 0),
    )
    yield from (np.stack([c, -c]) @ b, np.transpose(c, (0, 2, 1)) @ a, (a * 0) @ np.tanh(b))


def moves(a: Any, c: Any, v: Any, n: Any) -> Iterator[Any]:
    yield from (a.T, c.T, np.transpose(c, (1, 2, 0)), np.transpose(c, (-1, 0, 1)), c.reshape(3, 4))
    yield from (
        a[0],
        a[-1, 1],
        a[:, ::-1],
        a[1, 2:0:-1],
        c[..., 1],
        c[:, None, 1:],
        a[None, ..., None],
    )
    yield from (c[::-2, 0], c[1:, :, ::2], v[-2:], v[5:1], a[[1, 0, -1]], a[[0, 1], [2, -1]])
    yield from (c[[[0], [1]], :, [0, 2, 1]], c[1, :, [0, 2]], c[:, [1, 0], [[2], [0]]])
    yield from (
        a[np.array([[True, False, True], [False, True, True]])],
        c[:, np.array([False, True])],
    )
    yield from (
        np.concatenate([a, -a]),
        np.concatenate([a, c[0] * 2, a], axis=1),
        np.stack([v, -v]),
    )
    yield from (
        np.concatenate([a, v], axis=None),
        np.stack([a, a * 2], axis=1),
        np.stack([v, v * 3], -1),
    )
    yield from (
        np.take(a, [1, -1]),
        np.take(c, [[1], [0]], axis=1),
        np.take(a, n[0, 0] - 2, axis=-1),
    )
    k = np.argmax(c, axis=2)
    yield from (
        a[k[0]],
        a[:, k],
        c[k, :, k],
        v[k],
        np.take(v, k),
        np.take(c, k, axis=2),
        c[1, k[1], 1:],
    )
    yield from (a[np.argmax(v * 3 == 0.3)], v[np.argmax(v)], np.tanh(v)[k])
    open_ = v * 3 + 1e-17 == v * 3  # decided by rounding
    yield from (np.max(open_), np.max(np.stack([open_, v > -1e9])), np.maximum(open_, v > -1e9))
    yield from (open_ * (v < -1e9), open_ * open_, np.max(np.stack([open_, v < -1e9]), axis=0))
    unsure = np.argmax(np.stack([v[0] * 3 + 1e-17, v[2] - 0.4]))
    yield from (v[unsure], np.take(v, unsure), np.where(unsure > 0, v, v * 2), v[unsure] * 0)


def rounding(x: Any, y: Any, e: Any) -> Iterator[Any]:
    """Compute with numbers that have large errors, which the bounds must carry on."""
    p, q = lossy(np.tanh(x)), lossy(np.tanh(y) + 2)
    yield from (
        p,
        q,
        p + 1,
        1 + p,
        p - q,
        p * q,
        p * 3,
        3 * p,
        p / q,
        p / 3,
        3 / p,
        -p,
        p**2,
        q**3,
        q**e,
    )
    yield from (
        q**-2,
        2**p,
        2 ** (p * e),
        np.tanh(p),
        np.exp(p),
        np.exp(q - 9),
        np.log(q),
        np.sqrt(q),
    )
    yield from (
        np.maximum(p, q),
        np.maximum(q, p),
        np.sum(p),
        np.mean(p),
        np.max(p),
        p @ q,
        p @ x,
        x @ p,
    )
    tiny = np.exp(x * 1e-16) - np.exp(x * 2e-16)
    yield from (
        tiny,
        np.sqrt(tiny * tiny),
        1 / tiny,
        np.log(np.maximum(tiny, 0)),
        1 / (p - p),
        tiny**-1,
        p * 0 / tiny,
    )
    yield from (
        p > q,
        p > p + 1e-13,
        np.argmax(np.stack([p, p + 1e-13]), axis=0),
        q / (tiny + 1e-16),
    )
    yield from (np.maximum(p, p * 1.5) ** 0.5, 0.125 + p * 0, np.sqrt(p - p + q), np.log(q - p))
    yield from (np.sum(np.stack([q, -q, p * 0])), x @ np.stack([x, 1e9 * x, -1e9 * x]))


def extremes(h: Any, t: Any, big: Any, n: Any) -> Iterator[Any]:
    with np.errstate(all="ignore"):
        yield from (
            np.tanh(h),
            np.exp(h),
            np.log(h),
            np.sqrt(h),
            h**2,
            h**h,
            1**h,
            (-1.0) ** h,
            h * 1e-300,
        )
        yield from (
            np.maximum(h, 0.5),
            np.maximum(0.5, h),
            np.max(h),
            np.argmax(h),
            h - h,
            h / h,
            h > 1,
        )
        yield from (np.max(h[3:]), np.tanh(h * 30), np.tanh(h[3] * 30), h[:3] * 1e8, 1.0**h)
    yield from (
        t * 1.0,
        t + 0.0,
        t / 2,
        t * t,
        t - 0.5,
        np.tanh(t),
        t * np.exp(t - t),
        t * 1.000001,
    )
    yield from (big * 3, big / 3, big * big, -big, big / 1e9, np.sqrt(big * big + 1), big - big / 3)
    yield from (n * n, n - 7, n * 4 * 10**9 * 10**9, n / 4, n**2, n**3, 2 ** n[0, 0], n * 1.5, -n)
    yield from (
        (n * 4 * 10**9 * 10**9 > 0) * 1.0,
        np.maximum(n, 1),
        np.sum(n, axis=0),
        n > 0,
        n == 3,
    )
    yield from (np.max(n, axis=1), n * (n > 0), n * 3 * 10**15, n[0] @ n.T, n @ n.T, n == n * 1.0)


def small_integers(b: Any, w: Any) -> Iterator[Any]:
    yield from (b + b, b * b, -b, w + w, w - w * 2, b + 1.5, np.sum(b), np.max(b))


def digits(x: Any) -> Iterator[Any]:
    for k in range(9):
        yield x
        x = x * x if k < 8 else x - x
    yield x


def fractions(x: Any, y: Any) -> Iterator[Any]:
    yield from (
        x / y,
        y / x,
        x / 3 * 3,
        x / 7 + y / 3,
        x * y / 11,
        (x / 3) ** -3,
        1 / x / y,
        x / 1e9 / 3,
    )
    yield from (
        x / 9e4,
        y * 1e7 / 3,
        x + 1e9 - 1e9,
        (x + 1e10) - 1e10,
        (x * 1e-3 + 1e8) - 1e8,
        x / 3e6,
    )
    yield from (x * 1e7 + 0.5, (x + 0.005) * 1e-3, x * 3e6 / 0.7, x * 1e12 + 1 / 3 - x * 1e12)
    third = (x - x + 1) / 3
    yield from (third, third * 3, third + third + third, 2 / 3 + third, -third, np.mean(third) * 3)


def named(function: Callable[..., Iterator[Any]]) -> Callable[..., dict[str, Any]]:
    return lambda **inputs: {f"z{n}": z for n, z in enumerate(function(**inputs))}


def _recorded(function: Callable[..., Iterator[Any]], **inputs: Any) -> dict[str, Trace]:
    with np.errstate(all="ignore"):
        return {"e": record(named(function), **inputs)}


def handed_over(shift: float) -> dict[str, Trace]:
    """Two examples: the second takes an irrational state and an exact one from the first."""
    rng = np.random.default_rng(7)
    draw = lambda *shape: rng.integers(-9, 10, shape) / 10 + shift  # noqa: E731
    first = record(encode, x=draw(3, 2), h_0=draw(3), W=draw(3, 3), U=draw(3, 2), b=draw(3))
    second = record(
        decode_greedily, y_0=np.int64(3), s_0=first["h_3"], E_dec=draw(4, 2), W_dec=draw(3, 3),
        U_dec=draw(3, 2), b_dec=draw(3), V=draw(4, 3), c=draw(4), length=2,
    )  # fmt: skip
    third = record(
        lambda s, a, k: {"z": s * 2.0 + a, "y": a / 3.0 * 3.0, "w": np.where(k > 0, s, a)},
        s=first["h_3"], a=first["b"], k=second["y_2"],
    )  # fmt: skip
    return {"encoder": first, "greedy": second, "third": third}


def _edited(before: dict[str, Trace], after: dict[str, Trace]) -> Case:
    """What becomes of graphs, when all their inputs are those of others."""
    inputs = {
        f"{example}.{name}": trace[name].value
        for example, trace in after.items()
        for name in trace.inputs
        if trace[name].origin is None
    }
    return Case(before, inputs, after)


def cases() -> dict[str, Case]:
    """Record them all."""
    with np.errstate(all="ignore"):
        long = {"e": record(named(digits), x=np.float64(1.1))}
        large = {"e": record(named(digits), x=np.float64(-3.0))}
    fixed = {
        "arithmetic": _recorded(arithmetic, a=A, b=B, v=V, s=np.float64(0.3)),
        "comparisons": _recorded(comparisons, a=A, v=V, w=np.array([0.1, 0.3, -0.7])),
        "reductions": _recorded(reductions, a=A, c=C, v=V, n=WHOLE),
        "products": _recorded(products, a=A, b=B, c=C, v=V, n=WHOLE),
        "moves": _recorded(moves, a=A, c=C, v=V, n=WHOLE),
        "rounding": _recorded(rounding, x=V, y=IRRATIONAL, e=np.array([3.0, 0.5, -2.0])),
        "extremes": _recorded(extremes, h=HARD, t=TIES, big=LARGE, n=WHOLE),
        "small integers": _recorded(
            small_integers, b=np.array([100, 7], np.int8), w=np.array([200, 3], np.uint8)
        ),
        "fractions": _recorded(
            fractions, x=np.array([0.1, -0.7, 3.0]), y=np.array([0.9, 2.1, -1.1])
        ),
        "long": long,
        "large": large,
        "handed over": handed_over(0.0),
    }
    irrational = _recorded(
        arithmetic, a=IRRATIONAL[None] * [[1.0], [-2.0]], b=B, v=-V, s=np.float64(2.0)
    )
    return {
        **{name: Case(traces, {}, traces) for name, traces in fixed.items()},
        "edited arithmetic": _edited(fixed["arithmetic"], irrational),
        "edited examples": _edited(fixed["handed over"], handed_over(0.05)),
    }
