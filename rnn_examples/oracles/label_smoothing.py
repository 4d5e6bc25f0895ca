"""Label smoothing by what it means: a mean of losses, and derivatives by small changes."""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.derivatives import TITLE, Differences, cross_entropy
from rnn_examples.oracles.fifty_digits import exact, mp
from rnn_examples.worked_example.oracle import oracle


def mean_loss(o: list[Any], shares: list[Any]) -> Any:
    """The loss of each token, were it the right one, weighed by its share."""
    losses = [cross_entropy(o, k)["L_t"] for k in range(len(o))]
    return mp.fsum(share * loss for share, loss in zip(shares, losses, strict=True))


def slopes(o: list[Any], shares: list[Any]) -> Differences:
    """The mean loss, and how it changes with the logits."""
    return Differences(lambda change: {"L": mean_loss(change("o", o), shares)})


def shares_of(y: int, classes: int, epsilon: Any) -> dict[str, list[Any]]:
    """What each token is asked for, counted out token by token."""
    each, other = epsilon / classes, epsilon / (classes - 1)
    right = [k == y for k in range(classes)]
    return {
        "": [int(is_right) for is_right in right],
        "_all": [1 - (classes - 1) * each if is_right else each for is_right in right],
        "_wrong": [1 - (classes - 1) * other if is_right else other for is_right in right],
    }


@oracle(TITLE)
def both_ways(o: Any, y: int, epsilon: Any) -> Mapping[str, Any]:
    """Each loss as the mean of what it would be for every token; its derivative by the logits."""
    given = exact(o)
    found = cross_entropy(given, y)
    values = {"log_y_hat": found["log_y_hat_t"], "y_hat": found["y_hat_t"]}
    for name, shares in shares_of(y, len(given), exact(epsilon)).items():
        run = slopes(given, shares)
        values |= {f"q{name}" if name else "e": shares}
        values |= {f"L{name}": run.results["L"], f"do{'_loss' * bool(name)}{name}": run.by("o")}
    return values


@oracle(TITLE)
def descent(o_0: Any, y: int, epsilon: Any, eta: Any, length: int) -> Mapping[str, Any]:
    """Step by step, with slopes from small changes."""
    values: dict[str, Any] = {}
    asked = shares_of(y, len(o_0), exact(epsilon))
    for name, shares in (("", asked["_all"]), ("_plain", asked[""])):
        o = exact(o_0)
        for t in range(1, length + 1):
            slope = slopes(o, shares).by("o")
            o = [entry - exact(eta) * by for entry, by in zip(o, slope, strict=True)]
            wrong = [entry for k, entry in enumerate(o) if k != y]
            values |= {f"o{name}_{t}": o, f"gap{name}_{t}": o[y] - mp.fsum(wrong) / len(wrong)}
    return values


@oracle("mpmath, 50 digits")
def limits(epsilon: Any, classes: int) -> Mapping[str, Any]:
    """Logits whose probabilities are the shares: their gap, and the loss that they have."""
    values: dict[str, Any] = {}
    for name, shares in shares_of(0, classes, exact(epsilon)).items():
        if name:
            o = [mp.log(share) for share in shares]
            values |= {f"gap{name}": o[0] - o[1], f"loss{name}": mean_loss(o, shares)}
    return values
