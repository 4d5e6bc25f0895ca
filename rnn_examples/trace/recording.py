"""Record a run: the function on traced arguments, and on plain ones for the same bits."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from rnn_examples.names import HELP, is_name
from rnn_examples.trace import own_arrays
from rnn_examples.trace.arguments import name_of, own_arguments, run, sequences_of
from rnn_examples.trace.array import TracedArray
from rnn_examples.trace.calls import whole_calls
from rnn_examples.trace.comparison import demand_no_text, demand_same_bits
from rnn_examples.trace.copies import SETTINGS, own_copy
from rnn_examples.trace.naming import name_items, name_results
from rnn_examples.trace.node import Node, Trace
from rnn_examples.trace.positions import is_called
from rnn_examples.trace.recorder import Recorder


def record(function: Callable[..., Any], **arguments: Any) -> Trace:
    """Run the function once on traced arguments, and once on plain ones for the same bits.

    An argument may be a `Node` of another trace: its value is handed over, and the new input
    remembers where it came from.
    Raises TypeError for what cannot be recorded; whatever the function raises passes through.
    """
    plain, origins = own_arguments(function, arguments)
    recorder, traced = Recorder(TracedArray), dict(plain)
    for name, value in plain.items():
        if type(value) not in SETTINGS:
            traced[name] = recorder.add("input", (), value, origin=origins.get(name))
    names = {name: x.node for name, x in traced.items() if type(x) is TracedArray}
    sequences = tuple(filter(sequences_of(function).__contains__, names))
    with own_arrays.own_arrays(is_called), whole_calls(function):
        result = run(function, traced)
    steps: list[dict[str, str]] = []
    computed = list(name_results(result, steps))
    if not computed:
        raise TypeError(f"{name_of(function)} returns no value; return arrays, records or lists")
    for name, value in (*name_items(recorder, names, sequences), *computed):
        _add_name(function, names, name, _node(function, recorder, name, value))
    recorder.finish()
    untraced = run(function, {name: own_copy(x) for name, x in plain.items()})
    expected = list(name_results(untraced, []))
    demand_same_bits(function, plain, recorder, computed, expected)
    if recorder.shown:
        demand_no_text(function, plain, recorder, computed)
    return Trace(
        function=name_of(function),
        nodes=tuple(recorder.nodes),
        names=MappingProxyType(names),
        inputs=tuple(name for name in arguments if name in names),
        steps=tuple(MappingProxyType(step) for step in steps),
        sequences=sequences,
        result=untraced,
    )


def _node(function: Callable[..., Any], recorder: Recorder, name: str, value: Any) -> Node:
    try:
        return recorder.node(value)
    except TypeError as error:
        raise TypeError(f"{name_of(function)}: the result {name!r}: {error}") from None


def _add_name(function: Callable[..., Any], names: dict[str, Node], name: str, node: Node) -> None:
    if not is_name(name):
        raise ValueError(f"{name_of(function)}: {name!r} is no name; {HELP}")
    if names.setdefault(name, node) is not node:
        raise ValueError(
            f"{name_of(function)}: two values are named {name!r}; "
            "rename a field of the result or an argument"
        )
