"""Symbols, relations and arithmetic of a formula, held against the values that it shows."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from rnn_examples.authoring.values import Value
from rnn_examples.equations import arithmetic, value_symbols, written_symbols
from rnn_examples.equations.sides import Equation, Shown, Side, equations
from rnn_examples.equations.value_symbols import Declared

Fault = tuple[int, str]
"""Which part of the formula is meant, and what is wrong with it."""


def faults(parts: Sequence[str | Value | None], declared: Declared) -> Iterator[Fault]:
    """What does not fit the values in a formula.

    parts: its LaTeX, and the values in it; None for what is shown otherwise, as a derivation.
    declared: symbols of the page's own, each with the path of what it stands for.
    """
    for equation in equations(parts):
        wrong = [*_wrong_symbols(equation, declared)]
        yield from wrong or _wrong_relations(equation)


def _wrong_symbols(equation: Equation, declared: Declared) -> Iterator[Fault]:
    """A symbol and a value that are said to be equal, and are not the same."""
    for run in _equal(equation):
        shown = [side[0] for side in run if len(side) == 1 and isinstance(side[0], Shown)]
        for side in run:
            written = written_symbols.units(side)
            if not written or not written_symbols.is_symbol(written):
                continue
            for one in shown:
                if not value_symbols.stands_for("".join(written), one.value, declared):
                    yield one.part, value_symbols.wrong_symbol(one.value)


def _equal(equation: Equation) -> Iterator[list[Side]]:
    """Sides that are said to be equal, one run of them after another."""
    run = [equation.sides[0]]
    for relation, side in zip(equation.relations, equation.sides[1:], strict=True):
        if relation not in ("=", "≈"):
            yield run
            run = []
        run.append(side)
    yield run


def signs(parts: Sequence[str | Value | None]) -> Iterator[tuple[int, tuple[Value, ...]]]:
    """The values on which each = or ≈ before a value depends, and the part that this value is."""
    for equation in equations(parts):
        for relation, (left, right) in zip(
            equation.relations, pairwise(equation.sides), strict=True
        ):
            first = right[0] if right else ""
            values = tuple(atom.value for atom in (*left, *right) if isinstance(atom, Shown))
            is_one_run = len({value.token.example for value in values}) == 1
            if not (isinstance(first, Shown) and is_one_run) or relation not in ("=", "≈"):
                continue
            is_exact = all(map(_is_exact, values))
            if not any(value.token.view for value in values) and is_exact == (relation == "="):
                yield first.part, values


def _wrong_relations(equation: Equation) -> Iterator[Fault]:
    """An = before a rounded number, a sum that comes to another number."""
    for relation, (left, right) in zip(equation.relations, pairwise(equation.sides), strict=True):
        shown = [atom for atom in (*left, *right) if isinstance(atom, Shown)]
        values = [atom for atom in shown if not atom.value.token.view]
        if not relation or not shown or len(values) < len(shown):
            continue
        rounded = [atom for atom in values if not _is_exact(atom.value)]
        if relation == "=" and rounded:
            path = value_symbols.written(rounded[0].value)
            yield rounded[0].part, rf"{path} is rounded: write \approx before it, not ="
        elif relation == "≈" and not rounded and _is_label(left, right):
            path = value_symbols.written(values[0].value)
            yield values[0].part, f"{path} is exact: write = before it"
        else:
            yield from _wrong_sum(relation, left, right, shown[-1].part)


def _is_label(left: Side, right: Side) -> bool:
    return written_symbols.is_symbol(written_symbols.units(left) or []) and len(right) == 1


def _wrong_sum(relation: str, left: Side, right: Side, part: int) -> Iterator[Fault]:
    sides = [arithmetic.of(side, is_rounded=relation == "≈") for side in (left, right)]
    if None in sides:
        return
    first, second = sides
    assert first is not None
    assert second is not None
    if first.shape and second.shape and first.shape != second.shape:
        return
    if not first.may_be(relation, second):
        a, b = (np.array2string((x.low + x.high) / 2, precision=6) for x in (first, second))
        yield part, f"{a} {relation} {b} does not hold: left and right are of different values"


def _is_exact(value: Value) -> bool:
    return all(entry.exact for entry in value.entries)
