"""What can be wrong before any page is read."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rnn_examples.authoring import unreadable
from rnn_examples.authoring.values import catalogue
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.pages.addresses import modules, pages
from rnn_examples.paths import ROOT


def examples() -> Sequence[Diagnostic]:
    """What is wrong with the worked examples."""
    return catalogue().faults


def oracles(only: str = "") -> Iterator[Diagnostic]:
    """Values that their oracles do not confirm, or that have none; of one example or of all."""
    for name, example in catalogue().examples.items():
        for fault in () if only not in ("", name) else example.checks.faults:
            yield replace(fault, text=f"{fault.text} (in the example {name!r})")


def encodings() -> Iterator[Diagnostic]:
    """Modules that are no UTF-8; mkdocs.yml, if it is none."""
    yield from unreadable.faults([*modules(), ROOT / "mkdocs.yml"])


def left_out(docs: Path, built: Collection[str]) -> Iterator[Diagnostic]:
    """Pages whose numbers count as published, and that are not built. built: files in docs/."""
    for page in pages(docs):
        if page.relative_to(docs).as_posix() not in built:
            what = "is no page of this site: leave it out in exclude_docs in mkdocs.yml too"
            yield Diagnostic(str(page), 1, 1, what)
