/* The table of all operations of a trace: one row says all that the page has to know of one. */

import { compare, minus, only, over, plus, exactPower, root, times, ZERO } from "./exact.js";

/**
 * @typedef {object} Operation
 * @property {Function} [value]  of x and y, entry by entry, as NumPy does it
 * @property {Function} [exact]  the same on fractions; null where the result is none that is known
 * @property {Function} [fold]  the result of many entries: left(i) and right(i) for `terms` i from `start` on
 * @property {Function} [bound]  the error bound of a float: of z, x, y, dx, dy, or of a fold's entries
 * @property {(operands: any[]) => any[]} written  how the card of a number writes it around its operands
 */

/** The relative error of one rounding, and of tanh, exp, log and powers on any processor. */
export const UNIT = 2 ** -53;
const ELEMENTARY = 16 * UNIT;

/** What may be lost where a result is too small for a float. */
const TINY = 2 ** -1022;

const { abs, exp, expm1, log, max, sqrt, tanh } = Math;

/** NumPy's: 1 to any power is 1; x ** 2 is a product, and x ** 0.5 a root. */
const power = (x, y) =>
  y === 2 ? x * x : y === 0.5 ? Math.sqrt(x) : x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y;

const powerBound = (z, x, y, dx, dy) => {
  if (abs(x) <= dx && y < 0) return Infinity;
  if (Number.isInteger(y) && abs(y) < 2 ** 20) dy = 0; // typed as it is
  const corner = (i, j) => abs(power(x + i * dx, y + j * dy) - z);
  return max(corner(-1, -1), corner(-1, 1), corner(1, -1), corner(1, 1)) + ELEMENTARY * abs(z);
};

/** Which term is the largest: the first of equal ones, or of NaNs. */
export const largest = (x, at, start, terms) => {
  let best = 0;
  for (let t = 0; t < terms; t++) {
    const y = x[at[start + t]];
    if (y !== y) return t;
    if (y > x[at[start + best]]) best = t;
  }
  return best;
};

const sum = ({ total, left }) => total(left);
const isMasked = (x) => x === -Infinity;
const addBound = (z, x, y, dx, dy) => (isFinite(x + y) || !isFinite(dx + dy) || z !== z ? dx + dy + UNIT * abs(z) : 0);
const sumBound = ({ total, left, dLeft, terms }) => total(dLeft) + terms * UNIT * total((i) => abs(left(i)));

// Of a row of logits; a masked one is −∞.
const unmasked = ({ each, data }) => each((i) => i).filter((i) => !isMasked(data(i)));
const largestOf = ({ each, data }) => max(...each(data));
const total = (row) => row.each((i) => exp(row.data(i) - largestOf(row))).reduce((x, y) => x + y);
const share = (row) => {
  const [first, ...others] = unmasked(row).map(row.left);
  return !others.length || (first && others.every((x) => x && !compare(x, first))) ? [1n, BigInt(1 + others.length)] : null;
};
const rowBound = (row) => {
  const { dLeft, each, data, start, terms } = row, off = dLeft(start) + max(...each(dLeft));
  return max(off, expm1(off)) + (2 * (largestOf(row) - data(start)) + terms) * UNIT + 4 * ELEMENTARY;
};
const sigmoid = (x) => (x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x)));

const between = (sign) => (x) => x.flatMap((operand, k) => (k ? [sign, operand] : [operand]));
const call = (name) => (x) => [`${name}(`, ...between(", ")(x), ")"];
const products = (x) => x.flatMap((operand, k) => (k ? [k % 2 ? " · " : " + ", operand] : [operand]));
const ofRow = (before) => ([x, ...others]) => [before, x, ") over the sum of exp of it and of ", ...between(", ")(others)];
const choice = (x) => ["the entry ", x.at(-1), ...(x.length > 1 ? [" at place ", ...between(", ")(x.slice(0, -1))] : [])];
const unchanged = { written: (x) => x };

/** @type {Object<string, Operation>} */
export const OPERATIONS = {
  add: { value: (x, y) => x + y, exact: plus, bound: addBound, written: between(" + ") },
  subtract: { value: (x, y) => x - y, exact: (x, y) => plus(x, minus(y)), bound: addBound, written: between(" − ") },
  multiply: {
    value: (x, y) => x * y,
    exact: times,
    bound: (z, x, y, dx, dy) => abs(x) * dy + abs(y) * dx + dx * dy + UNIT * abs(z),
    written: between(" · "),
  },
  divide: {
    value: (x, y) => x / y,
    exact: over,
    bound: (z, x, y, dx, dy) => (abs(y) > dy ? (dx + abs(z) * dy) / (abs(y) - dy) : Infinity) + UNIT * abs(z),
    written: between(" ÷ "),
  },
  power: { value: power, exact: exactPower, bound: powerBound, written: between(" to the power ") },
  negative: { value: (x) => -x, exact: minus, bound: (z, x, y, dx) => dx, written: (x) => ["−", ...x] },
  tanh: {
    value: Math.tanh,
    exact: only(0n, 0n, 1n),
    bound: (z, x, y, dx) => (1 - tanh(max(abs(x) - dx, 0)) ** 2) * dx + ELEMENTARY * abs(z),
    written: call("tanh"),
  },
  exp: {
    value: Math.exp,
    exact: only(0n, 1n, 1n),
    bound: (z, x, y, dx) => (isMasked(x) ? 0 : z * expm1(dx) + ELEMENTARY * z + TINY),
    written: call("exp"),
  },
  log: {
    value: Math.log,
    exact: only(1n, 0n, 1n),
    bound: (z, x, y, dx) => (x > dx ? dx / (x - dx) : Infinity) + ELEMENTARY * abs(z),
    written: call("log"),
  },
  sqrt: {
    value: Math.sqrt,
    exact: root,
    bound: (z, x, y, dx) => max(z - sqrt(max(x - dx, 0)), sqrt(x + dx) - z) + ELEMENTARY * z,
    written: call("√"),
  },
  // Named functions: of a row, the operand that the result stands for comes first.
  sigmoid: {
    value: sigmoid,
    exact: only(0n, 1n, 2n),
    bound: (z, x, y, dx) => (x = max(abs(x) - dx, 0), sigmoid(x) * sigmoid(-x) * dx + 3 * ELEMENTARY * z + TINY),
    written: (x) => ["σ: 1 ÷ (1 + exp(−(", ...x, ")))"],
  },
  softplus: {
    value: (x) => max(x, 0) + log(1 + exp(-abs(x))),
    exact: () => null,
    bound: (z, x, y, dx) => sigmoid(x + dx) * dx + ELEMENTARY * (1 + z),
    written: (x) => ["log(1 + exp(", ...x, "))"],
  },
  relu: {
    value: (x) => max(x, 0),
    exact: (x, _, data) => (data > 0 ? x : ZERO),
    bound: (z, x, y, dx) => dx,
    written: (x) => ["max(", ...x, ", 0)"],
  },
  softmax: {
    fold: (row) => exp(row.data(row.start) - largestOf(row)) / total(row),
    exact: (row) => (isMasked(row.data(row.start)) ? ZERO : share(row)),
    bound: (row) => (isMasked(row.left(row.start)) ? 0 : row.z * rowBound(row) + TINY),
    written: ofRow("exp("),
  },
  log_softmax: {
    fold: (row) => row.data(row.start) - largestOf(row) - log(total(row)),
    exact: (row) => (share(row)?.[1] === 1n && !isMasked(row.data(row.start)) ? ZERO : null),
    bound: (row) => (isMasked(row.left(row.start)) ? 0 : rowBound(row) + UNIT * abs(row.z)),
    written: ofRow("log of exp("),
  },
  maximum: {
    value: (x, y) => Math.max(x, y),
    exact: (x, y, first, second) => (first >= second ? x : y),
    bound: (z, x, y, dx, dy) => max(dx, dy),
    written: call("max"),
  },
  // A comparison is certain or not: bounds.js says when.
  greater: { value: (x, y) => x > y, written: between(" > ") },
  greater_equal: { value: (x, y) => x >= y, written: between(" ≥ ") },
  less: { value: (x, y) => x < y, written: between(" < ") },
  less_equal: { value: (x, y) => x <= y, written: between(" ≤ ") },
  equal: { value: (x, y) => x === y, written: between(" = ") },
  not_equal: { value: (x, y) => x !== y, written: between(" ≠ ") },
  // One result of many entries, which are numbers of any kind.
  matmul: {
    fold: ({ total, times, left, right }) => total((i) => times(left(i), right(i))),
    bound: ({ total, left, right, dLeft, dRight, terms }) =>
      total((i) => abs(left(i)) * dRight(i) + dLeft(i) * (abs(right(i)) + dRight(i))) +
      (terms + 1) * UNIT * total((i) => abs(left(i) * right(i))),
    written: products,
  },
  sum: { fold: sum, bound: sumBound, written: between(" + ") },
  mean: {
    fold: (entries) => entries.over(sum(entries), entries.terms),
    bound: (entries) => sumBound(entries) / entries.terms + UNIT * abs(entries.z),
    written: call("mean"),
  },
  max: {
    fold: ({ left, start, best }) => left(start + best(start)),
    bound: ({ each, dLeft }) => max(...each(dLeft)),
    written: call("max"),
  },
  argmax: { fold: ({ start, best }) => best(start), written: call("place of the largest of ") },
  // Numbers that only move: places.js says where each comes from.
  where: { written: ([condition, chosen]) => [chosen, ", as the condition is ", condition] },
  index: { written: choice },
  take: { written: choice },
  concatenate: unchanged,
  stack: unchanged,
  transpose: unchanged,
  reshape: unchanged,
};
