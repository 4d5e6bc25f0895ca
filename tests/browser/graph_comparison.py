"""What Python says of the numbers of a graph, and whether the browser says the same.

What is compared, and how:
    operations   each one by itself, on the operands that NumPy had: the same to 8 units in the last
                 place; a sum or a product of matrices to 8 units of the sum of its terms' sizes.
    values       of a whole graph: to twice what Python's certificates allow.
    errors       the certificates: infinite in the same places, else within a factor of two.
    exact        the same fractions, in the same places.
    printed      the same text, refused in the same places, for every format.
    parents      the same entries; of a product of matrices, in the same pairs.
    follows      the same answers, for every part of every derivation.

Left out is what hangs on the last bits, in which no two processors agree: what follows from the
place of a maximum that rounding decides; whether a number is printed whose distance to the next tie
is its error, to within a factor of two. Whole numbers beyond 2 ** 53 the browser must refuse.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

import numpy as np

from rnn_examples.render.derivation import Derivation
from rnn_examples.render.error_bounds import _clear_winner, error_bounds
from rnn_examples.render.exact import exact_values
from rnn_examples.render.graph import graph, origins
from rnn_examples.render.numbers import Numbers, Printed, print_number
from rnn_examples.trace import Node, Trace
from tests.browser.graph_parents import arranged, parents

SPECS = ("", ".3f", ".2e", ".12f", "d")
ULPS = 8
HELD = 2**53

Found = dict[str, Any]
"""What the browser says of one node."""


@dataclass(frozen=True)
class Case:
    """Some graphs, the inputs that a reader enters, and what they then lead to."""

    graphs: Mapping[str, Trace]
    inputs: Mapping[str, Any]
    traces: Mapping[str, Trace]
    exact: dict[Node, Any] = field(default_factory=dict)
    errors: dict[Node, Any] = field(default_factory=dict)

    @cached_property
    def job(self) -> dict[str, Any]:
        """Ask the browser for every number."""
        places = origins(self.graphs)
        return {
            "graphs": {name: graph(trace, places) for name, trace in self.graphs.items()},
            "inputs": {path: numbers(value) for path, value in self.inputs.items()},
            "specs": SPECS,
            "data": {
                name: [numbers(node.value) for node in trace.nodes]
                for name, trace in self.traces.items()
            },
            "follows": [question for question, _ in self.follows],
        }

    def differences(self, found: Any, most: int = 10) -> list[str]:
        """Say where the browser differs from Python, at the first places only."""
        return [found] if isinstance(found, str) else list(islice(self._differences(found), most))

    def _differences(self, found: Any) -> Iterator[str]:
        for example, trace in self.traces.items():
            for n, (node, one) in enumerate(zip(trace.nodes, found[example], strict=True)):
                for fault in self._node(node, one):
                    yield f"{example}.n{n} ({node.operation}): {fault}"
        for ((example, n, shown), expected), answer in zip(self.follows, found["?"], strict=True):
            if self.traces[example].nodes[n] not in self.loose and answer != expected:
                yield f"{example}.n{n} follows from {shown}: {answer}"

    def _node(self, node: Node, found: Found) -> Iterator[str]:
        size = np.size(node.value)
        if len(found["values"]) != size or len(found.get("operated", found["values"])) != size:
            yield f"{len(found['values'])} entries, not {size}"
            return
        listed = [arranged(node, entries) for entries in found["parents"]]
        if listed != self.parents[node]:
            yield f"parents {listed}, not {self.parents[node]}"
        bounds = error_bounds(node, self.exact, self.errors)
        if node.operands:
            yield from _operation(node, found["operated"], bounds)
        for large, printed in zip(_beyond(node), found["printed"][0], strict=True):
            if large and not printed[2]:
                yield f"{printed[0]} is printed"
        if tuple(found["shape"]) != node.shape:
            yield f"shape {found['shape']}, not {node.shape}"
        if node not in self.loose:
            yield from self._entries(node, found)

    def _entries(self, node: Node, found: Found) -> Iterator[str]:
        bounds = error_bounds(node, self.exact, self.errors)
        fractions = exact_values(node, self.exact)
        for at, index in enumerate(np.ndindex(node.shape)):
            value = np.asarray(node.value)[index].item()
            expected = value, fractions[index], float(bounds[index])
            one = [found[key][at] for key in ("values", "errors", "exact")]
            faults = (
                _number(*expected, *one),
                _printed(*expected, [p[at] for p in found["printed"]]),
            )
            for fault in (*faults[0], *faults[1]):
                yield f"{list(index)} {fault}"

    @cached_property
    def parents(self) -> dict[Node, list[frozenset[Any]]]:
        places = origins(self.traces)
        return {node: parents(node, places) for node in places}

    @cached_property
    def follows(self) -> list[tuple[tuple[str, int, list[int]], bool]]:
        return follows(self.traces)

    @cached_property
    def loose(self) -> set[Node]:
        """What hangs on the last bits, without being uncertain."""
        found: set[Node] = set()
        for trace in self.traces.values():
            for node in trace.nodes:
                exact_values(node, self.exact)
                error_bounds(node, self.exact, self.errors)
                before = node.operands if node.origin is None else (node.origin,)
                if any(operand in found for operand in before) or self._is_loose(node):
                    found.add(node)
        return found

    def _is_loose(self, node: Node) -> bool:
        with np.errstate(all="ignore"):
            if node.operation == "maximum":
                return self._is_loose_maximum(*node.operands)
            if node.operation == "max":
                return self._is_loose_max(node)
        return bool(np.any(_beyond(node)))

    def _is_loose_maximum(self, left: Node, right: Node) -> bool:
        gaps = np.abs(np.subtract(left.value, right.value, dtype=float))
        near = gaps <= self.errors[left] + self.errors[right]
        known = np.frompyfunc(lambda x: isinstance(x, Fraction), 1, 1)
        unlike = np.asarray(known(self.exact[left]) != known(self.exact[right]), dtype=bool)
        return bool(np.any(near & (np.not_equal(left.value, right.value) | unlike)))

    def _is_loose_max(self, node: Node) -> bool:
        (operand,) = node.operands
        axis, rank = node.options.get("axis"), len(operand.shape)
        if not rank:
            return False
        axes = list(range(rank)) if axis is None else [a % rank for a in np.atleast_1d(axis)]
        rows = (
            np.moveaxis(np.asarray(part), axes, range(-len(axes), 0)).reshape(
                np.size(node.value), -1
            )
            for part in (operand.value, self.errors[operand], self.exact[operand])
        )
        return not all(_clear_winner(*row) for row in zip(*rows, strict=True))


def numbers(value: Any) -> list[Any]:
    """Write numbers for JSON, which has no NaN."""
    listed = np.asarray(value).astype(float).reshape(-1).tolist()
    return [x if math.isfinite(x) else str(x).replace("inf", "Infinity") for x in listed]


def _operation(node: Node, found: list[str], bounds: Any) -> Iterator[str]:
    """Compare one operation on the same operands."""
    values = np.asarray(node.value)
    sizes = np.broadcast_to(np.abs(_sizes(node)), node.shape)
    for x, y, size, bound in zip(
        values.flat, map(float, found), sizes.flat, np.asarray(bounds).flat, strict=True
    ):
        if values.dtype.kind in "iu" and (abs(int(x)) > HELD or np.isinf(bound)):
            continue  # it overflowed, or the browser cannot hold it
        alike = y == x or (np.isnan(x) and np.isnan(y))
        if not alike and not abs(x - y) <= ULPS * np.spacing(size):
            yield f"{y} of the same operands, not {x}"


def _sizes(node: Node) -> Any:
    """What a unit in the last place is measured by."""
    operands = [np.abs(np.asarray(operand.value, float)) for operand in node.operands]
    with np.errstate(all="ignore"):
        if node.operation == "matmul":
            return operands[0] @ operands[1]
        if node.operation in ("sum", "mean"):
            return getattr(np, node.operation)(operands[0], **node.options)
    return np.asarray(node.value, float)


def _beyond(node: Node) -> list[bool]:
    """Say which whole numbers no float holds."""
    value = np.asarray(node.value)
    whole = value.dtype.kind in "iu"
    return [whole and abs(number) > HELD for number in value.reshape(-1).tolist()]


def _number(
    value: Any, exact: Any, error: float, values: str, errors: str, fraction: str | None
) -> Iterator[str]:
    if math.isinf(error) or math.isinf(float(errors)):
        if float(errors) != error:
            yield f"error {errors}, not {error}"
        return
    if not error / 2 <= float(errors) <= 2 * error + 5e-324:
        yield f"error {errors}, not {error}"
    other = float(values)
    if not (
        other == value
        or abs(other - value) <= 2 * error
        or (math.isnan(other) and math.isnan(value))
    ):
        yield f"value {values}, not {value}"
    known = exact if isinstance(exact, Fraction) else None
    if (fraction and Fraction(fraction)) != known:
        yield f"exact {fraction}, not {known}"


def _printed(value: Any, exact: Any, error: float, printed: list[Any]) -> Iterator[str]:
    for spec, (text, is_exact, problem, why) in zip(SPECS, printed, strict=True):
        shown = None if problem else (text, is_exact)
        if shown not in outcomes(value, exact, error, spec):
            yield f"| {spec}: {shown or problem}, not {outcome(value, exact, spec, error)}"
        if bool(problem) != bool(why) or bool(problem) == bool(text):
            yield f"| {spec}: problem {problem!r}, why {why!r}, text {text!r}"


@lru_cache(maxsize=2**16, typed=True)
def outcome(value: Any, exact: Any, spec: str, error: float) -> tuple[str, bool] | None:
    """Give what Python prints, as the page shows it; None where it refuses."""
    try:
        text, is_exact = print_number(value, exact, spec, error)
    except ValueError:
        return None
    return Printed("", value, text, is_exact).plain, is_exact


def outcomes(value: Any, exact: Any, error: float, spec: str) -> Iterable[Any]:
    """Give what may be printed: more than one thing only where the last bits decide."""
    yield outcome(value, exact, spec, error)
    if isinstance(value, float) and math.isfinite(error) and not isinstance(exact, Fraction):
        yield from (outcome(value, exact, spec, error * factor) for factor in (0.5, 2))
        yield from (outcome(value + off, exact, spec, error) for off in (-error, error))
        if abs(value - round(value)) <= error:  # whole, to within its error
            yield outcome(float(round(value)), exact, spec, error)


def follows(traces: Mapping[str, Trace]) -> list[tuple[tuple[str, int, list[int]], bool]]:
    """Ask of each node in each derivation whether it follows, and say what Python answers."""
    asked = []
    for example, trace in traces.items():
        numbers = Numbers(trace)
        place = {node: n for n, node in enumerate(trace.nodes)}
        for node in dict.fromkeys(trace.names.values()):
            try:
                derivation = Derivation(numbers, node)
                answers = [(part, derivation.follows(part)) for part in derivation.expanded.lengths]
            except ValueError:  # it is given, too long, or has a number that cannot be printed
                continue
            for part, answer in answers:
                shown = [place[operand] for operand in derivation.expanded.operands(part)]
                asked.append(((example, place[part], shown), answer))
    return asked
