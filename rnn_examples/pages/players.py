"""Which panels of a page keep their player: those for which there is something to mark."""

import re

from rnn_examples.authoring.values import catalogue

PLAYER = re.compile(
    r'<div class="live-player"[^>]* data-steps="(?P<steps>[^"]*)"[^>]*>.*?</div>', re.S
)
FORM = re.compile(r'<form class="live".*?</form>', re.S)
NETWORK = re.compile(r'<figure class="network".*?</figure>', re.S)
ROW = re.compile(r'<tr data-time="[^"]*">.*?</tr>', re.S)
PATHS = re.compile(r'data-(?:of|points|cell)="([^"]*)"')
"""What a derivation, a curve or a cell shows."""


def kept(html: str) -> str:
    """A page without the players of panels that have nothing to mark.

    Nor has a panel one where a network of its example is drawn, which has a player itself.
    """
    drawn = " ".join(
        player["steps"] for figure in NETWORK.findall(html) for player in PLAYER.finditer(figure)
    )

    def judged(player: re.Match[str]) -> str:
        example = player["steps"].partition(":")[0]
        is_drawn = re.search(rf"\b{example}:", drawn)
        return player[0] if not is_drawn and _is_marked(html, example) else ""

    return FORM.sub(lambda form: PLAYER.sub(judged, form[0]), html)


def _is_marked(html: str, example: str) -> bool:
    """Whether a page shows a value of a time step by itself: a derivation, a curve, a row."""
    start, trace = f"{example}.", catalogue().examples[example].trace
    shown = (path for paths in PATHS.findall(html) for path in paths.split())
    own = (path.removeprefix(start).partition("[")[0] for path in shown if path.startswith(start))
    rows = (f'data-value="{start}' in row for row in ROW.findall(html))
    return any(trace.time_of(name) for name in own) or any(rows)
