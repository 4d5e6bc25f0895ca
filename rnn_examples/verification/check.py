"""Everything that can be wrong with the site, in one run and one report."""

import logging
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from logging.handlers import BufferingHandler
from pathlib import Path

from rnn_examples.authoring import snippets, texts, unclaimed, unreadable
from rnn_examples.authoring.tokens import examples_in
from rnn_examples.authoring.values import (
    BrokenExampleError,
    catalogue,
    find_example,
    is_written,
    single_example,
)
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.lock import drift, values_lock
from rnn_examples.notebooks import code_cells, outputs
from rnn_examples.pages.published import Number, published
from rnn_examples.paths import DOCS, ROOT
from rnn_examples.render.numbers import rounds_to
from rnn_examples.verification import preconditions


@dataclass(frozen=True)
class Result:
    """What is wrong, and what changed since the values were locked."""

    faults: tuple[Diagnostic, ...]
    changes: tuple[drift.Drift, ...]


def example(name: str) -> Result:
    """What is wrong with one example. Raises ValueError with what would be right, for none."""
    with single_example(name):
        try:
            find_example(name)
        except BrokenExampleError as error:
            return Result(error.faults, ())
        found = (*preconditions.oracles(name), *_misprints(published(DOCS, name).numbers))
        return Result(found, changes(name))


def these(names: Sequence[str]) -> Result:
    """What is wrong with some examples and pages, and with the examples that the pages show.

    Of a page not its links, which only a build can follow. Raises ValueError for what is neither.
    """
    faults: list[Diagnostic] = []
    changed: list[drift.Drift] = []
    for name in _parts(names):
        result = Result((), changes(name)) if name.endswith(".md") else example(name)
        faults += result.faults
        changed += result.changes
    pages = [Path(name) for name in names if name.endswith(".md")]
    if pages:
        from rnn_examples.pages import one_page  # noqa: PLC0415 (it takes long to import)

        faults += [fault for page in pages for fault in one_page.faults(page)]
    return Result(tuple(dict.fromkeys(faults)), tuple(changed))


def changes(only: str = "", file: Path | None = None) -> tuple[drift.Drift, ...]:
    """What changed since the values were locked, of one example, of a page's claims or of all."""
    before, now = values_lock.locked(file, only), values_lock.current(DOCS, only)
    if not only:
        return tuple(drift.drifts(before, now))
    now = {name: found for name, found in now.items() if found.values or name in before}
    return tuple(drift.drifts(drift.of_example(before, only), now))


def changes_since(file: Path, names: Sequence[str] = ()) -> tuple[drift.Drift, ...]:
    """What changed since another lock, of some examples and pages or of all."""
    only = _parts(names) if names else [""]
    return tuple(change for name in only for change in changes(name, file))


def _parts(names: Sequence[str]) -> list[str]:
    """The parts of the lock that examples and pages are in.

    Of a page: its own, by its file in docs/, those of the examples that it shows, and those of the
    examples that it showed when the values were locked.
    """
    parts = dict.fromkeys(name for name in names if not name.endswith(".md"))
    for file in (Path(name).resolve() for name in names if name.endswith(".md")):
        if file.is_file() and file.is_relative_to(DOCS):
            page = file.relative_to(DOCS).as_posix()
            shown = [name for name in examples_in(snippets.read(file)) if is_written(name)]
            parts |= dict.fromkeys([*shown, *values_lock.shown_on(page), page])
    return [*parts]


def _misprints(numbers: tuple[Number, ...]) -> Iterator[Diagnostic]:
    """Printed numbers that are no correct rounding of what an oracle says."""
    for shown in numbers:
        example = catalogue().examples[shown.example]
        for checked in example.checks.values.get(shown.name, ()):
            index = tuple(int(n) for n in re.findall(r"\d+", shown.index))
            true = Fraction(checked.true[index])
            if not rounds_to(true, shown.number.text):
                path = f"{shown.example}.{shown.number.path}"
                yield preconditions.misprint(example, path, shown.number, checked, true)


def site(target: Path) -> list[Diagnostic]:
    """Build the site into a folder, and say what is wrong with it: then there is none."""
    from mkdocs.commands.build import build  # noqa: PLC0415 (it takes long to import)
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import Abort, BuildError, ConfigurationError  # noqa: PLC0415

    from rnn_examples.report import report  # noqa: PLC0415

    heard, log = BufferingHandler(sys.maxsize), logging.getLogger("mkdocs")
    heard.setLevel(logging.WARNING)
    log.addHandler(heard)
    propagates, log.propagate = log.propagate, False
    try:
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(target))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except (Abort, BuildError, ConfigurationError) as error:
        if not (report.faults() or heard.buffer):
            return [Diagnostic(str(ROOT / "mkdocs.yml"), 1, 1, " ".join(str(error).split()))]
    finally:
        log.removeHandler(heard)
        log.propagate = propagates
    warned = [_fault(record) for record in heard.buffer if record.name != "mkdocs.rnn_examples"]
    return [*report.faults(), *warned]


def _fault(record: logging.LogRecord) -> Diagnostic:
    """A warning of MkDocs at the place that it speaks of."""
    text = " ".join(record.getMessage().split())
    named = re.search(r"'([^']+\.(?:md|py))'", text)
    file = DOCS / named[1] if named else ROOT / "mkdocs.yml"
    link = re.search(r"link '([^']+)'", text)
    if link and file.is_file():
        for n, line in enumerate(texts.read(file).split("\n"), 1):
            if link[1] in line:
                return Diagnostic(str(file), n, line.index(link[1]) + 1, text)
    return Diagnostic(str(file), 1, 1, text)


def quickly() -> Result:
    """What is wrong with the examples and the lock: all that needs no built site."""
    found = (
        *unreadable.faults(sorted(DOCS.rglob("*.md"))),
        *(fault for page in sorted(DOCS.rglob("*.md")) for fault in unclaimed.faults(page)),
        *preconditions.of_code(),
        *preconditions.examples(),
        *preconditions.oracles(),
        *_misprints(published(DOCS).numbers),
        *outputs.faults(DOCS),
        *(fault for file in outputs.notebooks(DOCS) for fault in code_cells.faults(file)),
    )
    return Result(tuple(sorted(set(found))), changes())


def everything() -> Result:
    """What is wrong with the examples, the pages and the site that they make."""
    from rnn_examples.verification import verify  # noqa: PLC0415 (it needs this module)

    quick = quickly()
    found, changed = [*quick.faults], quick.changes
    with tempfile.TemporaryDirectory() as folder:  # last, as a build imports the package anew
        target = Path(folder) / "site"
        found += site(target)
        if target.is_dir():
            for page, mistake in verify.verify(str(target), make_again=False).mistakes:
                found.append(Diagnostic(str(verify.source_of(page) or DOCS / page), 1, 1, mistake))
    return Result(tuple(sorted(set(found))), changed)
