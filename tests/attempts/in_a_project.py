"""Attempts in the files of the project: models, oracles, examples, the lock, notebooks, settings.

Each is made in a copy of a small project. Those that a build reports are made in one copy, as one
report has them all.
"""

import shutil
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.attempts.attempt import Attempt, Result, result
from tests.site import project

ROWS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

PAGE = """\
# Home

[[= encoder.h_1 =]] and [[= encoder.h_2 =]], [[= teacher_forced.y_hat_1 =]], [[= greedy.y_1 =]] and
[[= teacher_forced.y_1 | word =]], [[= teacher_forced.seed =]].
[[? The state grows | rising(encoder.h_1[0], encoder.h_2[0]) ?]].
"""

TAKING = "\n".join(f'--8<-- "parts/{name}.md"\n' for name in ("typed", "false", "none", "outer"))
"""A page that takes the snippets of these attempts."""

CELLS = """\
# %% [markdown]
# # One

# %%
print(0.1 + 0.3)
"""


def base(scratch: Path) -> Path:
    """A small project in which nothing is wrong, with its values locked."""
    made = project.copy_without_pages(scratch / "base")
    (made / "docs" / "index.md").write_text(PAGE, "utf-8")
    (made / "docs" / "notebooks").mkdir()
    (made / "docs" / "notebooks" / "one.py").write_text(CELLS, "utf-8")
    for command in (("accept", "--yes"), ("check", "--quick")):
        done = project.run(made, "rnn_examples", *command)
        assert done.returncode == 0, done.stdout
    return made


def _change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8") if old else ""
    assert old in text, f"{old!r} is not in {file}"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.replace(old, new, 1) if old else new, "utf-8")


def _attempt(row: dict[str, Any]) -> Attempt:
    return Attempt(row["place"], row["what"], row["told"], row.get("sabotage", ""))


def _tried(row: dict[str, Any], made: Path, folder: Path) -> Result:
    copy = shutil.copytree(made, folder)
    for change in row["changes"]:
        _change(copy, *change)
    done = project.run(copy, "rnn_examples", *row["command"], COLUMNS="200")
    shutil.rmtree(copy)
    told = [" ".join(done.stdout.split())] if done.returncode else []
    return result(_attempt(row), row["command"][0], told)


def checked(made: Path, scratch: Path) -> Iterator[Result]:
    """What the commands say of each change, two at a time."""
    rows = ROWS["checked"]
    with ThreadPoolExecutor(2) as threads:
        folders = (scratch / f"copy{n}" for n in range(len(rows)))
        yield from threads.map(lambda row, folder: _tried(row, made, folder), rows, folders)


def built(made: Path, scratch: Path) -> Iterator[Result]:
    """What a build says of all of these at once."""
    copy = shutil.copytree(made, scratch / "built")
    for row in ROWS["built"]:
        _change(copy, row["file"], row.get("old", ""), row["text"])
    _change(copy, "parts/outer.md", "", '--8<-- "parts/inner.md"\n')
    _change(copy, "docs/taking.md", "", f"# Taking\n\n{TAKING}")
    done = project.run(copy, "mkdocs", "build", "--site-dir", "out")
    lines = done.stdout.split("\n") if done.returncode else []
    for row in ROWS["built"]:
        about = row.get("about", row["file"])
        yield result(_attempt(row), "build", [line for line in lines if about in line])


def results(scratch: Path) -> Iterator[Result]:
    made = base(scratch)
    yield from checked(made, scratch)
    yield from built(made, scratch)
