"""Files that an author writes and that cannot be read as they are meant."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from rnn_examples.authoring import dismissals, front_matter, texts
from rnn_examples.diagnostics import Diagnostic, not_utf8


def faults(paths: Iterable[Path]) -> Iterator[Diagnostic]:
    """Files that are not UTF-8; pages with bad front matter. Missing files are skipped."""
    for path in paths:
        if path.is_file():
            yield from not_utf8(path.read_bytes(), path)
            if path.suffix == ".md":
                text = texts.read(path)
                yield from front_matter.faults(text, path)
                yield from dismissals.faults(text, path)
