/* Which entries of its operands each entry of a result is made from. */

/**
 * @typedef {{shape: number[], data: ArrayLike<number>}} Values  row-major; booleans are 0 and 1
 * @typedef {object} Places
 * @property {number} terms  how many entries of each operand make one of the result
 * @property {ArrayLike<number>[]} at  per operand: where they are, those of a result's entry side by side
 * @property {ArrayLike<number>} [of]  which operand, where each result is one entry that only moved
 * @property {[number, ArrayLike<number>][]} [by]  the operands that decided which one, and where
 */

const ALL = { slice: [] };

export const size = (shape) => shape.reduce((a, b) => a * b, 1);

/** How far apart neighbours along each axis lie. */
export const strides = (shape) => shape.map((_, axis) => size(shape.slice(axis + 1)));

/** What a walk over `shape`, the last axis fastest, comes by. */
const walk = (shape, steps, start = 0) =>
  shape.reduce((at, n, axis) => at.flatMap((p) => Array.from({ length: n }, (_, i) => p + i * steps[axis])), [start]);

/** The steps that repeat an array along the axes that it lacks. */
const repeated = (shape, out, own = strides(shape)) =>
  out.map((_, axis) => (shape[(axis += shape.length - out.length)] > 1 ? own[axis] : 0));

const spread = (shape, out) => walk(out, repeated(shape, out));

const reordered = (shape, order) => walk(order.map((axis) => shape[axis]), order.map((axis) => strides(shape)[axis]));

const common = (shapes, rank = Math.max(...shapes.map((shape) => shape.length))) =>
  Array.from({ length: rank }, (_, i) => shapes.map((shape) => shape.at(i - rank) ?? 1).find((n) => n !== 1) ?? 1);

const moved = (at, by) => ({ terms: 1, at: [at], of: at.map(() => 0), by });

/** The first place, the number of places and the step of a slice of an axis. */
const range = ([start, stop, step], n) => {
  const by = step ?? 1;
  const [low, high] = by > 0 ? [0, n] : [-1, n - 1];
  const clip = (end, otherwise) => (end == null ? otherwise : Math.min(Math.max(end < 0 ? end + n : end, low), high));
  const first = clip(start, by > 0 ? low : high);
  return [first, Math.max(0, Math.ceil((clip(stop, by > 0 ? high : low) - first) / by)), by];
};

/** A selection as NumPy makes it. A place outside the table is -1, where nothing stands. */
const select = (shape, key, operands) => {
  const own = strides(shape);
  const sizes = [], steps = [], lists = [];
  const rest = shape.length - key.filter((part) => part !== "new" && part !== "...").length;
  let start = 0, axis = 0, operand = 0;
  const add = (part, place) => {
    if (part === "new") return sizes.push(1), steps.push(0);
    const n = shape[axis], step = own[axis++];
    if (part?.slice) {
      const [first, count, by] = range(part.slice, n);
      start += first * step;
      return sizes.push(count), steps.push(by * step);
    }
    const given = [part?.list ?? part].flat(Infinity);
    const measure = (list) => (Array.isArray(list) ? [list.length, ...measure(list[0])] : []);
    const list = part === null ? operands[operand++] : { shape: measure(part.list), data: given };
    lists.push({ ...list, n, step, place, axis: sizes.length, operand: part === null && operand });
  };
  (key.includes("...") ? key : [...key, "..."]).forEach((part, place) =>
    part === "..." ? Array(rest).fill(ALL).forEach((all) => add(all, place)) : add(part, place));
  if (!lists.length) return moved(walk(sizes, steps, start));
  const together = lists.at(-1).place - lists[0].place < lists.length;
  const shared = common(lists.map((list) => list.shape)), front = together ? lists[0].axis : 0;
  const flat = size(shared);
  sizes.splice(front, 0, flat);
  const turn = walk(sizes, sizes.map((_, i) => +(i === front)));
  steps.splice(front, 0, 0);
  for (const list of lists) list.entry = spread(list.shape, shared);
  const at = walk(sizes, steps, start).map((p, i) => {
    for (const { data, entry, n, step } of lists) {
      const place = data[entry[turn[i]]];
      p += place >= -n && place < n && Number.isInteger(place) ? (place < 0 ? place + n : place) * step : NaN;
    }
    return p >= 0 ? p : -1;
  });
  return moved(at, lists.filter((list) => list.operand).map(({ operand, entry }) => [operand, turn.map((t) => entry[t])]));
};

const reduce = ({ axis, shape: out }, [{ shape }]) => {
  const every = shape.map((_, i) => i);
  const gone = axis == null || !shape.length ? every : [axis].flat().map((a) => (a + shape.length) % shape.length);
  const order = [...every.filter((a) => !gone.includes(a)), ...gone];
  return { terms: size(gone.map((a) => shape[a])), at: [reordered(shape, order)] };
};

const join = (out, axis, shapes) => {
  const at = Array(size(out)), of = Array(size(out));
  const own = strides(out);
  let start = 0;
  shapes.forEach((shape, operand) => {
    walk(shape, own, start).forEach((place, i) => { at[place] = i; of[place] = operand; });
    start += shape[axis] * own[axis];
  });
  return { ...moved(at), of };
};

const PLACES = {
  matmul({ shape }, [a, b]) {
    const [left, right] = [a.shape.length > 1 ? a.shape : [1, ...a.shape], b.shape.length > 1 ? b.shape : [...b.shape, 1]];
    const terms = left.at(-1), columns = right.at(-1);
    const out = common([left.slice(0, -2), right.slice(0, -2)]).concat(left.at(-2), columns, terms);
    return {
      terms,
      at: [
        spread([...left.slice(0, -1), 1, terms], out),
        walk(out, repeated([...right.slice(0, -2), 1, columns, terms], out, [...strides(right).slice(0, -2), 0, 1, columns])),
      ],
    };
  },
  sum: reduce,
  mean: reduce,
  max: reduce,
  argmax: reduce,
  transpose: ({ axes }, [{ shape }]) =>
    moved(reordered(shape, axes?.map((a) => (a + shape.length) % shape.length) ?? shape.map((_, i) => i).reverse())),
  reshape: ({ shape }) => moved(walk([size(shape)], [1])),
  stack({ shape, axis = 0 }, operands) {
    const place = (axis + shape.length) % shape.length;
    return join(shape, place, operands.map((operand) => operand.shape.toSpliced(place, 0, 1)));
  },
  concatenate({ shape, axis = 0 }, operands) {
    const shapes = operands.map((operand) => (axis === null ? [size(operand.shape)] : operand.shape));
    return join(shape, (axis + shape.length) % shape.length, shapes);
  },
  index: ({ key }, [table, ...others]) => select(table.shape, key, others),
  take: ({ axis }, [{ shape }, indices]) =>
    axis == null
      ? select([size(shape)], [null], [indices])
      : select(shape, [...Array((axis + shape.length) % shape.length).fill(ALL), null], [indices]),
  where({ shape }, operands) {
    const [condition, yes, no] = operands.map((operand) => spread(operand.shape, shape));
    const of = condition.map((place) => (operands[0].data[place] ? 1 : 2));
    return { terms: 1, at: [of.map((k, i) => (k === 1 ? yes : no)[i])], of, by: [[0, condition]] };
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

/** What only moves: entries of any kind, each from where it was. */
export const move = ({ at: [at], of }, arrays) => at.map((place, i) => arrays[of[i]][place]);
