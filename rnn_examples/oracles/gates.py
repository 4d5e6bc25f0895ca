"""Gated networks in mpmath with 50 digits; their derivatives by finite differences.

Written from the equations, entry by entry. As in `derivatives`, a network asks at every place that
has a name whether a number is to be changed there.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rnn_examples.oracles.derivatives import Change, Differences, Run, Values, unchanged
from rnn_examples.oracles.fifty_digits import affine, by_time, exact, mp
from rnn_examples.worked_example.oracle import oracle

TITLE = "mpmath, 50 digits"
DIFFERENCES = "finite differences, 50 digits"

WEIGHTS = ("W", "U", "b")


def sigmoid(a: list[Any]) -> list[Any]:
    """The definition; mpmath's exponents do not overflow."""
    return [1 / (1 + mp.exp(-entry)) for entry in a]


def tanh(a: list[Any]) -> list[Any]:
    """The hyperbolic tangent of each entry."""
    return [mp.tanh(entry) for entry in a]


def dot(v: Sequence[Any], w: Sequence[Any]) -> Any:
    """The sum of products."""
    return mp.fsum(a * b for a, b in zip(v, w, strict=True))


def _given(given: Mapping[str, Any]) -> Values:
    return {name: exact(value) for name, value in given.items()}


def _used(change: Change, name: str, t: int, given: Values) -> Any:
    """A weight as time step t uses it."""
    return change(f"{name}_{t}", change(name, given[name]))


def lstm_run(given: Values) -> Run:
    """An LSTM forwards. The loss is what `dh_now` and `dc_T`, if given, make of its states."""
    given = _given(given)

    def run(change: Change) -> Values:
        h, c = change("h_0", given["h_0"]), change("c_0", given["c_0"])
        steps: list[Values] = []
        terms: list[Any] = []
        for t, x_t in enumerate(given["x"], 1):
            x = change(f"x_{t}", x_t)
            pre = {}
            for letter in "ifoc":
                W, U, b = (_used(change, f"{name}_{letter}", t, given) for name in WEIGHTS)
                pre[letter] = change(f"a_{letter}_{t}", affine([(W, h), (U, x)], b))
            i, f, o = (change(f"{letter}_{t}", sigmoid(pre[letter])) for letter in "ifo")
            candidate = change(f"c_tilde_{t}", tanh(pre["c"]))
            c = [f[k] * c[k] + i[k] * candidate[k] for k in range(len(c))]
            c = change(f"c_{t}", c)
            shown = tanh(change(f"c_now_{t}", c))
            h = change(f"h_{t}", [o[k] * shown[k] for k in range(len(c))])
            steps.append({"i_t": i, "f_t": f, "o_t": o, "c_tilde_t": candidate, "c_t": c, "h_t": h})
            if "dh_now" in given:
                terms.append(dot(given["dh_now"][t - 1], h))
            h, c = change(f"h_later_{t}", h), change(f"c_later_{t}", c)
        if "dc_T" in given:
            terms.append(dot(given["dc_T"], c))
        return {**by_time(steps), "L": mp.fsum(terms)}

    return run


@oracle(TITLE)
def lstm_scalar(**given: Any) -> Mapping[str, Any]:
    """Every value of an LSTM of one unit."""
    vectors = {name: [value] for name, value in given.items() if name in ("h_0", "c_0")}
    vectors["x"] = [[number] for number in exact(given["x"])]
    for letter in "ifoc":
        w, u, b = (given[f"{name}_{letter}"] for name in "wub")
        vectors |= {f"W_{letter}": [[w]], f"U_{letter}": [[u]], f"b_{letter}": [b]}
    places: Values = {}

    def note(place: str, value: Any) -> Any:
        places[place] = value
        return value

    lstm_run(vectors)(note)
    values = {}
    for t in range(1, len(vectors["x"]) + 1):
        for name in ("a_i", "a_f", "a_o", "a_c", "i", "f", "o", "c_tilde", "c", "h"):
            values[f"{name}_{t}"] = places[f"{name}_{t}"][0]
    return values


@oracle(TITLE)
def both_cells(x: Any, **given: Any) -> Mapping[str, Any]:
    """An LSTM, and once more with a forget gate whose bias is infinite: it is exactly 1."""
    zero = {"h_0": mp.mpf(0), "c_0": mp.mpf(0)}
    never = {"w_f": mp.mpf(0), "u_f": mp.mpf(0), "b_f": mp.inf}
    one = lstm_scalar.function(x=x, **zero, **given)
    other = lstm_scalar.function(x=x, **zero, **{**given, **never})
    times = range(1, len(x) + 1)
    found = {f"{name}_{t}": one[f"{name}_{t}"] for t in times for name in "ch"}
    return found | {f"{name}_sum_{t}": other[f"{name}_{t}"] for t in times for name in "ch"}


@oracle(DIFFERENCES)
def lstm_backpropagation(**given: Any) -> Mapping[str, Any]:
    """Every derivative of the loss that `dh_now` and `dc_T` stand for."""
    found = Differences(lstm_run(given))
    values = {name: value for name, value in found.results.items() if name != "L"}
    weights = [f"{name}_{letter}" for letter in "ifoc" for name in WEIGHTS]
    values |= {f"d{name}": found.by(name) for name in (*weights, "h_0", "c_0")}
    states = ("h_later", "h", "o", "c_now", "c_later", "c", "i", "f", "c_tilde", "x")
    for t in range(1, len(given["x"]) + 1):
        values |= {f"d{name}_{t}": found.by(f"{name}_{t}") for name in states}
        values |= {f"d{name}_{t}": found.by(f"{name}_{t}") for name in weights if name[0] != "b"}
        values |= {f"delta_{letter}_{t}": found.by(f"a_{letter}_{t}") for letter in "ifoc"}
    return values


@oracle(TITLE)
def roads(x: Any, w: Any, u: Any, b: Any, **given: Any) -> Mapping[str, Any]:
    """The two products of `models.roads`, from the definition of each."""
    cell = lstm_scalar.function(x=x, h_0=0.0, c_0=0.0, **given)
    w, u, b = map(exact, (w, u, b))
    values: Values = {}
    h, lstm, elman = mp.mpf(0), mp.mpf(1), mp.mpf(1)
    for t, number in enumerate(exact(x), 1):
        before = h
        h = mp.tanh(w * before + u * number + b)
        lstm *= cell[f"f_{t}"]
        elman *= mp.diff(lambda state, number=number: mp.tanh(w * state + u * number + b), before)
        values |= {f"h_elman_{t}": h, f"road_elman_{t}": elman}
        values |= {f"f_{t}": cell[f"f_{t}"], f"road_lstm_{t}": lstm}
    return values


def gru_run(given: Values) -> Run:
    """A GRU forwards, in the convention that the two flags name."""
    after, keeps = given["reset_after"], given["z_keeps"]
    flags = ("reset_after", "z_keeps")
    given = _given({name: value for name, value in given.items() if name not in flags})

    def run(change: Change) -> Values:
        h = change("h_0", given["h_0"])
        steps: list[Values] = []
        terms: list[Any] = []
        for t, x_t in enumerate(given["x"], 1):
            x = change(f"x_{t}", x_t)
            gates = {}
            for letter in "zr":
                W, U, b = (_used(change, f"{name}_{letter}", t, given) for name in WEIGHTS)
                pre = change(f"a_{letter}_{t}", affine([(W, h), (U, x)], b))
                gates[letter] = change(f"{letter}_{t}", sigmoid(pre))
            z, r = gates["z"], gates["r"]
            W, U, b = (_used(change, f"{name}_h", t, given) for name in WEIGHTS)
            inner = _used(change, "b_rec", t, given)
            units = range(len(h))
            if after:
                product = affine([(W, h)], inner)
                recurrent = [r[k] * product[k] for k in units]
            else:
                recurrent = affine([(W, [r[k] * h[k] for k in units])], inner)
            read = affine([(U, x)], b)
            pre = change(f"a_h_{t}", [recurrent[k] + read[k] for k in units])
            candidate = change(f"h_tilde_{t}", tanh(pre))
            kept = z if keeps else [1 - entry for entry in z]
            h = change(f"h_{t}", [kept[k] * h[k] + (1 - kept[k]) * candidate[k] for k in units])
            steps.append({"z_t": z, "r_t": r, "h_tilde_t": candidate, "h_t": h})
            if "dh_now" in given:
                terms.append(dot(given["dh_now"][t - 1], h))
            h = change(f"h_later_{t}", h)
        return {**by_time(steps), "L": mp.fsum(terms)}

    return run


@oracle(TITLE)
def gru(**given: Any) -> Mapping[str, Any]:
    """Every value of a GRU."""
    values = gru_run(given)(unchanged)
    return {name: value for name, value in values.items() if name != "L"}


@oracle(DIFFERENCES)
def gru_backpropagation(**given: Any) -> Mapping[str, Any]:
    """Every derivative of the loss that `dh_now` stands for."""
    found = Differences(gru_run(given))
    values = {name: value for name, value in found.results.items() if name != "L"}
    weights = [f"{name}_{letter}" for letter in "zrh" for name in WEIGHTS]
    values |= {f"d{name}": found.by(name) for name in (*weights, "b_rec", "h_0")}
    states = ("h_later", "h", "z", "h_tilde", "r", "x", "b_rec")
    for t in range(1, len(given["x"]) + 1):
        values |= {f"d{name}_{t}": found.by(f"{name}_{t}") for name in states}
        values |= {f"d{name}_{t}": found.by(f"{name}_{t}") for name in weights if name[0] != "b"}
        values |= {f"delta_{letter}_{t}": found.by(f"a_{letter}_{t}") for letter in "zrh"}
    before = ["dh_0", *(f"dh_later_{t}" for t in range(1, len(given["x"])))]
    return values | {f"dh_prev_{t}": values[name] for t, name in enumerate(before, 1)}
