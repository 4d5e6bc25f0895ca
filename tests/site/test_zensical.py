"""Zensical, Material's successor, builds the same pages with the same numbers."""

import importlib.util
import platform
import sys

import pytest

from tests.site import project
from tests.site.pages import read_site

HAS_WHEELS = sys.platform in {"linux", "darwin", "win32"} and platform.machine().lower() in {
    "x86_64",
    "amd64",
    "aarch64",
    "arm64",
}


@pytest.fixture(scope="module", autouse=True)
def _zensical_is_here():
    if importlib.util.find_spec("zensical") is None:
        if HAS_WHEELS:
            pytest.fail("zensical is not installed: `pip install zensical`", pytrace=False)
        pytest.skip(f"zensical has no wheel for {platform.platform()}")


@pytest.fixture(scope="module")
def zensical_pages(tmp_path_factory):
    folder = project.copy(tmp_path_factory.mktemp("zensical"))
    build = project.run(folder, "zensical", "build", "--clean")
    assert build.returncode == 0, build.stdout
    return read_site(folder / "site")


def test_every_page_has_the_same_numbers_in_the_same_order(zensical_pages, pages):
    both = [path for path in pages if path in zensical_pages and path != "404.html"]
    assert {"index.html", "rnn-theory/index.html", "reference/values/index.html"} <= set(both)
    for path in both:
        theirs, ours = zensical_pages[path].numbers, pages[path].numbers
        assert [(n.name, n.tag, n.text, n.value) for n in theirs] == [
            (n.name, n.tag, n.text, n.value) for n in ours
        ], path
    assert len(zensical_pages["rnn-theory/index.html"].numbers) > 500


def test_no_page_shows_a_raw_token(zensical_pages):
    for path, page in zensical_pages.items():
        if not path.startswith(("source/", "contributing/")):  # which speak of tokens
            assert "[[=" not in page.text, path
        if not path.startswith("source/"):
            assert "9007199" not in page.text, path


def test_no_link_leads_to_a_page_of_source_which_is_not_made(zensical_pages):
    for path, page in zensical_pages.items():
        assert not [target for _, _, target in page.links if "source/" in target], path


def test_a_fault_on_any_page_fails_the_build_with_the_same_lines(tmp_path):
    folder = project.copy_without_pages(tmp_path)
    (folder / "docs" / "index.md").write_text("# Home\n\na [[= encoder.h_9 =]]\n", "utf-8")
    (folder / "docs" / "second.md").write_text("---\ntitle: T\n---\n\n$\\oops$\n", "utf-8")
    build = project.run(folder, "zensical", "build", "--clean")
    assert build.returncode == 1
    lines = build.stdout.split("\n")
    assert any(line.startswith("docs/index.md:3:3: no value named 'encoder.h_9'") for line in lines)
    assert "docs/second.md:5:2: bad LaTeX: Undefined control sequence: \\oops" in lines
