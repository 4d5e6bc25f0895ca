"""A training step of each cell: the models' batches, against the plainest loops over time.

The loops know no padding, and have no functions: all gates in one product, and on the way back each
time step adds its share to the gradients.
"""

from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.figure import Figure, median_ratio, processor_seconds, settle_memory
from rnn_examples.models import batch, gru_batch, lstm_batch
from rnn_examples.models.activations import sigmoid
from rnn_examples.models.batch import Lengths, States, StatesOverTime
from rnn_examples.models.checks import checked
from rnn_examples.models.shapes import Hidden, Recurrent

BATCH, TIME, SIZES, RUNS = 64, 20, (32, 64), 31
RATE = 0.01


def measure() -> Iterator[Figure]:
    settle_memory()
    for hidden in SIZES:
        for name, (models, bare, gates) in CELLS.items():
            yield _figure(name, hidden, models, bare, gates)


def _figure(name: str, hidden: int, models: Callable, bare: Callable, gates: str) -> Figure:
    given = _drawn(hidden, gates)
    ours, theirs = models(given), bare(given)
    if any(not np.allclose(ours[key], theirs[key], 1e-9, 1e-12) for key in theirs):
        raise RuntimeError(f"the bare loop of the {name} gives other weights: it is no measure")
    ratio = median_ratio(lambda: models(given), lambda: bare(given), RUNS, processor_seconds)
    return Figure(
        f"one training step, {name}, H = {hidden}, models / plain loop",
        f"{ratio:.2f} ×, {processor_seconds(lambda: models(given)) * 1e3:.1f} ms",
        "1.3 ×",
        f"processor time, median of {RUNS} pairs in turn; B = {BATCH}, T = {TIME}, input = H",
    )


def _drawn(hidden: int, gates: str) -> dict[str, np.ndarray]:
    """Inputs, states, what comes back, and the weights of each gate."""
    random = np.random.default_rng(0)
    given = {name: random.normal(size=(BATCH, hidden)) for name in ("h_0", "c_0", "dh_T", "dc_T")}
    given |= {name: random.normal(size=(TIME, BATCH, hidden)) for name in ("x", "dh_now")}
    for end in (f"_{gate}" if gate != " " else "" for gate in gates):
        given |= {f"{key}{end}": random.normal(size=(hidden, hidden)) / 8 for key in "WU"}
        given[f"b{end}"] = random.normal(size=hidden)
    return given


def _updated(given: dict, gradients: dict) -> dict[str, np.ndarray]:
    return {name: given[name] - RATE * gradient for name, gradient in gradients.items()}


def _by_gate(gates: str, **stacked: np.ndarray) -> dict[str, np.ndarray]:
    """Gradients of stacked weights, gate by gate."""
    return {
        f"{key}_{gate}": part
        for key, array in stacked.items()
        for gate, part in zip(gates, np.split(array, len(gates)), strict=True)
    }


# The Elman cell.


def _rnn(given: dict) -> dict[str, np.ndarray]:
    names = ("x", "dh_T", "h_0", "W", "U", "b")
    length = np.full(BATCH, TIME)
    dW, dU, db = _through_encoder(length=length, **{name: given[name] for name in names})
    return _updated(given, {"W": dW, "U": dU, "b": db})


@checked  # once, as all arguments of `batch.backpropagate_batch`, of which it is a part
def _through_encoder(
    x: StatesOverTime,
    length: Lengths,
    dh_T: States,
    h_0: States,
    W: Recurrent,
    U: Recurrent,
    b: Hidden,
) -> tuple[np.ndarray, ...]:
    is_read = batch.within(length, len(x))
    h = batch.read_batch(x, is_read, h_0, W, U, b)
    delta, _ = batch.back_through_reading(dh_T, h, is_read, W)
    h_prev = batch.before(h, h_0)
    return batch.of_products(delta, h_prev), batch.of_products(delta, x), np.sum(delta, axis=(0, 1))


def _bare_rnn(given: dict) -> dict[str, np.ndarray]:
    x, W, U, b = (given[name] for name in ("x", "W", "U", "b"))
    h = [given["h_0"]]
    for x_t in x:
        h.append(np.tanh(h[-1] @ W.T + x_t @ U.T + b))
    dW, dU, db, dh = np.zeros_like(W), np.zeros_like(U), np.zeros_like(b), given["dh_T"]
    for t in reversed(range(TIME)):
        delta = (1 - h[t + 1] ** 2) * dh
        dW += delta.T @ h[t]
        dU += delta.T @ x[t]
        db += delta.sum(axis=0)
        dh = delta @ W
    return _updated(given, {"W": dW, "U": dU, "b": db})


# The LSTM.


def _lstm(given: dict) -> dict[str, np.ndarray]:
    found = lstm_batch.backpropagate_batch(length=np.full(BATCH, TIME), **given)
    names = [f"{key}_{gate}" for gate in "ifoc" for key in "WUb"]
    gradients = {name: getattr(found, f"d{name}") for name in names}
    return _updated(given, gradients) | {"dx": found.dx}


def _bare_lstm(given: dict) -> dict[str, np.ndarray]:
    x = given["x"]
    W, U, b = (np.concatenate([given[f"{key}_{gate}"] for gate in "ifoc"]) for key in "WUb")
    h, c, gates = [given["h_0"]], [given["c_0"]], []
    for x_t in x:
        a_i, a_f, a_o, a_c = np.split(h[-1] @ W.T + x_t @ U.T + b, 4, axis=1)
        i, f, o, g = sigmoid(a_i), sigmoid(a_f), sigmoid(a_o), np.tanh(a_c)
        gates.append((i, f, o, g))
        c.append(f * c[-1] + i * g)
        h.append(o * np.tanh(c[-1]))
    dW, dU, db, dx = np.zeros_like(W), np.zeros_like(U), np.zeros_like(b), np.zeros_like(x)
    dh, dc = given["dh_T"], given["dc_T"]
    for t in reversed(range(TIME)):
        i, f, o, g = gates[t]
        dh, tanh_c = dh + given["dh_now"][t], np.tanh(c[t + 1])
        dc = dc + o * (1 - tanh_c**2) * dh
        of_i, of_f = i * (1 - i) * g * dc, f * (1 - f) * c[t] * dc
        of_o, of_c = o * (1 - o) * tanh_c * dh, (1 - g**2) * i * dc
        delta = np.concatenate([of_i, of_f, of_o, of_c], axis=1)
        dW += delta.T @ h[t]
        dU += delta.T @ x[t]
        db += delta.sum(axis=0)
        dx[t] = delta @ U
        dh, dc = delta @ W, f * dc
    return _updated(given, _by_gate("ifoc", W=dW, U=dU, b=db)) | {"dx": dx}


# The GRU: z keeps, the reset after the product.


def _gru(given: dict) -> dict[str, np.ndarray]:
    names = [f"{key}_{gate}" for gate in "zrh" for key in "WUb"]
    given = {name: given[name] for name in ("x", "dh_now", "dh_T", "h_0", *names)}
    length, b_rec = np.full(BATCH, TIME), np.zeros(given["h_0"].shape[1])
    found = gru_batch.backpropagate_batch(
        length=length, b_rec=b_rec, reset_after=True, z_keeps=True, **given
    )
    gradients = {name: getattr(found, f"d{name}") for name in names}
    return _updated(given, gradients) | {"dx": found.dx}


def _bare_gru(given: dict) -> dict[str, np.ndarray]:
    x = given["x"]
    W, U, b = (np.concatenate([given[f"{key}_{gate}"] for gate in "zrh"]) for key in "WUb")
    h, gates = [given["h_0"]], []
    for x_t in x:
        from_h, from_x = np.split(h[-1] @ W.T, 3, axis=1), np.split(x_t @ U.T + b, 3, axis=1)
        z, r = sigmoid(from_h[0] + from_x[0]), sigmoid(from_h[1] + from_x[1])
        g = np.tanh(r * from_h[2] + from_x[2])
        gates.append((z, r, g, from_h[2]))
        h.append(z * h[-1] + (1 - z) * g)
    dW, dU, db, dx = np.zeros_like(W), np.zeros_like(U), np.zeros_like(b), np.zeros_like(x)
    dh = given["dh_T"]
    for t in reversed(range(TIME)):
        z, r, g, inside = gates[t]
        dh = dh + given["dh_now"][t]
        of_g = (1 - g**2) * (1 - z) * dh
        of_z, of_r = z * (1 - z) * (h[t] - g) * dh, r * (1 - r) * inside * of_g
        by_x = np.concatenate([of_z, of_r, of_g], axis=1)
        by_h = np.concatenate([of_z, of_r, r * of_g], axis=1)
        dW += by_h.T @ h[t]
        dU += by_x.T @ x[t]
        db += by_x.sum(axis=0)
        dx[t] = by_x @ U
        dh = by_h @ W + z * dh
    return _updated(given, _by_gate("zrh", W=dW, U=dU, b=db)) | {"dx": dx}


CELLS = {
    "Elman cell": (_rnn, _bare_rnn, " "),
    "LSTM": (_lstm, _bare_lstm, "ifoc"),
    "GRU": (_gru, _bare_gru, "zrh"),
}
"""The models' step, the plain loop's, and the letters of the gates."""
