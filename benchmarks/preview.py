"""A preview of the whole site: from an edit until the page shows it, and with 100 more pages."""

import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks import copies
from benchmarks.figure import Figure
from benchmarks.previews import Server, edit, serving

EDITS = 5
MORE = 100
PAUSE = 2  # seconds in which nothing is to be done, before an edit

PAGE = """# One page more

The state is [[= encoder.h_1 =]], and then [[= encoder.h_2 =]].

[[= encoder.h_2 | derivation =]]
"""


class Edit(NamedTuple):
    """What a writer changes, and what the page then shows."""

    name: str
    file: str
    old: str
    new: str
    shown: str
    to_reach: float


NUMBER = r'data-value="encoder\.h_1\[0\]">{}<'

EDITS_OF = (
    Edit("Markdown of one page", "docs/rnn-theory.md", "# ", "# Read: ", "Read: ", 0.7),
    Edit(
        "an input of an example",
        "rnn_examples/examples/rnn_theory.py",
        "U=np.array([[0.5], [0.7]])",
        "U=np.array([[0.9], [0.7]])",
        NUMBER.format(r"0\.71630"),
        1,
    ),
    Edit(
        "a model's code",
        "rnn_examples/models/rnn.py",
        "np.tanh(a_t)",
        "np.tanh(2 * a_t)",
        NUMBER.format(r"0\.76159"),
        2,
    ),
)


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = copies.copy(Path(name) / "project")
        few = _times(folder)
        (folder / "docs" / "source").mkdir()
        for n in range(MORE):
            (folder / "docs" / "source" / f"more-{n}.md").write_text(PAGE, "utf-8")
        many = _times(folder)
    load = os.getloadavg()[1]
    for made, seconds, with_more in zip(EDITS_OF, few, many, strict=True):
        yield Figure(
            f"preview, from an edit to the page: {made.name}",
            f"{seconds:.2f} s",
            f"≤ {made.to_reach} s",
            f"median of {EDITS}; load {load:.1f}",
        )
        yield Figure(
            f"the same with {MORE} more pages",
            f"{with_more / seconds:.2f} ×",
            "≤ 1.20 ×",
            f"{with_more:.2f} s",
        )


def _times(folder: Path) -> list[float]:
    """The median of each edit's times."""
    with serving(folder) as server:
        return [statistics.median(_time(server, folder, made) for _ in range(EDITS))
                for made in EDITS_OF]  # fmt: skip


def _time(server: Server, folder: Path, made: Edit) -> float:
    def shows(page: str) -> bool:
        return re.search(made.shown, page) is not None

    server.page("rnn-theory/")
    server.wait(lambda: server.page("search/documents.json"))  # it waits for the rest of the site
    time.sleep(PAUSE)
    put_back = _replace(folder / made.file, made.old, made.new)
    seconds = server.wait(lambda: shows(server.page("rnn-theory/")))
    put_back()
    server.wait(lambda: (page := server.page("rnn-theory/")) and not shows(page))
    return seconds


def _replace(file: Path, old: str, new: str) -> Callable[[], object]:
    """Replace the first of a text in a file; return what puts it back."""
    before = file.read_text("utf-8")
    start = before.index(f"\n{old}") if old == "# " else before.index(old)
    return edit(file, before[start:], before[start:].replace(old, new, 1))
