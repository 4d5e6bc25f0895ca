"""A model, the inputs it runs on, and from them every number of a page."""

import ast
import linecache
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import islice
from types import MappingProxyType
from typing import Any

import numpy as np

from rnn_examples.names import normal
from rnn_examples.trace import NO_OPTIONS, SETTINGS, Node, Trace, record
from rnn_examples.worked_example.checks import Checks, Declared, check
from rnn_examples.worked_example.input_types import check_types
from rnn_examples.worked_example.made import Made
from rnn_examples.worked_example.oracle import Oracle
from rnn_examples.worked_example.vocabulary import Vocabulary

DECLARED = ("words", "vectors", "settings", "presets", "sliders", "oracles")
"""What an example says of itself besides its function and its inputs."""


class WorkedExample:
    """A function and its inputs, run once and recorded.

    The function is plain NumPy. An input may be another example's `output`, or `made` by code.
    """

    def __init__(self, function: Callable[..., Any], /, **inputs: Any) -> None:
        self.file, line, _ = _caller()
        self.line = _statement(self.file, line)
        self.function = function
        self.inputs: Mapping[str, Any] = MappingProxyType(
            {name: _frozen(given) for name, given in inputs.items()}
        )
        self.made: Mapping[str, Made] = MappingProxyType(
            {name: given for name, given in inputs.items() if isinstance(given, Made)}
        )
        self.words: Mapping[str, Vocabulary] = MappingProxyType({})
        self.vectors: Mapping[str, Mapping[str, tuple[float, ...]]] = MappingProxyType({})
        self.settings: Mapping[str, int] = MappingProxyType({})
        self.presets: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
        self.sliders: Mapping[str, tuple[float, float, float]] = MappingProxyType({})
        self.oracles: tuple[Declared, ...] = ()
        self.checking: Future[Checks | None] | None = None

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
        check_types(self.function, inputs)
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
        return self._with(oracles=(*self.oracles, Declared(oracle, tolerance, *_caller())))

    @cached_property
    def checks(self) -> Checks:
        """What the oracles say of the values, and everything that is wrong with that."""
        ahead = self.checking and self.checking.result()
        return ahead or check(self)

    def with_words(self, **words: Vocabulary) -> "WorkedExample":
        """Say what token ids mean: `y=HINDI` reads y_1 = 0 as the first word of this vocabulary."""
        for name, given in words.items():
            if not isinstance(given, Vocabulary):
                what = "declare it once, as Vocabulary(…), and give it to all that use it"
                raise TypeError(f"the words of {name!r} are {given!r:.60}, no vocabulary: {what}")
        return self._with(words=MappingProxyType(words))

    def with_vectors(self, **vectors: Mapping[str, Sequence[float]]) -> "WorkedExample":
        """Say what vectors mean: `x={"drink": [1.0]}` reads an item [1.0] of x as drink."""
        found = {
            name: MappingProxyType({word: tuple(vector) for word, vector in given.items()})
            for name, given in vectors.items()
        }
        return self._with(vectors=MappingProxyType(found))

    @property
    def vocabulary(self) -> Mapping[str, tuple[str, ...] | Mapping[str, tuple[float, ...]]]:
        """What token ids and vectors mean, by the name of the value."""
        return {**self.words, **self.vectors}

    def words_of(self, name: str) -> Vocabulary | None:
        """The vocabulary of a value: its own, or that of all time steps; None if it has none."""
        return self.words.get(name.rpartition("_")[0]) or self.words.get(name)

    def with_settings(self, **settings: "str | Made") -> "WorkedExample":
        """Publish whole numbers that the inputs were made with, such as a seed.

        Each says where it is found: `seed="seed"` is the argument `seed` that an input was `made`
        with, `steps="length"` the input `length`, or its length if it is an array.
        """
        found = {name: self._setting(name, source) for name, source in settings.items()}
        return self._with(settings=MappingProxyType(found))

    def _setting(self, name: str, source: "str | Made") -> int:
        if isinstance(source, Made):
            found = [source.value]
        elif source in self.inputs:
            value = self.arguments[source]
            found = [len(value) if np.ndim(value) else value]
        else:
            found = _made_with(self, source) if isinstance(source, str) else []
        if len(found) != 1 or type(found[0]) is not int:
            said = " and ".join(map(repr, found)) or "not to be found"
            raise TypeError(
                f"the setting {name} = {source!r} is {said}; name one whole number: an argument of "
                f"made(…), or an input"
            )
        return found[0]

    def with_presets(self, presets: Mapping[str, Mapping[str, Any]]) -> "WorkedExample":
        """Offer other inputs to try, each set under a title: {"no memory": {"W": zeros}}.

        The trace refuses an input that there is none of, or of another shape or type.
        """
        found = {
            title: MappingProxyType(
                {normal(name): _frozen(np.array(x)) for name, x in given.items()}
            )
            for title, given in presets.items()
        }
        return self._with(presets=MappingProxyType(found))

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
            steps = (float(own) - low) / step
            if abs(steps - round(steps)) > 1e-9:  # a browser would move it to the nearest step
                raise ValueError(f"the slider of {name!r} has no step at {own}, but each {step}")
        return self._with(sliders=MappingProxyType(sliders))

    def _with(self, **changed: Any) -> "WorkedExample":
        """A copy in which some attributes are others."""
        other = WorkedExample(self.function, **{**self.inputs, **self.made})
        kept = {name: getattr(self, name) for name in DECLARED}
        vars(other).update(kept | changed)
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
        other.words, other.vectors, other.oracles = self.words, self.vectors, self.oracles
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


def position_of_input(example: WorkedExample, name: str) -> tuple[int, int]:
    """Line and column where an example is given an input; its own where that stands elsewhere."""
    ends = [end for start, end in _statements(example.file) if start == example.line]
    tree = ast.parse("".join(linecache.getlines(example.file)) if ends else "")
    keywords = [node for node in ast.walk(tree) if isinstance(node, ast.keyword)]
    for node in keywords:
        if node.arg == name and example.line <= node.lineno <= max(ends):
            return node.lineno, node.col_offset + 1
    return example.line, 1


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


def _made_with(example: WorkedExample, argument: str) -> list[Any]:
    """The values of an argument with which inputs were made; if none, those handed over."""
    own = [each.making.arguments for each in example.made.values()]
    values = [arguments[argument] for arguments in own if argument in arguments]
    if not values:
        handed = [given.example for given in example.inputs.values() if isinstance(given, Output)]
        values = [value for other in dict.fromkeys(handed) for value in _made_with(other, argument)]
    return list(dict.fromkeys(values))


def _frozen(given: Any) -> Any:
    """An array that nothing changes after the example is made."""
    given = given.value if isinstance(given, Made) else given
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
