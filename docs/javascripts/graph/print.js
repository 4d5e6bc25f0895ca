/* How a number is printed: one rule for the whole site, held equal to Python's by a test. */

import { binary, compare, decimal, minus, nearest, plus, times } from "./exact.js";

/**
 * @typedef {object} Printed
 * @property {string} text  as the page shows it: −0.1, 3.2046 × 10⁻⁷; empty if there is a problem
 * @property {string} ascii  the same to calculate with: -0.1, 3.2046e-7, -Infinity
 * @property {boolean} exact  whether the text is the number itself
 * @property {?string} problem  why it cannot be printed, in a word or two
 * @property {string} [why]  and in a sentence
 */

const DECIMALS = 5;

const WHY = {
  "not a number": "The inputs lead to something without a value, such as 0 divided by 0.",
  "too large": "The inputs lead to a number that is too large to compute with.",
  uncertain: "A whole number is too large, a divisor may be 0, or rounding decides a comparison.",
  "lost digits": "Rounding on the way has taken this number's digits.",
  "too few digits": "Not as many digits of this number are certain as would be shown.",
  midway: "The number lies midway between two that could be shown.",
  "bad format": "A format is .3f, .2e or d.",
};

const refuse = (problem) => ({ text: "", ascii: "", exact: false, problem, why: WHY[problem] });

const accept = (ascii, exact) => {
  if (!Number(ascii)) ascii = ascii.replace("-", "");
  const [mantissa, exponent] = ascii.replace("+", "").split("e");
  const raised = exponent?.replace(/./g, (sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign]));
  return { text: mantissa.replace("-", "−") + (raised ? ` × 10${raised}` : ""), ascii, exact, problem: null };
};

const magnitude = (x) => (x[0] < 0n ? minus(x) : x);

/** Why another processor may round it otherwise. A tie always counts, so nobody sees how ties are rounded. */
const doubt = (ascii, digits, x, known, error) => {
  const place = (ascii.split("e")[1] ?? 0) - digits, unit = 10 ** place;
  const far = Math.abs(Math.abs(Number(ascii) - x) - unit / 2) > error + Math.abs(x) * 2 ** -49 + unit * 2 ** -40;
  if (far && (Math.abs(x) > 1e-290 || !x)) return ""; // as nearly always: the rest is slow
  const truth = known ?? binary(x), step = decimal(`1e${place}`);
  const off = plus(binary(error), times(magnitude(truth), [1n, 1n << 52n]));
  const moved = magnitude(plus(decimal(ascii), minus(truth)));
  if (compare(magnitude(plus(moved, times(step, [-1n, 2n]))), off) > 0) return "";
  return compare(step, times(off, [4n, 1n])) < 0 ? "too few digits" : "midway";
};

/** Print by the house rule, or in a format; `error` is how far the value may lie from the true one. @returns {Printed} */
export const print = (value, known, error, kind, spec = "") => {
  const [, places, letter] = /^(?:\.(\d\d?)([fe])|d)$/.exec(spec || `.${DECIMALS}f`) ?? ["", -1];
  if (value === -Infinity && !error) return { text: "−∞", ascii: "-Infinity", exact: true, problem: null };
  if (!Number.isFinite(value)) return refuse(value ? "too large" : "not a number");
  if (places < 0) return refuse("bad format");
  if (error === Infinity) return refuse("uncertain");
  if (kind !== "f") return accept(`${BigInt(value)}`, true);
  const x = known ? nearest(known) : value;
  if (Math.abs(x - value) > 1e-9 * Math.max(1, Math.abs(x))) return refuse("lost digits");
  const integer = Number.isInteger(value) ? BigInt(value) : known && known[0] % known[1] === 0n ? known[0] / known[1] : null;
  if (spec === "d") return integer === null ? refuse("bad format") : accept(`${integer}`, !!known && !compare(known, [integer, 1n]));
  if (!spec && known && (known[0] * 10n ** BigInt(DECIMALS)) % known[1] === 0n && Math.abs(x) < 1e7) {
    return accept(x.toFixed(DECIMALS).replace(/\.?0+$/, ""), true);
  }
  const short = !spec && value && !(Math.abs(value) >= 1e-3 && Math.abs(value) < 1e7), digits = short ? 4 : +places;
  const whole = () => BigInt(x) + (digits ? "." : "") + "0".repeat(digits); // toFixed goes no further
  const ascii = short || letter === "e" ? x.toExponential(digits) : Math.abs(x) < 1e21 ? x.toFixed(digits) : whole();
  if (known && !compare(decimal(ascii), known)) return accept(ascii, true);
  const problem = doubt(ascii, digits, x, known, known ? 0 : error);
  return problem ? refuse(problem) : accept(ascii, false);
};
