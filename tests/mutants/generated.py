"""What mutmut makes of the package: every small change, and whether a test saw it."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.commands import python
from tests.conftest import ROOT
from tests.mutants.mutations import PACKAGE, Mutation
from tests.mutants.patterns import named

FOLDER = ROOT / "mutants"
STATISTICS = FOLDER / "mutmut-cicd-stats.json"
ACCEPTED = Path(__file__).parent / "accepted.toml"

SEEN = ("killed", "timeout", "caught by type check")
"""A test failed, or ran for ever; what else became of a mutant, no test saw."""


@dataclass(frozen=True)
class Mutant:
    """One change: mutmut's own name for it, and what became of it.

    mutmut counts the changes of a function, so the numbers of its names move with the code.
    """

    name: str
    status: str

    @property
    def module(self) -> str:
        """The file in the package."""
        return self._parts[0]

    @property
    def function(self) -> str:
        """`print_number`, or `Numbers.error` for a method."""
        return self._parts[1]

    @property
    def place(self) -> str:
        return f"{self.module} {self.function}"

    @property
    def _parts(self) -> tuple[str, str]:
        dotted, _, mangled = self.name.rpartition(".")
        module = dotted.removeprefix(f"{PACKAGE}.").replace(".", "/") + ".py"
        function = mangled.rpartition("__mutmut_")[0]
        return module, function.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")

    def code(self) -> str:
        """The syntax of the function with the change in it."""
        return _functions(FOLDER / PACKAGE / self.module)[self.name.rpartition(".")[2]]

    def change(self) -> str:
        """The lines that it takes out and puts in: `a > b => a >= b`."""
        out, into = [], []
        for line in _mutmut("show", self.name).splitlines():
            if re.match(r"[-+](?![-+]{2} )", line):
                (out if line[0] == "-" else into).append(line[1:].strip())
        return f"{' '.join(out)} => {' '.join(into)}"


def run(modules: Sequence[str], children: int) -> list[Mutant]:
    """Try every mutant of these modules; of the whole package, where none is named.

    Raises RuntimeError where mutmut could not do it.
    """
    shutil.rmtree(FOLDER, ignore_errors=True)  # mutmut would report what it finds there
    patterns = [f"{PACKAGE}.{module.removesuffix('.py').replace('/', '.')}.*" for module in modules]
    # With a pattern, mutmut first runs the tests of these mutants one by one without any mutant: a
    # test whose name pytest does not find again would else count as one that failed.
    patterns = patterns or [f"{PACKAGE}.*"]
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children), *patterns]
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        raise RuntimeError(f"mutmut ended with {done.returncode}")
    return results(modules)


def results(modules: Sequence[str] = ()) -> list[Mutant]:
    """What became of every mutant, as mutmut has it written down."""
    listed = re.findall(r"^ +(\S+): (.+)$", _mutmut("results", "--all", "true"), re.MULTILINE)
    mutants = [Mutant(name, status) for name, status in listed]
    _mutmut("export-cicd-stats")
    counted = json.loads(STATISTICS.read_text("utf-8"))
    if counted["total"] != len(mutants):
        raise RuntimeError(f"mutmut counts {counted['total']} mutants and lists {len(mutants)}")
    chosen = [mutant for mutant in mutants if not modules or mutant.module in modules]
    unchecked = [mutant for mutant in chosen if mutant.status == "not checked"]
    if unchecked:
        raise RuntimeError(f"mutmut left {len(unchecked)} mutants out, {unchecked[0].name} first")
    return [mutant for mutant in chosen if mutant.status != "skipped"]


@dataclass(frozen=True)
class Accepted:
    """Survivors that no test has to see, and why: changes of one function, or all of one kind.

    mutations: each a place and a change. kinds: what stands in a line, and what in its place.
    """

    because: str
    mutations: tuple[Mutation, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()

    def covers(self, mutant: Mutant) -> bool:
        if any(_code(m) == mutant.code() for m in self.mutations if m.place == mutant.place):
            return True
        return bool(self.kinds) and self.is_of_kind(mutant.change())

    def is_of_kind(self, change: str) -> bool:
        """Whether a change of a line is one that may occur anywhere."""
        out, _, into = change.partition(" => ")
        return any(into in _replaced(out, *kind) for kind in self.kinds)


@cache
def _code(mutation: Mutation) -> str:
    """The syntax of a function with a mutation in it, as `Mutant.code` has it."""
    planted = mutation.planted((ROOT / PACKAGE / mutation.file).read_text("utf-8"))
    return _syntax(named(ast.parse(planted), mutation.function))


def _syntax(function: ast.FunctionDef) -> str:
    """A function's arguments and body."""
    return ast.dump(ast.Module([function.args, *function.body], []))


@cache
def _functions(file: Path) -> dict[str, str]:
    """The syntax of each function in a file, by its name."""
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    return {node.name: _syntax(node) for node in nodes if isinstance(node, ast.FunctionDef)}


def _replaced(text: str, old: str, new: str) -> Iterator[str]:
    """The text with the old in one place made new, for every place."""
    for found in re.finditer(re.escape(old), text):
        yield text[: found.start()] + new + text[found.end() :]


def accepted() -> list[Accepted]:
    """The written list of accepted survivors."""
    return [
        Accepted(
            group["because"],
            tuple(Mutation("accepted", *each) for each in group.get("mutants", ())),
            tuple((old, new) for old, new in group.get("kinds", ())),
        )
        for group in tomllib.loads(ACCEPTED.read_text("utf-8"))["accepted"]
    ]


def _mutmut(*arguments: str) -> str:
    done = python("-m", "mutmut", *arguments, is_apart=True, seconds=None)
    done.check_returncode()
    return done.stdout
