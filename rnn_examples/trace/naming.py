"""Names of results: the fields of records, and places in lists, which count time."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from rnn_examples.names import normal
from rnn_examples.trace.array import TracedArray
from rnn_examples.trace.node import Node
from rnn_examples.trace.own_arrays import OwnArray
from rnn_examples.trace.recorder import Recorder


def fields_of(value: Any) -> Mapping[str, Any] | None:
    """The fields of a record: a named tuple, a mapping, a dataclass; None for anything else."""
    if isinstance(value, tuple):
        return value._asdict() if hasattr(value, "_asdict") else None
    if isinstance(value, list):
        return None
    if isinstance(value, Mapping):
        return {normal(str(key)): item for key, item in value.items()}
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return None


NUMERIC = (TracedArray, OwnArray, np.ndarray, np.generic, int, float)


def name_results(
    value: Any, steps: list[dict[str, str]], name: str = "", time: int = 0
) -> Iterator[tuple[str, Any]]:
    """Each array in the result with its name: fields name it, the place in a list counts time.

    steps: filled with the fields of each record in a list, and the names of their values.
    time: the place in the list, for what is inside a record of it.
    """
    if isinstance(value, NUMERIC):
        yield name or "result", value
    elif (fields := fields_of(value)) is not None:
        if len(steps) < time:
            steps.append({})
        for key, item in fields.items():
            full = f"{key.removesuffix('_t')}_{time}" if time else key
            if not isinstance(item, NUMERIC):
                yield from name_results(item, steps, full, time)
                continue
            if time:
                steps[time - 1][key] = full
            yield full, item
    elif isinstance(value, (list, tuple)):
        for n, item in enumerate(value, 1):
            yield from name_results(item, steps, f"{name or 'result'}_{n}", n)
    elif value is not None:
        yield name or "result", value


def name_items(
    recorder: Recorder, names: Mapping[str, Node], sequences: tuple[str, ...]
) -> Iterator[tuple[str, TracedArray]]:
    """The items that the function took out of its sequences: `x_1` for `x[0]`."""
    name_of = {names[name]: name for name in sequences}
    for (node, place), item in recorder.items.items():
        if node in name_of:
            yield f"{name_of[node]}_{place + 1}", TracedArray(item, recorder)
