"""The loss around its parameters, in mpmath with 50 digits."""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.derivatives import encoder_with_outputs, unchanged
from rnn_examples.oracles.fifty_digits import exact, mp
from rnn_examples.oracles.nested_lists import length, scaled
from rnn_examples.worked_example.oracle import oracle

TRAINED = ("W", "U", "b", "V", "c")


@oracle("mpmath, 50 digits")
def slice_along_gradient(eta: Any, L_0: Any, **given: Any) -> Mapping[str, Any]:
    """The loss at each point of the line, entry by entry."""
    gradients = {name: exact(given[f"d{name}"]) for name in TRAINED}
    start = {name: value for name, value in given.items() if not name.startswith("d")}
    norm_g = length(list(gradients.values()))
    losses = []
    for rate in exact(eta):
        moved = {name: _sum(exact(start[name]), scaled(gradients[name], -rate)) for name in TRAINED}
        losses.append(encoder_with_outputs({**start, **moved})(unchanged)["L"])
    promise = [exact(L_0) - rate * norm_g**2 for rate in exact(eta)]
    return {"norm_g": norm_g, "L": losses, "promise": promise}


def _sum(a: Any, b: Any) -> Any:
    if isinstance(a, list):
        return [_sum(x, y) for x, y in zip(a, b, strict=True)]
    return a + b


@oracle("mpmath, 50 digits")
def race(
    start: Any, curvature: Any, directions: Any, length: int, **rates: Any
) -> Mapping[str, Any]:
    """Each axis of the bowl by itself: there SGD is a power, momentum the power of a matrix."""
    start, curvature, directions = exact(start), exact(curvature), exact(directions)
    rates = {name: exact(rate) for name, rate in rates.items()}
    height = _height(start, curvature)
    outer = [
        [mp.sqrt(2 * height / k) * x for x, k in zip(row, curvature, strict=True)]
        for row in directions
    ]
    values: dict[str, Any] = {"outer": outer, "inner": scaled(outer, mp.mpf(1) / 2)}
    axes = list(zip(start, curvature, strict=True))
    adam = [_adam(x, k, length, **rates) for x, k in axes]
    for t in range(length + 1):
        places = {
            "sgd": [(1 - rates["eta_sgd"] * k) ** t * x for x, k in axes],
            "momentum": [_momentum(x, k, t, **rates) for x, k in axes],
            "adam": [path[t] for path in adam],
        }
        for name, place in places.items():
            values[f"{name}_{t + 1}"] = place
            values[f"loss_{name}_{t + 1}"] = _height(place, curvature)
    return values


def _height(theta: Any, curvature: Any) -> Any:
    return mp.fsum(k * x**2 for x, k in zip(theta, curvature, strict=True)) / 2


def _momentum(x: Any, k: Any, t: int, *, eta_momentum: Any, mu: Any, **others: Any) -> Any:
    """Velocity and place are a vector; a step multiplies it by one matrix."""
    del others
    step = mp.matrix([[mu, k], [-eta_momentum * mu, 1 - eta_momentum * k]])
    return (step**t * mp.matrix([0, x]))[1]


def _adam(
    x: Any,
    k: Any,
    length: int,
    *,
    eta_adam: Any,
    beta_1: Any,
    beta_2: Any,
    epsilon: Any,
    **others: Any,
) -> list[Any]:
    """Both means as weighted sums of all gradients so far."""
    del others
    path, gradients = [x], []
    for t in range(1, length + 1):
        gradients.append(k * path[-1])
        ages = list(zip(range(t - 1, -1, -1), gradients, strict=True))
        mean = mp.fsum(beta_1**age * g for age, g in ages) * (1 - beta_1) / (1 - beta_1**t)
        square = mp.fsum(beta_2**age * g**2 for age, g in ages) * (1 - beta_2) / (1 - beta_2**t)
        path.append(path[-1] - eta_adam * mean / (mp.sqrt(square) + epsilon))
    return path
