"""What an author says is no claim: `unchecked:` in front matter, each phrase with its reason.

    unchecked:
      "the largest logit is subtracted": "a rule, true for any numbers"

In the text itself it is `[[? phrase | unchecked: why ?]]`.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from rnn_examples.authoring import front_matter
from rnn_examples.authoring.texts import FRONT_MATTER
from rnn_examples.authoring.tokens import CLAIM
from rnn_examples.diagnostics import Diagnostic

EXAMPLE = 'write unchecked: and below it, for each, "phrase": why'


def plain(text: str) -> str:
    """Markdown with single spaces, each claim as its phrase."""
    return " ".join(
        CLAIM.sub(lambda match: match["phrase"] or "", text).replace("\n>", "\n").split()
    )


def phrases(text: str) -> list[str]:
    """What a page dismisses; nothing where it cannot be read, which `faults` tells."""
    return [
        plain(str(key.value))
        for key, value in front_matter.entries(text, "unchecked")
        if isinstance(value, yaml.ScalarNode)
    ]


@cache
def faults(text: str, path: Path) -> tuple[Diagnostic, ...]:
    """Dismissals without a reason, and those of a phrase that is not on the page."""
    return tuple(_faults(text, path))


def _faults(text: str, path: Path) -> Iterator[Diagnostic]:
    body = plain(FRONT_MATTER.sub("", text, count=1))
    for key, value in front_matter.entries(text, "unchecked"):
        at = str(path), key.start_mark.line + 2, key.start_mark.column + 1
        if not isinstance(value, yaml.ScalarNode) or not str(value.value).strip():
            yield Diagnostic(*at, f"{key.value!r} is unchecked without a reason: {EXAMPLE}")
        elif plain(str(key.value)) not in body:
            yield Diagnostic(*at, f"the unchecked phrase {key.value!r} is not on the page")
