"""Wilson's limits in another way: the shares from which the one found is z deviations away."""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.fifty_digits import exact, mp
from rnn_examples.worked_example.oracle import oracle


@oracle("mpmath, 50 digits")
def shares(right: Any, n: Any, z: Any) -> Mapping[str, Any]:
    """The two roots of n (found − p)² = z² p (1 − p), which is quadratic in p."""
    values: dict[str, Any] = {}
    for t, (r, m) in enumerate(zip(exact(right), exact(n), strict=True), 1):
        found, square = r / m, exact(z) ** 2
        a, b, c = m + square, -(2 * m * found + square), m * found**2
        root = mp.sqrt(b * b - 4 * a * c)
        values |= {
            f"p_{t}": found,
            f"low_{t}": (-b - root) / (2 * a),
            f"high_{t}": (-b + root) / (2 * a),
        }
    return values


@oracle("exact fractions")
def of_hundred(bleu_percent: Any, chrf_percent: Any) -> Mapping[str, Any]:
    """A hundredth of each."""
    values = {f"bleu_{t}": score / 100 for t, score in enumerate(bleu_percent, 1)}
    return values | {f"chrf_{t}": score / 100 for t, score in enumerate(chrf_percent, 1)}
