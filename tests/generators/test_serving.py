"""A preview's server: where a file goes while it is read, and what an open page is told."""

import threading
from types import SimpleNamespace

import pytest
from mkdocs.structure.files import Files

from rnn_examples.diagnostics import Diagnostic
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


def test_an_open_page_is_told_of_faults_that_were_found_after_it_was_shown():
    preview = Preview()
    fault = Diagnostic("rnn_examples/examples/one.py", 1, 1, "wrong")
    preview.tell([fault])
    assert not preview.is_rewritten  # it is shown with them
    preview.is_shown = True
    preview.tell([fault])
    assert not preview.is_rewritten
    preview.tell([])
    assert preview.is_rewritten


def test_without_a_search_nothing_waits_for_what_it_finds():
    preview = Preview()
    preview._files = Files([])
    preview.is_searched = False
    preview.wanted = {"index.md"}
    preview.search(None)
    assert not preview.is_searched  # the rest is to be made yet
    preview.wanted = None
    preview.search(None)
    assert preview.is_searched
