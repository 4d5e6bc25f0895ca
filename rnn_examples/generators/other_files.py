"""Files in docs/ that are no pages, as pictures are: nobody computes the numbers that they show.

Each is declared in mkdocs.yml, below `extra:` and `files:`, with a reason. A folder declares its
scripts and styles, and what others made; any other file has the start of its checksum there too, so
that a picture that changes is looked at again:

    assets/logo.svg: 2f3e4d5c, the site's mark
    stylesheets/: the styles of the pages
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from rnn_examples.authoring import texts
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.generators.navigation import is_meant
from rnn_examples.ledger.numerals import read
from rnn_examples.ledger.rules import NUMERAL

CODE = (".css", ".js")
"""Files that a folder declares."""

VENDORED = "vendor/"
"""Files of others, which a test holds against their checksums."""

TEXTS = (".htm", ".html", ".svg", ".xhtml", ".xml")
"""Files with a text that is read as a page's is."""

CONTENT = re.compile(r"\bcontent\s*:[^;}]*|\bcounter-(?:reset|set|increment)\s*:[^;}]*")
"""What a style adds to the text of a page."""


def faults(files: Iterable[File], config: MkDocsConfig) -> Iterator[Diagnostic]:
    """Files that are published and not declared, declared ones that changed, typed numbers."""
    declared = _declared(config)
    used = set[str]()
    for file in files:
        path, name = Path(file.abs_src_path or ""), file.src_uri
        is_page = file.is_documentation_page() or is_meant(file)
        if is_page or not path.is_relative_to(Path(config.docs_dir)):
            continue
        key = _key(name, declared)
        used.add(key)
        yield from _undeclared(path, name, declared.get(key))
        yield from () if name.startswith(VENDORED) else _typed(path)
    for key, why in declared.items():
        if key not in used:
            yield _at(config, key, f"{key} declares no file that is published: take it out")
        if not re.sub(r"^[0-9a-f]{8},?", "", why).strip():
            yield _at(config, key, f"{key} is declared without a reason: write one behind it")


def _declared(config: MkDocsConfig) -> Mapping[str, str]:
    written = config.extra.get("files")
    return {str(k): str(v or "") for k, v in written.items()} if isinstance(written, dict) else {}


def _key(name: str, declared: Mapping[str, str]) -> str:
    """What declares a file: itself, or a folder that it is in."""
    is_code = name.endswith(CODE) or name.startswith(VENDORED)
    folders = [f"{folder}/" for folder in PurePosixPath(name).parents] if is_code else []
    return next((key for key in (name, *folders) if key in declared), name)


def _undeclared(path: Path, name: str, why: str | None) -> Iterator[Diagnostic]:
    if why is not None and (name.endswith(CODE) or name.startswith(VENDORED)):
        return
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    right = f'below extra: and files: in mkdocs.yml, write {name}: "{checksum}, why"'
    if why is None:
        what = "nobody vouches for the numbers that this file may show: take it out of docs/, or"
        yield Diagnostic(str(path), 1, 1, f"{what} {right}")
    elif not why.startswith(checksum):
        yield Diagnostic(str(path), 1, 1, f"this file was changed: look at it; then, {right}")


def _typed(path: Path) -> Iterator[Diagnostic]:
    """Numbers in the text of a picture, and in what a style adds to a page."""
    numbers: list[str] = []
    if path.suffix in TEXTS:
        found = read(texts.read(path)).numerals
        numbers = [numeral.text for numeral in found if not numeral.reason]
    elif path.suffix == ".css":
        shown = CONTENT.findall(texts.read(path))
        numbers = [number[0] for text in shown for number in NUMERAL.finditer(text)]
    for number in dict.fromkeys(numbers):
        place = texts.place(texts.read(path), number)
        what = f"{number} is typed by hand; show it on a page, where it is computed"
        yield Diagnostic(str(path), *place, what)


def _at(config: MkDocsConfig, key: str, what: str) -> Diagnostic:
    file = Path(config.config_file_path)
    return Diagnostic(str(file), *texts.place(texts.read(file), f"{key}:"), what)
