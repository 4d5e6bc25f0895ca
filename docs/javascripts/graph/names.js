/* How a number is called: h_1[0], or n7[0,1] for an entry of a node without a name. What a name is, rnn_examples/names.py says. */

import { strides } from "./places.js";

export const NAME = "[\\p{XID_Start}_]\\p{XID_Continue}*";

const PATH = new RegExp(`^(n(\\d+)|${NAME})(?:\\[([\\d,]+)\\])?$`, "u");

/** The first name of a node, or n7. */
export const nameOf = ({ names }, node) => Object.keys(names).find((name) => names[name] === node) ?? `n${node}`;

/** The index of a place in the data: [0,1]; nothing for a single number. */
export const suffix = (shape, at) =>
  shape.length ? `[${strides(shape).map((step, axis) => Math.floor(at / step) % shape[axis])}]` : "";

/**
 * The node that a path names, and the place in its data: null for the whole of an array.
 * @returns {[number, ?number] | undefined}
 */
export const find = ({ names, nodes }, path) => {
  const [, name, unnamed, index] = PATH.exec(path) ?? [];
  const node = names[name] ?? unnamed ?? -1, shape = nodes[node]?.shape;
  if (!index) return shape && [+node, shape.length ? null : 0];
  const given = index.split(",");
  if (given.length !== shape?.length || given.some((i, axis) => +i >= shape[axis])) return undefined;
  return [+node, strides(shape).reduce((at, step, axis) => at + step * given[axis], 0)];
};
