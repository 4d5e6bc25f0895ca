"""A hosted site: what a host, an upload or a proxy may do to it is found, file by file."""

import gzip
import http.server
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import pytest

from rnn_examples.verification import manifest, reading, rebuild
from rnn_examples.verification import verify as verifier

Request = http.server.BaseHTTPRequestHandler
Behaviour = Callable[[Request, bytes], None]
"""Sends a file as the host does it."""

TYPES = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".js": "application/javascript",
    ".svg": "image/svg+xml",
}


def send(request: Request, content: bytes, code: int = 200, **headers: str) -> None:
    suffix = Path(unquote(request.path)).suffix
    kind = TYPES.get(suffix or ".html", "application/octet-stream")
    told = {"Content-Type": kind, "Content-Length": str(len(content))}
    request.send_response(code)
    for name, text in (
        told | {key.replace("_", "-"): text for key, text in headers.items()}
    ).items():
        request.send_header(name, text)
    request.end_headers()
    request.wfile.write(content)


@contextmanager
def hosted(site: Path, behaviours: Mapping[str, Behaviour]) -> Iterator[str]:
    """A host that sends a site right, but for some files."""

    class Host(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            name = unquote(self.path).lstrip("/")
            name += "index.html" if name.endswith("/") or not name else ""
            if name in behaviours:
                content = site / name
                behaviours[name](self, content.read_bytes() if content.is_file() else b"")
            elif (site / name).is_file():
                send(self, (site / name).read_bytes())
            else:
                send(self, b"not here", 404)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


# What a host does.


def answers(code: int, **headers: str) -> Behaviour:
    return lambda request, content: send(request, b"sorry", code, **headers)


def sent(**headers: str) -> Behaviour:
    return lambda request, content: send(request, content, **headers)


def cut(request: Request, content: bytes) -> None:
    send(request, content[:5000], Content_Length=str(len(content)))


def hung_up(request: Request, content: bytes) -> None:
    request.close_connection = True


def other(content: bytes) -> Behaviour:
    return lambda request, _: send(request, content)


def with_change(pattern: str, replacement: str) -> Behaviour:
    def change(request: Request, content: bytes) -> None:
        text, count = re.subn(pattern, replacement, content.decode("utf-8"), count=1, flags=re.S)
        assert count == 1, pattern
        send(request, text.encode("utf-8"))

    return change


def at_first(first: Behaviour, then: Behaviour) -> Behaviour:
    seen: Counter[str] = Counter()

    def answer(request: Request, content: bytes) -> None:
        seen[request.path] += 1
        (first if seen[request.path] == 1 else then)(request, content)

    return answer


BEACON = '<script src="/cdn-cgi/beacon.js" data-token="12"></script></body>'
FAULTS: Mapping[str, tuple[str, Behaviour, str]] = {
    "a page deleted": ("softmax/index.html", answers(404), "is not there: the host answers 404"),
    "a notebook deleted": ("notebooks/encoder/encoder.ipynb", answers(404), "is not there"),
    "the values deleted": ("values.json", answers(410), "is not there: the host answers 410"),
    "a script deleted": ("javascripts/plots.js", answers(404), "is not there"),
    "graphs deleted": ("vanishing.graphs.js", answers(404), "is not there"),
    "a style deleted": ("stylesheets/live.css", answers(404), "is not there"),
    "a font deleted": ("vendor/fonts/literata.woff2", answers(404), "is not there"),
    "a page is not served": ("bptt/index.html", answers(503), "the host answers 503 Service"),
    "a page is forbidden": ("source/limits/index.html", answers(403), "answers 403 Forbidden"),
    "too many requests": ("source/names/index.html", answers(429, Retry_After="0"), "answers 429"),
    "a page for every address": ("404.html", other(b"<h1>Welcome</h1>"), "shown is “Welcome”"),
    "another type": ("rtrl/index.html", sent(Content_Type="text/plain"), "is sent as text/plain"),
    "no type": ("stylesheets/page.css", sent(Content_Type="x"), "is sent as text/plain, not as"),
    "another charset": (
        "tokens/index.html",
        sent(Content_Type="text/html; charset=iso-8859-1"),
        "is sent as iso-8859-1, not as utf-8",
    ),
    "no gzip": ("source/paths/index.html", sent(Content_Encoding="gzip"), "is sent as gzip, and"),
    "not asked for": ("source/report/index.html", sent(Content_Encoding="br"), "is sent as br,"),
    "an upload cut short": ("training/index.html", cut, "cannot be read: IncompleteRead"),
    "no answer": ("source/files/index.html", hung_up, "cannot be read: Remote end closed"),
    "an address that leads to itself": (
        "source/diagnostics/index.html",
        lambda request, _: send(request, b"", 302, Location=request.path),
        "the host answers 302",
    ),
    "an injected script": (
        "index.html",
        with_change("</body>", BEACON),
        "the attribute src of <script> differs after “",
    ),
    "prose": (
        "rnn-theory/index.html",
        with_change("By chance", "By design"),
        "right is “chance”, shown is “design”",
    ),
    "a formula as it is read aloud": (
        "optimisers/index.html",
        with_change(r"(<math\b.*?<mi>)(\w)", r"\1q"),
        "a formula as it is read aloud differs after “",
    ),
    "prose of a notebook": (
        "notebooks/encoder/index.html",
        with_change(r"(<p>[^<]* )the ", r"\1no "),
        "the visible text differs after “",
    ),
    "a formula of a notebook": (
        "notebooks/bptt_four_ways/index.html",
        with_change(r"(<span class=\"mord mathnormal\">)L(?=<)", r"\g<1>M"),
        "right is “L”, shown is “M”",
    ),
    "what Copy gives": (
        "notebooks/train_it_yourself/index.html",
        with_change(r"(clipboard-copy-txt[^>]*>[^<]*?)(\d+)", r"\g<1>77"),
        "the text that is copied differs after “",
    ),
    "a signature and a docstring": (
        "reference/package/index.html",
        with_change(r"(doc-signature.*?)1(?=</span>)", r"\g<1>2"),
        "the visible text differs after “",
    ),
    "another number of the same page in the search": (
        "search/documents.json",
        with_change("0\\.79253", "0.60437"),
        "right is “",
    ),
    "broken JSON": (
        "reference/values.graphs.js",
        other(b'{"encoder": '),
        "it differs after “”: right is “",
    ),
    "a number in a script": (
        "javascripts/page.js",
        with_change("=640,", "=641,"),
        "it differs after “",
    ),
    "a style": (
        "stylesheets/colours.css",
        with_change("(?<=#)[0-9a-f]{6}", "123456"),
        "#123456",
    ),
    "a picture": ("assets/images/favicon.png", other(b"\x89PNG"), "its 4 bytes are not the"),
    "another encoding": (
        "source/typesetting/index.html",
        lambda request, content: send(request, content.decode().encode("utf-16")),
        "shown is “",
    ),
    "spaces in code": (
        "source/models/rnn/index.html",
        with_change('    (?=<span class="k">return)', "  "),
        "it differs after “",
    ),
}

HARMLESS: Mapping[str, Behaviour] = {
    "clipping/index.html": lambda request, _: send(request, b"", 301, Location="/clipping.html"),
    "clipping.html": lambda request, _: send(request, BUILT["clipping/index.html"]),
    "vanishing/index.html": lambda request, content: send(
        request, gzip.compress(content), Content_Encoding="gzip"
    ),
    "sitemap.xml.gz": sent(Content_Encoding="gzip", Content_Type="application/xml"),
    "contributing/numbers/index.html": at_first(answers(503), sent()),
    "contributing/architecture/index.html": at_first(hung_up, sent()),
    "reference/values/index.html": at_first(answers(429, Retry_After="0"), sent()),
    "javascripts/overflow.js": sent(Content_Type="text/javascript;charset=UTF-8"),
}
"""What hosts may do, as nobody sees a difference."""

BUILT: dict[str, bytes] = {}


@pytest.fixture(scope="module")
def remade(built_site):
    """Have the sources give the built site, without building it again."""
    BUILT.update({name: (built_site / name).read_bytes() for name in manifest.names(built_site)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rebuild, "files", lambda _: BUILT)
        patch.setattr(reading, "WAITS", (0.01, 0.02))
        yield patch


@pytest.fixture(scope="module")
def found(built_site, remade):
    """What is found in one run on a host that does all of it at once."""
    behaviours = {name: behaviour for name, behaviour, _ in FAULTS.values()}
    assert len(behaviours) == len(FAULTS)
    with hosted(built_site, {**HARMLESS, **behaviours}) as address:
        return verifier.verify(address)


@pytest.mark.parametrize("fault", FAULTS)
def test_what_a_host_changes_is_found(found, fault):
    name, _, told = FAULTS[fault]
    here = name.removesuffix("index.html") or name
    texts = [text for page, text in found.mistakes if page == here]
    assert any(told in text for text in texts), texts


def test_nothing_else_is_reported_and_every_page_is_read(found, built_site):
    changed = {name.removesuffix("index.html") or name for name, _, _ in FAULTS.values()}
    without_graphs = {"vanishing/", "reference/values/"}
    assert {page for page, _ in found.mistakes} == changed | without_graphs
    unread = ("is not there", "the host", "cannot be read: ", "is sent as gzip", "is sent as br")
    gone = {page for page, text in found.mistakes if text.startswith(unread) and page[-1] == "/"}
    assert found.pages == len(list(built_site.rglob("*.html"))) - len(gone)


@pytest.fixture
def only_files(remade, monkeypatch):
    """Leave out the checks of single pages."""
    monkeypatch.setattr(verifier, "_page", lambda *_: None)


@pytest.mark.usefixtures("only_files")
@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        (answers(404), "is not there: the host answers 404 Not Found"),
        (other(b'{"files": {'), "is no list of files: "),
        (other(b'{"files": {"../a": "b"}}'), "'../a' is no path in the site"),
    ],
)
def test_a_site_without_its_manifest_is_held_against_the_sources(built_site, behaviour, told):
    gone = {manifest.NAME: behaviour, "softmax/index.html": answers(404)}
    with hosted(built_site, gone) as address:
        mistakes = dict(verifier.verify(address).mistakes)
    assert mistakes.keys() == {manifest.NAME, "softmax/"}
    assert told in mistakes[manifest.NAME]


@pytest.mark.usefixtures("only_files")
def test_without_sources_every_file_is_held_against_the_manifest(built_site):
    changes = {name: behaviour for name, behaviour, _ in FAULTS.values()}
    with hosted(built_site, {**HARMLESS, **changes}) as address:
        found = verifier.verify(address, make_again=False)
    changed = {name.removesuffix("index.html") or name for name in changes}
    assert {page for page, _ in found.mistakes} == changed
    told = dict(found.mistakes)["rnn-theory/"]
    assert told == "is not the file that was built: manifest.json has another SHA-256"


def test_a_host_that_is_down_is_one_line(built_site, remade):
    class Everything(dict[str, Behaviour]):
        def __contains__(self, _: object) -> bool:
            return True

        def __missing__(self, _: str) -> Behaviour:
            return answers(503)

    told = r"there is no page; .* \(index.html the host answers 503 Service Unavailable\)"
    with hosted(built_site, Everything()) as address, pytest.raises(ValueError, match=told):
        verifier.verify(address)
