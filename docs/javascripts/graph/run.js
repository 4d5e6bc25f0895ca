/* A page's examples, computed again from their graphs and a reader's inputs. */

import { bounds } from "./bounds.js";
import { apply, decimal, followed, isZero, typed } from "./exact.js";
import { operate } from "./operations.js";
import { places, size, strides } from "./places.js";
import { print } from "./print.js";

/** @typedef {[string, number, number]} Entry  an example, a node's number, a place in its data */

const UNIT = 2 ** -53;
const never = () => false;

/** The index of a place, as it is written in code: [0,1]; nothing for a single number. */
export const suffix = (shape, at) =>
  shape.length ? `[${strides(shape).map((step, axis) => Math.floor(at / step) % shape[axis])}]` : "";

/** One computation. Everything is worked out when it is first asked for, an example at a time. */
class Run {
  #graphs;
  #inputs;
  #kept = new Map();

  constructor(graphs, inputs) {
    this.#graphs = graphs;
    this.#inputs = inputs;
    for (const path of Object.keys(inputs)) {
      const [example, name] = path.split(".");
      const graph = graphs[example], node = graph?.nodes[graph.names[name]];
      if (!graph?.inputs.includes(name)) throw new RangeError(`${path} is no input`);
      if (inputs[path].length !== size(node.shape)) throw new RangeError(`${path} has ${size(node.shape)} entries`);
    }
  }

  #keep(key, make) {
    if (!this.#kept.has(key)) this.#kept.set(key, make());
    return this.#kept.get(key);
  }

  /** Per node of an example, what `make` gives, in the trace's order. */
  #all(what, example, make) {
    return this.#keep(`${what} ${example}`, () => {
      const made = [];
      for (const node of this.#graphs[example].nodes) made.push(make(node, made));
      return made;
    });
  }

  /** The numbers a reader typed for a node, if any. */
  #typed(example, n) {
    const given = this.#keep(`inputs ${example}`, () => {
      const { inputs, names } = this.#graphs[example];
      return new Map(inputs.map((name) => [names[name], this.#inputs[`${example}.${name}`]]));
    });
    return given.get(n);
  }

  /** Per node: its values, and how they came about. */
  #steps(example) {
    return this.#all("steps", example, (node, made) => {
      const given = this.#typed(example, made.length);
      const { shape } = node;
      if (node.from && !given) return { node, shape, data: this.value(...node.from).data, from: node.from };
      if (!node.in) return { node, shape, data: Float64Array.from(given ?? node.value), given: given ?? node.value };
      const operands = node.in.map((k) => made[k]), found = places(node, operands);
      const step = { node, shape, operands, places: found };
      step.data = operate(node, operands.map((operand) => operand.data), found);
      step.zero = node.op === "subtract" ? isZero(node, (k) => made[k]) : never;
      return step;
    });
  }

  #exacts(example) {
    const steps = this.#steps(example);
    return this.#all("exact", example, ({ in: from, kind }, made) => {
      const step = steps[made.length];
      if (step.from) return this.exact(...step.from);
      if (!from || kind !== "f") return Array.from(step.given && kind === "i" ? step.given : step.data, typed);
      return apply(step, from.map((k) => made[k]), step.zero).map(followed);
    });
  }

  #bounds(example) {
    const steps = this.#steps(example), exacts = this.#exacts(example);
    return this.#all("bounds", example, ({ in: from, kind }, made) => {
      const step = steps[made.length];
      if (step.from) return this.#bounds(step.from[0])[step.from[1]];
      if (!from) return step.data.map((x) => (kind === "f" ? Math.abs(x) * UNIT : Number.isSafeInteger(x) ? 0 : Infinity));
      return bounds(step, step.data, from.map((k) => exacts[k]), from.map((k) => made[k]), step.zero);
    });
  }

  /** @returns {import("./places.js").Values} */
  value(example, node) {
    const { shape, data } = this.#steps(example)[node];
    return { shape, data };
  }

  /** @returns {import("./exact.js").Exact[]} */
  exact(example, node) {
    return this.#exacts(example)[node];
  }

  /** One entry as the page shows it. @returns {import("./print.js").Printed} */
  printed(example, node, at, spec = "") {
    return this.#keep(`${example} ${node} ${at} ${spec}`, () => {
      const step = this.#steps(example)[node];
      const error = this.#bounds(example)[node][at];
      return print(step.data[at], this.exact(example, node)[at], error, step.node.kind, spec);
    });
  }

  /** The entries that one entry was directly made from. @returns {Entry[]} */
  parents(example, node, at) {
    const { from, operands, places: found, node: { in: inside } } = this.#steps(example)[node];
    if (from) return [[...from, at]];
    if (!operands) return [];
    const { terms, of, by = [], at: where } = found;
    const entries = of
      ? [...by.map(([k, places]) => [k, places[at]]), [of[at], where[0][at]]]
      : Array.from({ length: terms }, (_, t) => where.map((places, k) => [k, places[at * terms + t]])).flat();
    return entries.filter(([, place]) => place >= 0).map(([k, place]) => [example, inside[k], place]);
  }

  /** The first name of a node, or n7. */
  name(example, node) {
    const names = this.#keep(`names ${example}`, () =>
      new Map(Object.entries(this.#graphs[example].names).reverse().map(([name, n]) => [n, name])));
    return names.get(node) ?? `n${node}`;
  }

  /** The node and the place that a path such as h_1[0] or n7[0,1] names; the place is null for a whole array. */
  path(example, path) {
    const [, name, index] = /^(\w+)(?:\[([\d,]+)\])?$/.exec(path) ?? [];
    const { names, nodes } = this.#graphs[example];
    const node = names[name] ?? (/^n\d+$/.test(name) ? Number(name.slice(1)) : -1);
    if (!nodes[node]) return undefined;
    const { shape } = nodes[node], steps = strides(shape), given = index?.split(",").map(Number) ?? [];
    if (!index) return [node, shape.length ? null : 0];
    const inside = given.length === shape.length && given.every((i, axis) => i < shape[axis]);
    return inside ? [node, given.reduce((at, i, axis) => at + i * steps[axis], 0)] : undefined;
  }

  /**
   * Whether a node's exact result follows from the printed numbers of others: from 0.33333 · 3 does not 1.
   * @param {number[]} shown  the nodes whose printed numbers the reader computes with; what lies between is computed
   */
  follows(example, node, shown, spec = "") {
    const steps = this.#steps(example);
    const all = (n) => Array.from(steps[n].data, (_, at) => this.printed(example, n, at, spec));
    const before = new Map(shown.map((n) => [n, all(n)])), own = all(node);
    if ([...before.values(), own].flat().some(({ problem }) => problem)) return false;
    if (steps[node].node.kind !== "f" || ![...before.values()].flat().some(({ exact }) => !exact)) return true;
    const written = (printed) => printed.map(({ ascii }) => decimal(ascii));
    const compute = (n) =>
      before.has(n) ? written(before.get(n))
      : steps[n].operands ? apply(steps[n], steps[n].node.in.map(compute), steps[n].zero)
      : this.exact(example, n);
    const result = compute(node);
    return written(own).every(([n, d], at) => result[at] && result[at][0] * d === n * result[at][1]);
  }
}

/**
 * @param {Object<string, object>} graphs  by example, as rnn_examples/render/graph.py writes them
 * @param {Object<string, ArrayLike<number>>} [inputs]  row-major, by path: {"encoder.W": [0.3, -0.1, 0, 0.2]}; others are as given
 * @throws {RangeError} for what is no input, or not of its size
 */
export const compute = (graphs, inputs = {}) => new Run(graphs, inputs);
