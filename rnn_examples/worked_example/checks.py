"""An example's values, held against its oracles."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import CodeType
from typing import TYPE_CHECKING, Any

import numpy as np

from rnn_examples import limits
from rnn_examples.diagnostics import Diagnostic, relative
from rnn_examples.trace import SETTINGS, Node, Trace, position_of, underlying
from rnn_examples.trace.arguments import name_of, run
from rnn_examples.trace.copies import own_copy
from rnn_examples.worked_example.comparison import difference, exactly, reference
from rnn_examples.worked_example.independence import run_and_code, shared
from rnn_examples.worked_example.made import computed_numbers
from rnn_examples.worked_example.oracle import Oracle

if TYPE_CHECKING:
    from rnn_examples.worked_example import WorkedExample


@dataclass(frozen=True)
class Declared:
    """An oracle, how far an example may be from it, and where the example says so."""

    oracle: Oracle
    tolerance: float
    file: str
    line: int
    column: int

    def fault(self, text: str) -> Diagnostic:
        return Diagnostic(self.file, self.line, self.column, text)


@dataclass(frozen=True)
class Checked:
    """A value that an oracle agrees with.

    oracle: its title.
    difference: the largest one found, of numbers above 1 relative to the number.
    true: the oracle's numbers, shaped as the value: each an int or a Fraction.
    """

    oracle: str
    tolerance: float
    difference: float
    true: np.ndarray


@dataclass(frozen=True)
class Checks:
    """What the oracles say of each value that they cover, and what is wrong."""

    values: Mapping[str, tuple[Checked, ...]]
    faults: tuple[Diagnostic, ...]


def check(example: WorkedExample) -> Checks:
    """Run an example's oracles."""
    found = _Checking(example)
    return Checks(
        {name: tuple(checked) for name, checked in found.values.items()},
        tuple(found.faults),
    )


def true_value(example: WorkedExample, name: str) -> Any:
    """A value as its oracle says it is; as it was recorded or typed where none covers it."""
    checked = example.checks.values.get(name)
    if checked:
        return checked[0].true.tolist()
    given = example.inputs.get(name)
    if given is None:
        return exactly(np.asarray(example.trace[name].value))
    return _true_input(given)


def _true_input(given: Any) -> Any:
    if hasattr(given, "example"):
        return true_value(given.example, given.name)
    return given if isinstance(given, SETTINGS) else exactly(given)


class _Checking:
    def __init__(self, example: WorkedExample) -> None:
        self.example = example
        self.values: dict[str, list[Checked]] = {}
        self.faults: list[Diagnostic] = [
            Diagnostic(example.file, example.line, 1, text) for text in _input_problems(example)
        ]
        if not example.oracles:
            what = "has no oracle: say what its values are checked by, with .checked_by(oracle)"
            self.faults.append(Diagnostic(example.file, example.line, 1, f"this example {what}"))
            return
        for declared in example.oracles:
            self._hold(declared)
        missing = [name for name in computed(example.trace) if name not in self.values]
        if missing and not self.faults:
            what = "let the oracle return it too, or add one that does"
            names = f"{', '.join(missing[:8])}{', …' if len(missing) > 8 else ''}"
            self.faults.append(example.oracles[0].fault(f"no oracle covers {names}: {what}"))

    def _hold(self, declared: Declared) -> None:
        problem = self._dependence(declared.oracle)
        if problem:
            self.faults.append(declared.fault(problem))
            return
        try:
            inputs = self._inputs
            with limits.limited():
                derived, code = run_and_code(lambda: declared.oracle.derive(inputs))
        except (Exception, SystemExit) as error:  # noqa: BLE001 (whatever it is, the others run)
            place = position_of(error, skip=(__file__, inspect.getfile(Oracle), limits.__file__))
            text = f"the oracle does not run: {limits.said(error)}"
            self.faults.append(
                declared.fault(text)
                if place is None
                else Diagnostic(place.file, place.line, place.column, text)
            )
            return
        common = sorted(each.co_qualname for each in code & self._code_that_ran)
        if common:
            self.faults.append(declared.fault(_shared(declared.oracle, f": both run {common[0]}")))
            return
        known = [name for name in derived if name in self.example.trace.names]
        if not known:
            names, others = ", ".join(derived) or "nothing", ", ".join(self.example.trace.names)
            text = f"the oracle covers no value: it returns {names}; the example has {others}"
            self.faults.append(declared.fault(text))
        for name in known:
            self._compare(declared, name, derived[name])

    def _dependence(self, oracle: Oracle) -> str:
        """What is wrong where an oracle uses the code that it checks."""
        module = underlying(oracle.function).__module__
        ways = (shared(module, ran) for ran in self._modules_that_ran)
        way = next(filter(None, ways), ())
        if not way:
            return ""
        return _shared(oracle, f": {' imports '.join(way)}" if len(way) > 1 else "")

    @cached_property
    def _modules_that_ran(self) -> tuple[str, ...]:
        """The function's module, and each in which an expression of the run stands.

        What a wrapper, a partial or a helper calls is among them, whatever it was called by.
        """
        modules = [each for each in list(sys.modules.values()) if hasattr(each, "__file__")]
        names = {each.__file__: each.__name__ for each in modules}
        places = (node.place for node in self.example.trace.nodes if node.place)
        files = dict.fromkeys(code.co_filename for code, _ in places)
        ran = [names[file] for file in files if file in names]
        return tuple(dict.fromkeys([underlying(self.example.function).__module__, *ran]))

    @cached_property
    def _code_that_ran(self) -> frozenset[CodeType]:
        """The code of a run of the model, as a plain function."""
        example = self.example
        arguments = {name: own_copy(value) for name, value in example.arguments.items()}
        return run_and_code(lambda: run(example.function, arguments))[1]

    @cached_property
    def _inputs(self) -> dict[str, Any]:
        return {name: _true_input(given) for name, given in self.example.inputs.items()}

    def _compare(self, declared: Declared, name: str, derived: Any) -> None:
        node, title = self.example.trace[name], declared.oracle.title
        try:
            true = reference(derived)
            apart = difference(node.value, true)
        except ValueError as error:
            self.faults.append(declared.fault(f"{name} cannot be checked by {title}: {error}"))
            return
        checked = Checked(title, declared.tolerance, apart, true)
        self.values.setdefault(name, []).append(checked)
        if not apart <= declared.tolerance:
            far = f"{name} differs from {title} by {apart:.2g}, more than {declared.tolerance:g}"
            model, oracle = map(_and_place, (self.example.function, declared.oracle.function))
            self.faults.append(declared.fault(f"{far}: mend {model} or its oracle {oracle}"))


def _and_place(function: Callable[..., Any]) -> str:
    """A function's name and where it is written, if it is in Python."""
    code = getattr(inspect.unwrap(underlying(function)), "__code__", None)
    place = f" ({relative(code.co_filename)}:{code.co_firstlineno})" if code else ""
    return f"{name_of(function)}{place}"


def _shared(oracle: Oracle, how: str) -> str:
    name = getattr(underlying(oracle.function), "__name__", "")
    return f"the oracle {name} shares code with the model{how}; derive its values without it"


def _input_problems(example: WorkedExample) -> Iterator[str]:
    """What is wrong with the inputs: those that code made are made again."""
    for name, given in example.inputs.items():
        if name in example.made:
            try:
                with limits.limited():
                    problem = example.made[name].problem()
            except (Exception, SystemExit) as error:  # noqa: BLE001 (whatever it is)
                problem = f"it cannot be made again: {limits.said(error)}"
            if problem:
                yield f"the input {name}: {problem}"
        elif hasattr(given, "example"):
            theirs, ours = given.example.words_of(given.name), example.words_of(name)
            if theirs and ours and theirs != ours:
                lists = f"{', '.join(theirs)}; here of {', '.join(ours)}"
                yield f"the tokens {name} are words of {lists}: give both the same vocabulary"
        else:
            number = next(computed_numbers(given), None)
            if number is not None:
                yield (
                    f"the input {name} has {number!r}, which nobody types: say what made it, "
                    f"{name}=made(function, …)"
                )


def computed(trace: Trace) -> Iterator[str]:
    """The names of the values that the function computed: neither inputs nor items of them.

    A value that no input leads to is computed too: `np.sqrt(6 / 4)` stands in the code.
    """
    for name, node in trace.names.items():
        if node.operation not in ("input", "setting") and not given_item(trace, node):
            yield name


def given_item(trace: Trace, node: Node) -> bool:
    """Whether a value is an item of a given sequence: x_1 of x."""
    is_item = node.operation == "index" and len(node.operands) == 1
    return is_item and trace.name_of(node.operands[0]) in trace.sequences
