"""What a derivation is about: the part of the trace that one formula shows.

The expression is the trace's own. It ends at named values; where a value is only a function of a
named one (h_t = tanh(a_t)), that one's own expression is put in its place.
"""

from rnn_examples.operations.table import ROWS
from rnn_examples.render.numbers import Numbers
from rnn_examples.trace import Node, Trace

LONGEST = 200
"""More operations than this are not read in one formula."""

FUNCTIONS = {row.name for row in ROWS if row.call and row.elementwise == 1}
"""Functions of one value, each with a symbol of its own."""


def is_passing(trace: Trace, node: Node) -> bool:
    """Whether a node is a function of one named value and nothing else, as tanh(a_t) is."""
    return (
        node.operation in FUNCTIONS
        and bool(node.operands[0].operands)
        and node.operands[0].operation != "index"
        and trace.name_of(node.operands[0]) is not None
    )


class Expanded:
    """A value and what it is made of, down to the leaves: named values, inputs, constants.

    lengths: of each node that is expanded, how many operations it takes; operands come first.
    leaves: the nodes at which the formula ends.
    """

    def __init__(self, numbers: Numbers, target: Node) -> None:
        self.numbers = numbers
        self.trace = numbers.trace
        self.target = target
        if not target.operands:
            name = numbers.name(target)
            raise ValueError(f"{name} is given, not computed: it has no derivation")
        self.opened = {target}
        if is_passing(self.trace, target):
            self.opened.add(target.operands[0])
        self.lengths: dict[Node, int] = {}  # of what is expanded; operands before results
        if self._expand(target) > LONGEST:
            raise ValueError(
                f"{numbers.name(target)} takes {self.lengths[target]} operations, too many for one "
                "derivation: name a value on the way in the function's result"
            )
        self.leaves = {
            operand
            for node in self.lengths
            for operand in self.operands(node)
            if operand not in self.lengths
        }

    def _is_leaf(self, node: Node) -> bool:
        if node in self.opened:
            return False
        named = self.trace.name_of(node) is not None
        return named or not node.operands or self.is_item(node)

    def is_item(self, node: Node) -> bool:
        """An entry at a fixed place of a named value: x[0]."""
        return (
            node.operation == "index"
            and len(node.operands) == 1
            and self.trace.name_of(node.operands[0]) is not None
        )

    def _expand(self, node: Node) -> int:
        """Take in a node and what it is made of, down to the leaves. Gives the formula's length."""
        if self._is_leaf(node):
            return 0
        if node not in self.lengths:
            length = 1 + sum(self._expand(operand) for operand in self.operands(node))
            self.lengths[node] = length
        return self.lengths[node]

    def operands(self, node: Node) -> tuple[Node, ...]:
        """The operands as they are written: a chain of sums is one sum."""
        if node.operation in ("add", "subtract"):
            return tuple(term for _, term in self.terms(node))
        if node.operation == "matmul":
            left, right = node.operands
            return left, self.transposed_factor(node) or right
        return node.operands

    def terms(self, node: Node) -> list[tuple[str, Node]]:
        left, right = node.operands
        chained = left.operation in ("add", "subtract") and not self._is_leaf(left)
        first = self.terms(left) if chained else [("+", left)]
        return [*first, ("+" if node.operation == "add" else "−", right)]

    def transposed_factor(self, node: Node) -> Node | None:
        """The matrix W of a product x @ W.T of a vector, which is W x."""
        left, right = node.operands
        simple = right.operation == "transpose" and len(right.shape) == 2 and not right.options
        if len(left.shape) == 1 and simple and not self._is_leaf(right):
            return right.operands[0]
        return None
