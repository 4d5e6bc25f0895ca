"""Deep and bidirectional networks in mpmath with 50 digits.

A deep network one layer after the other, each over the whole sequence, where the model takes one
time step after the other; the backwards direction as a network that reads the reversed sequence.
"""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.fifty_digits import by_time, encode
from rnn_examples.worked_example.oracle import oracle

TITLE = "mpmath, 50 digits"


def _given_to(suffix: str, given: Mapping[str, Any]) -> list[Any]:
    """The first state and the weights of one layer, or of one direction."""
    return [given[f"{name}_{suffix}"] for name in ("h_0", "W", "U", "b")]


@oracle(TITLE)
def deep(x: Any, **given: Any) -> Mapping[str, Any]:
    """Every value of a deep network."""
    values: dict[str, Any] = {}
    below, layer = x, 1
    while f"W_l{layer}" in given:
        steps = encode(below, *_given_to(f"l{layer}", given))
        values |= by_time([{f"a_l{layer}_t": a, f"h_l{layer}_t": h} for a, h in steps])
        below, layer = [h for _, h in steps], layer + 1
    return values


@oracle(TITLE)
def both_ways(x: Any, **given: Any) -> Mapping[str, Any]:
    """Every value of a bidirectional network."""
    forwards = encode(x, *_given_to("fwd", given))
    backwards = encode(x[::-1], *_given_to("bwd", given))[::-1]
    return by_time(
        [
            {"a_fwd_t": a, "h_fwd_t": h, "a_bwd_t": a_bwd, "h_bwd_t": h_bwd, "h_t": h + h_bwd}
            for (a, h), (a_bwd, h_bwd) in zip(forwards, backwards, strict=True)
        ]
    )
