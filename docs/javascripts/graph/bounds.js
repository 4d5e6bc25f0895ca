/* How far a number can lie from the true one. Infinite: it hangs on a choice that rounding may decide. */

import { apply, compare } from "./exact.js";
import { largest, power, total } from "./operations.js";
import { move, size } from "./places.js";

/** The relative error of one rounding, and that of tanh, exp, log and powers on any processor. */
const UNIT = 2 ** -53;
const ELEMENTARY = 16 * UNIT;

const { abs, expm1, max, sqrt, tanh } = Math;

const add = (z, x, y, dx, dy) => dx + dy + UNIT * abs(z);

const EACH = {
  add,
  subtract: add,
  multiply: (z, x, y, dx, dy) => abs(x) * dy + abs(y) * dx + dx * dy + UNIT * abs(z),
  divide(z, x, y, dx, dy) {
    const left = abs(y) - dy;
    return (left > 0 ? (dx + abs(z) * dy) / left : Infinity) + UNIT * abs(z);
  },
  power(z, x, y, dx, dy) {
    if (abs(x) <= dx && y < 0) return Infinity;
    const off = y === Math.round(y) && abs(y) < 2 ** 20 ? 0 : dy; // typed as it is: no error of its own
    const corner = (i, j) => abs(power(x + i * dx, y + j * off) - z);
    return max(corner(-1, -1), corner(-1, 1), corner(1, -1), corner(1, 1)) + ELEMENTARY * abs(z);
  },
  negative: (z, x, _, dx) => dx,
  tanh: (z, x, _, dx) => (1 - tanh(max(abs(x) - dx, 0)) ** 2) * dx + ELEMENTARY * abs(z),
  exp: (z, x, _, dx) => z * expm1(dx) + ELEMENTARY * z,
  log: (z, x, _, dx) => (x > dx ? dx / (x - dx) : Infinity) + ELEMENTARY * abs(z),
  sqrt: (z, x, _, dx) => max(z - sqrt(max(x - dx, 0)), sqrt(x + dx) - z) + ELEMENTARY * z,
  maximum: (z, x, y, dx, dy) => max(dx, dy),
};

const sum = (z, [x], [dx], [at], start, terms) =>
  total(start, terms, (i) => dx[at[i]]) + terms * UNIT * total(start, terms, (i) => abs(x[at[i]]));

const FOLD = {
  matmul(z, [x, y], [dx, dy], [a, b], start, terms) {
    const inherited = total(start, terms, (i) =>
      abs(x[a[i]]) * dy[b[i]] + dx[a[i]] * abs(y[b[i]]) + dx[a[i]] * dy[b[i]]);
    return inherited + (terms + 1) * UNIT * total(start, terms, (i) => abs(x[a[i]] * y[b[i]]));
  },
  sum,
  mean: (z, x, dx, at, start, terms) => sum(z, x, dx, at, start, terms) / terms + UNIT * abs(z),
  max: (z, x, [dx], [at], start, terms) => max(...Array.from({ length: terms }, (_, t) => dx[at[start + t]])),
};

/** Whether a comparison came out as that of the exact numbers, by the sign of their difference. */
const AGREES = {
  greater: (sign) => sign > 0,
  greater_equal: (sign) => sign >= 0,
  less: (sign) => sign < 0,
  less_equal: (sign) => sign <= 0,
  equal: (sign) => sign === 0,
  not_equal: (sign) => sign !== 0,
};

const certain = (yes) => (yes ? 0 : Infinity);

/** Whether the largest of an `argmax` is the largest for certain. */
const isClear = (x, dx, exact, [at], start, terms) => {
  const own = at.slice(start, start + terms), best = own[largest(x, at, start, terms)];
  if (own.every((p) => exact[p] && dx[p] < Infinity)) {
    const first = own.indexOf(best);
    return own.every((p, t) => (t < first ? compare(exact[p], exact[best]) < 0 : compare(exact[p], exact[best]) <= 0));
  }
  return own.every((p) => p === best || x[best] - x[p] - dx[best] - dx[p] > 0);
};

const each = (count, f) => Float64Array.from({ length: count }, (_, i) => f(i));

/**
 * The largest absolute error of each entry of a computed node.
 * @param {{node: object, operands: import("./places.js").Values[], places: import("./places.js").Places}} step
 */
export const bounds = (step, z, exact, errors, zero) => {
  const { node, operands, places } = step;
  const { op, kind, limits = [-(2 ** 63), 2 ** 63 - 1] } = node, { at, terms, of, by = [] } = places;
  const count = size(node.shape), data = operands.map((operand) => operand.data);
  const [x, y = x] = data, [dx, dy = dx] = errors, [a, b = a] = at;
  const open = (list) => list.some((error) => error === Infinity);
  if (of) {
    if (by.some(([operand]) => open(errors[operand]))) return each(count, () => Infinity);
    return Float64Array.from(move(places, errors), (error) => error ?? Infinity);
  }
  if (AGREES[op]) {
    return each(count, (i) => {
      const [p, q] = [a[i], b[i]], off = dx[p] + dy[q], known = exact[0][p] && exact[1][q] && off < Infinity;
      const agree = () => AGREES[op](compare(exact[0][p], exact[1][q])) === !!z[i];
      return certain(node.in[0] === node.in[1] || abs(x[p] - y[q]) > off || (known && agree()));
    });
  }
  if (op === "argmax") return each(count, (i) => certain(isClear(x, dx, exact[0], at, i * terms, terms)));
  if (kind !== "f") {
    const uncertain = errors.some(open), true_ = uncertain || apply(step, exact, zero);
    const [low, high] = limits.map(Number);
    const fits = (i, [n, d]) => Number.isInteger(z[i]) && BigInt(z[i]) * d === n && z[i] >= low && z[i] <= high;
    return each(count, (i) => certain(!uncertain && true_[i] && fits(i, true_[i])));
  }
  const fold = FOLD[op], f = EACH[op];
  return each(count, (i) => {
    if (zero(i)) return 0;
    const error = fold ? fold(z[i], data, errors, at, i * terms, terms) : f(z[i], x[a[i]], y[b[i]], dx[a[i]], dy[b[i]]);
    return error >= 0 ? error : Infinity;
  });
};
