"""The way in for contributors: the example of CONTRIBUTING.md works as it is printed."""

import shutil
import textwrap

from tests.conftest import ROOT
from tests.site import project

FILES = (
    "rnn_examples/models/average.py",
    "rnn_examples/oracles/average.py",
    "rnn_examples/examples/average.py",
    "docs/average.md",
    "tests/models/test_average.py",
)


def blocks() -> list[str]:
    """The indented blocks of code, in order."""
    found: list[list[str]] = [[]]
    for line in (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("\n"):
        if line.startswith(" " * 7) or (found[-1] and not line):
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [textwrap.dedent("\n".join(block)).strip() + "\n" for block in found if block]


def test_the_example_of_ten_minutes_builds_and_passes_its_test(tmp_path):
    copy = project.copy_without_pages(tmp_path)
    shutil.copy(ROOT / "pyproject.toml", copy)
    for name, block in zip(FILES, blocks(), strict=True):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text(block, "utf-8")
    path = {"PYTHONPATH": str(copy)}
    for command in (
        ("rnn_examples.publish.source_pages",),
        ("mkdocs", "build", "--quiet"),
        ("pytest", "--quiet", "tests/models/test_average.py"),
        ("ruff", "check", "rnn_examples/models/average.py", *FILES[2:3], *FILES[4:]),
    ):
        done = project.run(copy, *command, **path)
        assert done.returncode == 0, done.stdout
    page = (copy / "site" / "average" / "index.html").read_text("utf-8")
    assert ">−0.11</data>" in page
    assert "katex" in page
    assert "<table" in page
