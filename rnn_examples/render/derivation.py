"""A value's derivation as a teacher writes it: symbols, numbers put in, then one operation a line.

The expression is the trace's own. It ends at named values; where a value is only a function of a
named one (h_t = tanh(a_t)), that one's own expression is put in its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnn_examples.render import symbols
from rnn_examples.render.numbers import Mark, Numbers, Printed, in_latex, matrix
from rnn_examples.trace import Node, Trace

SUM, PRODUCT, POWER, ATOM = range(4)
"""How tightly a piece of LaTeX holds together."""

WRITTEN_OUT = 6
"""A product of matrices is written out entry by entry up to this many terms in an entry."""


class Latex(NamedTuple):
    text: str
    holds: int

    def at_least(self, strength: int) -> str:
        """In parentheses, unless it holds together as tightly as it must."""
        return self.text if self.holds >= strength else rf"\left({self.text}\right)"


@dataclass(frozen=True)
class Line:
    """One line: `=` where every number that is new in it is exact, `≈` where one is rounded."""

    relation: str
    latex: str


def derive(numbers: Numbers, name: str, mark: Mark) -> list[Line]:
    """The lines of a named value's derivation, the first one in symbols.

    Raises ValueError for a value that was not computed.
    """
    return list(_Derivation(numbers, numbers.trace[name]).lines(mark))


def derivation(numbers: Numbers, name: str, mark: Mark) -> str:
    """The derivation as one aligned display equation."""
    first, *rest = derive(numbers, name, mark)
    relations = {"=": "=", "≈": r"\approx"}
    lines = [f"{symbols.latex(name)} &= {first.latex}"]
    lines += [f"&{relations[line.relation]} {line.latex}" for line in rest]
    return r"\begin{aligned}" + r" \\[0.4em] ".join(lines) + r"\end{aligned}"


def equation(numbers: Numbers, name: str, mark: Mark) -> str:
    """The symbol and its value: h_1 ≈ (0.46212, 0.60437)."""
    node = numbers.trace[name]
    exact = all(printed.exact for printed in numbers.entries(node))
    relation = "=" if exact else r"\approx"
    return f"{symbols.latex(name)} {relation} {in_latex(numbers, node, mark)}"


def is_passing(trace: Trace, node: Node) -> bool:
    """Whether a node is a function of one named value and nothing else, as tanh(a_t) is."""
    return (
        node.operation in FUNCTIONS
        and len(node.operands) == 1
        and bool(node.operands[0].operands)
        and node.operands[0].operation != "index"
        and trace.name_of(node.operands[0]) is not None
    )


class _Derivation:
    def __init__(self, numbers: Numbers, target: Node) -> None:
        self.numbers = numbers
        self.trace = numbers.trace
        self.target = target
        if not target.operands:
            name = numbers.name(target)
            raise ValueError(f"{name} is given, not computed: it has no derivation")
        self.opened = {target}
        if is_passing(self.trace, target):
            self.opened.add(target.operands[0])
        self.expanded: list[Node] = []  # operands before results
        self._expand(target)
        self.leaves = {
            operand
            for node in self.expanded
            for operand in self._operands(node)
            if operand not in self.expanded
        }

    def _is_leaf(self, node: Node) -> bool:
        if node in self.opened:
            return False
        named = self.trace.name_of(node) is not None
        return named or not node.operands or self._is_item(node)

    def _is_item(self, node: Node) -> bool:
        """An entry at a fixed place of a named value: x[0]."""
        return (
            node.operation == "index"
            and len(node.operands) == 1
            and self.trace.name_of(node.operands[0]) is not None
        )

    def _expand(self, node: Node) -> None:
        if self._is_leaf(node) or node in self.expanded:
            return
        for operand in self._operands(node):
            self._expand(operand)
        self.expanded.append(node)

    def _operands(self, node: Node) -> tuple[Node, ...]:
        """The operands of a node, a chain of sums being one sum."""
        if node.operation in ("add", "subtract"):
            return tuple(term for _, term in self._terms(node))
        return node.operands

    def _terms(self, node: Node) -> list[tuple[str, Node]]:
        left, right = node.operands
        chained = left.operation in ("add", "subtract") and not self._is_leaf(left)
        first = self._terms(left) if chained else [("+", left)]
        return [*first, ("+" if node.operation == "add" else "-", right)]

    # The lines.

    def lines(self, mark: Mark) -> Iterator[Line]:
        before = _Writer(self, set())
        yield Line("=", before.write(mark))
        for writer in self._stages():
            seen = writer.printed()
            if writer.write(_plain) == before.write(_plain):
                continue
            old = {number.path for number in before.printed()}
            new = [number for number in seen if number.path not in old]
            exact = all(number.exact for number in new)
            yield Line("=" if exact else "≈", writer.write(mark))
            before = writer

    def _stages(self) -> Iterator["_Writer"]:
        """Numbers put in; then in each round what can be computed, products first written out."""
        done = set(self.leaves)
        yield _Writer(self, done)
        while self.target not in done:
            ready = {
                node
                for node in self.expanded
                if node not in done and all(operand in done for operand in self._operands(node))
            }
            in_words = {node for node in ready if _can_be_written_out(node)}
            if in_words:
                yield _Writer(self, done, in_words)
            done = done | ready
            yield _Writer(self, done)


def _plain(number: Printed) -> str:
    return number.latex


def _can_be_written_out(node: Node) -> bool:
    if node.operation == "matmul":
        left, right = node.operands
        terms = left.shape[-1]
        return terms <= WRITTEN_OUT and len(left.shape) <= 2 and len(right.shape) <= 2
    if node.operation in ("sum", "mean"):
        (operand,) = node.operands
        return node.is_scalar and len(operand.shape) == 1 and operand.shape[0] <= WRITTEN_OUT
    return False


class _Writer:
    """One line of the derivation: which nodes are numbers already, which are written out."""

    def __init__(
        self, derivation: _Derivation, done: set[Node], in_words: frozenset[Node] | set[Node] = frozenset()
    ) -> None:
        self.derivation = derivation
        self.numbers = derivation.numbers
        self.done = frozenset(done)
        self.in_words = in_words

    def write(self, mark: Mark) -> str:
        return self._node(self.derivation.target, mark).text

    def printed(self) -> list[Printed]:
        """Every number of the line."""
        found: list[Printed] = []

        def collect(number: Printed) -> str:
            found.append(number)
            return number.latex

        self.write(collect)
        return found

    def _node(self, node: Node, mark: Mark) -> Latex:
        if node in self.done:
            return self._value(node, mark)
        if node in self.in_words:
            return self._written_out(node, mark)
        if node in self.derivation.leaves:
            return self._symbol(node, mark)
        if node.operation in ("add", "subtract"):
            return self._sum(node, mark)
        operands = node.operands
        if node.operation in ("index", "take") and operands[0] in self.derivation.leaves:
            table = self._symbol(operands[0], mark)  # a whole table of numbers says less
            return OPERATIONS[node.operation](
                node, [table, *(self._node(operand, mark) for operand in operands[1:])]
            )
        return OPERATIONS[node.operation](node, [self._node(operand, mark) for operand in operands])

    def _value(self, node: Node, mark: Mark) -> Latex:
        text = in_latex(self.numbers, node, mark)
        if not node.is_scalar:
            return Latex(text, ATOM)
        number = self.numbers.entry(node)
        return Latex(text, SUM if number.value < 0 else PRODUCT if "e" in number.text else ATOM)

    def _symbol(self, node: Node, mark: Mark) -> Latex:
        name = self.derivation.trace.name_of(node)
        if name is not None:
            return Latex(symbols.latex(name), ATOM)
        if self.derivation._is_item(node):
            return OPERATIONS["index"](node, [self._symbol(node.operands[0], mark)])
        return self._value(node, mark)  # a constant of the function

    def _sum(self, node: Node, mark: Mark) -> Latex:
        (_, first), *rest = self.derivation._terms(node)
        head = self._node(first, mark)
        text = head.text
        for sign, term in rest:
            text += f" {sign} {self._term(self._node(term, mark))}"
        return Latex(text, SUM)

    @staticmethod
    def _term(latex: Latex) -> str:
        return latex.at_least(PRODUCT)

    def _written_out(self, node: Node, mark: Mark) -> Latex:
        if node.operation in ("sum", "mean"):
            (operand,) = node.operands
            entries = [self.numbers.entry(operand, (i,)) for i in range(operand.shape[0])]
            total = " + ".join(_signed(entry, mark, first=i == 0) for i, entry in enumerate(entries))
            if node.operation == "sum":
                return Latex(total, SUM)
            return Latex(rf"\frac{{{total}}}{{{len(entries)}}}", ATOM)
        left, right = node.operands
        rows = left.shape[0] if len(left.shape) == 2 else 1
        columns = right.shape[1] if len(right.shape) == 2 else 1
        entries_of = [
            [self._dot(left, right, i, j, mark) for j in range(columns)] for i in range(rows)
        ]
        if node.is_scalar:
            return Latex(entries_of[0][0], SUM)
        if len(left.shape) == 1:  # a row times a matrix: shown upright, as every vector
            entries_of = [[entry] for entry in entries_of[0]]
        return Latex(matrix([" & ".join(row) for row in entries_of]), ATOM)

    def _dot(self, left: Node, right: Node, i: int, j: int, mark: Mark) -> str:
        products = []
        for k in range(left.shape[-1]):
            a = self.numbers.entry(left, (i, k) if len(left.shape) == 2 else (k,))
            b = self.numbers.entry(right, (k, j) if len(right.shape) == 2 else (k,))
            products.append(
                _signed(a, mark, first=k == 0) + r" \cdot " + _signed(b, mark, first=False)
            )
        return " + ".join(products)


def _signed(number: Printed, mark: Mark, *, first: bool) -> str:
    """A number among others: a negative one in parentheses, unless it leads."""
    return mark(number) if first or number.value >= 0 else rf"({mark(number)})"


# How each operation is written.


def _function(symbol: str):
    def write(node: Node, operands: list[Latex]) -> Latex:
        inside = operands[0].text
        if operands[0].holds == ATOM and inside.endswith(r"\end{bmatrix}"):
            return Latex(f"{symbol}{inside}", POWER)
        return Latex(rf"{symbol}\left({inside}\right)", POWER)

    return write


def _reduction(symbol: str):
    def write(node: Node, operands: list[Latex]) -> Latex:
        axis = node.options.get("axis")
        place = "" if axis is None else rf"_{{\text{{axis {axis}}}}}"
        return _function(f"{symbol}{place}")(node, operands)

    return write


def _infix(symbol: str, strength: int):
    def write(node: Node, operands: list[Latex]) -> Latex:
        left, right = operands
        return Latex(
            f"{left.at_least(strength)} {symbol} {right.at_least(strength + 1)}", strength
        )

    return write


def _multiply(node: Node, operands: list[Latex]) -> Latex:
    both_arrays = all(not operand.is_scalar for operand in node.operands)
    symbol = r"\odot" if both_arrays else r"\cdot"
    left, right = operands
    return Latex(f"{left.at_least(PRODUCT)} {symbol} {right.at_least(POWER)}", PRODUCT)


def _divide(node: Node, operands: list[Latex]) -> Latex:
    over, under = operands
    if all(operand.is_scalar for operand in node.operands):
        return Latex(rf"\frac{{{over.text}}}{{{under.text}}}", ATOM)
    symbol = "/" if node.operands[1].is_scalar else r"\oslash"
    return Latex(f"{over.at_least(PRODUCT)} {symbol} {under.at_least(POWER)}", PRODUCT)


def _matmul(node: Node, operands: list[Latex]) -> Latex:
    left, right = (operand.at_least(POWER) for operand in operands)
    first, second = node.operands
    if len(first.shape) == 1 and len(second.shape) == 1:
        return Latex(rf"{left}^{{\top}} {right}", PRODUCT)
    if len(first.shape) == 1:
        return Latex(rf"{right}^{{\top}} {left}", PRODUCT)
    return Latex(f"{left} {right}", PRODUCT)


def _power(node: Node, operands: list[Latex]) -> Latex:
    base, exponent = operands
    circle = "" if node.operands[0].is_scalar else r"\circ "
    return Latex(f"{base.at_least(ATOM)}^{{{circle}{exponent.text}}}", POWER)


def _negative(node: Node, operands: list[Latex]) -> Latex:
    return Latex(f"-{operands[0].at_least(PRODUCT)}", SUM)


def _square_root(node: Node, operands: list[Latex]) -> Latex:
    return Latex(rf"\sqrt{{{operands[0].text}}}", ATOM)


def _index(node: Node, operands: list[Latex]) -> Latex:
    table, *computed = operands
    indices = iter(computed)
    shown = [next(indices).text if part is None else _key(part[0]) for part in node.options["key"]]
    return Latex(f"{table.at_least(ATOM)}[{', '.join(shown)}]", ATOM)


def _key(key: object) -> str:
    if isinstance(key, slice):
        ends = ["" if end is None else str(end) for end in (key.start, key.stop)]
        step = "" if key.step is None else f"{{:}}{key.step}"
        return f"{ends[0]}{{:}}{ends[1]}{step}"
    if key is Ellipsis:
        return r"\dots"
    if key is None:
        return r"\text{new}"
    if isinstance(key, list | np.ndarray):
        return f"[{', '.join(map(str, np.asarray(key).tolist()))}]"
    return str(key)


def _take(node: Node, operands: list[Latex]) -> Latex:
    table, indices = operands
    return Latex(f"{table.at_least(ATOM)}[{indices.text}]", ATOM)


def _joined(node: Node, operands: list[Latex]) -> Latex:
    axis = node.options.get("axis", 0)
    upright = len(node.shape) == 1 or axis == 0
    if upright:
        return Latex(matrix([operand.text for operand in operands]), ATOM)
    return Latex(matrix([" & ".join(operand.text for operand in operands)]), ATOM)


def _transpose(node: Node, operands: list[Latex]) -> Latex:
    return Latex(rf"{operands[0].at_least(ATOM)}^{{\top}}", POWER)


def _reshape(node: Node, operands: list[Latex]) -> Latex:
    shape = r" \times ".join(map(str, node.shape)) or "1"
    return _function(rf"\operatorname{{reshape}}_{{{shape}}}")(node, operands)


def _where(node: Node, operands: list[Latex]) -> Latex:
    condition, yes, no = (operand.text for operand in operands)
    return Latex(
        rf"\begin{{cases}} {yes} & \text{{where }} {condition} \\ {no} & \text{{elsewhere}}"
        r"\end{cases}",
        ATOM,
    )


def _maximum(node: Node, operands: list[Latex]) -> Latex:
    return Latex(rf"\max\left({operands[0].text},\, {operands[1].text}\right)", POWER)


FUNCTIONS = {"tanh": r"\tanh", "exp": r"\exp", "log": r"\log"}

OPERATIONS = {
    **{operation: _function(symbol) for operation, symbol in FUNCTIONS.items()},
    "sqrt": _square_root,
    "negative": _negative,
    "multiply": _multiply,
    "divide": _divide,
    "matmul": _matmul,
    "power": _power,
    "maximum": _maximum,
    "sum": _reduction(r"\operatorname{sum}"),
    "max": _reduction(r"\max"),
    "mean": _reduction(r"\operatorname{mean}"),
    "argmax": _reduction(r"\operatorname{argmax}"),
    "greater": _infix(">", SUM),
    "greater_equal": _infix(r"\ge", SUM),
    "less": _infix("<", SUM),
    "less_equal": _infix(r"\le", SUM),
    "equal": _infix("=", SUM),
    "not_equal": _infix(r"\ne", SUM),
    "concatenate": _joined,
    "stack": _joined,
    "take": _take,
    "index": _index,
    "transpose": _transpose,
    "reshape": _reshape,
    "where": _where,
}
"""LaTeX for each recorded operation; sums have their own rule, as a chain of them is one line."""
