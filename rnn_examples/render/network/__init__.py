"""The view of a run as a picture: each value a column of coloured cells, time from left to right.

`graph` says what is drawn, from the traces alone; `layout` where; `drawing` how.
"""

import html
from collections.abc import Sequence

from rnn_examples.render import symbols
from rnn_examples.render.network.boxes import Layout
from rnn_examples.render.network.drawing import Marks, draw
from rnn_examples.render.network.graph import Graph, Run, graph
from rnn_examples.render.network.inside import inside
from rnn_examples.render.network.layout import layout, strands_of
from rnn_examples.render.player import player

__all__ = ["Run", "network"]

HEAD = 26
"""The height of the names above the strands."""


def network(
    runs: Sequence[Run],
    marks: Marks,
    fields: Sequence[str] = (),
    span: tuple[float, float] | None = None,
    spec: str = "",
) -> str:
    """Draw one run, or several of which some hand values to others, as one picture in HTML.

    marks: from an example's name and a format to how its numbers are written, in SVG.
    span: its larger end in size has the full colour; 1 if it is not given. spec: the format of all
    numbers; by default those that are given are in full, those that are computed short.
    Raises ValueError for what cannot be drawn.
    """
    made = graph(runs, fields)
    has_inside = any(vertex.kind == "merge" for vertex in made.vertices)
    placed = inside(made) if has_inside else layout(made)
    scale = float(f"{max(map(abs, span)) if span else 1:.6g}")
    shown = draw(made, placed, marks, {run.name: spec for run in runs}, scale)
    head = _heads(made, placed)
    top = HEAD if head else 0
    wide, tall = round(placed.wide), round(placed.tall + top)
    return (
        f'<figure class="network" data-scale="{scale:g}" style="--width: {wide}px" '
        f'data-search-exclude=""><div class="network-scroll" role="group" tabindex="0" '
        f'aria-label="{html.escape(_told(made))}">'
        f'<svg viewBox="0 -{top} {wide} {tall}">{head}{shown}</svg></div>'
        f"<figcaption>{player(placed.steps)}{_key(scale)}</figcaption></figure>"
    )


def _heads(made: Graph, placed: Layout) -> str:
    """The name of each example above its part, where there are several."""
    if len({run.name for run, _ in made.strands}) < 2:
        return ""
    return "".join(
        f'<text class="head" x="{(low + high) / 2:.0f}" y="-10">'
        f"{html.escape(made.strands[n][0].name.replace('_', ' '))}</text>"
        for n, (low, high) in strands_of([*placed.boxes.values()]).items()
    )


def _told(made: Graph) -> str:
    """What the picture shows, for those who do not see it; its numbers are read behind this."""
    runs = list(dict.fromkeys(run.name.replace("_", " ") for run, _ in made.strands))
    fields = dict.fromkeys(symbols.plain(v.field) for v in made.vertices)
    weights = dict.fromkeys(edge.label for edge in made.edges if edge.label)
    return (
        f"{', then '.join(runs)}: the network unrolled over time, step by step from what is read "
        f"to what is written: {', '.join(fields)}; the arrows carry {', '.join(weights)}. "
        "Arrow keys choose a number, Enter explains it."
    )


def _key(scale: float) -> str:
    """The colours of the scale."""
    return (
        f'<span class="key">−{scale:g}<span class="ramp"></span>{scale:g}</span>'
        '<span class="hint">scroll sideways</span>'
    )
