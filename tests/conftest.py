"""What every test may use: checked shapes, and the built site."""

import importlib
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

from tests import shapes
from tests.commands import ROOT, python

if sys.flags.optimize:
    pytest.exit("The tests check with assert: run Python without -O and PYTHONOPTIMIZE", 2)

# What a user may have set changes no test, nor the commands that tests run.
SET_BY_USERS = re.compile(
    r"(PYTHON(?!HOME)|GIT_|LC_|RUFF_|JUPYTER_|IPYTHON|MKDOCS_)\w*|LANGUAGE|SOURCE_DATE_EPOCH"
    r"|SITE_URL|REPO_URL|EDIT_URI|OFFLINE|\w*(FORCE_COLOR|NO_COLOR|CLICOLOR)\w*|PY_COLORS"
    r"|COLUMNS|LINES|PYTEST_ADDOPTS"
)
for _name in filter(SET_BY_USERS.fullmatch, list(os.environ)):
    del os.environ[_name]

# Every array that a model takes or returns is held against the shape in its signature. This comes
# before anything imports the models.
shapes.install()

# How long an example takes says more of the machine than of the code.
settings.register_profile("project", deadline=None)
settings.load_profile("project")


LONG = (
    "site/test_verify.py",
    "render/test_derivation.py",
    "site/test_fresh_preview.py",
    "site/test_scaffold.py",
    "site/test_reproducible.py",
    "site/test_zensical.py",
    "site/test_contributing.py",
    "cli/test_cli.py",
    "site/test_fresh.py",
    "site/test_serve.py",
    "site/test_settings.py",
    "mutants/test_oracle_rows.py",
    "models/test_train.py",
    "site/test_numbers.py",
    "site/test_claims.py",
    "site/test_hosted.py",
    "lock/test_values_lock.py",
    "notebooks/test_outputs.py",
    "test_benchmarks.py",
    "test_wheel.py",
    "browser/test_pages.py",
    "browser/test_interpreter.py",
    "browser/test_panels.py",
    "browser/test_live.py",
    "browser/test_firefox.py",
    "browser/test_translator_grammar.py",
    "browser/test_lessons.py",
    "browser/test_cards.py",
    "browser/test_translator.py",
    "browser/test_print.py",
    "browser/test_network.py",
)
"""The files with the longest tests, in the order in which the workers take them.

A long file that begins last has one worker busy while the others have nothing to do. The first one
builds the site, and the second needs none: nobody waits for it.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run long files first; those in a browser last, as Playwright keeps an event loop running."""
    ranks = {ROOT / "tests" / name: rank for rank, name in enumerate(LONG)}
    browser = ROOT / "tests" / "browser"
    items.sort(key=lambda item: (browser in item.path.parents, ranks.get(item.path, len(LONG))))


# What copies of the project typeset is kept where the project keeps it.
os.environ.setdefault("RNN_EXAMPLES_CACHE", str(ROOT / ".cache"))


@pytest.fixture
def know_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Have other examples in the place of the project's, until the test ends."""

    def know(examples: Mapping[str, Any]) -> None:
        from rnn_examples.worked_example.catalogue import Catalogue  # noqa: PLC0415 (after the hook above)

        forget()
        known = Catalogue(MappingProxyType(examples), ())
        monkeypatch.setattr("rnn_examples.authoring.values._catalogue", lambda _: known)

    def forget() -> None:
        """Empty the caches that were filled from the examples known so far."""
        for name in (
            "authoring.values",
            "ledger.typed_numbers",
            "pages.page_graphs",
            "pages.published",
        ):
            module = importlib.import_module(f"rnn_examples.{name}")
            for key, member in list(vars(module).items()):
                if hasattr(member, "cache_clear") and key != "_catalogue":
                    member.cache_clear()

    yield know
    monkeypatch.undo()
    forget()


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Return a function that has something made once in a run of the tests, for all processes.

    It takes a path, and what makes that file or folder; it returns where it is.
    """
    top = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        top = top.parent  # all workers share it

    def made(name: str, make: Callable[[Path], object]) -> Path:
        path = top / name
        done = path.with_name(f"{path.name}.made")
        path.parent.mkdir(exist_ok=True)
        with FileLock(path.with_name(f"{path.name}.lock")):
            if not done.exists():
                make(path)
                done.touch()
        return path

    return made


@pytest.fixture(scope="session")
def built_site(once: Once) -> Path:
    """Return the folder of the site, built once as `mkdocs build` builds it: no test changes it.

    Its name is `rnn`: served from its parent, the site lies at /rnn/, where a link to / is broken.
    """
    return once("site/rnn", _build)


@pytest.fixture(scope="session")
def types(once: Once) -> Path:
    """Return a folder with what mypy says of the package, in said.txt, and with its cache."""
    return once("types", _check_types)


def _check_types(folder: Path) -> None:
    said = python("-m", "mypy").stdout
    shutil.copytree(ROOT / ".mypy_cache", folder / ".mypy_cache")
    (folder / "said.txt").write_text(said, "utf-8")


def _build(site: Path) -> None:
    build = python("-m", "mkdocs", "build", "--site-dir", site, seconds=None)
    if build.returncode:
        pytest.fail(f"mkdocs build failed:\n{build.stdout}", pytrace=False)
