/* The graphs as a page carries them: near operands by distance, which is the same in every time step of a run. */

/** Give each node the places of its operands, `in`; a far one is written as ~place. */
export const unpack = (graphs) => {
  for (const { nodes } of Object.values(graphs)) {
    nodes.forEach((node, n) => {
      if (node.back) node.in = node.back.map((back) => (back < 0 ? ~back : n - back));
    });
  }
  return graphs;
};
