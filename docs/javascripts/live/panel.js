/* A panel: an example's inputs as fields, with arrow keys, and with a finger or the mouse to drag. */

import { write } from "./address.js";
import { Field } from "./field.js";

const SLACK = 6; // pixels that a finger may tremble before it drags
const PIXELS = 8; // pixels of a drag that are one step
const KEYS = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }; // and how many steps each is
const OWN_NUMBERS = "These are your numbers. What the text says and is not true of them is struck out.";

export class Panel {
  constructor(form, session) {
    this.form = form;
    this.session = session;
    this.example = form.dataset.example;
    this.all = new Map([...form.querySelectorAll("[data-input]")].map((element) => [element, new Field(element)]));
    /** @type {Object<string, Field[]>} */
    this.fields = {};
    for (const field of this.all.values()) (this.fields[field.path] ??= []).push(field);
    const moved = [...form.querySelectorAll("[data-slider]")].filter(({ value, defaultValue }) => value !== defaultValue);
    this.touched = [
      ...[...this.all.values()].filter(({ isTouched }) => isTouched).map((field) => [field, field.text]),
      ...moved.map(({ dataset, value }) => [this.fields[dataset.slider][0], value]),
    ];
    this.problem = form.querySelector(".live-problem");
    this.status = form.querySelector(".live-status");
    const listen = (type, use) => form.addEventListener(type, use);
    const listenAt = (type, use) => listen(type, (event) => this.all.has(event.target) && use(this.all.get(event.target), event));
    listen("input", ({ target }) => target.dataset.slider && this.#slide(target));
    listenAt("input", (field) => this.#edit(field));
    listenAt("focusout", (field) => this.#settle(field));
    listenAt("keydown", (field, event) => this.#key(field, event));
    listenAt("pointerdown", (field, event) => field.isBox || this.#drag(field, event));
    listen("click", ({ target }) => this.#press(target.closest("button")));
  }

  #numbers = (path) => [...(this.session.inputs[path] ?? this.session.given(path))];

  /** Show the session's inputs in the fields. */
  fill(problem = "") {
    for (const [path, fields] of Object.entries(this.fields)) {
      const numbers = this.#numbers(path);
      fields.forEach((field, at) => field.show(numbers[at]));
    }
    this.#follow();
    this.#say(problem);
  }

  /** The sliders go where their numbers are. */
  #follow() {
    for (const slider of this.form.querySelectorAll("[data-slider]")) slider.value = this.#numbers(slider.dataset.slider)[0];
  }

  #slide(slider) {
    this.#put(this.fields[slider.dataset.slider][0], Number(slider.value));
  }

  /** Take what was typed, ticked, slid, clicked and pressed before the panel listened; a box has been ticked already. */
  catchUp() {
    const isBad = ([field, text]) => "problem" in field.parse(text);
    for (const [field, text] of this.touched.sort((a, b) => isBad(a) - isBad(b))) { // what is wrong is said last
      field.text = text;
      this.#edit(field);
    }
    const { early = [] } = this.form;
    this.form.onclick = this.form.onkeydown = null;
    const isOurs = ({ target }) => target.type !== "checkbox" && !target.closest(".live-player");
    for (const event of early.filter(isOurs)) event.target.dispatchEvent(new event.constructor(event.type, event));
  }

  /** Say whether the numbers are the reader's own, and which preset they are. */
  tell(isEdited) {
    const told = isEdited ? OWN_NUMBERS : "";
    if (this.status.textContent !== told) this.status.textContent = told;
    for (const button of this.form.querySelectorAll("[data-preset]")) button.setAttribute("aria-pressed", this.#isChosen(button));
  }

  /** The inputs of a preset, by path. */
  #preset({ dataset: { preset } }) {
    const [, inputs] = this.session.graphs[this.example].presets[preset];
    return Object.fromEntries(Object.entries(inputs).map(([name, numbers]) => [`${this.example}.${name}`, numbers.map(Number)]));
  }

  #isChosen(button) {
    const wanted = this.#preset(button);
    return Object.keys(this.fields).every((path) => String(wanted[path] ?? this.session.given(path)) === String(this.#numbers(path)));
  }

  #edit(field) {
    const { number, problem = "" } = field.read();
    field.mark(problem);
    this.#say(problem);
    if (!problem) this.#change(field, number);
  }

  /** Another number than that in the field, from a slider, a key or a drag. */
  #put(field, number) {
    field.show(number);
    this.#say("");
    this.#change(field, number);
  }

  #change(field, number) {
    const numbers = this.#numbers(field.path);
    numbers[this.fields[field.path].indexOf(field)] = number;
    this.session.change({ [field.path]: numbers }, field.element.dataset.input);
    field.announce(number);
    this.#follow();
    for (const other of this.session.panels) if (other !== this && other.example === this.example) other.fill();
  }

  /** The number that is computed with. */
  #numberOf(field) {
    return this.#numbers(field.path)[this.fields[field.path].indexOf(field)];
  }

  /** A field that was left shows its number as it was understood; of what is none, the one before it is back. */
  #settle(field) {
    if (document.activeElement === field.element) return; // the window was left, not the field
    if (field.element.getAttribute("aria-invalid") !== "true") return field.show(this.#numberOf(field));
    const text = field.text.trim();
    this.#put(field, field.shown); // of 1/2, the 1 has been taken meanwhile
    const undone = `${text ? `“${text}” could not be used` : "The field was empty"}: it is ${field.shown} again.`;
    this.status.textContent = `${undone} ${this.session.isEdited ? OWN_NUMBERS : ""}`.trim();
  }

  /** The arrow keys go step by step, as they do in a field of numbers. */
  #key(field, event) {
    const steps = KEYS[event.key];
    if (field.isBox || !steps || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#put(field, field.stepped(field.read().number ?? this.#numberOf(field), steps));
  }

  #say(problem) {
    if (this.problem.textContent === problem) return;
    this.problem.textContent = problem;
    this.problem.hidden = !problem;
  }

  #press(button) {
    const { preset, reset, share } = button?.dataset ?? {};
    if (reset !== undefined) this.session.reset(this.example);
    if (share !== undefined) this.#share();
    if (preset !== undefined) this.session.reset(this.example, this.#preset(button));
  }

  async #share() {
    const link = write(location, this.session.inputs);
    const isCopied = await navigator.clipboard?.writeText(link).then(() => true, () => false);
    this.status.textContent = isCopied ? "The link to these numbers is copied." : `The link to these numbers: ${link}`;
  }

  /** Left and right change the number, step by step; up and down still scroll the page. */
  #drag(field, { pointerId, clientX, button }) {
    const { element } = field;
    if (button || document.activeElement === element) return; // there, a drag selects text
    const from = this.#numberOf(field), end = new AbortController();
    let isDragging = false;
    const listen = (type, use) => element.addEventListener(type, use, { signal: end.signal });
    listen("pointermove", (event) => {
      if (event.pointerId !== pointerId) return;
      const way = event.clientX - clientX;
      if (!isDragging && Math.abs(way) < SLACK) return;
      if (!isDragging) element.setPointerCapture(pointerId);
      isDragging = true;
      this.#put(field, field.stepped(from, Math.round(way / PIXELS)));
    });
    listen("pointerup", () => {
      end.abort();
      if (isDragging) element.blur();
    });
    listen("pointercancel", () => end.abort());
  }
}
