/* How a number is printed: one rule for the whole site, held equal to Python's by a test. */

import { binary, compare, decimal, minus, nearest, plus, times } from "./exact.js";

/**
 * @typedef {object} Printed
 * @property {string} text  as the page shows it: −0.1, 3.2046 × 10⁻⁷; empty where there is a problem
 * @property {string} ascii  the same for a parser: -0.1, 3.2046e-7
 * @property {boolean} exact  whether the text is the number itself
 * @property {?string} problem  in a word or two, why it cannot be printed
 * @property {string} [why]  a sentence for the reader
 */

const PLACES = 5, SMALL = 1e-3, LARGE = 1e7;
const SHORT = 10n ** BigInt(PLACES);
const FORMAT = /^(?:\.(\d\d?)([fe])|d)$/;
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const WHY = {
  "not a number": "The inputs lead to something that has no value, such as the logarithm of a negative number.",
  "too large": "The number is larger than a computer's numbers go.",
  "bad format": "A format is .3f, .2e or d, and d is for whole numbers.",
  uncertain: "A whole number is too large, a divisor may be 0, or a comparison hangs on less than its rounding error.",
  "lost digits": "Rounding errors have taken the digits of this number.",
  "too few digits": "Fewer digits of this number are certain than would be shown here.",
  midway: "The number lies midway between two that could be shown here, so that rounding it is a matter of chance.",
};

const refuse = (problem) => ({ text: "", ascii: "", exact: false, problem, why: WHY[problem] });

const accept = (ascii, exact) => {
  if (ascii[0] === "-" && Number(ascii) === 0) ascii = ascii.slice(1);
  const [mantissa, exponent] = ascii.replace("-", (sign, at) => (at ? sign : "−")).split("e");
  const raised = exponent && ` × 10${exponent.replace("+", "").replace("-", "⁻").replace(/\d/g, (digit) => RAISED[digit])}`;
  return { text: mantissa + (raised ?? ""), ascii, exact, problem: null };
};

const magnitude = (x) => (x[0] < 0n ? minus(x) : x);

/** A float in a format .3f or .2e, half to even on its exact value, where JavaScript rounds half up. */
export const format = (x, digits, letter) => {
  const fixed = letter === "f";
  const text = !fixed ? x.toExponential(digits) : abs(x) < 1e21 ? x.toFixed(digits) : BigInt(x) + (digits ? `.${"0".repeat(digits)}` : "");
  const [mantissa, exponent = ""] = text.split("e");
  if (!/[13579]$/.test(mantissa)) return text;
  const unit = decimal(`1e${exponent - digits}`);
  const over = plus(magnitude(decimal(text)), minus(magnitude(binary(x))));
  if (compare(plus(over, over), unit)) return text;
  return mantissa.slice(0, -1) + (mantissa.at(-1) - 1) + text.slice(mantissa.length);
};

const { abs } = Math;

/** Why a rounded number is not certain to be rounded alike everywhere, or null. */
const doubt = (ascii, digits, x, known, error) => {
  const unit = 10 ** ((ascii.split("e")[1] ?? 0) - digits);
  const slack = error + abs(x) * 2 ** -50 + unit * 2 ** -40;
  if (abs(abs(Number(ascii) - x) - unit / 2) > slack && (abs(x) > 1e-290 || !x)) return null; // seen in floats already
  const one = decimal(`1e${(ascii.split("e")[1] ?? 0) - digits}`), truth = known ?? binary(x);
  const off = plus(binary(error), times(magnitude(truth), [1n, 1n << 52n]));
  const gap = magnitude(plus(magnitude(plus(decimal(ascii), minus(truth))), minus(times(one, [1n, 2n]))));
  if (compare(gap, off) > 0) return null;
  return compare(one, times(off, [4n, 1n])) < 0 ? "too few digits" : "midway";
};

/**
 * Print by the house rule, or in a format.
 * @param {number} value
 * @param {import("./exact.js").Exact} known
 * @param {number} error  how far the value may lie from the true one
 * @param {string} kind  f, i or b
 * @returns {Printed}
 */
export const print = (value, known, error, kind = "f", spec = "") => {
  const found = FORMAT.exec(spec);
  if (!Number.isFinite(value)) return refuse(Number.isNaN(value) ? "not a number" : "too large");
  if (spec && !found) return refuse("bad format");
  if (error === Infinity) return refuse("uncertain");
  if (kind !== "f") return accept(String(BigInt(value)), true);
  const x = !known || (known[0] && abs(value) < 1e-200) ? value : nearest(known);
  if (abs(x - value) > 1e-9 * Math.max(1, abs(x))) return refuse("lost digits");
  if (spec === "d") {
    if (!Number.isInteger(value)) return refuse("bad format");
    return accept(String(BigInt(value)), !!known && known[0] === BigInt(value) * known[1]);
  }
  if (!spec && known && (known[0] * SHORT) % known[1] === 0n && abs(x) < LARGE) {
    return accept(x.toFixed(PLACES).replace(/\.?0+$/, ""), true);
  }
  const small = value !== 0 && !(abs(value) >= SMALL && abs(value) < LARGE);
  const [digits, letter] = spec ? [Number(found[1]), found[2]] : small ? [PLACES - 1, "e"] : [PLACES, "f"];
  const ascii = format(x, digits, letter);
  if (known && !compare(decimal(ascii), known)) return accept(ascii, true);
  const problem = doubt(ascii, digits, x, known, known ? 0 : error);
  return problem ? refuse(problem) : accept(ascii, false);
};
