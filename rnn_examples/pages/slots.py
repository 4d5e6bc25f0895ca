"""The places of a page where something is put in: each a sentinel, until the page is HTML."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rnn_examples.authoring import texts
from rnn_examples.authoring.values import Value
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.render.pieces import Relation

SENTINEL = "9007199254"
SLOT = re.compile(rf"{SENTINEL}(\d{{6}})")
"""Ten digits that hardly a page contains, and six that number the token."""


@dataclass
class Slot:
    """A token on the page.

    value: what it shows; None for an escaped token and for a faulty one. Of a relation, the value
        behind it.
    text: what stands there if nothing is shown: what an escaped token says, or a fault's mark.
    relation: the = or ≈ that stands here, which follows the values around it.
    claim: the number of the claim that begins or ends here; 0 for a phrase without a condition.
    """

    raw: str
    line: int
    column: int
    value: Value | None = None
    text: str = ""
    is_escaped: bool = False
    relation: Relation | None = None
    claim: int | None = None
    begins: bool = False


class OnPage(Protocol):
    """What claims, labels and the frame of a lesson need of their page (see `page.Page`)."""

    path: Path | None
    faults: list[Diagnostic]

    def fault(self, line: int, column: int, text: str) -> str: ...
    def fault_at(self, slot: Slot, text: str) -> str: ...
    def sentinel(self, slot: Slot) -> str: ...
    def fill(self, text: str, write: Callable[[Slot], str]) -> str: ...
    def heading(self, text: str) -> str: ...
    def formula(self, latex: str, *, display: bool) -> str: ...


def fault_in(raw: str, files: Sequence[Path], text: str) -> Diagnostic | None:
    """The fault of a token that came from elsewhere: where it is written."""
    for file in files:
        for n, line in enumerate(texts.read(file).split("\n"), 1):
            if raw in line:
                return Diagnostic(str(file), n, line.index(raw) + 1, text)
    return None
