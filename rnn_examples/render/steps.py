"""The fields of a run's time steps, each with its values over time."""

from collections.abc import Sequence

from rnn_examples.trace import Trace


def initial_values(trace: Trace) -> list[str]:
    """The inputs that start the run: those named for time 0, as h_0."""
    return [name for name in trace.inputs if name.endswith("_0")]


def fields_of(trace: Trace) -> list[str]:
    """Every field that has a value at a time step: the sequences' x_t, then the steps' own.

    Raises ValueError for a run without time steps.
    """
    if not trace.steps:
        raise ValueError(f"{trace.function} has no time steps: name one of its values instead")
    sequences = (f"{sequence}_t" for sequence in trace.sequences)
    return list(dict.fromkeys([*sequences, *(key for step in trace.steps for key in step)]))


def chosen(trace: Trace, fields: Sequence[str], view: str) -> list[str]:
    """The fields, if the run has them. Raises ValueError, saying which there are, if not."""
    known = fields_of(trace)
    if not fields:
        raise ValueError(f"say what to show, as in {view} | {known[-1]}: {_listed(known)}")
    unknown = [name for name in fields if name not in known]
    if unknown:
        raise ValueError(f"no step has a field {unknown[0]!r}; {_listed(known)}")
    return list(fields)


def over_time(trace: Trace, field: str) -> dict[int, str]:
    """The names of a field's values by time step, with the initial value, if any, at 0."""
    base = field.removesuffix("_t")
    named = {0: f"{base}_0"} if f"{base}_0" in initial_values(trace) else {}
    times = ((trace.time_of(name), name) for name in trace.names)
    return named | {t: name for t, name in times if t and name == f"{base}_{t}"}


def _listed(known: Sequence[str]) -> str:
    return f"the fields are {', '.join(known)}"
