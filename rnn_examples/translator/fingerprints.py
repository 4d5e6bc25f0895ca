"""Checksums of code: what weights and figures were made by, and whether it has changed since.

Comments, docstrings and empty lines do not count.
"""

import ast
import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
LANGUAGE = (
    *("words", "lexicon", "verbs", "choices", "features", "phrases", "predicates", "grammar"),
    *("hindi", "splits"),
)
"""The modules that decide the sentences."""
TRAINING = ("networks", "recurrences", "gradients", "optimiser", "training", "recipes")
"""The modules that decide the weights, given the sentences."""
DECODING = (
    *("decoding", "weights", "dictionary", "agreement", "scores", "experiments"),
    *("../models/bleu", "../models/chrf"),
)
"""The modules that decide the figures, given the weights."""


@cache
def fingerprint_of(modules: tuple[str, ...]) -> str:
    """A checksum of the code of modules."""
    digest = hashlib.sha256()
    for module in modules:
        text = (FOLDER / f"{module}.py").read_text("utf-8")
        digest.update(f"{module}\n{code(text)}\n".encode())
    return digest.hexdigest()[:16]


def code(text: str) -> str:
    """Python without docstrings, lines of comment and empty lines."""
    left_out: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(text.splitlines(), 1)
    kept = [line.rstrip() for number, line in lines if number not in left_out]
    return "\n".join(line for line in kept if line and not line.lstrip().startswith("#"))
