"""Settings of MkDocs and its theme: each is honoured, or refused in one line."""

import html
import json
import re
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest

from tests.site import project, settings_project
from tests.site.pages import Page, read, read_site
from tests.site.settings_project import edit, offline_site
from tests.site.test_pages import broken_links, foreign_assets

__all__ = ["offline_site"]


def links_of_cards(site: Path, path: str) -> list[str]:
    """Where the cards of a page lead, as links of the page."""
    text = (site / path).read_text("utf-8")
    found = re.search(r'<template class="graphs"(?: data-src="(.*?)")?[^>]*>(.*?)<', text, re.S)
    if found is None:
        return []
    written = html.unescape(found[2])
    if found[1]:
        file = site / normpath(join(dirname(path), unquote(found[1])))
        written = file.read_text("utf-8").partition("graphs=")[2]
    return [
        link
        for graph in json.loads(written).values()
        for link in (
            *(source[2] for source in graph["sources"]),
            graph["given"][1],
            *(address for shown in graph["pages"].values() for address, _ in shown),
        )
    ]


def wrong_links(site: Path, pages: dict[str, Page]) -> list[str]:
    """Every link of the site that leads nowhere, those of cards and of values.json included.

    The latter are added to the links of the pages.
    """
    pages.pop("404.html")
    values = json.loads((site / "values.json").read_text("utf-8"))
    cards = 0
    for path, page in pages.items():
        links = links_of_cards(site, path)
        page.links += [("card", "href", link) for link in links]
        cards += len(links)
    shown = {address for value in values for address in value["pages"]}
    pages["index.html"].links += [("values.json", "href", address) for address in shown]
    assert cards > 10
    assert len(shown) >= 2
    return [link for page in pages.values() for link in broken_links(page, pages, site)]


def check_all(site: Path, folder: Path | None = None) -> None:
    """Links, downloads, search and numbers of a site. folder: of its project."""
    folder = folder or site.parent
    pages = read_site(site)
    assert [page for page in pages.values() if foreign_assets(page)] == []
    assert wrong_links(site, pages) == []
    found = project.run(folder, "rnn_examples", "verify", site.relative_to(folder).as_posix())
    assert found.returncode == 0, found.stdout
    assert re.search(r"[1-9]\d* of them from\s+their page's own graphs", found.stdout)


# A site for the disk.


def test_a_site_for_the_disk_is_whole(offline_site):
    assert (offline_site / "deep" / "a panel.html").is_file()
    check_all(offline_site)


def test_its_notebooks_can_be_kept(offline_site):
    notebook = read((offline_site / "notebooks" / "encoder.html").read_text("utf-8"))
    assert {"encoder.ipynb", "encoder.py"} <= {target for _, _, target in notebook.links}


def test_search_leads_to_its_pages(offline_site):
    index = json.loads((offline_site / "search" / "search_index.json").read_text("utf-8"))
    places = {unquote(entry["location"].partition("#")[0]) for entry in index["docs"]}
    assert {"index.html", "deep/a panel.html", "notebooks/encoder.html"} <= places
    assert all((offline_site / place).is_file() for place in places)


def test_a_page_is_checked_from_any_folder(offline_site):
    """It takes a snippet, whose path starts at the project's top."""
    folder = offline_site.parent
    page = folder / "docs" / "deep" / "a panel.md"
    elsewhere = folder.parent / "elsewhere"
    for command in (("accept", "--yes"), ("check", str(page))):
        done = project.run(elsewhere, "rnn_examples", *command, PYTHONPATH=str(folder))
        assert done.returncode == 0, done.stdout
    assert not list(elsewhere.iterdir())


# All other settings at once.

LOCAL = f"""
INHERIT: mkdocs.yml
strict: false
site_dir: public/html
exclude_docs: |
  /drafts/
  {settings_project.SOURCE}
hooks:
  - rnn_examples/generators/mkdocs_hooks.py
  - own_hooks.py
theme:
  palette:
    primary: teal
    accent: red
  features: [content.action.edit, content.action.view, content.code.annotate, content.code.copy,
    content.tooltips, header.autohide, navigation.expand, navigation.indexes, navigation.instant,
    navigation.instant.progress, navigation.path, navigation.tabs, navigation.tracking,
    search.share, toc.integrate]
extra_javascript: [javascripts/mine.js]
extra_css: [stylesheets/mine.css]
"""

OWN_HOOKS = """
def on_page_content(html, page, config, files):
    return html + '<p class="mine">Made by hand.</p>'
"""

MINE = "/* mine */ var greeting = 'hello';\n"

FENCES = """---
tags: [first]
---

# Code

```python
x = 1
```
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A project whose settings are others in everything."""
    folder = settings_project.write(tmp_path_factory.mktemp("others"))
    docs = folder / "docs"
    (folder / "own_hooks.py").write_text(OWN_HOOKS, "utf-8")
    (docs / "drafts").mkdir()
    (docs / "drafts" / "draft.md").write_text(settings_project.HOME, "utf-8")
    (docs / "deep" / "README.md").write_text("# Deep\n\n[[= encoder.h_1 =]]\n", "utf-8")
    (docs / "code.md").write_text(FENCES, "utf-8")
    (docs / "javascripts" / "mine.js").write_text(MINE, "utf-8")
    (docs / "stylesheets" / "mine.css").write_text(".mine { color: red }\n", "utf-8")
    ours = "  - rnn_examples.pages.markdown\n"
    edit(
        folder,
        (ours, ""),
        ("markdown_extensions:\n", f"markdown_extensions:\n{ours}"),
        ("permalink: true", "permalink: '#'"),
        ("plugins:\n", "plugins:\n  - tags\n  - privacy\n  - meta\n"),
        ("exclude_docs: |", "exclude_docs: |\n  /drafts/"),
    )
    (folder / "local.yml").write_text(LOCAL, "utf-8")
    return folder


@pytest.fixture(scope="module")
def others(folder):
    built = project.mkdocs(
        folder,
        *("-f", "local.yml"),
        SITE_URL="https://example.org/some/where",
        REPO_URL="https://example.org/somebody/something",
        EDIT_URI="edit/main/docs/",
    )
    assert built.returncode == 0, built.stdout
    return folder / "public" / "html"


def test_a_site_with_other_settings_is_whole(others, folder):
    check_all(others, folder)


def test_each_setting_is_honoured(others):
    page = (others / "deep" / "a panel" / "index.html").read_text("utf-8")
    sheets = "".join(sheet.read_text("utf-8") for sheet in others.rglob("site.*.css"))
    assert "https://example.org/some/where/deep/a%20panel/" in page
    assert "https://example.org/somebody/something/edit/main/docs/deep/a panel.md" in page
    assert 'class="mine"' in page
    assert page.count('class="md-tabs"') == 1
    assert "}[data-md-color-primary=teal]{" in sheets
    assert "}[data-md-color-primary=cyan]{" not in sheets
    assert ".mine{" in sheets
    assert (others / "javascripts" / "mine.js").read_text("utf-8") == MINE
    assert not (others / "drafts").exists()
    assert "drafts" not in (others / "values.json").read_text("utf-8")
    assert (others / "deep" / "index.html").is_file()


def test_a_page_that_another_file_of_settings_leaves_out_is_named(folder):
    local = (folder / "local.yml").read_text("utf-8")
    other = folder / "less.yml"
    other.write_text(local.replace("/drafts/", "/deep/README.md"), "utf-8")
    built = project.mkdocs(folder, "-f", "less.yml")
    assert built.returncode == 1
    assert "docs/deep/README.md:1:1: is no page of this site" in built.stdout
    assert "Traceback" not in built.stdout


# The folder of the site.


def test_a_linked_site_is_built_where_the_link_leads(offline_site):
    assert offline_site.is_symlink()
    disk = offline_site.resolve()
    assert (disk / "index.html").is_file()
    assert not (disk / "old.html").exists()
    assert [path.name for path in disk.parent.iterdir()] == ["rnn"]
    assert not list(offline_site.parent.glob(".site*"))


def test_what_is_hidden_in_the_folder_stays(offline_site):
    assert (offline_site / ".git").read_text("utf-8") == "gitdir: elsewhere"


def test_a_site_that_cannot_be_put_in_its_place_is_one_line(tmp_path):
    folder = project.copy_without_pages(tmp_path)
    (folder / "site").write_text("mine", "utf-8")
    edit(folder, ("generic: true", "generic: false"))
    built = project.mkdocs(folder)
    assert built.returncode == 1
    told = "pymdownx.arithmatex: generic is False, and has to be True"
    assert re.search(rf"ERROR +-  mkdocs\.yml:\d+:1: {told}\n", built.stdout)
    edit(folder, ("generic: false", "generic: true"))
    built = project.mkdocs(folder)
    assert built.returncode == 1
    assert "site_dir: site is a file: name a folder" in built.stdout
    assert "Traceback" not in built.stdout
    assert (folder / "site").read_text("utf-8") == "mine"
