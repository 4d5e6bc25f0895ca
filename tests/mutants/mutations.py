"""The listed mutations: what is wrong in a function, and the tests that have to see it."""

import ast
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.patterns import replaced

PACKAGE = "rnn_examples"
LIST = Path(__file__).parent / "mutations.toml"


@dataclass(frozen=True)
class Mutation:
    """A change of one function.

    place: the file in the package, and the function in it: `models/rnn.py encode`.
    change: a pattern and what stands in its place: `$W.T => $W` (see `patterns`).
    tests: their files, from the project's root.
    """

    what: str
    place: str
    change: str
    tests: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        return self.place.partition(" ")[0]

    @property
    def function(self) -> str:
        return self.place.partition(" ")[2]

    def planted(self, source: str) -> str:
        """The file's text with the mutation in it. Raises ValueError where it has no place."""
        code, _, instead = self.change.partition(" => ")
        try:
            return replaced(source, self.function, code, instead)
        except ValueError as error:
            raise ValueError(
                f"the mutation {self.what!r} of {self.place}, in {LIST.name}: {error}"
            ) from None


def misfits(root: Path, mutations: Iterable[Mutation]) -> Iterator[str]:
    """What is wrong with the list: mutations whose code is gone, or that are no Python."""
    for mutation in mutations:
        source = (root / PACKAGE / mutation.file).read_text("utf-8")
        try:
            planted = mutation.planted(source)
            if ast.dump(ast.parse(source)) == ast.dump(ast.parse(planted)):
                yield f"the mutation {mutation.what!r} changes nothing"
        except SyntaxError as error:
            yield f"the mutation {mutation.what!r}: {error}"
        except ValueError as error:
            yield str(error)
        yield from (
            f"the mutation {mutation.what!r}: there is no {path}"
            for path in mutation.tests
            if not (root / path).exists()
        )


def _read() -> Iterator[Mutation]:
    for place, groups in tomllib.loads(LIST.read_text("utf-8")).items():
        for group in groups:
            tests = tuple(f"tests/{path}" for path in group.pop("tests").split())
            yield from (Mutation(what, place, change, tests) for what, change in group.items())


MUTATIONS = tuple(_read())
