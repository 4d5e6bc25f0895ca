"""The unrolled network as a mermaid flowchart, drawn from the trace's own dependencies.

Values that belong to a time step are boxes; arrows say what each was made from. Weights, which
every step shares, stand on the arrows: "E, U" one after the other, "W and R" side by side, Wᵀ for
a matrix that the code turns.
A pre-activation is left out, as its step's state follows.
"""

from collections.abc import Mapping, Sequence

from rnn_examples.render import symbols
from rnn_examples.render.expanded import is_passing
from rnn_examples.render.numbers import Numbers, in_text
from rnn_examples.render.pieces import Mark
from rnn_examples.render.steps import initial_values
from rnn_examples.render.unrolled import arrows
from rnn_examples.render.words import is_whole, word_of
from rnn_examples.trace import Node, Trace


def diagram(
    numbers: Numbers,
    mark: Mark,
    words: Mapping[str, Sequence[str]] | None = None,
    fields: Sequence[str] = (),
) -> str:
    """The flowchart's source. fields: the fields of a step to draw, such as s_t; all if none.

    Raises ValueError for a trace without time steps, and for a field that no step has.
    """
    trace = numbers.trace
    drawn = _drawn(trace, fields)
    number_of = {node: n for n, node in enumerate(drawn.values())}
    lines = ["flowchart TB"]
    for name, node in drawn.items():
        # Narrow boxes fit a phone.
        between = f" {mark(numbers.relation(node))} " if node.is_scalar else "<br>"
        label = f"{symbols.plain(name)}{between}{in_text(numbers, node, mark)}"
        word = word_of(trace, name, words or {})
        if word:
            label += f"<br>{mark(word)}"
        lines.append(f'  v{number_of[node]}["{label}"]:::{_kind(trace, name)}')
    for node in drawn.values():
        for source, label in sorted(arrows(trace, node, number_of), key=lambda a: number_of[a[0]]):
            arrow = f"-->|{label}|" if label else "-->"
            lines.append(f"  v{number_of[source]} {arrow} v{number_of[node]}")
    return "\n".join(lines)


def _drawn(trace: Trace, fields: Sequence[str]) -> dict[str, Node]:
    if not trace.steps:
        raise ValueError(
            f"{trace.function} has no time steps: show its values instead, as with | table"
        )
    known = list(trace.steps[0])
    unknown = [name for name in fields if name not in known]
    if unknown:
        raise ValueError(f"no step has a field {unknown[0]!r}; its fields are {', '.join(known)}")
    passing = {node.operands[0] for node in trace.names.values() if is_passing(trace, node)}
    per_step = [
        name
        for step in trace.steps
        for key, name in step.items()
        if (key in fields if fields else trace[name] not in passing)
    ]
    items = [
        name
        for sequence in trace.sequences
        for name in trace.names
        if trace.time_of(name) and name.rpartition("_")[0] == sequence
    ]
    names = [*initial_values(trace), *items, *per_step]
    drawn = {name: trace[name] for name in names if trace.name_of(trace[name]) == name}
    nodes = frozenset(drawn.values())
    used = {source for node in nodes for source, _ in arrows(trace, node, nodes)}
    return {name: node for name, node in drawn.items() if node in used or name in per_step}


def _kind(trace: Trace, name: str) -> str:
    """The colour: what is read, the state that each step hands to the next, what comes out."""
    node = trace[name]
    is_token = is_whole(node)
    if not node.operands or node.operation in ("index", "take"):
        return "state" if name in initial_values(trace) and not is_token else "input"
    base = name.rpartition("_")[0]
    return "state" if f"{base}_0" in trace.inputs and not is_token else "output"
