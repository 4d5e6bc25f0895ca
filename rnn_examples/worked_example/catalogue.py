"""Every worked example: found in `rnn_examples.examples`, imported and run."""

import importlib
import pkgutil
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType, ModuleType

from rnn_examples import limits
from rnn_examples.diagnostics import Diagnostic, not_utf8, relative
from rnn_examples.models import checks as models_checks
from rnn_examples.trace import position_of
from rnn_examples.worked_example import example as example_module
from rnn_examples.worked_example import input_types
from rnn_examples.worked_example.example import WorkedExample, position_of_input
from rnn_examples.worked_example.vocabulary import Vocabulary, swapped

EXAMPLES = "rnn_examples.examples"


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Every example that works, by name, and what is wrong with the others."""

    examples: Mapping[str, WorkedExample]
    faults: tuple[Diagnostic, ...]


def load(package: str = EXAMPLES, only: Collection[str] | None = None) -> Catalogue:
    """Import and run every example of the package; collect every fault instead of the first.

    only: examples whose modules are enough, with those that these import.
    """
    found: dict[str, WorkedExample] = {}
    faults: list[Diagnostic] = []
    twice: set[str] = set()  # whose pages cannot know which one is meant
    folder = importlib.import_module(package).__path__[0]
    modules = sorted(info.name for info in pkgutil.iter_modules([folder]))
    if only is not None:
        modules = [name for name in modules if defines(Path(folder, f"{name}.py"), *only)]
        modules = _with_imported(package, modules)
    for name in modules:
        try:
            with limits.limited():
                module = importlib.import_module(f"{package}.{name}")
        except (Exception, SystemExit) as error:  # noqa: BLE001 (whatever it is, the others run)
            faults.append(_fault(error, f"{folder}/{name}.py", 1, ""))
            continue
        for name, example in _examples_of(module):
            if name in found:
                other = found[name]
                faults.append(
                    Diagnostic(
                        example.file,
                        example.line,
                        1,
                        f"two examples are named {name!r}: this one and "
                        f"{relative(other.file)}:{other.line}; rename one",
                    )
                )
                twice.add(name)
                continue
            try:
                with limits.limited():
                    example.trace  # noqa: B018 (recorded here, so that every fault is found)
            except (Exception, SystemExit) as error:  # noqa: BLE001
                fault = _fault(error, example.file, example.line, name)
                if isinstance(error, input_types.InputError):
                    line, column = position_of_input(example, error.name)
                    fault = replace(fault, line=line, column=column)
                faults.append(fault)
            else:
                found[name] = example
    clear = {name: example for name, example in found.items() if name not in twice}
    faults.extend(_swapped_words(clear.values()))
    return Catalogue(MappingProxyType(clear), tuple(faults))


def _swapped_words(examples: Iterable[WorkedExample]) -> Iterator[Diagnostic]:
    """Examples that have the same words as others before them, in another order."""
    first: dict[Vocabulary, WorkedExample] = {}
    for example in examples:
        for words in example.words.values():
            first.setdefault(words, example)
    for one, other in swapped(first):
        at, there = first[other], first[one]
        text = (
            f"the words {', '.join(other)} stand in another order than at "
            f"{relative(there.file)}:{there.line}: declare their vocabulary once"
        )
        yield Diagnostic(at.file, at.line, 1, text)


def _examples_of(module: ModuleType) -> Iterator[tuple[str, WorkedExample]]:
    """The examples that a module publishes, by name: not another's, not private ones."""
    for constant, example in list(vars(module).items()):  # a warning adds to it
        if not isinstance(example, WorkedExample) or not constant.isupper():
            continue
        if example.file == module.__file__ and not constant.startswith("_"):
            yield constant.lower(), example


def defines(file: Path, *names: str) -> bool:
    """Whether a file defines an example of one of these names."""
    constants = "|".join(re.escape(name.upper()) for name in names)
    text = file.read_text("utf-8", "replace") if names and file.is_file() else ""
    return bool(re.search(rf"^\(?(?:\w+, *)*(?:{constants})\b[^=\n]*=", text, re.M))


def _with_imported(package: str, modules: list[str]) -> list[str]:
    """Modules, and those that they import from the package: their examples hand values over."""
    for name in modules:
        with suppress(Exception, SystemExit), limits.limited():  # reported when it is loaded
            importlib.import_module(f"{package}.{name}")
    prefix = f"{package}."
    known = [name.removeprefix(prefix) for name in sys.modules if name.startswith(prefix)]
    return [*modules, *(name for name in known if name not in modules and "." not in name)]


def _fault(error: BaseException, file: str, line: int, example: str) -> Diagnostic:
    text = str(error.args[0] if isinstance(error, KeyError) and error.args else error)
    if error.__cause__ and str(error.__cause__) not in text:
        text = f"{text} ({error.__cause__})"
    if isinstance(error, SyntaxError):
        text, where = error.msg, error.filename or file
        for fault in not_utf8(Path(where).read_bytes(), where):
            return fault
    text = text or "no more is known"
    text = " ".join(f"{type(error).__name__}: {text}".split())
    if isinstance(error, SystemExit):
        text = limits.said(error)
    if example:
        text = f"{text} (in the example {example!r}, {relative(file)}:{line})"
    modules = (example_module, input_types, limits, models_checks)
    ours = (__file__, *(str(module.__file__) for module in modules))
    position = position_of(error, skip=ours)
    if position is None:
        return Diagnostic(file, line, 1, text)
    return Diagnostic(position.file, position.line, position.column, text)
