"""Names of new examples: one that breaks something is refused, and every other one works."""

import builtins
import importlib
import keyword
import sys

import pytest
from hypothesis import Phase, assume, example, given, settings
from hypothesis import strategies as st

from rnn_examples import examples, models, oracles
from rnn_examples.cli import example_names, new_example
from rnn_examples.worked_example.catalogue import _examples_of
from tests.conftest import ROOT

PACKAGES = (models, oracles, examples)
LONGEST = "a_name_of_thirty_characters_ab"
WORKING = ("gated_sum", "no", "null", "yes", "on", "off", "none", "true", "x2", "beta", "m_0",
           "step", "table", "live", "constructor", "values", "exact", "largest_error",
           "readme", "x_t", LONGEST)  # fmt: skip
"""Those among them that mean something to YAML, to Python, to a view or to the new files."""


def problem(name):
    return example_names.problem(name, new_example._files)


@pytest.mark.parametrize(
    ("name", "why", "hint"),
    [
        ("max", "it is a builtin of Python", "max_example"),
        ("any", "it is a builtin of Python", "any_example"),
        ("class", "it is a keyword of Python", "class_example"),
        ("match", "it is a keyword of Python", "match_example"),
        ("Class", "a name has small letters", "class_example"),
        ("GatedSum", "a name has small letters", "gated_sum"),
        ("gated-sum", "a name has small letters", "gated_sum"),
        ("gated__sum", "a name has small letters", "gated_sum"),
        ("gated_sum_", "a name has small letters", "gated_sum"),
        ("../sum", "a name has small letters", "sum_example"),
        ("2nd_sum", "a name has small letters", "two_nd_sum"),
        ("2d", "a name has small letters", "two_d"),
        ("12_steps", "a name has small letters", "one_two_steps"),
        ("7", "a name has small letters", "seven"),
        ("__init__", "a name has small letters", "init"),
        ("a b\n", "a name has small letters", "a_b"),
        ("", "a name has small letters", "my_example"),
        ("ﬁltering", "a name has small letters", "filtering"),
        ("cafe\u0301", "a name has small letters", "cafe"),
        ("पानी", "a name has small letters", "my_example"),
        ("l", "it has 1 character, not 2 to 30", "l_example"),
        ("a" * 31, "it has 31 characters, not 2 to 30", "a" * 20),
        ("copy", "it is a module of Python's standard library", "copy_example"),
        ("typing", "it is a module of Python's standard library", "typing_example"),
        ("nan", "it is a number in Python", "nan_example"),
        ("con", "Windows has no files of this name", "con_example"),
        ("com1", "Windows has no files of this name", "com1_example"),
        ("index", "a folder's own page has this name", "index_example"),
        ("published", "[[= published … =]] has a meaning of its own", "published_example"),
        ("encoder", "examples/rnn_theory.py defines ENCODER already", "encoder_example"),
        ("rnn", "rnn_examples/models/rnn.py is there already", "rnn_example"),
        ("fifty_digits", "rnn_examples/oracles/fifty_digits.py is there", "fifty_digits_example"),
        ("notebooks", "docs/notebooks is there already", "notebooks_example"),
        ("source", "docs/source is where the pages of the package's source are", "source_example"),
        ("oracle", "the new files import something of this name", "oracle_example"),
        ("np", "the new files import something of this name", "np_example"),
        ("models", "rnn_examples has something of this name", "models_example"),
        ("model", "the new files import something of this name", "model_example"),
        ("numpy", "the new files import something of this name", "numpy_example"),
        ("mpmath", "the examples import a package of this name", "mpmath_example"),
    ],
)  # fmt: skip
def test_a_name_that_breaks_something_is_refused_with_one_that_does_not(name, why, hint):
    with pytest.raises(ValueError, match="cannot name a new example: ") as error:
        example_names.demand(name, new_example._files)
    assert why in str(error.value)
    assert "\n" not in str(error.value)
    assert str(error.value).endswith(f"; {hint!r} would do")
    assert problem(hint) == ""


def test_the_case_of_an_existing_file_does_not_matter(tmp_path):
    (tmp_path / "Gated-Sum.ipynb").touch()
    files = {tmp_path / "gated-sum.md": ""}
    assert "Gated-Sum.ipynb is there already" in example_names.problem("gated_sum", lambda _: files)


def test_no_name_of_python_or_of_a_package_is_accepted():
    taken = {*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *sys.stdlib_module_names}
    taken |= {name for package in PACKAGES for name in dir(package)}
    assert [name for name in taken if not problem(name)] == []


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """A folder in which each of the three packages looks for more modules."""
    folder = tmp_path_factory.mktemp("new")
    for package in PACKAGES:
        inside = folder / package.__name__.rpartition(".")[2]
        inside.mkdir()
        package.__path__.append(str(inside))
    yield folder
    for package in PACKAGES:
        package.__path__.pop()


def run(name, folder):
    """Import the new modules, and run the example.

    Return the examples, the faults of this one, and the names that packages have lost or got.
    """
    for file, text in new_example._files(name).items():
        if file.is_relative_to(ROOT / "rnn_examples"):
            (folder / file.parent.name / file.name).write_text(text, "utf-8")
    importlib.invalidate_caches()
    before = [dict(vars(package)) for package in PACKAGES]
    try:
        module = importlib.import_module(f"rnn_examples.examples.{name}")
        made = dict(_examples_of(module))
        faults = made[name].checks.faults
        after = [dict(vars(package)) for package in PACKAGES]
        changed = {key for was, is_ in zip(before, after, strict=True) for key in was.keys() | is_
                   if was.get(key) is not is_.get(key)}  # fmt: skip
        return list(made), faults, changed
    finally:
        for package, names in zip(PACKAGES, before, strict=True):
            sys.modules.pop(f"{package.__name__}.{name}", None)
            vars(package).pop(name, None)
            vars(package).update(names)


def fixed(test):
    for name in WORKING:
        test = example(name)(test)
    return test


@settings(max_examples=30, phases=set(Phase) - {Phase.shrink})
@given(st.from_regex(r"[a-z][a-z0-9]{0,9}(_[a-z0-9]{1,9}){0,2}", fullmatch=True))
@fixed
def test_whatever_name_is_accepted_works_and_leaves_all_others_alone(folders, name):
    assume(not problem(name))
    assume(not (folders / "models" / f"{name}.py").exists())  # beartype knows the first one's types
    assert run(name, folders) == ([name], (), {name})


@pytest.mark.parametrize("name", WORKING)
def test_names_that_only_look_dangerous_are_accepted(name):
    assert problem(name) == ""


@pytest.mark.parametrize("name", ["oracles", "np"])
def test_a_name_that_is_refused_would_break_something(folders, name):
    with pytest.raises((AttributeError, NameError, TypeError)):
        run(name, folders)
