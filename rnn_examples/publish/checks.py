"""What can be wrong before any page is read."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from rnn_examples.faults import Fault
from rnn_examples.publish.addresses import modules, source_page
from rnn_examples.publish.values import catalogue


def examples() -> Sequence[Fault]:
    """What is wrong with the worked examples."""
    return catalogue().faults


def oracles(only: str = "") -> Iterator[Fault]:
    """Values that their oracles do not confirm, or that have none; of one example or of all."""
    for name, example in catalogue().examples.items():
        for fault in () if only not in ("", name) else example.checks.faults:
            yield replace(fault, text=f"{fault.text} (in the example {name!r})")


def source_pages(pages: Collection[str]) -> Iterator[Fault]:
    """Modules without a page of their source. pages: those there are, by their files in docs/."""
    for module in modules():
        page = source_page(module)
        if page not in pages:
            write = "run `make pages`"
            yield Fault(str(module), 1, 1, f"has no source page docs/{page}; {write}")
