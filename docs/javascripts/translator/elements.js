/* What the views of a translation are made of. */

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

export const choice = (label, choices, name) =>
  make("label", {}, `${label} `, make("select", { name, autocomplete: "off" },
    ...choices.map(([value, text]) => make("option", { value, textContent: text }))));

/** What scrolls sideways on a phone: its edges are shaded, and it takes the focus. */
export const wide = (table) => {
  const block = make("div", { className: "translator-wide", tabIndex: 0 }, table);
  block.dataset.scrolls = "";
  return block;
};
