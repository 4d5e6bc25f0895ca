"""What each value of an unrolled run was made from, with the weights on the way."""

from collections.abc import Collection, Iterator

from rnn_examples.render import symbols
from rnn_examples.render.steps import initial_values
from rnn_examples.trace import Node, Trace


def arrows(trace: Trace, node: Node, drawn: Collection[Node]) -> set[tuple[Node, str]]:
    """What a drawn value was made from: each drawn one with the weights on the way."""
    ways: dict[Node, list[str]] = {}
    for operand, way in _walk(trace, node, drawn, (), set()):
        ways.setdefault(operand, []).append(", ".join(way))
    return {(operand, " and ".join(filter(None, found))) for operand, found in ways.items()}


def _walk(
    trace: Trace,
    node: Node,
    drawn: Collection[Node],
    way: tuple[str, ...],
    seen: set[tuple[Node, tuple[str, ...]]],
) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Each drawn value that a node was made from, once for each way to it: E, then U."""
    labels = [_weight(trace, node, operand) for operand in node.operands]
    here = (*filter(None, labels), *(["argmax"] if node.operation == "argmax" else []), *way)
    for operand in node.operands:
        if (operand, here) in seen:
            continue
        seen.add((operand, here))
        if operand in drawn:
            yield operand, here
        else:
            yield from _walk(trace, operand, drawn, here, seen)


def _weight(trace: Trace, node: Node, operand: Node) -> str:
    """How a weight stands on the arrow that leads through a node; empty for any other operand.

    On the left of a product a turned matrix is Wᵀ; on the right, rows times Wᵀ, it is W.
    """
    if node.operation not in ("matmul", "index", "take"):
        return ""
    is_turned = operand.operation == "transpose" and len(operand.shape) == 2
    name = trace.name_of(operand.operands[0] if is_turned else operand)
    if name is None or not _is_weight(trace, name):
        return ""
    return symbols.plain(name) + "ᵀ" * (is_turned and operand is node.operands[0])


def _is_weight(trace: Trace, name: str) -> bool:
    """Whether every time step shares a value: it counts no step, and holds no item for each."""
    is_timed = trace.time_of(name) is not None or name in initial_values(trace)
    return not is_timed and name not in trace.sequences
