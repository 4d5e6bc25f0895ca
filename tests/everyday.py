"""Programs as people write them: NumPy RNNs of tutorials, courses and notebooks.

Each takes some of the INPUTS by their names. Those in RECORDED are recorded as they are. Those in
REFUSED are refused, at the expression that is named, with what to write in its place.
"""

# Written as people write it:
# ruff: noqa: B006, B007, B905, C408, C416, E501, NPY002, PLW0603, PT018, T201, UP031, UP032, UP035

import functools
import inspect
import logging
import math
from dataclasses import dataclass
from typing import Any, Callable, NamedTuple

import numpy as np
from jaxtyping import Float

INPUTS = {
    "x": np.array([[0.5, -0.3], [0.1, 0.8], [-0.6, 0.2]]),
    "h0": np.array([0.2, -0.1]),
    "W": np.array([[0.4, -0.2], [0.3, 0.1]]),
    "U": np.array([[0.5, 0.6], [-0.7, 0.8]]),
    "V": np.array([[0.3, -0.5], [0.2, 0.9], [-0.5, 0.1]]),
    "b": np.array([0.05, -0.05]),
    "c": np.array([0.1, 0.2, -0.1]),
    "y": np.array([2, 0, 1]),
    "k": np.int64(1),
    "a": np.float64(0.3),
    "steps": 3,
}

RECORDED: list[Callable[..., Any]] = []
REFUSED: list[tuple[Callable[..., Any], str, str]] = []


def inputs_of(function):
    """The inputs that a program takes."""
    written = function.func if isinstance(function, functools.partial) else function
    names = [*inspect.signature(written).parameters]
    if "weights" in names:
        names += ["W", "b"]
    return {name: INPUTS[name] for name in names if name in INPUTS}


def recorded(function):
    RECORDED.append(function)
    return function


def refused(at: str, remedy: str):
    def add(function):
        REFUSED.append((function, at, remedy))
        return function

    return add


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - np.max(z))
    return e / e.sum()


# Loops over time.


@recorded
def char_rnn(x, y, h0, W, U, V, b, c):
    """Karpathy's min-char-rnn: dictionaries by time, column vectors, both passes, clipping."""
    xs, hs, ys, ps = {}, {}, {}, {}
    hs[-1] = np.copy(h0[:, None])
    loss = 0
    for t in range(len(x)):
        xs[t] = np.zeros((2, 1))
        xs[t][:, 0] = [0.5, -0.3]
        hs[t] = np.tanh(np.dot(U, xs[t]) + np.dot(W, hs[t - 1]) + b.reshape(2, 1))
        ys[t] = np.dot(V, hs[t]) + c.reshape(3, 1)
        ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t]))
        loss += -np.log(ps[t][y[t], 0])
    dU, dW, dV = np.zeros_like(U), np.zeros_like(W), np.zeros_like(V)
    db, dc = np.zeros_like(b.reshape(2, 1)), np.zeros_like(c.reshape(3, 1))
    dhnext = np.zeros_like(hs[0])
    steps = [{"h_t": hs[t], "p_t": ps[t]} for t in range(len(x))]
    for t in reversed(range(len(x))):
        dy = np.copy(ps[t])
        dy[y[t]] -= 1
        dV += np.dot(dy, hs[t].T)
        dc += dy
        dh = np.dot(V.T, dy) + dhnext
        dhraw = (1 - hs[t] * hs[t]) * dh
        db += dhraw
        dU += np.dot(dhraw, xs[t].T)
        dW += np.dot(dhraw, hs[t - 1].T)
        dhnext = np.dot(W.T, dhraw)
        steps[t]["dh_t"] = dhnext
    for dparam in [dU, dW, dV, db, dc]:
        np.clip(dparam, -5, 5, out=dparam)
    return {"steps": steps, "loss": loss, "dU": dU, "dW": dW, "dV": dV, "db": db, "dc": dc}


@recorded
def states_in_zeros(x, h0, W, U, b):
    T = x.shape[0]
    hs = np.zeros((T + 1, len(h0)))
    hs[-1] = h0
    for t in range(T):
        hs[t] = np.tanh(W @ hs[t - 1] + U @ x[t] + b)
    return {"hs": hs[:T], "last": hs[T - 1]}


@recorded
def states_in_columns(x, h0, W, U):
    h = np.empty((2, len(x)))
    prev = h0
    for t in range(len(x)):
        prev = np.tanh(W.dot(prev) + U.dot(x[t, :]))
        h[:, t] = prev
    return {"h": h}


@recorded
def states_of_a_batch(x, h0, W, U):
    batch = np.stack([x, x * 2.0])
    n, T, _ = batch.shape
    h = np.zeros((n, T, 2))
    prev = np.zeros((n, 2))
    for t in range(T):
        prev = np.tanh(batch[:, t, :].dot(U.T) + prev.dot(W.T))
        h[:, t, :] = prev
    return {"h": h}


@recorded
def states_in_a_list(x, h0, W, U):
    h, hs = h0, []
    for x_t in x:
        h = np.tanh(W @ h + U @ x_t)
        hs.append(h)
    return {
        "stack": np.stack(hs),
        "array": np.array(hs),
        "rows": np.vstack(hs),
        "one": np.hstack(hs),
    }


@recorded
def states_in_a_list_of_columns(x, h0, W):
    hs = [h0]
    for t in range(len(x)):
        hs += [np.tanh(W @ hs[-1])]
    return {"h": np.column_stack(hs[1:]), "joined": np.concatenate(hs), "last": np.asarray(hs)[-1]}


@recorded
def sums_in_place(x, W, h0):
    h = h0.copy()
    total = 0.0
    for x_t in x:
        h += x_t
        h *= 0.5
        total += np.sum(h**2)
    return {"h": h, "total": total}


@recorded
def elements_in_place(h0, W):
    out = np.zeros(2)
    for i in range(2):
        for j in range(2):
            out[i] += W[i, j] * h0[j]
    return out


@recorded
def a_matrix_entry_by_entry(h0, b):
    A = np.zeros((2, 2))
    for i in range(2):
        for j in range(2):
            A[i, j] = h0[i] * b[j]
    return A


@recorded
def gradients_in_a_dictionary(x, h0, W, U):
    params = {"W": W, "U": U}
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    for x_t in x:
        grads["W"] += np.outer(h0, h0)
        grads["U"] += np.outer(h0, x_t)
    return {"d" + name: value for name, value in grads.items()}


@recorded
def an_lstm(x, h0, W, U):
    h, cell = h0, np.zeros_like(h0)
    hs = []
    for x_t in x:
        z = np.hstack((h, x_t))
        i, f = sigmoid(W @ z[:2]), sigmoid(U @ z[2:])
        o, g = sigmoid(W @ h + 1), np.tanh(U @ x_t)
        cell = f * cell + i * g
        h = o * np.tanh(cell)
        hs.append({"c_t": cell, "h_t": h})
    return hs


@recorded
def lstm_gates_by_split(x, h0, W, U):
    gates = np.dot(np.vstack([W, U]), h0)
    i, f = np.split(gates, 2)
    g, o = np.split(gates, [2])
    return {"c": sigmoid(i) * np.tanh(g) + sigmoid(f), "o": sigmoid(o)}


@recorded
def a_gru(x, h0, W, U, b):
    h = h0
    steps = []
    for t, x_t in enumerate(x):
        r = sigmoid(np.dot(W, h) + np.dot(U, x_t))
        z = sigmoid(np.dot(U, h) + np.dot(W, x_t))
        n = np.tanh(np.dot(W, r * h) + b)
        h = (1 - z) * n + z * h
        steps.append(dict(r_t=r, z_t=z, n_t=n, h_t=h))
    return steps


@recorded
def a_bidirectional_network(x, h0, W):
    forward, backward = [], []
    h = h0
    for x_t in x:
        h = np.tanh(W @ h + x_t)
        forward.append(h)
    h = h0
    for x_t in reversed(x):
        h = np.tanh(W @ h + x_t)
        backward.append(h)
    return [np.concatenate([f, g]) for f, g in zip(forward, reversed(backward))]


@recorded
def attention(x, h0):
    scores = np.array([np.dot(h, h0) for h in x])
    weights = softmax(scores)
    context = sum(weight * h for weight, h in zip(weights, x))
    return {"weights": weights, "context": context, "same": weights @ x}


@recorded
def a_loop_with_indices(x, W):
    h = [np.zeros(2)]
    for t in range(1, len(x) + 1):
        h.append(np.tanh(W @ h[t - 1] + x[t - 1]))
    return {"h": h[1:]}


# Losses and gradients.


@recorded
def softmax_gradient(x, V, y):
    logits = x @ V.T
    shifted = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(3), y]))
    d = p.copy()
    d[np.arange(3), y] -= 1
    d /= 3
    return {"loss": loss, "d": d}


@recorded
def softmax_gradient_without_copy(h0, V, k):
    p = softmax(V @ h0)
    loss = -np.log(p[k])
    p[k] -= 1.0
    return {"loss": loss, "d": p}


@recorded
def one_hot_targets(V, h0, y):
    target = np.eye(3)[y[0]]
    p = softmax(V @ h0)
    return -np.sum(target * np.log(p))


@recorded
def one_hot_by_assignment(h0, k, V):
    target = np.zeros(3)
    target[k] = 1
    return -np.sum(target * np.log(softmax(V @ h0)))


@recorded
def relu_by_mask(W, h0):
    z = W @ h0
    h = np.copy(z)
    h[h < 0] = 0
    dh = np.ones_like(h)
    dh[z <= 0] = 0
    return {"h": h, "dh": dh, "again": np.where(z > 0, z, 0), "max": np.maximum(0, z)}


@recorded
def relu_gradient_by_astype(W, h0):
    z = W @ h0
    return (z > 0).astype(float) * h0 + (z <= 0) * 0.01


@recorded
def clipping_by_value_and_norm(W, U):
    clipped = np.clip(W, -0.25, 0.25)
    norm = np.linalg.norm(U)
    total = np.sqrt(sum(np.sum(np.square(g)) for g in (W, U)))
    return {"clipped": clipped, "scaled": U * np.minimum(1.0, 0.5 / norm), "total": total}


@recorded
def mean_squared_error(x, W):
    error = x @ W - 1
    return {
        "mse": np.mean(error**2),
        "half": 0.5 * np.sum(np.power(error, 2)),
        "mae": np.abs(error).mean(),
    }


@recorded
def adam(W, U):
    m, v = np.zeros_like(W), np.zeros_like(W)
    for t in range(1, 3):
        m = 0.9 * m + 0.1 * U
        v = 0.999 * v + 0.001 * U**2
        W = W - 0.01 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return W


@recorded
def gradient_descent_in_place(W, U):
    weights = W.copy()
    for _ in range(2):
        weights -= 0.1 * U
    return weights


@recorded
def momentum_in_a_dictionary(W, U):
    velocity = {}
    for name, grad in {"W": W, "U": U}.items():
        velocity.setdefault(name, np.zeros_like(grad))
        velocity[name] = 0.9 * velocity[name] - 0.1 * grad
    return {"v_" + name: v for name, v in velocity.items()}


# What is printed.


@recorded
def printed_on_the_way(h0, W):
    h = np.tanh(W @ h0)
    print(f"h = {h[0]:.3f}")
    print(h, h.shape, str(h), repr(h), "{}".format(h[1]), format(h[1], ".2e"))
    print("h is %s of %d" % (h, len(h)))
    logging.getLogger("recurrent").info("h = %s", h)
    return h


@recorded
def printed_every_second_step(x):
    loss = 0
    for t, x_t in enumerate(x):
        loss += (x_t**2).sum()
        if t % 2 == 0:
            print("step", t, "loss", loss)
    return loss


@recorded
def a_check_of_shapes(x, W):
    assert x.shape[1] == W.shape[0] and W.ndim == 2 and x.size == 6
    assert isinstance(x.shape, tuple) and len(W) == 2
    return x @ W


# Ways to write a function.


@recorded
def keyword_only(x, *, W, scale=0.5):
    return scale * (x @ W)


@recorded
def positional_only(x, W, /, b):
    return x @ W + b


@recorded
def collected(x, **weights):
    return {"a": x @ weights["W"].T + weights["b"], "names": np.float64(len(weights))}


def _scaled(x, W, scale):
    return scale * (x @ W)


recorded(functools.partial(_scaled, scale=2.0))
recorded(lambda x, W: x @ W)


class Network:
    def __init__(self):
        self.scale = np.array([1.0, 2.0])
        self.h = np.zeros(2)
        self.cache = None

    def forward(self, x, W):
        self.cache = x @ W
        return np.tanh(self.cache) * self.scale

    def both(self, x, W):
        out = self.forward(x, W)
        return {"out": out, "d": (1 - out**2) * self.cache}

    def keep(self, x, W):
        for x_t in x:
            self.h = np.tanh(W @ self.h + x_t)
        return self.h

    def keep_late(self, h0, W):
        h = np.tanh(W @ self.h + h0)
        out = h * 2
        self.h = h
        return out

    def __call__(self, x, W):
        return x @ W


recorded(Network().both)
recorded(Network())


@dataclass
class Cell:
    scale: float = 2.0

    def __call__(self, x: Float[Any, "time input"], W):
        return x[0] @ W * self.scale


recorded(Cell())


class Step(NamedTuple):
    a_t: Any
    h_t: Any


@dataclass
class Record:
    a_t: Any
    h_t: Any


@recorded
def generated(x, h0, W):
    h = h0
    for x_t in x:
        a = W @ h + x_t
        h = np.tanh(a)
        yield Step(a, h)


@recorded
def records_of_a_dataclass(x, h0, W):
    h, steps = h0, []
    for x_t in x:
        a = W @ h + x_t
        h = np.tanh(a)
        steps.append(Record(a, h))
    return steps


@recorded
def nested_records(x, W):
    return {"encoder": [Step(x_t, W @ x_t) for x_t in x], "total": x.sum()}


@recorded
def a_pair(x, W):
    return x @ W, W.T


@recorded
def helper_functions(x, W, b):
    layers = [lambda z: z @ W, np.tanh, lambda z: z + b]
    return functools.reduce(lambda z, layer: layer(z), layers, x)


@recorded
def a_recursive_function(x, h0, W):
    def state(t):
        return h0 if t == 0 else np.tanh(W @ state(t - 1) + x[t - 1])

    return state(3)


@recorded
def a_closure_with_its_own_state(x, W):
    h = np.zeros(2)

    def step(x_t):
        nonlocal h
        h = np.tanh(W @ h + x_t)
        return h

    return [step(x_t) for x_t in x]


@recorded
def a_class_made_inside(x, W):
    network = Network()
    return network.keep(x, W)


@recorded
def a_number_of_steps(h0, W, steps):
    h = h0
    for _ in range(steps):
        h = np.tanh(W @ h)
    return h


# Single functions.


@recorded
def products(x, W, h0, b):
    return {
        "dot": np.dot(W, h0), "vectors": np.dot(h0, b), "method": x.dot(W), "scaled": np.dot(2.0, W),
        "inner": np.inner(h0, b), "rows": np.inner(x, W), "vdot": np.vdot(W, W), "outer": np.outer(h0, x[0]),
        "matmul": np.matmul(x, W), "row": h0[None, :] @ W, "column": W @ h0[:, np.newaxis],
    }  # fmt: skip


@recorded
def element_by_element(W, U):
    return {
        "abs": np.abs(W), "builtin": abs(W), "square": np.square(W), "min": np.minimum(W, U), "max": np.maximum(W, 0.1),
        "clip": W.clip(-0.1, 0.3), "low": np.clip(W, 0, None), "high": np.clip(W, None, 0.2), "plus": +W,
        "reciprocal": np.reciprocal(U), "fabs": np.fabs(W), "root": (W**2) ** 0.5, "inverse": U**-1.0,
    }  # fmt: skip


@recorded
def reductions(x):
    return {
        "min": x.min(), "rows": np.min(x, axis=0), "amin": np.amin(x, axis=1, keepdims=True), "least": np.argmin(x),
        "mean": x.mean(0), "sum": x.sum(-1, keepdims=True), "largest": x.argmax(axis=1), "norm": np.linalg.norm(x),
        "norms": np.linalg.norm(x, axis=1, keepdims=True), "max": np.max(x, 1),
    }  # fmt: skip


@recorded
def shapes(x, h0):
    return {
        "flat": x.flatten(), "ravel": x.ravel(), "np_ravel": np.ravel(x), "swapped": x.swapaxes(0, 1), "moved": np.moveaxis(x, 0, 1),
        "row": np.expand_dims(h0, 0), "column": np.expand_dims(h0, axis=-1), "squeezed": np.squeeze(x[:1]), "T": x.T,
        "axis": x[:, :1].squeeze(axis=1), "reshaped": x.reshape(2, -1), "copy": x.copy(), "same": h0.astype(np.float64),
        "appended": np.append(h0, h0), "rows": np.append(x, x, axis=0), "side": np.hstack([x, x]), "tall": np.vstack((x, h0)),
        "columns": np.column_stack((x, x)),
    }  # fmt: skip


@recorded
def indices(x, k, y):
    return {
        "last": x[-1], "step": x[::2], "back": x[::-1], "fancy": x[[2, 0]], "mask": x[np.array([True, False, True])],
        "place": x[k], "places": x[y], "entry": x[1, 0], "column": x[:, 0], "dots": x[..., 1], "inner": x[1:, :1],
    }  # fmt: skip


@recorded
def conditions(x, W):
    both = (x > 0) & (x < 0.6)
    return {"both": both * 1.0, "either": ((x > 0.6) | (x < 0)).astype(float), "not": np.where(~both, x, 0.0),
            "logical": np.logical_and(x > 0, x < 1) * x}  # fmt: skip


@recorded
def made_alike(W):
    return {
        "zeros": np.zeros_like(W) + W,
        "ones": np.ones_like(W) * W,
        "full": np.full_like(W, 0.5) * W,
        "eye": np.eye(2) - W,
    }


@recorded
def an_array_of_entries(a, h0):
    return np.array([[a, h0[0]], [h0[1], 1.0]]) @ np.array([a, 2.0])


@recorded
def slices_that_are_written(x, h0):
    out = np.zeros((4, 2))
    out[1:] = x
    out[0] = h0
    joined = np.zeros(4)
    joined[:2] = h0
    joined[2:] = x[0]
    return {"out": out, "joined": joined}


@recorded
def sizes_that_fit(x, a):
    out = np.ones((3, 2))
    out[1] = a
    out[0, :] = x[0]
    whole = np.zeros((3, 2))
    whole[:] = x
    whole[1, 0] = a
    whole[:, 1] = [1.0, 2.0, a]
    return {"out": out, "whole": whole * 2}


@recorded
def views_that_are_read(x, W):
    h = np.zeros((3, 2))
    for t in range(3):
        h[t] = x[t] @ W
    return {
        "sum": h.sum(axis=0),
        "T": h.T,
        "product": h @ W,
        "entry": h[1, 0],
        "part": h[1:],
        "list": [row for row in h],
    }


@recorded
def an_embedding(y, W, V):
    return [V[token] @ W for token in y]


@recorded
def one_array_under_two_names(h0):
    h = np.tanh(h0)
    same = h
    h += 1
    return same * h


# What is refused.


@refused("float(h[0])", "leave float\\(\\) out")
def a_float(h0):
    h = np.tanh(h0)
    return {"h": float(h[0])}


@refused("int(k)", "leave int\\(\\) out; to index with it, make the table an argument")
def an_int(k, V):
    return V[int(k)]


@refused("h.item()|h.item", "keep the array")
def an_item(a):
    h = np.tanh(a)
    return h.item() * 2


@refused("h.tolist", "keep the array")
def a_list(h0):
    h = np.tanh(h0)
    return h.tolist()


@refused("h[0] > 0", "np.where")
def a_branch(h0):
    h = np.tanh(h0)
    if h[0] > 0:
        return h
    return -h


@refused("error > 0.01", "np.where")
def a_loop_until_it_is_small(h0):
    h = h0
    error = np.sum(h**2)
    while error > 0.01:
        h = h / 2
        error = np.sum(h**2)
    return h


@refused("math.exp(h0[0])", "write np.exp")
def an_exponential_of_python(h0):
    return h0 * math.exp(h0[0])


@refused("max(h0)", "write np.max\\(x\\), or np.maximum\\(x, y\\)")
def a_maximum_of_python(h0):
    return max(h0)


@refused("sorted(h0)", "argmax")
def a_sorted_list(h0):
    return sorted(h0)


@refused("np.sort(h0)", "argmax")
def a_sorted_array(h0):
    return np.sort(h0)


@refused("any(h0 > 1)", "np.max\\(condition\\)")
def any_of_python(h0):
    return h0 if any(h0 > 1) else -h0


@refused("np.all(h0 > 1)", "np.sum\\(condition\\)")
def all_of_numpy(h0):
    return h0 if np.all(h0 > 1) else -h0


@refused("np.isnan(h0)", "belongs in a test")
def a_check_for_nan(h0):
    assert not np.isnan(h0).any()
    return h0 + 1


@refused("round(h0[0], 2)", "round where the number is shown")
def a_rounded_number(h0):
    return round(h0[0], 2)


@refused("range(k)", "whole number")
def a_range_of_an_input(k, h0):
    return [h0 * t for t in range(k)]


@refused('np.einsum("ij,j->i", W, h0)', "with @")
def an_einsum(W, h0):
    return np.einsum("ij,j->i", W, h0)


@refused("np.cumsum(h0)", "loop over the time steps")
def a_cumulative_sum(h0):
    return np.cumsum(h0)


@refused("np.prod(h0)", "as a loop")
def a_product(h0):
    return np.prod(h0)


@refused("np.sign(h0)", "np.where")
def a_sign(h0):
    return np.sign(h0)


@refused("h0 + noise", "draw random numbers before")
def a_random_draw(h0):
    noise = np.random.normal(size=2)
    return h0 + noise


refused(
    "self.h = np.tanh(W @ self.h + x_t)",
    "keeps a value of the run before; let the result depend on the arguments alone",
)(Network().keep)
refused("self.h = h", "keeps a value of the run before")(Network().keep_late)


SEEN: list[Any] = []
LAST: Any = None
COUNT = [0]


@refused("SEEN.append(h)", "keeps a value of the run before")
def a_list_of_the_module(h0):
    h = np.tanh(h0)
    SEEN.append(h)
    return sum(SEEN)


@refused("LAST = np.tanh(h0)", "keeps a value of the run before")
def a_global(h0):
    global LAST
    before = 0 if LAST is None else LAST
    LAST = np.tanh(h0)
    return before + LAST


@refused("seen.append(h0 * 2)", "keeps a value of the run before")
def a_default_that_grows(h0, seen=[]):
    seen.append(h0 * 2)
    return sum(seen)


@refused("h0 * COUNT[0]", "arguments alone")
def a_counter(h0):
    COUNT[0] += 1
    return h0 * COUNT[0]


def _closure():
    kept = None

    @refused("kept = np.tanh(h0)", "keeps a value of the run before")
    def a_nonlocal(h0):
        nonlocal kept
        before = 0 if kept is None else kept
        kept = np.tanh(h0)
        return before + kept


_closure()


@functools.cache
def _cached(a):
    return np.tanh(a)


@refused("_cached(a)", "leave the cache out")
def a_cache(a):
    return _cached(a) * 2


@refused('f"{h[0]:.3f}"', "comes back in the result")
def a_number_by_way_of_text(h0):
    h = np.tanh(h0)
    text = f"{h[0]:.3f}"
    return h0 * float(text)


@refused('f"{h:.3f}"', "one entry")
def an_array_with_a_format(h0):
    h = np.tanh(h0)
    print(f"{h:.3f}")
    return h


@refused("x[0]", "x = x.copy\\(\\) first")
def an_argument_that_is_changed(x):
    x[0] = 0
    return x * 2


@refused("out[0]", "np.zeros")
def an_array_that_cannot_be_filled(h0):
    out = np.ones(2) * 2
    out[0] = h0[0]
    return out


@refused("np.add.at(dE, y, x)", "np.eye")
def a_scattered_sum(x, y, V):
    dE = np.zeros_like(V)
    np.add.at(dE, y, x)
    return dE


@refused("x[x > 0]", "np.where")
def a_selection(x):
    return x[x > 0].sum()


@refused("np.vectorize(math.tanh)(h0)|math.tanh", "write")
def a_vectorized_function(h0):
    return np.vectorize(math.tanh)(h0)


@refused("V[:k]", "table")
def a_slice_up_to_an_input(V, k):
    return V[:k]


@refused("np.array([h0, W])|np.stack", "same shape")
def a_ragged_array(h0, W):
    return np.array([h0, W])


@refused("np.tanh(h0, dtype=np.float64)", "without dtype=")
def an_option(h0):
    return np.tanh(h0, dtype=np.float64)


@refused("h0.astype(int)", "type")
def whole_numbers(h0):
    return h0.astype(int)


@refused("count[0]", "one of floats")
def floats_among_whole_numbers(h0):
    count = np.zeros(2, dtype=int)
    count[0] = h0[0]
    return count


@refused("{h0[0]: 1.0}[h0[0]]|{h0[0]: 1.0}|h0[0]: 1.0", "cannot be a key")
def a_key(h0):
    return {h0[0]: 1.0}[h0[0]]


@refused("row += 1", "a = a \\+ b")
def a_row_that_is_changed(x):
    total = x * 1.0
    row = total[0]
    row += 1
    return total
