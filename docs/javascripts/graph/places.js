/* Which entries of its operands each entry of a result is made from. */

/**
 * @typedef {object} Places
 * @property {number} terms  how many entries of each operand make one of the result
 * @property {number[][]} at  for each operand, where these are; those of one entry side by side
 * @property {number[]} [of]  the operand that each entry comes from, if it only moved
 * @property {[number, number[]][]} [by]  the operands that decided that, and where
 */

export const size = (shape) => shape.reduce((a, b) => a * b, 1);

/** How far apart the neighbours along each axis lie. */
export const strides = (shape) => shape.map((_, axis) => size(shape.slice(axis + 1)));

/** The flat offsets of an array of this shape, in row-major order. */
const walk = (shape, steps, start = 0) =>
  shape.reduce((at, n, axis) => at.flatMap((p) => Array.from({ length: n }, (_, i) => p + i * steps[axis])), [start]);

/** Broadcasting: an axis of size 1 is walked on the spot. */
const spread = (shape, out, steps = strides(shape)) =>
  walk(out, out.map((_, i) => (shape.at((i -= out.length)) > 1 ? steps.at(i) : 0)));

const common = (shapes, rank = Math.max(...shapes.map((shape) => shape.length))) =>
  Array.from({ length: rank }, (_, i) => shapes.map((shape) => shape.at(i - rank) ?? 1).find((n) => n !== 1) ?? 1);

const reorder = (shape, order, steps = strides(shape)) => walk(order.map((axis) => shape[axis]), order.map((axis) => steps[axis]));

const moved = (at, by) => ({ terms: 1, at: [at], of: at.map(() => 0), by });

/** A selection as NumPy makes it. A place outside the table is -1, where nothing stands. */
const select = (shape, key, indices) => {
  const sizes = [], steps = [], lists = [], own = strides(shape);
  let axis = 0, start = 0, operand = 0;
  const measure = (list) => (Array.isArray(list) ? [list.length, ...measure(list[0])] : []);
  key.forEach((part, place) => {
    if (part === "...") return; // written only where it stands for no axis
    let n = 1, step = 0;
    if (part !== "new") {
      [n, step] = [shape[axis], own[axis++]];
      if (!part?.slice) {
        const list = part === null ? indices[operand++] : { shape: measure(part.list), data: [part.list ?? part].flat(9) };
        return lists.push({ ...list, n, step, place, front: sizes.length, operand: part === null && operand });
      }
      const [first, stop, by] = part.slice;
      start += first * step;
      [n, step] = [Math.max(0, Math.ceil((stop - first) / by)), step * by];
    }
    sizes.push(n);
    steps.push(step);
  });
  if (!lists.length) return moved(walk(sizes, steps, start));
  const shared = common(lists.map((list) => list.shape));
  const front = lists.at(-1).place - lists[0].place < lists.length ? lists[0].front : 0;
  sizes.splice(front, 0, size(shared));
  steps.splice(front, 0, 0);
  const turn = walk(sizes, sizes.map((_, i) => +(i === front)));
  for (const list of lists) {
    const entry = spread(list.shape, shared);
    list.at = turn.map((t) => entry[t]);
  }
  const at = walk(sizes, steps, start).map((p, i) => {
    for (const { data, at, n, step } of lists) {
      const x = data[at[i]];
      p += x >= -n && x < n && Number.isInteger(x) ? (x < 0 ? x + n : x) * step : NaN;
    }
    return p >= 0 ? p : -1;
  });
  return moved(at, lists.filter((list) => list.operand).map((list) => [list.operand, list.at]));
};

const reduce = ({ axis }, [{ shape }]) => {
  const every = [...shape.keys()], gone = [axis ?? every].flat();
  return { terms: size(gone.map((i) => shape[i])), at: [reorder(shape, [...every.filter((i) => !gone.includes(i)), ...gone])] };
};

/** Each entry with the rest of its row, itself first. */
const row = (_, [{ shape, data }]) => {
  const n = shape.at(-1), others = Array.from({ length: n }, (_, i) => i);
  return { terms: n, at: [Array.from(data, (_, i) => others.map((k) => (k ? i - (i % n) + (((i % n) + k) % n) : i))).flat()] };
};

const join = (out, axis, shapes) => {
  const at = [], of = [], steps = strides(out);
  let start = 0;
  shapes.forEach((shape, operand) => {
    walk(shape, steps, start).forEach((place, i) => ([at[place], of[place]] = [i, operand]));
    start += shape[axis] * steps[axis];
  });
  return { ...moved(at), of };
};

/** By operation, where the entries of those that do not go element by element come from. */
export const PLACES = {
  matmul(_, [a, b]) {
    const left = a.shape.length > 1 ? a.shape : [1, ...a.shape], right = b.shape.length > 1 ? b.shape : [...b.shape, 1];
    const terms = left.at(-1), columns = right.at(-1);
    const out = [...common([left.slice(0, -2), right.slice(0, -2)]), left.at(-2), columns, terms];
    const [rows, turned] = [left.toSpliced(-1, 0, 1), right.toSpliced(-2, 2, 1, columns, terms)];
    return { terms, at: [spread(rows, out), spread(turned, out, strides(right).toSpliced(-2, 2, 0, 1, columns))] };
  },
  sum: reduce,
  mean: reduce,
  max: reduce,
  argmax: reduce,
  softmax: row,
  log_softmax: row,
  transpose: ({ axes }, [{ shape }]) => moved(reorder(shape, axes ?? [...shape.keys()].reverse())),
  reshape: ({ shape }) => moved(walk([size(shape)], [1])),
  stack: ({ shape, axis = 0 }, operands) => join(shape, axis, operands.map((operand) => operand.shape.toSpliced(axis, 0, 1))),
  concatenate: ({ shape, axis = 0 }, operands) =>
    join(shape, axis ?? 0, operands.map((operand) => (axis === null ? [size(operand.shape)] : operand.shape))),
  index: ({ key }, [table, ...indices]) => select(table.shape, key, indices),
  take({ axis }, [table, indices]) {
    const shape = axis == null ? [size(table.shape)] : table.shape;
    return select(shape, shape.map((n, i) => (i === (axis ?? 0) ? null : { slice: [0, n, 1] })), [indices]);
  },
  where({ shape }, operands) {
    const at = operands.map((operand) => spread(operand.shape, shape));
    const of = at[0].map((place) => (operands[0].data[place] ? 1 : 2));
    return { terms: 1, at: [of.map((k, i) => at[k][i])], of, by: [[0, at[0]]] };
  },
};

const kept = new WeakMap();

/** Of a computed node. What depends on the shapes alone is worked out once. @returns {Places} */
export const places = (node, operands) => {
  if (kept.has(node)) return kept.get(node);
  const found = PLACES[node.op]?.(node, operands) ?? { terms: 1, at: operands.map(({ shape }) => spread(shape, node.shape)) };
  if (!found.by?.length) kept.set(node, found);
  return found;
};
