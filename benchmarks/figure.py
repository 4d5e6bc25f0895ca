"""One measured figure, and how a whole process is timed."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table


class Figure(NamedTuple):
    """A figure as it is printed. to_reach is empty where none was set."""

    name: str
    measured: str
    to_reach: str
    how: str


def show(groups: Iterable[Iterable[Figure]]) -> None:
    table = Table("Figure", "Measured", "To reach", "How", title="Measured in this run")
    for group in groups:
        demand_what_users_run()
        for figure in group:
            table.add_row(*figure)
        table.add_section()
    Console(width=118).print(table)


def demand_what_users_run() -> None:
    """Refuse to measure models whose arrays are checked at every call, or another Python's mode."""
    is_hooked = any(type(finder).__module__.startswith("jaxtyping") for finder in sys.meta_path)
    if is_hooked or sys.flags.optimize or sys.flags.dev_mode:
        raise RuntimeError("what runs here is not what users run: nothing is measured")


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor_seconds(work: Callable[[], object]) -> float:
    """The processor time of this process: other programs do not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def median_ratio(
    first: Callable[[], object],
    second: Callable[[], object],
    runs: int,
    measured: Callable[[Callable[[], object]], float] = seconds,
) -> float:
    """The median over pairs of runs, in turn, so that a drifting machine cancels out."""
    first(), second()  # warm
    return statistics.median(measured(first) / measured(second) for _ in range(runs))


def settle_memory() -> None:
    """Free a large array: from then on, the C library keeps what is freed for the next arrays.

    Every training does so soon. Before, arrays of some hundred kilobytes go back to the system at
    each step, and come again page by page: that can take a third of the step.
    """
    np.empty(2**21)


def build_site(project: Path, target: Path, **variables: str) -> None:
    """`mkdocs build` in a process of its own; its output is shown only if it fails."""
    run(project, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(target), **variables)


def run(project: Path, *arguments: str, **variables: str) -> str:
    """Run Python on a project in a process of its own; return what it prints."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the site does not build:\n{done.stdout}{done.stderr}")
    return done.stdout
