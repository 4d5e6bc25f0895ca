"""Attempts on a site that is built, or on its way to a reader: `verify` reads it.

Several are made on one copy, each on a file of its own, as reading a whole site takes long.
"""

import re
import shutil
import threading
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from rnn_examples.verification.verify import verify
from tests.attempts.attempt import Attempt, Result, result

NEXT = str.maketrans("0123456789", "1234567890")


@dataclass(frozen=True)
class OnSite:
    """A change of one file of the site.

    pattern: what is changed there, its first group by default: the digit in it becomes the next.
    new: what stands in the place of the group; None for the next digit.
    """

    attempt: Attempt
    file: str
    pattern: str
    new: str | None = None

    def change(self, site: Path) -> None:
        (path,) = site.glob(self.file)
        text = path.read_text("utf-8")
        found = re.search(self.pattern, text, re.S)
        assert found, f"{self.attempt.what}: {self.pattern} is not in {self.file}"
        start, end = found.span(1)
        new = found[1].translate(NEXT) if self.new is None else self.new
        assert new != found[1], self.attempt.what
        path.write_text(text[:start] + new + text[end:], "utf-8")


ROWS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def attempts() -> Iterator[OnSite]:
    for row in ROWS["changed"]:
        place = "built page" if row["file"].endswith(".html") else "file of the site"
        attempt = Attempt(place, f"{row['what']}: {row['file']}", row.get("told", ""))
        yield OnSite(attempt, row["file"], row["pattern"], row.get("new"))


def batches(all_of_them: Sequence[OnSite]) -> Iterator[list[OnSite]]:
    """Each attempt in the first batch that has none on its file."""
    rest = list(all_of_them)
    while rest:
        batch = {each.file: each for each in reversed(rest)}
        yield [*reversed(batch.values())]
        rest = [each for each in rest if each not in batch.values()]


def _told(target: str | Path) -> list[tuple[str, str]]:
    return verify(str(target)).mistakes


def _of(file: str, told: Sequence[tuple[str, str]]) -> list[str]:
    """The messages about a file; those about files beside pages name them."""
    if not file.endswith(".html"):
        return [f"{page}: {text}" for page, text in told]
    own = file.removesuffix("index.html") or file
    return [text for page, text in told if page in (file, own)]


def in_folder(site: Path, scratch: Path) -> Iterator[Result]:
    """Change files of copies of the site."""
    for n, batch in enumerate(batches([*attempts()])):
        copy = shutil.copytree(site, scratch / f"site{n}")
        for each in batch:
            each.change(copy)
        told = _told(copy)
        yield from (result(each.attempt, "verify", _of(each.file, told)) for each in batch)
        shutil.rmtree(copy)
    copy = shutil.copytree(site, scratch / "more")
    for file in ROWS["gone"]:
        (copy / file).unlink()
    for file in ROWS["more"]:
        (copy / file).parent.mkdir(exist_ok=True)
        (copy / file).write_text("<article><p>A page.</p></article>", "utf-8")
    told = [f"{page}: {text}" for page, text in _told(copy)]
    for what, files in (("taken away", ROWS["gone"]), ("added", ROWS["more"])):
        for file in files:
            name = re.escape(file.removesuffix("/index.html"))
            yield result(Attempt("file of the site", f"{what}: {file}", name), "verify", told)


ANSWERS: Mapping[str, tuple[int, str, str]] = {
    "/bptt/": (503, "text/html", "Try again."),
    "/clipping/": (404, "text/html", "Not found."),
    "/softmax/": (200, "text/plain", ""),
    "/training/": (200, "text/html", "<article><p>Soon.</p></article>"),
    "/search/documents.json": (503, "text/html", "Try again."),
    "/values.json": (200, "text/html", "<p>Soon.</p>"),
}
"""What a host answers in place of some pages; nothing for the page itself, of another kind."""


class _Host(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        answer = ANSWERS.get(self.path)
        if answer is None:
            super().do_GET()
            return
        status, kind, text = answer
        body = text or Path(self.directory, self.path.strip("/"), "index.html").read_text("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hosted(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def on_host(site: Path) -> Iterator[Result]:
    """Read the site from a host that answers something else for some of its pages."""
    with hosted(site) as address:
        told = [f"{page}: {text}" for page, text in _told(address)]
    for path, (status, kind, text) in ANSWERS.items():
        what = f"{path} answers {status}, {kind}{f': {text}' if text else ''}"
        yield result(Attempt("hosted site", what, re.escape(path.strip("/"))), "verify", told)


def results(site: Path, scratch: Path) -> Iterator[Result]:
    yield from in_folder(site, scratch)
    yield from on_host(site)
