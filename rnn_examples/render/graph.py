"""A trace as data: the graph that a page's script computes again when a reader changes an input.

What NumPy lets a program leave out is written out: axes count from 0, an index has a part for every
axis, and a slice its start, stop and step, as in `range`.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from rnn_examples.trace import Node, Trace

Graph = dict[str, Any]
"""What JSON can hold: nodes, names, inputs and times."""

Origins = Mapping[Node, tuple[str, int]]
"""Where each node stands: the name of its example, and its place among the nodes."""

HELD = 2**53
"""Up to here every whole number is a float, and so a number in JavaScript."""


def origins(traces: Mapping[str, Trace]) -> dict[Node, tuple[str, int]]:
    """Say where each node of these examples stands, for the inputs that are handed over."""
    return {node: (name, n) for name, trace in traces.items() for n, node in enumerate(trace.nodes)}


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


def axis_lengths(trace: Trace) -> dict[Node, int]:
    """How long the shortest axis is that a value is an index of, of each value that is one."""
    found: dict[Node, int] = {}

    def note(index: Node, length: int) -> None:
        found[index] = min(length, found.get(index, length))
        if index.operation == "index":  # an item of a sequence
            note(index.operands[0], length)

    for node in trace.nodes:
        table, *indices = node.operands or (node,)
        if node.operation == "take":
            axis = node.options.get("axis")
            lengths = [math.prod(table.shape) if axis is None else table.shape[axis]]
        elif node.operation == "index":
            parts = [part for part in _key(table.shape, node.options["key"]) if part != "new"]
            lengths = [table.shape[axis] for axis, part in enumerate(parts) if part is None]
        else:
            continue
        for index, length in zip(indices, lengths, strict=True):
            note(index, length)
    return found


NEAR = 200
"""Operands up to so many places before a node are those of its own time step."""


def packed(graph: Graph) -> Graph:
    """Write near operands as distances, `back`: so the steps of a long run look alike to gzip.

    A far operand, such as a weight, keeps its place n as ~n, which is below 0.
    """
    nodes = []
    for n, node in enumerate(graph["nodes"]):
        written = {key: value for key, value in node.items() if key != "in"}
        if "in" in node:
            written["back"] = [n - place if n - place <= NEAR else ~place for place in node["in"]]
        nodes.append(written)
    return graph | {"nodes": nodes}


def unpacked(graph: Graph) -> Graph:
    """Give a packed graph as it was."""
    nodes = []
    for n, node in enumerate(graph["nodes"]):
        written = {key: value for key, value in node.items() if key != "back"}
        if "back" in node:
            written["in"] = [~back if back < 0 else n - back for back in node["back"]]
        nodes.append(written)
    return graph | {"nodes": nodes}


def _node(node: Node, place: Mapping[Node, int], known: Origins) -> Graph:
    value = np.asarray(node.value)
    written = {"op": node.operation, "shape": list(node.shape), "kind": value.dtype.kind}
    if np.issubdtype(value.dtype, np.integer):
        written["kind"] = "i"
        limits = np.iinfo(value.dtype)
        if limits.bits < 64:  # else the script's own are narrower
            written["limits"] = [int(limits.min), int(limits.max)]
    if node.origin is not None:
        if node.origin not in known:
            raise ValueError(
                f"an input of shape {node.shape} was handed over from an example that is not known"
            )
        written["from"] = list(known[node.origin])
    elif not node.operands:
        written["value"] = [_number(number) for number in value.ravel().tolist()]
    else:
        written["in"] = [place[operand] for operand in node.operands]
        written.update(_options(node))
    return written


def _number(number: float) -> float | str:
    """Write a number as briefly as JSON can; what JSON cannot, as JavaScript calls it."""
    if isinstance(number, int):
        return int(number)
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else str(number).replace("inf", "Infinity")
    whole = number.is_integer() and abs(number) <= HELD and str(number) != "-0.0"
    return int(number) if whole else number


def _options(node: Node) -> Iterator[tuple[str, Any]]:
    shape = node.shape if node.operation == "stack" else node.operands[0].shape
    for option, chosen in node.options.items():
        if option == "key":
            yield option, list(_key(node.operands[0].shape, chosen))
        elif option == "shape":
            yield "newshape", list(node.shape)
        elif option in ("axis", "axes") and chosen is not None:
            if shape:  # a scalar has no axis
                yield option, (np.asarray(chosen) % len(shape)).tolist()
        else:
            yield option, chosen and bool(chosen)


def _key(shape: tuple[int, ...], key: tuple[tuple[Any] | None, ...]) -> Iterator[Any]:
    """Write an index: a part for each axis, null for the next operand."""
    parts = [part and _part(part[0]) for part in key]
    taken = sum(_axes(part) for part in parts)
    if [Ellipsis] not in parts and taken < len(shape):
        parts.append([Ellipsis])
    sizes = iter(shape)
    for part in parts:
        for one in [None] if part is None else part:
            if one is Ellipsis:
                left = [next(sizes) for _ in range(len(shape) - taken)]
                whole: list[Any] = [{"slice": [0, size, 1]} for size in left]
                yield from whole or ["..."]
            elif isinstance(one, slice):
                yield {"slice": list(one.indices(next(sizes)))}
            else:
                if one != "new":
                    next(sizes)
                yield one


def _axes(part: list[Any] | None) -> int:
    """The number of axes that a part takes up."""
    return 1 if part is None else sum(one != "new" and one is not Ellipsis for one in part)


def _part(given: Any) -> list[Any]:
    """A part of an index as it is written: of a mask, the integers that it selects, by axis."""
    if given is Ellipsis or isinstance(given, slice):
        return [given]
    if given is None:
        return ["new"]
    given = np.asarray(given)
    if given.dtype == bool and not given.ndim:
        raise ValueError(f"an index {given} cannot be written down: write None, or leave it out")
    lists = np.nonzero(given) if given.dtype == bool else (given,)
    return [{"list": one.tolist()} if one.ndim else int(one) for one in lists]
