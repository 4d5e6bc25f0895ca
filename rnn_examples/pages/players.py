"""Which panels of a page keep their player: those for which there is something to mark."""

import re

from rnn_examples.authoring.values import catalogue

PLAYER = re.compile(
    r'<div class="live-player"[^>]* data-steps="(?P<steps>[^"]*)"[^>]*>(?:(?!</?div).)*</div>', re.S
)
OF_PANEL = re.compile(PLAYER.pattern + r"(?=</form>)", re.S)
NETWORK = re.compile(r'<figure class="network".*?</figure>', re.S)
ROW = re.compile(r'<tr data-time="[^"]*">.*?</tr>', re.S)
PATHS = re.compile(r'data-(?:of|points|cell)="([^"]*)"')
"""What a derivation, a curve or a cell shows."""


def kept(html: str) -> str:
    """A page without the players of panels that have nothing to mark.

    Nor has a panel one where a network stands in it, or that of its example anywhere: a network has
    a player itself. Of several panels of an example, the last one has it.
    """
    drawn = " ".join(
        player["steps"] for figure in NETWORK.findall(html) for player in PLAYER.finditer(figure)
    )
    last = {_example(player): player.start() for player in OF_PANEL.finditer(html)}

    def judged(player: re.Match[str]) -> str:
        example, start = _example(player), player.start()
        has_network = '<figure class="network"' in html[html.rfind("<form", 0, start) : start]
        is_drawn = has_network or re.search(rf"\b{example}:", drawn)
        is_kept = start == last[example] and not is_drawn and _is_marked(html, example)
        return player[0] if is_kept else ""

    return OF_PANEL.sub(judged, html)


def _example(player: re.Match[str]) -> str:
    return player["steps"].partition(":")[0]


def _is_marked(html: str, example: str) -> bool:
    """Whether a page shows a value of a time step by itself: a derivation, a curve, a row."""
    start, trace = f"{example}.", catalogue().examples[example].trace
    shown = (path for paths in PATHS.findall(html) for path in paths.split())
    own = (path.removeprefix(start).partition("[")[0] for path in shown if path.startswith(start))
    rows = (f'data-value="{start}' in row for row in ROW.findall(html))
    return any(trace.time_of(name) for name in own) or any(rows)
