/* The table of all operations of a trace: one row says all that the page has to know of one. */

import { minus, only, over, plus, power as exactPower, root, times } from "./exact.js";

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

const { abs, max, sqrt, tanh } = Math;

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
const addBound = (z, x, y, dx, dy) => dx + dy + UNIT * abs(z);
const sumBound = ({ total, left, dLeft, terms }) => total(dLeft) + terms * UNIT * total((i) => abs(left(i)));

const between = (sign) => (x) => x.flatMap((operand, k) => (k ? [sign, operand] : [operand]));
const call = (name) => (x) => [`${name}(`, ...between(", ")(x), ")"];
const products = (x) => x.flatMap((operand, k) => (k ? [k % 2 ? " · " : " + ", operand] : [operand]));
const choice = (x) => ["the entry ", x.at(-1), ...(x.length > 1 ? [" at place ", ...between(", ")(x.slice(0, -1))] : [])];
const moved = { written: (x) => ["the same number as ", ...x] };

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
    exact: only(0n, 0n),
    bound: (z, x, y, dx) => (1 - tanh(max(abs(x) - dx, 0)) ** 2) * dx + ELEMENTARY * abs(z),
    written: call("tanh"),
  },
  exp: {
    value: Math.exp,
    exact: only(0n, 1n),
    bound: (z, x, y, dx) => z * Math.expm1(dx) + ELEMENTARY * z,
    written: call("exp"),
  },
  log: {
    value: Math.log,
    exact: only(1n, 0n),
    bound: (z, x, y, dx) => (x > dx ? dx / (x - dx) : Infinity) + ELEMENTARY * abs(z),
    written: call("log"),
  },
  sqrt: {
    value: Math.sqrt,
    exact: root,
    bound: (z, x, y, dx) => max(z - sqrt(max(x - dx, 0)), sqrt(x + dx) - z) + ELEMENTARY * z,
    written: call("√"),
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
  concatenate: moved,
  stack: moved,
  transpose: moved,
  reshape: moved,
};
