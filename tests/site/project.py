"""Copies of the project to break, and the real commands to run in them."""

import re
import shutil
from pathlib import Path

from benchmarks.copies import copy, leave_out_code
from tests.commands import Done, python

NO_SOURCE = "exclude_docs: |\n  /source/**/*.md\n"
"""Builds no page of the package's source. A line such as `  !/source/index.md` may follow."""


def copy_without_pages(target: Path) -> Path:
    """Copy the project with an empty home page in place of its pages, which build quickly."""
    copy(target)
    docs = target / "docs"
    for name in ("notebooks", "reference", "contributing"):
        shutil.rmtree(docs / name)
    for page in docs.glob("*.md"):
        page.unlink()
    leave_out_code(target)
    (docs / "index.md").write_text("# Home\n", "utf-8")
    config = target / "mkdocs.yml"
    without_nav = re.sub(r"^nav:\n(?:[ -].*\n|\n)*", "", config.read_text("utf-8"), flags=re.M)
    config.write_text(f"{without_nav}\n{NO_SOURCE}", "utf-8")
    return target


def add_module(project: Path, name: str, code: str) -> None:
    """Add a module of examples."""
    (project / "rnn_examples" / "examples" / f"{name}.py").write_text(code, "utf-8")


def run(project: Path, *command: str, **variables: str) -> Done:
    """Run a Python module in the project, as a person would."""
    return python("-m", *command, folder=project, **variables)


def mkdocs(project: Path, *arguments: str, **variables: str) -> Done:
    """Build the site of the project."""
    return run(project, "mkdocs", "build", *arguments, **variables)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, to see whether one was touched."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
