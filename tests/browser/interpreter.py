"""The page's interpreter in a real browser, and what Python says of the same graphs.

What is compared, and how:
    operations   each one by itself, on the operands that NumPy had: the same to 8 units in the last
                 place; a sum or a product of matrices to 8 units of the sum of its terms' sizes.
    values       of a whole graph: as near as the certificates of Python allow, twice.
    errors       the certificates: infinite in the same places, else within a factor of two.
    exact        the same fractions, in the same places.
    printed      the same text, refused in the same places, for every format.

Left out is what hangs on the last bits by its nature, which two processors do not agree on either:
what follows from the place of a maximum that rounding decides, a number whose distance to the next
tie is its error to within a factor of two. Whole numbers beyond 2 ** 53 the browser must refuse.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np
from playwright.sync_api import Browser, Page, Route

from rnn_examples.render.derivation import _Derivation
from rnn_examples.render.errors import _clear_winner, error_bounds
from rnn_examples.render.exact import apply, exact_values
from rnn_examples.render.graph import Origins, graph, origins
from rnn_examples.render.numbers import Numbers, Printed, print_number
from rnn_examples.trace import Node, Trace
from tests.conftest import ROOT

MODULES = ROOT / "docs" / "javascripts" / "graph"
ORIGIN = "http://127.0.0.1"
SPECS = ("", ".3f", ".2e", ".12f", "d")
ULPS = 8
HELD = 2**53

EVALUATE = """async ([folder, jobs]) => {
  const [{ compute }, { operate }, { places }] = await Promise.all(
    ["run", "operations", "places"].map((name) => import(`/${folder}/${name}.js`)),
  );
  const strings = (list) => Array.from(list, String);
  const one = ({ graphs, inputs, specs, data, follows }) => {
    const run = compute(graphs, inputs);
    const number = ({ text, exact, problem, why }) => [text, exact, problem, why];
    const answers = follows.map(([example, node, shown]) => run.follows(example, node, shown));
    const found = Object.fromEntries(Object.entries(graphs).map(([example, { nodes }]) => [example, nodes.map((node, n) => {
      const values = run.value(example, n).data, places_ = [...values.keys()];
      const operands = node.in?.map((k) => ({ shape: nodes[k].shape, data: Float64Array.from(data[example][k]) }));
      return {
        shape: run.value(example, n).shape,
        values: strings(values),
        errors: strings(run.errors(example, n)),
        exact: run.exact(example, n).map((x) => x && x.join("/")),
        printed: specs.map((spec) => places_.map((at) => number(run.printed(example, n, at, spec)))),
        parents: places_.map((at) => run.parents(example, n, at)),
        operated: operands && strings(operate({ node, operands, places: places(node, operands) })),
      };
    })]));
    return { ...found, "?": answers };
  };
  return JSON.stringify(jobs.map((job) => {
    try { return one(job); } catch (error) { return String(error.stack); }
  }));
}"""


class Fault(NamedTuple):
    """One wrong place in one module."""

    name: str
    file: str
    old: str
    new: str

    def plant(self, text: str) -> str:
        assert text.count(self.old) == 1, f"{self.name}: {self.old!r} is not in {self.file} once"
        return text.replace(self.old, self.new)


class Interpreter:
    """A page that has nothing but the modules, as they are or with one fault."""

    def __init__(self, browser: Browser, faults: tuple[Fault, ...] = ()) -> None:
        self.faulty = [
            {fault.file: fault.plant((MODULES / fault.file).read_text("utf-8"))} for fault in faults
        ]
        self.context = browser.new_context(service_workers="block")
        self.page: Page = self.context.new_page()
        self.page.route(f"{ORIGIN}/**", self._serve)
        self.page.goto(f"{ORIGIN}/")

    def _serve(self, route: Route) -> None:
        _, _, rest = urlsplit(route.request.url).path.partition("/")
        folder, _, name = rest.partition("/")
        if not name:
            route.fulfill(body="<!doctype html><title>modules</title>", content_type="text/html")
            return
        text = (MODULES / name).read_text("utf-8")
        if folder.isdigit():
            text = self.faulty[int(folder)].get(name, text)
        route.fulfill(body=text, content_type="text/javascript; charset=utf-8")

    def evaluate(self, jobs: list[dict[str, Any]], folder: str = "graph") -> list[Any]:
        return json.loads(self.page.evaluate(EVALUATE, [folder, jobs]))


def job(
    graphs: Mapping[str, Trace],
    inputs: Mapping[str, Any] | None = None,
    now: Mapping[str, Trace] | None = None,
) -> dict[str, Any]:
    """Ask for every number: `now` are the traces that the inputs should lead to."""
    places = origins(graphs)
    return {
        "graphs": {name: graph(trace, places) for name, trace in graphs.items()},
        "inputs": {path: numbers(value) for path, value in (inputs or {}).items()},
        "specs": SPECS,
        "data": {
            name: [numbers(node.value) for node in trace.nodes]
            for name, trace in (now or graphs).items()
        },
        "follows": [question for question, _ in follows(now or graphs)],
    }


def numbers(value: Any) -> list[Any]:
    """Write numbers for JSON, which has no NaN."""
    listed = np.asarray(value).astype(float).reshape(-1).tolist()
    return [x if math.isfinite(x) else str(x).replace("inf", "Infinity") for x in listed]


def differences(traces: Mapping[str, Trace], found: Any, most: int = 10) -> list[str]:
    """Say where the browser differs from Python, at the first places only."""
    if isinstance(found, str):
        return [found]
    return list(islice(_differences(traces, found), most))


def _differences(traces: Mapping[str, Trace], found: Any) -> Iterator[str]:
    exact: dict[Node, Any] = {}
    errors: dict[Node, Any] = {}
    loose: set[Node] = set()
    places = origins(traces)
    for example, trace in traces.items():
        for n, (node, one) in enumerate(zip(trace.nodes, found[example], strict=True)):
            fractions = exact_values(node, exact)
            bounds = error_bounds(node, exact, errors)
            where = f"{example}.n{n} ({node.operation})"
            if {len(one["values"]), len(one.get("operated", one["values"]))} != {
                np.size(node.value)
            }:
                yield f"{where}: {len(one['values'])} entries, not {np.size(node.value)}"
                continue
            wanted = parents(node, places)
            for at, listed in enumerate(one["parents"]):
                if _arranged(node, listed) != wanted[at]:
                    yield f"{where}: the parents of {at} are {listed}"
            if node.operands:
                yield from _operation(node, one["operated"], bounds, where)
            if _is_loose(node, exact, errors, loose):
                loose.add(node)
            if _is_beyond(node):
                loose.add(node)
                beyond = np.abs(np.asarray(node.value).astype(float)).reshape(-1) > HELD
                told = [number[2] for number in one["printed"][0]]
                if any(large and not problem for large, problem in zip(beyond, told, strict=True)):
                    yield f"{where}: {node.value} is printed"
            if node in loose:
                continue
            if tuple(one["shape"]) != node.shape:
                yield f"{where}: shape {one['shape']}, not {node.shape}"
            for at, index in enumerate(np.ndindex(node.shape)):
                entry = f"{where}{list(index)}"
                yield from _entry(
                    np.asarray(node.value)[index].item(), fractions[index], float(bounds[index]),
                    {key: one[key][at] for key in ("values", "errors", "exact")},
                    [printed[at] for printed in one["printed"]], entry,
                )  # fmt: skip
    for (question, expected), answer in zip(follows(traces), found["?"], strict=True):
        example, n, _ = question
        if traces[example].nodes[n] not in loose and answer != expected:
            yield f"{example}.n{n} follows from what is printed: {answer}"


def _operation(node: Node, found: list[str], bounds: Any, where: str) -> Iterator[str]:
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
            yield f"{where}: {y} of the same operands, not {x}"


def _sizes(node: Node) -> Any:
    """What a unit in the last place is measured by."""
    operands = [np.abs(np.asarray(operand.value, float)) for operand in node.operands]
    with np.errstate(all="ignore"):
        if node.operation == "matmul":
            return operands[0] @ operands[1]
        if node.operation in ("sum", "mean"):
            return getattr(np, node.operation)(operands[0], **node.options)
    return np.asarray(node.value, float)


def _is_beyond(node: Node) -> bool:
    value = np.asarray(node.value)
    return value.dtype.kind in "iu" and bool(np.any(np.abs(value.astype(float)) > HELD))


def _is_loose(node: Node, exact: Any, errors: Any, loose: set[Node]) -> bool:
    """Tell whether rounding decides which entry is meant, without making the number uncertain."""
    before = node.operands if node.origin is None else (node.origin,)
    if any(operand in loose for operand in before):
        return True
    if node.operation == "maximum":
        left, right = node.operands
        with np.errstate(all="ignore"):
            gaps = np.abs(np.subtract(left.value, right.value, dtype=float))
            near = gaps <= errors[left] + errors[right]
        return bool(
            np.any(near & (np.not_equal(left.value, right.value) | _unlike(left, right, exact)))
        )
    if node.operation == "max":
        (operand,) = node.operands
        axis = node.options.get("axis")
        rank = np.ndim(operand.value)
        axes = range(rank) if axis is None else [a % rank for a in np.atleast_1d(axis)]
        parts = (
            [
                np.moveaxis(np.asarray(part), list(axes), range(-len(axes), 0)).reshape(
                    np.size(node.value), -1
                )
                for part in (operand.value, errors[operand], exact[operand])
            ]
            if rank
            else []
        )
        with np.errstate(all="ignore"):
            return not all(_clear_winner(*row) for row in zip(*parts, strict=True))
    return False


def _unlike(left: Node, right: Node, exact: Any) -> Any:
    known = np.frompyfunc(lambda x: isinstance(x, Fraction), 1, 1)
    return np.not_equal(known(exact[left]), known(exact[right])).astype(bool)


def _entry(  # noqa: PLR0917
    value: Any, exact: Any, error: float, found: dict[str, Any], printed: list[Any], where: str
) -> Iterator[str]:
    known = exact if isinstance(exact, Fraction) else None
    if math.isinf(error) != math.isinf(float(found["errors"])):
        yield f"{where}: error {found['errors']}, not {error}"
    elif math.isfinite(error):
        if not error / 2 <= float(found["errors"]) <= 2 * error + 5e-324:
            yield f"{where}: error {found['errors']}, not {error}"
        other = float(found["values"])
        if not (abs(other - value) <= 2 * error or (math.isnan(other) and math.isnan(value))):
            yield f"{where}: value {found['values']}, not {value}"
        if (found["exact"] and Fraction(found["exact"])) != known:
            yield f"{where}: exact {found['exact']}, not {known}"
    for spec, (text, is_exact, problem, why) in zip(SPECS, printed, strict=True):
        shown = None if problem else (text, is_exact)
        if shown not in outcomes(value, exact, error, spec):
            yield f"{where} | {spec}: {shown or problem}, not {outcome(value, exact, spec, error)}"
        if bool(problem) != bool(why) or bool(problem) == bool(text):
            yield f"{where} | {spec}: problem {problem!r}, why {why!r}, text {text!r}"


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


# What follows from what.


def follows(traces: Mapping[str, Trace]) -> list[tuple[tuple[str, int, list[int]], bool]]:
    """Ask of each node in each derivation whether it follows, and say what Python answers."""
    asked = []
    for example, trace in traces.items():
        numbers = Numbers(trace)
        place = {node: n for n, node in enumerate(trace.nodes)}
        for node in dict.fromkeys(trace.names.values()):
            try:
                derivation = _Derivation(numbers, node)
                answers = [(part, derivation._follows(part)) for part in derivation.lengths]
            except ValueError:  # it is given, too long, or has a number that cannot be printed
                continue
            for part, answer in answers:
                shown = [place[operand] for operand in derivation.operands(part)]
                asked.append(((example, place[part], shown), answer))
    return asked


# The entries that an entry is made from, by NumPy on arrays of names instead of numbers.


class Names(frozenset[Any]):
    """Entries: a sum has those of its terms, and a product of two is their pair."""

    def __add__(self, other: Any) -> "Names":
        return Names(self | other) if other else self

    __radd__ = __add__

    def __mul__(self, other: "Names") -> "Names":
        return Names({(*self, *other)})


def _named(operand: Node, place: tuple[str, int]) -> np.ndarray:
    named = np.empty(np.size(operand.value), dtype=object)
    for at in range(named.size):
        named[at] = Names({(*place, at)})
    return named.reshape(operand.shape)


def parents(node: Node, places: Origins) -> list[frozenset[Any]]:
    """Name the entries that each entry is made from: of a product of matrices, in pairs."""
    if not node.operands:
        given = np.full(node.shape, Names(), dtype=object)
        return [*(given if node.origin is None else _named(node.origin, places[node.origin])).flat]
    named = [_named(operand, places[operand]) for operand in node.operands]
    if node.operation == "where":
        found = named[0] + np.where(node.operands[0].value, *named[1:])
    elif node.operation in ("index", "take"):
        found = apply(node, named)
        for k in range(1, len(named)):
            found = found + named[k].reshape(-1)[_deciding(node, k)]
    elif node.operation in ("max", "mean", "argmax"):
        found = np.sum(named[0], **node.options)
    elif node.operation in ("sum", *MOVING):
        found = apply(node, named)
    elif node.operation == "matmul":
        found = named[0] @ named[1]
    else:
        found = named[0]
        for other in named[1:]:
            found = found + other
    return [names or Names() for names in np.asarray(found, dtype=object).reshape(-1)]


MOVING = ("transpose", "reshape", "stack", "concatenate")


def _deciding(node: Node, k: int) -> Any:
    """Say which entry of the k-th operand decided each entry: where each is an index of its own."""
    table, *indices = [np.asarray(operand.value) for operand in node.operands]
    count = indices[k - 1].size
    own = np.arange(count).reshape(indices[k - 1].shape)
    if node.operation == "take":
        axis = node.options.get("axis")
        if axis is None:
            return own
        shape = [count if i == axis % table.ndim else n for i, n in enumerate(table.shape)]
        return np.take(_along(shape, axis), own, axis=axis)
    key, at, axis = [], 0, 0
    for place, part in enumerate(node.options["key"]):
        at += part is None
        if part is None and at == k:
            axis = place
            key.append(own)
        else:
            key.append(np.zeros_like(indices[at - 1]) if part is None else part[0])
    shape = [count if i == axis else n for i, n in enumerate(table.shape)]
    return _along(shape, axis)[tuple(key)]


def _along(shape: list[int], axis: int) -> np.ndarray:
    """Count along an axis."""
    return np.moveaxis(
        np.broadcast_to(np.arange(shape[axis]), [*np.delete(shape, axis), shape[axis]]), -1, axis
    )


def _arranged(node: Node, listed: list[list[Any]]) -> frozenset[Any]:
    entries = [tuple(entry) for entry in listed]
    if node.operation != "matmul":
        return frozenset(entries)
    return frozenset(zip(entries[::2], entries[1::2], strict=True))
