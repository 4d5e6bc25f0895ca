/* The values of a computed node, on floats and on fractions. */

import { over, plus, times, ZERO } from "./exact.js";
import { largest, OPERATIONS } from "./operations.js";
import { size } from "./places.js";

/** Numbers of one kind, and what the table calls an operation on them. */
export const FLOATS = { rule: "value", zero: 0, plus: (x, y) => x + y, times: (x, y) => x * y, over: (x, count) => x / count };
const FRACTIONS = { rule: "exact", zero: ZERO, plus, times, over: (x, count) => over(x, [BigInt(count), 1n]) };

/** What a fold makes of its entries, for the result at i. */
export const folding = (entries, { zero, plus }) => {
  const { terms } = entries, of = { ...entries };
  of.each = (f) => Array.from({ length: terms }, (_, t) => f(of.start + t));
  of.total = (f) => of.each(f).reduce(plus, zero);
  return (fold, i) => {
    of.start = i * terms;
    return fold(of);
  };
};

/** What an operation makes of its operands' entries, which are numbers of one kind. */
const calculate = ({ node: { op, shape }, operands, places: { at, of, terms }, isZero }, entries, numbers) => {
  if (of) return at[0].map((place, i) => entries[of[i]][place]);
  const [x, y = x] = entries, [a, b = a] = at, [u, v = u] = operands.map(({ data }) => data);
  const { fold, [numbers.rule]: each = fold } = OPERATIONS[op];
  const folded = folding({ ...numbers, data: (i) => u[a[i]], left: (i) => x[a[i]], right: (i) => y[b[i]], best: (start) => largest(u, a, start, terms), terms }, numbers);
  return Array.from({ length: size(shape) }, (_, i) =>
    fold ? folded(each, i) : isZero?.(i) ? numbers.zero : each(x[a[i]], y[b[i]], u[a[i]], v[b[i]]));
};

/** The values of a computed node; booleans are 0 and 1. */
export const operate = (step) =>
  Float64Array.from(calculate(step, step.operands.map(({ data }) => data), FLOATS));

/** What an operation makes of exact operands. */
export const apply = (step, exact) => calculate(step, exact, FRACTIONS);

/** Where a difference is 0 by itself: x - x, and at the largest of x - max(x). */
export const zeros = ({ op, in: [left, right] }, { at: [a, b] }, steps) => {
  if (op !== "subtract" || left === right) return () => op === "subtract";
  const { node, operands, places } = steps[right];
  if (node.op !== "max" || node.in[0] !== left) return () => false;
  const { at: [at], terms } = places, found = [];
  for (let i = 0; i < at.length; i += terms) found.push(at[i + largest(operands[0].data, at, i, terms)]);
  return (i) => found[b[i]] === a[i];
};
