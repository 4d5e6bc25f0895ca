"""Worked examples: a model, the inputs it runs on, and from them every number of a page.

One file a page. Each constant in capitals that is a `WorkedExample` is published under its name in
small letters: `ENCODER` gives `encoder.h_1`.
"""

import ast
import importlib
import linecache
import pkgutil
import re
import reprlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, get_type_hints

import numpy as np
from jaxtyping import jaxtyped

from rnn_examples import limits
from rnn_examples.examples._checks import Checks, Declared, check
from rnn_examples.faults import Fault, not_utf8, relative
from rnn_examples.models import checks
from rnn_examples.names import normal
from rnn_examples.oracles import Oracle
from rnn_examples.trace import NO_OPTIONS, SETTINGS, Node, Trace, position_of, record, underlying


class WorkedExample:
    """A function and its inputs, run once and recorded.

    The function is plain NumPy. An input may be another example's `output`.
    """

    def __init__(self, function: Callable[..., Any], /, **inputs: Any) -> None:
        self.file, line, _ = _caller()
        self.line = _statement(self.file, line)
        self.function = function
        self.inputs: Mapping[str, Any] = MappingProxyType(
            {name: _frozen(given) for name, given in inputs.items()}
        )
        self.words: Mapping[str, tuple[str, ...]] = MappingProxyType({})
        self.settings: Mapping[str, int] = MappingProxyType({})
        self.presets: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
        self.sliders: Mapping[str, tuple[float, float, float]] = MappingProxyType({})
        self.oracles: tuple[Declared, ...] = ()

    @cached_property
    def arguments(self) -> Mapping[str, Any]:
        """What the function is called with: the inputs, those handed over included."""
        return MappingProxyType(
            {
                name: given.example.trace[given.name].value if isinstance(given, Output) else given
                for name, given in self.inputs.items()
            }
        )

    @cached_property
    def trace(self) -> Trace:
        """The recorded run."""
        inputs = {
            name: given.example.trace[given.name] if isinstance(given, Output) else given
            for name, given in self.inputs.items()
        }
        _check_types(self.function, inputs)
        trace = record(self.function, **inputs)
        self._check_presets()
        taken = [name for name in self.settings if name in trace.names]
        if taken:
            raise ValueError(f"the setting {taken[0]!r} has the name of a value; rename it")
        settings = {
            name: Node("setting", (), np.int64(value), NO_OPTIONS)
            for name, value in self.settings.items()
        }
        return replace(
            trace,
            nodes=(*trace.nodes, *settings.values()),
            names=MappingProxyType({**trace.names, **settings}),
        )

    def output(self, name: str) -> "Output":
        """A named value of this example, to hand over to another one."""
        return Output(self, normal(name))

    def checked_by(self, oracle: Oracle, *, tolerance: float = 1e-12) -> "WorkedExample":
        """Hold the values against an oracle; one can follow another.

        tolerance: the largest difference allowed, of numbers above 1 relative to the number.
        """
        if not isinstance(oracle, Oracle):
            raise TypeError(f"{oracle!r} is no oracle: write @oracle(title) above the function")
        if not 0 <= tolerance < 1:
            raise ValueError(f"the tolerance {tolerance!r} is not between 0 and 1: 1e-12 is usual")
        other = self._copy()
        other.oracles = (*self.oracles, Declared(oracle, tolerance, *_caller()))
        return other

    @cached_property
    def checks(self) -> Checks:
        """What the oracles say of the values, and everything that is wrong with that."""
        return check(self)

    def with_words(self, **words: Sequence[str]) -> "WorkedExample":
        """Say what token ids mean: `y=("पानी", "पियो")` reads y_1 = 0 as पानी."""
        other = self._copy()
        other.words = MappingProxyType({name: tuple(given) for name, given in words.items()})
        return other

    def with_settings(self, **settings: int) -> "WorkedExample":
        """Publish a whole number that the inputs were made with, such as a seed."""
        for name, value in settings.items():
            if type(value) is not int:
                raise TypeError(f"the setting {name!r} is {value!r}; a setting is a whole number")
        other = self._copy()
        other.settings = MappingProxyType(settings)
        return other

    def with_presets(self, presets: Mapping[str, Mapping[str, Any]]) -> "WorkedExample":
        """Offer other inputs to try, each set under a title: {"no memory": {"W": zeros}}.

        The trace refuses an input that there is none of, or of another shape or type.
        """
        other = self._copy()
        other.presets = MappingProxyType(
            {
                title: MappingProxyType(
                    {normal(name): _frozen(np.array(x)) for name, x in given.items()}
                )
                for title, given in presets.items()
            }
        )
        return other

    def _check_presets(self) -> None:
        for title, inputs in self.presets.items():
            for name, given in inputs.items():
                own = self.inputs.get(name)
                if isinstance(own, (Output, *SETTINGS)) or not _are_alike(own, given):
                    raise TypeError(
                        f"the preset {title!r} gives {name} as {given!r}; it must be an input of "
                        f"the example, an array or a number of NumPy's, of the same shape and "
                        f"type, as {own!r} is"
                    )
                if not np.all(np.isfinite(given)):
                    raise ValueError(f"the preset {title!r} gives {name} as {given!r}, not finite")

    def with_sliders(self, **sliders: tuple[float, float, float]) -> "WorkedExample":
        """Let single numbers be slid: the lowest, the highest and the step of each.

        Raises TypeError for what is no input of one number, ValueError for a range that is none.
        """
        for name, (low, high, step) in sliders.items():
            own = self.inputs.get(name)
            if isinstance(own, (Output, *SETTINGS, np.bool_)) or np.ndim(own):
                raise TypeError(f"{name!r} has no slider: it must be an input of one number")
            if not (low <= own <= high and 0 < step <= high - low):
                raise ValueError(f"the slider of {name!r} goes from {low} to {high}, not by {own}")
        other = self._copy()
        other.sliders = MappingProxyType(sliders)
        return other

    def _copy(self) -> "WorkedExample":
        other = WorkedExample(self.function, **self.inputs)
        other.words, other.settings, other.oracles = self.words, self.settings, self.oracles
        other.presets, other.sliders = self.presets, self.sliders
        return other

    def with_inputs(self, **inputs: Any) -> "WorkedExample":
        """The same example on other inputs; this one hands over those that are not given.

        It keeps its words and oracles, but not its settings.
        """
        unknown = inputs.keys() - self.inputs.keys()
        if unknown:
            raise TypeError(
                f"no input named {', '.join(sorted(unknown))}; there are {', '.join(self.inputs)}"
            )
        kept = {
            name: given if isinstance(given, SETTINGS) else self.output(name)
            for name, given in self.inputs.items()
        }
        other = WorkedExample(self.function, **{**kept, **inputs})
        other.words, other.oracles = self.words, self.oracles
        return other


def _are_alike(own: Any, other: Any) -> bool:
    own, other = np.asarray(own), np.asarray(other)
    return own.shape == other.shape and own.dtype == other.dtype and own.dtype.kind in "fiub"


def _caller() -> tuple[str, int, int]:
    """File, line and column of the call that is under way in an example's module."""
    frame = sys._getframe(1)  # noqa: SLF001 (there is no other way to the caller)
    while frame.f_code.co_filename == __file__ and frame.f_back is not None:
        frame = frame.f_back
    file = frame.f_code.co_filename
    place = next(islice(frame.f_code.co_positions(), frame.f_lasti // 2, None))
    return file, frame.f_lineno, (place[2] or 0) + 1


def _statement(file: str, line: int) -> int:
    """The line where the statement begins in which a line stands."""
    starts = [start for start, end in _statements(file) if start <= line <= end]
    return max(starts, default=line)


@cache
def _statements(file: str) -> tuple[tuple[int, int], ...]:
    """The first and the last line of each statement of a file that is being run."""
    try:
        tree = ast.parse("".join(linecache.getlines(file)))
    except SyntaxError:  # it has changed since it was run
        return ()
    return tuple(
        (node.lineno, node.end_lineno or node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt)
    )


def _check_types(function: Callable[..., Any], inputs: Mapping[str, Any]) -> None:
    """Hold the inputs against the types and shapes in the function's signature, if it gives any."""
    function = underlying(function)
    try:
        hints = get_type_hints(function)
    except (NameError, TypeError, AttributeError, SyntaxError):  # for type checkers only
        return
    with jaxtyped("context"):  # in which an axis has one size
        for name, given in inputs.items():
            hint = hints.get(name, Any)
            value = np.asarray(given.value)[()] if isinstance(given, Node) else given
            if not _is_of(value, hint):
                taken = f"{function.__name__} takes {_wanted(value, hint)}"
                raise TypeError(f"{name} is {_told(value)}; {taken}")


def _is_of(value: Any, hint: Any) -> bool:
    try:
        return isinstance(value, hint)
    except TypeError:  # Any, list[int]: no class
        return True


def _told(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"{' × '.join(map(str, value.shape)) or 'a single number'}, of type {value.dtype}"
    return f"{reprlib.repr(value)}, of type {type(value).__name__}"


def _wanted(value: Any, hint: Any) -> str:
    """What the signature declares, and what to write where it is an array."""
    wanted = getattr(hint, "__name__", str(hint))
    if not hasattr(hint, "dtypes"):
        return wanted
    if type(value) in (int, float):
        number = "float64" if "float64" in hint.dtypes else "int64"
        return f"{wanted}: write np.{number}({value!r})"
    if isinstance(value, list | tuple):
        return f"{wanted}: write np.array([…])"
    return f"{wanted}, with axes of the sizes that the other inputs have"


def _frozen(given: Any) -> Any:
    """An array that nothing changes after the example is made."""
    if not isinstance(given, np.ndarray):
        return given
    copy = given.copy(order="K")
    copy.setflags(write=False)
    return copy


@dataclass(frozen=True)
class Output:
    """A named value of an example."""

    example: WorkedExample
    name: str


@dataclass(frozen=True)
class Catalogue:
    """Every example that works, by name, and what is wrong with the others."""

    examples: Mapping[str, WorkedExample]
    faults: tuple[Fault, ...]


def load(package: str = __name__, only: str = "") -> Catalogue:
    """Import and run every example of the package; collect every fault instead of the first.

    only: the one example to run; the others are those that its module knows, not run yet.
    """
    found: dict[str, WorkedExample] = {}
    faults: list[Fault] = []
    twice: set[str] = set()  # whose pages cannot know which one is meant
    folder = importlib.import_module(package).__path__[0]
    modules = sorted(info.name for info in pkgutil.iter_modules([folder]))
    if only:
        modules = [name for name in modules if defines(Path(folder, f"{name}.py"), only)]
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
                    Fault(
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
                if only in ("", name):
                    with limits.limited():
                        example.trace  # noqa: B018 (recorded here, so that every fault is found)
            except (Exception, SystemExit) as error:  # noqa: BLE001
                faults.append(_fault(error, example.file, example.line, name))
            else:
                found[name] = example
    clear = {name: example for name, example in found.items() if name not in twice}
    return Catalogue(MappingProxyType(clear), tuple(faults))


def _examples_of(module: ModuleType) -> Iterator[tuple[str, WorkedExample]]:
    """The examples that a module publishes, by name: not another's, not private ones."""
    for constant, example in list(vars(module).items()):  # a warning adds to it
        if not isinstance(example, WorkedExample) or not constant.isupper():
            continue
        if example.file == module.__file__ and not constant.startswith("_"):
            yield constant.lower(), example


def defines(file: Path, name: str) -> bool:
    """Whether a file defines an example of this name."""
    constant = rf"^{re.escape(name.upper())}\b[^=\n]*="
    return file.is_file() and bool(re.search(constant, file.read_text("utf-8", "replace"), re.M))


def _with_imported(package: str, modules: list[str]) -> list[str]:
    """Modules, and those that they import from the package: their examples hand values over."""
    for name in modules:
        with suppress(Exception, SystemExit), limits.limited():  # reported when it is loaded
            importlib.import_module(f"{package}.{name}")
    prefix = f"{package}."
    known = [name.removeprefix(prefix) for name in sys.modules if name.startswith(prefix)]
    return [*modules, *(name for name in known if name not in modules and "." not in name)]


def _fault(error: BaseException, file: str, line: int, example: str) -> Fault:
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
    position = position_of(error, skip=(__file__, limits.__file__, checks.__file__))
    if position is None:
        return Fault(file, line, 1, text)
    return Fault(position.file, position.line, position.column, text)
