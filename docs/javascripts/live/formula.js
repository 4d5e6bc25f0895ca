/* What a number is called: encoder.h_1[0]; one without a name, by its formula: W[0,0] · h_1[0] + W[0,1] · h_1[1]. */

import { nameOf, suffix } from "../graph/names.js";
import { OPERATIONS } from "../graph/operations.js";

const WIDEST = 80, MOST = 6; // a longer formula, or one of more operands, is that of the code

/** @param {[string, number, number]} entry */
export const called = (session, [example, node, at]) => {
  const { graphs, run } = session, graph = graphs[example], { shape, op, at: place } = graph.nodes[node], name = nameOf(graph, node);
  if (Object.hasOwn(graph.names, name)) return `${example}.${name}${suffix(shape, at)}`;
  if (op === "constant") return `${run.value(example, node).data[at]}`;
  const { written } = OPERATIONS[op], parents = run.parents(example, node, at);
  const isOpen = op !== "add" && op !== "sum" && written(parents) !== parents && !written(["x"]).join("").endsWith(")"); // what stands in it needs brackets
  const code = () => `${graph.sources[place][0]}${suffix(shape, at)}`;
  if (parents.length > MOST) return code();
  const operands = parents.map((parent) => {
    const text = called(session, parent).replace(`${example}.`, "");
    return isOpen && text.includes(" ") ? `(${text})` : text;
  });
  const text = written(operands).join("");
  return text.length > WIDEST ? code() : text;
};
