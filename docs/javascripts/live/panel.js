/* A panel: an example's inputs as fields, with arrow keys, and with a finger or the mouse to drag. */

import { parse, write } from "./address.js";
import { Player } from "./player.js";

const SLACK = 6; // pixels that a finger may tremble before it drags
const PIXELS = 8; // pixels of a drag that are one step
const OWN_NUMBERS = "These are your numbers. The text around them still speaks of the first ones.";

export class Panel {
  constructor(form, session) {
    this.form = form;
    this.session = session;
    this.example = form.dataset.example;
    /** @type {Object<string, HTMLInputElement[]>} */
    this.fields = {};
    for (const field of form.querySelectorAll("[data-input]")) (this.fields[this.#path(field)] ??= []).push(field);
    this.problem = form.querySelector(".live-problem");
    this.status = form.querySelector(".live-status");
    this.listeners = new AbortController();
    const listen = (type, use) => form.addEventListener(type, use, { signal: this.listeners.signal });
    listen("submit", (event) => event.preventDefault());
    listen("input", ({ target }) => {
      if (target.dataset.slider) this.#slide(target);
      else if (target.dataset.input) this.#edit(target);
    });
    listen("focusout", ({ target }) => target.dataset.input && this.#settle(target));
    listen("click", ({ target }) => this.#press(target.closest("button")?.dataset ?? {}));
    listen("pointerdown", (event) => event.target.dataset.input && this.#drag(event));
    this.player = form.querySelector(".live-player") && new Player(form.querySelector(".live-player"), this.example, session.graphs);
  }

  #path = (field) => field.dataset.input.replace(/\[.*/, "");

  #numbers = (path) => [...(this.session.inputs[path] ?? this.session.given(path))];

  /** Show the session's inputs in the fields. */
  fill(problem = "") {
    for (const [path, fields] of Object.entries(this.fields)) {
      const numbers = this.#numbers(path);
      fields.forEach((field, at) => {
        if (field.value === "" || Number(field.value) !== numbers[at]) field.value = numbers[at];
        this.#mark(field, "");
      });
    }
    this.#follow();
    this.#say(problem);
  }

  /** The sliders go where their numbers are. */
  #follow() {
    for (const slider of this.form.querySelectorAll("[data-slider]")) slider.value = this.#numbers(slider.dataset.slider)[0];
  }

  #slide(slider) {
    const [field] = this.fields[slider.dataset.slider];
    field.value = slider.value;
    this.#edit(field);
  }

  /** What was typed before the panel listened. */
  typed() {
    const edited = ([, fields]) => fields.some((field) => field.value !== field.defaultValue && "number" in parse(field.value, field));
    const read = (field) => parse(field.value, field).number ?? Number(field.defaultValue);
    return Object.fromEntries(Object.entries(this.fields).filter(edited).map(([path, fields]) => [path, fields.map(read)]));
  }

  /** Say whether the numbers are the reader's own. */
  tell(isEdited) {
    const told = isEdited ? OWN_NUMBERS : "";
    if (this.status.textContent !== told) this.status.textContent = told;
  }

  #edit(field) {
    const { number, problem = "" } = parse(field.value, field);
    this.#mark(field, problem);
    this.#say(problem);
    if (problem) return;
    const path = this.#path(field), numbers = this.#numbers(path);
    numbers[this.fields[path].indexOf(field)] = number;
    this.session.change({ [path]: numbers }, field.dataset.input);
    this.#follow();
  }

  /** A field that was left with something that is no number gets its last good one back. */
  #settle(field) {
    if (field.getAttribute("aria-invalid") !== "true") return;
    const path = this.#path(field);
    field.value = this.#numbers(path)[this.fields[path].indexOf(field)];
    this.#mark(field, "");
  }

  #mark(field, problem) {
    if (problem) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  #say(problem) {
    if (this.problem.textContent === problem) return;
    this.problem.textContent = problem;
    this.problem.hidden = !problem;
  }

  #press({ preset, reset, share }) {
    if (reset !== undefined) this.session.reset(this.example);
    if (share !== undefined) this.#share();
    if (preset === undefined) return;
    const [, inputs] = this.session.graphs[this.example].presets[preset];
    this.session.reset(this.example, Object.fromEntries(Object.entries(inputs).map(([name, numbers]) => [`${this.example}.${name}`, numbers])));
  }

  async #share() {
    const link = write(location, this.session.inputs);
    const isCopied = await navigator.clipboard?.writeText(link).then(() => true, () => false);
    this.status.textContent = isCopied ? "The link to these numbers is copied." : `The link to these numbers: ${link}`;
  }

  /** Left and right change the number, step by step; up and down still scroll the page. */
  #drag({ target: field, pointerId, clientX, button }) {
    if (button || document.activeElement === field) return; // there, a drag selects text
    const from = Number(field.value), step = Number(field.step), end = new AbortController();
    let isDragging = false;
    const listen = (type, use) => field.addEventListener(type, use, { signal: end.signal });
    listen("pointermove", (event) => {
      if (event.pointerId !== pointerId) return;
      const way = event.clientX - clientX;
      if (!isDragging && Math.abs(way) < SLACK) return;
      if (!isDragging) field.setPointerCapture(pointerId);
      isDragging = true;
      const number = Number((from + Math.round(way / PIXELS) * step).toFixed(10));
      const [low, high] = [field.min, field.max].map((end) => (end ? Number(end) : NaN));
      field.value = number < low ? low : number > high ? high : number;
      this.#edit(field);
    });
    listen("pointerup", () => {
      end.abort();
      if (isDragging) field.blur();
    });
    listen("pointercancel", () => end.abort());
  }

  end() {
    this.listeners.abort();
    this.player?.end();
  }
}
