"""The site knows where it stands only if it is told."""

import pytest

from tests.site import project
from tests.site.pages import read_site

SITE = "https://example.org/somewhere/"
REPOSITORY = "https://example.org/somebody/something"


CITED = {
    "https://github.com/IBM/pytorch-seq2seq/issues/152",
    "https://github.com/onnx/onnx/blob/0075bf7b9ddba6f9ecf16bee8df50ac867fc4b50/onnx/backend/test/case/node/lstm.py",
}
"""Sources of the lessons in repositories of others."""


def test_without_addresses_the_site_names_no_repository(pages):
    for page in pages.values():
        targets = {target for _, _, target in page.links} - CITED
        assert not any("github.com" in target or "gitlab" in target for target in targets)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    told = project.copy_without_pages(tmp_path_factory.mktemp("told"))
    build = project.mkdocs(told, SITE_URL=SITE, REPO_URL=REPOSITORY, EDIT_URI="edit/main/docs/")
    assert build.returncode == 0, build.stdout
    return told / "site"


def test_a_told_site_names_its_address_and_its_repository(told):
    home = read_site(told)["index.html"]
    assert ("link canonical", "href", SITE) in home.links
    assert any(target == REPOSITORY for _, _, target in home.links)
    assert SITE in (told / "sitemap.xml").read_text("utf-8")


def test_its_page_for_what_is_not_there_works_at_any_depth(told):
    links = [target for kind, _, target in read_site(told)["404.html"].links if kind != "a"]
    assert links
    assert all(target.startswith(("/somewhere/", "data:", "#")) for target in links), links
