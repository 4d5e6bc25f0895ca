"""The recorder of one run: it computes each value and adds its node."""

from collections.abc import Callable, Iterable, Mapping
from types import CodeType
from typing import Any

import numpy as np

from rnn_examples.trace.copies import NUMBERS, safe, same_bits, shape_text
from rnn_examples.trace.keeping import kept_value
from rnn_examples.trace.node import NO_OPTIONS, Node
from rnn_examples.trace.own_arrays import OwnArray
from rnn_examples.trace.positions import caller, source_of

SUMS = ("add", "matmul")
"""What NumPy computes otherwise for booleans: whether any is true, not how many are."""


class Recorder:
    """The nodes of one run, in order."""

    def __init__(self, array: type[Any], *, hides_text: bool = False) -> None:
        self.traced = array
        self.hides_text = hides_text
        self.changed: tuple[CodeType, int] | None = None  # where an array was first changed
        self.shown: tuple[CodeType, int] | None = None  # where a value was first made into text
        self.nodes: list[Node] = []
        self.items: dict[tuple[Node, int], Node] = {}
        self.arrays: dict[int, tuple[np.ndarray, Node]] = {}  # the function's own, by identity

    def add(
        self,
        operation: str,
        operands: tuple[Node, ...],
        value: Any,
        options: Mapping[str, Any] = NO_OPTIONS,
        place: tuple[CodeType, int] | None = None,
        origin: Node | None = None,
    ) -> Any:
        if type(value) is np.ndarray:
            value.setflags(write=False)
        node = Node(operation, operands, value, options, place, origin)
        self.nodes.append(node)
        return self.traced(node, self)

    def node(self, operand: Any, place: tuple[CodeType, int] | None = None) -> Node:
        """The operand's node; a plain number or array becomes a constant."""
        if type(operand) is self.traced:
            if operand.recorder is not self:
                raise kept_value(operand)
            known: Node = operand.node
            return known
        if isinstance(operand, np.ndarray):
            return self._constant_array(operand, place)
        if type(operand) is OwnArray:
            return self.node(operand.content, place)
        node: Node = self.add("constant", (), safe(operand), place=place).node
        return node

    def array(self, operand: Any) -> Any:
        """An operand as a recorded array."""
        return self.traced(self.node(operand, caller()), self)

    def finish(self) -> None:
        """The run is over: whoever computes with a value of it has kept it."""

        def refuse(_: str, __: Any, operands: Iterable[Any], *___: Any) -> Any:
            raise kept_value(next(x for x in operands if getattr(x, "recorder", None) is self))

        self.compute = refuse  # type: ignore[assignment, method-assign]

    def text(self, value: Any, write: Callable[[Any], str]) -> str:
        """A value as text; of another value where texts are hidden, to see if one comes back."""
        self.shown = self.shown or caller()
        return (
            write(np.logical_not(value) if value.dtype == bool else -value - 1)
            if self.hides_text
            else write(value)
        )

    def _constant_array(self, array: np.ndarray, place: tuple[CodeType, int] | None) -> Node:
        """The node of an array that the function made; a changed array is another value."""
        found = self.arrays.get(id(array))
        if found is not None and same_bits(array, found[1].value):
            return found[1]
        node: Node = self.add("constant", (), safe(array), place=place).node
        self.arrays[id(array)] = (array, node)  # kept, so that no other array takes its identity
        return node

    def compute(
        self,
        operation: str,
        function: Callable[..., Any],
        operands: Iterable[Any],
        options: Mapping[str, Any] = NO_OPTIONS,
        place: tuple[CodeType, int] | None = None,
    ) -> Any:
        """Apply the function to the operands' values and record it."""
        place = place or caller()
        nodes: list[Node] = []
        values: list[Any] = []
        for operand in operands:
            own = type(operand) is self.traced and operand.recorder is self
            node = operand.node if own else self.node(operand, place)
            nodes.append(node)
            values.append(node.value)
        try:
            value = function(*values)
        except (ValueError, IndexError, TypeError) as error:
            kind = next(k for k in (ValueError, IndexError, TypeError) if isinstance(error, k))
            shapes = " and ".join(shape_text(node.shape) for node in nodes)
            raise kind(
                f"{source_of(*place).text or operation}: {operation} of shapes {shapes} "
                f"does not work: {error}"
            ) from error
        if value.dtype.char not in NUMBERS:
            raise TypeError(
                f"{source_of(*place).text or operation} gives numbers of type {value.dtype}; "
                "floats of 64 bits are recorded: write x * 1.0 for booleans x"
            )
        if operation in SUMS and value.dtype == bool:
            raise TypeError(
                f"{source_of(*place).text or operation}: of conditions alone, NumPy's {operation} "
                "is no sum: one and one would be one; "
                "write (x > 0) | (y > 0), or 1.0 * (x > 0) to count"
            )
        return self.add(operation, tuple(nodes), value, options, place)
