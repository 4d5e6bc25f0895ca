"""A trace as data: the graph that a page's script computes again when a reader changes an input."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from rnn_examples.trace import Node, Trace

Graph = dict[str, Any]
"""What JSON can hold: nodes, names, inputs and times."""

Origins = Mapping[Node, tuple[str, int]]
"""Where each node stands: the name of its example, and its place among the nodes."""

OPTIONS = {"shape": "newshape"}
"""The options that are written under another name: a node's own shape is called `shape` already."""

HELD = 2**53
"""A larger whole number is written as a string: JavaScript would round it."""


def origins(traces: Mapping[str, Trace]) -> dict[Node, tuple[str, int]]:
    """Say where each node of these examples stands, for the inputs that were handed over."""
    return {
        node: (example, n)
        for example, trace in traces.items()
        for n, node in enumerate(trace.nodes)
    }


def graph(trace: Trace, known: Origins) -> Graph:
    """Write a trace down, operands before results; a node is known by its place in the list.

    known: where the nodes of other traces stand, as `origins` says.
    Raises ValueError for an input that comes from a trace that is not known.
    """
    place = {node: n for n, node in enumerate(trace.nodes)}
    times = ((name, trace.time_of(name)) for name in trace.names)
    return {
        "nodes": [_node(node, place, known) for node in trace.nodes],
        "names": {name: place[node] for name, node in trace.names.items()},
        "inputs": list(trace.inputs),
        "times": {name: time for name, time in times if time is not None},
    }


def _node(node: Node, place: Mapping[Node, int], known: Origins) -> Graph:
    value = np.asarray(node.value)
    written: Graph = {
        "op": node.operation,
        "shape": list(node.shape),
        "kind": "i" if value.dtype.kind == "u" else value.dtype.kind,
    }
    if written["kind"] == "i" and value.dtype != np.int64:
        limits = np.iinfo(value.dtype)
        written["limits"] = [_number(int(limits.min)), _number(int(limits.max))]
    if node.origin is not None:
        if node.origin not in known:
            raise ValueError(
                f"an input of shape {node.shape} comes from an example that is not among these: "
                "give the origins of every example"
            )
        written["from"] = list(known[node.origin])
    elif not node.operands:
        written["value"] = [_number(number) for number in value.reshape(-1).tolist()]
    else:
        written["in"] = [place[operand] for operand in node.operands]
        for option, chosen in node.options.items():
            written[OPTIONS.get(option, option)] = (
                list(_key(chosen)) if option == "key" else _option(chosen)
            )
    return written


def _number(number: float) -> float | str:
    """Write a number as briefly as JSON can; one that JavaScript could not read back, as a string."""
    if isinstance(number, float):
        if not math.isfinite(number):
            return "NaN" if math.isnan(number) else f"{'-' * (number < 0)}Infinity"
        negative_zero = number == 0 and math.copysign(1, number) < 0
        return (
            int(number) if abs(number) < HELD and number % 1 == 0 and not negative_zero else number
        )
    return int(number) if abs(number) <= HELD else str(number)


def _option(chosen: Any) -> Any:
    return chosen if chosen is None or isinstance(chosen, bool) else np.asarray(chosen).tolist()


def _key(key: tuple[tuple[Any] | None, ...]) -> Iterator[Any]:
    """The parts of an index: null for the next operand, and one of the forms below for the others."""
    for part in key:
        if part is None:
            yield None
        elif isinstance(part[0], slice):
            given = part[0]
            ends = (given.start, given.stop, given.step)
            yield {"slice": [None if end is None else int(end) for end in ends]}
        elif part[0] is None or part[0] is True:  # one more axis, of size 1
            yield "new"
        elif part[0] is Ellipsis:
            yield "..."
        else:
            yield from _places(np.asarray(part[0]))


def _places(given: np.ndarray) -> Iterator[Any]:
    """Integers as they are; a mask as the integers of what it selects, an axis each."""
    if given.dtype == bool and given.ndim == 0:
        raise ValueError(
            f"an index {given} is not written for the page's script: write None, or leave it out"
        )
    for places in np.nonzero(given) if given.dtype == bool else (given,):
        listed = places.tolist()
        yield {"list": listed} if isinstance(listed, list) else listed
