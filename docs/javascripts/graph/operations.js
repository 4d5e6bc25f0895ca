/* Every operation of a trace, on floats, as NumPy does it. */

import { size } from "./places.js";

/** NumPy's: 1 to any power is 1; x ** 2 is a product, and x ** 0.5 a root. */
export const power = (x, y) =>
  y === 2 ? x * x : y === 0.5 ? Math.sqrt(x) : x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y;

export const EACH = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
  power,
  negative: (x) => -x,
  tanh: Math.tanh,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  maximum: (x, y) => Math.max(x, y),
  greater: (x, y) => x > y,
  greater_equal: (x, y) => x >= y,
  less: (x, y) => x < y,
  less_equal: (x, y) => x <= y,
  equal: (x, y) => x === y,
  not_equal: (x, y) => x !== y,
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

/** Numbers of one kind: floats here, fractions in exact.js. */
const FLOATS = { zero: 0, plus: EACH.add, times: EACH.multiply, over: EACH.divide, EACH };

/** What an operation makes of its operands' entries, which are numbers of any kind. */
export const calculate = ({ node: { op, shape }, operands, places: { at, of, terms }, isZero }, entries, { zero, plus, times, over, EACH }) => {
  if (of) return at[0].map((place, i) => entries[of[i]][place]);
  const [x, y = x] = entries, [a, b = a] = at, [u, v = u] = operands.map(({ data }) => data);
  const total = (start, f) => {
    let sum = zero;
    for (let i = start; i < start + terms; i++) sum = plus(sum, f(i));
    return sum;
  };
  const sum = (start) => total(start, (i) => x[a[i]]);
  const FOLD = {
    matmul: (start) => total(start, (i) => times(x[a[i]], y[b[i]])),
    sum,
    mean: (start) => over(sum(start), terms),
    max: (start) => x[a[start + largest(u, a, start, terms)]],
    argmax: (start) => largest(u, a, start, terms),
  };
  return Array.from({ length: size(shape) }, (_, i) =>
    op in FOLD ? FOLD[op](i * terms) : isZero?.(i) ? zero : EACH[op](x[a[i]], y[b[i]], u[a[i]], v[b[i]]));
};

/** The values of a computed node; booleans are 0 and 1. */
export const operate = (step) => {
  const found = Float64Array.from(calculate(step, step.operands.map(({ data }) => data), FLOATS));
  return step.node.kind === "b" ? found.map(Boolean) : found;
};
