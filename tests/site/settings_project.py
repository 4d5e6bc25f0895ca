"""A small site with what a setting may break: panels, cards, source pages, a notebook, search."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Once
from tests.site import project

HOME = """# Home

The state is [[= encoder.h_1 =]], as the [panel](deep/a%20panel.md) says.

[[= encoder | live =]]
"""

PANEL = """# A panel

[[= encoder | live =]]

[[= encoder.h_2 | derivation =]]

[[= encoder | diagram =]]

Back [home](../index.md), to the [notebook](../notebooks/encoder.py), to [values](../values.md).

```python
--8<-- "rnn_examples/models/rnn.py"
```
"""

LARGE = "# All\n\n[[= published | index =]]\n"

NOTEBOOK = """# %% [markdown]
# # A notebook
#
# See [the panel](../deep/a%20panel.md), or [keep it](encoder.ipynb) and [its text](encoder.py).

# %%
print(1 + 1)
"""


TRANSLATOR = """# The translator

The state is [[= encoder.h_1 =]].

<div class="translator" data-sentence="the girl eats an apple">Here a script shows it.</div>
"""

SENTENCE = "# A sentence\n\n[[= translator | translation =]]\n\nIt is [[= encoder.h_1 =]].\n"
"""As the home page shows it."""

SOURCE = """/source/**/*.md
  !/source/index.md
  !/source/examples/*.md
  !/source/models/*.md
  !/source/pages/*.md
"""
"""As much of the package's source as cards and pages lead to, and pages in a second folder."""


def write(target: Path) -> Path:
    """Write the project."""
    project.copy_without_pages(target)
    edit(target, (project.NO_SOURCE, f"exclude_docs: |\n  {SOURCE}"))
    docs = target / "docs"
    for name, text in {
        "index.md": HOME,
        "deep/a panel.md": PANEL,
        "values.md": LARGE,
        "notebooks/encoder.py": NOTEBOOK,
    }.items():
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / name).write_text(text, "utf-8")
    return target


def edit(target: Path, *changes: tuple[str, str]) -> None:
    """Change settings: each text, which must be there, gives way to another."""
    config = target / "mkdocs.yml"
    text = config.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    config.write_text(text, "utf-8")


@pytest.fixture(scope="session")
def offline_site(once: Once) -> Path:
    """Build a site for the disk, from another folder; `site` is a link to another one.

    Each file of graphs lies beside its page, as those of a large page do. No test changes it.
    """
    return once("offline", _build_offline) / "project" / "site"


def _build_offline(folder: Path) -> None:
    target = write(folder / "project")
    search = "rnn_examples/models/search.py"  # which the translator needs
    shutil.copy(ROOT / search, target / search)
    (target / "docs" / "translator.md").write_text(TRANSLATOR, "utf-8")
    (target / "docs" / "sentence.md").write_text(SENTENCE, "utf-8")
    graphs = target / "rnn_examples" / "pages" / "page_graphs.py"
    graphs.write_text(graphs.read_text("utf-8").replace("LARGE = 400_000", "LARGE = 4_000"))
    (folder / "disk" / "rnn").mkdir(parents=True)
    (folder / "disk" / "rnn" / "old.html").write_text("old", "utf-8")
    (folder / "disk" / "rnn" / ".git").write_text("gitdir: elsewhere", "utf-8")
    (target / "site").symlink_to(folder / "disk" / "rnn")
    (folder / "elsewhere").mkdir()
    built = project.run(
        folder / "elsewhere",
        *("mkdocs", "build", "-f", str(target / "mkdocs.yml")),
        OFFLINE="true",
        PYTHONPATH=str(target),
    )
    assert built.returncode == 0, built.stdout
