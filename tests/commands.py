"""Commands, run in a process of their own as a person runs them."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
"""The project's folder."""

Done = subprocess.CompletedProcess[str]


def told(**variables: str) -> dict[str, str]:
    """The tests' environment, and variables that a user sets besides."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", **variables}


def run(
    *command: str | Path,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    is_apart: bool = False,
    seconds: float | None = 300,
) -> Done:
    """Run a command to its end; its exit code is in `returncode`, what it prints in `stdout`.

    environment: all that it is told; the tests' own by default.
    is_apart: errors go to `stderr`; else they are in `stdout` too.
    Raises TimeoutExpired after so many seconds; a busy machine needs some.
    """
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if is_apart else subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )


def python(
    *arguments: str | Path,
    folder: Path = ROOT,
    is_apart: bool = False,
    seconds: float | None = 300,
    **variables: str,
) -> Done:
    """Run this Python, as in `python("-m", "mkdocs", "build")`.

    variables: what a user sets besides the tests' environment.
    """
    return run(
        sys.executable,
        *arguments,
        folder=folder,
        environment=told(**variables),
        is_apart=is_apart,
        seconds=seconds,
    )
