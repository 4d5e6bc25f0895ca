/* A page's examples, computed again from their graphs and a reader's inputs. */

import { bounds } from "./bounds.js";
import { apply, operate, zeros } from "./calculate.js";
import { compare, decimal, followed, typed } from "./exact.js";
import { UNIT } from "./operations.js";
import { places, size } from "./places.js";
import { print } from "./print.js";

/**
 * Compute every number of some examples. Each is worked out when it is first asked for.
 * @param {Object<string, object>} graphs  by example, as rnn_examples/render/graph.py writes them
 * @param {Object<string, ArrayLike<number>>} inputs  {"encoder.W": [0.3, -0.1, 0, 0.2]}: other ones keep their values
 * @param {ReturnType<compute>} [before]  a run of the same graphs: what follows from the same numbers is taken from it
 * @throws {RangeError} for what is no input, or not of its size
 */
export const compute = (graphs, inputs = {}, before) => {
  const given = {};
  for (const [path, data] of Object.entries(inputs)) {
    const [example, name] = path.split("."), graph = graphs[example], node = graph?.names[name];
    if (!graph?.inputs.includes(name) || data.length !== size(graph.nodes[node].shape)) {
      throw new RangeError(`${path}: no input of ${data.length} numbers`);
    }
    (given[example] ??= {})[node] = data;
  }

  const is = (data) => (x, i) => Object.is(x, data[i]), old = before?.known;

  /** How a node came about, and its data; the step before, if that came about likewise. */
  const step = (node, own, steps, old) => {
    const { shape, in: from } = node, origin = own ? null : node.from;
    if (origin) {
      const source = value(...origin);
      return old?.source === source ? old : { node, shape, origin, source, data: source.data };
    }
    if (!from) {
      const isSame = old && (own && old.own ? own.every(is(old.own)) : own === old.own && !old.origin);
      return isSame ? old : { node, shape, own, data: Float64Array.from(own ?? node.value) };
    }
    const operands = from.map((k) => steps[k]);
    if (old && operands.every((operand, k) => operand === old.operands[k])) return old;
    const made = { node, shape, operands, places: places(node, operands) };
    made.data = operate(made);
    made.isZero = zeros(node, made.places, steps);
    return made;
  };

  const known = {};
  const steps = (example) => {
    if (known[example]) return known[example];
    const made = (known[example] = []), own = given[example] ?? {};
    graphs[example].nodes.forEach((node, n) => made.push(step(node, own[n], made, old?.[example]?.[n])));
    return made;
  };

  /** Per node, its entries as {shape, data}. */
  const value = (example, node) => steps(example)[node];

  /** What `make` gives for a step: worked out once, for all of an example in order. */
  const each = (what, make, needed) => {
    const done = new Set();
    return (example, node) => {
      if (!done.has(example)) {
        needed?.(example, node);
        for (const step of steps(example)) step[what] ??= make(step);
        done.add(example);
      }
      return value(example, node)[what];
    };
  };

  /** Per node, its entries as fractions, or null. */
  const exact = each("exact", (step) => {
    const { operands, node: { kind } } = step;
    if (step.origin) return exact(...step.origin);
    return operands && kind === "f" ? apply(step, operands.map(({ exact }) => exact)).map(followed) : Array.from(step.data, typed);
  });

  /** Per node, how far each entry may lie from the true number. */
  const errors = each("errors", (step) => {
    const { operands, node: { kind } } = step;
    if (step.origin) return errors(...step.origin);
    if (operands) return bounds(step, operands.map(({ exact }) => exact), operands.map(({ errors }) => errors));
    const held = kind === "f" ? (x) => x === x : Number.isSafeInteger;
    return step.data.map((x) => (!held(x) ? Infinity : kind !== "f" || x === -Infinity ? 0 : UNIT * Math.abs(x)));
  }, exact);

  /** An entry as the page shows it. @returns {import("./print.js").Printed} */
  const printed = (example, node, at, spec = "") => {
    const step = value(example, node), all = ((step.printed ??= {})[spec] ??= []);
    return (all[at] ??= print(step.data[at], exact(example, node)[at], errors(example, node)[at], step.node.kind, spec));
  };

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
      shown.includes(n) ? all(n).map(({ ascii }) => (isFinite(ascii) ? decimal(ascii) : null)) : apply(step(n), step(n).node.in.map(again));
    const result = again(node);
    return all(node).every(({ ascii }, at) => ascii && (isFinite(ascii) ? result[at] && !compare(decimal(ascii), result[at]) : !result[at]));
  };

  return { known, value, exact, errors, printed, parents, follows };
};
