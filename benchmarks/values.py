"""What computed values cost a build: 20 pages of 50 values, against the same numbers typed in."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import ROOT, Figure, build_site, median_ratio
from rnn_examples.examples import load
from rnn_examples.render.numbers import Numbers

PAGES, VALUES, RUNS = 20, 50, 7


def measure() -> Iterator[Figure]:
    numbers = [
        (f"{name}.{printed.path}", printed.plain)
        for name, example in load().examples.items()
        for value in example.trace.names
        for printed in Numbers(example.trace).entries(example.trace[value])
    ]
    with tempfile.TemporaryDirectory() as folder:
        computed = _project(Path(folder, "computed"), [f"[[= {path} =]]" for path, _ in numbers])
        typed = _project(Path(folder, "typed"), [text for _, text in numbers])
        ratio = median_ratio(
            lambda: build_site(computed, computed / "site"),
            lambda: build_site(typed, typed / "site"),
            RUNS,
        )
        pages = [
            len(re.findall("data-value", page.read_text("utf-8")))
            for page in computed.glob("site/p*/index.html")
        ]
        if pages != [VALUES] * PAGES:
            raise RuntimeError(f"not every page holds {VALUES} values: {pages}")
    yield Figure(
        f"{PAGES} pages of {VALUES} values, computed / typed in",
        f"{ratio:.2f} ×",
        "≤ 1.10 ×",
        f"whole processes, median of {RUNS} pairs in turn",
    )


def _project(folder: Path, texts: list[str]) -> Path:
    """The project with other pages: the same configuration and extensions in both cases."""
    folder.mkdir()
    for name in ("rnn_examples", "overrides"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    configuration = (ROOT / "mkdocs.yml").read_text("utf-8")
    configuration = re.sub(r"(?ms)^nav:\n(?:[ -].*?\n|\n)+?(?=^\S)", "", configuration)
    configuration = re.sub(r"(?m)^  - mkdocs-jupyter:\n(?:      .*\n)+", "", configuration)
    (folder / "mkdocs.yml").write_text(configuration, "utf-8")
    docs = folder / "docs"
    for name in ("vendor", "stylesheets", "javascripts", "assets", "source"):
        if (ROOT / "docs" / name).exists():
            shutil.copytree(ROOT / "docs" / name, docs / name)
    for page in range(PAGES):
        lines = [f"# Page {page}", ""]
        for i in range(VALUES):
            value = texts[(page * VALUES + i) % len(texts)]
            lines += [f"The value number {i} of this page is {value}, as computed.", ""]
        (docs / f"p{page}.md").write_text("\n".join(lines), "utf-8")
    (docs / "index.md").write_text("# Home\n", "utf-8")
    return folder
