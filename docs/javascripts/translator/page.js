/* The translator: English is typed, Hindi appears, and each step of the network can be looked at. */

import { button, choice, make } from "./elements.js";
import { completions, split } from "./english.js";
import { model, words } from "./files.js";
import { reader } from "./grammar.js";
import { translate } from "./network.js";
import { explained } from "./refusals.js";
import { show } from "./views.js";

const MODELS = { attention: "GRU with attention", gru: "GRU", lstm: "LSTM", rnn: "tanh RNN" };
const WIDTHS = [1, 2, 3, 5];

/** Say which word is wrong, and offer those that would fit. */
const refuse = (english, refused, known, put) => {
  const { text, offers, more } = explained(english, refused, known);
  const instead = (other) => put([...english.slice(0, refused.place), other, ...english.slice(refused.place + 1)].join(" "));
  return make("p", { className: "translator-refused" }, `${text} `,
    ...offers.flatMap((other) => [button(other, () => instead(other)), " "]), more ? "…" : "");
};

/** @param {HTMLElement} box  the element that becomes the translator */
export const open = (box) => {
  const field = make("input", { type: "text", value: box.dataset.sentence, autocomplete: "off", spellcheck: false, maxLength: 300 });
  const hints = make("div", { className: "translator-hints" });
  const bar = make("progress", { max: 1, hidden: true }), output = make("output", {});
  const which = choice("Network", Object.entries(MODELS), "model");
  const beam = choice("Beam", WIDTHS.map((n) => [n, n === 1 ? "greedy" : String(n)]), "beam");
  const surprise = button("Surprise me", async () => {
    const { sentences: offered } = await about;
    put(offered[Math.floor(Math.random() * offered.length)]);
  }, { className: "md-button" });
  box.replaceChildren(make("label", {}, "English ", field), hints,
    make("p", { className: "translator-choices" }, surprise, which, beam), bar, output);
  const about = words().then((found) => ({ ...found, parse: reader(found.grammar) }));
  let turn = 0;

  const put = (text) => {
    field.value = text;
    field.focus();
    update();
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
      const found = translate(network, parsed.words.map((word) => network.ids.get(word)), Number(beam.lastChild.value));
      show(output, network, parsed.words, found, readings);
    } catch {
      bar.hidden = true;
      output.textContent = "The network could not be loaded.";
    }
  };

  field.oninput = which.onchange = beam.onchange = update;
  return update();
};
