"""The built site as the checks read it, and the same site as another user builds it."""

import os
import pickle
from pathlib import Path

import pytest

from tests.commands import python
from tests.conftest import Once
from tests.site import project
from tests.site.pages import Page, read_site


@pytest.fixture(scope="session")
def pages(built_site: Path, once: Once) -> dict[str, Page]:
    """Every page of the built site, by its path."""
    made = once("pages", lambda file: file.write_bytes(pickle.dumps(read_site(built_site))))
    return pickle.loads(made.read_bytes())  # noqa: S301 (of this run)


ANOTHER_DAY = """
import runpy, sys, time_machine
sys.argv = ["mkdocs", "build", "--quiet"]
with time_machine.travel("2031-03-04T05:06:07+00:00", tick=True):
    runpy.run_module("mkdocs", run_name="__main__")
"""

OF_A_USER = {
    "CLICOLOR_FORCE": "1",
    "COLUMNS": "40",
    "FORCE_COLOR": "1",
    "GIT_DIR": os.devnull,
    "LANG": "C",
    "LC_ALL": "C",
    "PYTEST_ADDOPTS": "-v",
    "PYTHONIOENCODING": "latin-1",
    "PYTHONOPTIMIZE": "1",  # python -O
    "PY_COLORS": "1",
    "RUFF_OUTPUT_FORMAT": "json",
    "TERM": "xterm-256color",
    "TZ": "Asia/Kolkata",
}
"""What someone may have set, and what is to change nothing."""


@pytest.fixture(scope="session")
def site_of_another_user(once: Once) -> Path:
    """Build the site in another folder, on another day, where nothing is kept."""
    return once("elsewhere", _build_elsewhere) / "project" / "site"


def _build_elsewhere(folder: Path) -> None:
    copy = project.copy(folder / "project")
    done = python(
        "-c",
        ANOTHER_DAY,
        folder=copy,
        is_apart=True,  # in the encoding that this user has set
        PYTHONPATH=str(copy),
        PYTHONPYCACHEPREFIX=str(folder / "compiled"),
        RNN_EXAMPLES_CACHE=str(folder / "nothing"),
        **OF_A_USER,
    )
    assert done.returncode == 0, done.stdout + done.stderr
