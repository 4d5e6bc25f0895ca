"""What lives as long as the process, through every reload of the package."""

import importlib
import linecache
import sys
from pathlib import Path

PACKAGE = __name__.partition(".")[0]
ROOT = Path(__file__).parents[2]
IS_CLONE = (ROOT / "mkdocs.yml").exists()
"""Whether the package is part of a clone of the project; an installed one has no site."""

STABLE = frozenset(
    f"{PACKAGE}.{name}"
    for name in (
        "faults",
        "limits",
        "publish.cells",
        "publish.engines",
        "publish.front_matter",
        "publish.kernels",
        "publish.markdown",
        "publish.mkdocs_hooks",
        "publish.navigation",
        "publish.process",
        "publish.report",
        "publish.scripts",
        "publish.settings",
        "publish.search",
        "publish.shelf",
        "publish.site_folder",
        "publish.styles",
        "publish.texts",
    )
)
"""Modules that hold state or that MkDocs holds on to: to edit one of these, start again."""

directory_urls = True
"""Whether a page is rnn-theory/, not rnn-theory.html: the setting `use_directory_urls`."""

WRITTEN: dict[str, str] | None = None
"""Files that the pages of this build ask for, by their path in the site, and their texts.

None where nobody would write them.
"""


BALANCED: set[bytes] = set()
"""Pages in whose ledger nothing was wrong, each by its HTML, its text and the rules."""


def forget_package() -> None:
    """Drop the package from memory, so that what is on disk now is imported.

    `watch:` alone would rebuild with the modules that are already imported.
    """
    for name in [name for name in sys.modules if name.split(".")[0] == PACKAGE]:
        if name not in STABLE:
            del sys.modules[name]
    importlib.invalidate_caches()
    linecache.clearcache()
