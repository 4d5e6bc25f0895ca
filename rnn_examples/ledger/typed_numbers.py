"""The ledger: every numeral on a page is bound to a value, vouched for by rule, or declared.

A page declares in its front matter what it types, each with a reason; a phrase declares the numeral
within it alone, word by word:

    literals:
      "between −1 and 1": the range of tanh
      "answer is 42": the line of the poem
"""

import difflib
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import yaml

from rnn_examples.authoring import front_matter, snippets, texts
from rnn_examples.authoring.claims import CONDITION
from rnn_examples.authoring.texts import FRONT_MATTER
from rnn_examples.authoring.tokens import TOKEN
from rnn_examples.authoring.values import catalogue, numbers_of
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.ledger import titles
from rnn_examples.ledger.numerals import Numeral, read, without_visible_math
from rnn_examples.ledger.rules import NUMERAL, PRINTED_BY
from rnn_examples.render.numbers import suffix

SOURCE_CODE = re.compile(r'<figure class="source">.*?</figure>', re.S)
"""The package's code is vouched for by rule, and has most of the tags of a page of source."""

NOWHERE = (1, 1)
"""The place of what is not in the file: the top of the page."""

TEXT = "tag:yaml.org,2002:str"


@dataclass(frozen=True)
class Literal:
    """What a page declares: a numeral or a phrase with one, why, and where."""

    text: str
    reason: str
    line: int

    def declares(self, numeral: Numeral) -> bool:
        """Whether the phrase stands on the page around the numeral, word by word."""
        before, after = _words(numeral.before), _words(numeral.after)
        *sign, digits = _words(numeral.text)
        before += sign
        return any(
            digits == number
            and before[len(before) - len(left) :] == left
            and after[: len(right)] == right
            for left, number, right in self._phrases
        )

    @cached_property
    def _phrases(self) -> list[tuple[list[str], str, list[str]]]:
        """The words of the phrase around each of its numbers in turn."""
        words = _words(self.text)
        return [
            (words[:n], word, words[n + 1 :])
            for n, word in enumerate(words)
            if NUMERAL.fullmatch(word)
        ]


def _words(text: str) -> list[str]:
    """The words, numbers and signs of a text; without spaces and marks that nobody sees."""
    text = re.sub(r"[\u2061\u200b_]+", " ", text.replace("-", "−"))
    return [word.strip() for word in WORD.findall(text)]


WORD = re.compile(rf"[^\W\d_]+|(?:(?!−){NUMERAL.pattern})|[^\w\s]")
"""A word, a number without its sign, or another sign."""


def _plain(text: str) -> str:
    """The text without what is not seen alike everywhere: spaces, the kinds of a minus."""
    return re.sub(r"[\s\u2061\u200b]+", "", text.replace("-", "−"))


def faults(content: str, path: Path) -> list[Diagnostic]:
    """Every numeral of a page's HTML that nothing vouches for, and literals of no use."""
    source = Source(path)
    found = read(without_visible_math(SOURCE_CODE.sub(" ", content))).numerals
    typed = [(numeral, None) for numeral in found if not source.vouches(numeral)]
    undeclared, used = [], set[Literal]()
    for numeral, place in [*source.told, *typed]:
        declaring = [literal for literal in source.literals if literal.declares(numeral)]
        used.update(declaring)
        if not declaring:
            undeclared.append((numeral, place))
    return [
        *source.faults,
        *(_fault(numeral, source, place) for numeral, place in undeclared),
        *(
            Diagnostic(
                str(path), literal.line, 1, f"the literal {literal.text!r} is not on the page"
            )
            for literal in source.literals
            if literal not in used
        ),
    ]


def _fault(numeral: Numeral, source: "Source", place: tuple[int, int] | None) -> Diagnostic:
    path = source.path
    line, column = place or source.place(numeral)
    if not place and (line, column) == NOWHERE:
        path, (line, column) = source.included(numeral)
    value = lookup(numeral.text, source.examples)
    if place:
        what = "say it without a number, as none is computed there, or declare it under literals:"
    elif numeral.is_changed:
        text = "stands where it is read as another number"
        what = (
            "let the package compute that one, or declare it with a reason under literals: on top"
        )
        return Diagnostic(str(path), line, column, f"{numeral.text} {text}; {what}")
    elif value:
        what = f"it is {value}: write [[= {value} =]]"
    else:
        what = "let the package compute it, or declare it with a reason under literals: on top"
    return Diagnostic(str(path), line, column, f"{numeral.text} is typed by hand; {what}")


class Source:
    """The file of a page: what it declares, and where its numerals stand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Diagnostic] = []
        self.is_transcript = False
        self.told: list[tuple[Numeral, tuple[int, int]]] = []  # of the title, the description
        text = texts.read(path)
        front = FRONT_MATTER.match(text)
        self.above = text[: front.end()].count("\n") if front else 0
        self.lines = text.split("\n")
        self.literals = tuple(self._literals(front["yaml"])) if front else ()
        self.taken: set[tuple[int, int]] = set()

    def vouches(self, numeral: Numeral) -> bool:
        """Whether a rule vouches for a numeral; for what is printed, if a test prints it again."""
        return bool(numeral.reason) and (numeral.reason != PRINTED_BY or self.is_transcript)

    @property
    def examples(self) -> list[str]:
        """The examples that the page shows."""
        shown = re.findall(r"\[\[=\s*([A-Za-z]\w*)", "\n".join(self.lines))
        return [name for name in dict.fromkeys(shown) if name in catalogue().examples]

    def _literals(self, text: str) -> Iterator[Literal]:
        node = front_matter.composed(text)
        for key in _keys(node):
            if isinstance(key, yaml.ScalarNode) and key.tag != TEXT:  # Zensical takes no other
                self._demand(key, f'a key is text: write "{key.value}" in quotes')
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            if key.value == "transcript":
                self.is_transcript = value.value == "true"
            if key.value == "literals":
                yield from self._entries(value)
                continue
            if key.value != "unchecked":  # for authors, and not shown
                self._told(value)
            what = titles.misread(value) if key.value in ("title", "description") else ""
            if what:
                self._demand(value, what)

    def _told(self, node: yaml.Node) -> None:
        """Note the numerals of what stands in front matter, to be shown by the theme."""
        if isinstance(node, yaml.ScalarNode):
            place = node.start_mark.line + 2, node.start_mark.column + 1
            typed = read(html.escape(str(node.value))).numerals
            self.told += [(numeral, place) for numeral in typed if not numeral.reason]
        for child in node.value if isinstance(node, yaml.CollectionNode) else ():
            for part in child if isinstance(child, tuple) else (child,):
                self._told(part)

    def _entries(self, node: yaml.Node) -> Iterator[Literal]:
        example = 'write literals: and below it, for each, "add up to 1": why'
        if not isinstance(node, yaml.MappingNode):
            self._demand(node, f"bad literals: {example}")
            return
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or not NUMERAL.search(str(key.value)):
                self._demand(key, f"a literal is a phrase with a number; {example}")
            elif not isinstance(value, yaml.ScalarNode) or not str(value.value).strip():
                self._demand(key, f"the literal {key.value!r} has no reason; {example}")
            else:
                if not re.search(r"[^\W\d_]", key.value):
                    what = "is a bare number, and declares each such number of the page"
                    self._demand(key, f"the literal {key.value!r} {what}: add the words around it")
                yield Literal(key.value, value.value, key.start_mark.line + 2)

    def _demand(self, node: yaml.Node, text: str) -> None:
        mark = node.start_mark
        self.faults.append(Diagnostic(str(self.path), mark.line + 2, mark.column + 1, text))

    def place(self, numeral: Numeral) -> tuple[int, int]:
        """Line and column of a numeral; the top of the page if it is not in the file."""
        wanted = _plain(numeral.before[-30:]), _plain(numeral.after[:30])
        best, place = -1.0, NOWHERE
        found = self._tokens() if numeral.is_changed else self._occurrences(numeral.text)
        for line, column, before, after in found:
            if (line, column) in self.taken:
                continue
            alike = _alike(before, wanted[0], ends=True) + _alike(after, wanted[1], ends=False)
            if alike > best:
                best, place = alike, (line, column)
        self.taken.add(place)
        return place

    def _tokens(self) -> Iterator[tuple[int, int, str, str]]:
        for n, line in enumerate(self.lines[self.above :], self.above + 1):
            for match in TOKEN.finditer(line):
                yield n, match.start() + 1, line[: match.start()], line[match.end() :]

    def included(self, numeral: Numeral) -> tuple[Path, tuple[int, int]]:
        """The file that the page takes a numeral from, and where it stands there."""
        for file in snippets.included("\n".join(self.lines)):
            place = Source(file).place(numeral)
            if place != NOWHERE:
                return file, place
        return self.path, NOWHERE

    def _occurrences(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        digits = text.lstrip("−-")
        pattern = re.compile(rf"[−-]?(?<![\w.]){re.escape(digits)}(?![\w]|[.,]\d)|"
                             rf"(?<=[A-Za-z_]){re.escape(digits)}(?!\d)")  # fmt: skip
        lines = self.lines[self.above :]
        hidden = CONDITION.sub(texts.blank, TOKEN.sub(texts.blank, "\n".join(lines))).split("\n")
        for n, line in enumerate(lines, self.above + 1):
            for match in pattern.finditer(hidden[n - self.above - 1]):
                sign = len(match[0]) - len(digits) if not text.startswith(("−", "-")) else 0
                yield n, match.start() + sign + 1, line[: match.start()], line[match.end() :]


def _keys(node: yaml.Node | None) -> Iterator[yaml.Node]:
    """Every key of a mapping, and of those inside it."""
    if isinstance(node, yaml.MappingNode):
        yield from (key for key, _ in node.value)
    parts = node.value if isinstance(node, yaml.CollectionNode) else ()
    for part in parts:
        yield from _keys(part[1] if isinstance(part, tuple) else part)


def _alike(text: str, wanted: str, *, ends: bool) -> float:
    """How alike two texts are where they meet the numeral."""
    text = _plain(re.sub(r"[*_`$\\{}]", "", text))
    a, b = (text[-20:], wanted[-20:]) if ends else (text[:20], wanted[:20])
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


# What a typed number is.


@cache
def _values() -> tuple[list[str], np.ndarray]:
    """Every number of every trace: the paths, those with names first, and the numbers."""
    paths: list[tuple[bool, str]] = []
    values: list[float] = []
    for name, example in catalogue().examples.items():
        numbers = numbers_of(name, "")
        for node in example.trace.nodes:
            key = numbers.name(node)
            for index in np.ndindex(node.shape):
                paths.append((key in example.trace.names, f"{name}.{key}{suffix(index)}"))
                values.append(float(np.asarray(node.value)[index]))
    order = sorted(range(len(paths)), key=lambda n: not paths[n][0])
    return [paths[n][1] for n in order], np.array([values[n] for n in order])


def lookup(text: str, examples: Sequence[str] = ()) -> str:
    """The value that a typed number is, to as many places as it has; nothing if there is none.

    examples: those to look in first; in others only for what has three digits and a point, as 10
    or 0.5 could be anything.
    """
    plain = in_python(text).replace(",", "")
    try:
        number = float(plain)
    except ValueError:  # ½
        return ""
    mantissa, _, exponent = plain.partition("e")
    places = len(mantissa.partition(".")[2])
    if not places and abs(number) < 10 and not exponent:
        return ""
    half = 0.5 * 10.0 ** (int(exponent or 0) - places) if places or exponent else 0.0
    paths, values = _values()
    found = [paths[n] for n in np.flatnonzero(np.abs(values - number) <= half * (1 + 1e-9))]
    own = [path for path in found if path.partition(".")[0] in examples]
    telling = len(mantissa.lstrip("-0.").replace(".", "")) >= 3 and bool(places)
    return next(iter([*own, *(found if telling else [])]), "")


def in_python(text: str) -> str:
    """A printed number as Python writes it: -3.2e-7 for −3.2 × 10⁻⁷."""
    plain = text.replace("−", "-")
    return re.sub(r"\s?×\s?10([⁻⁰¹²³⁴-⁹]+)", lambda m: "e" + m[1].translate(POWERS), plain)


POWERS: Mapping[int, int] = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
