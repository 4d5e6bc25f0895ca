"""What recording costs: each example of the theory page traced, against the same call untraced."""

import statistics
from collections.abc import Iterator

from benchmarks.figure import Figure, seconds
from rnn_examples.examples import rnn_theory
from rnn_examples.trace import record
from rnn_examples.worked_example import Output, WorkedExample
from rnn_examples.worked_example.catalogue import load

REPEATS = 200


def measure() -> Iterator[Figure]:
    for name, example in load().examples.items():
        if example.file != rnn_theory.__file__:
            continue
        plain = _inputs(example, plain=True)
        handed_over = _inputs(example, plain=False)
        pairs = list(_times(example, plain, handed_over))
        ratio = statistics.median(traced / untraced for traced, untraced in pairs)
        once = statistics.median(traced for traced, _ in pairs) / REPEATS
        yield Figure(
            f"tracing {name}",
            f"{ratio:.1f} × untraced, {once * 1e3:.2f} ms",
            "≤ 10 ×, ≤ 1 ms",
            f"{len(example.trace.nodes)} values; median of 15 × {REPEATS} runs in turn",
        )


def _times(
    example: WorkedExample, plain: dict[str, object], handed_over: dict[str, object]
) -> Iterator[tuple[float, float]]:
    for _ in range(15):
        untraced = seconds(lambda: [example.function(**plain) for _ in range(REPEATS)])
        traced = seconds(lambda: [record(example.function, **handed_over) for _ in range(REPEATS)])
        yield traced, untraced


def _inputs(example: WorkedExample, *, plain: bool) -> dict[str, object]:
    inputs = {}
    for name, given in example.inputs.items():
        if isinstance(given, Output):
            node = given.example.trace[given.name]
            inputs[name] = node.value if plain else node
        else:
            inputs[name] = given
    return inputs
