"""The warnings of MkDocs: counted, also where --quiet does not show them."""

import logging

from mkdocs.utils import CountHandler


def be_lenient(counter: CountHandler) -> None:
    """In a preview a fault is shown, not fatal: MkDocs is not to count for its strict mode."""
    mkdocs = logging.getLogger("mkdocs")
    for handler in [handler for handler in mkdocs.handlers if isinstance(handler, CountHandler)]:
        mkdocs.removeHandler(handler)
    mkdocs.addHandler(counter)


def count(counter: CountHandler) -> None:
    """Count them even where --quiet does not show them: a strict build must see them."""
    mkdocs = logging.getLogger("mkdocs")
    for handler in mkdocs.handlers:
        handler.setLevel(max(handler.level, mkdocs.level))
    mkdocs.setLevel(min(mkdocs.level, logging.WARNING))
    mkdocs.addHandler(counter)
