"""Read a derivation back: a small evaluator of the LaTeX that derivations print.

It shares no code with the package. Numbers are intervals: a rounded one, marked with `?`, stands
for every number that rounds to it, so that each line encloses the true value. Vectors stand
upright: a vector is a matrix of one column. What is ambiguous to a reader is an error here, such as
a power of a fraction without parentheses, or a minus after a dot.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

TOKEN = re.compile(
    r"\s*(?:(?P<number>\??\d+(?:\.\d+)?(?:\\times 10\^\{-?\d+\})?)"
    r"|(?P<command>\\(?:left|right)(?:\\\{|[()\[\].])|\\begin\{\w+\}|\\end\{\w+\}"
    r"|\\operatorname\{\w+\}|\\text\{[^}]*\}|\\mathrm\{\w+\}|\\(?:hat|tilde)\{\\?\w+\}|\\\\|\\,|\\[A-Za-z]+)"
    r"(?:(?<=\\\\)\[[\d.]+em\])?"
    r"|(?P<other>\S))"
)
ANY = "any"  # one index, but which one is open
NEW = "new"  # an axis that the index adds
WORDS = {r"\dots": Ellipsis, r"\text{new}": NEW}
WIDER = 1e-13  # of floating point here


class UnreadableError(Exception):
    """The line is no mathematics, or not only one."""


class ElidedError(Exception):
    """The line has dots: its numbers are not all there."""


@dataclass
class Interval:
    low: np.ndarray
    high: np.ndarray
    named: bool = False  # a symbol, whose number of axes is known

    @property
    def shape(self):
        return self.low.shape

    @property
    def middle(self):
        with np.errstate(invalid="ignore"):
            return (self.low + self.high) / 2


def wide(low, high):
    """An interval with room for this reader's own rounding; what is undefined may be anything."""
    low, high = np.asarray(low, float), np.asarray(high, float)
    low, high = np.minimum(low, high), np.maximum(low, high)
    room = WIDER * np.maximum(np.abs(low), np.abs(high)) + 1e-300
    with np.errstate(invalid="ignore"):  # of what is infinite
        low, high = low - room, high + room
    return Interval(np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high))


@cache
def number(text: str) -> Interval:
    rounded, text = text.startswith("?"), text.removeprefix("?")
    mantissa, _, exponent = text.replace(r"\times 10^{", "e").rstrip("}").partition("e")
    scale = 10.0 ** int(exponent or 0)
    value = float(f"{mantissa}e{exponent or 0}")
    half = 0.5 * 10.0 ** -len(mantissa.partition(".")[2]) * scale if rounded else 0.0
    return wide(value - half, value + half)


def corners(function, *operands: Interval) -> Interval:
    """The range of a function that is monotone in each operand."""
    with np.errstate(all="ignore"):
        found = np.stack(
            [function(*ends) for ends in product(*((x.low, x.high) for x in operands))]
        )
    undefined = np.isnan(found).any(axis=0)
    low, high = found.min(axis=0), found.max(axis=0)
    return wide(np.where(undefined, -np.inf, low), np.where(undefined, np.inf, high))


def divide(a: Interval, b: Interval) -> Interval:
    found = corners(np.divide, a, b)
    through_zero = np.broadcast_to((b.low <= 0) & (b.high >= 0), found.shape)
    return Interval(
        np.where(through_zero, -np.inf, found.low), np.where(through_zero, np.inf, found.high)
    )


def power(a: Interval, b: Interval) -> Interval:
    found = corners(np.power, a, b)
    if np.all(b.middle == np.round(b.middle)):  # an even power is lowest at zero
        found = corners(np.power, a, Interval(np.round(b.middle), np.round(b.middle)))
        through_zero = np.broadcast_to((a.low < 0) & (a.high > 0), found.shape)
        high = np.broadcast_to(b.middle < 0, found.shape) & through_zero
        return Interval(
            np.where(through_zero, np.where(high, -np.inf, np.minimum(found.low, 0)), found.low),
            np.where(high, np.inf, found.high),
        )
    return found


def matrix_product(a: Interval, b: Interval) -> Interval:
    if a.shape[-1] != b.shape[-2]:
        raise UnreadableError(f"a product of {a.shape} and {b.shape}")
    a = Interval(a.low[..., :, :, None], a.high[..., :, :, None])
    b = Interval(b.low[..., None, :, :], b.high[..., None, :, :])
    terms = corners(np.multiply, a, b)
    return wide(terms.low.sum(axis=-2), terms.high.sum(axis=-2))


def compare(symbol: str, a: Interval, b: Interval) -> Interval:
    surely, never = {
        ">": (a.low > b.high, a.high <= b.low),
        r"\ge": (a.low >= b.high, a.high < b.low),
        "<": (a.high < b.low, a.low >= b.high),
        r"\le": (a.high <= b.low, a.low > b.high),
        "=": (
            np.zeros(np.broadcast_shapes(a.shape, b.shape), bool),
            (a.low > b.high) | (a.high < b.low),
        ),
        r"\ne": (
            (a.low > b.high) | (a.high < b.low),
            np.zeros(np.broadcast_shapes(a.shape, b.shape), bool),
        ),
    }[symbol]
    return Interval(np.where(surely, 1.0, 0.0), np.where(never, 0.0, 1.0))


def upright(x: Interval) -> Interval:
    """As it is shown: a vector is a matrix of one column."""
    if len(x.shape) == 1:
        return Interval(x.low[:, None], x.high[:, None])
    return Interval(x.low, x.high)


def softmax(x: Interval, *, logarithm: bool) -> Interval:
    """Of each row, or of a column; an entry is least with its logit least, the others largest."""
    axis = 0 if x.shape[-1] == 1 else -1

    def least(own: np.ndarray, others: np.ndarray) -> np.ndarray:
        rest = np.sum(np.exp(others), axis=axis, keepdims=True) - np.exp(others)
        found = own - np.log(np.exp(own) + rest)
        return found if logarithm else np.exp(found)

    with np.errstate(all="ignore"):
        return wide(least(x.low, x.high), least(x.high, x.low))


def reduce(name: str, axis: str | None, x: Interval) -> Interval:
    low, high = x.low, x.high
    axes = None if axis is None else tuple(int(a) for a in axis.split(","))
    if axes is None or (len(x.shape) == 2 and x.shape[1] == 1 and axes == (0,)):
        low, high, axes = low.reshape(-1), high.reshape(-1), (0,)
    if name == "argmax":
        unknown = np.isinf(low) & np.isinf(high)  # which has no middle, and leaves all open
        order = np.argmax(np.where(unknown, 0, low) + np.where(unknown, 0, high), axis=axes[0])
        best = np.take_along_axis(low, np.expand_dims(order, axes[0]), axes[0])
        others = (high >= best).sum(axis=axes[0])
        size = low.shape[axes[0]] - 1
        return Interval(np.where(others > 1, 0, order), np.where(others > 1, size, order))
    function = {"sum": np.sum, "mean": np.mean, "max": np.max}[name]
    return upright(wide(function(low, axis=axes), function(high, axis=axes)))


def tokens_of(latex: str) -> list[tuple[str, str]]:
    tokens, place = [], 0
    while place < len(latex.rstrip()):
        found = TOKEN.match(latex, place)
        if found is None:
            raise UnreadableError(latex[place:])
        tokens.append((found.lastgroup, found[found.lastgroup]))
        place = found.end()
    return tokens


@cache
def texts(latex: str) -> list[str]:
    return [text for _, text in tokens_of(latex)]


def arranged(name: str, place: str | None, x: Interval) -> Interval:
    """A diagonal matrix, a one-hot vector, or the same entries in another shape."""
    if name == "diag":
        return Interval(np.diag(x.low.reshape(-1)), np.diag(x.high.reshape(-1)))
    if name == "onehot":
        places = np.arange(int(place))[:, None]
        possible = (places >= np.round(x.low)) & (places <= np.round(x.high))
        return Interval((possible & (possible.sum() == 1)) * 1.0, possible * 1.0)
    if name == "transpose":
        order = [int(axis) for axis in place.split(",")]
        return Interval(x.low.transpose(order), x.high.transpose(order))
    shape = [int(n) for n in place.split(r"\times")]
    shape = [] if shape == [1] and x.shape == () else shape
    return upright(Interval(x.low.reshape(shape), x.high.reshape(shape)))


class Reader:
    def __init__(self, latex: str, symbols: dict[str, Interval]) -> None:
        self.tokens = tokens_of(latex)
        self.latex = latex
        self.symbols = symbols
        self.at = 0
        found = {word for _, word in self.tokens} & COMPOUND
        self.compound = {name: texts(name) for name in symbols if name.startswith(tuple(found))}

    # Tokens.

    @property
    def next(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, text: str | None = None) -> str:
        token = self.next
        if not token or (text is not None and token != text):
            raise UnreadableError(f"{text or 'more'} expected at {token!r} in {self.latex}")
        self.at += 1
        return token

    def skip(self, text: str) -> bool:
        if self.next == text:
            self.at += 1
            return True
        return False

    # Grammar.

    def line(self) -> Interval:
        value = self.sum()
        if self.at != len(self.tokens):
            raise UnreadableError(f"{self.next!r} is left over in {self.latex}")
        return value

    def relation(self) -> Interval:
        left = self.sum()
        if self.next in (">", r"\ge", "<", r"\le", "=", r"\ne"):
            return compare(self.take(), left, self.sum())
        return left

    def sum(self) -> Interval:
        value = self.negated() if self.skip("-") else self.product()
        while self.next in ("+", "-"):
            sign, term = self.take(), None
            term = self.product()
            value = corners(np.add if sign == "+" else np.subtract, value, term)
        return value

    def negated(self) -> Interval:
        x = self.product()
        return Interval(-x.high, -x.low)

    def product(self) -> Interval:
        value = self.juxtaposed()
        while self.next in (r"\cdot", r"\odot", "/", r"\oslash"):
            symbol = self.take()
            second = self.juxtaposed()
            scalar = value.shape == () or second.shape == ()
            if symbol == r"\odot" and scalar:
                raise UnreadableError(f"⊙ with a number in {self.latex}")
            if symbol in (r"\cdot", r"\odot"):
                value = corners(np.multiply, value, second)
            else:
                value = divide(value, second)
        return value

    def juxtaposed(self) -> Interval:
        value = self.postfix()
        while self.next and (
            self.tokens[self.at][0] == "number"
            or self.next.isalpha()
            or re.match(
                r"\\(left[(\[]|begin|hat|tilde|mathrm|operatorname|tanh|exp|log|frac|sqrt|max)",
                self.next,
            )
            or self.next in GREEK
        ):
            second = self.postfix()
            value = matrix_product(value, second)
        return value

    def postfix(self) -> Interval:
        value, firm = self.primary()
        while True:
            if self.next == "^":
                if not firm:
                    raise UnreadableError(f"a power of something loose in {self.latex}")
                value, firm = self.raised(value), False
            elif self.next == "[":
                value = self.indexed(value)
            else:
                return upright(value)

    def raised(self, value: Interval) -> Interval:
        self.take("^")
        self.take("{")
        if self.skip(r"\top"):
            self.take("}")
            value = upright(value)
            return Interval(value.low.T, value.high.T)
        if not self.skip(r"\circ") and upright(value).shape not in ((), (1, 1)):
            raise UnreadableError(f"a matrix raised to a power in {self.latex}")
        exponent = self.sum()
        self.take("}")
        return power(upright(value), exponent)

    def indexed(self, value: Interval) -> Interval:
        self.take("[")
        places = []
        while not self.skip("]"):
            places.append(self.place())
            self.skip(",")
        if any(place is None or (place is ANY and len(places) > 1) for place in places):
            return Interval(np.array(-np.inf), np.array(np.inf))
        if not value.shape and any(place is not NEW for place in places):  # of reshape_{1}
            value = Interval(value.low.reshape(1), value.high.reshape(1))
        if not value.named and len(value.shape) == 2 and value.shape[1] == 1 and len(places) == 1:
            value = Interval(value.low[:, 0], value.high[:, 0])
        if len(places) == 1 and places[0] is ANY:
            return Interval(value.low.min(axis=0), value.high.max(axis=0), named=value.named)
        key = tuple(None if place is NEW else place for place in places)
        return Interval(value.low[key], value.high[key], named=value.named)

    def place(self):
        """One index; ANY where rounding leaves it open, None where it leaves several open."""
        if self.next == "[":
            self.take()
            places = []
            while not self.skip("]"):
                places.append(int(self.take()))
                self.skip(",")
            return places
        if self.next in WORDS:
            return WORDS[self.take()]
        ends: list[int | None] = [None]
        while self.next not in (",", "]"):
            if self.next == "{":
                for token in "{:}":
                    self.take(token)
                ends.append(None)
                continue
            if self.next == "-":
                self.take()
                ends[-1] = -int(self.take())
                continue
            value = self.sum()
            if not np.array_equal(np.round(value.low, 9), np.round(value.high, 9)):
                return ANY if value.shape == () and len(ends) == 1 else None
            whole = np.round(value.middle).astype(int)
            if whole.shape and len(ends) == 1:
                return whole[:, 0] if whole.shape[1] == 1 else whole
            ends[-1] = int(whole)
        return ends[0] if len(ends) == 1 else slice(*ends)

    def primary(self) -> tuple[Interval, bool]:
        """A value, and whether a power of it needs no parentheses."""
        if self.next in COMPOUND:
            for name, tokens in self.compound.items():
                if [text for _, text in self.tokens[self.at : self.at + len(tokens)]] == tokens:
                    self.at += len(tokens)
                    return self.symbols[name], False
        kind, start = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        if kind == "number":
            return number(self.take()), "times" not in start
        if self.skip(r"\infty"):  # of a mask
            return Interval(np.array(np.inf), np.array(np.inf)), True
        written = {
            "(": self.parentheses,
            r"\left(": self.parentheses,
            r"\left[": self.brackets,
            r"\begin{bmatrix}": self.block,
            r"\sqrt": self.square_root,
        }
        if start in written:
            return written[start](), True
        is_sigmoid = start == r"\sigma" and self.tokens[self.at + 1][1] in OPENING
        if start in FUNCTIONS or start.startswith(r"\operatorname") or is_sigmoid:
            return self.function(), False
        loose = {r"\begin{cases}": self.cases, r"\frac": self.fraction}
        return (loose[start](), False) if start in loose else (self.symbol(), True)

    def parentheses(self) -> Interval:
        """A sum in parentheses, or a list of matrices."""
        closing = ")" if self.take() == "(" else r"\right)"
        values = [self.sum()]
        while self.skip(","):
            self.skip(r"\,")
            values.append(self.sum())
        self.take(closing)
        if len(values) == 1:
            return values[0]
        return Interval(np.stack([v.low for v in values]), np.stack([v.high for v in values]))

    def brackets(self) -> Interval:
        self.take(r"\left[")
        value = self.relation()
        self.take(r"\right]")
        return value

    def fraction(self) -> Interval:
        self.take(r"\frac")
        return divide(self.braces(), self.braces())

    def square_root(self) -> Interval:
        self.take(r"\sqrt")
        value = self.braces()
        return corners(np.sqrt, Interval(np.maximum(value.low, 0), value.high))

    def braces(self) -> Interval:
        self.take("{")
        value = self.sum()
        self.take("}")
        return value

    def block(self) -> Interval:
        self.take(r"\begin{bmatrix}")
        rows = [[]]
        while not self.skip(r"\end{bmatrix}"):
            if self.next in (r"\cdots", r"\vdots", r"\ddots"):
                raise ElidedError
            if self.skip(r"\\"):
                rows.append([])
            elif self.skip("&") or self.skip(r"\,"):
                pass
            else:
                rows[-1].append(self.sum())
        if rows == [[]]:
            return Interval(np.empty((0, 1)), np.empty((0, 1)))
        low = np.block([[np.atleast_2d(entry.low) for entry in row] for row in rows])
        high = np.block([[np.atleast_2d(entry.high) for entry in row] for row in rows])
        return Interval(low, high)

    def cases(self) -> Interval:
        self.take(r"\begin{cases}")
        yes = self.sum()
        self.take("&")
        self.take(r"\text{where }")
        condition = self.relation()
        self.take(r"\\")
        no = self.sum()
        self.take("&")
        self.take(r"\text{elsewhere}")
        self.take(r"\end{cases}")
        surely, never = condition.low >= 0.5, condition.high < 0.5
        low = np.where(surely, yes.low, np.where(never, no.low, np.minimum(yes.low, no.low)))
        high = np.where(surely, yes.high, np.where(never, no.high, np.maximum(yes.high, no.high)))
        return Interval(low, high)

    def function(self) -> Interval:
        token = self.take()
        name = token.removeprefix(r"\operatorname{").strip("\\}")
        place = None
        if self.skip("_"):
            self.take("{")
            place = ""
            while not self.skip("}"):
                place += self.take()
        values = self.arguments()
        if name in OF_ONE:
            value = values[0]
            if name == "log":
                value = Interval(np.maximum(value.low, 0), value.high)
            return corners(OF_ONE[name], value)
        if name in ("softmax", "log softmax"):
            return softmax(values[0], logarithm=name != "softmax")
        if len(values) == 2 and name == "max":
            return corners(np.maximum, *values)
        if name in ("diag", "onehot", "reshape", "transpose"):
            return arranged(name, place, values[0])
        axis = None if place is None else place.removeprefix(r"\text{axis ").rstrip("}")
        axis = {r"\text{each column": "0", r"\text{each row": "1"}.get(axis or "", axis)
        if name in ("stack", "concatenate"):
            join = getattr(np, name)
            return Interval(
                join([v.low for v in values], axis=int(axis)),
                join([v.high for v in values], axis=int(axis)),
            )
        return reduce(name, axis, values[0])

    def arguments(self) -> list[Interval]:
        if not self.skip(r"\left("):
            return [self.block()]
        values = [self.sum()]
        while self.skip(","):
            self.take(r"\,")
            values.append(self.sum())
        self.take(r"\right)")
        return values

    def symbol(self) -> Interval:
        text = self.take()
        if not re.fullmatch(r"[A-Za-z]|\\(?:hat|tilde|mathrm)\{.*\}", text) and text not in GREEK:
            raise UnreadableError(f"{text!r} in {self.latex}")
        for mark in ("^", "_"):
            follows = [token for _, token in self.tokens[self.at + 1 : self.at + 3]]
            if self.next == mark and (mark == "_" or follows == ["{", "*"]):
                while (
                    not text.endswith("}")
                    or text.count("{") != text.count("}")
                    or self._open(text, mark)
                ):
                    text += self.take()
        if text not in self.symbols:
            raise UnreadableError(f"no symbol {text!r}; there are {', '.join(self.symbols)}")
        return self.symbols[text]

    @staticmethod
    def _open(text: str, mark: str) -> bool:
        return not re.search(rf"\{mark}\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}}$", text)


COMPOUND = {r"\frac", r"\log", r"\lVert"}  # what a symbol of more than a letter begins with
OF_ONE = {
    **{name: getattr(np, name) for name in ("tanh", "exp", "log")},
    "sigma": lambda x: 1 / (1 + np.exp(-x)),
    "softplus": lambda x: np.logaddexp(0, x),
}
OPENING = (r"\left(", r"\begin{bmatrix}")
FUNCTIONS = {r"\tanh", r"\exp", r"\log", r"\max"}
GREEK = {
    "\\" + name
    for name in (
        "alpha",
        "beta",
        "gamma",
        "delta",
        "eta",
        "theta",
        "lambda",
        "mu",
        "rho",
        "epsilon",
        "nu",
        "kappa",
    )
} | {"λ"}


def symbol_of(name: str) -> str:
    """`y_hat_1` as it is printed: \\hat{y}_{1}; `dh_later_1` as the fraction that it is."""
    first, *rest = name.split("_")
    if first == "log":
        return r"\log " + symbol_of("_".join(rest))
    if first == "norm" and rest:
        return rf"\lVert {symbol_of('_'.join(rest))} \rVert"
    if re.fullmatch("d.", first) or (first[:1] == "d" and "\\" + first[1:] in GREEK):
        return fraction_of(first[1:], rest)
    return letter_of(first, rest)


def letter_of(letter: str, rest: list[str]) -> str:
    text = letter if len(letter) == 1 else rf"\mathrm{{{letter}}}"
    text = "\\" + letter if "\\" + letter in GREEK else text
    if rest[:1] in (["hat"], ["tilde"]):
        text, rest = rf"\{rest[0]}{{{text}}}", rest[1:]
    if rest[:1] == ["star"]:
        text, rest = text + "^{*}", rest[1:]
    words = [s for s in rest if len(s) > 1 and s[0].isalpha()]
    subscript = ",".join(rf"\text{{{s}}}" if s in words else s for s in rest)
    return text + (f"_{{{subscript}}}" if rest else "")


def fraction_of(letter: str, rest: list[str]) -> str:
    above, below = "L", letter_of(letter, [s for s in rest if s not in ("now", "later", "loss")])
    total = "now" not in rest and "prev" not in rest
    if "later" in rest:
        above = f"L_{{>{rest[-1]}}}"
    if "loss" in rest:
        above = f"L_{{{rest[-1]}}}"
        below = letter_of(letter, rest[: rest.index("loss")])
    if rest and re.fullmatch("d[A-Za-z]", rest[0]):
        *by, time = rest[1:]
        above, below = (
            letter_of(letter, [time]),
            letter_of(rest[0][1], [s for s in by if s != "now"]),
        )
        if by == ["prev"]:
            below = letter_of(rest[0][1], [str(int(time) - 1)])
    d = r"\mathrm{d}" if total else r"\partial "
    return rf"\frac{{{d}{above}}}{{{d}{below}}}"


def read(latex: str, symbols: dict[str, Interval]) -> Interval:
    """The value of a line."""
    return Reader(latex, symbols).line()


def agree(a: Interval, b: Interval) -> bool:
    """Whether the two can be the same number, entry by entry."""
    if np.all(np.isinf(a.low)) or np.all(np.isinf(b.low)):
        return True  # anything: an index that rounding leaves open
    if a.low.size != b.low.size:
        return False
    low, high = (
        np.maximum(a.low.reshape(-1), b.low.reshape(-1)),
        np.minimum(a.high.reshape(-1), b.high.reshape(-1)),
    )
    return bool(np.all(low <= high))


def points(symbols: dict[str, Interval]) -> dict[str, Interval]:
    """Each symbol as the printed decimal itself."""
    return {name: Interval(x.middle, x.middle, x.named) for name, x in symbols.items()}
