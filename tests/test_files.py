"""Files written all or none. What happens at each step: tests/site/test_scaffold.py."""

import stat

import pytest

from rnn_examples.files import all_or_none


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def test_files_are_written_with_their_folders_and_keep_their_rights(tmp_path):
    old, new = tmp_path / "old.txt", tmp_path / "a" / "b" / "new.txt"
    old.write_text("before")
    old.chmod(0o750)
    (tmp_path / "plain.txt").touch()
    with all_or_none() as write:
        write({old: "after", new: "पानी\n"})
    assert (old.read_text(), new.read_bytes()) == ("after", "पानी\n".encode())
    assert stat.S_IMODE(old.stat().st_mode) == 0o750
    assert new.stat().st_mode == (tmp_path / "plain.txt").stat().st_mode
    assert names(tmp_path) == ["a", "old.txt", "plain.txt"]


def test_what_a_link_leads_to_is_written(tmp_path):
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("before")
    link.symlink_to(real)
    with all_or_none() as write:
        write({link: "after"})
    assert link.is_symlink()
    assert real.read_text() == "after"


def test_one_file_that_cannot_be_written_leaves_all_others_as_they_were(tmp_path):
    (tmp_path / "old.txt").write_text("before")
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError), all_or_none() as write:  # noqa: PT012
        write({tmp_path / "old.txt": "after", tmp_path / "a" / "new.txt": ""})
        assert (tmp_path / "old.txt").read_text() == "after"
        write({tmp_path / "folder": ""})
    assert (tmp_path / "old.txt").read_text() == "before"
    assert names(tmp_path) == ["folder", "old.txt"]
