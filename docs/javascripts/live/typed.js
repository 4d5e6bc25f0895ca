/* A number as a person types it: 0.5, −2, 0,5, ०.५, 3.2 × 10⁻⁷; or what is wrong with it, in words
   (the range that a field takes is worded by input_ranges.py). */

const DECIMAL = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const THOUSANDS = /^[-+]?[1-9]\d{0,2}(,\d{3})+$/;
const POWER_OF_TEN = /\s*[×x*·]\s*10(?:\s*(?:\^|\*\*)\s*([-+]?\d+)|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))$/i;
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", LOWERED = "0123456789-+";
const LONGEST = 40;
const EXAMPLE = "Type a number, such as 0.5 or -2";

/** The value of a decimal digit of any script. Unicode has the ten of each in a row, and rows side by side. */
const digit = (sign) => {
  const at = sign.codePointAt(0);
  let zero = at;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return (at - zero) % 10;
};

/** With the digits and the signs that a program reads. */
const plain = (text) =>
  text
    .trim()
    .replace(/\p{Nd}/gu, digit)
    .replace(POWER_OF_TEN, (_, typed, raised) => `e${typed ?? raised.replace(/./g, (sign) => LOWERED[RAISED.indexOf(sign)])}`)
    .replace(/[\p{Pd}−]/gu, "-")
    .replace("＋", "+")
    .replace(/[٫．]/g, ".")
    .replace(/，/g, ",")
    .replace(/^([-+])\s+/, "$1");

/**
 * @typedef {object} Kind  what an input takes
 * @property {boolean} isWhole
 * @property {number} [low]  the smallest
 * @property {number} [high]  the largest
 * @property {number[]} [leftOut]  numbers between that it does not take
 * @property {string} [range]  all this in words
 */

/** @param {string} text @param {Kind} kind @returns {{number: number} | {problem: string}} */
export const parse = (text, { isWhole, low, high, leftOut, range }) => {
  if (!text.trim()) return { problem: `${EXAMPLE}.` };
  if (text.trim().length > LONGEST) return { problem: `A number has at most ${LONGEST} characters here.` };
  const read = plain(text), written = read.replace(/^([^,.]*),([^,.]*)$/, "$1.$2");
  if (THOUSANDS.test(read)) {
    return { problem: `“${text.trim()}” may be ${read.replaceAll(",", "")} or a decimal: type it with a point, or without a comma.` };
  }
  if (!DECIMAL.test(written)) return { problem: `${EXAMPLE}: “${text.trim()}” is none.` };
  const number = Number(written);
  if (!Number.isFinite(number)) return { problem: "This number is too large for a computer's arithmetic." };
  if (!number && /[1-9]/.test(written.split(/e/i)[0])) return { problem: "This number is too small for a computer's arithmetic. Type 0 instead." };
  if (isWhole && !Number.isSafeInteger(number)) return { problem: "Type a whole number here." };
  if (number < low || number > high || leftOut?.includes(number)) return { problem: `Type a ${isWhole ? "whole " : ""}number ${range}.` };
  return { number };
};

/** Whether a text is written as a program would write it. */
export const isPlain = (text) => DECIMAL.test(text);
