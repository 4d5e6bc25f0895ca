"""The whole site's cold build: a new process, nothing kept from a build before."""

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import ROOT, Figure, build_site, seconds


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        times = [seconds(lambda: build_site(ROOT, Path(folder, "site"))) for _ in range(3)]
        pages = len(list(Path(folder, "site").rglob("*.html")))
    yield Figure(
        "cold build of the whole site",
        f"{statistics.median(times):.1f} s",
        "",
        f"{pages} pages, notebooks executed; median of 3 processes",
    )
