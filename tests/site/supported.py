"""The oldest and the newest Python and packages that are supported publish the same strings.

`python -m tests.site.supported` makes an environment for each: the project's own dependencies as
old, or as new, as pyproject.toml allows, and the rest as it is pinned. `3.11 3.13` names other
Pythons than the two ends. It needs the network, so it is no test but a command.
"""

import os
import sys
import tempfile
import tomllib
from pathlib import Path

from rnn_examples.lock.values_lock import read
from tests import commands
from tests.conftest import ROOT
from tests.site.strings import PRINT, differences, strings

OWN = ("jaxtyping", "mpmath", "numpy")
"""Packages that have a say in the numbers."""

VERSIONS = f"""
import importlib.metadata as m, platform
print("Python", platform.python_version(), *(f"{{n}} {{m.version(n)}}" for n in {OWN}))
"""


def main(pythons: list[str]) -> int:
    """Print what was compared and what differs; return 1 if anything does."""
    oldest, *_, newest = pythons or ends()
    found = [compare(oldest, "lowest-direct"), compare(newest, "highest")]
    return int(any(found))


def ends() -> list[str]:
    """The oldest and the newest Python that the project says it supports."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    known = [line.rpartition(" :: ")[2] for line in project["classifiers"] if "3." in line]
    return [known[0], known[-1]]


def compare(python: str, resolution: str) -> list[str]:
    """Make the environment, and return how its strings differ from those locked."""
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder, "bin", "python")
        environment = {**os.environ, "VIRTUAL_ENV": folder, "PYTHONPATH": str(ROOT)}

        def run(*command: str) -> str:
            done = commands.run(*command, environment=environment, is_apart=True, seconds=None)
            if done.returncode:
                raise SystemExit(f"{' '.join(command)} fails:\n{done.stdout}{done.stderr}")
            return done.stdout

        uv = Path(sys.executable).with_name("uv")
        own = Path(folder, "own.txt")
        run(f"{uv}", "venv", "--quiet", "--clear", "--python", python, folder)
        install = (f"{uv}", "pip", "install", "--quiet", "--no-deps", "-r")
        run(*install, "requirements/site.txt")
        asked = ("--quiet", "--resolution", resolution, "--python", f"{there}", "-o", f"{own}")
        run(f"{uv}", "pip", "compile", *asked, "pyproject.toml")
        run(*install, f"{own}")
        print(run(f"{there}", "-c", VERSIONS).strip(), end=": ", flush=True)
        printed = run(f"{there}", "-c", PRINT)
        found = differences(printed)
        print(*found or [f"{len(strings(read(printed)))} strings, all the same"], sep="\n")
        return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
