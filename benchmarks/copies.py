"""Copies of the project."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent


def copy(target: Path) -> Path:
    """Copy what a build reads."""
    for name in ("docs", "overrides", "rnn_examples"):
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, target / name, ignore=leave)
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, target)
    return target


KEPT = {
    "examples": ("__init__", "rnn_theory"),
    "models": ("__init__", "activations", "checks", "rnn", "seq2seq", "shapes"),
    "oracles": ("__init__", "fifty_digits", "rational"),
}
"""What the theory page's examples need: without the others, a copy builds faster."""


def leave_out_code(target: Path) -> None:
    """Keep only the models, oracles and examples of the theory page."""
    for folder, kept in KEPT.items():
        for module in (target / "rnn_examples" / folder).glob("*.py"):
            if module.stem not in kept:
                module.unlink()
