"""The claims of a page: what stands around their phrases, and the graphs that hold them live."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from rnn_examples.authoring.claims import Claim, FalseClaimError, claim, reason
from rnn_examples.authoring.texts import FORMULA
from rnn_examples.authoring.tokens import CLAIM
from rnn_examples.authoring.values import BrokenExampleError
from rnn_examples.pages.page_graphs import known_origins
from rnn_examples.pages.slots import OnPage, Slot, fault_in
from rnn_examples.render.graph import Graph, graph, packed

NEW_LINE = re.compile(r"\n[ \t>]*")
LAST_WORD = re.compile(r"(?<=\S)[\s>]+[^\s>]+\s*$")

UNBROKEN = re.compile(
    rf"{FORMULA.pattern}|(?P<ticks>`+).*?(?P=ticks)|\[[^\]]*\]\([^)]*\)|<[^>]*>", re.S
)
"""What no line may break: formulas, code, links and tags."""


class Claims:
    """The claims of one page, in the order of its text."""

    def __init__(self, page: OnPage) -> None:
        self._page = page
        self._made: list[tuple[str, Claim]] = []

    @property
    def examples(self) -> set[str]:
        """The examples that the claims speak of."""
        return {path.partition(".")[0] for _, made in self._made for path in made.values}

    def take(self, text: str, included: Sequence[Path] | None = None) -> str:
        """Put a sentinel at either end of each phrase, and compute its condition, which goes.

        included: the files that the text was taken from; None for the page's own text, in which
        tokens are sentinels already.
        """

        def take(match: re.Match[str]) -> str:
            before, phrase = match["escape"] or "", match["phrase"]
            line, column = self._position(text, match.start() + len(before))
            slot = Slot(self._written(match[0][len(before) :]), line, column, begins=True)
            if before or (included is not None and fault_in(slot.raw, included, "") is None):
                slot.is_escaped, slot.text = True, "[[?"
                rest = match[0][len(before) + len(slot.text) :]
                return before[:-1] + self._page.sentinel(slot) + rest
            if phrase is None:
                what = r"[[? without | and ?]] in its paragraph; write \[[? for the text"
                slot.text = self._page.fault_at(slot, what)
                return self._page.sentinel(slot)
            self._hold(slot, phrase, match["condition"])
            end = Slot(match["end"], line, column, claim=slot.claim)
            slot.raw = slot.raw[: slot.raw.index(match["end"])].removesuffix(self._written(phrase))
            if slot.claim:
                slot.text, end.text = _tags(slot.claim, "span")
            phrase = self._longer(phrase, match["end"], line)
            return f"{before}{self._page.sentinel(slot)}{phrase}{self._page.sentinel(end)}"

        return CLAIM.sub(take, text)

    def _longer(self, phrase: str, end: str, line: int) -> str:
        """A phrase as many lines longer as its condition was: what follows keeps its line.

        Each line begins as the condition's did, and none is empty: the paragraph goes on.
        """
        lines = "".join(
            f"{start}{self._page.sentinel(Slot('', line, 1))}" for start in NEW_LINE.findall(end)
        )
        kept = UNBROKEN.sub(lambda match: "x" * len(match[0]), phrase)
        last = LAST_WORD.search(kept)
        place = last.start() if last else len(phrase)
        return phrase[:place] + lines + phrase[place:]

    def _written(self, text: str) -> str:
        """A text as its author wrote it."""
        return self._page.fill(text, lambda slot: slot.raw)

    def _position(self, text: str, start: int) -> tuple[int, int]:
        """Line and column of a claim as it is written, where tokens before it are longer."""
        n = text.count("\n", 0, start)
        before = self._written(text[text.rfind("\n", 0, start) + 1 : start])
        return n + 1, len(before) + 1

    def _hold(self, slot: Slot, phrase: str, condition: str) -> None:
        """Compute a condition and note what is wrong with it; number the claim."""
        slot.claim = 0
        if reason(condition):
            return
        try:
            made = claim(condition)
            self._made.append((phrase, made))
            slot.claim = len(self._made)
            made.demand()
        except BrokenExampleError as error:
            self._page.faults.extend(error.faults)
        except FalseClaimError as error:
            said = " ".join(self._written(phrase).split())
            self._page.fault_at(slot, f'"{said}" {error}')
        except ValueError as error:
            self._page.fault_at(slot, str(error))

    def graphs(self) -> dict[str, Graph]:
        """The claims for the page's script: how each condition is computed, phrase and values."""
        return {
            _key(n): {
                "nodes": packed(graph(made.trace, known_origins()))["nodes"],
                "text": self._plain(phrase),
                "values": list(made.values),
            }
            for n, (phrase, made) in enumerate(self._made, 1)
        }

    def _plain(self, phrase: str) -> str:
        """A phrase as one line of text, its formulas as they are read aloud."""
        formula = r'<span class="arithmatex">\\(\g<latex>\\)</span>'
        read = self._page.heading(FORMULA.sub(formula, phrase))
        return " ".join(re.sub(r"<[^>]+>|[*_`]", "", read).split())


def _key(n: int) -> str:
    """How the page's graphs name its claim n; no example has such a name."""
    return f"claim {n}"


def _tags(n: int, element: str) -> tuple[str, str]:
    """What stands before and behind the phrase of a claim."""
    return f'<{element} class="claim" data-claim="{_key(n)}">', f"</{element}>"


def around(formula: str, claims: Iterable[int], *, display: bool) -> str:
    """A formula in which claims are made: each is one of the whole formula."""
    for n in claims:
        before, behind = _tags(n, "div" if display else "span")
        formula = f"{before}{formula}{behind}"
    return formula
