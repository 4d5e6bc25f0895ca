"""What the package makes of a reader's inputs: every piece of a page, as it should be shown."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from rnn_examples.render.derivation import derive
from rnn_examples.render.numbers import Numbers
from rnn_examples.render.pieces import Paren, Printed, Relation
from rnn_examples.trace import Trace, record
from rnn_examples.worked_example import Output, WorkedExample

Inputs = Mapping[str, list[float]]

PROBLEM = "a problem, in words"


def traces(examples: Mapping[str, WorkedExample], inputs: Inputs) -> dict[str, Trace]:
    """Run every example again, with these inputs in place of its own."""
    names = {id(example): name for name, example in examples.items()}
    done: dict[str, Trace] = {}

    def run(name: str) -> Trace:
        if name not in done:
            given = {key: argument(name, key, own) for key, own in examples[name].inputs.items()}
            with np.errstate(all="ignore"):
                done[name] = record(examples[name].function, **given)
        return done[name]

    def argument(name: str, key: str, own: Any) -> Any:
        if isinstance(own, Output):
            return run(names[id(own.example)])[own.name]
        if f"{name}.{key}" not in inputs:
            return own
        own = np.asarray(own)
        return np.array(inputs[f"{name}.{key}"], own.dtype).reshape(own.shape)[()]

    for name in examples:
        run(name)
    return done


class Expected:
    """What each piece of a page should show, found by what the piece says of itself."""

    def __init__(self, examples: Mapping[str, WorkedExample], inputs: Inputs) -> None:
        self.traces = traces(examples, inputs)
        self.known: dict[tuple[str, str], Numbers] = {}
        self.words = {name: example.vocabulary for name, example in examples.items()}
        self.settings = {
            f"{name}.{setting}": str(number)
            for name, example in examples.items()
            for setting, number in example.settings.items()
        }

    @cached_property
    def relations(self) -> dict[tuple[str, str, str], str]:
        return {
            (name, " ".join(piece.numbers), _steps(piece)): piece.plain
            for name, trace in self.traces.items()
            for piece in _relations(trace)
        }

    def number(self, path: str, spec: str) -> str:
        if path in self.settings:
            return self.settings[path]
        try:
            return self._entry(path, spec).plain
        except ValueError:
            return PROBLEM

    def _entry(self, path: str, spec: str) -> Printed:
        example, _, name = path.partition(".")
        value, _, index = name.partition("[")
        numbers = self._numbers(example, spec)
        places = tuple(int(i) for i in index.rstrip("]").split(",") if i)
        return numbers.entry(numbers.node(value), places)

    def _numbers(self, example: str, spec: str) -> Numbers:
        if (example, spec) not in self.known:
            self.known[example, spec] = Numbers(self.traces[example], spec)
        return self.known[example, spec]

    def paren_is_shown(self, path: str, around: str, spec: str) -> bool | None:
        """None where the number cannot be printed."""
        try:
            return Paren("(", self._entry(path, spec), around == "-e").is_shown
        except ValueError:
            return None

    def relation(self, example: str, exact: str, follows: str) -> str | None:
        """None where the derivation of these inputs has no such line."""
        return self.relations.get((example, exact, follows))

    def word(self, path: str) -> str:
        example, _, name = path.partition(".")
        words = self.words[example]
        known = words.get(name.rpartition("_")[0]) or words[name]
        value = self.traces[example][name].value
        if isinstance(known, Mapping):
            return next((word for word, own in known.items() if list(own) == value.tolist()), "?")
        return known[int(value)]


def _steps(piece: Relation) -> str:
    return ";".join(f"{name}:{','.join(operands)}" for name, operands in piece.follows)


def _relations(trace: Trace) -> Iterator[Relation]:
    numbers = Numbers(trace)
    for name, node in trace.names.items():
        try:
            yield numbers.relation(node)
            if node.operands:
                for line in derive(numbers, name):
                    yield line.because
        except ValueError:
            continue  # a number that cannot be printed
