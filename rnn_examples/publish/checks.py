"""What can be wrong before any page is read."""

from collections.abc import Collection, Iterator
from pathlib import Path

from rnn_examples.faults import Fault
from rnn_examples.publish.addresses import modules, source_page
from rnn_examples.publish.tokens import TOKEN
from rnn_examples.publish.values import catalogue


def before_pages(config_file: str | None, pages: Collection[str]) -> list[Fault]:
    """Faults of the examples, of source pages that are missing, of titles in the configuration."""
    titles = _titles(Path(config_file)) if config_file else ()
    return [*catalogue().faults, *_source_pages(pages), *titles]


def _source_pages(pages: Collection[str]) -> Iterator[Fault]:
    for module in modules():
        page = source_page(module)
        if page not in pages:
            write = "run `python -m rnn_examples.publish.source_pages`"
            yield Fault(str(module), 1, 1, f"has no source page docs/{page}; {write}")


def _titles(file: Path) -> Iterator[Fault]:
    for n, line in enumerate(file.read_text("utf-8").split("\n"), 1):
        found = TOKEN.search(line)
        if found and not found["escape"]:
            what = "a title cannot be computed here: the page's own heading can"
            yield Fault(str(file), n, found.start() + 1, what)
