"""Settings of mkdocs.yml that the pages do not work with are refused; all have a fingerprint."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from rnn_examples.authoring import texts
from rnn_examples.diagnostics import Diagnostic, relative
from rnn_examples.generators.package_source import digest, is_of_editor
from rnn_examples.paths import ROOT

VALUES = "rnn_examples.pages.markdown"
"""The extension that makes values, and the format of a mermaid fence."""

EXTENSIONS: Mapping[str, Mapping[str, Any]] = {
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.snippets": {"check_paths": True, "base_path": ["."]},
    "pymdownx.superfences": {},
    VALUES: {},
}
"""Markdown extensions without which tokens or formulas would be published raw; their options."""

PLUGINS: Mapping[str, Mapping[str, Any]] = {
    "mkdocs-jupyter": {"execute": True, "allow_errors": False, "cache": False},
}
"""Options of plugins, where these are used."""


def refused(config: MkDocsConfig) -> Iterator[Diagnostic]:
    """What is set in a way that cannot be honoured, and what would be right."""
    for setting, text in _refused(config):
        file = Path(config.config_file_path)
        lines = texts.read(file).split("\n") if file.is_file() else []
        named = re.compile(rf"\s*(?:- +)?[\"']?{re.escape(setting)}\b")
        line = next((n for n, line in enumerate(lines, 1) if named.match(line)), 1)
        yield Diagnostic(str(file), line, 1, f"{setting}: {text}")


def _refused(config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    docs = ROOT / "docs"
    if Path(config.docs_dir).resolve() != docs.resolve():
        where = relative(config.docs_dir)
        yield "docs_dir", f"{where} is not {relative(docs)}, where the package has its pages"
    if config.theme.name != "material":
        yield "theme", f"the pages are made for material, not for {config.theme.name}"
    for name, needed in EXTENSIONS.items():
        if name not in config.markdown_extensions:
            yield "markdown_extensions", f"{name} is missing, which every page needs"
        else:
            yield from _options(name, needed, config.mdx_configs.get(name) or {})
    fences = (config.mdx_configs.get("pymdownx.superfences") or {}).get("custom_fences", ())
    if not any(getattr(fence.get("format"), "__module__", "") == VALUES for fence in fences):
        yield "pymdownx.superfences", f"diagrams need the custom fence mermaid, of {VALUES}"
    for name, needed in PLUGINS.items():
        if name in config.plugins:
            yield from _options(name, needed, config.plugins[name].config)


def _options(
    name: str, needed: Mapping[str, Any], given: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    for option, value in needed.items():
        if given.get(option) != value:
            yield name, f"{option} is {given.get(option)!r}, and has to be {value!r}"


def fingerprint(config: MkDocsConfig) -> str:
    """Of the settings, the theme and the names of all files: every page depends on them."""
    docs = Path(config.docs_dir)
    listed = sorted(
        path.relative_to(docs).as_posix()
        for path in docs.rglob("*")
        if path.is_file() and not is_of_editor(path.name)
    )
    theme = Path(config.theme.custom_dir or docs)
    files = [Path(config.config_file_path)]
    if config.theme.custom_dir:
        files += sorted(path for path in theme.rglob("*") if path.is_file())
    from rnn_examples.pages import repository  # noqa: PLC0415 (it may have changed)

    commit = repository.commit() if os.environ.get("REPO_URL") else ""
    return digest(*listed, *(file.read_bytes().hex() for file in files), commit)
