"""Recurrent networks, entry by entry in mpmath with 50 digits.

No NumPy here: lists of numbers, and loops over them.
"""

from collections.abc import Mapping
from typing import Any

import mpmath

from rnn_examples.worked_example.oracle import oracle

mp = mpmath.mp.clone()
mp.dps = 50

TITLE = "mpmath, 50 digits"


def exact(values: Any) -> Any:
    """The numbers as they are: floats to their last binary digit, fractions to 50 digits."""
    if hasattr(values, "tolist"):
        values = values.tolist()
    return [exact(v) for v in values] if isinstance(values, list) else mp.mpf(values)


def affine(matrices_and_vectors: list[tuple[Any, Any]], bias: list[Any]) -> list[Any]:
    """The sum of products of matrices and vectors, and a bias."""
    return [
        bias[i]
        + mp.fsum(
            matrix[i][j] * vector[j]
            for matrix, vector in matrices_and_vectors
            for j in range(len(vector))
        )
        for i in range(len(bias))
    ]


def softmax(o: list[Any]) -> list[Any]:
    """The definition, without a shift: mpmath's exponents do not overflow."""
    weights = [mp.exp(entry) for entry in exact(o)]
    total = mp.fsum(weights)
    return [weight / total for weight in weights]


def encode(x: Any, h_0: Any, W: Any, U: Any, b: Any) -> list[tuple[list[Any], list[Any]]]:
    """The pre-activation and the hidden state of each time step."""
    x, h, W, U, b = map(exact, (x, h_0, W, U, b))
    steps = []
    for x_t in x:
        a = affine([(W, h), (U, x_t)], b)
        h = [mp.tanh(entry) for entry in a]
        steps.append((a, h))
    return steps


def decode(
    tokens: list[int] | None,
    y_0: int,
    s_0: Any,
    E_dec: Any,
    W_dec: Any,
    U_dec: Any,
    b_dec: Any,
    V: Any,
    c: Any,
    length: int,
) -> list[dict[str, Any]]:
    """Each step of the decoder; without tokens it reads its own most probable one."""
    s, E, W, U, b, V, c = map(exact, (s_0, E_dec, W_dec, U_dec, b_dec, V, c))
    steps: list[dict[str, Any]] = []
    y = y_0
    for t in range(length):
        x = E[y]
        a = affine([(W, s), (U, x)], b)
        s = [mp.tanh(entry) for entry in a]
        o = affine([(V, s)], c)
        y_hat = softmax(o)
        r = [entry / max(y_hat) for entry in y_hat]
        best = max(range(len(y_hat)), key=lambda k: (y_hat[k], -k))
        steps.append(
            {"x_t": x, "a_t": a, "s_t": s, "o_t": o, "r_t": r, "y_hat_t": y_hat, "y_t": best}
        )
        y = best if tokens is None else tokens[t]
    return steps


def by_time(steps: list[dict[str, Any]]) -> dict[str, Any]:
    """The values of all steps in one: the field `s_t` of the first is `s_1`."""
    return {
        f"{field.removesuffix('_t')}_{t}": value
        for t, step in enumerate(steps, 1)
        for field, value in step.items()
    }


@oracle(TITLE)
def encoder(x: Any, h_0: Any, W: Any, U: Any, b: Any) -> Mapping[str, Any]:
    """Every value of an encoder."""
    steps = zip(x, encode(x, h_0, W, U, b), strict=True)
    return by_time([{"x_t": x_t, "a_t": a, "h_t": h} for x_t, (a, h) in steps])


@oracle(TITLE)
def greedy_decoder(length: int, **inputs: Any) -> Mapping[str, Any]:
    """Every value of a decoder that reads its own choices."""
    return by_time(decode(None, length=length, **inputs))


@oracle(TITLE)
def teacher_forced_decoder(y_star: list[int], **inputs: Any) -> Mapping[str, Any]:
    """Every value of a decoder that reads the right tokens."""
    steps = decode(y_star, length=len(y_star), **inputs)
    return by_time([{**step, "y_star_t": y} for step, y in zip(steps, y_star, strict=True)])
