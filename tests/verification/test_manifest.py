"""The list of a site's files."""

import json
import re

import pytest

from rnn_examples.paths import ROOT
from rnn_examples.verification import manifest
from rnn_examples.verification.reading import Answer, Folder


def test_every_file_is_listed_but_hidden_ones_and_the_list_itself(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.txt", "a/c.html", ".git/config", ".nojekyll", manifest.NAME):
        (tmp_path / name).write_bytes(b"abc")
    monkeypatch.setenv("SITE_URL", "https://example.org/")
    manifest.write(tmp_path)
    made = manifest.read((tmp_path / manifest.NAME).read_bytes())
    abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert made.files == {"a/c.html": abc, "b.txt": abc}
    assert made.settings == {"SITE_URL": "https://example.org/"}
    assert made.config == "mkdocs.yml"


def test_its_settings_are_those_that_mkdocs_takes_from_the_environment():
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert set(re.findall(r"!ENV \[(\w+)", config)) == {*manifest.SETTINGS}


def test_the_configuration_is_named_by_its_path_in_the_project(tmp_path):
    (tmp_path / "a").touch()
    for config, name in ((ROOT / "docs" / "a.yml", "docs/a.yml"), (tmp_path, "mkdocs.yml")):
        manifest.write(tmp_path, config)
        assert manifest.read((tmp_path / manifest.NAME).read_bytes()).config == name


GOOD = {"files": {"a": "b"}, "settings": {}, "config": "mkdocs.yml"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        json.dumps(GOOD)[:-2].encode(),
        b"null",
        b"7",
        b"[1, 2]",
        b"{}",
        *(
            json.dumps(GOOD | other).encode()
            for other in (
                {"files": []},
                {"files": {"a": 1}},
                {"files": {}},
                {"files": {"../a": "b"}},
                {"files": {"/etc/passwd": "b"}},
                {"files": {"a//b": "b"}},
                {"files": {"a\0": "b"}},
                {"files": {"": "b"}},
                {"settings": {"PATH": "/"}},
                {"settings": {"SITE_URL": 1}},
                {"settings": None},
                {"config": 7},
                {"config": "../mkdocs.yml"},
                {"more": 1},
            )
        ),
    ],
)
def test_what_is_no_list_is_refused_in_one_line(content):
    with pytest.raises(ValueError, match="is no list of files: ") as error:
        manifest.read(content)
    assert "\n" not in str(error.value)


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path):
    (tmp_path / "a.html").mkdir()
    assert Folder(tmp_path).read("a.html").problem == "cannot be read: Is a directory"
    assert Folder(tmp_path).read("b.html") == Answer(None, "is not there")
