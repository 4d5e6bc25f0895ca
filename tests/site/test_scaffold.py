"""`rnn-examples new`: what it writes works as written, and is built at once; all of it or none."""

import json
import re
import shutil

import pytest
from bs4 import BeautifulSoup

from tests.conftest import ROOT
from tests.site import project

PYTHON = (
    *(f"rnn_examples/{folder}/{name}.py" for folder in ("models", "oracles", "examples")
      for name in ("gated_sum", "a_name_of_thirty_characters_ab")),
    "tests/models/test_gated_sum.py",
    "tests/models/test_a_name_of_thirty_characters_ab.py",
)  # fmt: skip

MUTATIONS = "tests/mutants/mutations.toml"

TITLE = """No: "gated" & 'sum' *b* _c_ $x$ {: .z} [l](m) \\ `q` पानी 🧮 C#"""


OWN_AXES = '''def total(v: Float[Any, "n"], table: Float[Any, "n m"]) -> Float[Any, "m"]:
    """Add up the rows of a table, each as often as its entry of v says."""
    return v @ table
'''

OF_ALL = (
    "faded_sum or every_example_of_the_site or no_two_values_of_an_example or test_architecture"
)
"""Which tests are about the new example, or walk over all."""


def copy_with_mutations(target):
    """A copy of the project with few pages, and the list of mutations."""
    copy = project.copy_without_pages(target)
    (copy / MUTATIONS).parent.mkdir(parents=True)
    shutil.copy(ROOT / MUTATIONS, copy / MUTATIONS)
    return copy


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A copy of the project with few pages, a lock of its own, and a new example."""
    copy = copy_with_mutations(tmp_path_factory.mktemp("new"))
    with (copy / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("  !/source/index.md\n")
        config.write("nav:\n  - Home: index.md\n  - More:\n      - Code: source/index.md\n")
    (copy / "docs" / "index.md").write_text("# Home\n\n[[= encoder.h_1 =]]\n", "utf-8")
    path = {"PYTHONPATH": str(copy)}
    for command in (
        ("accept", "--yes"),
        ("new", "null"),
        ("new", "a_name_of_thirty_characters_ab"),
        ("new", "gated_sum", "--title", TITLE),
    ):
        done = project.run(copy, "rnn_examples", *command, **path)
        assert done.returncode == 0, done.stdout
    return copy, done.stdout


def test_it_says_what_it_wrote(made):
    copy, told = made
    written = re.findall(r"^(\S+\.(?:py|md|yml|toml|lock))  ", told, re.M)
    assert len(written) == 8
    assert all((copy / file).is_file() for file in written)


@pytest.mark.parametrize(
    "command",
    [
        ("rnn_examples", "check", "gated_sum"),
        ("rnn_examples", "check"),
        ("mkdocs", "build", "--quiet"),
        ("pytest", "--quiet", "tests/models/test_gated_sum.py"),
        ("ruff", "check", *PYTHON),
        ("ruff", "format", "--check", *PYTHON),
    ],
    ids=lambda command: " ".join(command[:3]),
)
def test_all_of_it_passes_as_written(made, command):
    copy, _ = made
    done = project.run(copy, *command, PYTHONPATH=str(copy))
    assert done.returncode == 0, done.stdout


def test_the_tests_of_all_models_and_examples_pass_for_a_new_one(tmp_path, types):
    """Two new ones: as written, and with axes that no test knows by name."""
    copy = project.copy(tmp_path)
    shutil.copytree(types / ".mypy_cache", copy / ".mypy_cache")  # of what is not new
    for name in ("tests", "benchmarks"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    path = {"PYTHONPATH": str(copy)}
    for name in ("faded_sum", "own_faded_sum"):
        assert project.run(copy, "rnn_examples", "new", name, **path).returncode == 0
    told = project.run(copy, "rnn_examples", "check", name, "docs/own-faded-sum.md", **path)
    assert told.returncode == 0, told.stdout
    model = copy / "rnn_examples" / "models" / "own_faded_sum.py"
    code, _, last = model.read_text("utf-8").rpartition("\n\n\n")
    model.write_text(f"{code}\n\n\n{OWN_AXES}\n\n{last}", "utf-8")
    leave = [f"--ignore=tests/{folder}" for folder in ("browser", "site")]
    done = project.run(copy, "pytest", "--quiet", "-k", OF_ALL, *leave, "tests", **path)
    assert done.returncode == 0, done.stdout
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) > 40


def test_its_page_is_in_the_navigation_with_its_numbers(made):
    copy, _ = made
    page = copy / "site" / "gated-sum" / "index.html"
    if not page.is_file():
        assert project.mkdocs(copy, "--quiet", PYTHONPATH=str(copy)).returncode == 0
    made_page = page.read_text("utf-8")
    assert 'data-value="gated_sum.m_2">0.0925<' in made_page
    assert "<h1" in made_page
    assert shown(made_page, "h1") == TITLE
    assert shown(made_page, "title") == f"{TITLE} - Recurrent networks by number"
    home = (copy / "site" / "index.html").read_text("utf-8")
    assert shown(home, '.md-nav a[href="gated-sum/"]') == TITLE
    assert shown(home, '.md-nav a[href="null/"]') == "Null"


def shown(html, selector):
    [text] = {
        part.get_text().strip() for part in BeautifulSoup(html, "html.parser").select(selector)
    }
    return text.removesuffix("¶")


def test_its_numbers_are_locked_and_no_other_line_changed(made):
    copy, _ = made
    lock = (copy / "values.lock").read_text("utf-8")
    assert re.search(r"^gated_sum\n(  .*\n)*    value 0\.0925$", lock, re.M)
    assert re.search(r"^encoder\n", lock, re.M)
    done = project.run(copy, "rnn_examples", "accept", PYTHONPATH=str(copy))
    assert "nothing changed" in done.stdout
    assert (copy / "values.lock").read_text("utf-8") == lock


def test_a_second_time_nothing_is_written(made):
    copy, _ = made
    before = project.files(copy / "rnn_examples")
    done = project.run(copy, "rnn_examples", "new", "gated_sum", PYTHONPATH=str(copy))
    assert done.returncode == 1
    assert "rnn_examples/examples/gated_sum.py defines GATED_SUM already" in done.stdout
    assert "Traceback" not in done.stdout
    assert project.files(copy / "rnn_examples") == before


# All or none.


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """A copy of the project to which nothing new can be written."""
    copy = copy_with_mutations(tmp_path_factory.mktemp("none"))
    with (copy / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("  !/source/index.md\n")
        config.write("nav:\n  - Home: index.md\n")
    (copy / "values.lock").write_text("notebooks/a.py\n  code 0\n", "utf-8")
    return copy


AT_EACH_STEP = """
import errno, json, os, sys
from pathlib import Path
from rnn_examples.cli import new_example as scaffold

CHANGES = ("os.rename", "os.mkdir", "os.remove", "os.chmod", "os.rmdir", "write")
write_bytes = Path.write_bytes
told, step, last, is_armed = [], 0, 0, False

def fail(event, arguments):
    global step
    is_write = event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_ACCMODE
    is_done = event == "os.remove" and str(arguments[0]).endswith(".old")  # all is written
    if is_armed and not is_done and (is_write or event in CHANGES):
        step += 1
        if step == last:
            raise {error}

def half_first(file, content):
    write_bytes(file, content[: len(content) // 2])
    fail("write", ())
    write_bytes(file, content)

def tree():
    return {{path: file.read() for folder, _, names in os.walk(".") if ".cache" not in folder
            for path in [folder, *(os.path.join(folder, name) for name in names)]
            for file in [open(path if os.path.isfile(path) else os.devnull, "rb")]}}

before = tree()
sys.addaudithook(fail)
Path.write_bytes = half_first
while last < 200:
    step, last, is_armed = 0, last + 1, True
    try:
        scaffold.write("gated_sum", "No")
        is_armed = False
        break
    except (ValueError, KeyboardInterrupt) as error:
        is_armed = False
        told.append(str(error))
    assert tree() == before, f"not undone after step {{last}}: {{told[-1]}}"
    for name in [name for name in sys.modules if name.endswith(".gated_sum")]:
        parent, _, child = name.rpartition(".")
        delattr(sys.modules[parent], child)
        del sys.modules[name]
assert step < last
print(json.dumps([told, sorted(tree().keys() - before.keys())]))
"""


@pytest.mark.parametrize(
    "error",
    [
        "OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), *map(str, arguments[:1]))",
        "KeyboardInterrupt",
    ],
)
def test_whichever_step_fails_all_is_as_it_was(untouched, tmp_path, error):
    copy = shutil.copytree(untouched, tmp_path / "copy")
    (copy / "at_each_step.py").write_text(AT_EACH_STEP.format(error=error), "utf-8")
    done = project.run(copy, "at_each_step", PYTHONPATH=str(copy), PYTHONDONTWRITEBYTECODE="1")
    assert done.returncode == 0, done.stdout
    told, new = json.loads(done.stdout)
    assert len(told) > 18  # five new files and three old ones, each opened and moved
    if error != "KeyboardInterrupt":
        what = "No space left on device; nothing was written"
        assert {text.rpartition(": ")[2] for text in told} == {what}
    assert len(new) == 6  # with the folder tests/models
    assert not [file for file in new if file.endswith((".new", ".old"))]


def no_config(copy):
    (copy / "mkdocs.yml").unlink()
    (copy / "mkdocs.yml").mkdir()


def no_lock(copy):
    (copy / "values.lock").write_text("encoder\n<<<<<<< HEAD\n", "utf-8")


def no_oracle(copy):
    with (copy / "rnn_examples" / "worked_example" / "oracle.py").open(
        "a", encoding="utf-8"
    ) as module:
        module.write("\n\ndef oracle(title):\n    raise RuntimeError(title)\n")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (no_config, "mkdocs.yml: Is a directory; nothing was written\n"),
        (no_lock, "values.lock:2:1: '<<<<<<< HEAD' is no line of a lock; `rnn-examples accept` "),
        (no_oracle, "RuntimeError: exact fractions"),
    ],
)
def test_what_is_broken_already_is_one_line_and_stays_as_it_is(untouched, tmp_path, spoil, told):
    copy = shutil.copytree(untouched, tmp_path / "copy")
    spoil(copy)
    before = kept(copy)
    done = project.run(copy, "rnn_examples", "new", "gated_sum", PYTHONPATH=str(copy))
    assert done.returncode == 1
    assert told in done.stdout
    assert done.stdout.count("\n") == 1
    assert kept(copy) == before


def kept(copy):
    return {file: content for file, content in project.files(copy).items() if "cache" not in file}
