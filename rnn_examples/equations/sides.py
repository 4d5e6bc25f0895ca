r"""A formula of LaTeX, taken apart at its relations: `h_1 = [[= … =]]` has two sides.

It is read as far as that needs: what is neither a relation nor separates two equations stays as it
is written. Values stand in it as they are shown.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rnn_examples.authoring.values import Value

PIECE = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:\.\d+)?|\S", re.S)

RELATIONS = {
    "=": "=",
    r"\coloneqq": "=",
    r"\equiv": "=",
    "≈": "≈",
    r"\approx": "≈",
    r"\simeq": "≈",
    "<": "<",
    r"\lt": "<",
    ">": ">",
    r"\gt": ">",
    **dict.fromkeys((r"\le", r"\leq", r"\leqslant"), "≤"),
    **dict.fromkeys((r"\ge", r"\geq", r"\geqslant"), "≥"),
    **dict.fromkeys((r"\ne", r"\neq"), "≠"),
}
"""Each relation by how LaTeX writes it."""

OTHERS = frozenset(
    rf"\{name}"
    for name in "in notin to rightarrow Rightarrow implies iff mapsto propto sim ll gg cong".split()  # noqa: SIM905
)
"""Relations that nothing is worked out for."""

ENDS = frozenset([",", ";", ":", r"\quad", r"\qquad", r"\text", r"\land", r"\lor"])
"""Where one equation ends and another may begin."""

OPENS = frozenset(["{", "(", "[", r"\{", r"\lbrace", r"\begin", r"\lfloor", r"\lceil", r"\langle"])
CLOSES = frozenset(["}", ")", "]", r"\}", r"\rbrace", r"\end", r"\rfloor", r"\rceil", r"\rangle"])

LINES = frozenset(["aligned", "align", "align*", "split", "gathered", "equation", "equation*"])
"""Environments that lay out equations and mean nothing by themselves."""

SPACES = frozenset(
    [r"\,", r"\;", r"\:", r"\!", r"\ ", "~", "&", r"\displaystyle", r"\left", r"\right"]
    + [rf"\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("l", "r", "")]
)

CONTINUES = frozenset(["+", "-", r"\cdot", r"\times", "/"])
"""What a line begins with that goes on with the equation of the line above."""


@dataclass(frozen=True)
class Shown:
    """A value in a formula. part: which of the formula's parts it is."""

    value: Value
    part: int


Atom = str | Shown
Side = tuple[Atom, ...]


@dataclass(frozen=True)
class Equation:
    """Sides, with a relation between each and the next; "" for one that nothing is known of."""

    sides: tuple[Side, ...]
    relations: tuple[str, ...]


def equations(parts: Sequence[str | Value | None]) -> Iterator[Equation]:
    """Take a formula apart.

    parts: its LaTeX, and the values in it; None for what is shown otherwise, as a derivation.
    """
    for atoms in _clauses(_atoms(parts)):
        sides: list[list[Atom]] = [[]]
        relations: list[str] = []
        for depth, atom in _with_depths(atoms):
            if depth == 0 and isinstance(atom, str) and (atom in RELATIONS or atom in OTHERS):
                relation = RELATIONS.get(atom, "")
                if sides[-1][-1:] == [r"\not"]:
                    sides[-1].pop()
                    relation = "≠" if relation == "=" else ""
                relations.append(relation)
                sides.append([])
            else:
                sides[-1].append(atom)
        yield Equation(tuple(map(tuple, sides)), tuple(relations))


def _atoms(parts: Sequence[str | Value | None]) -> list[Atom]:
    atoms: list[Atom] = []
    for n, part in enumerate(parts):
        if isinstance(part, Value):
            atoms.append(Shown(part, n))
        elif part is None:
            atoms.append(r"\?")
        else:
            atoms += [piece for piece in PIECE.findall(part) if piece not in SPACES]
    return _without_layout(atoms)


def _without_layout(atoms: list[Atom]) -> list[Atom]:
    r"""Without `\begin{aligned}` and the like; what stays of a `\begin` is one atom."""
    kept: list[Atom] = []
    n = 0
    while n < len(atoms):
        atom = atoms[n]
        if atom in (r"\begin", r"\end"):
            end = next((m for m in range(n, len(atoms)) if atoms[m] == "}"), len(atoms) - 1)
            name = "".join(str(part) for part in atoms[n + 2 : end])
            if name not in LINES:
                kept.append(atom)
            n = end + 1
            continue
        kept.append(atom)
        n += 1
    return kept


def _with_depths(atoms: Sequence[Atom]) -> Iterator[tuple[int, Atom]]:
    """Each atom with the number of brackets around it; a bracket stands inside itself."""
    depth = 0
    for atom in atoms:
        depth += atom in OPENS
        yield depth, atom
        depth = max(0, depth - (atom in CLOSES))


def _clauses(atoms: Sequence[Atom]) -> Iterator[list[Atom]]:
    """The equations of a formula, one after another."""
    clause: list[Atom] = []
    following = [*atoms[1:], ""][: len(atoms)]
    is_word = False
    for (depth, atom), after in zip(_with_depths(atoms), following, strict=True):
        is_word = atom == r"\text" if depth == 0 else is_word
        if depth and is_word:
            continue
        if depth or atom not in {*ENDS, "\\\\"}:
            clause.append(atom)
        elif atom != "\\\\" or not (after in RELATIONS or after in CONTINUES):
            yield clause
            clause = []
    yield clause
