/* What stands on the page and follows its numbers: the numbers, their parentheses, = or ≈, the words of tokens. */

import { find } from "../graph/names.js";

const FADE = 150; // milliseconds until the mark of a change begins to fade

/**
 * What encoder.h_1[0] names: the example, the node, the place in its data.
 * @returns {[string, number, number] | undefined}
 */
export const entryOf = (graphs, name) => {
  const [example, path] = name.split("."), graph = graphs[example], found = graph && find(graph, path);
  return found && [example, ...found];
};

const write = (element, text) => {
  if (element.textContent === text) return false;
  element.textContent = text;
  return true;
};

export class Bindings {
  constructor(root, graphs) {
    this.graphs = graphs;
    const bound = (kind, make) => [...root.querySelectorAll(`[data-${kind}]`)].map((element) => ({ element, ...make(element.dataset) }));
    const entry = (name, format = "") => {
      const [example, node, at] = entryOf(graphs, name) ?? [];
      return { example, node, at, format };
    };
    this.numbers = bound("value", ({ value, format }) => entry(value, format)).filter(({ node }) => node !== undefined);
    this.parens = bound("paren", ({ paren, format, around }) => ({ ...entry(paren, format), powers: around === "-e" }));
    this.relations = bound("relation", ({ relation, exact, follows = "", format = "" }) => ({
      example: relation,
      format,
      values: exact.split(" ").filter(Boolean).map((path) => find(graphs[relation], path)),
      steps: follows.split(";").filter(Boolean).map((step) => {
        const [result, operands] = step.split(":");
        return [result, ...operands.split(",")].map((name) => find(graphs[relation], name)[0]);
      }),
    }));
    this.words = bound("word", ({ word }) => ({ ...entry(word), name: word.split(".")[1] }));
    this.root = root;
    this.hasPlots = root.querySelector(".plot, [data-cell]") !== null;
  }

  /** Show what the run gives. What stays the same is not touched. */
  update(run) {
    const changed = [];
    for (const { element, example, node, at, format } of this.numbers) {
      const printed = run.printed(example, node, at, format);
      if (!write(element, printed.problem ?? printed.text)) continue;
      element.classList.toggle("has-problem", printed.problem !== null);
      if (element.localName === "data") element.value = String(Number(run.value(example, node).data[at].toPrecision(12)));
      changed.push(element);
    }
    for (const { element, example, node, at, format, powers } of this.parens) {
      const isShown = run.value(example, node).data[at] < 0 || (powers && run.printed(example, node, at, format).ascii.includes("e"));
      element.toggleAttribute("hidden", !isShown);
    }
    for (const relation of this.relations) write(relation.element, this.#isExact(run, relation) ? "=" : "≈");
    for (const { element, example, node, at, name } of this.words) {
      const word = this.#word(example, name, run.value(example, node).data[at]);
      if (!write(element, word)) continue;
      element.lang = /^[\x20-\x7e]*$/.test(word) ? "en" : "hi";
      changed.push(element);
    }
    if (this.hasPlots) this.#redraw(run);
    this.#mark(changed);
  }

  #isExact(run, { example, format, values, steps }) {
    const isExact = (node, at) => run.printed(example, node, at, format).exact;
    const all = ([node, at]) => (at !== null ? isExact(node, at) : run.value(example, node).data.every((_, i) => isExact(node, i)));
    return values.every(all) && steps.every(([result, ...operands]) => run.follows(example, result, operands, format));
  }

  #word(example, name, id) {
    const { words } = this.graphs[example];
    return (words[name.replace(/_[^_]*$/, "")] ?? words[name])?.[id] ?? "?";
  }

  async #redraw(run) {
    this.drawn = run;
    const { update } = await import("../plots.js");
    if (this.drawn !== run) return; // a later one is on its way
    const valueOf = (name) => {
      const [example, node, at] = entryOf(this.graphs, name);
      return run.value(example, node).data[at];
    };
    update(this.root, valueOf);
  }

  /** Mark what changed, softly, for a moment. */
  #mark(changed) {
    for (const element of changed) element.classList.add("changed");
    if (changed.length) setTimeout(() => changed.forEach((element) => element.classList.remove("changed")), FADE);
  }
}
