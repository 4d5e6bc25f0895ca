"""What each page adds to a build: its examples run and checked, and the page made.

Not in it: what is done once for all pages, and notebooks, which run beside.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.copies import ROOT
from benchmarks.figure import Figure, processor_seconds, run

TO_REACH = 0.7

MADE = """
import json, sys, time
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.pages import Page

spent, render = {}, Page.render

def timed(page, config, files):
    start = time.process_time()
    render(page, config, files)
    spent[page.file.src_uri] = time.process_time() - start

Page.render = timed
config = load_config("mkdocs.yml", site_dir=sys.argv[1])
config.plugins.on_startup(command="build", dirty=False)
build(config)
config.plugins.on_shutdown()
print(json.dumps(spent))
"""

RUN = """
import json
from benchmarks.pages import examples
print(json.dumps(examples()))
"""


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        made = _in_a_process(MADE, str(Path(folder, "site")), RNN_EXAMPLES_CACHE=folder)
    derived = _in_a_process(RUN)
    lessons = {page: made[page] + derived.get(page, 0) for page in made if "/" not in page}
    for page, seconds in sorted(lessons.items(), key=lambda item: -item[1]):
        yield Figure(
            f"{page} adds to a build",
            f"{seconds:.2f} s",
            f"≤ {TO_REACH} s",
            f"{derived.get(page, 0):.2f} s of it for examples and oracles; processor time",
        )


def _in_a_process(script: str, *arguments: str, **variables: str) -> dict[str, float]:
    printed = run(ROOT, "-c", script, *arguments, **variables)
    found: dict[str, float] = json.loads(printed.splitlines()[-1])
    return found


def examples() -> dict[str, float]:
    """The processor seconds of the examples by the page that shows most of their file's values."""
    import importlib  # noqa: PLC0415 (timed in a process of its own, with nothing imported)

    from rnn_examples.authoring.values import catalogue  # noqa: PLC0415 (as above)
    from rnn_examples.pages.published import published  # noqa: PLC0415 (as above)
    from rnn_examples.paths import DOCS, PACKAGE  # noqa: PLC0415 (as above)

    spent, shown = Counter[str](), dict[str, Counter[str]]()
    for file in sorted((PACKAGE / "examples").glob("[!_]*.py")):
        module = f"rnn_examples.examples.{file.stem}"
        spent[str(file)] = processor_seconds(lambda module=module: importlib.import_module(module))
    known = catalogue().examples
    for name, values in published(DOCS).pages.items():
        of_file = shown.setdefault(known[name].file, Counter())
        of_file.update(page for pages in values.values() for page in pages)
    for example in known.values():
        spent[example.file] += processor_seconds(lambda example=example: example.trace)
        spent[example.file] += processor_seconds(lambda example=example: example.checks)
    by_page = Counter[str]()
    for file, seconds in spent.items():
        if file in shown:
            by_page[shown[file].most_common(1)[0][0]] += seconds
    return dict(by_page)
