"""What can be wrong before any page is read."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from rnn_examples.authoring import unreadable
from rnn_examples.authoring.values import catalogue
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.ledger import measured
from rnn_examples.pages.addresses import modules, pages
from rnn_examples.pages.published import published
from rnn_examples.paths import DOCS, ROOT
from rnn_examples.render.numbers import Numbers, rounds_to
from rnn_examples.render.pieces import Printed
from rnn_examples.worked_example import WorkedExample, checks_ahead
from rnn_examples.worked_example.checks import Checked


def examples() -> Sequence[Diagnostic]:
    """What is wrong with the worked examples."""
    return catalogue().faults


CLOSE = 1e-10
"""An oracle that is as close agrees in every digit of the rule by which numbers are printed."""


def check_ahead(made: Sequence[str]) -> None:
    """Have a second process run the oracles, in the order in which the pages are made."""
    ranks = {page: rank for rank, page in enumerate(made)}
    shown, last = published(DOCS).pages, len(ranks)

    def rank(name: str) -> int:
        pages = {page for by_page in shown.get(name, {}).values() for page in by_page}
        return min((ranks.get(page, last) for page in pages), default=last)

    examples = catalogue().examples
    checks_ahead.begin({name: examples[name] for name in sorted(examples, key=rank)})


def oracles(only: str = "") -> Iterator[Diagnostic]:
    """Values that their oracles do not confirm, or that have none; of one example or of all."""
    for name, example in catalogue().examples.items():
        if only in ("", name):
            for fault in example.checks.faults:
                yield replace(fault, text=f"{fault.text} (in the example {name!r})")
            yield from _misprints(name, example)


def _misprints(name: str, example: WorkedExample) -> Iterator[Diagnostic]:
    """Numbers within a wide tolerance that are printed in another way than the oracle's."""
    for value, checks in example.checks.values.items():
        for checked in checks:
            if CLOSE < checked.difference <= checked.tolerance:  # beyond it, that is told already
                yield from _misprint(name, example, value, checked)


def misprint(
    example: WorkedExample, path: str, number: Printed, checked: Checked, true: Fraction
) -> Diagnostic:
    """What to say of a printed number that is no correct rounding of its oracle's."""
    what = f"{path} is printed as {number.text}, but {checked.oracle} gives {float(true)!r}"
    return Diagnostic(example.file, example.line, 1, what)


def _misprint(
    name: str, example: WorkedExample, value: str, checked: Checked
) -> Iterator[Diagnostic]:
    with suppress(ValueError):  # which no format prints: reported where it is shown
        printed = Numbers(example.trace, "").entries(example.trace[value])
        for number, true in zip(printed, checked.true.reshape(-1), strict=True):
            if not rounds_to(Fraction(true), number.text):
                path = f"{name}.{number.path}"
                yield misprint(example, path, number, checked, Fraction(true))
                return


def of_code() -> Iterator[Diagnostic]:
    """Modules and settings that are no UTF-8; measured numbers in docstrings and comments."""
    yield from unreadable.faults([*modules(), ROOT / "mkdocs.yml"])
    yield from measured.faults(modules())


def left_out(docs: Path, built: Collection[str]) -> Iterator[Diagnostic]:
    """Pages whose numbers count as published, and that are not built. built: files in docs/."""
    for page in pages(docs):
        if page.relative_to(docs).as_posix() not in built:
            what = "is no page of this site: leave it out in exclude_docs in mkdocs.yml too"
            yield Diagnostic(str(page), 1, 1, what)
