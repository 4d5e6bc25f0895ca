/* A sentence to its translation on one line, as the home page shows it. */

import { hindi, make } from "./elements.js";
import { split } from "./english.js";
import { model, words } from "./files.js";
import { sentence, translate, wordsOf } from "./network.js";
import { refuse } from "./refusals.js";

let about;

/** The elements that say it, or why there is none. put: takes a sentence that would be better. */
export const translation = async (name, text, put, progress) => {
  about ??= words();
  about.catch(() => (about = undefined)); // the next one tries again
  const [network, { readings, parse }] = await Promise.all([model(name, progress), about]);
  const english = split(text), parsed = parse(english);
  if (!english.length) return [];
  if (!parsed.words) return [refuse(english, parsed, network.english, put)];
  const [first] = translate(network, parsed.words.map((word) => network.ids.get(word))).results;
  const found = wordsOf(network, first), spoken = found.map((word) => readings[word]?.[0]).filter((roman) => roman !== ".");
  return [make("p", { className: "translator-said" }, hindi("span", sentence(found)), " ",
    make("small", { textContent: spoken.join(" ") }))];
};
