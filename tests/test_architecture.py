"""The house: imports point one way; what is vendored is what it says."""

import ast
import hashlib
import re
import tomllib

import pytest

from rnn_examples.pages.import_diagram import arrows, needed
from rnn_examples.worked_example.independence import imports
from tests.commands import ROOT, python
from tests.conftest import LONG


def test_imports_point_one_way():
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = python("-c", command)
    assert done.returncode == 0, done.stdout
    assert "kept" in done.stdout


def test_the_types_are_right(types):
    said = (types / "said.txt").read_text("utf-8")
    assert said.startswith("Success: no issues found in "), said


@pytest.mark.usefixtures("types")  # which has mypy run already: not two at a time
def test_a_name_that_is_not_defined_and_a_wrong_type_are_found(tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text(WRONG, "utf-8")
    done = python("-m", "mypy", "--config-file", ROOT / "pyproject.toml", wrong)
    found = [line.rpartition("[")[2] for line in done.stdout.splitlines() if ": error:" in line]
    assert found == ["name-defined]", "arg-type]", "no-untyped-def]"]


WRONG = """
from rnn_examples.models.shapes import Hidden
from rnn_examples.render.symbols import latex


def doubled(h: Hidden) -> Hidden:
    return h + missing


latex(7)


def bare(x): ...
"""


def test_the_drawn_imports_are_those_that_another_reader_finds():
    files = (file.relative_to(ROOT) for file in (ROOT / "rnn_examples").rglob("*.py"))
    modules = {".".join(file.with_suffix("").parts).removesuffix(".__init__") for file in files}
    for package in ("rnn_examples", "rnn_examples.models"):
        found = {
            (importer.removeprefix(f"{package}.").split(".")[0],
             imported.removeprefix(f"{package}.").split(".")[0])
            for importer in modules if importer.startswith(f"{package}.")
            for imported in imports(importer) if imported.startswith(f"{package}.")
        }  # fmt: skip
        assert set(arrows(package)) == {ends for ends in found if ends[0] != ends[1]}
        assert len(arrows(package)) > 10


def test_the_page_on_the_architecture_names_every_part():
    page = (ROOT / "docs" / "contributing" / "architecture.md").read_text("utf-8")
    parts = {part for ends in arrows("rnn_examples") for part in ends} - {"__main__"}
    assert {part for part in parts if f"\n[`{part}`](" not in page} == set()


LONGEST_FILE, LONGEST_FUNCTION = 400, 50  # lines


def test_no_file_and_no_function_is_too_long_to_read():
    code = [*(ROOT / "rnn_examples").rglob("*.py")]
    pages = [
        *(ROOT / "docs/javascripts").rglob("*.js"),
        *(ROOT / "docs/stylesheets").rglob("*.css"),
    ]
    assert len(pages) > 30
    assert [long for file in (*code, *pages) for long in too_long(file)] == []


def too_long(file):
    text = file.read_text("utf-8")
    if (lines := text.count("\n")) > LONGEST_FILE:
        yield f"{file.relative_to(ROOT)}: {lines} lines; at most {LONGEST_FILE}: split it by ideas"
    for node in ast.walk(ast.parse(text)) if file.suffix == ".py" else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                where = f"{file.relative_to(ROOT)}:{node.lineno}: {node.name}"
                yield f"{where}: {lines} lines; at most {LONGEST_FUNCTION}: give a part a name"


def test_each_file_says_in_its_first_line_what_it_is_for():
    sources = [
        path
        for part in ("rnn_examples", "tests", "benchmarks", "docs/javascripts", "docs/stylesheets")
        for kind in ("py", "js", "css")
        for path in (ROOT / part).rglob(f"*.{kind}")
    ]
    assert len(sources) > 500
    silent = [path for path in sources if not SAID.match(path.read_text("utf-8"))]
    assert silent == []


SAID = re.compile(r'(?:r?"""|/\* )[^\s*]')


def test_only_a_package_has_imports_to_draw():
    with pytest.raises(ValueError, match=r"rnn_examples\.diagnostics has no modules"):
        arrows("rnn_examples.diagnostics")


def test_the_files_that_are_tested_first_are_there():
    assert [name for name in LONG if not (ROOT / "tests" / name).is_file()] == []
    assert len(set(LONG)) == len(LONG)


def test_vendored_files_are_those_that_were_checked():
    folder = ROOT / "docs" / "vendor"
    known = {}
    for vendored in tomllib.loads((folder / "VENDORED.toml").read_text("utf-8"))["vendored"]:
        assert vendored["version"]
        assert (folder / vendored["licence_file"]).is_file()
        known |= vendored["sha256"]
    found = {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "VENDORED.toml"
    }
    assert found == known


def test_an_arrow_beside_a_longer_way_is_not_drawn():
    assert needed([("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("c", "d")]) == [
        ("a", "b"),
        ("b", "c"),
        ("c", "d"),
    ]
    assert needed([("a", "c"), ("b", "c")]) == [("a", "c"), ("b", "c")]
    everything = arrows("rnn_examples")
    drawn = needed(everything)
    assert len(drawn) < len(everything) / 2
    ways = set(drawn)
    for _ in everything:  # as long as ways can become longer
        ways |= {(a, d) for a, b in ways for c, d in drawn if b == c}
    assert ways >= set(everything)
