"""Plant each listed mutation in a copy of the package, and see whether its tests fail."""

import queue
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.commands import ROOT, Done, python
from tests.mutants.mutations import PACKAGE, Mutation

COPIED = (PACKAGE, "tests", "docs", "mkdocs.yml", "values.lock", "pyproject.toml")
"""What the tests read."""

PASSED, FAILED = 0, 1


def survivors(mutations: Sequence[Mutation], children: int) -> Iterator[tuple[Mutation, bool]]:
    """Each mutation, and whether its tests passed in spite of it.

    Raises RuntimeError where they do not pass without it, or cannot be run at all.
    """
    with ExitStack() as stack:
        copies: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for _ in range(children):
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="mutations-"))
            copies.put(_copied(Path(folder)))
        copy = copies.get()
        done = _pytest(copy, sorted({path for mutation in mutations for path in mutation.tests}))
        if done.returncode != PASSED:
            raise RuntimeError(f"the tests fail without any mutation:\n{done.stdout}")
        copies.put(copy)

        def plant(mutation: Mutation) -> bool:
            copy = copies.get()
            try:
                return _survives(copy, mutation)
            finally:
                copies.put(copy)

        workers = stack.enter_context(ThreadPoolExecutor(children))
        yield from zip(mutations, workers.map(plant, mutations), strict=True)


def _copied(folder: Path) -> Path:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


def _survives(copy: Path, mutation: Mutation) -> bool:
    file = copy / PACKAGE / mutation.file
    source = file.read_text("utf-8")
    file.write_text(mutation.planted(source), "utf-8")
    try:
        done = _pytest(copy, mutation.tests)
    finally:
        file.write_text(source, "utf-8")
    if done.returncode not in (PASSED, FAILED):
        raise RuntimeError(f"{mutation.what}: its tests cannot be run:\n{done.stdout}")
    return done.returncode == PASSED


def _pytest(copy: Path, tests: Sequence[str]) -> Done:
    # Without bytecode: a file that is changed twice in a second may have its old one.
    options = ("-x", "-q", "-p", "no:cacheprovider", "-p", "tests.mutants.plugin")
    return python("-B", "-m", "pytest", *options, *tests, folder=copy, seconds=None)
