"""What is recorded: a node for each value, and the trace of a whole run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import CodeType, MappingProxyType
from typing import Any

from rnn_examples.trace.positions import Source, source_of

NO_OPTIONS: Mapping[str, Any] = MappingProxyType({})


@dataclass(slots=True, eq=False, repr=False)
class Node:
    """One recorded value. Nothing changes it once it is recorded.

    - operation: "input", "constant", "index", or a name from `UFUNCS` and `FUNCTIONS`.
    - options: what else the operation needs; for "index" the `key`, a tuple of one entry an axis:
      (part,) for a part that was given, None for a recorded one, which is the next operand.
    - origin: for an input that was handed over from another trace, the node it came from.
    """

    operation: str
    operands: tuple["Node", ...]
    value: Any
    options: Mapping[str, Any]
    place: tuple[CodeType, int] | None = None
    origin: "Node | None" = None

    def __repr__(self) -> str:
        return f"Node({self.operation}, {self.value!r})"

    @property
    def source(self) -> Source | None:
        """Where the expression stands that computed it; None for an input."""
        return self.place and source_of(*self.place)

    @property
    def shape(self) -> tuple[int, ...]:
        return getattr(self.value, "shape", ())

    @property
    def is_scalar(self) -> bool:
        return self.shape == ()


@dataclass(frozen=True)
class Trace:
    """What one run of a function computed.

    - nodes: in the order in which they were computed; operands come before their results.
    - names: each named value, in the order inputs, results.
    - inputs: the names of the arguments.
    - steps: for a function that returns a list of records, per time step the record's fields and
      the names of their values: `({"h_t": "h_1"}, {"h_t": "h_2"})`.
    - sequences: the arguments whose first axis is time.
    """

    function: str
    nodes: tuple[Node, ...]
    names: Mapping[str, Node]
    inputs: tuple[str, ...]
    steps: tuple[Mapping[str, str], ...]
    sequences: tuple[str, ...]
    result: Any = field(repr=False)

    def __getitem__(self, name: str) -> Node:
        if name not in self.names:
            raise KeyError(f"no value named {name!r}; there are {', '.join(self.names)}")
        return self.names[name]

    def name_of(self, node: Node) -> str | None:
        """The name under which the node is known; None for an intermediate value."""
        return self._by_node.get(node)

    @cached_property
    def _by_node(self) -> dict[Node, str]:
        return {node: name for name, node in reversed(list(self.names.items()))}

    def time_of(self, name: str) -> int | None:
        """The time step that a name counts, or None: 2 for `h_2`, None for `W`."""
        return self._times.get(name)

    @cached_property
    def _times(self) -> dict[str, int]:
        times = {name: t for t, step in enumerate(self.steps, 1) for name in step.values()}
        for sequence in self.sequences:
            for name in self.names:
                base, _, index = name.rpartition("_")
                if base == sequence and index.isdigit():
                    times[name] = int(index)
        return times
