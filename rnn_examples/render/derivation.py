"""A value's derivation as a teacher writes it: symbols, numbers put in, then one operation a line.

The expression is the trace's own. It ends at named values; where a value is only a function of a
named one (h_t = tanh(a_t)), that one's own expression is put in its place.

Vectors stand upright. Where NumPy lays a vector along the rows of a matrix (X + b), it is written
as the row that it then is: X + bᵀ. Comparisons are 1 where they hold and 0 elsewhere: [a > b].
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from rnn_examples.render import symbols
from rnn_examples.render.exact import apply
from rnn_examples.render.numbers import BIG, Numbers, in_latex, matrix
from rnn_examples.render.pieces import Mark, Paren, Piece, Printed, Relation
from rnn_examples.trace import Node, Trace

CASES, RELATION, SUM, PRODUCT, JUXTAPOSED, POWER, LETTER, ATOM = range(8)
"""How tightly a piece of LaTeX holds together: a power more tightly than W h, and that than a · b.

A LETTER has a mark in the place of a power, as y^*.
"""

WRITTEN_OUT = 6
"""A product of matrices is written out entry by entry up to this many terms in an entry."""

LONGEST = 200
"""More operations than this are not read in one formula."""


class Latex(NamedTuple):
    """A part of a formula, and how tightly it holds together.

    around: for a single number, how its parentheses are written, which come and go with its sign.
    """

    text: str
    holds: int
    around: Callable[[str, int], str] | None = None

    def at_least(self, strength: int) -> str:
        """In parentheses, unless it holds together as tightly as it must."""
        if self.around is not None and strength > SUM:
            return self.around(self.text, strength)
        if self.holds >= strength:
            return self.text
        if self.holds == RELATION:
            return rf"\left[{self.text}\right]"
        return rf"\left({self.text}\right)"

    @property
    def alone(self) -> str:
        """Where something else marks its ends: no parentheses, but a comparison in brackets."""
        return self.at_least(SUM) if self.holds == RELATION else self.text

    @property
    def transposed(self) -> "Latex":
        return Latex(rf"{self.at_least(ATOM)}^{{\top}}", POWER)


@dataclass(frozen=True)
class Line:
    """One line: `=` where all that is new in it is exact, `≈` where something is rounded."""

    because: Relation
    latex: str

    @property
    def relation(self) -> str:
        return self.because.plain


def derive(numbers: Numbers, name: str, mark: Mark) -> list[Line]:
    """The lines of a named value's derivation, the first one in symbols.

    Raises ValueError for a value that was not computed.
    """
    return list(_Derivation(numbers, numbers.trace[name]).lines(mark))


def derivation(numbers: Numbers, name: str, mark: Mark) -> str:
    """The derivation as one aligned display equation."""
    lines = [rf"&{mark(line.because)} {line.latex}" for line in derive(numbers, name, mark)]
    lines[0] = f"{symbols.latex(name)} {lines[0]}"
    return r"\begin{aligned}" + r" \\[0.4em] ".join(lines) + r"\end{aligned}"


def equation(numbers: Numbers, name: str, mark: Mark) -> str:
    """The symbol and its value: h_1 ≈ (0.46212, 0.60437)."""
    node = numbers.trace[name]
    relation = mark(numbers.relation(node))
    return f"{symbols.latex(name)} {relation} {in_latex(numbers, node, mark)}"


def is_passing(trace: Trace, node: Node) -> bool:
    """Whether a node is a function of one named value and nothing else, as tanh(a_t) is."""
    return (
        node.operation in FUNCTIONS
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
        self.lengths: dict[Node, int] = {}  # of what is expanded; operands before results
        if self._expand(target) > LONGEST:
            raise ValueError(
                f"{numbers.name(target)} takes {self.lengths[target]} operations, too many for one "
                "derivation: name a value on the way in the function's result"
            )
        self.leaves = {
            operand
            for node in self.lengths
            for operand in self.operands(node)
            if operand not in self.lengths
        }

    def _is_leaf(self, node: Node) -> bool:
        if node in self.opened:
            return False
        named = self.trace.name_of(node) is not None
        return named or not node.operands or self.is_item(node)

    def is_item(self, node: Node) -> bool:
        """An entry at a fixed place of a named value: x[0]."""
        return (
            node.operation == "index"
            and len(node.operands) == 1
            and self.trace.name_of(node.operands[0]) is not None
        )

    def _expand(self, node: Node) -> int:
        """Take in a node and what it is made of, down to the leaves. Gives the formula's length."""
        if self._is_leaf(node):
            return 0
        if node not in self.lengths:
            length = 1 + sum(self._expand(operand) for operand in self.operands(node))
            self.lengths[node] = length
        return self.lengths[node]

    def operands(self, node: Node) -> tuple[Node, ...]:
        """The operands as they are written: a chain of sums is one sum."""
        if node.operation in ("add", "subtract"):
            return tuple(term for _, term in self.terms(node))
        if node.operation == "matmul":
            left, right = node.operands
            return left, self.turned(node) or right
        return node.operands

    def terms(self, node: Node) -> list[tuple[str, Node]]:
        left, right = node.operands
        chained = left.operation in ("add", "subtract") and not self._is_leaf(left)
        first = self.terms(left) if chained else [("+", left)]
        return [*first, ("+" if node.operation == "add" else "-", right)]

    def turned(self, node: Node) -> Node | None:
        """The matrix W of a product x @ W.T of a vector, which is W x."""
        left, right = node.operands
        simple = right.operation == "transpose" and len(right.shape) == 2 and not right.options
        if len(left.shape) == 1 and simple and not self._is_leaf(right):
            return right.operands[0]
        return None

    # The lines.

    def lines(self, mark: Mark) -> Iterator[Line]:
        before: _Writer | None = None
        for writer in self._stages():
            if before and writer.write(_plain) == before.write(_plain):
                continue
            yield Line(self._relation(writer, before), writer.write(mark))
            before = writer

    def _relation(self, writer: "_Writer", before: "_Writer | None") -> Relation:
        old = {number.path for number in before.printed()} if before else set()
        new = {number.path: number for number in writer.printed() if number.path not in old}
        done = writer.done - before.done if before else frozenset()
        steps = [node for node in self.lengths if node in done]
        exact = all(number.exact for number in new.values()) and all(map(self._follows, steps))
        follows = tuple(
            (self.numbers.name(node), tuple(map(self.numbers.name, self.operands(node))))
            for node in steps
        )
        return Relation(exact, self._values_of(new), follows)

    def _values_of(self, paths: Iterable[str]) -> tuple[str, ...]:
        """The paths, but a value's name alone where all of its entries are among them."""
        of_value: dict[str, list[str]] = {}
        for path in paths:
            of_value.setdefault(path.partition("[")[0], []).append(path)
        sizes = {name: np.size(self.numbers.node(name).value) for name in of_value}
        return tuple(
            told
            for name, found in of_value.items()
            for told in ([name] if len(found) == sizes[name] else found)
        )

    def _follows(self, node: Node) -> bool:
        """Whether an exact result follows from printed operands: from 0.33333 · 3 does not 1."""
        operands = self.operands(node)
        entries = [list(self.numbers.entries(operand)) for operand in operands]
        rounded = any(not number.exact for numbers in entries for number in numbers)
        if not rounded or np.asarray(node.value).dtype.kind != "f":
            return True
        printed = {
            operand: np.array([Fraction(n.text) for n in numbers]).reshape(operand.shape)
            for operand, numbers in zip(operands, entries, strict=True)
        }

        def compute(part: Node) -> Any:
            return printed[part] if part in printed else apply(part, [*map(compute, part.operands)])

        results = (Fraction(number.text) for number in self.numbers.entries(node))
        return all(x == y for x, y in zip(np.asarray(compute(node)).flat, results, strict=True))

    def _stages(self) -> Iterator["_Writer"]:
        """Symbols; numbers put in; then what can be computed, products first written out."""
        yield _Writer(self, set())
        done = set(self.leaves)
        yield _Writer(self, done)
        while self.target not in done:
            ready = {
                node
                for node in self.lengths
                if node not in done and all(operand in done for operand in self.operands(node))
            }
            in_words = {node for node in ready if _can_be_written_out(node)}
            if in_words:
                yield _Writer(self, done, in_words)
            done = done | ready
            yield _Writer(self, done)


def _plain(piece: Piece) -> str:
    return piece.latex


def _in_parens(number: Printed, text: str, mark: Mark, *, powers: bool = False) -> str:
    """A number's text in parentheses, where it needs them."""
    return mark(Paren("(", number, powers)) + text + mark(Paren(")", number, powers))


def _can_be_written_out(node: Node) -> bool:
    if node.operation == "matmul":
        left, right = node.operands
        terms = left.shape[-1]
        small = all(len(shape) <= 2 and max(shape) <= BIG for shape in (left.shape, right.shape))
        columns = right.shape[1] if len(left.shape) == len(right.shape) == 2 else 1
        return small and 1 <= terms * columns <= WRITTEN_OUT
    if node.operation in ("sum", "mean"):
        (operand,) = node.operands
        return len(operand.shape) == 1 and node.is_scalar and 1 < operand.shape[0] <= WRITTEN_OUT
    return False


class _Writer:
    """One line of the derivation: which nodes are numbers already, which are written out."""

    def __init__(
        self, derivation: _Derivation, done: set[Node], in_words: Collection[Node] = ()
    ) -> None:
        self.derivation = derivation
        self.numbers = derivation.numbers
        self.done = frozenset(done)
        self.in_words = in_words

    def write(self, mark: Mark) -> str:
        return self._node(self.derivation.target, mark).alone

    def printed(self) -> list[Printed]:
        """Every number of the line."""
        found: list[Printed] = []

        def collect(piece: Piece) -> str:
            if isinstance(piece, Printed):
                found.append(piece)
            return piece.latex

        self.write(collect)
        return found

    def _node(self, node: Node, mark: Mark) -> Latex:
        if node in self.done:
            return self._value(node, mark)
        if node in self.in_words:
            return self._written_out(node, mark)
        if node in self.derivation.leaves:
            return self._symbol(node, mark)
        writers = {"add": self._sum, "subtract": self._sum, "matmul": self._matmul}
        if node.operation in writers:
            return writers[node.operation](node, mark)
        shorthand = self._shorthand(node)
        if shorthand:
            return shorthand(node, [self._node(node.operands[1], mark)])
        table, *others = node.operands
        is_lookup = node.operation in ("index", "take") and table in self.derivation.leaves
        first = self._symbol if is_lookup else self._node  # a table of numbers says less
        operands = [first(table, mark), *(self._node(operand, mark) for operand in others)]
        if node.operation in ELEMENT_BY_ELEMENT:
            operands = [
                _aligned(latex, operand, node)
                for latex, operand in zip(operands, node.operands, strict=True)
            ]
        return OPERATIONS[node.operation](node, operands)

    def _value(self, node: Node, mark: Mark) -> Latex:
        text = in_latex(self.numbers, node, mark)
        if not node.is_scalar:
            return Latex(text, ATOM)
        number = self.numbers.entry(node)
        return Latex(
            text,
            ATOM,
            lambda text, strength: _in_parens(number, text, mark, powers=strength > PRODUCT),
        )

    def _symbol(self, node: Node, mark: Mark) -> Latex:
        name = self.derivation.trace.name_of(node)
        if name is not None:
            text = symbols.latex(name)
            if symbols.is_compound(name):
                return Latex(text, POWER)
            return Latex(text, LETTER if "^" in text else ATOM)
        if self.derivation.is_item(node):
            return OPERATIONS["index"](node, [self._symbol(node.operands[0], mark)])
        return self._value(node, mark)  # a constant of the function

    def _sum(self, node: Node, mark: Mark) -> Latex:
        text = ""
        for sign, term in self.derivation.terms(node):
            latex = _aligned(self._node(term, mark), term, node)
            text += f" {sign} {latex.at_least(PRODUCT)}" if text else latex.at_least(SUM)
        return Latex(text, SUM)

    def _matmul(self, node: Node, mark: Mark) -> Latex:
        left, right = self.derivation.operands(node)
        if len(left.shape) == 1 and len(right.shape) == 2:  # a row times a matrix, shown upright
            matrix_of = self._node(right, mark)
            if not self.derivation.turned(node):
                matrix_of = matrix_of.transposed
            first, second = matrix_of, self._node(left, mark)
        else:
            first, second = self._node(left, mark), self._node(right, mark)
            if len(left.shape) == 1:
                first = first.transposed
        if second.holds == RELATION:  # A [a > b] would be an entry of A
            second = Latex(second.alone, SUM)
        return Latex(f"{first.at_least(JUXTAPOSED)} {second.at_least(POWER)}", JUXTAPOSED)

    def _shorthand(self, node: Node) -> "Write | None":
        """How a product with np.eye, or a row of it, is written; None for anything else."""
        if self._is_diagonal(node):
            return _diagonal
        return _one_hot if self._is_one_hot(node) else None

    def _is_diagonal(self, node: Node) -> bool:
        """Whether a vector is laid along the diagonal of a matrix, as np.eye(2) * v."""
        if node.operation != "multiply":
            return False
        identity, vector = node.operands
        return len(vector.shape) == 1 and self._is_identity(identity, len(vector.value))

    def _is_one_hot(self, node: Node) -> bool:
        """Whether a row of np.eye(K) is looked up, as np.eye(K)[y]."""
        if node.operation != "index" or node.options["key"] != (None,):
            return False
        table, place = node.operands
        return place.is_scalar and self._is_identity(table, table.shape[0])

    def _is_identity(self, node: Node, size: int) -> bool:
        unnamed = node.operation == "constant" and self.derivation.trace.name_of(node) is None
        return unnamed and node.shape == (size, size) and np.array_equal(node.value, np.eye(size))

    def _written_out(self, node: Node, mark: Mark) -> Latex:
        if node.operation in ("sum", "mean"):
            (operand,) = node.operands
            entries = [self.numbers.entry(operand, (i,)) for i in range(operand.shape[0])]
            terms = [_signed(entry, mark, first=i == 0) for i, entry in enumerate(entries)]
            total = " + ".join(terms)
            if node.operation == "sum":
                return Latex(total, SUM)
            return Latex(rf"\frac{{{total}}}{{{len(entries)}}}", POWER)
        rows = [
            " & ".join(self._dot(node, (*row, *column), mark) for column in _places(node, 1))
            for row in _places(node, 0)
        ]
        if node.is_scalar:
            return Latex(rows[0], SUM)
        if len(node.operands[0].shape) == 1:
            rows = rows[0].split(" & ")
        return Latex(matrix(rows), ATOM)

    def _dot(self, node: Node, place: tuple[int, ...], mark: Mark) -> str:
        """The sum of products that makes one entry of a product of matrices."""
        left, right = node.operands
        row, column = place[: len(left.shape) - 1], place[len(left.shape) - 1 :]
        source = self.derivation.turned(node)
        products = []
        for k in range(left.shape[-1]):
            first = self.numbers.entry(left, (*row, k))
            second = (
                self.numbers.entry(source, (*column, k))
                if source
                else self.numbers.entry(right, (k, *column))
            )
            if not row and column:  # written as W x, whatever NumPy's order
                first, second = second, first
            products.append(_signed(first, mark, first=k == 0) + r" \cdot " + _signed(second, mark))
        return " + ".join(products)


def _places(node: Node, side: int) -> list[tuple[int, ...]]:
    """The rows of the left factor, or the columns of the right one; one () for a vector."""
    shape = node.operands[side].shape
    if len(shape) == 1:
        return [()]
    return [(i,) for i in range(shape[side])]


def _signed(number: Printed, mark: Mark, *, first: bool = False) -> str:
    """A number among others: a negative one in parentheses, unless it leads."""
    return mark(number) if first else _in_parens(number, mark(number), mark)


def _aligned(latex: Latex, operand: Node, result: Node) -> Latex:
    """A vector that is laid along the rows of a matrix, as the row that it then is."""
    return latex.transposed if len(operand.shape) == 1 < len(result.shape) else latex


# How each operation is written.

Write = Callable[[Node, list[Latex]], Latex]


def _of(symbol: str, operands: list[Latex]) -> Latex:
    """A function of its operands; no parentheses around a matrix, which has its brackets."""
    inside = r",\, ".join(operand.alone for operand in operands)
    if len(operands) == 1 and operands[0].holds == ATOM and inside.endswith(r"\end{bmatrix}"):
        return Latex(f"{symbol}{inside}", POWER)
    return Latex(rf"{symbol}\left({inside}\right)", POWER)


def _function(symbol: str, node: Node, operands: list[Latex]) -> Latex:
    del node
    return _of(symbol, operands)


def _reduction(symbol: str, node: Node, operands: list[Latex]) -> Latex:
    rank, axis = len(node.operands[0].shape), node.options.get("axis")
    axes = [] if axis is None or rank <= 1 else np.atleast_1d(axis) % rank
    place = rf"_{{\text{{axis {', '.join(map(str, axes))}}}}}" if len(axes) else ""
    latex = _of(f"{symbol}{place}", operands)
    if not node.options.get("keepdims"):
        return latex
    if node.shape in ((1,), (1, 1)):
        return Latex(matrix([latex.text]), ATOM)
    return latex.transposed if rank == 2 and list(axes) == [0] else latex


def _relation(symbol: str, node: Node, operands: list[Latex]) -> Latex:
    left, right = operands
    return Latex(f"{left.at_least(SUM)} {symbol} {right.at_least(SUM)}", RELATION)


def _multiply(node: Node, operands: list[Latex]) -> Latex:
    left, right = operands
    if any(operand.is_scalar for operand in node.operands):
        return Latex(rf"{left.at_least(PRODUCT)} \cdot {right.at_least(JUXTAPOSED)}", PRODUCT)
    parts = [
        latex.at_least(ATOM if latex.holds == JUXTAPOSED else strength)
        for latex, strength in ((left, PRODUCT), (right, POWER))
    ]
    return Latex(r" \odot ".join(parts), PRODUCT)


def _divide(node: Node, operands: list[Latex]) -> Latex:
    over, under = operands
    if r"\begin" not in over.text + under.text:
        return Latex(rf"\frac{{{over.alone}}}{{{under.alone}}}", POWER)
    symbol = "/" if node.operands[1].is_scalar else r"\oslash"
    return Latex(f"{over.at_least(PRODUCT)} {symbol} {under.at_least(POWER)}", PRODUCT)


def _power(node: Node, operands: list[Latex]) -> Latex:
    base, exponent = operands
    if node.is_scalar:
        return Latex(f"{base.at_least(ATOM)}^{{{exponent.alone}}}", POWER)
    is_number = not node.operands[1].operands and node.operands[1].is_scalar
    raised = exponent.text if is_number else exponent.at_least(ATOM)
    return Latex(rf"{base.at_least(ATOM)}^{{\circ {raised}}}", POWER)


def _negative(node: Node, operands: list[Latex]) -> Latex:
    return Latex(f"-{operands[0].at_least(PRODUCT)}", SUM)


def _square_root(node: Node, operands: list[Latex]) -> Latex:
    return Latex(rf"\sqrt{{{operands[0].alone}}}", ATOM)


ALL = slice(None)


def _index(node: Node, operands: list[Latex]) -> Latex:
    table, *computed = operands
    key = node.options["key"]
    if len(node.operands[0].shape) == 1:
        if key in (((ALL,), (None,)), ((Ellipsis,), (None,))):
            return table  # upright already
        if key in (((None,),), ((None,), (ALL,)), ((None,), (Ellipsis,))):
            return table.transposed
    if node.operands[0].is_scalar and key == ((None,),):
        return Latex(matrix([table.alone]), ATOM)
    indices = iter(computed)
    shown = [next(indices).alone if part is None else _key(part[0]) for part in key]
    return Latex(f"{table.at_least(LETTER)}[{', '.join(shown)}]", ATOM)


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
    rank, axis = len(node.operands[0].shape), node.options.get("axis")
    if axis is None and rank > 1:
        table = _as_vector(node.operands[0], table)
    before = "{:}, " * (axis % rank if axis else 0)
    return Latex(f"{table.at_least(LETTER)}[{before}{indices.alone}]", ATOM)


def _as_vector(node: Node, latex: Latex) -> Latex:
    return _of(rf"\operatorname{{reshape}}_{{{math.prod(node.shape)}}}", [latex])


def _joined(node: Node, operands: list[Latex]) -> Latex:
    """One below the other, or side by side; what no matrix can show, as a function."""
    ranks = {len(operand.shape) for operand in node.operands}
    axis = node.options.get("axis", 0)
    if axis is None and ranks - {0, 1}:
        operands = [_as_vector(*both) for both in zip(node.operands, operands, strict=True)]
    axis = axis % len(node.shape) if axis else 0
    if len(node.shape) > 2:
        symbol = rf"\operatorname{{{node.operation}}}_{{\text{{axis {axis}}}}}"
        return _of(symbol, operands)
    if node.operation == "stack" and ranks == {1} and axis == 0:
        operands = [operand.transposed for operand in operands]
    parts = [operand.alone for operand in operands]
    return Latex(matrix(parts if axis == 0 else [" & ".join(parts)]), ATOM)


def _transpose(node: Node, operands: list[Latex]) -> Latex:
    rank, axes = len(node.shape), node.options.get("axes")
    order = tuple(range(rank))[::-1] if axes is None else tuple(axis % rank for axis in axes)
    if order == tuple(range(rank)):
        return operands[0]
    if rank == 2:
        return operands[0].transposed
    symbol = rf"\operatorname{{transpose}}_{{{','.join(map(str, order))}}}"
    return _of(symbol, operands)


def _reshape(node: Node, operands: list[Latex]) -> Latex:
    shape = r" \times ".join(map(str, node.shape)) or "1"
    return _of(rf"\operatorname{{reshape}}_{{{shape}}}", operands)


def _where(node: Node, operands: list[Latex]) -> Latex:
    condition, yes, no = operands
    return Latex(
        rf"\begin{{cases}} {yes.alone} & \text{{where }} {condition.text} \\"
        rf" {no.alone} & \text{{elsewhere}} \end{{cases}}",
        CASES,
    )


def _one_hot(node: Node, operands: list[Latex]) -> Latex:
    return _of(rf"\operatorname{{onehot}}_{{{node.shape[0]}}}", operands)


_diagonal = partial(_function, r"\operatorname{diag}")

FUNCTIONS = {"tanh": r"\tanh", "exp": r"\exp", "log": r"\log"}

OPERATIONS: dict[str, Write] = {
    **{operation: partial(_function, symbol) for operation, symbol in FUNCTIONS.items()},
    "sqrt": _square_root,
    "negative": _negative,
    "multiply": _multiply,
    "divide": _divide,
    "power": _power,
    "maximum": partial(_function, r"\max"),
    "sum": partial(_reduction, r"\operatorname{sum}"),
    "max": partial(_reduction, r"\max"),
    "mean": partial(_reduction, r"\operatorname{mean}"),
    "argmax": partial(_reduction, r"\operatorname{argmax}"),
    "greater": partial(_relation, ">"),
    "greater_equal": partial(_relation, r"\ge"),
    "less": partial(_relation, "<"),
    "less_equal": partial(_relation, r"\le"),
    "equal": partial(_relation, "="),
    "not_equal": partial(_relation, r"\ne"),
    "concatenate": _joined,
    "stack": _joined,
    "take": _take,
    "index": _index,
    "transpose": _transpose,
    "reshape": _reshape,
    "where": _where,
}
"""LaTeX for each recorded operation but sums and products of matrices, which the writer knows."""

ELEMENT_BY_ELEMENT = {
    *("multiply", "divide", "power", "maximum", "where"),
    *("greater", "greater_equal", "less", "less_equal", "equal", "not_equal"),
}
