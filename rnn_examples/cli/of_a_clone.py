"""Commands that need a clone of the project and the site's packages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from rnn_examples import paths
from rnn_examples.cli.printing import stop
from rnn_examples.diagnostics import relative

SITE = frozenset(
    (
        *("IPython", "grimp", "jinja2", "jupyter_client", "jupyter_core", "jupytext", "markdown"),
        *("mermaidx", "minify", "mkdocs", "nbclient", "nbconvert", "nbformat", "pygments"),
        *("pathspec", "quickjs", "selectolax", "watchdog", "yaml"),
    )
)
"""Modules of the packages in pyproject.toml's group `site`, which the package imports."""


def of_a_clone(command: Callable[..., None]) -> Callable[..., None]:
    """Say what is missing, of a command that needs a clone of the project and the site's packages.

    The wheel has neither: it lists and shows examples.
    """
    name = command.__name__

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        if not paths.IS_CLONE:
            stop(
                f"rnn-examples {name} works on a clone of the project, and this is an installed "
                f"copy; in a clone run: make build && .venv/bin/rnn-examples {name}"
            )
        try:
            command(*args, **options)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in SITE:
                raise
            stop(
                f"rnn-examples {name} needs the site's packages, and {error.name} is not "
                f"installed; in {relative(paths.ROOT)} run: "
                "pip install --group site (pip 25.1 or newer)"
            )

    return run
