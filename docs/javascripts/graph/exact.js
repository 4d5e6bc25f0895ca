/* What a number is in rational arithmetic, where that is known: 0.1 + 0.2 is 0.3, as on paper. */

/** @typedef {?[bigint, bigint]} Exact  a fraction, not always in lowest terms; null: not known */

export const ZERO = [0n, 1n];
const ONE = [1n, 1n];

/** Denominators: up to SHORT they are not shortened, from DIGITS on no longer followed. */
const SHORT = 10n ** 15n, DIGITS = 10n ** 200n, LARGEST = DIGITS ** 3n;

/** A decimal as it is written: -0.1, 3.2e-7. */
export const decimal = (text) => {
  const [mantissa, exponent = 0] = text.split("e"), [whole, part = ""] = mantissa.split(".");
  const n = BigInt(whole + part), e = BigInt(exponent - part.length);
  return e < 0n ? [n, 10n ** -e] : [n * 10n ** e, 1n];
};

/** The decimal that was typed: the shortest that gives this float; the root of a whole number is none. */
export const typed = (x) => (Number.isFinite(x) && !isRoot(x) ? decimal(String(x)) : null);
const isRoot = (x) => x > 0 && x < 2 ** 20 && x === Math.sqrt(Math.round(x * x)) && x !== Math.trunc(x);

/** The float as it is. */
export const binary = (x, d = 1n) => (Number.isInteger(x) ? [BigInt(x), d] : binary(x * 2 ** 53, d << 53n));

/** The float at a fraction, to the last bit or two. */
export const nearest = ([n, d]) => {
  const k = Math.max(0, 20 + `${d}`.length - `${n}`.length);
  return Number(`${(n * 10n ** BigInt(k)) / d}e-${k}`);
};

const lowest = ([n, d]) => {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b) [a, b] = [b, a % b];
  return [n / a, d / a];
};

export const plus = (x, y) => x && y && (x[1] === y[1] ? [x[0] + y[0], x[1]] : [x[0] * y[1] + y[0] * x[1], x[1] * y[1]]);
export const minus = (x) => x && [-x[0], x[1]];
export const times = (x, y) => (x && y ? [x[0] * y[0], x[1] * y[1]] : (x || y)?.[0] === 0n ? ZERO : null);
export const over = (x, y) => (y ? y[0] && times(x, y[0] > 0n ? [y[1], y[0]] : [-y[1], -y[0]]) : times(x, y));

/** Negative, 0 or positive, as x is less than y, equal or more. */
export const compare = (x, y) => Number(x[0] * y[1] - y[0] * x[1]);

/** The root of a whole number, rounded down: Newton's iteration, from above. */
const floor = (n) => {
  for (let r = 1n << BigInt(`${n}`.length * 2), s; ; r = s) if ((s = (r + n / r) >> 1n) >= r) return r;
};

export const root = (x) => {
  if (!x || x[0] <= 0n) return x?.[0] === 0n ? ZERO : null;
  const square = lowest(x), found = square.map(floor);
  return found.every((r, i) => r * r === square[i]) ? found : null;
};

export const exactPower = (x, y) => {
  if (!y || 2n * y[0] === y[1] || (x?.[0] === 0n && y[0] > 0n)) return y && root(x);
  const e = y[0] / y[1];
  if (e * y[1] !== y[0] || e > 64n || e < -64n) return null;
  return e && x ? (e > 0n ? [x[0] ** e, x[1] ** e] : over(ONE, [x[0] ** -e, x[1] ** -e])) : e ? null : ONE;
};

/** A function that has a rational value at one number alone. */
export const only = (from, ...to) => (x) => (x && x[0] === from * x[1] ? to : null);

/** The fraction, unless it has too many digits. */
export const followed = (x) => {
  if (x && x[1] >= SHORT) x = lowest(x);
  return x && x[1] < DIGITS && x[0] < LARGEST && x[0] > -LARGEST ? x : null;
};
