/* What a number is called: encoder.h_1[0]; one without a name, by its formula: W[0,0] · h_1[0] + W[0,1] · h_1[1]. */

import { nameOf, suffix } from "../graph/names.js";
import { OPERATIONS } from "../graph/operations.js";

const LONGEST = 80, MANY = 6; // a longer formula, or one of more operands, is that of the code

/** A number of the code, as text shows it. */
const typed = (x) => String(x).replace("-", "−");

/** @param {[string, number, number]} entry */
export const called = (session, [example, node, at]) => {
  const { graphs } = session, graph = graphs[example], { shape, op } = graph.nodes[node], name = nameOf(graph, node);
  if (Object.hasOwn(graph.names, name)) return `${example}.${name}${suffix(shape, at)}`;
  if (op === "constant") return typed(session.run.value(example, node).data[at]);
  return formula(session, [example, node, at]);
};

const formula = (session, [example, node, at]) => {
  const { nodes, sources } = session.graphs[example], { shape, op, at: place } = nodes[node], { written } = OPERATIONS[op];
  const isOpen = op !== "add" && op !== "sum" && !written(["x"]).join("").endsWith(")"); // what stands in it needs brackets
  const parents = session.run.parents(example, node, at), code = place !== undefined && `${sources[place][0]}${suffix(shape, at)}`;
  if (code && parents.length > MANY) return code;
  const operands = parents.map((parent) => {
    const text = called(session, parent).replace(`${example}.`, "");
    return isOpen && text.includes(" ") ? `(${text})` : text;
  });
  const text = written(operands).join("");
  return code && text.length > LONGEST ? code : text;
};
