/* Every operation that a trace records, on numbers, as NumPy does it. */

import { move, size } from "./places.js";

/** NumPy's: 1 to any power is 1, and x ** 2 and x ** 0.5 are a product and a root. */
export const power = (x, y) =>
  y === 2 ? x * x : y === 0.5 ? Math.sqrt(x) : x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y;

const EACH = {
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
  maximum: Math.max,
  greater: (x, y) => x > y,
  greater_equal: (x, y) => x >= y,
  less: (x, y) => x < y,
  less_equal: (x, y) => x <= y,
  equal: (x, y) => x === y,
  not_equal: (x, y) => x !== y,
};

/** Which of the `terms` entries that begin at a place is the largest: the first of equal ones, or NaN. */
export const largest = (data, at, start, terms) => {
  let best = 0;
  for (let t = 0; t < terms; t++) {
    const x = data[at[start + t]];
    if (Number.isNaN(x)) return t;
    if (x > data[at[start + best]]) best = t;
  }
  return best;
};

/** @returns {number} the sum of f over the terms */
export const total = (start, terms, f) => {
  let sum = 0;
  for (let i = start; i < start + terms; i++) sum += f(i);
  return sum;
};

const FOLD = {
  matmul: ([x, y], [a, b], start, terms) => total(start, terms, (i) => x[a[i]] * y[b[i]]),
  sum: ([x], [a], start, terms) => total(start, terms, (i) => x[a[i]]),
  mean: ([x], [a], start, terms) => total(start, terms, (i) => x[a[i]]) / terms,
  max: ([x], [a], start, terms) => x[a[start + largest(x, a, start, terms)]],
  argmax: ([x], [a], start, terms) => largest(x, a, start, terms),
};

/** The values of a computed node. Booleans and whole numbers are numbers too. @returns {Float64Array} */
export const operate = ({ op, shape, kind }, operands, places) => {
  const { at, terms, of } = places;
  const data = new Float64Array(size(shape));
  if (of) data.set(move(places, operands));
  else if (FOLD[op]) for (let i = 0; i < data.length; i++) data[i] = FOLD[op](operands, at, i * terms, terms);
  else {
    const [x, y = x] = operands, [a, b = a] = at, f = EACH[op];
    for (let i = 0; i < data.length; i++) data[i] = f(x[a[i]], y[b[i]]);
  }
  return kind === "b" ? data.map(Boolean) : data;
};
