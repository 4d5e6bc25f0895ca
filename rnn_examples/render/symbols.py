"""How a name is written: h_1 in LaTeX, h₁ in plain text, h with a subscript in HTML.

`_hat`, `_tilde`, `_bar`, `_prime` and `_star` are marks on the letter, what follows is the
subscript: `h_tilde_2` is h̃₂, `W_enc_2` is W with the subscript "enc, 2". `log_y_hat_1` is the
logarithm of ŷ_1, `norm_g` the length ‖g‖ of g.

Derivatives. A `d` before a single letter makes a derivative; L is the loss, the sum of the losses
L_t of the time steps. Upright d is the TOTAL derivative, through everything that is computed later
(Werbos' ordered derivative, ∂⁺); round ∂ is the IMMEDIATE one, through nothing later in time.

    dW          dL/dW           total
    dW_2        dL/dW_2         time step 2's share of it: W_2 is the copy of W that step 2 uses
    dh_1        dL/dh_1         total: the two that follow, added up
    dh_now_1    ∂L/∂h_1         immediate: through the output of step 1 alone
    dh_later_1  dL_{>1}/dh_1    what comes back from the losses of all later steps
    dW_loss_2   dL_2/dW         of time step 2's loss alone
    dh_dW_2     dh_2/dW         total: through every state up to h_2
    dh_dW_now_2    ∂h_2/∂W      immediate: with h_1 held fixed
    dh_dh_0_2      dh_2/dh_0    total
    dh_dh_prev_2   ∂h_2/∂h_1    immediate: one step back

δ_t stands for dL/da_t, the total derivative with respect to the pre-activation.
"""

import unicodedata
from collections.abc import Callable
from html.entities import html5
from typing import NamedTuple

GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu "  # noqa: SIM905 (one a line)
    "nu xi pi rho sigma tau phi chi psi omega".split()
)

ACCENTS = {
    "\u0300": r"\grave",
    "\u0301": r"\acute",
    "\u0302": r"\hat",
    "\u0303": r"\tilde",
    "\u0304": r"\bar",
    "\u0307": r"\dot",
    "\u0308": r"\ddot",
    "\u030c": r"\check",
    "\u20d7": r"\vec",
}
"""Marks that are set above a letter, in Unicode and in LaTeX."""

MARKS = {
    "hat": (r"\hat{{{}}}", "{}\u0302"),
    "tilde": (r"\tilde{{{}}}", "{}\u0303"),
    "bar": (r"\bar{{{}}}", "{}\u0304"),
    "prime": ("{}'", "{}′"),
    "star": ("{}^{{*}}", "{}*"),
}
"""Marks that have a name: in LaTeX, and in characters."""

BESIDE = ("prime", "star")
"""Those that stand where an exponent would."""

SUBSCRIPTS = str.maketrans("0123456789t-", "₀₁₂₃₄₅₆₇₈₉ₜ₋")

TOTAL, IMMEDIATE = "d", "∂"
SIGNS = {TOTAL: r"\mathrm{d}", IMMEDIATE: r"\partial "}


class Derivative(NamedTuple):
    """A derivative: its sign, and the names above and below the line."""

    sign: str
    above: str
    below: str


def derivative(name: str) -> Derivative | None:
    """Read a name as a derivative; None for any other name."""
    first, *rest = name.split("_")
    if not _is_differential(first):
        return None
    if rest and _is_differential(rest[0]):
        return _of_a_value(first[1:], rest[0][1:], rest[1:])
    return _of_the_loss(first[1:], rest)


def _is_differential(part: str) -> bool:
    return part[:1] == "d" and (len(part) == 2 or part[1:] in GREEK) and part[1:].isalpha()


def _of_a_value(above: str, below: str, rest: list[str]) -> Derivative:
    """dh_dW_2: the last part counts the time of what is derived."""
    time = rest.pop() if rest else ""
    sign = IMMEDIATE if {"now", "prev"} & set(rest) else TOTAL
    if "prev" in rest:
        rest = [str(int(time) - 1) if time.isdigit() else f"{time}-1"]
    rest = [part for part in rest if part != "now"]
    return Derivative(sign, "_".join(filter(None, (above, time))), "_".join((below, *rest)))


def _of_the_loss(below: str, rest: list[str]) -> Derivative:
    """dW_2, dh_now_1, dh_later_1, dW_loss_2."""
    kept = [part for part in rest if part not in ("now", "later", "loss")]
    time = kept[-1] if kept else "t"
    if "loss" in rest:
        return Derivative(TOTAL, f"L_{time}", "_".join((below, *kept[:-1])))
    above = f"L_>{time}" if "later" in rest else "L"
    return Derivative(IMMEDIATE if "now" in rest else TOTAL, above, "_".join((below, *kept)))


def is_compound(name: str) -> bool:
    """Whether the symbol is more than a letter with marks: a fraction, a logarithm, a length."""
    return derivative(name) is not None or function(name) is not None


def is_symbol(name: str) -> bool:
    """Whether it is written as a letter with marks, or what is made of one: no word of the code."""
    base = unicodedata.normalize("NFC", name.partition("_")[0])
    return len(base) == 1 or base in GREEK or is_compound(name)


FUNCTIONS = {
    "log": (r"\log {}", "log {}"),
    "norm": (r"\lVert {} \rVert", "‖{}‖"),
}
"""How a function of a named value is written: in LaTeX, and in text."""


def function(name: str) -> tuple[tuple[str, str], str] | None:
    """How a function of another value is written, and the other value's name."""
    first, _, rest = name.partition("_")
    return (FUNCTIONS[first], rest) if rest and first in FUNCTIONS else None


def parts(name: str) -> tuple[str, str, tuple[str, ...]]:
    """The letter, its mark (one of `MARKS`, or none) and the subscripts."""
    base, *rest = name.split("_")
    mark = rest.pop(0) if rest and rest[0] in MARKS else ""
    return base, mark, tuple(rest)


def latex(name: str) -> str:
    """For a formula."""
    found = derivative(name)
    if found:
        sign = SIGNS[found.sign]
        return rf"\frac{{{sign}{latex(found.above)}}}{{{sign}{latex(found.below)}}}"
    found_function = function(name)
    if found_function:
        form, of = found_function
        return form[0].format(latex(of))
    base, mark, subscripts = parts(name)
    base = f"\\{base}" if base in GREEK else _letters(base, r"\mathrm")
    if mark:
        base = MARKS[mark][0].format(base)
    if not subscripts:
        return base
    written = (part if _counts(part) else _letters(part, r"\text") for part in subscripts)
    return f"{base}_{{{','.join(written)}}}"


def _letters(text: str, word: str) -> str:
    """A letter, with its accent if it has one; several, or one of another script, as a word."""
    letter, *accents = list(unicodedata.normalize("NFD", text) or " ")
    is_known = letter.isascii() or unicodedata.name(letter).startswith("GREEK")
    if is_known and all(accent in ACCENTS for accent in accents):
        for accent in accents:
            letter = rf"{ACCENTS[accent]}{{{letter}}}"
        return letter.strip()
    if any(unicodedata.name(one).startswith("GREEK") for one in text):
        word = r"\mathrm"  # KaTeX has no Greek in \text
    elif not text.isascii():
        word = r"\text"
    return rf"{word}{{{text}}}"


def _counts(subscript: str) -> bool:
    """A number, or one with a sign: 12, t-1, >2."""
    return set("0123456789t>-").issuperset(subscript)


def plain(name: str) -> str:
    """For a label."""
    compound = _in_text(name, plain)
    if compound:
        return compound
    base, mark, subscripts = parts(name)
    words = [part for part in subscripts if not _counts(part)]
    counts = "".join(part for part in subscripts if _counts(part))
    return "_".join((letter(base, mark), *words)) + counts.translate(SUBSCRIPTS)


def _in_text(name: str, write: Callable[[str], str]) -> str:
    """A compound symbol, its parts as `write` has them; nothing for a letter with marks."""
    found = derivative(name)
    if found:
        return f"{found.sign}{write(found.above)}/{found.sign}{write(found.below)}"
    found_function = function(name)
    return found_function[0][1].format(write(found_function[1])) if found_function else ""


def letter(base: str, mark: str) -> str:
    """The letter with its mark, in characters."""
    if base in GREEK:
        base = html5[f"{base};"]
    return unicodedata.normalize("NFC", MARKS[mark][1].format(base)) if mark else base


def drawn(base: str, mark: str) -> str:
    """The letter in the form that formulas have: ϵ and ϕ, not ε and φ."""
    return letter(base, mark).translate({ord("ε"): "ϵ", ord("φ"): "ϕ"})


def html(name: str) -> str:
    """For running text."""
    compound = _in_text(name, html)
    if compound:
        return compound
    base, mark, subscripts = parts(name)
    subscript = ",".join(subscripts).replace(">", "&gt;").replace("-", "−")
    return f"<var>{drawn(base, mark)}</var>" + (f"<sub>{subscript}</sub>" if subscript else "")
