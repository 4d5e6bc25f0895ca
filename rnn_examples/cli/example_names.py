"""Which names a new example can have: those that break nothing, on any machine."""

import ast
import builtins
import keyword
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path

import rnn_examples
from rnn_examples import examples, models, oracles
from rnn_examples.authoring.tokens import OF_NO_EXAMPLE
from rnn_examples.diagnostics import relative
from rnn_examples.worked_example.catalogue import defines

WORDS = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
LENGTHS = range(2, 31)
"""With a longer name, lines of the new files are longer than the linter allows."""

DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
"""Windows opens a device in place of a file of this name, whatever the suffix."""

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

FileTexts = Callable[[str], Mapping[Path, str]]
"""From a name to the files of the example and their texts."""


def demand(name: str, files_of: FileTexts) -> None:
    """Raise ValueError for a name that no new example can have, with one that it can have."""
    what = problem(name, files_of)
    if what:
        free = next((other for other in _similar(name) if not problem(other, files_of)), None)
        hint = f"; {free!r} would do" if free else ""
        raise ValueError(f"{name!r} cannot name a new example: {what}{hint}")


def problem(name: str, files_of: FileTexts) -> str:
    """Say why no new example can have a name; nothing if one can."""
    if not WORDS.fullmatch(name):
        return "a name has small letters a to z, digits, and single _ between words"
    return _own_problem(name) or _problem_among(name, files_of(name)) or _problem_in(name, files_of)


def _own_problem(name: str) -> str:
    """What is wrong with a name in every project."""
    number = f"it has {len(name)} character{'s' * (len(name) > 1)}, not {LENGTHS[0]} to"
    problems = {
        f"{number} {LENGTHS[-1]}": len(name) not in LENGTHS,
        "it is a keyword of Python": keyword.iskeyword(name) or keyword.issoftkeyword(name),
        "it is a builtin of Python": hasattr(builtins, name),
        "it is a module of Python's standard library": name in sys.stdlib_module_names,
        "it is a number in Python": name in ("inf", "infinity", "nan"),
        "Windows has no files of this name": bool(DEVICES.fullmatch(name)),
        "a folder's own page has this name": name == "index",
        "docs/source is where the pages of the package's source are": name == "source",
        f"[[= {name} … =]] has a meaning of its own": name in OF_NO_EXAMPLE,
    }
    return next((what for what, is_so in problems.items() if is_so), "")


def _problem_among(name: str, files: Iterable[Path]) -> str:
    """What is there already: an example, a file or a folder, whatever the case of its letters."""
    for module in sorted(Path(examples.__file__).parent.glob("*.py")):
        if defines(module, name):
            return f"{relative(module)} defines {name.upper()} already"
    for file in files:
        for other in sorted(file.parent.glob("*")):
            if other.name.partition(".")[0].casefold() == file.stem:
                return f"{relative(other)} is there already"
    return ""


def _problem_in(name: str, files_of: FileTexts) -> str:
    """A name that existing code has, and would lose, or that the new code needs."""
    for package in (rnn_examples, models, oracles, examples):
        if hasattr(package, name):  # a module of this name would replace it
            return f"{package.__name__} has something of this name already"
    texts = (text for file, text in files_of("x").items() if file.suffix == ".py")
    if name in chain.from_iterable(map(_imported, texts)):
        return "the new files import something of this name"
    if name in _packages():
        return "the examples import a package of this name"
    return ""


def _imported(code: str) -> Iterator[str]:
    """The names that code imports, and the packages it imports them from."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]
        for alias in node.names if isinstance(node, ast.Import | ast.ImportFrom) else ():
            yield from (alias.asname or alias.name, alias.name.partition(".")[0])


@cache
def _packages() -> frozenset[str]:
    """The packages that models, oracles and examples import, whatever these are called there."""
    modules = [file for package in (models, oracles, examples)
               for file in Path(package.__path__[0]).glob("*.py")]  # fmt: skip
    texts = (module.read_text("utf-8", "replace") for module in modules)
    imports = re.compile(r"^\s*(?:from|import) (\w+)", re.M)
    return frozenset(name for text in texts for name in imports.findall(text))


def _similar(name: str) -> Iterator[str]:
    """Names like this one, in the order in which they are offered."""
    plain = unicodedata.normalize("NFKD", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)).casefold()
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    spelled = re.sub(r"^\d+", lambda digits: _spelled(digits[0]), "_".join(words))
    base = spelled.replace("__", "_")[:20].strip("_") or "my_example"
    yield from (base, f"{base}_example", f"my_{base}", f"another_{base}")


def _spelled(digits: str) -> str:
    """Digits as words, for no name begins with a digit: 2 gives two_."""
    return "".join(f"{DIGITS[int(digit)]}_" for digit in digits)
