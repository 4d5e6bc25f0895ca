"""What holds of every page of the built site: links, hosts, leftovers."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

from rnn_examples.pages.page import SENTINEL
from rnn_examples.typesetting.figures import END, ONE, START, ZERO
from rnn_examples.typesetting.formulas import PLACEHOLDER
from tests.conftest import ROOT
from tests.site.pages import VOID, Page, read

PACKAGE = ROOT / "rnn_examples"
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.py"))


def broken_links(page: Page, pages: dict[str, Page], site: Path) -> list[str]:
    """Every link of a page that leads nowhere on the site."""
    broken = []
    for _, _, target in page.links:
        address = urlsplit(target)
        if address.scheme or address.netloc:
            continue
        path = unquote(address.path)
        file = normpath(join(dirname(page.path), path)) if path else page.path
        if path.startswith("/") or file.startswith("../"):
            broken.append(f"{page.path}: {target} leaves the site")
            continue
        if (site / file).is_dir():
            file = normpath(f"{file}/index.html")
        if not (site / file).is_file():
            broken.append(f"{page.path}: {target} is not there")
        elif address.fragment and file in pages:
            anchors = pages[file].anchors
            if unquote(address.fragment) not in anchors | {"__top", "top"}:
                broken.append(f"{page.path}: {target} has no such anchor")
    return broken


def foreign_assets(page: Page) -> list[str]:
    """Everything that a page loads from another host; a link to read there is fine."""
    loaded = [
        target
        for kind, name, target in page.links
        if kind not in {"a", "link canonical"} and (kind, name) != ("form", "action")
    ]
    loaded += re.findall(r"url\(\s*['\"]?([^'\")]+)", page.styles)
    return [target for target in loaded if urlsplit(target).netloc]


def test_no_link_is_broken(pages, built_site):
    checked = [page for path, page in pages.items() if path != "404.html"]  # stands at any address
    assert [link for page in checked for link in broken_links(page, pages, built_site)] == []


@pytest.mark.parametrize("target", ["nowhere/", "#nowhere", "/rnn-theory/", "../../"])
def test_a_planted_broken_link_is_found(target, pages, built_site):
    page = read(f'<a href="{target}">x</a>', "rnn-theory/index.html")
    assert broken_links(page, pages, built_site)


def test_nothing_is_loaded_from_another_host(pages, built_site):
    assert {path: found for path, page in pages.items() if (found := foreign_assets(page))} == {}
    for file in built_site.rglob("*.css"):
        urls = re.findall(r"(?:url\(|@import)\s*['\"]?([^'\")\s;]+)", file.read_text("utf-8"))
        assert [url for url in urls if urlsplit(url).netloc] == [], file.name


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://example.org/x.js"></script>',
        '<link rel="stylesheet" href="//example.org/x.css">',
        '<p style="background: url(https://example.org/x.png)">',
        "<style>@font-face { src: url('https://example.org/x.woff2') }</style>",
    ],
)
def test_a_planted_foreign_asset_is_found(html):
    assert foreign_assets(read(html))


def test_the_canonical_address_of_no_page_is_invented(pages):
    kinds = {kind for page in pages.values() for kind, _, _ in page.links}
    assert "link canonical" not in kinds


def leftovers(text: str) -> list[str]:
    """Raw tokens, sentinels, placeholders and faults."""
    hidden = f"[{START}{END}{ZERO}{ONE}]{{3,}}"
    digits = rf"{SENTINEL}\d*|{PLACEHOLDER}\d*"
    return re.findall(rf"\[\[=[^\n]*|{digits}|{hidden}|mark class=.fault", text)


def without_code(html: str) -> str:
    """The page for who reads no code, which may speak of tokens."""
    return re.sub(r"<(pre|code)\b.*?</\1>", "", html, flags=re.S)


def test_no_page_has_a_raw_token_a_sentinel_or_a_fault(pages, built_site):
    for path in pages:
        if not path.startswith("source/"):  # the package's code speaks of tokens
            html = (built_site / path).read_text("utf-8")
            speaks_of_tokens = path.startswith("contributing/")
            assert leftovers(without_code(html) if speaks_of_tokens else html) == [], path


def test_the_search_index_and_the_site_map_have_no_leftovers(built_site):
    for name in ("search/documents.json", "sitemap.xml"):
        text = (built_site / name).read_text("utf-8")
        assert leftovers(without_code(text)) == [], name


@pytest.mark.parametrize("text", ["[[= x =]]", f"{SENTINEL}000000", '<mark class="fault">'])
def test_a_planted_leftover_is_found(text):
    assert leftovers(without_code(f"<code>c</code> a {text} b <pre>d</pre>"))


def test_numbers_can_be_searched_for(built_site):
    index = json.loads((built_site / "search" / "documents.json").read_text("utf-8"))
    found = [entry for entry in index["docs"] if entry["location"].startswith("rnn-theory/")]
    assert any("0.46212" in entry["text"] for entry in found)
    assert not any(entry["location"].startswith("source/") for entry in index["docs"])


class Unsaid(HTMLParser):
    """Texts in Devanagari in elements that do not say that it is Hindi."""

    WITHOUT_ELEMENTS = ("script", "style", "template", "title")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang") or self.open[-1][1]))

    def handle_endtag(self, tag):
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tag, language = self.open[-1]
        if language != "hi" and tag not in self.WITHOUT_ELEMENTS:
            self.found += re.findall("[\u0900-\u097f]+", data)


def unsaid(html):
    reader = Unsaid()
    reader.feed(html)
    return reader.found


def test_all_hindi_on_every_page_says_that_it_is_hindi(pages, built_site):
    texts = {path: (built_site / path).read_text("utf-8") for path in [*pages, "404.html"]}
    hindi = {path: text for path, text in texts.items() if re.search("[\u0900-\u097f]", text)}
    assert {"rnn-theory/index.html", "notebooks/train_it_yourself/index.html"} <= set(hindi)
    assert {path: unsaid(text) for path, text in hindi.items() if unsaid(text)} == {}
    index = json.loads((built_site / "search" / "documents.json").read_text("utf-8"))
    assert [word for e in index["docs"] for word in unsaid(e["title"] + e["text"])] == []
    assert unsaid('<nav>पा</nav><p lang="hi">पि<br>पी</p>पो') == ["पा", "पो"]


def test_no_page_has_an_id_twice(pages):
    for path, page in pages.items():
        twice = {name for name in page.ids if page.ids.count(name) > 1}
        assert {name for name in twice if not name.startswith("__")} == set(), path


def test_every_module_has_a_page_of_its_source_with_every_line(pages):
    for module in PACKAGE.rglob("*.py"):
        name = module.relative_to(PACKAGE).with_suffix("").as_posix()
        name = name.removesuffix("__init__").rstrip("/")
        page = pages[normpath(f"source/{name}/index.html")]
        text = module.read_text("utf-8")
        lines = text.count("\n")
        assert {f"L-{n}" for n in range(1, lines + 1)} <= page.anchors, module
        assert text.strip("\n") in page.text, module


def test_the_index_lists_what_the_pages_show(pages):
    index = pages["reference/values/index.html"]
    names = {n.name.partition("[")[0] for path, page in pages.items() for n in page.numbers}
    named = {name for name in names if not re.search(r"\.n\d+$", name)}
    assert named <= index.anchors


@pytest.mark.parametrize("script", NOTEBOOKS, ids=lambda script: script.stem)
def test_a_notebook_can_be_downloaded_as_it_is_and_for_jupyter(script, pages, built_site):
    folder = built_site / "notebooks" / script.stem
    assert (folder / script.name).read_bytes() == script.read_bytes()
    notebook = nbformat.read(folder / f"{script.stem}.ipynb", as_version=nbformat.NO_CONVERT)
    assert notebook.nbformat == 4
    nbformat.validate(notebook)
    text = script.read_text("utf-8")
    kinds = re.findall(r"^# %%( \[markdown\])?", text, re.M)
    assert [cell.cell_type for cell in notebook.cells] == [
        "markdown" if kind else "code" for kind in kinds
    ]
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) > 2
    assert all(line in text for lines in code for line in lines.split("\n"))
    compile("\n".join(code), script.name, "exec")
    targets = {target for _, _, target in pages[f"notebooks/{script.stem}/index.html"].links}
    assert {script.name, f"{script.stem}.ipynb"} <= targets


def test_there_are_notebooks():
    assert len(NOTEBOOKS) > 2


def test_a_notebook_shows_typeset_formulas_and_its_own_source(pages, built_site):
    html = (built_site / "notebooks" / "encoder" / "index.html").read_text("utf-8")
    assert '<span class="katex">' in html
    code = r"<(pre|script).*?</\1>|<div[^>]*clipboard.*?</div>"
    assert not re.search(r"\$[^$<]+\$", re.sub(code, "", html, flags=re.S))
    assert (built_site / "notebooks" / "encoder" / "encoder.py").is_file()
    targets = {target for _, _, target in pages["notebooks/encoder/index.html"].links}
    assert not any(target.endswith(".md") for target in targets)


def test_a_page_loads_our_script_where_it_has_numbers_and_none_where_not(pages):
    with_script = {
        path
        for path, page in pages.items()
        for tag, _, target in page.links
        if tag == "script" and "assets/javascripts/" not in target
    }
    assert with_script == {path for path, page in pages.items() if page.numbers}
    assert len(with_script) < len(pages)
