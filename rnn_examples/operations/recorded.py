"""What the rules of an operation read of it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Recorded(Protocol):
    """An operation that was recorded: its result, and what it was made from."""

    @property
    def operation(self) -> str: ...

    @property
    def value(self) -> Any: ...

    @property
    def shape(self) -> tuple[int, ...]: ...

    @property
    def operands(self) -> Sequence["Recorded"]: ...

    @property
    def options(self) -> Mapping[str, Any]: ...
