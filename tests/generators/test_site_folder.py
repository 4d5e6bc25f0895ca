"""The folder of the site: whole, or untouched."""

import pytest
from mkdocs.exceptions import Abort

from rnn_examples.generators.site_folder import SiteFolder
from tests.conftest import ROOT

REFUSED = {
    "a file": (lambda site: site.write_text("mine", "utf-8"), "site is a file: name a folder"),
    "a loop of links": (lambda site: site.symlink_to("site"), "site cannot be written: "),
    "below a file": (lambda site: site.symlink_to("file/x"), "site cannot be written: Not a dir"),
    "the project": (lambda site: site.symlink_to(ROOT), "site holds the project itself"),
    "everything": (lambda site: site.symlink_to("/"), "site holds the project itself"),
    "a mount point": (lambda site: site.symlink_to("/proc"), "site is a mount point"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_can_hold_no_site_is_refused_in_one_line_and_left(kind, tmp_path):
    make, told = REFUSED[kind]
    (tmp_path / "file").write_text("a file", "utf-8")
    site = tmp_path / "site"
    make(site)
    if kind == "a mount point" and not site.is_mount():
        pytest.skip("no such mount point here")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Abort) as refused:
        SiteFolder.prepared(str(site))
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("way", ["folder", "link", "dangling link", "linked parent", "nothing"])
def test_a_new_site_takes_the_place_of_the_old_one(way, tmp_path):
    real = tmp_path / "disk" / "rnn"
    asked = tmp_path / "site"
    match way:
        case "folder" | "nothing":
            real = asked
        case "link" | "dangling link":
            asked.symlink_to(real)
        case "linked parent":
            (tmp_path / "there").symlink_to(tmp_path / "disk")
            asked = tmp_path / "there" / "rnn"
    if way not in ("dangling link", "nothing"):
        real.mkdir(parents=True)
        (real / "old.html").write_text("old", "utf-8")
        (real / ".nojekyll").touch()
    for _ in range(2):
        folder = SiteFolder.prepared(str(asked))
        assert folder.new.parent == real.parent
        (folder.new / "index.html").write_text("new", "utf-8")
        folder.exchange()
        kept = [] if way in ("dangling link", "nothing") else [".nojekyll"]
        assert sorted(path.name for path in asked.iterdir()) == [*kept, "index.html"]
        assert [path.name for path in real.parent.glob(".*")] == []
    assert asked.is_symlink() == ("link" in way and way != "linked parent")


def test_a_site_that_cannot_take_its_place_leaves_the_old_one(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("old", "utf-8")
    folder = SiteFolder.prepared(str(site))
    folder.leave()  # as if somebody had taken it away
    with pytest.raises(Abort, match="site cannot be written: No such file"):
        folder.exchange()
    assert (site / "index.html").read_text("utf-8") == "old"
