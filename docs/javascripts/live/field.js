/* One input of an example: a text field with a number in it, or a box to tick. */

import { isPlain, parse } from "./typed.js";

export class Field {
  /** @param {HTMLInputElement} element */
  constructor(element) {
    this.element = element;
    this.path = element.dataset.input.replace(/\[.*/, "");
    this.isBox = element.type === "checkbox";
    this.step = Number(element.dataset.step);
    const limit = (name) => (element.hasAttribute(name) ? Number(element.getAttribute(name)) : undefined);
    const [low, high] = this.isBox ? [0, 1] : [limit("aria-valuemin"), limit("aria-valuemax")];
    const { whole, range, leftOut } = element.dataset;
    this.kind = { isWhole: this.isBox || whole === "", low, high, range, leftOut: leftOut?.split(" ").map(Number) };
    this.announce(this.text);
  }

  /** What stands in it. */
  get text() {
    return this.isBox ? String(Number(this.element.checked)) : this.element.value;
  }

  set text(text) {
    if (this.isBox) this.element.checked = text === "1";
    else this.element.value = text;
  }

  /** Whether a reader has touched it. */
  get isTouched() {
    const { value, defaultValue, checked, defaultChecked } = this.element;
    return this.isBox ? checked !== defaultChecked : value !== defaultValue;
  }

  /** The number in it, or what is wrong with that. */
  read() {
    return this.parse(this.text);
  }

  parse(text) {
    return parse(text, this.kind);
  }

  /** Show a number, which is then the last good one; a text that says the same stays as it is. */
  show(number) {
    this.shown = number;
    if (!isPlain(this.text) || Number(this.text) !== number) this.text = String(number);
    this.mark("");
    this.announce(number);
  }

  /** The number some steps further on, within the limits. */
  stepped(number, steps) {
    const { low = -Infinity, high = Infinity, leftOut } = this.kind;
    const next = Math.min(Math.max(Number((number + steps * this.step).toFixed(10)), low), high);
    return leftOut?.includes(next) ? number : next;
  }

  mark(problem) {
    if (problem) this.element.setAttribute("aria-invalid", "true");
    else this.element.removeAttribute("aria-invalid");
  }

  /** For who hears the page. */
  announce(number) {
    if (!this.isBox) this.element.setAttribute("aria-valuenow", number);
  }
}
