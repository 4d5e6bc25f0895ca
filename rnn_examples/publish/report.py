"""The faults of one build, from every page, for one report."""

import traceback
from collections.abc import Iterable

from rnn_examples.faults import Fault
from rnn_examples.publish.process import ROOT


class FaultsError(ValueError):
    """Every fault, one a line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__("\n" + "\n".join(map(str, sorted(faults))))


_found: dict[Fault, None] = {}
_collecting = False


def collect() -> None:
    """Start with none, and collect until the site generator asks for the report."""
    global _collecting
    _found.clear()
    _collecting = True


def is_collecting() -> bool:
    """Say whether somebody will ask for the report; if nobody, a fault is raised at once."""
    return _collecting


def add(faults: Iterable[Fault]) -> None:
    """Keep the faults for the report."""
    _found.update(dict.fromkeys(faults))


def faults() -> list[Fault]:
    """Every fault so far, each once, by file and line."""
    return sorted(_found)


def fault_of(error: BaseException, file: str) -> Fault:
    """The fault of an exception: in the project's own code, failing that in the given file."""
    text = " ".join(f"{type(error).__name__}: {error}".split())
    if isinstance(error, SyntaxError) and error.filename:
        return Fault(error.filename, error.lineno or 1, error.offset or 1, f"SyntaxError: {error.msg}")
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(str(ROOT / "rnn_examples")) and frame.filename not in _PASSING:
            return Fault(frame.filename, frame.lineno or 1, (frame.colno or 0) + 1, text)
    return Fault(file, 1, 1, text)


_PASSING = {str(ROOT / "rnn_examples" / "publish" / f"{name}.py") for name in ("markdown", "mkdocs_hooks")}
