/* What a number is in rational arithmetic, where that is known: 0.1 + 0.2 is 0.3, as on paper. */

import { largest } from "./operations.js";
import { move, size } from "./places.js";

/** @typedef {[bigint, bigint] | null} Exact  numerator and denominator, not always in lowest terms; null: unknown */

const ZERO = [0n, 1n], ONE = [1n, 1n];

/** A larger denominator is no longer followed. */
const DIGITS = 10n ** 200n;
const SMALL = 10n ** 15n;
/** Up to here, every whole number is a float. */
const HELD = 2n ** 53n;

/** A decimal as it is written: -0.1, 3.2e-7. @returns {Exact} */
export const decimal = (text) => {
  const [mantissa, exponent = 0] = text.split("e");
  const [whole, part = ""] = mantissa.split(".");
  const n = BigInt(whole + part), e = exponent - part.length;
  return e < 0 ? [n, 10n ** BigInt(-e)] : [n * 10n ** BigInt(e), 1n];
};

/** The decimal that was typed, the shortest that gives this number; the whole number, of those. */
export const typed = (x) => (Number.isFinite(x) ? decimal(String(x)) : null);

/** A float as it is. */
export const binary = (x, k = 0n) => {
  while (!Number.isInteger(x)) [x, k] = [x * 2, k + 1n];
  return [BigInt(x), 1n << k];
};

const lowest = ([n, d]) => {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b) [a, b] = [b, a % b];
  return [n / a, d / a];
};

/** The float nearest to a fraction, which is not so small that it has fewer digits. */
export const nearest = ([n, d]) => {
  if (d <= HELD && n <= HELD && n >= -HELD) return Number(n) / Number(d);
  const bits = (x) => x.toString(16).length * 4;
  const shift = Math.max(0, 70 + bits(d) - bits(n));
  const q = (n << BigInt(shift)) / d;
  const sticky = q * d === n << BigInt(shift) ? 0n : n < 0n ? -1n : 1n;
  return Number(2n * q + sticky) / 2 ** shift / 2;
};

export const plus = (x, y) =>
  x && y ? (x[1] === y[1] ? [x[0] + y[0], x[1]] : [x[0] * y[1] + y[0] * x[1], x[1] * y[1]]) : null;
export const minus = (x) => x && [-x[0], x[1]];
export const times = (x, y) =>
  x && y ? [x[0] * y[0], x[1] * y[1]] : (x ?? y)?.[0] === 0n ? ZERO : null;

/** Less than 0, 0, or more, as x is less than y, equal, or more. @returns {number} */
export const compare = ([a, b], [c, d]) => Number(a * d - c * b);

const over = (x, y) => (x && y?.[0] ? (y[0] > 0n ? [x[0] * y[1], x[1] * y[0]] : [-x[0] * y[1], -x[1] * y[0]]) : null);

/** The root of a whole number, rounded down (Newton's iteration, from above). */
const whole = (n) => {
  let r = 1n << BigInt(n.toString(2).length);
  for (let s = r; ; r = s) if ((s = (r + n / r) >> 1n) >= r) return r;
};

const root = (x) => {
  if (!x || x[0] <= 0n) return x?.[0] === 0n ? ZERO : null;
  const [n, d] = lowest(x), [a, b] = [whole(n), whole(d)];
  return a * a === n && b * b === d ? [a, b] : null;
};

const power = (x, y) => {
  if (!y) return null;
  if (2n * y[0] === y[1]) return root(x);
  const e = y[0] / y[1];
  if (e * y[1] !== y[0] || e > 64n || e < -64n) return null;
  if (e === 0n) return ONE;
  return x && (e > 0n ? [x[0] ** e, x[1] ** e] : over(ONE, [x[0] ** -e, x[1] ** -e]));
};

const only = (from, to) => (x) => (x && x[0] === from * x[1] ? [to, 1n] : null);

const EACH = {
  add: plus,
  subtract: (x, y) => plus(x, minus(y)),
  multiply: times,
  divide: over,
  power,
  negative: minus,
  tanh: only(0n, 0n),
  exp: only(0n, 1n),
  log: only(1n, 0n),
  sqrt: root,
  maximum: (x, y, first, second) => (first >= second ? x : y),
};

const total = (start, terms, f) => {
  let sum = ZERO;
  for (let i = start; sum && i < start + terms; i++) sum = plus(sum, f(i));
  return sum;
};

const FOLD = {
  matmul: ([x, y], [a, b], start, terms) => total(start, terms, (i) => times(x[a[i]], y[b[i]])),
  sum: ([x], [a], start, terms) => total(start, terms, (i) => x[a[i]]),
  mean: (x, at, start, terms) => over(FOLD.sum(x, at, start, terms), [BigInt(terms), 1n]),
  max: ([x], [a], start, terms, data) => x[a[start + largest(data, a, start, terms)]],
};

/** The entries of x that are x's largest, along the axes of a `max`. */
const winners = ({ at: [at], terms }, data) => {
  const found = new Set();
  for (let start = 0; start < at.length; start += terms) found.add(at[start + largest(data, at, start, terms)]);
  return found;
};

/** Where a difference is 0 by itself: x - x, and the largest of x - max(x). @returns {(i: number) => boolean} */
export const isZero = ({ op, in: [left, right], shape }, place) => {
  if (op !== "subtract") return () => false;
  if (left === right) return () => true;
  const { node, operands, places } = place(right);
  if (node.op !== "max" || node.in[0] !== left || size(operands[0].shape) !== size(shape)) return () => false;
  const found = winners(places, operands[0].data);
  return (i) => found.has(i);
};

/** What an operation whose result is a number makes of exact operands. @returns {Exact[]} */
export const apply = ({ node, operands, places }, exact, zero) => {
  const { at, terms, of } = places;
  if (of) return move(places, exact);
  const n = size(node.shape), found = Array(n);
  const data = operands.map((operand) => operand.data);
  const fold = FOLD[node.op], [x, y = x] = exact, [a, b = a] = at, [u, v = u] = data, f = EACH[node.op];
  for (let i = 0; i < n; i++) {
    found[i] = fold ? fold(exact, at, i * terms, terms, u) : zero(i) ? ZERO : f(x[a[i]], y[b[i]], u[a[i]], v[b[i]]);
  }
  return found;
};

/** The fraction, unless it has too many digits. */
export const followed = (x) => (x && x[1] >= SMALL && (x = lowest(x))[1] >= DIGITS ? null : x ?? null);
