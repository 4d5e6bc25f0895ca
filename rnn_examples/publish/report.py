"""The faults of one build, from every page, for one report."""

import logging

from rnn_examples.faults import Fault

log = logging.getLogger("mkdocs.rnn_examples")  # under 'mkdocs', so that --strict counts it


class FaultsError(ValueError):
    """Every fault, one a line."""


_found: dict[Fault, None] = {}
_collecting = False


def start() -> None:
    """Collect from now on, until the site's hooks ask for the report."""
    global _collecting
    _found.clear()
    _collecting = True


def add(faults: list[Fault]) -> None:
    """Keep the faults for the report; where nobody will ask for one, raise them at once."""
    _found.update(dict.fromkeys(faults))
    if faults and not _collecting:
        raise FaultsError("\n".join(map(str, sorted(faults))))


def faults() -> list[Fault]:
    """Every fault so far, each once, by file and line."""
    return sorted(_found)
