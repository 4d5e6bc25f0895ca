"""Linear recurrences at once: every input weighed by what multiplies it from there to the end."""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.fifty_digits import exact, mp
from rnn_examples.worked_example.oracle import oracle


def weighed(a: list[Any], u: list[Any], h_0: Any) -> list[Any]:
    """Each state as a sum: every u times all factors that come after it."""

    def product(factors: list[Any]) -> Any:
        found = 1
        for factor in factors:
            found = found * factor
        return found

    return [
        product(a[:t]) * h_0 + sum((product(a[i + 1 : t]) * u[i] for i in range(t)), 0 * h_0)
        for t in range(1, len(a) + 1)
    ]


def named(field: str, values: list[Any]) -> dict[str, Any]:
    """The values of all steps, by the number of the step."""
    return {f"{field}_{t}": value for t, value in enumerate(values, 1)}


@oracle("exact fractions")
def linear(x: Any, h_0: Any, λ: Any, b: Any) -> Mapping[str, Any]:
    """Powers of λ."""
    return named("h", weighed([λ] * len(x), [b * x_t for x_t in x], h_0))


@oracle("exact fractions")
def tree_of_four(x: Any, h_0: Any, λ: Any, b: Any) -> Mapping[str, Any]:
    """Powers of λ, and weighed sums of the inputs from one place to another."""
    values = named("h", weighed([λ] * 4, [b * x_t for x_t in x], h_0))
    for first, last in ((1, 2), (3, 4), (1, 4), (1, 3)):
        inputs = [b * x_t for x_t in x[first - 1 : last]]
        values[f"a_{first}{last}"] = λ ** len(inputs)
        values[f"u_{first}{last}"] = weighed([λ] * len(inputs), inputs, 0 * h_0)[-1]
    return values


@oracle("mpmath, complex numbers of 50 digits")
def turning(x: Any, h_0: Any, λ_re: Any, λ_im: Any, b: Any) -> Mapping[str, Any]:
    """Powers of a complex number."""
    λ = mp.mpc(exact(λ_re), exact(λ_im))
    inputs = [mp.mpc(exact(b) * x_t) for x_t in exact(x)]
    states = weighed([λ] * len(x), inputs, mp.mpc(*exact(h_0)))
    return {
        "R": [[mp.re(λ), -mp.im(λ)], [mp.im(λ), mp.re(λ)]],
        **named("h", [[mp.re(h), mp.im(h)] for h in states]),
        **named("norm_h", [mp.fabs(h) for h in states]),
    }


@oracle("mpmath, complex numbers of 50 digits")
def lru(x: Any, h_0: Any, nu: Any, cos_theta: Any, sin_theta: Any, b: Any) -> Mapping[str, Any]:
    """λ as the exponential of one complex number."""
    theta = mp.atan2(exact(sin_theta), exact(cos_theta))
    λ = mp.exp(mp.mpc(-mp.exp(exact(nu)), theta))
    gamma = mp.sqrt(1 - mp.fabs(λ) ** 2)
    values = {"norm_λ": mp.fabs(λ), "gamma": gamma, "λ_re": mp.re(λ), "λ_im": mp.im(λ)}
    return {**values, **turning.function(x, h_0, mp.re(λ), mp.im(λ), gamma * exact(b))}


def sigmoid(a: Any) -> Any:
    """The definition."""
    return 1 / (1 + mp.exp(-a))


@oracle("mpmath, 50 digits")
def min_gru(x: Any, h_0: Any, u_z: Any, b_z: Any, u_h: Any, b_h: Any) -> Mapping[str, Any]:
    """All gates first, then every state as a sum."""
    x, h_0, u_z, b_z, u_h, b_h = map(exact, (x, h_0, u_z, b_z, u_h, b_h))
    z = [sigmoid(u_z * x_t + b_z) for x_t in x]
    candidates = [u_h * x_t + b_h for x_t in x]
    added = [z_t * candidate for z_t, candidate in zip(z, candidates, strict=True)]
    states = weighed([1 - z_t for z_t in z], added, h_0)
    return {**named("z", z), **named("h_tilde", candidates), **named("h", states)}


@oracle("mpmath, 50 digits")
def min_lstm(
    x: Any, h_0: Any, u_f: Any, b_f: Any, u_i: Any, b_i: Any, u_h: Any, b_h: Any
) -> Mapping[str, Any]:
    """All gates first, then every state as a sum."""
    x, h_0 = exact(x), exact(h_0)
    f, i = ([sigmoid(exact(u) * x_t + exact(b)) for x_t in x] for u, b in ((u_f, b_f), (u_i, b_i)))
    kept = [1 / (1 + i_t / f_t) for f_t, i_t in zip(f, i, strict=True)]
    candidates = [exact(u_h) * x_t + exact(b_h) for x_t in x]
    added = [(1 - share) * candidate for share, candidate in zip(kept, candidates, strict=True)]
    return {
        **named("f", f),
        **named("i", i),
        **named("f_share", kept),
        **named("i_share", [1 - share for share in kept]),
        **named("h_tilde", candidates),
        **named("h", weighed(kept, added, h_0)),
    }


@oracle("mpmath, 50 digits")
def selective(
    x: Any, h_0: Any, kappa: Any, u_delta: Any, b_delta: Any, u_B: Any, u_C: Any
) -> Mapping[str, Any]:
    """The differential equation, solved by an integral over each step."""
    x, h_0, kappa, u_B, u_C = map(exact, (x, h_0, kappa, u_B, u_C))
    lengths = [mp.log(1 + mp.exp(exact(u_delta) * x_t + exact(b_delta))) for x_t in x]
    kept = [mp.exp(-kappa * length) for length in lengths]
    added = [
        mp.quad(lambda s: mp.exp(-kappa * s), [0, length]) * u_B * x_t**2
        for length, x_t in zip(lengths, x, strict=True)
    ]
    states = weighed(kept, added, h_0)
    written = [u_C * x_t * h for x_t, h in zip(x, states, strict=True)]
    values = {"delta": lengths, "a": kept, "u": added, "h": states, "y": written}
    return {key: value for name, row in values.items() for key, value in named(name, row).items()}


@oracle("mpmath, 50 digits")
def slstm(x: Any, h_0: Any, **weights: Any) -> Mapping[str, Any]:
    """The cell as defined, with exponentials of any size; m is taken out of the results alone."""
    w = {name: exact(value) for name, value in weights.items()}
    h, c, n, m = exact(h_0), mp.mpf(0), mp.mpf(0), mp.mpf(0)
    values: dict[str, Any] = {}
    for t, x_t in enumerate(exact(x), 1):
        a = {gate: w[f"w_{gate}"] * h + w[f"u_{gate}"] * x_t + w[f"b_{gate}"] for gate in "ifzo"}
        c = mp.exp(a["f"]) * c + mp.exp(a["i"]) * mp.tanh(a["z"])
        n = mp.exp(a["f"]) * n + mp.exp(a["i"])
        h = sigmoid(a["o"]) * c / n
        m_prev, m = m, max(a["f"] + m, a["i"])
        values |= {
            f"a_i_{t}": a["i"], f"a_f_{t}": a["f"], f"m_{t}": m, f"h_{t}": h,
            f"i_{t}": mp.exp(a["i"] - m), f"f_{t}": mp.exp(a["f"] + m_prev - m),
            f"c_{t}": c * mp.exp(-m), f"n_{t}": n * mp.exp(-m),
        }  # fmt: skip
    return values


@oracle("mpmath, 50 digits")
def mlstm(
    x: Any, u_i: Any, b_i: Any, u_f: Any, b_f: Any, u_k: Any, u_v: Any, u_q: Any, u_o: Any
) -> Mapping[str, Any]:
    """The memory as a sum over all inputs."""
    x, u_k, u_v, u_q = map(exact, (x, u_k, u_v, u_q))
    i = [mp.exp(exact(u_i) * x_t + exact(b_i)) for x_t in x]
    f = [sigmoid(exact(u_f) * x_t + exact(b_f)) for x_t in x]
    both = list(zip(i, x, strict=True))
    c = weighed(f, [i_t * u_v * u_k * x_t**2 for i_t, x_t in both], mp.mpf(0))
    n = weighed(f, [i_t * u_k * x_t for i_t, x_t in both], mp.mpf(0))
    h = [
        sigmoid(exact(u_o) * x_t) * c_t * u_q * x_t / max(abs(n_t * u_q * x_t), 1)
        for c_t, n_t, x_t in zip(c, n, x, strict=True)
    ]
    values = {"i": i, "f": f, "c": c, "n": n, "h": h}
    return {key: value for name, row in values.items() for key, value in named(name, row).items()}
