/* A notice at the top of a page whose address brought other numbers along. */

const OTHERS = "This link brings its own numbers. What the text says and is not true of them is struck out.";

/**
 * Say what the address brought: a problem, or else numbers.
 * @returns {HTMLElement} goes when the numbers go that it speaks of
 */
export const notice = (problem, reset) => {
  const element = Object.assign(document.createElement("p"), { className: "live-notice", role: "status" });
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Reset", onclick: reset });
  element.append(problem || OTHERS, " ", button);
  document.querySelector("article h1")?.after(element);
  return element;
};
