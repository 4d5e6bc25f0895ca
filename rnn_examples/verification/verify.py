"""Read a built or hosted site as a stranger would, and compute every number of it again."""

import json
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np

from rnn_examples.authoring.values import catalogue, nodes_of, numbers_of
from rnn_examples.ledger import typed_numbers
from rnn_examples.ledger.numerals import Bound, Numerals, read
from rnn_examples.ledger.typed_numbers import Literal
from rnn_examples.names import PATTERN as NAME
from rnn_examples.notebooks import outputs
from rnn_examples.pages import lesson
from rnn_examples.pages.addresses import folder_of_index, stem
from rnn_examples.pages.page_graphs import AS_SCRIPT
from rnn_examples.paths import DOCS
from rnn_examples.render.graph import unpacked
from rnn_examples.render.numbers import rounds_to
from rnn_examples.render.words import word_of
from rnn_examples.verification import differences, manifest, reading, rebuild, recompute
from rnn_examples.verification.tolerance import ABSOLUTE, RELATIVE

PATH = re.compile(rf"(?P<example>\w+)\.(?P<name>{NAME})(?P<index>\[\d+(?:,\d+)*\])?")
SIZE = re.compile(rf"(?P<example>\w+)\.(?P<name>{NAME})\.shape(?:\[(?P<axis>\d+)\])?")

Beside = Callable[[str], str | None]
"""Reads what a page links to; None if it is not there."""


@dataclass
class Verified:
    """What was found on a site.

    counts: numerals by what vouches for them, "bound" for those that are bound to a value.
    elements: how many name a value; a formula has each number twice.
    graphs: how many of them were computed again from the page's own graphs, too.
    shown, around: the numerals of all articles outside code; by page, those around its article
    that nothing vouches for, which must be among them.
    wrong: what is wrong, by page or file.
    """

    pages: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    elements: int = 0
    graphs: int = 0
    shown: set[str] = field(default_factory=set)
    around: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """All that is wrong, by page or file."""
        return sorted(self.wrong)

    @property
    def coverage(self) -> float:
        """The share of the numerals outside code that are bound to a value."""
        total = self.counts.total() - self.counts["code"]
        return self.counts["bound"] / total if total else 1.0


def verify(target: str, *, make_again: bool = True) -> Verified:
    """Verify a folder or an address. Raises ValueError if there is no site.

    make_again: whether to build the site again from the sources, and compare every file.
    """
    site, found = reading.site_at(target), Verified()
    built = _manifest(site, found)
    answers = reading.read_all(site, {*site.names(), *built.files})
    if not any(name.endswith(".html") and answers[name].content for name in answers):
        why = "there is no page; build the site first, or mend the address"
        index = answers.get("index.html", reading.Answer(None)).problem
        raise ValueError(f"{target}: {why}" + (f" (index.html {index})" if index else ""))
    right: Mapping[str, bytes] = {}
    with ThreadPoolExecutor(1) as beside:
        rebuilt = beside.submit(rebuild.files, built) if make_again else None
        _pages(answers, found)
        try:
            right = rebuilt.result() if rebuilt else {}
        except ValueError as error:
            found.wrong.append(("mkdocs.yml", str(error)))
    more = reading.read_all(site, right.keys() - answers.keys())
    _pages(more, found)
    for name, answer in (answers | more).items():
        found.wrong += [(_here(name), how) for how in _unlike(name, answer, built, right)]
    for here, numeral in found.around:
        if numeral not in found.shown:
            found.wrong.append((here, f"nothing vouches for {numeral} around the article"))
    return found


def _manifest(site: reading.Site, found: Verified) -> manifest.Manifest:
    """The site's manifest; one of no files if it has none."""
    answer = site.read(manifest.NAME)
    how = answer.problem
    if answer.content is not None:
        try:
            return manifest.read(answer.content)
        except ValueError as error:
            how = str(error)
    found.wrong.append((manifest.NAME, how))
    return manifest.Manifest()


def _unlike(
    name: str, answer: reading.Answer, built: manifest.Manifest, right: Mapping[str, bytes]
) -> Iterator[str]:
    """How a file differs from the one that was built, and from what the sources give."""
    if answer.problem:
        yield answer.problem
    if answer.content is None:
        return
    told: list[str] = []
    if right and name not in right:
        yield "the sources give no such file"
    elif right and right[name] != answer.content:
        told = differences.differences(name, *_quiet(name, answer.content, right[name]))
    yield from told
    if told:
        return
    if built.files and name not in built.files:
        yield f"is not in {manifest.NAME}"
    elif built.files and built.files[name] != manifest.digest(answer.content):
        yield f"is not the file that was built: {manifest.NAME} has another SHA-256"


def _quiet(name: str, *contents: bytes) -> Iterator[bytes]:
    """Both versions of a page without what other machines print otherwise in a notebook."""
    path = source_of(folder_of_index(name)) if name.endswith(".html") else None
    for content in contents:
        if path is not None and path.suffix == ".py":
            text = content.decode("utf-8", errors="replace")
            yield outputs.without_noise(text, path).encode("utf-8")
        else:
            yield content


def _here(name: str) -> str:
    """How the report names a file: a page by its address."""
    return folder_of_index(name) or "index.html"


def _pages(answers: Mapping[str, reading.Answer], found: Verified) -> None:
    """Check every page by what is on it."""
    for name in sorted(answers):
        content = answers[name].content
        if content is None or not name.endswith(".html"):
            continue
        found.pages += 1
        try:
            html = content.decode("utf-8")
            _page(folder_of_index(name), html, found, partial(_linked, name, answers))
        except UnicodeDecodeError:
            found.wrong.append((_here(name), "is no text in UTF-8"))
        except Exception as error:  # noqa: BLE001 (a broken page may fail in any way)
            found.wrong.append((_here(name), f"its numbers cannot be read: {error!r}"))


def _linked(page: str, answers: Mapping[str, reading.Answer], link: str) -> str | None:
    """Read what a page links to; None if the site has none."""
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(link)))
    content = answers[name].content if name in answers else None
    return None if content is None else content.decode("utf-8", errors="replace")


def source_of(address: str) -> Path | None:
    """The page's Markdown, where the sources are at hand."""
    page = stem(address)
    files = [DOCS / page / "index.md", DOCS / page / "README.md"]
    files += [DOCS / f"{page}{suffix}" for suffix in (".md", ".py") if page]
    return next((file for file in files if file.is_file()), None)


# One page.


def _page(address: str, html: str, found: Verified, beside: Beside) -> None:
    here, path = address or "index.html", source_of(address)
    literals = typed_numbers.Source(path).literals if path else ()
    page = read(lesson.without_frame(html), is_page=True)
    found.elements += len(page.bound)
    for link in page.graphs_beside:
        page.graphs.append((beside(link) or f"no {link}").removeprefix(AS_SCRIPT))
    mistakes = [
        *_from_package(page),
        *_uneven(page),
        *_from_graphs(page, found),
        *_typed(page, literals, found),
        *_from_notebook(path, html),
    ]
    found.around += dict.fromkeys(
        (here, numeral.text)
        for numeral in page.outside
        if not numeral.reason and not any(literal.declares(numeral) for literal in literals)
    )
    found.wrong += [(here, mistake) for mistake in dict.fromkeys(mistakes)]


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


def _uneven(page: Numerals) -> Iterator[str]:
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
        return bool(np.isclose(float(written), value, rtol=RELATIVE, atol=ABSOLUTE))
    except ValueError:
        return False


def _from_graphs(page: Numerals, found: Verified) -> Iterator[str]:
    """What differs from what the page's own graphs compute."""
    graphs_of_page: dict[str, Any] = {}
    for text in page.graphs:
        try:
            read = json.loads(text)
            graphs_of_page |= {name: unpacked(graph) for name, graph in read.items()}
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
            yield f"its graphs cannot be read: {error}"
            return
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
    for bound in (bound for bound in page.bound if bound.tag != "word"):
        number = recompute.number(graphs_of_page, values, bound.path)
        if number is None:
            continue
        found.graphs += 1
        if not _prints(number, bound.text):
            yield f"{bound.path} is {number!r} by the page's graph, shown as {bound.text}"


def _prints(number: float, text: str) -> bool:
    """Whether a number is printed so; minus infinity is what a mask makes of a score."""
    if not np.isfinite(number):
        return bool(number == -np.inf) and text == "−∞"
    shown = _ascii(text)
    return shown is not None and rounds_to(Fraction(number), shown)


def _ascii(text: str) -> str | None:
    """A printed number as Python reads it; None if it is none."""
    plain = typed_numbers.in_python("".join(text.split()))
    return plain if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", plain) else None


def _typed(page: Numerals, literals: Sequence[Literal], found: Verified) -> Iterator[str]:
    """Numerals that nothing vouches for, and that the page's source does not declare."""
    examples = list(dict.fromkeys(bound.path.partition(".")[0] for bound in page.bound))
    for numeral in page.numerals:
        reason = numeral.reason
        if not reason and any(literal.declares(numeral) for literal in literals):
            reason = "declared"
        found.counts[reason or "nothing"] += 1
        if reason != "code":
            found.shown.add(numeral.text)
        if not reason:
            value = typed_numbers.lookup(numeral.text, examples)
            yield f"nothing vouches for {numeral.text}{f', which is {value}' if value else ''}"


def _from_notebook(path: Path | None, html: str) -> Iterator[str]:
    """What differs from what the notebook prints when it is run again."""
    if path is not None and path.suffix == ".py":
        yield from outputs.unlike(html, outputs.printed(DOCS)[path.relative_to(DOCS).as_posix()])
