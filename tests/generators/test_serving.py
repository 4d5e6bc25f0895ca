"""A preview's server, where a file goes while it is read."""

import threading
from types import SimpleNamespace

import pytest

from rnn_examples.generators import serving
from rnn_examples.generators.preview import Preview


def served(build, *, is_edited):
    """A server whose builder does this; whether an edit is seen while it waits."""
    server = SimpleNamespace(
        builder=build,
        serve_request=None,
        set_app=lambda app: None,
        _want_rebuild=is_edited,
        _epoch_cond=threading.Condition(),
    )
    return serving.Serving(server, Preview())


def missing():
    raise FileNotFoundError("docs/gone.md")


def test_a_page_that_goes_while_it_is_read_has_the_site_made_again(monkeypatch):
    monkeypatch.setattr(serving.time, "sleep", lambda seconds: None)
    assert served(missing, is_edited=True).build() is None


def test_a_file_that_is_missing_though_nothing_changed_is_a_fault(monkeypatch):
    monkeypatch.setattr(serving.time, "sleep", lambda seconds: None)
    with pytest.raises(FileNotFoundError):
        served(missing, is_edited=False).build()
