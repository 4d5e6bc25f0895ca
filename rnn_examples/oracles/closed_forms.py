"""Clipping, first weights, embeddings, optimisers and norms by what each means, in closed form."""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.fifty_digits import exact, mp
from rnn_examples.worked_example.oracle import oracle


@oracle("exact fractions")
def embedding(w: list[int], E: Any, dx: Any) -> Mapping[str, Any]:
    """Rows of the table; in its gradient, each row is the sum over the places of its word."""
    size = len(E[0])
    values: dict[str, Any] = {
        "dE": [
            [sum((dx[t][j] for t, word in enumerate(w) if word == row), 0) for j in range(size)]
            for row in range(len(E))
        ]
    }
    for t, word in enumerate(w, 1):
        values |= {
            f"e_{t}": [int(k == word) for k in range(len(E))],
            f"x_{t}": E[word],
            f"product_{t}": E[word],
            f"dE_{t}": [dx[t - 1] if row == word else [0] * size for row in range(len(E))],
        }
    return values


@oracle("exact fractions")
def updated_table(E: Any, dE: Any, eta: Any) -> Mapping[str, Any]:
    """Each entry less its share, one at a time."""
    pairs = [zip(row, gradient, strict=True) for row, gradient in zip(E, dE, strict=True)]
    return {"E_new": [[entry - eta * slope for entry, slope in pair] for pair in pairs]}


@oracle("exact fractions")
def agreement(tolerance: Any, **gradients: Any) -> Mapping[str, Any]:
    """The differences, counted."""
    names = [name for name in gradients if not name.endswith("_forth")]
    back = [number for name in names for number in flat(gradients[name])]
    forth = [number for name in names for number in flat(gradients[f"{name}_forth"])]
    far = [abs(p - q) >= tolerance for p, q in zip(back, forth, strict=True)]
    return {"within": far.count(False), "beyond": far.count(True)}


def length(v: Any) -> Any:
    """The length of a vector, or of all the entries of nested lists together."""
    return mp.sqrt(mp.fsum(entry**2 for entry in flat(exact(v))))


def flat(values: Any) -> list[Any]:
    """The numbers of nested lists, one after the other."""
    if not isinstance(values, list):
        return [values]
    return [number for value in values for number in flat(value)]


def scaled(values: Any, factor: Any) -> Any:
    """Each number of nested lists times a factor."""
    if isinstance(values, list):
        return [scaled(value, factor) for value in values]
    return values * factor


@oracle("mpmath, 50 digits")
def count_close(tolerance: Any, ours: Any, theirs: Any) -> Mapping[str, Any]:
    """The distance of each pair of numbers, held against the tolerance."""
    pairs = zip(exact(ours), exact(theirs), strict=True)
    beyond = sum(abs(first - second) >= exact(tolerance) for first, second in pairs)
    return {"within": len(ours) - beyond, "beyond": beyond}


@oracle("mpmath, 50 digits")
def clipping(g: Any, theta: Any) -> Mapping[str, Any]:
    """The rule as it is said: too long a gradient is brought to the length theta."""
    g, theta = exact(g), exact(theta)
    scale = theta / length(g) if length(g) > theta else mp.mpf(1)
    g_value = [min(max(entry, -theta), theta) for entry in g]
    return {
        "norm_g": length(g),
        "scale": scale,
        "g_norm": scaled(g, scale),
        "norm_g_norm": min(length(g), theta),
        "g_value": g_value,
        "norm_g_value": length(g_value),
    }


@oracle("mpmath, 50 digits")
def ring(directions: Any, length: Any, theta: Any) -> Mapping[str, Any]:
    """Each direction by itself, by the rule as it is said."""
    rows = [clipping.function([length * x for x in row], theta) for row in directions]
    return {
        "g": [[length * x for x in row] for row in directions],
        **{name: [row[name] for row in rows] for name in ("g_norm", "g_value")},
    }


@oracle("mpmath, 50 digits")
def orthogonal(A: Any) -> Mapping[str, Any]:
    """A times the inverse of R, where RᵀR = AᵀA (Cholesky); R holds the lengths."""
    A = mp.matrix(exact(A))
    R = mp.cholesky(A.T * A).T
    Q = A * R**-1
    values: dict[str, Any] = {"Q": Q.tolist()}
    for t in range(A.cols):
        q = [Q[i, t] for i in range(A.rows)]
        values |= {
            f"q_{t + 1}": q,
            f"norm_v_{t + 1}": R[t, t],
            f"v_{t + 1}": scaled(q, R[t, t]),
        }
    return values


@oracle("mpmath, 50 digits")
def xavier(R: Any) -> Mapping[str, Any]:
    """Each number times the root of 6 over the count of rows and columns."""
    R = exact(R)
    return {"result": scaled(R, mp.sqrt(mp.mpf(6) / (len(R) + len(R[0]))))}


@oracle("exact fractions")
def identity(size: int, scale: Any) -> Mapping[str, Any]:
    """The number on the diagonal."""
    return {"result": [[scale * (i == j) for j in range(size)] for i in range(size)]}


@oracle("mpmath, 50 digits")
def repeated(W: Any, h_0: Any, length: int) -> Mapping[str, Any]:
    """Powers of the matrix, each times the first state."""
    W, h_0 = mp.matrix(exact(W)), mp.matrix(exact(h_0))
    values: dict[str, Any] = {}
    for t in range(1, length + 1):
        h = W**t * h_0
        values |= {f"h_{t}": list(h), f"norm_h_{t}": mp.norm(h)}
    return values


@oracle("exact fractions")
def sgd(g: Any, theta_0: Any, eta: Any) -> Mapping[str, Any]:
    """The first parameters, less eta times the sum of the gradients so far."""
    return {
        f"theta_{t}": [
            start - eta * sum(g_i[k] for g_i in g[:t]) for k, start in enumerate(theta_0)
        ]
        for t in range(1, len(g) + 1)
    }


@oracle("exact fractions")
def momentum(g: Any, theta_0: Any, v_0: Any, eta: Any, mu: Any) -> Mapping[str, Any]:
    """Each gradient's weight in the sums: a power of mu, and a geometric series of them."""
    values: dict[str, Any] = {}
    for t in range(1, len(g) + 1):
        series = [sum(mu**j for j in range(t - i)) for i in range(t)]
        begun = sum(mu ** (j + 1) for j in range(t))
        values[f"v_{t}"] = [
            mu**t * v_0[k] + sum(mu ** (t - 1 - i) * g[i][k] for i in range(t))
            for k in range(len(v_0))
        ]
        values[f"theta_{t}"] = [
            theta_0[k] - eta * (begun * v_0[k] + sum(series[i] * g[i][k] for i in range(t)))
            for k in range(len(v_0))
        ]
    return values


@oracle("mpmath, 50 digits")
def adam(
    g: Any, theta_0: Any, m_0: Any, v_0: Any, eta: Any, beta_1: Any, beta_2: Any, epsilon: Any
) -> Mapping[str, Any]:
    """Both means as weighted sums of all gradients so far, each with its weight."""
    g, theta, eta, epsilon = exact(g), exact(theta_0), exact(eta), exact(epsilon)
    values: dict[str, Any] = {}
    for t in range(1, len(g) + 1):
        corrected = {}
        squares = [[entry**2 for entry in g_i] for g_i in g]
        for name, beta, start, terms in (
            ("m", exact(beta_1), exact(m_0), g),
            ("v", exact(beta_2), exact(v_0), squares),
        ):
            mean = [
                beta**t * start[k]
                + (1 - beta) * mp.fsum(beta ** (t - 1 - i) * terms[i][k] for i in range(t))
                for k in range(len(start))
            ]
            corrected[name] = [entry / (1 - beta**t) for entry in mean]
            values |= {f"{name}_{t}": mean, f"{name}_hat_{t}": corrected[name]}
        theta = [
            theta[k] - eta * corrected["m"][k] / (mp.sqrt(corrected["v"][k]) + epsilon)
            for k in range(len(theta))
        ]
        values[f"theta_{t}"] = theta
    return values


@oracle("mpmath, 50 digits")
def spectral_norm(J: Any) -> Mapping[str, Any]:
    """The singular values, as roots of the eigenvalues of JᵀJ: their half sum and difference."""
    J = mp.matrix(exact(J))
    small, large = sorted(mp.sqrt(abs(value)) for value in mp.eigsy(J.T * J, eigvals_only=True))
    parts = [(large + small) / 2, (large - small) / 2]
    turn, mirror = parts if mp.det(J) >= 0 else parts[::-1]
    return {"r_turn": turn, "r_mirror": mirror, "norm_J": large}


@oracle("mpmath, 50 digits")
def spectral_radius(W: Any) -> Mapping[str, Any]:
    """The largest of the eigenvalues' absolute values."""
    W = mp.matrix(exact(W))
    return {
        "S": W[0, 0] + W[1, 1],
        "D": mp.det(W),
        "rho_W": max(abs(value) for value in mp.eig(W, left=False, right=False)),
    }


@oracle("mpmath, 50 digits")
def one_update(eta: Any, theta: Any, **values: Any) -> Mapping[str, Any]:
    """All gradients as one long vector; off every parameter goes its share."""
    eta, theta = exact(eta), exact(theta)
    names = [name for name in values if f"d{name}" in values]
    norm_g = length([values[f"d{name}"] for name in names])
    scale = theta / norm_g if norm_g > theta else mp.mpf(1)
    new = {
        f"{name}_new": _less(exact(values[name]), exact(values[f"d{name}"]), eta * scale)
        for name in names
    }
    return {"norm_g": norm_g, "scale": scale, **new}


def _less(values: Any, gradient: Any, factor: Any) -> Any:
    if isinstance(values, list):
        return [_less(v, g, factor) for v, g in zip(values, gradient, strict=True)]
    return values - factor * gradient
