"""The trained translator, moment by moment, in mpmath with 50 digits."""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.derivatives import translator, unchanged
from rnn_examples.oracles.fifty_digits import by_time, decode, encode
from rnn_examples.worked_example.oracle import oracle

TITLE = "mpmath, 50 digits"
DECODER = ("E_dec", "W_dec", "U_dec", "b_dec", "V", "c")


def moment(k: int, tables: Mapping[str, Any]) -> dict[str, Any]:
    """The weights of one moment, and the step."""
    return {
        name.removesuffix("_run"): table[k]
        for name, table in tables.items()
        if name.endswith("_run")
    }


@oracle(TITLE)
def forced_at(
    k: int, w: list[int], y_0: int, y_star: list[int], h_0: Any, **tables: Any
) -> Mapping[str, Any]:
    """Every value of the teacher-forced translation."""
    weights = moment(k, tables)
    given = {**weights, "w": w, "y_0": y_0, "y_star": y_star, "h_0": h_0}
    return {**weights, **translator(given)(unchanged)}


@oracle(TITLE)
def greedily_at(
    k: int, w: list[int], y_0: int, h_0: Any, length: int, **tables: Any
) -> Mapping[str, Any]:
    """Every value of the greedy translation."""
    weights = moment(k, tables)
    x = [weights["E_enc"][word] for word in w]
    read = encode(x, h_0, *(weights[f"{letter}_enc"] for letter in "WUb"))
    encoder = [
        {"x_enc_t": x_t, "a_enc_t": a, "h_t": h} for x_t, (a, h) in zip(x, read, strict=True)
    ]
    decoder = {name: weights[name] for name in DECODER}
    written = decode(None, y_0, read[-1][1], **decoder, length=length)
    return {**weights, **by_time(encoder), **by_time(written)}


@oracle(TITLE)
def curve(w: list[int], y_0: int, y_star: list[int], h_0: Any, **tables: Any) -> Mapping[str, Any]:
    """States, probabilities and loss at every moment."""
    points = []
    for k in range(len(tables["step_run"])):
        weights = moment(k, tables)
        given = {**weights, "w": w, "y_0": y_0, "y_star": y_star, "h_0": h_0}
        values = translator(given)(unchanged)
        times = range(1, len(y_star) + 1)
        y_hat = [values[f"y_hat_{t}"] for t in times]
        points.append(
            {
                "step_t": weights["step"],
                "s_0_t": values[f"h_{len(w)}"],
                **{f"s_{t}_t": values[f"s_{t}"] for t in times},
                "o_t": [values[f"o_{t}"] for t in times],
                "y_hat_t": y_hat,
                "p_t": [row[y] for row, y in zip(y_hat, y_star, strict=True)],
                "loss_t": values["L"],
            }
        )
    p = [point["p_t"] for point in points]
    places = {"p_first": 0, "p_second": 1, "p_last": -1}
    return {
        **by_time(points),
        "step": [point["step_t"] for point in points],
        "loss": [point["loss_t"] for point in points],
        **{name: [row[place] for row in p] for name, place in places.items()},
    }
