/* How each number of a translation came about: said below it when it is chosen. */

import { button, make } from "./elements.js";

/** A number as it is read: four digits that count, and a true minus. */
export const written = (number) => {
  if (!Number.isFinite(number)) return "−∞";
  const size = Math.abs(number);
  const text = size && (size < 1e-4 || size >= 1e5) ? number.toExponential(3) : String(Number(number.toPrecision(4)));
  return text.replaceAll("-", "−");
};

/** The same after a sign: a negative one in brackets. */
const bracketed = (text) => (text.startsWith("−") ? `(${text})` : text);

/** A number that can be chosen. answer: gives the sentence on how it was computed. */
export const asked = (text, answer, properties = {}) =>
  Object.assign(button(text, undefined, { className: "asked", tabIndex: -1, ...properties }), { answer });

/** What holds numbers that can be chosen, and the line that answers; the arrow keys go from one to the next. */
export const answering = (content) => {
  const line = make("p", { className: "translator-answer", role: "status" });
  const box = make("div", {}, content, line), numbers = [...content.querySelectorAll(".asked")];
  if (numbers.length) numbers[0].tabIndex = 0;
  box.onclick = ({ target }) => {
    const chosen = numbers.indexOf(target.closest(".asked"));
    if (chosen < 0) return;
    for (const number of numbers) number.tabIndex = number === numbers[chosen] ? 0 : -1;
    line.textContent = numbers[chosen].answer();
  };
  box.onkeydown = (event) => {
    const here = numbers.indexOf(event.target), way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = numbers[here + way];
    if (here < 0 || !next) return;
    event.preventDefault();
    numbers[here].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };
  return box;
};

/** A share of a softmax. what: whose score it is. scores, kind: all of them, and what they are. */
const share = (what, scores, place, kind) => {
  const largest = Math.max(...scores), ratios = [...scores].map((score) => Math.exp(score - largest));
  const sum = ratios.reduce((a, b) => a + b), [score, top] = [scores[place], largest].map(written);
  return `${what} is ${score}, the largest is ${top}: softmax = e^(${score} − ${bracketed(top)}) / ${written(sum)} ` +
    `= ${written(ratios[place] / sum)}. It is divided by the sum of these powers over all ${scores.length} ${kind}.`;
};

/** The probability of a word. */
export const ofWord = (name, { logits }, word) => share(`The logit of “${name}”`, logits, word, "words");

/** How much of a state of the encoder is seen. */
export const ofShare = (name, { scores }, place) => share(`The score of “${name}”`, scores, place, "words of the sentence");

/** An entry of the decoder's state, from the parts of its cell. */
export const ofState = (kind, { state, parts }, unit) => {
  const { a, z, n, old, o, c } = Object.fromEntries(Object.entries(parts).map(([name, values]) => [name, written(values[unit])]));
  const value = written(state[unit]), which = `Unit ${unit + 1}`;
  if (kind === "rnn") return `${which}: tanh(a) = tanh(${a}) = ${value}`;
  if (kind === "lstm") return `${which}: o · tanh(c) = ${o} · tanh(${c}) = ${value}, with the output gate o and the cell state c`;
  return `${which}: (1 − z) · n + z · s = (1 − ${z}) · ${bracketed(n)} + ${z} · ${bracketed(old)} = ${value}, ` +
    "with the update gate z, the candidate n, and s as it was before";
};

/** The logarithm of a translation's probability. */
export const ofSum = ({ steps, logProbability }) =>
  `The sum of the logarithms of its words’ probabilities: ${steps.map(({ word, logs }) => bracketed(written(logs[word]))).join(" + ")} = ${written(logProbability)}`;

/** What a translation is compared by. */
export const ofScore = ({ logProbability, penalty, score }) =>
  !Number.isFinite(score) ? "It has not ended, so it has no score" : `log P / length penalty = ${written(logProbability)} / ${written(penalty)} = ${written(score)}`;

/** The probability of a beginning. */
export const ofProbability = ({ logProbability }) =>
  `e^(log P) = e^(${written(logProbability)}) = ${written(Math.exp(logProbability))}`;
