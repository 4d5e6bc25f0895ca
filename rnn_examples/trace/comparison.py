"""Two runs that differ: the traced run is compared with a plain one, bit for bit."""

import logging
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from io import StringIO
from itertools import zip_longest
from typing import Any

import numpy as np

from rnn_examples.trace import own_arrays
from rnn_examples.trace.arguments import name_of, run
from rnn_examples.trace.array import TracedArray
from rnn_examples.trace.copies import SETTINGS, same_bits
from rnn_examples.trace.keeping import kept_value
from rnn_examples.trace.naming import name_results
from rnn_examples.trace.node import Node
from rnn_examples.trace.own_arrays import content
from rnn_examples.trace.positions import DifferentRunsError, Source, is_called, source_of
from rnn_examples.trace.recorder import Recorder

Results = list[tuple[str, Any]]


def _unlike(one: Results, other: Results) -> tuple[str, Any, Any] | None:
    """The first result that two runs do not share: its name and both values."""
    alone = ("", None)
    for (name, a), (other_name, b) in zip_longest(one, other, fillvalue=alone):
        a = a.node.value if type(a) is TracedArray else _plain(a)
        if name != other_name or not same_bits(a, _plain(b)):
            return name or other_name, a, _plain(b)
    return None


def _plain(value: Any) -> Any:
    return value if isinstance(value, np.generic | np.ndarray) else own_arrays.plain(content(value))


def demand_same_bits(
    function: Callable[..., Any],
    arguments: Mapping[str, Any],
    recorder: Recorder,
    traced: Results,
    plain: Results,
) -> None:
    """Raise a DifferentRunsError where the traced and the plain run do not share all bits."""
    for _, value in plain:
        if type(value) is TracedArray:
            raise kept_value(value)
    found = _unlike(traced, plain)
    if found is None:
        return
    name, a, b = found
    source = _first_difference(function, arguments, recorder.nodes)
    remedy = (
        "a function to record must depend on its arguments alone: "
        "draw random numbers before, and hand them over"
    )
    if source is None and recorder.changed:
        source = source_of(*recorder.changed)
        remedy = "an array that is changed in place has another name too: write a = a + b"
    raise DifferentRunsError(
        f"{name_of(function)}: two runs gave different bits for {name!r}: {a!r} traced, "
        f"{b!r} untraced; {remedy}",
        source
        or next((x.node.source for n, x in traced if n == name and hasattr(x, "node")), None),
    )


def _again(
    function: Callable[..., Any], arguments: Mapping[str, Any], *, hides_text: bool = False
) -> tuple[list[Node], Results]:
    """Record once more, and let nobody see it."""
    recorder = Recorder(TracedArray, hides_text=hides_text)
    traced = {
        name: x if type(x) in SETTINGS else recorder.add("input", (), x)
        for name, x in arguments.items()
    }
    disabled = logging.root.manager.disable
    logging.disable()
    try:
        with redirect_stdout(StringIO()), own_arrays.own_arrays(is_called):
            results = list(name_results(run(function, traced), []))
    except Exception:  # noqa: BLE001 (whatever it is, the first run did not raise it)
        return recorder.nodes, []
    finally:
        logging.disable(disabled)
    return recorder.nodes, results


def _first_difference(
    function: Callable[..., Any], arguments: Mapping[str, Any], nodes: list[Node]
) -> Source | None:
    """Where a further run first computes something else."""
    for one, other in zip(nodes, _again(function, arguments)[0], strict=False):
        if one.place != other.place or not same_bits(one.value, other.value):
            return other.source
    return None


def demand_no_text(
    function: Callable[..., Any], arguments: Mapping[str, Any], recorder: Recorder, traced: Results
) -> None:
    """A number that is printed is shown to people; it may not come back as a number."""
    found = _unlike(traced, _again(function, arguments, hides_text=True)[1])
    if found and recorder.shown:
        raise DifferentRunsError(
            f"a number that is made into text here comes back in the result {found[0]!r}, where "
            "nothing is known of it; keep the array",
            source_of(*recorder.shown),
        )
