/* The translator: English is typed, Hindi appears, and each step of the network can be looked at. */

import { button, choice, make } from "./elements.js";
import { completions, split } from "./english.js";
import { model, words } from "./files.js";
import { translate } from "./network.js";
import { refuse } from "./refusals.js";
import { compared, tree } from "./tree.js";
import { show } from "./views.js";

const MODELS = { attention: "GRU with attention", gru: "GRU", lstm: "LSTM", rnn: "tanh RNN" };
const WIDTHS = [1, 2, 3, 5];
const PENALTY_NAMES = { wu: "Wu and others", length: "the length", none: "none" };

/** @param {HTMLElement} box  the element that becomes the translator */
export const open = (box) => {
  const field = make("input", { type: "text", value: box.dataset.sentence, autocomplete: "off", spellcheck: false, maxLength: 300 });
  const hints = make("div", { className: "translator-hints" });
  const bar = make("progress", { max: 1, hidden: true, ariaLabel: "Loading the network" }), output = make("output", {});
  const which = choice("Network", Object.entries(MODELS), "model");
  const beam = choice("Beam", WIDTHS.map((n) => [n, n === 1 ? "greedy" : String(n)]), "beam");
  const penalty = Object.assign(choice("Length penalty", Object.entries(PENALTY_NAMES), "penalty"), { hidden: true });
  const power = make("input", { type: "number", value: 0.6, min: 0, max: 3, step: 0.1, autocomplete: "off" });
  const alpha = make("label", { hidden: true }, "α ", power);
  const surprise = button("Surprise me", async () => {
    const { sentences: offered } = await about;
    put(offered[Math.floor(Math.random() * offered.length)]);
  }, { className: "md-button" });
  box.replaceChildren(make("label", {}, "English ", field), hints,
    make("p", { className: "translator-choices" }, surprise, which, beam, penalty, alpha), bar, output);
  const about = words();
  let turn = 0;

  const put = (text) => {
    field.value = text;
    field.focus();
    update();
  };

  /** What is shown of a translation: the best one, and of a beam what it found and kept. */
  const translated = (network, source) => {
    const width = Number(beam.lastChild.value), rule = penalty.lastChild.value;
    const searched = (n) => translate(network, source, n, rule, Math.max(0, Number(power.value) || 0));
    const [greedy] = searched(1).results;
    penalty.hidden = width === 1;
    alpha.hidden = width === 1 || rule !== "wu";
    if (width === 1) return [greedy];
    const found = searched(width);
    return [found.results[0], compared(network, greedy, found.results), tree(network, found)];
  };

  const update = async () => {
    const mine = ++turn;
    try {
      const [network, { readings, parse }] = await Promise.all([
        model(which.lastChild.value, (share) => { bar.hidden = share === 1; if (share) bar.value = share; }), about]);
      bar.hidden = true;
      if (mine !== turn) return; // something else was typed meanwhile
      hints.replaceChildren(...completions(field.value, parse).map((word) =>
        button(word, () => put(field.value.replace(/[^\s.?!।(),]+$/u, `${word} `)))));
      const english = split(field.value), parsed = parse(english);
      if (!english.length) return output.replaceChildren();
      if (!parsed.words) return output.replaceChildren(refuse(english, parsed, network.english, put));
      const [first, ...others] = translated(network, parsed.words.map((word) => network.ids.get(word)));
      show(output, network, parsed.words, first, readings, others);
    } catch {
      bar.hidden = true;
      output.textContent = "The network could not be loaded.";
    }
  };

  for (const example of document.querySelectorAll(".translator-try")) {
    const { textContent: text, dataset } = example;
    example.replaceChildren(button(text, () => {
      which.lastChild.value = dataset.model;
      put(text);
      box.scrollIntoView();
    }));
  }
  field.oninput = which.onchange = beam.onchange = penalty.onchange = power.oninput = update;
  return update().finally(() => { box.dataset.ready = ""; });
};
