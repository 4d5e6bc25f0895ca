"""Searches by enumeration: all sequences as words, sorted."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from rnn_examples.oracles.fifty_digits import exact, mp
from rnn_examples.worked_example.oracle import oracle


@oracle("enumeration, exact fractions")
def tree(width: Any, q_1: Any, q_2: Any, q_3: Any) -> Mapping[str, Any]:
    """Every word of As and Bs with its probability; the best ones are those that sort first."""
    shares = [q_1, *q_2, *q_3]

    def probability(word: str) -> Any:
        node, found = 1, 1
        for letter in word:
            share = shares[node - 1]
            found = found * (share if letter == "A" else 1 - share)
            node = 2 * node + (letter == "B")
        return found

    values: dict[str, Any] = {}
    beam = [""]
    for t in (1, 2, 3):
        words = ["".join(letters) for letters in product("AB", repeat=t)]
        longer = [word for word in words if word[:-1] in beam]
        beam = sorted(longer, key=lambda word: (-probability(word), word))[: int(width)]
        values |= {
            f"P_{t}": [probability(word) for word in words],
            f"kept_{t}": [int(word in beam) for word in words],
            ("first", "second", "third")[t - 1]: words.index(beam[0]),
        }
    every = values["P_3"]
    return {
        **values,
        "P_found": probability(beam[0]),
        "P_best": max(every),
        "likeliest": every.index(max(every)),
    }


@oracle("mpmath, 50 digits")
def penalties(log_p: Any, length: Any, alpha: Any) -> Mapping[str, Any]:
    """Each sequence by itself."""
    rows = list(zip(exact(log_p), exact(length), strict=True))
    penalty = [mp.exp(exact(alpha) * mp.log((5 + size) / 6)) for _, size in rows]
    scores = {
        "none": [number for number, _ in rows],
        "length": [number / size for number, size in rows],
        "wu": [number / by for (number, _), by in zip(rows, penalty, strict=True)],
    }
    return {
        "wu": penalty,
        "score_length": scores["length"],
        "score_wu": scores["wu"],
        **{f"best_{name}": row.index(max(row)) for name, row in scores.items()},
    }


@oracle("mpmath, 50 digits")
def probabilities(log_p: Any, length: Any) -> Mapping[str, Any]:
    """The exponentials."""
    pairs = zip(exact(log_p), exact(length), strict=True)
    return {
        "p": [mp.exp(number) for number in exact(log_p)],
        "score_length": [number / size for number, size in pairs],
    }
