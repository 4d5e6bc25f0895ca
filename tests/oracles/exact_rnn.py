"""The recurrent network once more, entry by entry in mpmath with 50 digits.

It shares no code with the package, and no NumPy: lists of numbers, and loops over them.
"""

from typing import Any

import mpmath

mpmath.mp.dps = 50


def exact(values: Any) -> Any:
    """The floats as they are, to their last binary digit."""
    if hasattr(values, "tolist"):
        values = values.tolist()
    return [exact(v) for v in values] if isinstance(values, list) else mpmath.mpf(values)


def affine(matrices_and_vectors: list[tuple[Any, Any]], bias: list[Any]) -> list[Any]:
    """The sum of products of matrices and vectors, and a bias."""
    return [
        bias[i]
        + mpmath.fsum(
            matrix[i][j] * vector[j]
            for matrix, vector in matrices_and_vectors
            for j in range(len(vector))
        )
        for i in range(len(bias))
    ]


def encode(x: Any, h_0: Any, W: Any, U: Any, b: Any) -> list[tuple[list[Any], list[Any]]]:
    """The pre-activation and the hidden state of each time step."""
    x, h, W, U, b = map(exact, (x, h_0, W, U, b))
    steps = []
    for x_t in x:
        a = affine([(W, h), (U, x_t)], b)
        h = [mpmath.tanh(entry) for entry in a]
        steps.append((a, h))
    return steps


def softmax(o: Any) -> list[Any]:
    """The definition, without a shift: 50 digits do not overflow."""
    weights = [mpmath.exp(entry) for entry in exact(o)]
    return [weight / mpmath.fsum(weights) for weight in weights]


def decode(
    tokens: list[int] | None, y_0: int, s_0: Any, E: Any, W: Any, U: Any, b: Any, V: Any, c: Any,
    length: int,
) -> list[dict[str, Any]]:  # fmt: skip
    """Each step of the decoder; without tokens it reads its own most probable one."""
    s, E, W, U, b, V, c = map(exact, (s_0, E, W, U, b, V, c))
    steps: list[dict[str, Any]] = []
    y = y_0
    for t in range(length):
        x = E[y]
        a = affine([(W, s), (U, x)], b)
        s = [mpmath.tanh(entry) for entry in a]
        o = affine([(V, s)], c)
        y_hat = softmax_of(o)
        best = max(range(len(y_hat)), key=lambda k: (y_hat[k], -k))
        steps.append({"x_t": x, "a_t": a, "s_t": s, "o_t": o, "y_hat_t": y_hat, "y_t": best})
        y = best if tokens is None else tokens[t]
    return steps


def softmax_of(o: list[Any]) -> list[Any]:
    """Softmax of numbers that have 50 digits already."""
    weights = [mpmath.exp(entry) for entry in o]
    return [weight / mpmath.fsum(weights) for weight in weights]
