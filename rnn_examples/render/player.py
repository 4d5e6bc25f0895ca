"""The controls that play a run: step by step, the page's script marks what belongs to each."""

from collections.abc import Sequence

KEEP = "(this.early ??= []).push(event)"
"""Clicks and keys before the page's script has loaded: it has them once more when it has."""


def player(steps: Sequence[tuple[str, int]]) -> str:
    """The controls in HTML. steps: in the order in which they are played, example and time."""
    played = " ".join(f"{example}:{time}" for example, time in steps)
    return (
        '<div class="live-player" role="group" aria-label="Time steps" '
        f'data-steps="{played}" onclick="{KEEP}">'
        '<button type="button" data-back="" aria-label="One step back">◀</button>'
        '<button type="button" data-play="" aria-pressed="false">Play</button>'
        '<button type="button" data-forward="" aria-label="One step on">▶</button>'
        f'<input type="range" min="0" max="{len(steps)}" step="1" value="0" '
        'aria-label="Time step" autocomplete="off"><output>all steps</output></div>'
    )
