"""A training step of each of the translator's networks, against the same networks in PyTorch.

PyTorch is no dependency of the project. To run it, in an environment of its own:

    pip install torch==2.13.0 numpy==2.4.6
    PYTHONPATH=. python benchmarks/torch_step.py

Eager, on the processor, one thread each, in float64 as the package. It has two forms of PyTorch's
networks: cells, called in a loop over time, and layers (`nn.RNN`, `nn.LSTM`, `nn.GRU`), which run
over time themselves. Before anything is measured, both sides must find the same loss and gradient
from the same weights. PyTorch's second bias begins at 0.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # NumPy reads it when it is imported

import statistics
import time
from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from benchmarks.sentences import BATCH, RATE, SOURCE, TARGET, Drawn, drawn, package_step
from rnn_examples.translator.gradients import loss_and_gradient
from rnn_examples.translator.networks import BEGIN, KINDS, Array, views
from rnn_examples.translator.optimiser import BETA_1, BETA_2, CLIP, EPSILON

TO_REACH = {32: 1.5, 64: 1.2}
"""By hidden size: how many times as long PyTorch's cells should take."""
PAIRS, STEPS = 31, 5
CELLS = {"rnn": nn.RNNCell, "lstm": nn.LSTMCell, "gru": nn.GRUCell, "attention": nn.GRUCell}
LAYERS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU, "attention": nn.GRU}

Words = torch.Tensor
"""Ids, time × batch."""


class Layer(nn.Module):
    """A recurrent layer with its embeddings. Words are time × batch."""

    def __init__(self, kind: str, words: int, inputs: int, hidden: int, *, in_loop: bool) -> None:
        super().__init__()
        self.embedding = nn.Embedding(words, inputs)
        self.network = (CELLS if in_loop else LAYERS)[kind](inputs, hidden)
        self.is_lstm, self.in_loop = kind == "lstm", in_loop

    def forward(self, words: Words, first: tuple) -> tuple[torch.Tensor, tuple]:
        """All hidden states, and the last states."""
        x = self.embedding(words)
        if not self.in_loop:
            given = tuple(state[None] for state in first)
            states, last = self.network(x, given if self.is_lstm else given[0])
            return states, tuple(state[0] for state in (last if self.is_lstm else (last,)))
        state, states = first, []
        for x_t in x:
            found = self.network(x_t, state if self.is_lstm else state[0])
            state = found if self.is_lstm else (found,)
            states.append(state[0])
        return torch.stack(states), state


class Translator(nn.Module):
    """Encoder, decoder and, for `attention`, Luong's general score. Gives the mean loss."""

    def __init__(self, given: Drawn, *, in_loop: bool) -> None:
        super().__init__()
        kind, source, target, self.hidden, inputs = vars(given.sizes).values()
        self.kind = kind
        self.enc = Layer(kind, source, inputs, self.hidden, in_loop=in_loop)
        self.dec = Layer(kind, target, inputs, self.hidden, in_loop=in_loop)
        self.out = nn.Linear(self.hidden, target)
        if kind == "attention":
            self.score = nn.Linear(self.hidden, self.hidden, bias=False)
            self.join = nn.Linear(2 * self.hidden, self.hidden, bias=False)

    def forward(
        self, source: torch.Tensor, before: torch.Tensor, target: torch.Tensor
    ) -> torch.Tensor:
        zero = torch.zeros(source.shape[1], self.hidden)
        memory, last = self.enc(source, (zero, zero) if self.kind == "lstm" else (zero,))
        output, _ = self.dec(before, last)
        if self.kind == "attention":
            h, s = memory.transpose(0, 1), output.transpose(0, 1)
            shares = torch.softmax(self.score(s) @ h.transpose(1, 2), dim=-1)
            output = torch.tanh(self.join(torch.cat([shares @ h, s], dim=-1))).transpose(0, 1)
        return nn.functional.cross_entropy(self.out(output).flatten(0, 1), target.flatten())


def in_turn(kind: str, matrix: Array) -> Array:
    """A matrix of the package as PyTorch has it: transposed, and an LSTM's gates as i f g o."""
    rows = matrix.T
    if kind == "lstm":
        i, f, o, g = np.split(rows, 4)
        rows = np.concatenate([i, f, g, o])
    return rows


def parameters(
    model: Translator, arrays: dict[str, Array]
) -> dict[str, tuple[nn.Parameter, Array]]:
    """PyTorch's parameters by the package's names, each with the package's array in its form."""
    kind, found = model.kind, {}
    for layer, module in (("enc", model.enc), ("dec", model.dec)):
        of = {name.removesuffix("_l0"): p for name, p in module.network.named_parameters()}
        found[f"E_{layer}"] = module.embedding.weight, arrays[f"E_{layer}"]
        for name, its in (("U", "weight_ih"), ("W", "weight_hh"), ("b", "bias_ih")):
            found[f"{name}_{layer}"] = of[its], in_turn(kind, arrays[f"{name}_{layer}"])
        second = np.zeros(len(of["bias_hh"]))
        if f"b_n_{layer}" in arrays:
            second[2 * model.hidden :] = arrays[f"b_n_{layer}"]
        found[f"second_{layer}"] = of["bias_hh"], second
    found |= {"V": (model.out.weight, arrays["V"].T), "c": (model.out.bias, arrays["c"])}
    if kind == "attention":
        found["W_a"] = model.score.weight, arrays["W_a"].T
        found["W_c"] = model.join.weight, arrays["W_c"].T
    return found


def torch_side(given: Drawn, *, in_loop: bool) -> tuple[Translator, list[Words]]:
    """The model with the same weights, and what it reads."""
    model = Translator(given, in_loop=in_loop)
    with torch.no_grad():
        for parameter, array in parameters(model, views(given.flat, given.sizes)).values():
            parameter.copy_(torch.tensor(array))
    before = np.concatenate([np.full((1, BATCH), BEGIN), given.target[:-1]])
    return model, [torch.tensor(words) for words in (given.source, before, given.target)]


def demand_the_same(given: Drawn, model: Translator, words: list[Words]) -> None:
    """Stop if PyTorch finds another loss or gradient than the package."""
    gradient = views(np.empty(given.sizes.count), given.sizes)
    loss = loss_and_gradient(
        given.sizes, views(given.flat, given.sizes), gradient, given.source, given.target
    )
    found = model(*words)
    found.backward()
    same = [np.isclose(loss, found.item(), 1e-12)]
    for name, (parameter, ours) in parameters(model, gradient).items():
        theirs = parameter.grad.numpy()
        if name.startswith("second"):  # the package has only the candidate's
            ours, theirs = ours[2 * model.hidden :], theirs[2 * model.hidden :]
            if f"b_n{name[6:]}" not in gradient:
                continue
        same.append(np.allclose(theirs, ours, 1e-9, 1e-13))
    if not all(same):
        raise RuntimeError(f"PyTorch finds another gradient of {model.kind}: it is no measure")


def torch_step(model: Translator, words: list[Words]) -> Callable[[], object]:
    """The same in PyTorch."""
    adam = torch.optim.Adam(model.parameters(), RATE, (BETA_1, BETA_2), EPSILON)

    def step() -> None:
        adam.zero_grad()
        model(*words).backward()
        nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        adam.step()

    return step


def seconds(step: Callable[[], object]) -> float:
    """The processor time of a step: other programs do not count."""
    start = time.process_time()
    for _ in range(STEPS):
        step()
    return (time.process_time() - start) / STEPS


def compared(given: Drawn, form: str) -> str:
    """Measure both sides in turn."""
    model, words = torch_side(given, in_loop=form == "cells")
    demand_the_same(given, model, words)
    theirs, ours = torch_step(model, words), package_step(given)
    theirs(), ours()  # warm
    pairs = [(seconds(theirs), seconds(ours)) for _ in range(PAIRS)]
    ratio = statistics.median(t / o for t, o in pairs)
    t, o = (1e3 * statistics.median(side) for side in zip(*pairs, strict=True))
    return f"{model.kind:9}  PyTorch's {form:6} {t:5.1f} ms, package {o:5.1f} ms: {ratio:.2f} ×"


def main() -> None:
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    print(f"PyTorch {torch.__version__}, NumPy {np.__version__}; one thread, float64; B = {BATCH},")
    print(f"{SOURCE} words to {TARGET}. Processor time, median of {PAIRS} pairs of {STEPS} steps.")
    for hidden, to_reach in TO_REACH.items():
        print(f"\nH = {hidden}; to reach, with cells: {to_reach} ×")
        for kind in KINDS:
            for form in ("cells", "layers"):
                print(compared(drawn(kind, hidden), form))


if __name__ == "__main__":
    main()
