"""Embeddings entry by entry, in exact fractions."""

from collections.abc import Mapping
from typing import Any

from rnn_examples.worked_example.oracle import oracle


@oracle("exact fractions")
def embedding(w: list[int], E: Any, dx: Any) -> Mapping[str, Any]:
    """Rows of the table; in its gradient, each row is the sum over the places of its word."""
    size = len(E[0])
    values: dict[str, Any] = {
        "dE": [
            [sum((dx[t][j] for t, word in enumerate(w) if word == row), 0) for j in range(size)]
            for row in range(len(E))
        ]
    }
    for t, word in enumerate(w, 1):
        values |= {
            f"e_{t}": [int(k == word) for k in range(len(E))],
            f"x_{t}": E[word],
            f"product_{t}": E[word],
            f"dE_{t}": [dx[t - 1] if row == word else [0] * size for row in range(len(E))],
        }
    return values


@oracle("exact fractions")
def updated_table(E: Any, dE: Any, eta: Any) -> Mapping[str, Any]:
    """Each entry less its share, one at a time."""
    pairs = [zip(row, gradient, strict=True) for row, gradient in zip(E, dE, strict=True)]
    return {"E_new": [[entry - eta * slope for entry, slope in pair] for pair in pairs]}
