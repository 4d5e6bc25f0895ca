"""What pytest needs while mutmut runs it.

mutmut calls each function through one of its own. The recorder must not take that one for the place
where an expression stands, so it goes by a name that the recorder passes over.

A property that fails has done its work: it is not made small, and the same inputs are tried again
for every mutant.

Nearly every test prints numbers, and so runs through nearly all of `render` and the recorder. There
a mutant has to be seen by the module's own tests: that is stricter, and takes hours less.

mutmut tries each mutant in a copy of a process that has run every test before. There the examples
have their values already, from models without a mutant: they are made anew. That takes seconds, so
the tests of the model's own file come before; they see most.
"""

import pkgutil
import sys
from functools import cache

import pytest
from hypothesis import Phase, settings
from mutmut.mutation import trampoline

import rnn_examples.trace
from tests.conftest import ROOT

vars(trampoline)["__name__"] = "numpy.mutmut"

CACHED = type(cache(len))

settings.register_profile(
    "mutants",
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    database=None,
    deadline=None,
)
settings.load_profile("mutants")

TRACE = [*pkgutil.iter_modules(rnn_examples.trace.__path__, "rnn_examples.trace.")]

TRACE_TESTS = tuple(f"trace/{file.name}" for file in (ROOT / "tests" / "trace").glob("test_*.py"))

OWN_TESTS = {
    **{module.name: TRACE_TESTS for module in TRACE},
    "rnn_examples.operations.error_bounds": (
        "render/test_error_bounds.py",
        "render/test_numbers.py",
    ),
    "rnn_examples.operations.exact": (
        "operations/test_table.py",
        "render/test_exact.py",
        "render/test_numbers.py",
    ),
    "rnn_examples.render.arrays": ("render/test_numbers.py", "render/test_derivation.py"),
    "rnn_examples.render.axes": ("render/test_plot.py",),
    "rnn_examples.render.boxes": ("render/test_unicode.py",),
    "rnn_examples.render.curves": ("render/test_plot.py",),
    "rnn_examples.render.derivation": ("render/test_derivation.py",),
    "rnn_examples.render.diagram": ("render/test_views.py", "render/test_whole_views.py"),
    "rnn_examples.render.error_bounds": ("render/test_error_bounds.py", "render/test_numbers.py"),
    "rnn_examples.render.expanded": ("render/test_derivation.py",),
    "rnn_examples.render.expressions": ("render/test_derivation.py", "render/test_unicode.py"),
    "rnn_examples.render.exact": ("render/test_exact.py", "render/test_numbers.py"),
    "rnn_examples.render.graph": ("render/test_graph.py", "render/test_graph_packing.py"),
    "rnn_examples.render.latex": ("render/test_derivation.py",),
    "rnn_examples.render.numbers": ("render/test_numbers.py", "render/test_error_bounds.py"),
    "rnn_examples.render.symbols": ("render/test_symbols.py",),
    "rnn_examples.render.table": ("render/test_views.py", "render/test_whole_views.py"),
    "rnn_examples.render.unicode": ("render/test_unicode.py",),
    "rnn_examples.render.writing": ("render/test_derivation.py",),
}


class _First:
    """Whether a model's own tests are running, before all that need it."""

    is_running = False


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """Let a mutant of a model meet its own tests first. None where the others have to follow."""
    package, _, name = trampoline.get_mutant_under_test().rpartition(".")[0].rpartition(".")
    if package != "rnn_examples.models" or _First.is_running:
        return None
    given = config.invocation_params.args
    options = [argument for argument in given if "::" not in argument]
    own = [argument for argument in given if argument.startswith(f"tests/models/test_{name}.py::")]
    if not own:
        return None
    _First.is_running = True
    code = pytest.main([*options, *own])
    _First.is_running = False
    return code if code == pytest.ExitCode.TESTS_FAILED else None


def pytest_sessionstart() -> None:
    """Forget what was made before a mutant was planted: for one of a model, the examples too."""
    module = sys.modules.get(trampoline.get_mutant_under_test().rpartition(".")[0])
    for made in vars(module).values() if module else ():
        if isinstance(made, CACHED):
            made.cache_clear()
    if module and module.__name__.startswith("rnn_examples.trace."):
        rnn_examples.trace.set_operators()
    if _First.is_running or not module or ".models." not in module.__name__:
        return
    kept = ("tests.conftest", "tests.mutants")
    for name in [name for name in sys.modules if name.startswith(("tests.", "rnn_examples.ex"))]:
        if not name.startswith(kept):
            del sys.modules[name]
    vars(rnn_examples).pop("examples", None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """While mutmut finds out which tests run a function, let each make what it uses.

    Examples and operators are made once; else none, or the first test alone, would seem to need
    them.
    """
    if trampoline.get_mutant_under_test() != "stats":
        return
    if item.path.parent.name == "trace":
        rnn_examples.trace.set_operators()
    for name, module in sys.modules.items():
        if name.startswith("rnn_examples.examples."):
            for example in vars(module).values():
                if isinstance(example, rnn_examples.examples.WorkedExample):
                    for made in ("arguments", "trace", "checks"):
                        vars(example).pop(made, None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave a module's own tests for a mutant of it."""
    module = trampoline.get_mutant_under_test().rpartition(".")[0]
    if module in OWN_TESTS:
        own = {ROOT / "tests" / path for path in OWN_TESTS[module]}
        items[:] = [item for item in items if item.path in own]
