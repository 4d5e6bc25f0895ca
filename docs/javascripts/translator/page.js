/* The translator: English is typed, Hindi appears, and each step of the network can be looked at. */

import { completions, MOST_WORDS, nearest, split } from "./english.js";
import { model, words } from "./files.js";
import { hindiOf, likely, translate } from "./network.js";

const MODELS = { attention: "GRU with attention", gru: "GRU", lstm: "LSTM", rnn: "tanh RNN" };
const WIDTHS = [1, 2, 3, 5];
const SHOWN = 5; // of the most probable words

/** An element with properties and children. */
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const percent = (share) => `${(100 * share).toFixed(1)} %`;
const hindi = (tag, text, properties = {}) => make(tag, { lang: "hi", textContent: text, ...properties });

/** The words of a translation, its end left out. */
const wordsOf = (network, { words: found }) => found.map((word) => hindiOf(network, word)).filter(Boolean);

/** Written as a sentence: no space before its mark. */
const sentence = (found) => found.join(" ").replace(/ ([।?])/g, "$1");

const choice = (label, options, name) =>
  make("label", {}, `${label} `, make("select", { name, autocomplete: "off" },
    ...options.map(([value, text]) => make("option", { value, textContent: text }))));

/** What scrolls sideways on a phone: its edges are shaded, and it takes the focus. */
const wide = (table) => {
  const block = make("div", { className: "translator-wide", tabIndex: 0 }, table);
  block.dataset.scrolls = "";
  return block;
};

/** What one word is: spoken, in English, its form. */
const card = (text, reading) => {
  const [roman, english, form] = reading ?? ["", "", ""];
  return make("p", { className: "translator-card" }, hindi("strong", text), ` ${roman}: ${english}${form ? ` (${form})` : ""}`);
};

/** The most probable words of a step, as bars. */
const bars = (network, step) =>
  make("table", { className: "translator-bars" },
    make("caption", { textContent: "The most probable words here" }),
    ...likely(step, SHOWN).map(({ word, p }) => {
      const bar = make("td", { className: "bar" }, make("span"));
      bar.firstChild.style.width = `${100 * p}%`;
      return make("tr", {}, hindi("th", hindiOf(network, word) || "(end)", { scope: "row" }), bar,
        make("td", { textContent: percent(p) }));
    }));

/** Where the network looked: a row a Hindi word, a column an English one. */
const map = (network, english, { steps }) => {
  const head = make("tr", {}, make("td"), ...english.map((word) => make("th", { scope: "col", textContent: word })));
  const rows = steps.filter(({ word }) => hindiOf(network, word)).map(({ word, shares }) =>
    make("tr", {}, hindi("th", hindiOf(network, word), { scope: "row" }), ...[...shares].map((share) => {
      const cell = make("td", { textContent: Math.round(100 * share) });
      cell.style.setProperty("--share", `${Math.round(100 * share)}%`);
      return cell;
    })));
  return wide(make("table", { className: "translator-map" },
    make("caption", { textContent: "Where the network looked, in percent" }), head, ...rows));
};

/** The decoder's hidden states as colours: a row a word, a column a unit. */
const states = (network, { steps }) => {
  const rows = steps.filter(({ word }) => hindiOf(network, word)).map(({ word, state }) =>
    make("tr", {}, hindi("th", hindiOf(network, word), { scope: "row" }), ...[...state].map((value) => {
      const cell = make("td", { className: value < 0 ? "below" : "above", title: value.toFixed(3) });
      cell.style.setProperty("--share", `${Math.round(100 * Math.min(1, Math.abs(value)))}%`);
      return cell;
    })));
  return make("details", {}, make("summary", { textContent: "The hidden states of the decoder" }),
    wide(make("table", { className: "translator-states" },
      make("caption", { textContent: "One row a word, one column a unit: blue above zero, orange below" }), ...rows)));
};

/** The translations that the beam kept, the best first. */
const kept = (network, found) =>
  make("ol", { className: "translator-kept" }, ...found.map((one) =>
    make("li", {}, hindi("span", sentence(wordsOf(network, one))), ` ${percent(Math.exp(one.logProbability))}`)));

/** Show a translation: its words, which can be chosen, and what belongs to the chosen one. */
const show = (output, network, english, found, readings) => {
  const [first] = found, written = wordsOf(network, first), detail = make("div", { className: "translator-detail" });
  const buttons = written.map((text, place) => {
    const [roman] = readings[text] ?? [""];
    const button = make("button", { type: "button" }, hindi("span", text), make("small", { textContent: roman }));
    button.onclick = () => {
      for (const other of buttons) other.setAttribute("aria-pressed", other === button);
      detail.replaceChildren(card(text, readings[text]), bars(network, first.steps[place]));
    };
    return button;
  });
  output.replaceChildren(
    make("p", { className: "translator-words", ariaLabel: sentence(written) }, ...buttons), detail,
    ...(found.length > 1 ? [kept(network, found)] : []),
    ...(network.kind === "attention" ? [map(network, english, first)] : []), states(network, first));
  buttons[0]?.click();
};

/** Say which word is not known, and offer the nearest ones. */
const refuse = (output, word, known, replace) =>
  output.replaceChildren(make("p", { className: "translator-refused" },
    word ? `“${word.slice(0, 40)}” is not in the vocabulary. ` : "The sentence is too long.",
    ...(word ? nearest(word, known).map((other) =>
      make("button", { type: "button", textContent: other, onclick: () => replace(word, other) })) : [])));

/** @param {HTMLElement} box  the element that becomes the translator */
export const open = (box) => {
  const field = make("input", { type: "text", value: box.dataset.sentence, autocomplete: "off", spellcheck: false, maxLength: 300 });
  const hints = make("div", { className: "translator-hints" });
  const bar = make("progress", { max: 1, hidden: true }), output = make("output", {});
  const which = choice("Network", Object.entries(MODELS), "model");
  const beam = choice("Beam", WIDTHS.map((n) => [n, n === 1 ? "greedy" : String(n)]), "beam");
  const surprise = make("button", { type: "button", textContent: "Surprise me", className: "md-button" });
  box.replaceChildren(make("label", {}, "English ", field), hints,
    make("p", { className: "translator-choices" }, surprise, which, beam), bar, output);
  const about = words();
  let turn = 0;

  const put = (text) => {
    field.value = text;
    field.focus();
    update();
  };

  const update = async () => {
    const mine = ++turn;
    try {
      const [network, { readings }] = await Promise.all([
        model(which.lastChild.value, (share) => { bar.hidden = share === 1; if (share) bar.value = share; }), about]);
      bar.hidden = true;
      if (mine !== turn) return; // something else was typed meanwhile
      hints.replaceChildren(...completions(field.value, network.english).map((word) =>
        make("button", { type: "button", textContent: word, onclick: () => put(field.value.replace(/[^\s]+$/u, `${word} `)) })));
      const english = split(field.value), unknown = english.find((word) => !network.ids.has(word));
      if (!english.length) return output.replaceChildren();
      if (unknown || english.length > MOST_WORDS) {
        return refuse(output, unknown, network.english, (word, other) => put(english.map((one) => (one === word ? other : one)).join(" ")));
      }
      const found = translate(network, english.map((word) => network.ids.get(word)), Number(beam.lastChild.value));
      show(output, network, english, found, readings);
    } catch {
      bar.hidden = true;
      output.textContent = "The network could not be loaded.";
    }
  };

  surprise.onclick = async () => {
    const { sentences } = await about;
    put(sentences[Math.floor(Math.random() * sentences.length)]);
  };
  field.oninput = which.onchange = beam.onchange = update;
  return update().finally(() => { box.dataset.ready = ""; });
};
