/* A page's examples, computed again from their graphs and a reader's inputs. */

import { bounds, UNIT } from "./bounds.js";
import { apply, compare, decimal, followed, typed, zeros } from "./exact.js";
import { operate } from "./operations.js";
import { places, size } from "./places.js";
import { print } from "./print.js";

/**
 * Compute every number of some examples. Each is worked out when it is first asked for.
 * @param {Object<string, object>} graphs  by example, as rnn_examples/render/graph.py writes them
 * @param {Object<string, ArrayLike<number>>} inputs  {"encoder.W": [0.3, -0.1, 0, 0.2]}: other ones keep their values
 * @throws {RangeError} for what is no input, or not of its size
 */
export const compute = (graphs, inputs = {}) => {
  const kept = new Map();
  const keep = (key, make) => kept.get(key) ?? kept.set(key, make()).get(key);
  /** What `make` gives for each node of an example, in order. */
  const all = (what, example, make) =>
    keep(`${what} ${example}`, () => graphs[example].nodes.reduce((made, node, n) => (made.push(make(node, made, n)), made), []));

  const given = {};
  for (const [path, data] of Object.entries(inputs)) {
    const [example, name] = path.split("."), graph = graphs[example], node = graph?.names[name];
    if (!graph?.inputs.includes(name) || data.length !== size(graph.nodes[node].shape)) {
      throw new RangeError(`${path}: no input of ${data.length} numbers`);
    }
    given[`${example} ${node}`] = data;
  }

  /** How a node came about, and its data. */
  const steps = (example) =>
    all("steps", example, (node, made, n) => {
      const { shape, in: from } = node, own = given[`${example} ${n}`], origin = own ? null : node.from;
      if (origin) return { node, shape, origin, data: value(...origin).data };
      if (!from) return { node, shape, data: Float64Array.from(own ?? node.value) };
      const operands = from.map((k) => made[k]), step = { node, shape, operands, places: places(node, operands) };
      step.data = operate(step);
      step.isZero = zeros(node, made);
      return step;
    });

  /** Per node, its entries as {shape, data}. */
  const value = (example, node) => steps(example)[node];

  /** Per node, its entries as fractions, or null. */
  const exact = (example, node) =>
    all("exact", example, ({ in: from, kind }, made, n) => {
      const step = value(example, n);
      if (step.origin) return exact(...step.origin);
      return from && kind === "f" ? apply(step, from.map((k) => made[k])).map(followed) : Array.from(step.data, typed);
    })[node];

  /** Per node, how far each entry may lie from the true number. */
  const errors = (example, node) =>
    all("errors", example, ({ in: from, kind }, made, n) => {
      const step = value(example, n);
      if (step.origin) return errors(...step.origin);
      if (from) return bounds(step, from.map((k) => exact(example, k)), from.map((k) => made[k]));
      const held = kind === "f" ? (x) => x === x : Number.isSafeInteger;
      return step.data.map((x) => (held(x) ? (kind === "f" ? UNIT : 0) * Math.abs(x) : Infinity));
    })[node];

  /** An entry as the page shows it. @returns {import("./print.js").Printed} */
  const printed = (example, node, at, spec = "") =>
    keep(`${example} ${node} ${at} ${spec}`, () =>
      print(value(example, node).data[at], exact(example, node)[at], errors(example, node)[at], value(example, node).node.kind, spec));

  /** The entries that an entry was made from: of a product, in pairs. @returns {[string, number, number][]} */
  const parents = (example, node, at) => {
    const { origin, places: found, node: { in: from } } = value(example, node);
    if (!found) return origin ? [[...origin, at]] : [];
    const { terms, of, by = [], at: where } = found;
    const entries = of
      ? [...by.map(([k, deciding]) => [k, deciding[at]]), [of[at], where[0][at]]]
      : Array.from({ length: terms }, (_, t) => where.map((own, k) => [k, own[at * terms + t]])).flat();
    return entries.filter(([, place]) => place >= 0).map(([k, place]) => [example, from[k], place]);
  };

  /**
   * Whether an exact result follows from what is printed: from 0.33333 · 3 does not 1.
   * @param {number[]} shown  the nodes that the reader sees printed; what lies between is computed
   */
  const follows = (example, node, shown, spec = "") => {
    const all = (n) => Array.from(value(example, n).data, (_, at) => printed(example, n, at, spec));
    const before = shown.flatMap(all), step = (n) => value(example, n);
    if (before.some(({ problem }) => problem)) return false;
    if (step(node).node.kind !== "f" || before.every((number) => number.exact)) return true;
    const again = (n) =>
      shown.includes(n) ? all(n).map(({ ascii }) => decimal(ascii)) : apply(step(n), step(n).node.in.map(again));
    const result = again(node);
    return all(node).every(({ ascii }, at) => ascii && result[at] && !compare(decimal(ascii), result[at]));
  };

  return { value, exact, errors, printed, parents, follows };
};
