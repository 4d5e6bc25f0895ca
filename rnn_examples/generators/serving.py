"""The server of a preview: the page that is looked at comes first, its faults told above its text.

It uses what is private to MkDocs' server, which knows one state of the site, not one of each page.
"""

from __future__ import annotations

import gc
import html
import logging
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from mkdocs.commands import serve
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserver

from rnn_examples.diagnostics import Diagnostic
from rnn_examples.generators.preview import InterruptedBuildError, Preview

WARNING = "This page is not right yet, and the site cannot be built:"

LOOK = 0.1
"""Seconds between two looks for edits."""

LOOKED_AT = 2
"""As many pages as somebody has before the eyes."""


def begin(server: LiveReloadServer, config: MkDocsConfig, preview: Preview) -> None:
    """Look for edits ten times a second, and wait less for one to be followed by another."""
    serve.build = _build_in_part  # type: ignore[assignment, attr-defined]  # no setting for it
    logging.getLogger("mkdocs.commands.build").addFilter(
        lambda record: "'dirty' build" not in record.getMessage() and not preview.is_unwanted()
    )
    Serving(server, preview)
    server.build_delay = 0.05
    paths = [path for path in (config.docs_dir, config.config_file_path) if path]
    for path in paths:
        server.unwatch(path)
    server.observer = PollingObserver(timeout=LOOK)
    for path in paths:
        server.watch(path)


def _build_in_part(config: MkDocsConfig, *, serve_url: str | None, dirty: bool) -> None:
    """Have MkDocs ask which pages are modified, as it does not by itself."""
    mkdocs_build(config, serve_url=serve_url, dirty=True)


class Serving:
    """Builds for a server, in two steps, of which the second can be put off."""

    def __init__(self, server: LiveReloadServer, preview: Preview) -> None:
        self.server = server
        self.preview = preview
        self._builder = server.builder
        self._answer = server.serve_request
        self._looked_at: deque[str] = deque(maxlen=LOOKED_AT)
        self._waited_for: set[str] = set()
        self._changed = threading.Condition()
        preview.is_unwanted = self._is_unwanted
        server.builder = self.build
        server.set_app(self.answer)

    def build(self) -> None:
        """Make what somebody looks at or edited, let it be served, then make the rest."""
        self.preview.is_shown = self.preview.is_rewritten = False
        try:
            while not self._build():
                pass
        except InterruptedBuildError:  # by an edit, after which all begins again
            return
        except BaseException as error:
            self.preview.left.clear()
            self.preview.is_searched = True
            if isinstance(error, FileNotFoundError) and self._is_edited_soon():
                return  # a page went while it was read, as where a branch is switched
            raise
        finally:
            with self._changed:
                self._changed.notify_all()

    def _build(self) -> bool:
        """Whether all is made now. Raises InterruptedBuildError where a file changed."""
        with self._changed:
            self.preview.wanted = {*self._looked_at, *self._waited_for}
            self._waited_for.clear()
        gc.disable()  # looking for garbage takes a tenth of the time
        try:
            self._builder()
        finally:
            gc.enable()
        if self.preview.wanted is None:  # nothing could be kept
            return True
        with self.server._epoch_cond:  # noqa: SLF001
            self.server._visible_epoch = self.server._wanted_epoch  # noqa: SLF001
            self.server._epoch_cond.notify_all()  # noqa: SLF001
        self.preview.is_shown = True
        with self._changed:
            self._changed.notify_all()
        self.preview.wanted = None
        try:
            self._builder()
        except InterruptedBuildError:
            if self.server._want_rebuild:  # noqa: SLF001
                raise
            return False
        if self.preview.is_rewritten:
            self.server._wanted_epoch += 1  # noqa: SLF001 (browsers ask again)
        return True

    def _is_edited_soon(self) -> bool:
        """Whether an edit is seen that was made up to now."""
        time.sleep(10 * LOOK)
        return self.server._want_rebuild  # noqa: SLF001

    def _is_unwanted(self) -> bool:
        """Whether to put off what nobody waits for."""
        edited = self.server._want_rebuild  # noqa: SLF001
        return self.preview.wanted is None and bool(edited or self._waited_for)

    def answer(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a request for a page once that page is made."""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        address = path.removeprefix(self.server.mount_path).removesuffix("index.html")
        page = self.preview.addresses.get(address)
        if page:
            with self._changed:
                if page not in self._looked_at:
                    self._looked_at.append(page)
                if page in self.preview.left:
                    self._waited_for.add(page)
                self._changed.wait_for(lambda: page not in self.preview.left)
            return self._with_faults(page, environ, start_response)
        if path.endswith(".json"):
            with self._changed:
                self._changed.wait_for(lambda: self.preview.is_searched and not self.preview.left)
        return self._answer(environ, start_response)

    def _with_faults(
        self, page: str, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer with a page; what is wrong with it stands above its text."""
        heads: list[Any] = []
        body = b"".join(self._answer(environ, lambda *head: heads.append(head)))
        [(status, headers)] = heads
        body = with_faults(body, self.preview.faults_on(page))
        length = {"Content-Length": str(len(body))}
        start_response(status, [*(dict(headers) | length).items()])
        return [body]


def with_faults(page: bytes, faults: Sequence[Diagnostic]) -> bytes:
    """The HTML of a page with a report of faults at the top of its text, if there are any."""
    start = re.search(rb"<article[^>]*>", page) or re.search(rb"<body[^>]*>|$", page)
    if not faults or start is None:
        return page
    rows = "".join(f"<li>{html.escape(str(fault))}</li>" for fault in faults)
    told = f'<div class="fault-report" role="alert"><p>{WARNING}</p><ul>{rows}</ul></div>'
    return page[: start.end()] + told.encode() + page[start.end() :]
