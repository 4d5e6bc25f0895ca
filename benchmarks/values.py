"""What computed values cost a build: 20 pages of 50 values, against the same numbers typed in."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.copies import KEPT, ROOT, leave_out_code
from benchmarks.figure import Figure, build_site, median_ratio
from rnn_examples.render.numbers import Numbers
from rnn_examples.render.pieces import Printed
from rnn_examples.trace import Trace
from rnn_examples.worked_example.catalogue import load

PAGES, VALUES, RUNS = 20, 50, 7
IS_WHOLE = True
"""Whether both sites have all examples and the pages of the package's source, as the site has."""


def measure() -> Iterator[Figure]:
    every_number = (
        (f"{name}.{printed.path} | {spec}" if spec else f"{name}.{printed.path}", printed.plain)
        for name, example in load().examples.items()
        if IS_WHOLE or Path(example.file).stem in KEPT["examples"]
        for spec, printed in _printed(example.trace)
    )
    numbers = list(islice(every_number, PAGES * VALUES))
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


def _printed(trace: Trace) -> Iterator[tuple[str, Printed]]:
    """Every number of a trace, with the format that it needs."""
    numbers = Numbers(trace)
    for node in trace.names.values():
        long_enough = numbers.long_enough(node)
        for printed in long_enough.entries(node):
            yield long_enough.spec, printed


def _project(folder: Path, texts: list[str]) -> Path:
    """The project with other pages: the same configuration and extensions in both cases."""
    folder.mkdir()
    for name in ("rnn_examples", "overrides"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    configuration = (ROOT / "mkdocs.yml").read_text("utf-8")
    configuration = re.sub(r"(?ms)^nav:\n(?:[ -].*?\n|\n)+?(?=^\S)", "", configuration)
    configuration = re.sub(r"(?m)^  - mkdocs-jupyter:\n(?:      .*\n)+", "", configuration)
    if not IS_WHOLE:
        leave_out_code(folder)
        configuration += "exclude_docs: /source/**/*.md\n"
    (folder / "mkdocs.yml").write_text(configuration, "utf-8")
    docs = folder / "docs"
    for name in ("vendor", "stylesheets", "javascripts", "assets"):
        if (ROOT / "docs" / name).exists():
            shutil.copytree(ROOT / "docs" / name, docs / name)
    for page in range(PAGES):
        values = [texts[(page * VALUES + i) % len(texts)] for i in range(VALUES)]
        declared = [v for v in dict.fromkeys(values) if "[[" not in v]
        typed = [f'  "is {value}, as": typed in' for value in declared]
        lines = ["---", "literals:", *typed, "---", ""] if typed else []
        lines += ["# Page", ""]
        for value in values:
            lines += [f"A value of this page is {value}, as computed.", ""]
        (docs / f"p{page}.md").write_text("\n".join(lines), "utf-8")
    (docs / "index.md").write_text("# Home\n", "utf-8")
    return folder
