"""Settings that the pages do not work with."""

from pathlib import Path

import pytest
from mkdocs.config import load_config

from rnn_examples.generators.settings import refused
from tests.conftest import ROOT

REFUSED = {
    "another theme": ("name: material", "name: readthedocs", "theme: the pages are made for mat"),
    "another docs": (f"{ROOT / 'docs'}", f"{ROOT / 'tests'}", "docs_dir: tests is not docs, where"),
    "no formulas": (
        "  - pymdownx.arithmatex:\n      generic: true\n",
        "",
        "markdown_extensions: pymdownx.arithmatex is missing, which every page needs",
    ),
    "other formulas": (
        "generic: true",
        "generic: false",
        "pymdownx.arithmatex: generic is False, and has to be True",
    ),
    "no tokens": ("  - rnn_examples.pages.markdown\n", "", "rnn_examples.pages.markdown is"),
    "other snippets": ('base_path: ["."]', 'base_path: ["docs"]', "base_path is ['docs'], and"),
    "unchecked snippets": ("check_paths: true", "check_paths: false", "check_paths is False"),
    "the theme's diagrams": (
        "!!python/name:rnn_examples.pages.markdown.mermaid_fence",
        "!!python/name:pymdownx.superfences.fence_code_format",
        "pymdownx.superfences: diagrams need the custom fence",
    ),
    "failing notebooks": ("allow_errors: false", "allow_errors: true", "mkdocs-jupyter: allow_e"),
    "no notebook is run": ("execute: true", "execute: false", "execute is False"),
}


@pytest.fixture
def config(tmp_path):
    """The site's settings, to be changed, as a file in another folder."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    for old, new in {
        "hooks:\n  - rnn_examples/generators/mkdocs_hooks.py\n": "",
        "docs_dir: docs": f"docs_dir: {ROOT / 'docs'}",
        "custom_dir: overrides": f"custom_dir: {ROOT / 'overrides'}",
        "  - rnn_examples\n": f"  - {ROOT / 'rnn_examples'}\n",
    }.items():
        assert old in text
        text = text.replace(old, new)
    file = tmp_path / "mkdocs.yml"
    file.write_text(text, "utf-8")
    return file


def read(file: Path):
    return list(refused(load_config(str(file))))


def test_the_settings_of_the_site_are_good(config):
    assert read(config) == []


@pytest.mark.parametrize("setting", REFUSED)
def test_a_setting_that_breaks_the_pages_is_refused_in_one_line(setting, config):
    old, new, told = REFUSED[setting]
    text = config.read_text("utf-8")
    assert old in text
    config.write_text(text.replace(old, new), "utf-8")
    (fault,) = read(config)
    assert told in fault.text
    line = config.read_text("utf-8").split("\n")[fault.line - 1]
    assert fault.text.partition(":")[0] in line
