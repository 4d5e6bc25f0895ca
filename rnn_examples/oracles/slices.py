"""Losses along a line, point by point in mpmath with 50 digits."""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.derivatives import cross_entropy
from rnn_examples.oracles.fifty_digits import TITLE, affine, encode, exact, mp
from rnn_examples.worked_example.oracle import oracle


@oracle(TITLE)
def along_right_logit(s: Any, o: Any, y: int) -> Mapping[str, Any]:
    """The right token's probability is a logistic function of its logit."""
    others = mp.fsum(mp.exp(entry) for k, entry in enumerate(exact(o)) if k != y)
    p = [1 / (1 + others * mp.exp(-entry)) for entry in exact(s)]
    return {
        "p": p,
        "L": [-mp.log(entry) for entry in p],
        "slope": [entry - 1 for entry in p],
    }


@oracle(TITLE)
def along_weights(
    s: Any,
    D: Any,
    L_0: Any,
    dW: Any,
    x: Any,
    y_star: list[int],
    h_0: Any,
    W: Any,
    U: Any,
    b: Any,
    V: Any,
    c: Any,
) -> Mapping[str, Any]:
    """The loss of every run, and the line with the gradient's slope."""
    W, D, dW, V, c = map(exact, (W, D, dW, V, c))
    places = [(i, j) for i in range(len(W)) for j in range(len(W))]
    slope = mp.fsum(dW[i][j] * D[i][j] for i, j in places)

    def loss(at: Any) -> Any:
        moved = [[W[i][j] + at * D[i][j] for j in range(len(W))] for i in range(len(W))]
        states = [h for _, h in encode(x, h_0, moved, U, b)]
        logits = [affine([(V, h)], c) for h in states]
        return mp.fsum(cross_entropy(o, y)["L_t"] for o, y in zip(logits, y_star, strict=True))

    losses = [loss(at) for at in exact(s)]
    return {
        **{f"loss_{n}": value for n, value in enumerate(losses, 1)},
        "L": losses,
        "tangent": [exact(L_0) + at * slope for at in exact(s)],
    }
