"""Run the graphs that a page brings along, by what the page says alone: no example is run.

`graphs` are those of a page, by example: each a list of nodes in the order in which they are
computed, as `render/graph.py` writes them for the browser.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from rnn_examples.operations.table import LISTS, OPERATIONS, NamedFunction

KINDS = {"f": np.float64, "i": np.int64, "b": np.bool_}


class GraphError(ValueError):
    """A graph that cannot be run, and why."""


def run(graphs: Mapping[str, Any]) -> dict[str, list[np.ndarray]]:
    """Every node's value, by example. Raises GraphError."""
    done: dict[str, list[np.ndarray]] = {}
    for name in graphs:
        _run(name, graphs, done, ())
    return done


def _run(
    name: str, graphs: Mapping[str, Any], done: dict[str, list[np.ndarray]], above: tuple[str, ...]
) -> list[np.ndarray]:
    if name in done:
        return done[name]
    if name in above or name not in graphs:
        raise GraphError(f"the graph {name!r} is not there, or needs itself")
    values: list[np.ndarray] = []
    for n, node in enumerate(graphs[name]["nodes"]):
        try:
            if "from" in node:
                source, place = node["from"]
                values.append(_run(source, graphs, done, (*above, name))[place])
            else:
                values.append(_value(node, values))
        except GraphError:
            raise
        except Exception as error:  # a bad graph may fail in any way
            raise GraphError(f"node {n} of the graph {name!r} cannot be run: {error!r}") from error
    return done.setdefault(name, values)


def _value(node: Mapping[str, Any], values: list[np.ndarray]) -> np.ndarray:
    if "value" in node:
        return np.array(node["value"], dtype=KINDS[node["kind"]]).reshape(node["shape"])
    operands = [values[place] for place in node["in"]]
    options = {key: node[key] for key in ("axis", "keepdims") if key in node}
    operation = node["op"]
    if operation == "index":
        return np.asarray(_index(operands, node["key"]))
    if operation == "transpose":
        return np.transpose(operands[0], node.get("axes"))
    if operation == "reshape":
        return np.reshape(operands[0], node["newshape"])
    if operation not in OPERATIONS:
        raise KeyError(operation)
    known = OPERATIONS[operation].function
    named = isinstance(known, NamedFunction)
    function = known if named else getattr(np, operation)  # by its name, whatever the table has
    if OPERATIONS[operation].arrays == LISTS:
        return np.asarray(function(operands, **options))
    return np.asarray(function(*operands, **options))


def _index(operands: list[np.ndarray], key: list[Any]) -> Any:
    table, *rest = operands
    given = iter(rest)
    return table[tuple(_part(part, given) for part in key)]


def _part(part: Any, given: Any) -> Any:
    if part is None:
        return next(given)
    if isinstance(part, dict):
        return _slice(*part["slice"]) if "slice" in part else np.array(part["list"])
    return {"new": None, "...": Ellipsis}[part] if isinstance(part, str) else part


def _slice(start: int, stop: int, step: int) -> slice:
    """Select what `range` counts; there, a stop of −1 is before the first place, not the last."""
    return slice(start, None if stop < 0 else stop, step) if start >= 0 else slice(0, 0)


def number(
    graphs: Mapping[str, Any], values: Mapping[str, list[np.ndarray]], path: str
) -> float | None:
    """The number that a path names; None if no graph has it."""
    example, _, rest = path.partition(".")
    name, _, index = rest.rstrip("]").partition("[")
    if example not in values:
        return None
    place = graphs[example]["names"].get(name)
    if place is None:
        place = int(name[1:]) if name[:1] == "n" and name[1:].isdigit() else None
    if place is None or place >= len(values[example]):
        return None
    try:
        found: float = values[example][place][tuple(int(n) for n in index.split(",") if n)].item()
    except (IndexError, ValueError):
        return None
    return found
