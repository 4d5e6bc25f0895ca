r"""A symbol in one way of writing it: `\hat y_1` and `\hat{y}_{1}` are the same one."""

from collections.abc import Sequence

from rnn_examples.equations.sides import PIECE, SPACES, Atom

SAME = {r"\dfrac": r"\frac", r"\tfrac": r"\frac", r"\ast": "*", r"\star": "*", r"\|": r"\Vert"}
SAME |= {r"\lVert": r"\Vert", r"\rVert": r"\Vert"}

ARGUMENTS = {r"\frac": 2} | dict.fromkeys(
    [rf"\{name}" for name in "hat tilde bar vec dot ddot grave acute check widehat".split()]  # noqa: SIM905
    + [r"\mathrm", r"\mathit", r"\text", r"\operatorname", r"\sqrt"],
    1,
)
"""How many arguments a command takes."""

STYLES = frozenset([r"\mathbf", r"\boldsymbol", r"\bm", r"\mathsf", r"\mathcal"])
"""Commands that set a letter in another type."""


class _Reader:
    def __init__(self, pieces: Sequence[str]) -> None:
        self._pieces = [SAME.get(piece, piece) for piece in pieces if piece not in STYLES]
        self._at = 0

    def units(self, end: str = "") -> list[str]:
        """What stands here one beside another, each with what is above and below it."""
        found: list[str] = []
        while self._at < len(self._pieces) and self._pieces[self._at] != end:
            found.append(self._unit())
        return found

    def _unit(self) -> str:
        base = self._base()
        scripts = {"^": "", "_": ""}
        while self._at < len(self._pieces) and self._pieces[self._at] in scripts:
            sign = self._pieces[self._at]
            self._at += 1
            scripts[sign] += self._argument()
        return base + "".join(f"{sign}{{{of}}}" for sign, of in scripts.items() if of)

    def _base(self) -> str:
        piece = self._next()
        if piece == "{":
            return self._group()
        return piece + "".join(f"{{{self._argument()}}}" for _ in range(ARGUMENTS.get(piece, 0)))

    def _argument(self) -> str:
        if self._at >= len(self._pieces):
            return ""
        return self._group() if self._next() == "{" else self._back()

    def _back(self) -> str:
        self._at -= 1
        return self._base()

    def _group(self) -> str:
        inside = "".join(self.units("}"))
        self._at += 1
        return inside

    def _next(self) -> str:
        self._at += 1
        return self._pieces[self._at - 1]


def units(side: Sequence[Atom] | str) -> list[str] | None:
    """What stands one beside another in a side of an equation; None where there is a value."""
    if isinstance(side, str):
        pieces = [piece for piece in PIECE.findall(side) if piece not in SPACES]
    else:
        pieces = [atom for atom in side if isinstance(atom, str)]
        if len(pieces) < len(side):
            return None
    return _Reader(pieces).units()


def is_symbol(written: Sequence[str]) -> bool:
    """Whether the units are one symbol: a letter with its marks, a derivative, a length."""
    if len(written) == 3 and written[0] == r"\Vert":
        return is_symbol(written[1:2])
    if len(written) == 2 and written[0] == r"\log":
        return is_symbol(written[1:])
    if len(written) != 1:
        return False
    unit = written[0]
    if unit.startswith(r"\frac"):
        return all(part.lstrip().startswith((r"\mathrm{d}", r"\partial")) for part in _halves(unit))
    return unit[:1].isalpha() or (unit[:1] == "\\" and unit[1:2].isalpha() and unit != r"\infty")


def _halves(fraction: str) -> tuple[str, str]:
    depth = 0
    for n, sign in enumerate(fraction):
        depth += (sign == "{") - (sign == "}")
        if depth == 0 and sign == "}":
            return fraction[len(r"\frac{") : n], fraction[n + 2 : -1]
    return fraction, ""
