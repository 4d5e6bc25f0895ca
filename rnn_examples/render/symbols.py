"""How a name is written: h_1 in LaTeX, h₁ in plain text, h with a subscript in HTML.

`_hat` and `_star` are marks on the letter, what follows the last underscore is the subscript.
"""

import unicodedata

GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu "  # noqa: SIM905 (one a line)
    "nu xi pi rho sigma tau phi chi psi omega".split()
)

SUBSCRIPTS = str.maketrans("0123456789t", "₀₁₂₃₄₅₆₇₈₉ₜ")


def parts(name: str) -> tuple[str, str, str]:
    """The letter, its mark ("hat", "star" or none) and the subscript."""
    base, *rest = name.split("_")
    mark = rest.pop(0) if rest and rest[0] in ("hat", "star") else ""
    return base, mark, "_".join(rest)


def latex(name: str) -> str:
    """For a formula."""
    base, mark, subscript = parts(name)
    if base in GREEK:
        base = f"\\{base}"
    elif len(base) > 1:
        base = rf"\mathrm{{{base}}}" if base.isascii() else rf"\text{{{base}}}"
    if mark == "hat":
        base = rf"\hat{{{base}}}"
    if mark == "star":
        base += "^{*}"
    if not subscript:
        return base
    plain = subscript.isdigit() or len(subscript) == 1
    text = subscript.replace("_", r"\_")
    return f"{base}_{{{subscript}}}" if plain else rf"{base}_{{\text{{{text}}}}}"


def plain(name: str) -> str:
    """For a label."""
    base, mark, subscript = parts(name)
    if base in GREEK:
        base = unicodedata.lookup(f"GREEK SMALL LETTER {'LAMDA' if base == 'lambda' else base}")
    if mark == "hat":
        base = unicodedata.normalize("NFC", base + "\u0302")
    if mark == "star":
        base += "*"
    if set(subscript) <= set("0123456789t"):
        return base + subscript.translate(SUBSCRIPTS)
    return f"{base}_{subscript}"


def html(name: str) -> str:
    """For running text."""
    base, mark, subscript = parts(name)
    letter = plain(f"{base}_{mark}" if mark else base)
    return f"<var>{letter}</var>" + (f"<sub>{subscript}</sub>" if subscript else "")
