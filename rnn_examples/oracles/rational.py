"""What fractions can tell without any rounding."""

from collections.abc import Mapping
from fractions import Fraction

from rnn_examples.worked_example.oracle import oracle

Vector = list[Fraction]


def lead(V: list[Vector], c: Vector, token: int, other: int, s: Vector) -> Fraction:
    """How far one token's logit is above another's, in a state s."""
    scores = [
        sum((w * entry for w, entry in zip(row, s, strict=True)), bias)
        for row, bias in zip(V, c, strict=True)
    ]
    return scores[token] - scores[other]


@oracle("exact fractions")
def preference(V: list[Vector], c: Vector, token: int, other: int) -> Mapping[str, object]:
    """The coefficients of that lead, found by trying states: zero, then each entry 1 alone."""
    size = len(V[0])
    bias = lead(V, c, token, other, [Fraction(0)] * size)
    units = [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]
    return {"bias": bias, "weights": [lead(V, c, token, other, unit) - bias for unit in units]}
