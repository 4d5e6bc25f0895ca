"""Clipping by the rule as it is said."""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.fifty_digits import exact, mp
from rnn_examples.oracles.nested_lists import length, scaled
from rnn_examples.worked_example.oracle import oracle


@oracle("mpmath, 50 digits")
def clipping(g: Any, theta: Any) -> Mapping[str, Any]:
    """The rule as it is said: too long a gradient is brought to the length theta."""
    g, theta = exact(g), exact(theta)
    scale = theta / length(g) if length(g) > theta else mp.mpf(1)
    g_value = [min(max(entry, -theta), theta) for entry in g]
    return {
        "norm_g": length(g),
        "scale": scale,
        "g_norm": scaled(g, scale),
        "norm_g_norm": min(length(g), theta),
        "g_value": g_value,
        "norm_g_value": length(g_value),
    }


@oracle("mpmath, 50 digits")
def ring(directions: Any, length: Any, theta: Any) -> Mapping[str, Any]:
    """Each direction by itself, by the rule as it is said."""
    rows = [clipping.function([length * x for x in row], theta) for row in directions]
    return {
        "g": [[length * x for x in row] for row in directions],
        **{name: [row[name] for row in rows] for name in ("g_norm", "g_value")},
    }
