/* What stands on the page and follows its numbers: the numbers, their parentheses, = or ≈, words, drawings; how long
   a change stays marked. */

import { find } from "../graph/names.js";
import { drawings } from "../plots.js";

const MARKED = 700; // milliseconds that a change stays marked, after the last one
const BLOCKS = ".md-content__inner > *"; // a page in parts, of which few are in sight

/**
 * What encoder.h_1[0] names: the example, the node, the place in its data.
 * @returns {[string, number, number] | undefined}
 */
export const entryOf = (graphs, name) => {
  const [example, path] = name.split("."), graph = graphs[example], found = graph && find(graph, path);
  return found && [example, ...found];
};

/** Writes a text into an element, unless it stands there. The text node stays: a new one would be laid out anew. */
const writer = (element) => {
  let shown = element.textContent;
  const node = element.firstChild ?? element.appendChild(new Text());
  return (text) => shown !== text && ((node.data = shown = text), true);
};

const LATEST = 100; // milliseconds that the rest may wait for a quiet moment
const whenIdle = window.requestIdleCallback ?? setTimeout;
const afterPaint = (use) => requestAnimationFrame(() => whenIdle(use, { timeout: LATEST }));

/**
 * @typedef {object} Piece  something that follows the numbers
 * @property {Element} element
 * @property {(run: object) => boolean} show  as a run has it; whether that is a change to mark
 */
export class Bindings {
  constructor(root, graphs) {
    this.graphs = graphs;
    this.marked = new Set();
    this.entries = new Map();
    const bound = (kind, make) =>
      [...root.querySelectorAll(`[data-${kind}]`)].map((element) => make(element, element.dataset)).filter(Boolean);
    this.numbers = bound("value", (element, { value, format }) => this.#number(element, value, format));
    const pieces = [
      ...this.numbers,
      ...bound("paren", (element, data) => this.#paren(element, data)),
      ...bound("relation", (element, data) => this.#relation(element, data)),
      ...bound("word", (element, { word }) => this.#word(element, word)),
      ...bound("claim", (element, { claim }) => this.#claim(element, claim)),
      ...drawings(root).map(({ element, show }) => ({ element, show: (run) => void show((name) => this.#valueOf(run, name)) })),
    ];
    this.#watch(pieces);
    this.unseen.push(...this.numbers.filter(({ element }) => element.localName === "data").map((number) => this.#exactly(number)));
  }

  #number(element, name, format) {
    const [example, node, at] = entryOf(this.graphs, name) ?? [], write = writer(element);
    const show = (run) => {
      const { problem, text } = run.printed(example, node, at, format);
      if (!write(problem ?? text)) return false;
      if ((problem !== null) !== element.classList.contains("has-problem")) element.classList.toggle("has-problem");
      return true;
    };
    return example && { element, example, node, at, show };
  }

  /** A number's value for machines. Twelve digits: the last ones of a double differ between processors. */
  #exactly({ element, example, node, at }) {
    const show = (run) => {
      const value = String(Number(run.value(example, node).data[at].toPrecision(12)));
      if (element.value !== value) element.value = value;
    };
    return { element, show };
  }

  #paren(element, { paren, format, around }) {
    const [example, node, at] = entryOf(this.graphs, paren);
    const show = (run) => {
      const isPower = around === "-e" && run.printed(example, node, at, format).ascii.includes("e");
      const isHidden = !(isPower || run.value(example, node).data[at] < 0);
      if (isHidden !== element.hasAttribute("hidden")) element.toggleAttribute("hidden");
    };
    return { element, show };
  }

  #relation(element, { relation: example, exact, follows = "", format }) {
    const graph = this.graphs[example], write = writer(element);
    const values = exact.split(" ").filter(Boolean).map((path) => find(graph, path));
    const steps = follows.split(";").filter(Boolean).map((step) => {
      const [result, operands] = step.split(":");
      return [result, ...operands.split(",")].map((name) => find(graph, name)[0]);
    });
    const show = (run) => {
      const isExact = (node, at) => run.printed(example, node, at, format).exact;
      const all = ([node, at]) => (at !== null ? isExact(node, at) : run.value(example, node).data.every((_, i) => isExact(node, i)));
      const isTrue = values.every(all) && steps.every(([result, ...operands]) => run.follows(example, result, operands, format));
      write(isTrue ? "=" : "≈");
    };
    return { element, show };
  }

  #word(element, path) {
    const [example, node, at] = entryOf(this.graphs, path), name = path.split(".")[1], write = writer(element);
    const { words } = this.graphs[example], known = words[name.replace(/_[^_]*$/, "")] ?? words[name];
    const isVector = (data) => (word) => known[word].every((x, i) => x === data[i]);
    const wordOf = (data) => (at === null ? Object.keys(known).find(isVector(data)) : known?.[data[at]]);
    const show = (run) => {
      const word = wordOf(run.value(example, node).data) ?? "?";
      if (!write(word)) return false;
      element.lang = /^[\x20-\x7e]*$/.test(word) ? "en" : "hi";
      return true;
    };
    return { element, show };
  }

  /** A sentence that is not true of a reader's numbers, whatever the rounding, says so until it is again. */
  #claim(element, claim) {
    const last = this.graphs[claim].nodes.length - 1;
    const note = Object.assign(document.createElement("span"), { className: "claim-note", textContent: " (not with your numbers)" });
    const show = (run) => {
      const isTrue = Boolean(run.value(claim, last).data[0]) || run.errors(claim, last)[0] === Infinity;
      if (isTrue !== element.classList.contains("is-false")) return false;
      element.classList.toggle("is-false", !isTrue);
      if (isTrue) note.remove();
      else element.append(note);
      return false;
    };
    return { element, show };
  }

  #valueOf(run, name) {
    if (!this.entries.has(name)) this.entries.set(name, entryOf(this.graphs, name));
    const [example, node, at] = this.entries.get(name);
    return run.value(example, node).data[at];
  }

  /** Know which pieces are in sight; all of them, until the browser has said. What is only read aloud never is. */
  #watch(pieces) {
    this.unseen = [];
    this.blocks = new Map();
    for (const piece of pieces) {
      const block = piece.element.closest(".katex-mathml") ? "unseen" : piece.element.closest(BLOCKS);
      if (block === "unseen") this.unseen.push(piece);
      else if (this.blocks.has(block)) this.blocks.get(block).push(piece);
      else this.blocks.set(block, [piece]);
    }
    this.inSight = new Set(this.blocks.keys());
    this.sight = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) this.inSight[isIntersecting ? "add" : "delete"](target);
    });
    for (const block of this.blocks.keys()) if (block) this.sight.observe(block);
  }

  /** Show what a run gives: at once what is in sight; when that is painted, the rest, and what has changed. */
  update(run) {
    this.run = run;
    this.#show([...this.inSight].flatMap((block) => this.blocks.get(block)));
    const { dataset } = document.body;
    if (dataset.live === "busy") return;
    dataset.live = "busy";
    afterPaint(() => {
      if (this.hasEnded) return;
      dataset.live = "awake";
      this.#show([...this.blocks.values(), this.unseen].flat());
      this.#mark();
    });
  }

  #show(pieces) {
    for (const { element, show } of pieces) if (show(this.run)) this.marked.add(element);
  }

  /** Mark what changed, softly, for a moment. */
  #mark() {
    clearTimeout(this.timer);
    for (const element of this.marked) element.classList.add("changed");
    this.timer = setTimeout(() => {
      for (const element of this.marked) element.classList.remove("changed");
      this.marked.clear();
    }, MARKED);
  }

  end() {
    this.hasEnded = true;
    clearTimeout(this.timer);
    this.sight.disconnect();
  }
}
