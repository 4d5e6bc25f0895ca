/* How far a number can lie from the true one: Infinity where a choice hangs on rounding. */

import { apply, binary, compare } from "./exact.js";
import { EACH as OPERATIONS, largest, power } from "./operations.js";

/** The relative error of one rounding, and of tanh, exp, log and powers on any processor. */
export const UNIT = 2 ** -53;
const ELEMENTARY = 16 * UNIT;

const { abs, max, sqrt, tanh } = Math;

const add = (z, x, y, dx, dy) => dx + dy + UNIT * abs(z);

const EACH = {
  add,
  subtract: add,
  multiply: (z, x, y, dx, dy) => abs(x) * dy + abs(y) * dx + dx * dy + UNIT * abs(z),
  divide: (z, x, y, dx, dy) => (abs(y) > dy ? (dx + abs(z) * dy) / (abs(y) - dy) : Infinity) + UNIT * abs(z),
  power(z, x, y, dx, dy) {
    if (abs(x) <= dx && y < 0) return Infinity;
    if (Number.isInteger(y) && abs(y) < 2 ** 20) dy = 0; // typed as it is
    const corner = (i, j) => abs(power(x + i * dx, y + j * dy) - z);
    return max(corner(-1, -1), corner(-1, 1), corner(1, -1), corner(1, 1)) + ELEMENTARY * abs(z);
  },
  negative: (z, x, y, dx) => dx,
  tanh: (z, x, y, dx) => (1 - tanh(max(abs(x) - dx, 0)) ** 2) * dx + ELEMENTARY * abs(z),
  exp: (z, x, y, dx) => z * Math.expm1(dx) + ELEMENTARY * z,
  log: (z, x, y, dx) => (x > dx ? dx / (x - dx) : Infinity) + ELEMENTARY * abs(z),
  sqrt: (z, x, y, dx) => max(z - sqrt(max(x - dx, 0)), sqrt(x + dx) - z) + ELEMENTARY * z,
  maximum: (z, x, y, dx, dy) => max(dx, dy),
};

/** Whether the largest of an `argmax` is the largest for certain. */
const isClear = (x, dx, exact, [at], start, terms) => {
  const own = at.slice(start, start + terms), first = largest(x, at, start, terms), best = own[first];
  const known = own.every((p) => exact[p] && dx[p] < Infinity);
  return own.every((p, t) =>
    t === first || (known ? compare(exact[p], exact[best]) < +(t > first) : x[best] - x[p] - dx[best] - dx[p] > 0));
};

/** The largest absolute error of each entry of a computed node. @returns {Float64Array} */
export const bounds = (step, exact, errors) => {
  const { node, operands, places, data: z, isZero } = step, { op, kind, limits = [-(2 ** 53), 2 ** 53] } = node;
  const { at, terms, of, by = [] } = places;
  const [x, y = x] = operands.map(({ data }) => data), [dx, dy = dx] = errors, [u, v = u] = exact, [a, b = a] = at;
  const each = (f) => z.map((_, i) => ((i = f(i)) >= 0 ? i : Infinity));
  const certain = (f) => each((i) => (f(i) ? 0 : Infinity));
  const open = (k) => errors[k].includes(Infinity);
  if (of) {
    const lost = by.some(([k]) => open(k));
    return each((i) => (lost ? Infinity : errors[of[i]][at[0][i]]));
  }
  if (op === "argmax") return certain((i) => isClear(x, dx, u, at, i * terms, terms));
  if (op in OPERATIONS && !(op in EACH)) {
    return certain((i) => {
      const [p, q] = [a[i], b[i]], off = dx[p] + dy[q];
      const agrees = () => u[p] && v[q] && off < Infinity && +OPERATIONS[op](compare(u[p], v[q]), 0) === z[i];
      return node.in[0] === node.in[1] || abs(x[p] - y[q]) > off || agrees();
    });
  }
  if (kind !== "f") {
    const truth = node.in.some((_, k) => open(k)) ? [] : apply(step, exact);
    const fits = (x) => Number.isInteger(x) && x >= limits[0] && x <= limits[1];
    return certain((i) => fits(z[i]) && truth[i] && !compare(binary(z[i]), truth[i]));
  }
  const total = (i, f) => {
    let sum = 0;
    for (let t = i * terms; t < i * terms + terms; t++) sum += f(a[t], b[t]);
    return sum;
  };
  const sum = (i) => total(i, (p) => dx[p]) + terms * UNIT * total(i, (p) => abs(x[p]));
  const FOLD = {
    matmul: (i) =>
      total(i, (p, q) => abs(x[p]) * dy[q] + dx[p] * (abs(y[q]) + dy[q])) + (terms + 1) * UNIT * total(i, (p, q) => abs(x[p] * y[q])),
    sum,
    mean: (i) => sum(i) / terms + UNIT * abs(z[i]),
    max: (i) => max(...a.slice(i * terms, i * terms + terms).map((p) => dx[p])),
  };
  return each((i) =>
    isZero(i) ? 0 : op in FOLD ? FOLD[op](i) : EACH[op](z[i], x[a[i]], y[b[i]], dx[a[i]], dy[b[i]]));
};
