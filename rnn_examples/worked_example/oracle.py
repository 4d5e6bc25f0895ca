"""An oracle: the numbers of an example once more, derived another way (see `oracles`)."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rnn_examples.names import normal


@dataclass(frozen=True)
class Oracle:
    """A way to derive the numbers of an example.

    title: what a reader is told of it, such as "mpmath, 50 digits".
    """

    title: str
    function: Callable[..., Mapping[str, Any]]

    @property
    def parameters(self) -> frozenset[str] | None:
        """The inputs that it takes; None if it takes whatever there is."""
        parameters = inspect.signature(self.function).parameters.values()
        if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
            return None
        return frozenset(parameter.name for parameter in parameters)

    def derive(self, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        """The values by name, from the inputs that it takes. Raises TypeError for anything else."""
        taken = self.parameters
        kept = inputs if taken is None else {key: inputs[key] for key in inputs.keys() & taken}
        values = self.function(**kept)
        if not isinstance(values, Mapping) or not all(isinstance(name, str) for name in values):
            raise TypeError(f"it returns {values!r:.40}; return the values by their names")
        return {normal(name): value for name, value in values.items()}


def oracle(title: str) -> Callable[[Callable[..., Mapping[str, Any]]], Oracle]:
    """Make an oracle of a function."""
    return lambda function: Oracle(title, function)
