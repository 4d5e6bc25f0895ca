"""Where values meet entry by entry inside a cell: products ⊙ and sums + of drawn vectors."""

from collections.abc import Collection, Iterator

from rnn_examples.render.expanded import FUNCTIONS
from rnn_examples.trace import Node

SIGNS = {"multiply": "⊙", "add": "+"}


def merges(targets: Collection[Node], drawn: Collection[Node]) -> list[Node]:
    """The products and sums that the targets are made of, on the way from what is drawn.

    A sum is one of products or of drawn values. There are none where no values are multiplied.
    """
    found: dict[Node, bool] = {}
    for target in targets:
        for node in _between(target, drawn):
            _is_merge(node, drawn, found)
    made = [node for node, is_merge in found.items() if is_merge]
    return made if any(node.operation == "multiply" for node in made) else []


def on_the_way(operand: Node, source: Node) -> str:
    """The functions of one value that lead from a source to an operand: tanh, 1 −."""
    written: list[str] = []
    while operand is not source:
        inner = _inside(operand)
        if inner is None:
            return ""
        written.append("1 −" if operand.operation == "subtract" else operand.operation)
        operand = inner
    return " ".join(written)


def _between(target: Node, drawn: Collection[Node]) -> Iterator[Node]:
    """A value and what it is made of, down to what is drawn."""
    waiting, seen = [target], {target}
    for node in waiting:
        yield node
        new = [each for each in node.operands if each not in drawn and each not in seen]
        waiting += dict.fromkeys(new)
        seen |= {*new}


def _is_merge(node: Node, drawn: Collection[Node], found: dict[Node, bool]) -> bool:
    if node not in found:
        fits = node.operation in SIGNS and len(node.shape) < 2
        fits = fits and all(operand.shape == node.shape for operand in node.operands)
        known = [_is_known(operand, drawn, found) for operand in node.operands] if fits else []
        if node.operation == "multiply" and any(known):  # r ⊙ (W h + b) too
            pairs = zip(known, node.operands, strict=True)
            known = [yes or operand.operation in ("matmul", "add") for yes, operand in pairs]
        found[node] = fits and all(known)
    return found[node]


def _is_known(operand: Node, drawn: Collection[Node], found: dict[Node, bool]) -> bool:
    """Whether an operand is drawn, or a merge, or a function of one."""
    inner: Node | None = operand
    while inner is not None and inner not in drawn:
        if _is_merge(inner, drawn, found):
            return True
        inner = _inside(inner)
    return inner is not None


def _inside(node: Node) -> Node | None:
    """What a function of one value is of; 1 − z counts as one."""
    if node.operation in FUNCTIONS:
        return node.operands[0]
    is_rest = node.operation == "subtract" and node.operands[0].operation == "constant"
    return node.operands[1] if is_rest else None
