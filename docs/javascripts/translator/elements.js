/* What the views of a translation are made of. */

import { hindiOf } from "./network.js";

/** An element with properties and children. */
export const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

export const percent = (share) => `${(100 * share).toFixed(1)} %`;
export const hindi = (tag, text, properties = {}) => make(tag, { lang: "hi", textContent: text, ...properties });
export const button = (text, onclick, properties = {}) =>
  make("button", { type: "button", textContent: text, onclick, ...properties });

/** The words of a translation, its end left out. */
export const wordsOf = (network, { words: found }) => found.map((word) => hindiOf(network, word)).filter(Boolean);

/** Written as a sentence: no space before its mark. */
export const sentence = (found) => found.join(" ").replace(/ ([।?])/g, "$1");

export const choice = (label, choices, name) =>
  make("label", {}, `${label} `, make("select", { name, autocomplete: "off" },
    ...choices.map(([value, text]) => make("option", { value, textContent: text }))));

/** What scrolls sideways on a phone: its edges are shaded, and it takes the focus. */
export const wide = (table) => {
  const block = make("div", { className: "translator-wide", tabIndex: 0 }, table);
  block.dataset.scrolls = "";
  return block;
};
