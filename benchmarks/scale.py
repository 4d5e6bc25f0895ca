"""A large site: its build with 1,000 examples on 1,000 pages, against one with 100.

Each example is an encoder with inputs of its own, in a module of its own, checked by the oracle in
fifty digits. Each page shows it in text and formulas, line by line, in a table and in a diagram.
In the navigation they stand in groups.

The times of a page are the processor's, of the whole command `mkdocs build`, without what a site
without examples takes: so they say the same on a machine that does something else besides.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.copies import ROOT
from benchmarks.figure import Figure

FEW, MANY = 100, 1000
GROUP = 25
RUNS = 3

MODULE = '''"""An encoder with inputs of its own."""

import numpy as np

from rnn_examples.worked_example import WorkedExample
from rnn_examples.models.rnn import encode
from rnn_examples.oracles.fifty_digits import encoder

SCALED_{n} = WorkedExample(
    encode,
    x=np.array([[1.0], [{x}]]),
    h_0=np.zeros(2),
    W=np.array([[0.3, -0.1], [0.0, {w}]]),
    U=np.array([[0.5], [0.7]]),
    b=np.zeros(2),
).checked_by(encoder)
'''

PAGE = """# The encoder number {name}

After two words the state is [[= scaled_{n}.h_2 =]]; after one it was [[= scaled_{n}.h_1 =]].

$$
h_2 = [[= scaled_{n}.h_2 =]], \\qquad W = [[= scaled_{n}.W =]]
$$

[[= scaled_{n}.h_1 | derivation =]]

[[= scaled_{n}.h_2 | derivation =]]

[[= scaled_{n} | table =]]

[[= scaled_{n} | diagram =]]
"""


class Cost(NamedTuple):
    """What a command took: seconds by the clock and by the processor, and megabytes at most."""

    seconds: float
    processor: float
    memory: float


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        sites = {count: _project(Path(folder, str(count)), count) for count in (0, FEW, MANY)}
        costs = {
            count: _median(site, "mkdocs", "build", "--quiet") for count, site in sites.items()
        }
        for count, site in sites.items():
            made = len(list(site.glob("site/scaled-*/index.html")))
            if made != count:
                raise RuntimeError(f"{made} pages of {count} were built")
        check = _median(sites[MANY], "rnn_examples", "check", f"scaled_{MANY - 1}")
    few, many = ((costs[n].processor - costs[0].processor) / n * 1000 for n in (FEW, MANY))
    yield Figure(
        f"a page more, in a site of {MANY:,}",
        f"{many:.0f} ms",
        "≤ 60 ms",
        f"with its example, its module and that module's page; median of {RUNS} builds",
    )
    yield Figure(
        f"a page more, in a site of {MANY:,} against one of {FEW}",
        f"{many / few:.2f} ×",
        "≤ 1.10 ×",
        f"{few:.0f} ms a page in the smaller one",
    )
    yield Figure(
        f"memory of the build of {MANY:,} pages",
        f"{costs[MANY].memory:.0f} MB",
        "< 1500 MB",
        f"{costs[FEW].memory:.0f} MB with {FEW}, {costs[0].memory:.0f} MB with none",
    )
    yield Figure(
        f"rnn-examples check NAME among {MANY:,} examples",
        f"{check.seconds:.2f} s",
        "< 1 s",
        f"a process of its own; median of {RUNS}",
    )
    yield from _checks()


def _checks() -> Iterator[Figure]:
    """The checks of the site as it is."""
    one = _median(ROOT, "rnn_examples", "check", "encoder")
    yield Figure("rnn-examples check encoder", f"{one.seconds:.2f} s", "< 1 s", f"median of {RUNS}")
    whole = _run(ROOT, "rnn_examples", "check")
    yield Figure(
        "rnn-examples check",
        f"{whole.seconds:.0f} s",
        "≤ 60 s",
        "the whole site, built and verified",
    )


def _project(target: Path, count: int) -> Path:
    """A copy of the project whose pages are as many encoders, and a home page."""
    shutil.copytree(ROOT / "docs", target / "docs", ignore=shutil.ignore_patterns("*.md", "*.py"))
    for name in ("overrides", "rnn_examples"):
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, target / name, ignore=leave)
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    with_nav = re.sub(r"^nav:\n(?:[ -].*\n|\n)*", _nav(count), config, flags=re.M)
    (target / "mkdocs.yml").write_text(with_nav, "utf-8")
    (target / "docs" / "index.md").write_text("# Home\n", "utf-8")
    examples = target / "rnn_examples" / "examples"
    for module in examples.glob("[a-z]*.py"):
        module.unlink()
    for n in range(count):
        numbers = {
            "n": n,
            "x": f"{1 + n / 1000:.3f}",
            "w": f"{0.2 + n / 10_000:.4f}",
            "name": _in_letters(n),
        }
        (examples / f"scaled_{n}.py").write_text(MODULE.format(**numbers), "utf-8")
        (target / "docs" / f"scaled-{n}.md").write_text(PAGE.format(**numbers), "utf-8")
    _run(target, "rnn_examples", "accept", "--yes")
    return target


def _nav(count: int) -> str:
    """The navigation: one section, in it groups of so many pages as a person looks through."""
    lines = ["nav:", "  - Home: index.md"]
    for n in range(count):
        if not n:
            lines.append("  - Examples:")
        if not n % GROUP:
            lines.append(f"      - From {n}:")
        lines.append(f"          - scaled-{n}.md")
    return "\n".join([*lines, "", ""])


def _in_letters(n: int) -> str:
    """A number in letters: the ledger would ask for its reason."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(n))


def _median(project: Path, *command: str) -> Cost:
    costs = [_run(project, *command) for _ in range(RUNS)]
    return Cost(*(statistics.median(figures) for figures in zip(*costs, strict=True)))


def _run(project: Path, *command: str) -> Cost:
    """Run a module in a process of its own. Raises RuntimeError if it fails."""
    environment = {**os.environ, "PYTHONPATH": str(project), "NO_MKDOCS_2_WARNING": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # Python keeps what it compiled
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        started = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=project, env=environment, stdout=told, stderr=told
        )
        began = time.perf_counter()
        _, status, used = os.wait4(started.pid, 0)
        lasted = time.perf_counter() - began
        started.returncode = os.waitstatus_to_exitcode(status)
        if started.returncode:
            told.seek(0)
            raise RuntimeError(f"{' '.join(command)} fails:\n{told.read()[-2000:]}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(lasted, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6)


if __name__ == "__main__":
    from benchmarks.figure import show

    show([measure()])
