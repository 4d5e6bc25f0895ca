/* Where the tab key stops: at a number in the text, and at a formula, a table or a diagram as a whole. */

export const STOPS = "data.computed:not(table *, figure *, .math *), .math, figure.diagram, figure.plot, figure.heat, .network-scroll, .table-scroll";

/**
 * The numbers of a stop in the order in which they are read. What is seen of a formula is not in that
 * order: that comes from the MathML, and the visible numbers are matched by name.
 */
export const numbersOf = (stop) => {
  if (stop.matches("[data-value]")) return [stop];
  const seen = new Map();
  for (const number of stop.querySelectorAll("[data-value]:not(mn)")) {
    const name = number.dataset.value;
    seen.set(name, [...(seen.get(name) ?? []), number]);
  }
  const spoken = [...stop.querySelectorAll("mn[data-value]")].map((number) => seen.get(number.dataset.value)?.shift());
  return [...spoken, ...seen.values()].flat().filter(Boolean);
};

/** Let the tab key stop here, and say what a number is to those who hear the page. */
export const announce = (stop) => {
  const isNumber = stop.matches("[data-value]");
  stop.classList.add("computed-stop");
  stop.tabIndex = 0;
  stop.setAttribute("role", isNumber ? "button" : "group");
  if (isNumber) stop.setAttribute("aria-haspopup", "dialog");
  else if (!stop.hasAttribute("aria-label")) stop.setAttribute("aria-label", "Numbers: arrow keys choose one, Enter explains it");
};

/** What is chosen, for a screen reader: the focus stays where it is. */
let voice;
const say = (text) => {
  if (!voice?.isConnected) {
    voice = document.createElement("p");
    voice.className = "voice";
    voice.setAttribute("role", "status");
    document.body.append(voice);
  }
  voice.textContent = text;
};

/** Choose a number of a stop. It stays chosen when the focus leaves, and is the first one when that is back. */
export const choose = (stop, number) => {
  stop.querySelector(".chosen")?.classList.remove("chosen");
  if (number !== stop) number.classList.add("chosen");
};

/** Choose the next number of a stop, or the one before; with 0 the one that was chosen, or the first. */
export const move = (stop, step) => {
  const numbers = numbersOf(stop);
  if (numbers.length < 2) return numbers[0];
  const now = numbers.indexOf(stop.querySelector(".chosen"));
  const at = Math.min(Math.max(now < 0 ? 0 : now + step, 0), numbers.length - 1);
  choose(stop, numbers[at]);
  if (step) {
    numbers[at].scrollIntoView({ block: "nearest", inline: "nearest" });
    const name = numbers[at].dataset.value.split(".")[1], text = numbers[at].textContent;
    say(/^n\d/.test(name) ? text : `${name} is ${text}`); // n7 is nobody's name
  }
  return numbers[at];
};
