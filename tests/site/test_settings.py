"""Settings of MkDocs and its theme: each is honoured, or refused in one line."""

import html
import json
import re
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from tests.site import project
from tests.site.pages import read_site
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


def wrong_links(site: Path) -> list[str]:
    """Every link of the site that leads nowhere, those of cards and of values.json included."""
    pages = read_site(site)
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


def check_all(site: Path) -> None:
    """Links, downloads, search and numbers of a site."""
    assert wrong_links(site) == []
    assert [page for page in read_site(site).values() if foreign_assets(page)] == []
    found = project.run(site.parent, "rnn_examples", "verify", site.name)
    assert found.returncode == 0, found.stdout
    assert re.search(r"[1-9]\d* of them from\s+their page's own graphs", found.stdout)


# A site for the disk.


def test_a_site_for_the_disk_is_whole(offline_site):
    assert (offline_site / "deep" / "a panel.html").is_file()
    check_all(offline_site)


def test_its_notebooks_can_be_kept(offline_site):
    notebook = read_site(offline_site)["notebooks/encoder.html"]
    assert {"encoder.ipynb", "encoder.py"} <= {target for _, _, target in notebook.links}


def test_search_leads_to_its_pages(offline_site):
    index = json.loads((offline_site / "search" / "search_index.json").read_text("utf-8"))
    places = {unquote(entry["location"].partition("#")[0]) for entry in index["docs"]}
    assert {"index.html", "deep/a panel.html", "notebooks/encoder.html"} <= places
    assert all((offline_site / place).is_file() for place in places)


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
