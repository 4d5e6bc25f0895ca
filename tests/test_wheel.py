"""The command as `pip install` gives it, with the declared dependencies and nothing else."""

import ast
import json
import re
import sys
import sysconfig
import zipfile
from importlib.metadata import (
    PackageNotFoundError,
    PathDistribution,
    packages_distributions,
    requires,
)

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from rnn_examples.cli.of_a_clone import SITE
from rnn_examples.vectors.files import files
from tests.commands import python
from tests.conftest import ROOT

# What is installed besides cannot be imported.
RUN = """
import contextlib, io, json, sys
path, hidden, commands = json.loads(sys.argv[1])

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in hidden:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
sys.path[:0] = path
from rnn_examples import cli
told = [cli.__file__]
for command in commands:
    sys.argv = ["rnn-examples", *command]
    with (contextlib.redirect_stdout(io.StringIO()) as out,
          contextlib.redirect_stderr(io.StringIO()) as err):
        try:
            cli.main()
        except SystemExit as end:
            told.append([end.code, out.getvalue(), err.getvalue()])
print(json.dumps(told))
"""


def run(folder, package, *commands):
    """Run commands with the package in a folder; each gives its exit code and what it printed."""
    paths = [str(package), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    hidden = sorted(packages_distributions().keys() - needed() - {"rnn_examples"})
    given = json.dumps([paths, hidden, commands])
    done = python("-I", "-S", "-X", "utf8", "-c", RUN, given, folder=folder, is_apart=True)
    assert done.returncode == 0, done.stderr
    file, *told = json.loads(done.stdout)
    assert file.startswith(str(package))
    return told


def needed():
    """The modules of the packages that pyproject.toml asks for, and of those that they ask for."""
    names, asked = set(), requires("rnn_examples")
    while asked:
        requirement = Requirement(asked.pop())
        name = canonicalize_name(requirement.name)
        if name in names or not (requirement.marker is None or requirement.marker.evaluate()):
            continue
        names.add(name)
        try:
            asked += requires(name) or ()
        except PackageNotFoundError:  # of another platform
            continue
    return {
        module
        for module, packages in packages_distributions().items()
        if names & {canonicalize_name(package) for package in packages}
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    built = python("-m", "hatchling", "build", "--target", "wheel", "-d", folder)
    assert built.returncode == 0, built.stdout
    (file,) = folder.glob("*.whl")
    with zipfile.ZipFile(file) as packed:
        packed.extractall(folder / "package")
    return folder / "package"


def test_the_wheel_asks_for_what_the_project_asks_for(wheel):
    (info,) = wheel.glob("*.dist-info")
    assert PathDistribution(info).requires == requires("rnn_examples")
    assert not needed() & SITE - {"pygments"}  # which Rich needs too


def test_the_wheel_lists_and_shows_examples_with_the_declared_dependencies_alone(wheel, tmp_path):
    help_, listed, rows, text, data, latex, unknown = run(
        tmp_path,
        wheel,
        ["--help"],
        ["list"],
        ["list", "--json"],
        ["show", "encoder.h_2"],
        ["show", "encoder.h_2", "--json"],
        ["show", "encoder.h_2", "--latex"],
        ["show", "encodr"],
    )
    assert [told[0] for told in (help_, listed, rows, text, data, latex)] == [0] * 6
    assert re.search(r"^ +show +Show an example", help_[1], re.M)
    assert re.search(r"^ *encoder\b", listed[1], re.M)
    assert "encoder" in {row["name"] for row in json.loads(rows[1])["examples"]}
    assert "h₂ = tanh(W h₁ + U x₂ + b)" in text[1]
    assert json.loads(data[1])["values"]["h_2"]["printed"] == ["0.79253", "0.90885"]
    assert r"\begin{bmatrix}0.79253 \\ 0.90885\end{bmatrix}" in latex[1]
    assert unknown == [1, "", "no example named 'encodr'; did you mean 'encoder'?\n"]


def test_the_wheel_writes_the_test_vectors(wheel, tmp_path):
    listed, shown, written = run(
        tmp_path,
        wheel,
        ["vectors", "list"],
        ["vectors", "show", "gru_masked"],
        ["vectors", "write", "made"],
    )
    assert [told[0] for told in (listed, shown, written)] == [0] * 3
    assert {file.name: file.read_bytes() for file in (tmp_path / "made").iterdir()} == {**files()}


ON_A_CLONE = (
    ["check"],
    ["check", "encoder"],
    ["claims"],
    ["accept"],
    ["verify", "site"],
    ["new", "encoder"],
    ["train"],
)


def test_what_works_on_a_clone_says_so_in_one_line(wheel, tmp_path):
    for (name, *_), told in zip(ON_A_CLONE, run(tmp_path, wheel, *ON_A_CLONE), strict=True):
        line = (
            f"rnn-examples {name} works on a clone of the project, and this is an installed copy; "
            f"in a clone run: make build && .venv/bin/rnn-examples {name}\n"
        )
        assert told == [1, "", line]


def test_the_wheel_translates(wheel, tmp_path):
    (told,) = run(tmp_path, wheel, ["translate", "the girl eats an apple"])
    assert told == [0, "लड़की सेब खाती है।\n", ""]


def test_what_needs_the_sites_packages_says_so_in_one_line(tmp_path):
    commands = [command for command in ON_A_CLONE if command != ["train"]]  # that needs NumPy only
    for command, told in zip(commands, run(tmp_path, ROOT, *commands), strict=True):
        code, out, err = told
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert re.match(
            rf"rnn-examples {command[0]} needs the site's packages, and \w+ is not installed; "
            rf"in {re.escape(str(ROOT))} run: pip install --group site",
            err,
        )


def test_every_package_that_the_site_needs_is_known():
    """So that a module that is missing for another reason is not taken for one of theirs."""
    trees = [ast.parse(file.read_text("utf-8")) for file in (ROOT / "rnn_examples").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    foreign = {module.partition(".")[0] for module in modules} - sys.stdlib_module_names
    assert foreign - needed() - {"rnn_examples", "zensical"} == SITE - needed()
