"""The whole site's build: cold, warm, and what the lessons add to it."""

import re
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import copies
from benchmarks.copies import ROOT
from benchmarks.figure import Figure, build_site, seconds

LESSONS = (
    *("tokens", "softmax", "bptt", "rtrl", "vanishing", "clipping", "optimisers", "training"),
)
THEIR_NOTEBOOKS = ("bptt_four_ways", "train_it_yourself")
ROUNDS = 3


def measure() -> Iterator[Figure]:
    """In turn, so that a drifting machine is the same for all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        without = _without_lessons(folder / "without")
        cold, warm, short = [], [], []
        for n in range(ROUNDS):
            cache = str(folder / f"cache{n}")
            for times in (cold, warm):
                times.append(_build(ROOT, folder / "site", cache))
            short.append(_build(without, folder / "short", str(folder / f"cache_short{n}")))
        pages = len(list((folder / "site").rglob("*.html")))
    how = f"median of {ROUNDS} processes"
    yield Figure(
        "cold build of the whole site",
        f"{statistics.median(cold):.1f} s",
        "",
        f"{pages} pages, notebooks executed, nothing kept from a build before; {how}",
    )
    yield Figure(
        "the same, formulas and diagrams kept",
        f"{statistics.median(warm):.1f} s",
        "",
        f"every value computed anew; {how}",
    )
    added = [a - b for a, b in zip(cold, short, strict=True)]
    yield Figure(
        "the lessons add to a cold build",
        f"{statistics.median(added):.1f} s",
        "≤ 3 s",
        f"{len(LESSONS)} lessons, {len(THEIR_NOTEBOOKS)} notebooks and their code; {how}",
    )


def _build(folder: Path, target: Path, cache: str) -> float:
    return seconds(lambda: build_site(folder, target, RNN_EXAMPLES_CACHE=cache))


def _without_lessons(target: Path) -> Path:
    """The project with the theory page and the reference, as if no lesson had been written."""
    copies.copy(target)
    copies.leave_out_code(target)
    docs, config = target / "docs", target / "mkdocs.yml"
    left_out = [f"{name}.md" for name in LESSONS]
    left_out += [f"notebooks/{name}.py" for name in THEIR_NOTEBOOKS]
    settings = config.read_text("utf-8").replace("strict: true", "strict: false")
    for page in left_out:
        (docs / page).unlink()
        settings = re.sub(rf"^ +- .*: {re.escape(page)}\n", "", settings, flags=re.M)
    settings = settings.replace("  - Learning:\n", "")
    config.write_text(settings, "utf-8")
    return target
