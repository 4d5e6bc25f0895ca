"""To import the package anew while a preview runs: what is forgotten after an edit."""

import importlib
import linecache
import sys
from collections.abc import Collection, Iterable
from typing import Any

PACKAGE = __name__.partition(".")[0]

STABLE = frozenset(
    f"{PACKAGE}.{name}"
    for name in (
        "diagnostics",
        "limits",
        "paths",
        "authoring.cells",
        "typesetting.engines",
        "authoring.front_matter",
        "notebooks.kernels",
        "pages.markdown",
        "pages.script",
        "generators.mkdocs_hooks",
        "generators.navigation",
        "generators.package_source",
        "generators.preview",
        "generators.reload",
        "pages.site",
        "report",
        "generators.scripts",
        "generators.serving",
        "generators.settings",
        "typesetting.search_text",
        "typesetting.disk_cache",
        "generators.site_folder",
        "generators.styles",
        "generators.warnings",
        "authoring.texts",
        "authoring.unreadable",
    )
)
"""Modules that hold state or that MkDocs holds on to: to edit one of these, start again."""

OF_PAGES = (
    ("pages.notation", "entries"),
    ("notebooks.outputs", "printed"),
    ("pages.published", "published"),
    ("pages.published", "read"),
)
"""What is worked out from the text of all pages, and kept for one build."""

OF_ARGUMENTS = (
    ("authoring.dismissals", "faults"),
    ("generators.ingredients", "_named"),
    ("generators.translator_files", "words"),
    ("ledger.measured", "_found"),
    ("ledger.titles", "_faults"),
    ("pages.addresses", "source_page"),
    ("pages.published", "_of_token"),
    ("pages.published", "_tokens"),
)
"""What depends on its arguments and on the engine alone: no model or example changes it."""


def forget_package() -> None:
    """Drop the package from memory, so that what is on disk now is imported.

    `watch:` alone would rebuild with the modules that are already imported.
    """
    _forget(name for name in list(sys.modules) if name.split(".")[0] == PACKAGE)


def forget_content(content: Collection[str], changed: Collection[str]) -> None:
    """Drop the models, oracles and examples that changed, and all that the engine worked out.

    What the others worked out stays: recorded runs, networks that they trained.
    """
    _forget(name for name in changed if name in sys.modules)
    engine = (name for name in list(sys.modules) if name.split(".")[0] == PACKAGE)
    _clear(name for name in engine if name not in content)


def forget_pages() -> None:
    """Drop what was worked out from the text of the pages."""
    for module, function in OF_PAGES:
        name = f"{PACKAGE}.{module}"
        if name in sys.modules:
            getattr(sys.modules[name], function).cache_clear()


def _forget(names: Iterable[str]) -> None:
    for name in names:
        if name not in STABLE:
            del sys.modules[name]
            package, _, module = name.rpartition(".")
            if package in sys.modules:  # else `from package import module` gives the old one
                vars(sys.modules[package]).pop(module, None)
    importlib.invalidate_caches()
    linecache.clearcache()


def _clear(modules: Iterable[str]) -> None:
    """Empty the caches of modules that stay."""
    for name in modules:
        if name not in STABLE and name in sys.modules:
            for member in list(vars(sys.modules[name]).values()):
                if hasattr(member, "cache_clear") and not _is_of_arguments(member):
                    member.cache_clear()


def _is_of_arguments(function: Any) -> bool:
    """Whether a function stands in OF_ARGUMENTS; other modules may import it."""
    return (function.__module__.partition(".")[2], function.__name__) in OF_ARGUMENTS
