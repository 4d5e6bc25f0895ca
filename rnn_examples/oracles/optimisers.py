"""SGD, momentum and Adam as sums over all gradients so far, and one update with clipping."""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.fifty_digits import exact, mp
from rnn_examples.oracles.nested_lists import length
from rnn_examples.worked_example.oracle import oracle


@oracle("exact fractions")
def sgd(g: Any, theta_0: Any, eta: Any) -> Mapping[str, Any]:
    """The first parameters, less eta times the sum of the gradients so far."""
    return {
        f"theta_{t}": [
            start - eta * sum(g_i[k] for g_i in g[:t]) for k, start in enumerate(theta_0)
        ]
        for t in range(1, len(g) + 1)
    }


@oracle("exact fractions")
def momentum(g: Any, theta_0: Any, v_0: Any, eta: Any, mu: Any) -> Mapping[str, Any]:
    """Each gradient's weight in the sums: a power of mu, and a geometric series of them."""
    values: dict[str, Any] = {}
    for t in range(1, len(g) + 1):
        series = [sum(mu**j for j in range(t - i)) for i in range(t)]
        begun = sum(mu ** (j + 1) for j in range(t))
        values[f"v_{t}"] = [
            mu**t * v_0[k] + sum(mu ** (t - 1 - i) * g[i][k] for i in range(t))
            for k in range(len(v_0))
        ]
        values[f"theta_{t}"] = [
            theta_0[k] - eta * (begun * v_0[k] + sum(series[i] * g[i][k] for i in range(t)))
            for k in range(len(v_0))
        ]
    return values


@oracle("mpmath, 50 digits")
def adam(
    g: Any, theta_0: Any, m_0: Any, v_0: Any, eta: Any, beta_1: Any, beta_2: Any, epsilon: Any
) -> Mapping[str, Any]:
    """Both means as weighted sums of all gradients so far, each with its weight."""
    g, theta, eta, epsilon = exact(g), exact(theta_0), exact(eta), exact(epsilon)
    values: dict[str, Any] = {}
    for t in range(1, len(g) + 1):
        corrected = {}
        squares = [[entry**2 for entry in g_i] for g_i in g]
        for name, beta, start, terms in (
            ("m", exact(beta_1), exact(m_0), g),
            ("v", exact(beta_2), exact(v_0), squares),
        ):
            mean = [
                beta**t * start[k]
                + (1 - beta) * mp.fsum(beta ** (t - 1 - i) * terms[i][k] for i in range(t))
                for k in range(len(start))
            ]
            corrected[name] = [entry / (1 - beta**t) for entry in mean]
            values |= {f"{name}_{t}": mean, f"{name}_hat_{t}": corrected[name]}
        theta = [
            theta[k] - eta * corrected["m"][k] / (mp.sqrt(corrected["v"][k]) + epsilon)
            for k in range(len(theta))
        ]
        values[f"theta_{t}"] = theta
    return values


@oracle("mpmath, 50 digits")
def one_update(eta: Any, theta: Any, **values: Any) -> Mapping[str, Any]:
    """All gradients as one long vector; off every parameter goes its share."""
    eta, theta = exact(eta), exact(theta)
    names = [name for name in values if f"d{name}" in values]
    norm_g = length([values[f"d{name}"] for name in names])
    scale = theta / norm_g if norm_g > theta else mp.mpf(1)
    new = {
        f"{name}_new": _less(exact(values[name]), exact(values[f"d{name}"]), eta * scale)
        for name in names
    }
    return {"norm_g": norm_g, "scale": scale, **new}


def _less(values: Any, gradient: Any, factor: Any) -> Any:
    if isinstance(values, list):
        return [_less(v, g, factor) for v, g in zip(values, gradient, strict=True)]
    return values - factor * gradient
