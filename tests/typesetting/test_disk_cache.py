"""What is typeset is kept on disk: once made, and never taken for something else."""

import pytest

from rnn_examples.typesetting.disk_cache import DiskCache


class Press:
    """Something that makes texts, and counts how often it is asked."""

    def __init__(self):
        self.made = 0

    def print(self, text, *, bold=False):
        self.made += 1
        return f"{text} {bold} {self.made}"


def test_a_text_is_made_once_and_kept_for_the_next_process(tmp_path):
    press = Press()
    first = DiskCache(tmp_path, "1").keep(press.print)
    assert [first("a"), first("a"), first("b"), first("a", bold=True)] == [
        "a False 1",
        "a False 1",
        "b False 2",
        "a True 3",
    ]
    assert DiskCache(tmp_path, "1").keep(press.print)("b") == "b False 2"
    assert press.made == 3


def test_another_version_or_another_maker_makes_its_own(tmp_path):
    press = Press()
    assert DiskCache(tmp_path, "1").keep(press.print)("a") == "a False 1"
    assert DiskCache(tmp_path, "2").keep(press.print)("a") == "a False 2"

    def draw(text):
        return f"{text} drawn"

    assert DiskCache(tmp_path, "1").keep(draw)("a") == "a drawn"


def test_what_went_wrong_is_not_kept(tmp_path):
    answers = [ValueError("no"), "yes"]

    def make(text):
        answer = answers.pop(0)
        if isinstance(answer, ValueError):
            raise answer
        return text + answer

    kept = DiskCache(tmp_path, "1").keep(make)
    with pytest.raises(ValueError, match="no"):
        kept("a")
    assert kept("a") == "ayes"


@pytest.mark.parametrize("text", ["", "no database, but long enough to be taken for one" * 100])
def test_a_cache_that_cannot_be_read_is_empty(tmp_path, text):
    press = Press()
    cached = DiskCache(tmp_path, "1")
    cached.file.write_text(text, "utf-8")
    kept = cached.keep(press.print)
    assert kept("a") == "a False 1"
    assert kept("a") == "a False 1"


def test_a_cache_without_a_place_is_empty(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    press = Press()
    assert DiskCache(tmp_path / "file", "1").keep(press.print)("a") == "a False 1"
