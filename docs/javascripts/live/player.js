/* Time, step by step: the columns, derivations, rows and points that belong to a step light up together. */

import { follow } from "./dots.js";

const PAUSE = 1500; // milliseconds a step stays

export class Player {
  constructor(controls, graphs) {
    this.controls = controls;
    this.slider = controls.querySelector("[type=range]");
    this.output = controls.querySelector("output");
    this.button = controls.querySelector("[data-play]");
    this.last = Number(this.slider.max);
    this.graphs = graphs;
    this.network = controls.closest(".network");
    /** Of each step, the example and the time; before the first, nothing. */
    this.steps = [[], ...controls.dataset.steps.split(" ").map((step) => step.split(":"))];
    this.slider.addEventListener("input", () => {
      this.pause();
      this.show(Number(this.slider.value));
    });
    controls.addEventListener("click", ({ target }) => {
      const { back, forward, play } = target.closest("button")?.dataset ?? {};
      if (play !== undefined) return this.timer ? this.pause() : this.play();
      if (back === undefined && forward === undefined) return;
      this.pause();
      this.show(Number(this.slider.value) + (forward === undefined ? -1 : 1));
    });
  }

  /** When a value of an example was computed: encoder.h_1[0] at 1. */
  #time(example, path) {
    return path.startsWith(`${example}.`) && this.graphs[example].times[path.slice(example.length + 1).replace(/\[.*/, "")];
  }

  /** What belongs to a time step. */
  #parts(example, time) {
    const parts = new Set([...document.querySelectorAll(`[data-of^="${example}."]`)].filter(({ dataset }) => this.#time(example, dataset.of) === time));
    for (const number of document.querySelectorAll(`[data-value^="${example}."]`)) {
      const row = number.closest("tr[data-time]"), box = number.closest("table.heat, g.node, g.value");
      if (Number(row?.dataset.time) === time) parts.add(row);
      if (box && this.#time(example, number.dataset.value) === time) parts.add(box);
    }
    return parts;
  }

  /** Light up a step; none with 0. */
  show(step) {
    const now = Math.min(Math.max(step, 0), this.last), [example, time] = this.steps[now];
    for (const part of document.querySelectorAll(".now, .later")) part.classList.remove("now", "later");
    if (now) for (const part of this.#parts(example, Number(time))) part.classList.add("now");
    if (now && this.network) this.#walk(now);
    follow((name) => now && this.#time(example, name) === Number(time));
    this.slider.value = now;
    const told = now ? `step ${now} of ${this.last}` : "all steps";
    this.output.textContent = told;
    this.slider.setAttribute("aria-valuetext", told);
  }

  /** In the player's own network, what comes later is still empty; the step is in sight. */
  #walk(now) {
    const frame = this.network.querySelector(".network-scroll");
    for (const part of frame.querySelectorAll("[data-step]")) {
      part.classList.toggle("now", Number(part.dataset.step) === now);
      part.classList.toggle("later", Number(part.dataset.step) > now);
    }
    const { left, width } = frame.querySelector(".value.now").getBoundingClientRect(), { x, width: room } = frame.getBoundingClientRect();
    frame.scrollLeft += left + width / 2 - x - room / 2;
  }

  play() {
    if (Number(this.slider.value) === this.last) this.slider.value = 0;
    const advance = () => {
      const next = Number(this.slider.value) + 1;
      if (next > this.last) return this.pause();
      this.show(next);
    };
    this.timer = setInterval(advance, PAUSE);
    this.#label(true);
    advance();
  }

  /** Take what was pressed before the player listened. */
  catchUp() {
    const { early = [] } = this.controls;
    this.controls.onclick = null;
    for (const event of early) event.target.dispatchEvent(new event.constructor(event.type, event));
    if (Number(this.slider.value)) this.show(Number(this.slider.value));
  }

  pause() {
    clearInterval(this.timer);
    this.timer = undefined;
    this.#label(false);
  }

  #label(isPlaying) {
    this.button.textContent = isPlaying ? "Pause" : "Play";
    this.button.setAttribute("aria-pressed", isPlaying);
  }
}
