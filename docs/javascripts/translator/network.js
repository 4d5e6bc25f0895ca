/* The network of a translation: the same arithmetic as the package's networks, one sentence at a time. */

import { BEGIN, END, SPECIAL, addProduct } from "./weights.js";

const LONGEST = 32; // words after which a translation is given up

/** What a log-probability is divided by, as in the lesson on search. */
const PENALTIES = {
  none: () => 1,
  length: (length) => length,
  wu: (length, alpha) => ((5 + length) / 6) ** alpha,
};

const sigmoid = (a) => 1 / (1 + Math.exp(-a));

/** One step, from the word's row of the table and the old state: the new state, and what it is made of. */
const CELLS = {
  rnn: (model, layer, row, [h]) => {
    const a = addProduct(row.slice(), h, model.weights[`W_${layer}`]);
    return { state: [a.map(Math.tanh)], parts: { a } };
  },
  lstm: (model, layer, row, [h, old]) => {
    const n = h.length, a = addProduct(row.slice(), h, model.weights[`W_${layer}`]);
    const part = (k, activation) => a.slice(k * n, (k + 1) * n).map(activation);
    const i = part(0, sigmoid), f = part(1, sigmoid), o = part(2, sigmoid), g = part(3, Math.tanh);
    const c = old.map((value, unit) => f[unit] * value + i[unit] * g[unit]);
    return { state: [c.map((value, unit) => o[unit] * Math.tanh(value)), c], parts: { o, c } };
  },
  gru: (model, layer, row, [old]) => {
    const size = old.length, product = addProduct(new Float64Array(3 * size), old, model.weights[`W_${layer}`]);
    const bias = model.weights[`b_n_${layer}`].numbers;
    const z = old.map((_, unit) => sigmoid(row[size + unit] + product[size + unit]));
    const n = old.map((_, unit) => {
      const r = sigmoid(row[unit] + product[unit]);
      return Math.tanh(row[2 * size + unit] + r * (product[2 * size + unit] + bias[unit]));
    });
    return { state: [old.map((value, unit) => (1 - z[unit]) * n[unit] + z[unit] * value)], parts: { z, n, old } };
  },
};
CELLS.attention = CELLS.gru;

/** Read a sentence: all hidden states, and the last state. */
export const encode = (model, source) => {
  const zero = () => new Float64Array(model.hidden), states = [];
  let state = model.kind === "lstm" ? [zero(), zero()] : [zero()];
  for (const word of source) {
    ({ state } = CELLS[model.kind](model, "enc", model.tables.enc[word], state));
    states.push(state[0]);
  }
  return { states, state };
};

/** Shares that sum to one, from scores. */
const softmax = (scores) => {
  const largest = Math.max(...scores), ratios = scores.map((score) => Math.exp(score - largest));
  const sum = ratios.reduce((a, b) => a + b);
  return ratios.map((ratio) => ratio / sum);
};

/** Look at the encoder's states: what is seen, and how much of each. */
const attend = ({ weights, hidden }, states, s) => {
  const query = addProduct(new Float64Array(hidden), s, weights.W_a);
  const scores = states.map((h) => h.reduce((sum, value, i) => sum + value * query[i], 0)), shares = softmax(scores);
  const joined = new Float64Array(2 * hidden);
  states.forEach((h, t) => h.forEach((value, i) => (joined[i] += shares[t] * value)));
  joined.set(s, hidden);
  return { scores, shares, output: addProduct(new Float64Array(hidden), joined, weights.W_c).map(Math.tanh) };
};

/** Read one word of the translation: the logarithms of the next word's probabilities, and what they are made of. */
const step = (model, states, state, word) => {
  const { state: next, parts } = CELLS[model.kind](model, "dec", model.tables.dec[word], state);
  const { output, ...seen } = model.kind === "attention" ? attend(model, states, next[0]) : { output: next[0], shares: [] };
  const logits = addProduct(model.weights.c.numbers.slice(), output, model.weights.V);
  const largest = logits.reduce((a, b) => Math.max(a, b));
  const sum = Math.log(logits.reduce((total, logit) => total + Math.exp(logit - largest), 0));
  return { state: next, logs: logits.map((logit) => logit - largest - sum), logits, parts, ...seen };
};

/** The places of the largest numbers, the largest first; of equal ones the first. */
const best = (numbers, count) => {
  const found = [];
  numbers.forEach((number, place) => {
    if (found.length === count && number <= numbers[found[count - 1]]) return;
    let at = found.length;
    while (at && number > numbers[found[at - 1]]) at--;
    found.splice(at, 0, place);
    found.length = Math.min(found.length, count);
  });
  return found;
};

/**
 * Translate, keeping `width` beginnings (1: the most probable word each time).
 * results: the best score first; each has its words, its steps (probabilities, attention, state, and
 * what they are made of), log-probability, length penalty and score. levels: what each step kept, and what ended there.
 */
export const translate = (model, source, width = 1, penalty = "wu", alpha = 0.6) => {
  const { states, state } = encode(model, source), finished = [], levels = [];
  let alive = [{ words: [], steps: [], logProbability: 0, state, last: BEGIN }];
  for (let length = 1; length <= LONGEST && finished.length < width; length++) {
    const read = alive.map((one) => step(model, states, one.state, one.last));
    const size = read[0].logs.length, totals = new Float64Array(alive.length * size);
    read.forEach(({ logs }, row) => logs.forEach((log, word) => (totals[row * size + word] = alive[row].logProbability + log)));
    const kept = [], ended = [];
    for (const place of best(totals, 2 * width)) {
      const row = Math.floor(place / size), word = place % size, { state: next, ...seen } = read[row];
      const grown = { ...alive[row], logProbability: totals[place],
        steps: [...alive[row].steps, { ...seen, word, state: next[0] }] };
      const divisor = PENALTIES[penalty](length, alpha);
      if (word === END) ended.push({ ...grown, penalty: divisor, score: totals[place] / divisor });
      else kept.push({ ...grown, words: [...grown.words, word], state: next, last: word });
      if (kept.length === width) break;
    }
    finished.push(...ended);
    levels.push({ kept, ended });
    alive = kept;
  }
  if (!finished.length) finished.push(...alive.map((one) => ({ ...one, score: -Infinity })));
  return { results: finished.sort((a, b) => b.score - a.score).slice(0, width), levels };
};

/** The most probable words of a step, with their probabilities. */
export const likely = ({ logs }, count) => best(logs, count).map((word) => ({ word, p: Math.exp(logs[word]) }));

/** A word of the translation; nothing for the end. */
export const hindiOf = (model, word) => (word >= SPECIAL ? model.hindi[word - SPECIAL] : "");

/** The words of a translation, its end left out. */
export const wordsOf = (model, { words }) => words.map((word) => hindiOf(model, word)).filter(Boolean);

/** Written as a sentence: no space before its mark. */
export const sentence = (words) => words.join(" ").replace(/ ([।?])/g, "$1");
