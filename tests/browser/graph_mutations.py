"""Single mutations of the interpreter, and the case in graph_cases.py that must show each."""

from tests.browser.interpreter import Mutation


def _faults(file: str, seen_in: str, of: dict[str, tuple[str, str]]) -> list[Mutation]:
    """Put a new text in the place of an old one."""
    return [Mutation(name, file, seen_in, old, new) for name, (old, new) in of.items()]


def _exact(function: str, right: str, wrong: str) -> tuple[str, str]:
    """Give a function another exact value, in its own row."""
    row = f"value: Math.{function},\n    exact: only("
    return row + right, row + wrong


MUTATIONS = (
    *_faults(
        "operations.js",
        "arithmetic",
        {
            "add": ("add: { value: (x, y) => x + y", "add: { value: (x, y) => x + y * (1 + 1e-14)"),
            "subtract": ("(x, y) => x - y", "(x, y) => y - x"),
            "multiply": ("value: (x, y) => x * y", "value: (x, y) => x * x"),
            "divide": ("(x, y) => x / y", "(x, y) => x * (1 / y) + 1e-15"),
            "square": ("y === 2 ? x * x", "y === 2 ? 2 * x"),
            "root as power": ("y === 0.5 ? Math.sqrt(x)", "y === 0.5 ? x / 2"),
            "power": ("? 1 : x ** y", "? 1 : y ** x"),
            "negative": ("value: (x) => -x", "value: (x) => Math.abs(x)"),
            "tanh": ("value: Math.tanh,", "value: Math.atan,"),
            "exp": ("value: Math.exp,", "value: Math.expm1,"),
            "log": ("value: Math.log,", "value: Math.log2,"),
            "sqrt": ("value: Math.sqrt,", "value: Math.cbrt,"),
            "maximum": ("Math.max(x, y)", "Math.min(x, y)"),
        },
    ),
    *_faults(
        "operations.js",
        "extremes",
        {
            "one to any power": ("x === 1 ||", "x === 7 ||"),
            "minus one to infinity": ("=== Infinity) ? 1", "=== Infinity) ? NaN"),
            "tanh of large": (
                "value: Math.tanh,",
                "value: (x) => (Math.exp(2 * x) - 1) / (Math.exp(2 * x) + 1),",
            ),
            "maximum of NaN": ("(x, y) => Math.max(x, y)", "(x, y) => (x >= y ? x : y)"),
            "largest with NaN": ("if (y !== y) return t;", ""),
        },
    ),
    *_faults(
        "operations.js",
        "comparisons",
        {
            "greater": ("(x, y) => x > y", "(x, y) => x >= y"),
            "greater_equal": ("(x, y) => x >= y", "(x, y) => x > y"),
            "less": ("(x, y) => x < y", "(x, y) => x <= y"),
            "less_equal": ("(x, y) => x <= y", "(x, y) => x < y"),
            "equal": ("(x, y) => x === y", "(x, y) => Math.abs(x - y) < 1e-3"),
            "not_equal": ("(x, y) => x !== y", "(x, y) => x === y"),
            "mean": ("over(sum(entries), entries.terms)", "over(sum(entries), 2 * entries.terms)"),
        },
    ),
    *_faults(
        "operations.js",
        "reductions",
        {
            "first of equal ones": ("if (y > x[at", "if (y >= x[at"),
            "max": ("=> left(start + best(start))", "=> left(0 * start + best(start))"),
            "argmax": (
                "=> best(start), written",
                "=> start + best(start), written",
            ),
        },
    ),
    *_faults(
        "operations.js",
        "products",
        {
            "matmul": ("times(left(i), right(i))", "times(left(i), left(i))"),
        },
    ),
    *_faults(
        "places.js",
        "arithmetic",
        {
            "broadcasting": ("> 1 ? steps.at(i) : 0", "> 0 ? steps.at(i) : 0"),
            "order of axes": ("order.map((axis) => steps[axis])", "steps"),
            "new axis": ('if (part !== "new") {', "if (true) {"),
            "transpose": ("axes ?? [...shape.keys()].reverse()", "axes ?? [...shape.keys()]"),
        },
    ),
    *_faults(
        "places.js",
        "moves",
        {
            "slice step": ("step * by];", "step];"),
            "slice start": ("start += first * step;", "start += 0;"),
            "slice size": ("Math.ceil((stop - first) / by)", "stop - first"),
            "negative index": ("x < 0 ? x + n : x", "Math.abs(x)"),
            "place of lists": (
                "< lists.length ? lists[0].front : 0",
                "< lists.length ? 0 : lists[0].front",
            ),
            "shape of lists": ("spread(list.shape, shared)", "walk(shared, strides(shared))"),
            "concatenate": ("start += shape[axis] * steps[axis];", "start += steps[axis];"),
            "concatenate flat": (
                "axis === null ? [size(operand.shape)]",
                "axis === 7 ? [size(operand.shape)]",
            ),
            "stack": ("toSpliced(axis, 0, 1)", "toSpliced(0, 0, 1)"),
            "take": ("i === (axis ?? 0) ? null", "i === 0 ? null"),
        },
    ),
    *_faults(
        "places.js",
        "comparisons",
        {
            "reduced axes": (
                "every.filter((i) => !gone.includes(i)), ...gone",
                "gone, ...every.filter((i) => !gone.includes(i))",
            ),
            "where": ("data[place] ? 1 : 2", "data[place] ? 2 : 1"),
        },
    ),
    *_faults(
        "places.js",
        "products",
        {
            "matmul columns": (
                "toSpliced(-2, 2, 0, 1, columns)",
                "toSpliced(-2, 2, 0, columns, 1)",
            ),
        },
    ),
    *_faults(
        "exact.js",
        "arithmetic",
        {
            "typed": ("decimal(String(x)) : null", "binary(x) : null"),
            "nearest": ("20 + `${d}`.length", "4 + `${d}`.length"),
            "exact sum": ("x[0] * y[1] + y[0] * x[1]", "x[0] * y[1] + y[0]"),
            "zero times unknown": ("(x || y)?.[0] === 0n", "(x || y)?.[0] === 7n"),
            "negative divisor": ("[-y[1], -y[0]]", "[y[1], -y[0]]"),
            "exact root": ("found.every((r, i) => r * r === square[i])", "found.every((r) => r)"),
            "root of integers": (">= r) return r;", ">= r) return r + 1n;"),
            "large exponent": ("e > 64n || e < -64n", "e > 6n || e < -64n"),
            "power of zero": (": e ? null : ONE", ": null"),
            "root of zero": ("=== 0n && y[0] > 0n", "=== 7n && y[0] > 0n"),
            "zero over unknown": (": times(x, y));", ": null);"),
        },
    ),
    *_faults(
        "operations.js",
        "arithmetic",
        {
            "exact tanh": _exact("tanh", "0n, 0n", "0n, 1n"),
            "exact exp": _exact("exp", "0n, 1n", "1n, 1n"),
            "exact log": _exact("log", "1n, 0n", "0n, 0n"),
            "exact maximum": ("first >= second ? x : y", "first >= second ? y : x"),
        },
    ),
    *_faults(
        "calculate.js",
        "arithmetic",
        {
            "x - x": ('return () => op === "subtract";', "return () => false;"),
        },
    ),
    *_faults(
        "calculate.js",
        "comparisons",
        {
            "sum": (".reduce(plus, zero)", ".reduce(plus, plus(zero, f(of.start)))"),
            "exact mean": ("over(x, [BigInt(count), 1n])", "over(x, [1n, 1n])"),
        },
    ),
    *_faults(
        "exact.js",
        "extremes",
        {
            "lowest terms": ("if (x && x[1] >= SHORT) x = lowest(x);", ""),
            "too many digits": ("DIGITS = 10n ** 200n", "DIGITS = 10n ** 2000n"),
        },
    ),
    *_faults(
        "calculate.js",
        "reductions",
        {
            "zero by itself": ("return (i) => found[b[i]] === a[i];", "return () => false;"),
            "zero in another row": ("found[b[i]] === a[i]", "found.includes(a[i])"),
        },
    ),
    *_faults(
        "operations.js",
        "arithmetic",
        {
            "one rounding": ("UNIT = 2 ** -53", "UNIT = 2 ** -56"),
            "bound of *": ("abs(x) * dy + abs(y) * dx + dx * dy", "abs(x) * dx + abs(y) * dy"),
            "bound of /": ("(dx + abs(z) * dy)", "(dx + dy)"),
            "bound of maximum": ("=> max(dx, dy),", "=> dx,"),
            "bound of -x": (
                "exact: minus, bound: (z, x, y, dx) => dx",
                "exact: minus, bound: () => 0",
            ),
        },
    ),
    *_faults(
        "operations.js",
        "reductions",
        {
            "bound of +": ("? dx + dy + UNIT", "? dx + UNIT"),
            "bound of tanh": ("(1 - tanh(max(abs(x) - dx, 0)) ** 2) * dx", "4 * dx"),
            "bound of exp": ("z * expm1(dx)", "expm1(dx)"),
            "bound of sum": ("total(dLeft) + terms", "0 + terms"),
            "bound of max": ("({ each, dLeft }) => max(", "({ each, dLeft }) => 0 * max("),
        },
    ),
    *_faults(
        "bounds.js",
        "reductions",
        {
            "exact winner": ("< +(t > first)", "< 0"),
        },
    ),
    *_faults(
        "operations.js",
        "rounding",
        {
            "divisor near 0": ("abs(y) > dy ?", "abs(y) > 0 ?"),
            "bound of **": ("power(x + i * dx, y + j * dy)", "power(x, y + j * dy)"),
            "bound of log": ("x > dx ? dx / (x - dx)", "x > dx ? dx"),
            "bound of sqrt": (", sqrt(x + dx) - z)", ")"),
        },
    ),
    *_faults(
        "bounds.js",
        "rounding",
        {
            "clear winner": ("- dx[best] - dx[p] > 0", "> 0"),
        },
    ),
    *_faults(
        "operations.js",
        "extremes",
        {
            "whole exponent": ("dy = 0; // typed", "dy = dy + 0; // typed"),
        },
    ),
    *_faults(
        "bounds.js",
        "extremes",
        {
            "overflow": ("x >= limits[0] && x <= limits[1]", "true"),
        },
    ),
    *_faults(
        "operations.js",
        "products",
        {
            "bound of @": ("dLeft(i) * (abs(right(i)) + dRight(i))", "dLeft(i) * dRight(i)"),
            "terms of @": ("(terms + 1) * UNIT", "UNIT"),
        },
    ),
    *_faults(
        "operations.js",
        "comparisons",
        {
            "bound of mean": ("sumBound(entries) / entries.terms", "sumBound(entries)"),
        },
    ),
    *_faults(
        "bounds.js",
        "comparisons",
        {
            "uncertain choice": ("lost ? Infinity :", "false ? Infinity :"),
            "comparison": ("abs(x[p] - y[q]) > off ||", "abs(x[p] - y[q]) > 0 ||"),
            "exact comparison": ("|| agrees();", ";"),
            "small integers": (", limits = [-(2 ** 53), 2 ** 53]", ""),
        },
    ),
    *_faults(
        "bounds.js",
        "moves",
        {
            "undecided conditions": ("least[i] === most[i]", "true"),
            "one way alone": ("[0, 1].map(either)", "[0, 0].map(either)"),
        },
    ),
    *_faults(
        "print.js",
        "arithmetic",
        {
            "five places": ("DECIMALS = 5", "DECIMALS = 6"),
            "minus sign": ('mantissa.replace("-", "−")', "mantissa"),
            "exponent": ('"⁰¹²³⁴⁵⁶⁷⁸⁹"', '"⁰¹²³⁴⁵⁶⁸⁷⁹"'),
            "what is exact": ("if (known && !compare(decimal(ascii), known))", "if (false)"),
            "trailing zeros": ('.replace(/\\.?0+$/, "")', '.replace(/0+$/, "")'),
            "whole numbers": ('kind !== "f"', 'kind === "b"'),
            "not whole": ("integer === null ?", "false ?"),
        },
    ),
    *_faults(
        "print.js",
        "rounding",
        {
            "negative zero": ("if (!Number(ascii)) ascii", "if (!ascii) ascii"),
            "small numbers": ("abs(value) >= 1e-3", "abs(value) > 1e-2"),
            "large numbers": ("abs(value) < 1e7)", "abs(value) < 1e8)"),
            "large decimals": ("=== 0n && Math.abs(x) < 1e7)", "=== 0n)"),
        },
    ),
    *_faults(
        "print.js",
        "extremes",
        {
            "very large numbers": ("abs(x) < 1e21", "abs(x) < 1e30"),
        },
    ),
    *_faults(
        "print.js",
        "fractions",
        {
            "lost digits": ("> 1e-9 *", "> 1e-5 *"),
            "ties of fractions": ("known ?? binary(x)", "binary(x)"),
            "certainty": ("[1n, 1n << 52n]", "[1n, 1n << 40n]"),
        },
    ),
    *_faults(
        "print.js",
        "products",
        {
            "certificate": ("if (far && (", "if (true || ("),
        },
    ),
    *_faults(
        "print.js",
        "comparisons",
        {
            "infinity": ("error === Infinity", "error === 7"),
        },
    ),
    *_faults(
        "run.js",
        "edited arithmetic",
        {
            "inputs": ("own ?? node.value", "node.value"),
            "as before, an input": ("own.every(is(old.own))", "true"),
            "as before, what follows": (
                "operands.every((operand, k)",
                "operands.some((operand, k)",
            ),
        },
    ),
    *_faults(
        "run.js",
        "handed over",
        {
            "handed over": (
                "origin, source, data: source.data",
                "origin, source, data: source.data.map(Math.abs)",
            ),
            "exact origin": ("if (step.origin) return exact(...step.origin);", ""),
            "certain origin": ("if (step.origin) return errors(...step.origin);", ""),
            "parents of an input": ("return origin ? [[...origin, at]] : [];", "return [];"),
        },
    ),
    *_faults(
        "run.js",
        "comparisons",
        {
            "parents of a choice": ("[...by.map(([k, deciding]) => [k, deciding[at]]), [", "[["),
            "parents of a move": ("[of[at], where[0][at]]", "[0, where[0][at]]"),
            "parents of a sum": ("own[at * terms + t]", "own[at + t]"),
        },
    ),
    *_faults(
        "run.js",
        "arithmetic",
        {
            "what follows": ("!compare(decimal(ascii), result[at])", "true"),
        },
    ),
)
