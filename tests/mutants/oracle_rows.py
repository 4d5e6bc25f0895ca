"""Plant a listed mutation in a model while it is loaded, and see whether an oracle finds it."""

import importlib
import inspect
import pkgutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import CodeType
from typing import Any

from rnn_examples import oracles
from rnn_examples.trace import underlying
from rnn_examples.worked_example import WorkedExample
from rnn_examples.worked_example.oracle import Oracle
from tests.conftest import ROOT
from tests.mutants.mutations import MUTATIONS, PACKAGE, Mutation


def rows() -> dict[str, Oracle]:
    """Each oracle of the package, as `embedding.embedding`."""
    found = {}
    for module in pkgutil.iter_modules(oracles.__path__):
        made = vars(importlib.import_module(f"{oracles.__name__}.{module.name}"))
        own = {id(each): (name, each) for name, each in made.items() if isinstance(each, Oracle)}
        for name, each in own.values():
            if each.function.__module__.endswith(f".{module.name}"):
                found[f"{module.name}.{name}"] = each
    return found


def judged(row: Oracle, examples: Mapping[str, WorkedExample]) -> list[WorkedExample]:
    """The examples that name an oracle."""
    return [
        example
        for example in examples.values()
        if any(declared.oracle is row for declared in example.oracles)
    ]


def found_by(row: Oracle, example: WorkedExample) -> Iterator[Mutation]:
    """The listed mutations of the code that an example runs which this oracle finds."""
    assert example.checks is not None  # before anything is planted, what is kept is worked out
    for mutation in mutations_of(example):
        with planted(mutation):
            again = example.with_presets({})  # a copy that has not run
            again.oracles = tuple(each for each in again.oracles if each.oracle is row)
            texts = []
            with suppress(Exception):  # a mutation that stops the run is not found by the oracle
                texts = [fault.text for fault in again.checks.faults]
        if any(f" differs from {row.title} by " in text for text in texts):
            yield mutation


def mutations_of(example: WorkedExample) -> list[Mutation]:
    """The listed mutations of every function that the example's run went through."""
    places = {code for node in example.trace.nodes if node.place for code in [node.place[0]]}
    ran = {(code.co_filename, code.co_qualname) for code in places}
    ran.add(_place(example.function))
    by_place = defaultdict(list)
    for mutation in MUTATIONS:
        by_place[str(ROOT / PACKAGE / mutation.file), mutation.function].append(mutation)
    return [mutation for place in ran for mutation in by_place.get(place, ())]


def _place(function: Any) -> tuple[str, str]:
    code = inspect.unwrap(underlying(function)).__code__
    return code.co_filename, code.co_qualname


@contextmanager
def planted(mutation: Mutation) -> Iterator[None]:
    """A mutation in the function that is loaded, for everybody who has it by any name."""
    file = ROOT / PACKAGE / mutation.file
    module = importlib.import_module(f"{PACKAGE}.{mutation.file[:-3].replace('/', '.')}")
    function = inspect.unwrap(getattr(module, mutation.function))
    own = function.__code__
    changed = compile(mutation.planted(file.read_text("utf-8")), str(file), "exec")
    (code,) = (
        each
        for each in changed.co_consts
        if isinstance(each, CodeType) and each.co_qualname == mutation.function
    )
    function.__code__ = code
    try:
        yield
    finally:
        function.__code__ = own
