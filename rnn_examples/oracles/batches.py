"""A batch with padding, one sentence at a time: 50 digits, finite differences.

Each sentence is run alone, as in `derivatives`. The rows of the batch are put together afterwards;
a gradient of what all sentences share is the sum of theirs.
"""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles import derivatives
from rnn_examples.oracles.derivatives import Change, Differences, Run, Values, cross_entropy, state
from rnn_examples.oracles.fifty_digits import affine, by_time, exact, mp
from rnn_examples.worked_example.oracle import oracle

TITLE = "one sentence at a time, 50 digits"

PARAMETERS = ("W", "U", "b", "V", "c")


def one_sentence(n: int, m: Any, y_star: Any, given: Values) -> Run:
    """Sentence n alone: where it has ended, its state is handed on, and nothing is read."""

    def run(change: Change) -> Values:
        h = change("h_0", given["h_0"][n])
        steps: list[Values] = []
        for t, is_read in enumerate(m, 1):
            if is_read[n]:
                x = given["x"][t - 1][n]
                _, h = state(change, t, ("a", "W", "U", "b"), given, x, h)
            h = change(f"h_{t}", h)
            V, c = (change(name, given[name]) for name in ("V", "c"))
            o = change(f"o_{t}", affine([(V, h)], c))
            found = cross_entropy(o, int(y_star[t - 1][n]))
            kept = {name: found[name] for name in ("o_t", "log_y_hat_t")}
            share = given["shares"][t - 1][n]
            steps.append({"h_t": h, **kept, "l_t": found["L_t"], "L_t": share * found["L_t"]})
        return {**by_time(steps), "L": mp.fsum(step["L_t"] for step in steps)}

    return run


@oracle(TITLE)
def backpropagation(m: Any, y_star: Any, **given: Any) -> Mapping[str, Any]:
    """Every value and every derivative of the batch."""
    numbers = {name: exact(value) for name, value in given.items()}
    sentences = range(len(numbers["h_0"]))
    found = [Differences(one_sentence(n, m, y_star, numbers)) for n in sentences]
    rows = [_derivatives(one, m, n, numbers) for n, one in enumerate(found)]
    values = {
        name: [row[name] for row in rows]
        for name in rows[0]
        if name.startswith(("h_", "o_", "log_", "l_", "do_", "dh_", "delta_"))
    }
    rest = [name for name in rows[0] if name not in values]
    return values | {name: _sum([row[name] for row in rows]) for name in rest}


def _derivatives(found: Differences, m: Any, n: int, given: Values) -> Values:
    """Those of one sentence; in the padding nothing uses W and U, so these shares are zeros."""
    values = dict(found.results)
    values |= {f"d{name}": found.by(name) for name in (*PARAMETERS, "h_0")}
    for t, is_read in enumerate(m, 1):
        values |= {f"d{name}_{t}": found.by(f"{name}_{t}") for name in ("o", "h")}
        for name, own in {"delta": "a", "dW": "W", "dU": "U"}.items():
            like = given["b" if own == "a" else own]
            of_step = found.by(f"{own}_{t}") if is_read[n] else _times(0, like)
            values[f"{name}_{t}"] = of_step
    return values


def _times(number: Any, value: Any) -> Any:
    return [_times(number, one) for one in value] if isinstance(value, list) else number * value


def _sum(values: list[Any]) -> Any:
    """Entry by entry."""
    if isinstance(values[0], list):
        return [_sum(list(entries)) for entries in zip(*values, strict=True)]
    return mp.fsum(values)


@oracle(derivatives.TITLE)
def backpropagation_alone(
    x: Any, y_star: Any, h_0: Any, n: int, words: int, **given: Any
) -> Mapping[str, Any]:
    """Every derivative of one sentence, copied out word by word."""
    read = [x[t][n] for t in range(words)]
    targets = [int(y_star[t][n]) for t in range(words)]
    return derivatives.backpropagation.function(
        x=[exact(word) for word in read], y_star=targets, h_0=exact(h_0[n]), **given
    )


@oracle("a loop over the words")
def filled(x: Any, m: Any, padding: Any) -> Mapping[str, Any]:
    """The sentences, and the number wherever one has ended."""
    words = [
        [exact(word) if is_read else [exact(padding)] * len(word) for word, is_read in row]
        for row in (zip(*rows, strict=True) for rows in zip(x, m, strict=True))
    ]
    return {"x_filled": words}
