"""What a preview keeps after an edit of a model or an example, and what it forgets."""

import importlib
from pathlib import Path

import grimp
import pytest

from rnn_examples.generators import package_source, reload
from rnn_examples.generators.package_source import CONTENT, Code

SOURCES = {
    "models/one.py": "def f(x): return 2 * x\n",
    "models/other.py": "def g(x): return 3 * x\n",
    "models/both.py": "from rnn_examples.models import one, other\n",
    "models/any.py": "import importlib\n",
    "examples/of_one.py": "from rnn_examples.models.one import f\n",
    "examples/of_other.py": "from rnn_examples.models.other import g\n",
    "examples/of_both.py": "def run():\n    from rnn_examples.models import both\n",
}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of a few models and examples."""
    package = tmp_path / "rnn_examples"
    for name, text in SOURCES.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text, "utf-8")
    monkeypatch.setattr(package_source, "PACKAGE", package)
    monkeypatch.setattr(package_source, "ROOT", tmp_path)
    return package


def _changed(package: Path, edited: str) -> set[str]:
    before = Code()
    with (package / edited).open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    return {name.removeprefix("rnn_examples.") for name in before.changed(Code())}


def test_what_imports_an_edited_model_is_forgotten_and_nothing_else(package):
    names = {"models.one", "models.both", "models.any", "examples.of_one", "examples.of_both"}
    assert _changed(package, "models/one.py") == names


def test_an_edited_example_is_forgotten_alone(package):
    assert _changed(package, "examples/of_other.py") == {"examples.of_other", "models.any"}


def test_a_deleted_model_is_forgotten(package):
    before = Code()
    (package / "models/other.py").unlink()
    gone = {name.removeprefix("rnn_examples.") for name in before.changed(Code())}
    assert gone == {
        "models.other",
        "models.both",
        "models.any",
        "examples.of_other",
        "examples.of_both",
    }


@pytest.mark.parametrize("name", [".one.py.swp", "one.py~", "#one.py#", ".#one.py"])
def test_a_file_that_an_editor_lays_there_changes_nothing(name, package):
    before = Code()
    (package / "models" / name).write_text("x = 1\n", "utf-8")
    now = Code()
    assert (before.engine, before.everything) == (now.engine, now.everything)


def test_a_file_that_is_no_content_changes_the_engine(package):
    before = Code()
    (package / "models/table.json").write_text("{}\n", "utf-8")
    assert Code().engine != before.engine


@pytest.mark.parametrize(("module", "name"), [*reload.OF_ARGUMENTS, *reload.OF_PAGES])
def test_each_cache_that_is_named_exists(module, name):
    found = getattr(importlib.import_module(f"rnn_examples.{module}"), name)
    assert hasattr(found, "cache_clear")


def test_no_model_is_used_in_what_stays_known_of_the_translators_words():
    graph = grimp.build_graph("rnn_examples", cache_dir=None)
    content = {f"rnn_examples.{part}" for part in CONTENT}
    for module in ("dictionary", "rules", "splits"):
        used = graph.find_upstream_modules(f"rnn_examples.translator.{module}")
        assert {name for name in used if ".".join(name.split(".")[:2]) in content} == set()
