"""After any edit, a preview serves what a build from nothing would give, byte for byte."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import told
from tests.site import project
from tests.site.random_edits import PAGES, Author, small_project

EDITS = int(os.environ.get("EDITS", "20"))

BUILDS = """
import logging, random, sys
from contextlib import suppress
from mkdocs.commands.build import build
from mkdocs.config import load_config
from rnn_examples.generators.preview import InterruptedBuildError

logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
site, kind, *pages = sys.argv[1:]
is_partial, chance = False, random.Random(len(pages))

def build_more():
    build(load_config("mkdocs.yml", site_dir=site), serve_url="http://127.0.0.1/", dirty=True)

for _ in sys.stdin:
    config = load_config("mkdocs.yml", site_dir=site)
    if not is_partial:
        config.plugins.on_startup(command="serve", dirty=False)
    hooks = sys.modules["rnn_examples/generators/mkdocs_hooks.py"]
    preview, hooks.build.is_served = hooks.build.preview, is_partial
    if is_partial:
        preview.wanted = set(chance.sample(pages, chance.choice((1, 1, 2))))
        build_more()
        preview.wanted = None
        if chance.random() < 0.3:  # another edit comes
            left = iter(range(chance.randrange(4)))
            preview.is_unwanted = lambda: next(left, None) is None
            with suppress(InterruptedBuildError):
                build_more()
            preview.is_unwanted = bool
            preview.wanted = set(chance.sample(pages, chance.choice((1, 1, 2))))
            build_more()
            preview.wanted = None
        config = load_config("mkdocs.yml", site_dir=site)
    build(config, serve_url="http://127.0.0.1/", dirty=is_partial)
    is_partial = kind == "preview"
    print("built", flush=True)
config.plugins.on_shutdown()
"""


class Builder:
    """A process that builds a project again and again, as a preview does or from nothing."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.site = folder.parent / kind
        self.said = (folder.parent / f"{kind}.txt").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-c", BUILDS, str(self.site), kind, *PAGES],
            cwd=folder,
            env=told(PYTHONPATH=str(folder)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.said,
            text=True,
            encoding="utf-8",
        )

    def begin(self) -> None:
        self.process.stdin.write("build\n")
        self.process.stdin.flush()

    def built(self) -> dict[str, bytes]:
        """Every file of the site, once it is built."""
        assert self.process.stdout.readline() == "built\n", Path(self.said.name).read_text("utf-8")
        return project.files(self.site)

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()
        self.said.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return small_project(tmp_path_factory.mktemp("fresh") / "project")


@pytest.fixture(scope="module")
def builders(folder):
    builders = [Builder(folder, kind) for kind in ("preview", "from nothing")]
    yield builders
    for builder in builders:
        builder.end()


def test_what_is_served_after_any_edit_is_what_a_build_from_nothing_gives(folder, builders):
    author, edits = Author(folder, seed=EDITS), ["none"]
    for _ in range(EDITS):
        for builder in builders:
            builder.begin()
        served, cold = [builder.built() for builder in builders]
        names = sorted(served.keys() | cold.keys())
        assert [name for name in names if served.get(name) != cold.get(name)] == [], edits
        edits.append(author.edit())
