"""Read the files of a site, from a folder or from its address, several at a time."""

import gzip
import http.client
import re
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import Message
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from rnn_examples.pages.addresses import folder_of_index
from rnn_examples.verification import manifest

THREADS = 8
"""Maximum number of requests at a time."""
TIMEOUT = 30
"""Seconds without an answer."""
WAITS = (0.5, 2.0)
"""Seconds before a request that failed is repeated."""
LONGEST_WAIT = 10.0
"""Seconds, if the host itself asks for a longer time."""
TRANSIENT = (429, 500, 502, 503, 504)
"""Answers that may be another one a moment later."""
MOST_BYTES = 100_000_000
"""Maximum size of a file."""

TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
"""As what a browser must be sent a file, to show or run it."""


@dataclass(frozen=True)
class Answer:
    """A file as it was read, and what is wrong with it or with how it is sent.

    content: None where there is no file.
    """

    content: bytes | None
    problem: str = ""


@dataclass(frozen=True)
class Folder:
    """A built site."""

    path: Path

    def names(self) -> list[str]:
        """Every file."""
        return manifest.names(self.path)

    def read(self, name: str) -> Answer:
        """Read a file."""
        try:
            return Answer((self.path / name).read_bytes())
        except FileNotFoundError:
            return Answer(None, "is not there")
        except OSError as error:
            return Answer(None, f"cannot be read: {error.strerror}")


@dataclass(frozen=True)
class Hosted:
    """A site on the web. address: where it starts, with a slash at the end."""

    address: str

    def names(self) -> list[str]:
        """The first page: a host does not list its files."""
        return ["index.html"]

    def read(self, name: str) -> Answer:
        """Request a file as a browser does, a page by its folder; again if that may help."""
        for wait in WAITS:
            answer, asked = self._request(name)
            if asked is None:
                return answer
            time.sleep(min(max(wait, asked), LONGEST_WAIT))
        return self._request(name)[0]

    def _request(self, name: str) -> tuple[Answer, float | None]:
        """Return the answer and, if the request may be repeated, after how many seconds."""
        address = self.address + quote(folder_of_index(name))
        request = urllib.request.Request(address, headers={"User-Agent": "rnn-examples verify"})  # noqa: S310 (http, https)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as sent:  # noqa: S310 (as above)
                content = sent.read(MOST_BYTES)
                if sent.length:
                    raise http.client.IncompleteRead(content, sent.length)
                return _answer(name, content, sent.headers), None
        except urllib.error.HTTPError as error:
            error.close()
            after = error.headers.get("Retry-After", "")
            seconds = float(after) if re.fullmatch(r"\d{1,9}", after) else 0.0
            what = "is not there: the host" if error.code in (404, 410) else "the host"
            reason = str(error.reason).partition("\n")[0]
            answer = Answer(None, f"{what} answers {error.code} {reason}".rstrip())
            return answer, seconds if error.code in TRANSIENT else None
        except (OSError, http.client.HTTPException, ValueError) as error:
            why = str(getattr(error, "reason", error)) or repr(error)
            return Answer(None, f"cannot be read: {why}"), 0.0


def _answer(name: str, content: bytes, headers: Message) -> Answer:
    """A file as its headers say that it is to be read."""
    encoding = headers.get("Content-Encoding", "identity").lower()
    suffix = PurePosixPath(name).suffix
    if encoding in ("gzip", "x-gzip") and suffix != ".gz":
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as error:
            return Answer(None, f"is sent as gzip, and is none: {error}")
    elif encoding not in ("identity", "gzip", "x-gzip"):
        return Answer(None, f"is sent as {encoding}, which was not asked for")
    kind, charset = headers.get_content_type(), headers.get_content_charset("utf-8")
    kind = re.sub(r"^(application|text)/(x-)?javascript$", TYPES[".js"], kind)
    if suffix in TYPES and kind != TYPES[suffix]:
        return Answer(content, f"is sent as {kind}, not as {TYPES[suffix]}")
    if suffix in TYPES and charset not in ("utf-8", "utf8", "us-ascii"):
        return Answer(content, f"is sent as {charset}, not as utf-8")
    return Answer(content)


Site = Folder | Hosted


def site_at(target: str) -> Site:
    """The site in a folder or at an address. Raises ValueError for an address that is none."""
    if not target.startswith(("http://", "https://")):
        return Folder(Path(target))
    try:
        urlsplit(target)
    except ValueError as error:
        raise ValueError(f"{target} is no address: {error}") from None
    return Hosted(target.rstrip("/") + "/")


def read_all(site: Site, names: Collection[str]) -> dict[str, Answer]:
    """Read some files."""
    with ThreadPoolExecutor(THREADS) as threads:
        return dict(zip(names, threads.map(site.read, names), strict=True))
