"""Read a built or hosted site as a stranger would, and compute every number of it again."""

import json
import posixpath
import re
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from rnn_examples.authoring import texts
from rnn_examples.authoring.values import catalogue, nodes_of, numbers_of
from rnn_examples.ledger import typed_numbers
from rnn_examples.ledger.numerals import Bound, Numerals, read
from rnn_examples.names import PATTERN as NAME
from rnn_examples.notebooks import outputs
from rnn_examples.pages import source_pages
from rnn_examples.pages.addresses import folder_of_index, page_address, stem
from rnn_examples.pages.page_graphs import AS_SCRIPT
from rnn_examples.pages.published import published
from rnn_examples.paths import DOCS
from rnn_examples.render.graph import unpacked
from rnn_examples.render.numbers import rounds_to
from rnn_examples.render.words import word_of
from rnn_examples.verification import recompute
from rnn_examples.verification import side_files as files

PATH = re.compile(rf"(?P<example>\w+)\.(?P<name>{NAME})(?P<index>\[\d+(?:,\d+)*\])?")
SIZE = re.compile(rf"(?P<example>\w+)\.(?P<name>{NAME})\.shape(?:\[(?P<axis>\d+)\])?")
POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
TIMEOUT = 30
MOST = 10_000
"""A site with more pages is not read to its end."""


@dataclass
class Verified:
    """What was found on a site.

    counts: numerals by what vouches for them, "bound" for those that are bound to a value.
    elements: what names a value; of these were computed again, from the graphs of their own page
    too, as many as graphs says. A formula has each number twice.
    shown, around: the numerals of all articles outside code; by page, those around its article
    that nothing vouches for, which must be among them.
    wrong: what is wrong, by page. stale: pages that show other values than their source asks for.
    """

    pages: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    elements: int = 0
    graphs: int = 0
    shown: set[str] = field(default_factory=set)
    around: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    stale: dict[str, str] = field(default_factory=dict)

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """All that is wrong, stale pages included, by page."""
        stale = [(page, f"the page is stale: {how}") for page, how in self.stale.items()]
        return sorted([*self.wrong, *stale])

    @property
    def coverage(self) -> float:
        """The share of the numerals outside code that are bound to a value."""
        total = self.counts.total() - self.counts["code"]
        return self.counts["bound"] / total if total else 1.0


def verify(target: str, *, make_again: bool = True) -> Verified:
    """Verify a folder or an address. Raises ValueError if there is no site.

    make_again: whether to make each page again whose source is at hand, and compare every word.
    """
    found = Verified()
    numbers: dict[str, frozenset[str]] = {}
    for address, html, beside in _pages(target):
        found.pages += 1
        numbers[address] = files.numbers(html)
        _page(address, html, found, beside)
        if make_again and (address or "index.html") not in dict(found.mistakes):
            found.wrong += _unlike_source(address, html)
        if not address:
            root = beside
    if not found.pages:
        raise ValueError(f"{target}: there is no page; build the site first, or mend the address")
    for here, numeral in found.around:
        if numeral not in found.shown:
            found.wrong.append((here, f"nothing vouches for {numeral} around the article"))
    if "" in numbers:
        found.wrong += [*files.search(root, numbers), *files.values(root, DOCS)]
    return found


# Pages.


Beside = Callable[[str], str | None]
"""Reads what a page links to; None if it is not there."""


def _pages(target: str) -> Iterator[tuple[str, str, Beside]]:
    """Each page's address on the site, "" for the first, its HTML, and what lies beside it."""
    if target.startswith(("http://", "https://")):
        yield from _hosted(target if target.endswith("/") else f"{target}/")
        return
    folder = Path(target)
    for file in sorted(folder.rglob("*.html")):
        address = folder_of_index(file.relative_to(folder).as_posix())
        yield address, file.read_text("utf-8", errors="replace"), partial(_read, file.parent)


def _read(folder: Path, link: str) -> str | None:
    file = folder / unquote(link)
    return file.read_text("utf-8", errors="replace") if file.is_file() else None


def _hosted(start: str) -> Iterator[tuple[str, str, Beside]]:
    """Every page that links lead to, from the first on; none outside the site."""
    try:
        urlsplit(start)
    except ValueError as error:
        raise ValueError(f"{start} is no address: {error}") from None
    waiting = [start]
    seen = {start}
    for address in waiting:  # which grows
        html = _get(address, "html", is_first=address == start)
        if html is None:
            continue
        beside = partial(_linked, address, start)
        yield folder_of_index(unquote(address.removeprefix(start))), html, beside
        for link in LexborHTMLParser(html).css("a[href]"):
            target = _target(address, link.attributes["href"] or "")
            is_page = posixpath.splitext(urlsplit(target).path)[1] in ("", ".html")
            if target.startswith(start) and is_page and target not in seen and len(seen) < MOST:
                seen.add(target)
                waiting.append(target)


def _target(address: str, link: str) -> str:
    try:
        return urldefrag(urljoin(address, link)).url
    except ValueError:  # no address
        return ""


def _linked(address: str, start: str, link: str) -> str | None:
    """What a page links to; nothing outside the site."""
    target = _target(address, link)
    return _get(target, "", is_first=False) if target.startswith(start) else None


def _get(address: str, kind: str, *, is_first: bool) -> str | None:
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:  # noqa: S310 (http, https)
            if kind not in answer.headers.get("Content-Type", ""):
                return None
            text: str = answer.read().decode("utf-8", errors="replace")
            return text
    except (OSError, urllib.error.URLError, ValueError) as error:
        if is_first:
            raise ValueError(f"{address} cannot be read: {error}") from None
        return None


def source_of(address: str) -> Path | None:
    """The page's Markdown, where the sources are at hand."""
    page = stem(address)
    files = [DOCS / page / "index.md", DOCS / page / "README.md"]
    files += [DOCS / f"{page}{suffix}" for suffix in (".md", ".py") if page]
    return next((file for file in files if file.is_file()), None)


# One page.


def _page(address: str, html: str, found: Verified, beside: Beside = lambda _: None) -> None:
    here = address or "index.html"
    page = read(html, is_page=True)
    found.elements += len(page.bound)
    for link in page.graphs_beside:
        page.graphs.append((beside(link) or f"no {link}").removeprefix(AS_SCRIPT))
    mistakes = [
        *_from_package(page),
        *_unlike(page),
        *_from_graphs(page, found),
        *_typed(address, page, found),
        *_from_notebook(address, html, beside),
    ]
    found.around += dict.fromkeys(_around(address, page))
    found.wrong += [(here, mistake) for mistake in dict.fromkeys(mistakes)]
    stale = _stale(address, page)
    if stale:
        found.stale[here] = stale


def _from_package(page: Numerals) -> Iterator[str]:
    """What differs from what the installed package computes."""
    for bound in page.bound:
        try:
            expected, value = _expected(bound)
        except (KeyError, IndexError, ValueError) as error:
            yield f"{bound.path} ({bound.tag}): {error.args[0] if error.args else error}"
            continue
        shown = " ".join(bound.text.split())
        if bound.tag != "input" and shown not in (expected, _as_written(bound)):
            yield f"{bound.path} is {expected}, shown as {shown} ({bound.tag})"
        if bound.value is not None and not _agrees(bound.value, value):
            yield f"{bound.path} is {value!r}, its element says {bound.value}"


def _unlike(page: Numerals) -> Iterator[str]:
    """Values that the formulas of a page show more often than they are read aloud, or less."""
    seen, spoken = (
        Counter(bound.path for bound in page.bound if bound.branch == branch)
        for branch in ("seen", "read")
    )
    for path in sorted((seen - spoken) + (spoken - seen)):
        yield f"{path} is seen {seen[path]} times in formulas, and read {spoken[path]} times"
    for digit in sorted((page.seen - page.spoken) + (page.spoken - page.seen)):
        yield (
            f"the digit {digit} is seen {page.seen[digit]} times in formulas where it is bound to "
            f"nothing, and read {page.spoken[digit]} times"
        )


def _expected(bound: Bound) -> tuple[str, float]:
    """How the package prints the value, and the value. Raises ValueError for none."""
    size = SIZE.fullmatch(bound.path)
    found = size or PATH.fullmatch(bound.path)
    if found is None or found["example"] not in catalogue().examples:
        raise ValueError("the package has no such value")
    example = catalogue().examples[found["example"]]
    numbers = numbers_of(found["example"], bound.spec)
    node = example.trace.names.get(found["name"]) or nodes_of(found["example"]).get(found["name"])
    if node is None:
        raise ValueError("the package has no such value")
    if size:
        length = node.shape[int(size["axis"])] if size["axis"] else 1
        return str(length), length
    index = tuple(int(n) for n in (found["index"] or "[]")[1:-1].split(",") if n)
    if bound.tag == "word":
        word = word_of(example.trace, found["name"], example.vocabulary)
        return word.text if word else "no word", 0
    if len(index) != len(node.shape):
        raise ValueError(f"it has {len(node.shape)} axes, the path {len(index)} places")
    number = numbers.entry(node, index)
    return number.plain, number.value


def _as_written(bound: Bound) -> str:
    """How the package prints the value in the format that the text itself has."""
    text = _ascii(bound.text)
    if text is None or bound.spec:
        return ""
    mantissa, _, exponent = text.partition("e")
    places = len(mantissa.partition(".")[2])
    spec = f".{places}{'e' if exponent else 'f'}" if places or exponent else "d"
    try:
        return _expected(replace(bound, spec=spec))[0]
    except ValueError:
        return ""


def _agrees(written: str, value: float) -> bool:
    try:
        return bool(np.isclose(float(written), value, rtol=2e-11, atol=1e-13))
    except ValueError:
        return False


def _from_graphs(page: Numerals, found: Verified) -> Iterator[str]:
    """What differs from what the page's own graphs compute."""
    graphs_of_page: dict[str, Any] = {}
    for text in page.graphs:
        try:
            read = json.loads(text)
            graphs_of_page |= {name: unpacked(graph) for name, graph in read.items()}
        except (ValueError, TypeError, AttributeError, LookupError) as error:
            yield f"its graphs cannot be read: {error}"
    try:
        values = recompute.run(graphs_of_page)
    except recompute.GraphError as error:
        yield str(error)
        return
    for name in page.claims:
        result = values.get(name, [np.False_])[-1]
        if not np.all(result):
            said = graphs_of_page.get(name, {}).get("text", name)
            yield f'"{said}" is false by the page\'s graph, or the graph is not there'
    for bound in page.bound:
        number = _from_graph(bound, graphs_of_page, values)
        if number is None:
            continue
        found.graphs += 1
        shown = _ascii(bound.text)
        if shown is None or not rounds_to(Fraction(number), shown):
            yield f"{bound.path} is {number!r} by the page's graph, shown as {bound.text}"


def _from_graph(
    bound: Bound, graphs_of_page: Mapping[str, Any], values: Mapping[str, list[np.ndarray]]
) -> float | None:
    return None if bound.tag == "word" else recompute.number(graphs_of_page, values, bound.path)


def _ascii(text: str) -> str | None:
    """A printed number as Python reads it; None if it is none."""
    plain = "".join(text.split()).replace("−", "-")
    plain = re.sub(r"×10([⁻⁰¹²³⁴-⁹]+)", lambda m: "e" + m[1].translate(POWERS), plain)
    return plain if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", plain) else None


def _typed(address: str, page: Numerals, found: Verified) -> Iterator[str]:
    """Numerals that nothing vouches for, and that the page's source does not declare."""
    path = source_of(address)
    literals = typed_numbers.Source(path).literals if path else ()
    examples = list(dict.fromkeys(bound.path.partition(".")[0] for bound in page.bound))
    for numeral in page.numerals:
        voucher = numeral.voucher
        if not voucher and any(literal.declares(numeral) for literal in literals):
            voucher = "declared"
        found.counts[voucher or "nothing"] += 1
        if voucher != "code":
            found.shown.add(numeral.text)
        if not voucher:
            value = typed_numbers.lookup(numeral.text, examples)
            yield f"nothing vouches for {numeral.text}{f', which is {value}' if value else ''}"


def _from_notebook(address: str, html: str, beside: Beside) -> Iterator[str]:
    """What differs from what the notebook prints when it is run again."""
    path = source_of(address)
    if path is not None and path.suffix == ".py":
        yield from outputs.unlike(html, outputs.printed(DOCS)[path.relative_to(DOCS).as_posix()])
        yield from files.notebook(beside, path)


def _around(address: str, page: Numerals) -> Iterator[tuple[str, str]]:
    """Numerals around the article for which neither a rule nor the page's source vouches."""
    path = source_of(address)
    literals = typed_numbers.Source(path).literals if path and page.outside else ()
    for numeral in page.outside:
        if not numeral.voucher and not any(literal.declares(numeral) for literal in literals):
            yield address or "index.html", numeral.text


def _unlike_source(address: str, html: str) -> Iterator[tuple[str, str]]:
    """What stands on the page and is not what its source gives."""
    from rnn_examples.verification import rebuild  # noqa: PLC0415 (it takes long to import)

    path = source_of(address)
    if path is not None:
        source = path.relative_to(DOCS).as_posix()
        mistakes = rebuild.unlike(html, source, texts.read(path), path)
    else:
        generated = {stem(page_address(page)): page for page in source_pages.pages()}
        source = generated.get(stem(address), "")
        mistakes = rebuild.unlike(html, source, source_pages.text(source) or "", None)
    for mistake in mistakes:
        yield address or "index.html", mistake


def _stale(address: str, page: Numerals) -> str:
    """How the page's values differ from those that its source asks for."""
    path = source_of(address)
    if path is None or path.suffix != ".md" or "index =]]" in path.read_text("utf-8"):
        return ""
    source = path.relative_to(DOCS).as_posix()
    asked = {f"{p.example}.{p.number.path}" for p in published(DOCS).numbers if p.page == source}
    shown = {bound.path for bound in page.bound if bound.tag not in ("word", "input")}
    shown = {path for path in shown if not SIZE.fullmatch(path)}
    missing, more = sorted(asked - shown), sorted(shown - asked)
    told = [f"it lacks {missing[0]}"] if missing else []
    told += [f"it still shows {more[0]}"] if more else []
    return " and ".join(told)
