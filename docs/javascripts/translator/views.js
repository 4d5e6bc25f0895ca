/* The views of a translation: its words, which can be chosen, and what the network did. */

import { answering, asked, ofShare, ofState, ofWord, written } from "./answers.js";
import { button, hindi, make, percent, wide } from "./elements.js";
import { hindiOf, likely, sentence, wordsOf } from "./network.js";

const BARS = 5; // of the most probable words

/** What one word is: spoken, in English, its form. */
const card = (text, reading) => {
  const [roman, english, form] = reading ?? ["", "", ""];
  return make("p", { className: "translator-card" }, hindi("strong", text), ` ${roman}: ${english}${form ? ` (${form})` : ""}`);
};

/** The most probable words of a step, as bars. */
const bars = (network, step) =>
  answering(make("table", { className: "translator-bars" },
    make("caption", { textContent: "The most probable words here" }),
    ...likely(step, BARS).map(({ word, p }) => {
      const bar = make("td", { className: "bar" }, make("span"));
      bar.firstChild.style.width = `${100 * p}%`;
      const text = hindiOf(network, word) || "(end)";
      return make("tr", {}, hindi("th", text, { scope: "row" }), bar,
        make("td", {}, asked(percent(p), () => ofWord(text, step, word))));
    })));

/** Where the network looked: a row a Hindi word, a column an English one. */
const map = (network, english, { steps }) => {
  const head = make("tr", {}, make("td"), ...english.map((word) => make("th", { scope: "col", textContent: word })));
  const rows = steps.filter(({ word }) => hindiOf(network, word)).map((step) =>
    make("tr", {}, hindi("th", hindiOf(network, step.word), { scope: "row" }), ...[...step.shares].map((share, place) => {
      const cell = make("td", {}, asked(Math.round(100 * share), () => ofShare(english[place], step, place)));
      cell.style.setProperty("--share", `${Math.round(100 * share)}%`);
      return cell;
    })));
  return answering(wide(make("table", { className: "translator-map" },
    make("caption", { textContent: "Where the network looked, in percent" }), head, ...rows)));
};

/** The decoder's hidden states as colours: a row a word, a column a unit. */
const states = (network, { steps }) => {
  const rows = steps.filter(({ word }) => hindiOf(network, word)).map((step) =>
    make("tr", {}, hindi("th", hindiOf(network, step.word), { scope: "row" }), ...[...step.state].map((value, unit) => {
      const number = written(value), cell = make("td", { className: value < 0 ? "below" : "above" });
      cell.append(asked("", () => ofState(network.kind, step, unit), { ariaLabel: number, title: number }));
      cell.style.setProperty("--share", `${Math.round(100 * Math.min(1, Math.abs(value)))}%`);
      return cell;
    })));
  return make("details", {}, make("summary", { textContent: "The hidden states of the decoder" }),
    answering(wide(make("table", { className: "translator-states" },
      make("caption", { textContent: "One row a word, one column a unit: blue above zero, orange below" }), ...rows))));
};

/**
 * Show a translation: its words, which can be chosen, and what belongs to the chosen one.
 * others: what else to show below it.
 */
export const show = (output, network, english, first, readings, others) => {
  const found = wordsOf(network, first), detail = make("div", { className: "translator-detail" });
  const buttons = found.map((text, place) => {
    const [roman] = readings[text] ?? [""];
    const word = button("", () => {
      for (const other of buttons) other.setAttribute("aria-pressed", other === word);
      detail.replaceChildren(card(text, readings[text]), bars(network, first.steps[place]));
    });
    word.append(hindi("span", text), make("small", { textContent: roman }));
    return word;
  });
  output.replaceChildren(
    make("p", { className: "translator-words", ariaLabel: sentence(found) }, ...buttons), detail,
    ...others,
    ...(network.kind === "attention" ? [map(network, english, first)] : []), states(network, first));
  buttons[0]?.click();
};
