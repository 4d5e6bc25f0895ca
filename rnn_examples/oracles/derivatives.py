"""Derivatives by what they mean: change a number a little, and see how the result changes.

A network is run forwards in mpmath with 50 digits, and asks at every place that has a name whether
it is to be changed there. Changed at `W`, it is so at all time steps; at `W_2`, only where step 2
uses W. At `h_now_2` only the output of step 2 sees the change, at `h_later_2` only what follows.
Differences with a change of 10⁻²⁵ are right to some 24 digits.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rnn_examples.oracles.fifty_digits import affine, by_time, exact, mp
from rnn_examples.worked_example.oracle import oracle

TITLE = "finite differences, 50 digits"

STEP = mp.mpf(10) ** -25

Values = dict[str, Any]
Change = Callable[[str, Any], Any]
"""Gives the value at a place, with one entry changed if the place is the one to change."""
Run = Callable[[Change], Values]


def unchanged(place: str, value: Any) -> Any:
    """Change nothing."""
    del place
    return value


def changed_at(place: str, index: tuple[int, ...], by: Any) -> Change:
    """Change one entry at one place."""

    def change(here: str, value: Any) -> Any:
        return _plus(value, index, by) if here == place else value

    return change


def _plus(value: Any, index: tuple[int, ...], by: Any) -> Any:
    if not index:
        return value + by
    first, *rest = index
    return [_plus(v, tuple(rest), by) if i == first else v for i, v in enumerate(value)]


def indices(value: Any) -> Iterator[tuple[int, ...]]:
    """Each entry's index, the last running fastest."""
    if not isinstance(value, list):
        yield ()
        return
    for i, part in enumerate(value):
        yield from ((i, *rest) for rest in indices(part))


class Differences:
    """The derivatives of a run's results by what it computes with, each found once."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.places: Values = {}
        self.results = run(self._note)
        self._changed: dict[tuple[str, tuple[int, ...]], Values] = {}

    def _note(self, place: str, value: Any) -> Any:
        self.places[place] = value
        return value

    def by(self, place: str, result: str = "L") -> Any:
        """The derivative of a single number, shaped as the place."""
        return self._shaped(
            self.places[place], (), lambda index: self._slope(place, index, result, ())
        )

    def jacobian(self, result: str, place: str) -> list[list[Any]]:
        """The derivative of a vector: a row for each entry, the place's entries side by side."""
        columns = list(indices(self.places[place]))
        return [
            [self._slope(place, column, result, row) for column in columns]
            for row in indices(self.results[result])
        ]

    def _shaped(
        self, value: Any, index: tuple[int, ...], entry: Callable[[tuple[int, ...]], Any]
    ) -> Any:
        if not isinstance(value, list):
            return entry(index)
        return [self._shaped(part, (*index, i), entry) for i, part in enumerate(value)]

    def _slope(
        self, place: str, index: tuple[int, ...], result: str, entry: tuple[int, ...]
    ) -> Any:
        if (place, index) not in self._changed:
            self._changed[place, index] = self.run(changed_at(place, index, STEP))
        more, was = (
            _entry(run[result], entry) for run in (self._changed[place, index], self.results)
        )
        return (more - was) / STEP


def _entry(value: Any, index: tuple[int, ...]) -> Any:
    for i in index:
        value = value[i]
    return value


# The networks, forwards.


def cross_entropy(o: list[Any], y: int) -> Values:
    """The loss of one time step, and what lies between it and the logits."""
    weights = [mp.exp(entry) for entry in o]
    total = mp.fsum(weights)
    log_total, largest = mp.log(total), max(o)
    return {
        "o_t": o,
        "z_t": [entry - largest for entry in o],
        "log_y_hat_t": [entry - log_total for entry in o],
        "y_hat_t": [weight / total for weight in weights],
        "L_t": log_total - o[y],
    }


def state(
    change: Change, t: int, letters: Sequence[str], given: Values, x: list[Any], h: list[Any]
) -> tuple[list[Any], list[Any]]:
    """One time step of a network: pre-activation and state. letters: the names of a, W, U and b."""
    a, W, U, b = letters
    W_t, U_t, b_t = (change(_at(name, t), change(name, given[name])) for name in (W, U, b))
    pre = change(_at(a, t), affine([(W_t, h), (U_t, x)], b_t))
    return pre, [mp.tanh(entry) for entry in pre]


def _at(name: str, t: int) -> str:
    return f"{name}_{t}"


def encoder_with_outputs(given: Values) -> Run:
    """An encoder that speaks at every step."""
    y_star = given["y_star"]
    given = {name: exact(value) for name, value in given.items()}

    def run(change: Change) -> Values:
        h = start = change("h_0", given["h_0"])
        steps = []
        for t, (x, y) in enumerate(zip(given["x"], y_star, strict=True), 1):
            a, h = state(change, t, ("a", "W", "U", "b"), given, change(_at("x", t), x), h)
            h = change(_at("h", t), h)
            V, c = (change(_at(name, t), change(name, given[name])) for name in ("V", "c"))
            o = change(_at("o", t), affine([(V, change(_at("h_now", t), h))], c))
            steps.append({"x_t": x, "a_t": a, "h_t": h, **cross_entropy(o, y)})
            h = change(_at("h_later", t), h)
        return {**by_time(steps), "L": mp.fsum(step["L_t"] for step in steps), "start": start}

    return run


def translator(given: Values) -> Run:
    """An encoder-decoder under teacher forcing: from the last state, or with a context by C_dec."""
    w, y_0, y_star = given["w"], given["y_0"], given["y_star"]
    given = {name: exact(value) for name, value in given.items()}

    def run(change: Change) -> Values:
        h = change("h_0", given["h_0"])
        encoder, decoder = [], []
        for t, word in enumerate(w, 1):
            table = change(_at("E_enc", t), change("E_enc", given["E_enc"]))
            x = change(_at("x_enc", t), table[word])
            a, h = state(change, t, ("a_enc", "W_enc", "U_enc", "b_enc"), given, x, h)
            h = change(_at("h", t), h)
            encoder.append({"x_enc_t": x, "a_enc_t": a, "h_t": h})
        v = change("v", h)
        s = change("s_0", given.get("s_0", v))
        own = given
        if "C_dec" in given:  # the context is the same at every step, as a bias is
            by_context = affine([(change("C_dec", given["C_dec"]), v)], given["b_dec"])
            own = given | {"b_dec": by_context}
        for t, (before, y) in enumerate(zip([y_0, *y_star], y_star, strict=False), 1):
            table = change(_at("E_dec", t), change("E_dec", given["E_dec"]))
            x = change(_at("x_dec", t), table[before])
            a, s = state(change, t, ("a_dec", "W_dec", "U_dec", "b_dec"), own, x, s)
            s = change(_at("s", t), s)
            V, c = (change(_at(name, t), change(name, given[name])) for name in ("V", "c"))
            o = change(_at("o", t), affine([(V, change(_at("s_now", t), s))], c))
            decoder.append({"x_dec_t": x, "a_dec_t": a, "s_t": s, **cross_entropy(o, y)})
            s = change(_at("s_later", t), s)
        total = mp.fsum(step["L_t"] for step in decoder)
        return {**by_time(encoder), **by_time(decoder), "L": total}

    return run


# The oracles.


def _gradients(found: Differences, times: Mapping[str, int], names: Sequence[str]) -> Values:
    """Every derivative of the loss. times: how often each name is used, one copy a time step."""
    values = {f"d{name}": found.by(name) for name in names}
    for name, count in times.items():
        for t in range(1, count + 1):
            values[_at(f"d{name}", t)] = found.by(_at(name, t))
    return values


def _renamed(values: Values, old: str, new: str) -> Values:
    return {
        new + name.removeprefix(old) if name.startswith(old) else name: value
        for name, value in values.items()
    }


@oracle(TITLE)
def backpropagation(**given: Any) -> Mapping[str, Any]:
    """Every derivative of an encoder that speaks at every step."""
    found = Differences(encoder_with_outputs(given))
    length = len(given["x"])
    per_step = ("o", "h_now", "h_later", "h", "a", "W", "U", "V", "x")
    names = ("W", "U", "b", "V", "c", "h_0")
    values = _gradients(found, dict.fromkeys(per_step, length), names)
    return {**found.results, **_renamed(values, "da_", "delta_")}


@oracle(TITLE)
def backpropagation_of_translation(**given: Any) -> Mapping[str, Any]:
    """Every derivative of an encoder-decoder."""
    return _of_translation(given, ())


@oracle(TITLE)
def backpropagation_with_context(**given: Any) -> Mapping[str, Any]:
    """Every derivative of an encoder-decoder with a context."""
    return _of_translation(given, ("C_dec", "v"))


def _of_translation(given: Values, more: tuple[str, ...]) -> Values:
    found = Differences(translator(given))
    decoder = ("o", "s_now", "s_later", "s", "a_dec", "V", "W_dec", "U_dec", "E_dec", "x_dec")
    encoder = ("h", "a_enc", "W_enc", "U_enc", "E_enc", "x_enc")
    weights = ("E_enc", "W_enc", "U_enc", "b_enc", "E_dec", "W_dec", "U_dec", "b_dec", "V", "c")
    times = dict.fromkeys(decoder, len(given["y_star"])) | dict.fromkeys(encoder, len(given["w"]))
    values = _gradients(found, times, (*weights, *more, "h_0", "s_0"))
    return {**found.results, **_renamed(values, "da_", "delta_")}


@oracle(TITLE)
def sensitivities(**given: Any) -> Mapping[str, Any]:
    """How every state of an encoder, and every loss, depends on its parameters."""
    found = Differences(encoder_with_outputs(given))
    names = ("W", "U", "b", "V", "c", "h_0")
    values = {**found.results, **{f"d{name}": found.by(name) for name in names}}
    for t in range(1, len(given["x"]) + 1):
        h, a, loss = _at("h", t), _at("a", t), _at("L", t)
        values |= {
            _at("D", t): found.jacobian(h, a),
            _at("do", t): found.by(_at("o", t)),
            _at("dh_now", t): found.by(_at("h_now", t)),
        }
        for name in ("W", "U"):
            values[_at(f"da_d{name}_now", t)] = found.jacobian(a, _at(name, t))
        for name in ("W", "U", "b", "h_0"):
            values[_at(f"dh_d{name}", t)] = found.jacobian(h, name)
        for name in ("W", "U", "b", "V", "h_0"):
            values[_at(f"d{name}_loss", t)] = found.by(name, loss)
    for name in ("W", "U", "b", "h_0"):
        values[_at(f"dh_d{name}", 0)] = found.jacobian("start", name)
    return values


def spectral_norm(J: list[list[Any]]) -> Any:
    """The root of the larger eigenvalue of JᵀJ; they are the roots of λ² − F λ + D² = 0."""
    (a, b), (c, d) = J
    F, D = a**2 + b**2 + c**2 + d**2, a * d - b * c
    return mp.sqrt((F + mp.sqrt(F**2 - 4 * D**2)) / 2)


@oracle(TITLE)
def gradient_flow(x: Any, h_0: Any, W: Any, U: Any, b: Any) -> Mapping[str, Any]:
    """How every state of an encoder depends on the state before, and on the first one."""
    return _flow(x, h_0, exact(W), U, b)


@oracle(TITLE)
def gradient_flow_at_radius(
    x: Any, h_0: Any, W_0: Any, U: Any, b: Any, rho_0: Any, rho: Any
) -> Mapping[str, Any]:
    """The same for a scaled matrix, and for the network without tanh."""
    W = [[exact(rho) * exact(entry) / exact(rho_0) for entry in row] for row in W_0]
    values = _flow(x, h_0, W, U, b)
    power = mp.eye(len(W))
    for t in range(1, len(x) + 1):
        power = power * mp.matrix(W)
        values |= {f"P_{t}": power.tolist(), f"norm_P_{t}": spectral_norm(power.tolist())}
    return {**values, "W": W}


def _flow(x: Any, h_0: Any, W: list[Any], U: Any, b: Any) -> Values:
    given = {name: exact(value) for name, value in {"x": x, "U": U, "b": b}.items()} | {"W": W}
    start = exact(h_0)

    def run(change: Change) -> Values:
        h, steps = change("h_0", start), []
        for t, x_t in enumerate(given["x"], 1):
            a, h = state(change, t, ("a", "W", "U", "b"), given, x_t, h)
            steps.append({"a_t": a, "h_t": h})
        return by_time(steps)

    found = Differences(run)
    values = dict(found.results)
    for t in range(1, len(x) + 1):
        before = start if t == 1 else found.results[_at("h", t - 1)]
        step = Differences(_one_step(given, t, before)).jacobian("h", "h_prev")
        whole = found.jacobian(_at("h", t), "h_0")
        values |= {
            f"dh_dh_prev_{t}": step,
            f"dh_dh_0_{t}": whole,
            f"norm_dh_dh_0_{t}": spectral_norm(whole),
        }
    return values


def _one_step(given: Values, t: int, before: list[Any]) -> Run:
    def run(change: Change) -> Values:
        letters = ("a", "W", "U", "b")
        _, h = state(change, t, letters, given, given["x"][t - 1], change("h_prev", before))
        return {"h": h}

    return run


@oracle(TITLE)
def loss_of_one_step(o: Any, y: int) -> Mapping[str, Any]:
    """The cross-entropy of one time step; its derivative by the logits."""
    given = exact(o)
    found = Differences(lambda change: {"L": cross_entropy(change("o", given), y)["L_t"]})
    values = {name.removesuffix("_t"): v for name, v in cross_entropy(given, y).items()}
    r = [mp.exp(entry) for entry in values["z"]]
    e = [int(k == y) for k in range(len(given))]
    return {
        **values, "m": max(given), "r": r, "Z": mp.fsum(r), "e": e, "do": found.by("o"),
    }  # fmt: skip
