r"""Which symbols a value has: those that its name is written as, and those that a page declares.

symbols:
  k: race.curvature
  '\eta': loss_slice.eta
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import yaml

from rnn_examples.authoring import front_matter
from rnn_examples.authoring.texts import FRONT_MATTER
from rnn_examples.authoring.tokens import parse
from rnn_examples.authoring.values import Value, catalogue, resolve
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.equations import written_symbols
from rnn_examples.render import symbols
from rnn_examples.render.numbers import suffix
from rnn_examples.trace import Node

Declared = Mapping[str, str]
"""Symbols of a page's own, in their one way of writing, each with the path of a value."""


def declared(text: str) -> dict[str, str]:
    """The symbols that a page declares; nothing where it cannot be read, which `faults` tells."""
    return {
        _one_way(key.value): str(value.value)
        for key, value in front_matter.entries(text, "symbols")
        if isinstance(value, yaml.ScalarNode)
    }


def faults(text: str, path: Path) -> Iterator[Diagnostic]:
    """Declared symbols that stand for no value, or for one that the page does not show."""
    body = FRONT_MATTER.sub("", text, count=1)
    for key, value in front_matter.entries(text, "symbols"):
        at = str(path), key.start_mark.line + 2, key.start_mark.column + 1
        of = value.value if isinstance(value, yaml.ScalarNode) else ""
        try:
            token = parse(of)
            resolve(token)
        except ValueError as error:
            yield Diagnostic(*at, f"the symbol {key.value} stands for no value: {error}")
            continue
        if token.path not in body:
            yield Diagnostic(
                *at, f"the symbol {key.value} is of {of}, which the page does not show"
            )


def stands_for(symbol: str, value: Value, declared: Declared) -> bool:
    """Whether a symbol, in its one way of writing, is one of a value's.

    It is if it is written as the value's name is, or as that of the value it was handed over from,
    or is declared for it. The index may follow as a further subscript; for a value of one entry,
    and behind a declared symbol, it need not. An x_t stands for any x_1 if they are all the same.
    """
    node, index = value.node, value.token.index
    if declared.get(symbol) in (value.path, value.path + suffix(index)):
        return True
    own = [_one_way(symbols.latex(name)) for name in _names(value)]
    own += [written for written, of in declared.items() if of == value.path]
    if index:
        entry = ",".join(map(str, index))
        indexed = [_with_subscript(name, entry) for name in own]
        own = [*indexed, *(own if node.shape == (1,) * len(node.shape) else [])]
    return symbol in own or _for_all_steps(symbol, value)


def _names(value: Value) -> list[str]:
    """How the value is called in its own example, and in those that it comes from."""
    traces = [example.trace for example in catalogue().examples.values()]
    names = [name for name, node in value.example.trace.names.items() if node is value.node]
    origin: Node | None = value.node.origin
    while origin is not None:
        names += [name for trace in traces for name, node in trace.names.items() if node is origin]
        origin = origin.origin
    return names


def _for_all_steps(symbol: str, value: Value) -> bool:
    """Whether the symbol has a t where the name counts time, and all time steps are the same."""
    own = r"\d+".join(map(re.escape, re.split(r"\d+", value.name)))
    names = value.example.trace.names
    general = re.sub(r"\d+", "t", value.name)
    if general == value.name or _one_way(symbols.latex(general)) != symbol:
        return False
    steps = [node.value for name, node in names.items() if re.fullmatch(own, name)]
    return all(np.array_equal(step, value.node.value) for step in steps)


def _one_way(latex: str) -> str:
    return "".join(written_symbols.units(latex) or [])


def _with_subscript(symbol: str, subscript: str) -> str:
    if symbol.endswith("}") and "_{" in symbol:
        return f"{symbol[:-1]},{subscript}}}"
    return f"{symbol}_{{{subscript}}}"


def written(value: Value) -> str:
    """A value as its token names it."""
    return f"[[= {value.path}{suffix(value.token.index)} =]]"


def wrong_symbol(value: Value) -> str:
    """What to say of a symbol that stands for another value."""
    own = symbols.latex(value.name)
    if value.token.index:
        own = _with_subscript(own, ",".join(map(str, value.token.index)))
    return (
        f"the symbol of {written(value)} is {own}, and another stands before it: mend one of the "
        "two; a symbol of the page's own is declared in its front matter: "
        f"symbols: {{k: {value.path}}}"
    )
