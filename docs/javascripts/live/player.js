/* Time, step by step: the boxes, derivations and rows that belong to a step light up together. */

import { follow } from "./dots.js";

const PAUSE = 1500; // milliseconds a step stays

export class Player {
  constructor(controls, example, graphs) {
    this.controls = controls;
    this.slider = controls.querySelector("[type=range]");
    this.output = controls.querySelector("output");
    this.button = controls.querySelector("[data-play]");
    this.last = Number(this.slider.max);
    this.timeOf = (name) => name.startsWith(`${example}.`) && graphs[example].times[name.slice(example.length + 1).replace(/\[.*/, "")];
    this.parts = this.#parts(example);
    this.listeners = new AbortController();
    const listen = (target, type, use) => target.addEventListener(type, use, { signal: this.listeners.signal });
    listen(this.slider, "input", () => {
      this.pause();
      this.show(Number(this.slider.value));
    });
    listen(controls, "click", ({ target }) => {
      const { back, forward, play } = target.closest("button")?.dataset ?? {};
      if (play !== undefined) return this.timer ? this.pause() : this.play();
      if (back === undefined && forward === undefined) return;
      this.pause();
      this.show(Number(this.slider.value) + (forward === undefined ? -1 : 1));
    });
  }

  /** What belongs to each time step, by its number. */
  #parts(example) {
    const parts = Array.from({ length: this.last + 1 }, () => new Set()), { timeOf } = this;
    for (const block of document.querySelectorAll(`[data-of^="${example}."]`)) parts[timeOf(block.dataset.of)]?.add(block);
    for (const number of document.querySelectorAll(`[data-value^="${example}."]`)) {
      const row = number.closest("tr[data-time]"), heat = number.closest("table.heat"), box = number.closest(`[data-of="${example}"] g.node`);
      if (row) parts[row.dataset.time]?.add(row);
      if (heat) parts[timeOf(number.dataset.value)]?.add(heat);
      if (box) parts[timeOf(number.dataset.value)]?.add(box);
    }
    return parts;
  }

  /** Light up a step; none with 0. */
  show(time) {
    const now = Math.min(Math.max(time, 0), this.last);
    for (const part of document.querySelectorAll(".now")) part.classList.remove("now");
    if (now) for (const part of this.parts[now]) part.classList.add("now");
    follow((name) => now && this.timeOf(name) === now);
    this.slider.value = now;
    const told = now ? `step ${now} of ${this.last}` : "all steps";
    this.output.textContent = told;
    this.slider.setAttribute("aria-valuetext", told);
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

  pause() {
    clearInterval(this.timer);
    this.timer = undefined;
    this.#label(false);
  }

  #label(isPlaying) {
    this.button.textContent = isPlaying ? "Pause" : "Play";
    this.button.setAttribute("aria-pressed", isPlaying);
  }

  end() {
    this.pause();
    this.listeners.abort();
  }
}
