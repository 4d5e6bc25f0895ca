"""The faults of one build, from every page, for one report."""

import traceback
from collections.abc import Iterable
from pathlib import Path

from rnn_examples.diagnostics import Diagnostic, not_utf8
from rnn_examples.paths import PACKAGE

PASSING = tuple(str(PACKAGE / file) for file in ("pages/markdown.py", "generators/mkdocs_hooks.py"))
"""Files that every exception passes through."""


class FaultsError(ValueError):
    """Every fault, one a line."""

    def __init__(self, faults: Iterable[Diagnostic]) -> None:
        super().__init__("\n" + "\n".join(map(str, sorted(faults))))


class Report:
    """What was found so far.

    is_collecting: whether somebody will ask for it; if nobody, a fault is raised at once.
    """

    def __init__(self) -> None:
        self.is_collecting = False
        self.count = 0  # those that were found before included
        self._found: dict[Diagnostic, None] = {}

    def collect(self) -> None:
        """Start anew, for a build whose end will ask for the report."""
        self.is_collecting = True
        self._found.clear()

    def add(self, faults: Iterable[Diagnostic]) -> None:
        """Keep the faults, each once."""
        found = dict.fromkeys(faults)
        self.count += len(found)
        self._found.update(found)

    def faults(self) -> list[Diagnostic]:
        """Every fault so far, by file and line."""
        return sorted(self._found)


report = Report()


def fault_of(error: BaseException, file: str) -> Diagnostic:
    """The fault of an exception: in the project's own code, failing that in the given file."""
    if isinstance(error, SyntaxError) and error.filename:
        for fault in not_utf8(Path(error.filename).read_bytes(), error.filename):
            return fault
        line, column = error.lineno or 1, error.offset or 1
        return Diagnostic(error.filename, line, column, f"SyntaxError: {error.msg}")
    if isinstance(error, UnicodeDecodeError):
        for fault in not_utf8(error.object, file):
            return fault
    text = " ".join(f"{type(error).__name__}: {error}".split())
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        ours = frame.filename.startswith(str(PACKAGE))
        if ours and frame.filename not in PASSING:
            return Diagnostic(frame.filename, frame.lineno or 1, (frame.colno or 0) + 1, text)
    return Diagnostic(file, 1, 1, text)


def causes(faults: list[Diagnostic]) -> list[Diagnostic]:
    """Say once what breaks several examples, and nothing of what mkdocstrings makes of it."""
    is_broken = any(fault.text.startswith("SyntaxError") for fault in faults)
    causes: dict[tuple[str, int, int, str], Diagnostic] = {}
    for fault in faults:
        cause = fault.text.partition(" (in the example ")[0]
        if not (is_broken and cause.startswith("PluginError: Could not")):
            causes.setdefault((fault.file, fault.line, fault.column, cause), fault)
    return list(causes.values())
