"""The values lock: every published number, in a file that is reviewed like any other.

    encoder
      given W = 0.3, -0.1, 0.0, 0.2
      code 5f0c6a1e
      h_1
        made by np.tanh(a_t)
        checked by mpmath, 50 digits
        shown on index.md, rnn-theory.md
        [0] 0.46212 ≈ 0.462117157260

An entry is its place in the value, its format where it is not the house rule's, and the printed
number; where that is rounded, also the digits that are certain on every processor, at most twelve.
Of a page, each claim is there with its condition:

    rnn-theory.md
      code 9be0c1a2
      claim_1
        | the two columns of W are equal
        | all(teacher_forced.W_dec[:, 0] == teacher_forced.W_dec[:, 1])

Of a notebook, what its cells print is there as it stands:

    notebooks/encoder.py
      code 1770b610
      cell_5
        | [0.76159416 0.88535165]
"""

import hashlib
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from rnn_examples.authoring import snippets, texts
from rnn_examples.authoring.claims import reason, written
from rnn_examples.authoring.values import catalogue, nodes_of, numbers_of
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.names import PATTERN as NAME
from rnn_examples.names import is_name
from rnn_examples.notebooks import outputs
from rnn_examples.pages.addresses import pages
from rnn_examples.pages.published import Number, published
from rnn_examples.paths import ROOT
from rnn_examples.trace import SETTINGS, Node
from rnn_examples.worked_example import Output, WorkedExample
from rnn_examples.worked_example.checks import given_item

LOCK = ROOT / "values.lock"
HEAD = "# Every number of the site. Do not edit: `rnn-examples accept` writes it.\n"
DIGITS = 12
WRITTEN_OUT = 12
"""A given array of up to so many numbers is written out; of a longer one, a fingerprint."""

ENTRY = re.compile(
    r"(?P<index>\[[\d,]*\]|value)(?: (?P<spec>\.\d+[fe]|d))? "
    r"(?P<text>\S+)(?: ≈ (?P<digits>\S+))?"
)
FIELDS = ("made by", "checked by", "shown on")


@dataclass
class LockedValue:
    """A published value: what made it, what checks it, where it is shown, its entries.

    entries: place and format to the printed number and its twelve digits.
    printed: the lines that a cell of a notebook prints, by their place.
    lines: where each of these stands in the file.
    """

    fields: dict[str, str] = field(default_factory=dict)
    entries: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass
class LockedExample:
    """An example: its inputs, the fingerprint of its operations, its published values.

    Or a notebook: the fingerprint of its code, and its cells in place of values.
    """

    given: dict[str, str] = field(default_factory=dict)
    code: str = ""
    values: dict[str, LockedValue] = field(default_factory=dict)
    line: int = 1


Lock = dict[str, LockedExample]


# What the site shows now.


def current(docs: Path, only: str = "") -> Lock:
    """The lock as it would be written now; of one example or page, if that is asked for.

    One example is there though no number of it is published: another may get its inputs from it.
    """
    lock: Lock = {}
    for shown in published(docs, only).numbers:
        for name in _sources(shown.example):
            if name not in lock:
                lock[name] = _without_values(name)
        values = lock[shown.example].values
        if shown.name not in values:
            values[shown.name] = LockedValue(_fields(shown))
        value = values[shown.name]
        pages = {*value.fields["shown on"].split(", "), shown.page}
        value.fields["shown on"] = ", ".join(sorted(pages))
        value.entries[shown.index, shown.spec] = (shown.number.text, _digits(shown))
    if only in catalogue().examples and only not in lock:
        lock[only] = _without_values(only)
    lock = {name: _sorted(name, lock[name]) for name in sorted(lock)}
    return lock | _claims(docs, only) | ({} if only else _notebooks(docs))


def _without_values(name: str) -> LockedExample:
    example = catalogue().examples[name]
    return LockedExample(dict(_given(example)), _code(example))


def _claims(docs: Path, only: str) -> Lock:
    """The claims of each page: the phrase, and below it the condition."""
    found: Lock = {}
    for file in pages(docs):
        page = file.relative_to(docs).as_posix()
        pairs = written(snippets.read(file)) if only in ("", page) else ()
        said = [pair for pair in pairs if not reason(pair[1])]
        if said:
            found[page] = LockedExample(
                code=_fingerprint(condition for _, condition in said),
                values={
                    f"claim_{n}": LockedValue(printed=list(pair)) for n, pair in enumerate(said, 1)
                },
            )
    return found


def _notebooks(docs: Path) -> Lock:
    return {
        name: LockedExample(
            code=_fingerprint(cell.code for cell in notebook.cells),
            values={
                f"cell_{n}": LockedValue(printed=cell.output.rstrip().split("\n"))
                for n, cell in enumerate(notebook.cells, 1)
                if cell.output.strip() and not cell.noise
            },
        )
        for name, notebook in outputs.printed(docs).items()
    }


@cache
def _sources(name: str) -> tuple[str, ...]:
    """An example, and those that hand something over to it."""
    given = (text.split(".")[0] for _, text in _given(catalogue().examples[name]))
    others = [other for source in given if source in catalogue().examples and source != name
              for other in _sources(source)]  # fmt: skip
    return tuple(dict.fromkeys([name, *others]))


def _digits(shown: Number) -> str:
    """The certain digits of a number that was rounded."""
    number = shown.number
    if number.exact:
        return ""
    index = tuple(int(n) for n in re.findall(r"\d+", shown.index))
    error = numbers_of(shown.example, "").error(nodes_of(shown.example)[shown.name], index)
    leading = math.floor(math.log10(abs(number.value) or 1))
    certain = leading - math.ceil(math.log10(error)) if error else DIGITS
    mantissa = number.text.partition("e")[0].lstrip("-0.").replace(".", "")
    if certain <= len(mantissa):  # as printed, it has a certificate
        return number.text
    return f"{number.value:#.{min(DIGITS, certain)}g}"


def _sorted(name: str, example: LockedExample) -> LockedExample:
    """Values in the order of the trace, their entries by place."""
    order = list(nodes_of(name))
    values = sorted(example.values.items(), key=lambda item: order.index(item[0]))
    for _, value in values:
        value.entries = dict(sorted(value.entries.items(), key=lambda item: _place(item[0])))
    example.values = dict(values)
    return example


def _place(entry: tuple[str, str]) -> tuple[list[int], str]:
    return [int(n) for n in re.findall(r"\d+", entry[0])], entry[1]


def _given(example: WorkedExample) -> Iterator[tuple[str, str]]:
    names = {id(other): key for key, other in catalogue().examples.items()}
    for name, given in example.inputs.items():
        if isinstance(given, Output):
            source = names.get(id(given.example))
            if source is not None:
                yield name, f"{source}.{given.name}"
                continue
        value = example.arguments[name]
        yield name, _settings(value) if isinstance(value, SETTINGS) else _typed(np.asarray(value))
    for name, value in example.settings.items():
        yield name, str(value)


def _settings(value: object) -> str:
    return " ".join(str(value).split())


def _typed(array: np.ndarray) -> str:
    if array.size <= WRITTEN_OUT:
        return ", ".join(str(number) for number in array.reshape(-1).tolist()) or "nothing"
    shape = " × ".join(map(str, array.shape))
    return f"{shape} numbers, {_fingerprint([repr(array.reshape(-1).tolist())])}"


def _code(example: WorkedExample) -> str:
    """A fingerprint of the operations, whatever the inputs are."""
    number = {node: n for n, node in enumerate(example.trace.nodes)}

    def told(node: Node) -> str:
        constant = np.asarray(node.value).tolist() if node.operation == "constant" else ""
        options = sorted((key, repr(option)) for key, option in node.options.items())
        return (
            f"{node.operation} {[number[operand] for operand in node.operands]} {options}{constant}"
        )

    return _fingerprint(map(told, example.trace.nodes))


def _fingerprint(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:8]


def _fields(shown: Number) -> dict[str, str]:
    example, node = catalogue().examples[shown.example], nodes_of(shown.example)[shown.name]
    checked = example.checks.values.get(shown.name, ())
    fields = {
        "made by": node.source.text if node.source else "",
        "checked by": "; ".join(dict.fromkeys(entry.oracle for entry in checked)),
        "shown on": shown.page,
    }
    if given_item(example.trace, node):
        fields["made by"] = ""
    return {key: text for key, text in fields.items() if text}


# The file.


def write(lock: Lock) -> str:
    """The lock's text: examples by name, then pages and notebooks: a new one moves no other."""
    lines = [HEAD]
    for name, example in sorted(lock.items(), key=lambda item: ("." in item[0], item[0])):
        lines.append(name)
        lines += [f"  given {key} = {given}" for key, given in example.given.items()]
        lines.append(f"  code {example.code}")
        for value_name, value in example.values.items():
            lines.append(f"  {value_name}")
            lines += [f"    {key} {value.fields[key]}" for key in FIELDS if key in value.fields]
            for (index, spec), (text, digits) in value.entries.items():
                format_ = f" {spec}" if spec else ""
                rounded = f" ≈ {digits}" if digits else ""
                lines.append(f"    {index or 'value'}{format_} {text}{rounded}")
            lines += [f"    | {line}".rstrip() for line in value.printed]
        lines.append("")
    return "\n".join(lines)


class LockError(ValueError):
    """A line that is none of a lock's."""


def read(text: str, only: str = "", file: Path = LOCK) -> Lock:
    """Read a lock's text; the values of one example, if that is asked for.

    file: where the text stands. Raises LockError for a line that is none, of those that are read.
    """
    lock: Lock = {}
    example, value = LockedExample(), LockedValue()
    is_read = True
    for n, line in enumerate(text.split("\n"), 1):
        written = line.strip()
        if not written or line.startswith("#"):
            continue
        match len(line) - len(line.lstrip()):
            case 0 if re.match(r"\w", written):  # no mark of a conflict that git leaves
                example = lock.setdefault(written, LockedExample(line=n))
                is_read = only in ("", written)
            case 2 if lock and (found := re.fullmatch(rf"given ({NAME}) = (.*)", written)):
                example.given[found[1]] = found[2]
            case 2 if lock and (found := re.fullmatch(r"code (\w+)", written)):
                example.code = found[1]
            case 2 | 4 if not is_read:
                continue
            case 2 if lock and is_name(written):
                value = example.values.setdefault(written, LockedValue())
            case 4 if _is_taken(value, written, n):
                continue
            case _:
                what = f"{written!r} is no line of a lock; `rnn-examples accept` writes it anew"
                raise LockError(str(Diagnostic(str(file), n, 1, what)))
    return lock


def _is_taken(value: LockedValue, written: str, line: int) -> bool:
    """Take a line of a value; say whether it is one."""
    if written.startswith("|"):
        value.lines[f"[{len(value.printed)}]", ""] = line
        value.printed.append(written[2:])
    elif found := re.fullmatch(rf"({'|'.join(FIELDS)}) (.*)", written):
        value.fields[found[1]] = found[2]
    elif found := ENTRY.fullmatch(written):
        key = (found["index"].removeprefix("value"), found["spec"] or "")
        value.entries[key] = (found["text"], found["digits"] or "")
        value.lines[key] = line
    else:
        return False
    return True


def locked(file: Path | None = None, only: str = "") -> Lock:
    """The lock that is committed, empty if there is none; or another, which must be there.

    Raises LockError, and ValueError where there is no other lock.
    """
    if file is None and not LOCK.is_file():
        return {}
    if file and not (file.is_file() and file.stat().st_size):
        raise ValueError(
            f"{file} is no lock of another commit; `git show main:values.lock >{file}` writes one"
        )
    file = file or LOCK
    return read(texts.read(file), only, file)


def shown_on(page: str) -> list[str]:
    """The examples whose values a page showed when they were locked. page: its file in docs/."""
    return [
        name
        for name, example in locked().items()
        if any(
            page in value.fields.get("shown on", "").split(", ")
            for value in example.values.values()
        )
    ]
