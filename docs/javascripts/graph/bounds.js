/* How far a number can lie from the true one: Infinity where a choice hangs on rounding. */

import { apply, FLOATS, folding, operate } from "./calculate.js";
import { binary, compare } from "./exact.js";
import { largest, OPERATIONS } from "./operations.js";


/** Whether the largest of an `argmax` is the largest for certain. */
const isClear = (x, dx, exact, [at], start, terms) => {
  const own = at.slice(start, start + terms), first = largest(x, at, start, terms), best = own[first];
  const known = own.every((p) => exact[p] && dx[p] < Infinity);
  return own.every((p, t) =>
    t === first || (known ? compare(exact[p], exact[best]) < +(t > first) : x[best] - x[p] - dx[best] - dx[p] > 0));
};

/** The largest absolute error of each entry of a computed node. @returns {Float64Array} */
export const bounds = (step, exact, errors) => {
  const { node, operands, places, data: z, isZero } = step, { op, kind, limits = [-(2 ** 53), 2 ** 53] } = node;
  const { at, terms, of, by = [] } = places;
  const [x, y = x] = operands.map(({ data }) => data), [dx, dy = dx] = errors, [u, v = u] = exact, [a, b = a] = at;
  const each = (f) => z.map((_, i) => ((i = f(i)) >= 0 ? i : Infinity));
  const certain = (f) => each((i) => (f(i) ? 0 : Infinity));
  const open = (k) => errors[k].includes(Infinity);
  if (of) {
    const lost = by.some(([k]) => open(k));
    return each((i) => (lost ? Infinity : errors[of[i]][at[0][i]]));
  }
  const { value, fold, bound } = OPERATIONS[op];
  if (fold && !bound) return certain((i) => isClear(x, dx, u, at, i * terms, terms));
  if (!bound) {
    return certain((i) => {
      const [p, q] = [a[i], b[i]], off = dx[p] + dy[q];
      const agrees = () => u[p] && v[q] && off < Infinity && +value(compare(u[p], v[q]), 0) === z[i];
      return node.in[0] === node.in[1] || Math.abs(x[p] - y[q]) > off || agrees();
    });
  }
  if (kind === "b") { // of conditions: the same, whatever the undecided ones are?
    const either = (way) => operate({ ...step, operands: operands.map((operand, k) =>
      ({ ...operand, data: operand.data.map((x, i) => (errors[k][i] === Infinity ? way : x)) })) });
    const [least, most] = [0, 1].map(either);
    return certain((i) => least[i] === most[i]);
  }
  if (kind !== "f") {
    const truth = node.in.some((_, k) => open(k)) ? [] : apply(step, exact);
    const fits = (x) => Number.isInteger(x) && x >= limits[0] && x <= limits[1];
    return certain((i) => fits(z[i]) && truth[i] && !compare(binary(z[i]), truth[i]));
  }
  const folded = folding({ data: (i) => x[a[i]], left: (i) => x[a[i]], right: (i) => y[b[i]], dLeft: (i) => dx[a[i]], dRight: (i) => dy[b[i]], terms }, FLOATS);
  return each((i) =>
    isZero(i) ? 0 : fold ? folded((entries) => bound({ ...entries, z: z[i] }), i) : bound(z[i], x[a[i]], y[b[i]], dx[a[i]], dy[b[i]]));
};
