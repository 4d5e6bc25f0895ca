/* What to say of a sentence outside the grammar: at which word it leaves it, and what would fit. */

import { button, make } from "./elements.js";
import { nearest, SHOWN } from "./english.js";

const QUOTED = 40; // letters of a word that is quoted

/**
 * A text, the words that are offered in the place of the wrong one, and whether there are more.
 * known: the vocabulary; place and allowed: what the grammar's reader gives.
 */
export const explained = (words, { place, allowed }, known) => {
  const before = place ? ` after “${words.slice(0, place).join(" ")}”` : " at the beginning";
  const could = (text) =>
    ({ text: `${text} It could go on with`, offers: allowed.slice(0, SHOWN), more: allowed.length > SHOWN });
  if (place === words.length) return could(`The sentence is not finished${before}.`);
  const whole = words[place], word = whole.length > QUOTED ? `${whole.slice(0, QUOTED)}…` : whole;
  if (!allowed.length) return { text: `Word ${place + 1}, “${word}”: the sentence ends before it.`, offers: [] };
  const isKnown = known.includes(whole);
  const close = [nearest(whole, allowed), isKnown ? [] : nearest(whole, known)].find((found) => found.length);
  const text = `Word ${place + 1}, “${word}”, ${isKnown ? `does not fit${before}` : "is not in the vocabulary"}.`;
  return close ? { text: `${text} Did you mean`, offers: close, more: false } : could(text);
};

/** Say which word is wrong, and offer those that would fit. put: takes the sentence with one of them. */
export const refuse = (english, refused, known, put) => {
  const { text, offers, more } = explained(english, refused, known);
  const instead = (other) => put([...english.slice(0, refused.place), other, ...english.slice(refused.place + 1)].join(" "));
  return make("p", { className: "translator-refused" }, `${text} `,
    ...offers.flatMap((other) => [button(other, () => instead(other)), " "]), more ? "…" : "");
};
