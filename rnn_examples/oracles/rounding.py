"""Rounding again: fractions, and distances in place of squares."""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.fifty_digits import exact, mp
from rnn_examples.worked_example.oracle import oracle


def round_to(x: Any, numbers: list[Any]) -> Any:
    """Give the one with the smallest distance from x, and of two of them the smaller."""
    return min(numbers, key=lambda number: (abs(number - x), number))


@oracle("exact fractions")
def stored(x: list[Any], numbers: list[Any]) -> Mapping[str, Any]:
    """Each number on its own."""
    results = [round_to(number, numbers) for number in x]
    return {
        "stored": results,
        "error": [result - number for result, number in zip(results, x, strict=True)],
    }


@oracle("mpmath, 50 digits")
def rounded_step(
    w: Any, h_prev: Any, u: Any, x: Any, numbers: list[Any], unit: Any, tiny: Any
) -> Mapping[str, Any]:
    """The step with fifty digits; the bounds as the sum of all roundings on the way."""
    w, h_prev, u, x, unit, tiny = map(exact, (w, h_prev, u, x, unit, tiny))
    numbers = [exact(number) for number in numbers]
    true = {"p": w * h_prev, "q": u * x}
    true["a"] = true["p"] + true["q"]
    true["h"] = mp.tanh(true["a"])
    found = {name: round_to(true[name], numbers) for name in "pq"}
    found["a"] = round_to(found["p"] + found["q"], numbers)
    found["h"] = round_to(mp.tanh(found["a"]), numbers)
    own = {name: unit * abs(found[name]) + tiny for name in found}
    on_the_way = {"p": "p", "q": "q", "a": "pqa", "h": "pqah"}
    return {
        **found,
        **{f"{name}_true": true[name] for name in true},
        **{f"error_{name}": found[name] - true[name] for name in found},
        **{f"bound_{name}": mp.fsum(own[k] for k in way) for name, way in on_the_way.items()},
    }


@oracle("exact fractions")
def two_orders(x: Any, y: Any, z: Any, numbers: list[Any]) -> Mapping[str, Any]:
    """Both orders, with numbers that have no rounding of their own."""
    left_first, right_first = round_to(x + y, numbers), round_to(z + y, numbers)
    return {
        "left_first": left_first,
        "left": round_to(left_first + z, numbers),
        "right_first": right_first,
        "right": round_to(right_first + x, numbers),
        "total": sum((x, y, z)),
    }


@oracle("exact fractions")
def fused(x: Any, y: Any, z: Any, numbers: list[Any]) -> Mapping[str, Any]:
    """With one rounding and with two."""
    product = round_to(x * y, numbers)
    return {
        "product": product,
        "twice": round_to(z + product, numbers),
        "once": round_to(z + x * y, numbers),
        "exact": z + x * y,
    }


@oracle("exact fractions")
def certificate(value: Any, bound: Any, steps: list[Any], step: Any) -> Mapping[str, Any]:
    """The midpoints are listed, and the nearest one is looked up."""
    midpoints = [number + step / 2 for number in steps] + [steps[0] - step / 2]
    distance = min(abs(value - midpoint) for midpoint in midpoints)
    return {
        "printed": round_to(value, steps),
        "low": value - bound,
        "high": value + bound,
        "distance": distance,
        "certain": all(abs(value - midpoint) > bound for midpoint in midpoints),
    }
