"""The benchmarks measure what users run, and run to their end."""

import pytest

from tests.commands import python
from tests.conftest import ROOT


def run(code):
    """Run code in a process of its own, in which no test is loaded."""
    return python("-c", code, is_apart=True)


def test_benchmarks_import_nothing_of_the_tests():
    code = (
        "import sys; from benchmarks import __main__, browser, scale; "
        "print(*[name for name in sys.modules if name.split('.')[0] in ('tests', 'beartype')])"
    )
    done = run(code)
    assert (done.stdout.strip(), done.stderr) == ("", "")
    for file in (ROOT / "benchmarks").glob("*.py"):
        assert "from tests" not in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("tracing", {"REPEATS": 1}),
        ("training", {"STEPS": 2, "RUNS": 1}),
        ("cells", {"SIZES": (3,), "BATCH": 2, "TIME": 3, "RUNS": 1}),
        ("translator", {"SIZES": (3,), "RUNS": 1}),
        ("values", {"PAGES": 1, "VALUES": 20, "IS_WHOLE": False, "median_ratio": "once"}),
    ],
)
def test_a_benchmark_runs_to_its_end(name, sizes):
    small = "; ".join(f"{name}.{size} = {value}" for size, value in sizes.items())
    code = (
        f"from benchmarks import {name}; from benchmarks.figure import seconds, show; "
        "once = lambda first, second, _: seconds(first) / seconds(second); "
        f"{small}; show([{name}.measure()])"
    )
    done = run(code)
    assert done.returncode == 0, done.stderr
    assert "Measured in this run" in done.stdout


def test_models_that_are_checked_at_every_call_are_not_measured():
    code = (
        "from jaxtyping import install_import_hook; "
        "install_import_hook('rnn_examples.models', 'beartype.beartype'); "
        "from benchmarks import training; from benchmarks.figure import show; "
        "show([training.measure()])"
    )
    done = run(code)
    assert done.returncode == 1
    assert "what runs here is not what users run" in done.stderr
