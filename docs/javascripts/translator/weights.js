/* A trained network from its file: a line of JSON, then its numbers in sixteen bits each. */

const GATES = { rnn: 1, lstm: 4, gru: 3, attention: 3 };
export const BEGIN = 0, END = 1, SPECIAL = 2;

/** A number from its sixteen bits: sign, five of the exponent, ten of the fraction. */
const half = (bits) => {
  const sign = bits >> 15 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction);
};

/** The matrices in the order of the file: name, rows, columns. They are those of networks.py. */
const shapes = (kind, source, target, hidden, inputs) => {
  const width = GATES[kind] * hidden;
  const found = [
    ["E_enc", source, inputs], ["U_enc", inputs, width], ["W_enc", hidden, width], ["b_enc", 1, width],
    ["E_dec", target, inputs], ["U_dec", inputs, width], ["W_dec", hidden, width], ["b_dec", 1, width],
    ["V", hidden, target], ["c", 1, target],
  ];
  if (kind === "gru" || kind === "attention") found.push(["b_n_enc", 1, hidden], ["b_n_dec", 1, hidden]);
  if (kind === "attention") found.push(["W_a", hidden, hidden], ["W_c", 2 * hidden, hidden]);
  return found;
};

/** A row times a matrix, added to `out`. */
export const addProduct = (out, row, { numbers, columns }) => {
  for (let i = 0; i < row.length; i++) {
    const factor = row[i], start = i * columns;
    for (let j = 0; j < columns; j++) out[j] += factor * numbers[start + j];
  }
  return out;
};

/** What each word gives to the gates: E U + b, once for all. */
const projected = (E, U, b) =>
  Array.from({ length: E.rows }, (_, i) =>
    addProduct(b.numbers.slice(), E.numbers.subarray(i * E.columns, (i + 1) * E.columns), U));

/** Read a file. Throws an error if it is not whole. */
export const read = (buffer) => {
  const bytes = new Uint8Array(buffer), line = bytes.indexOf(10);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(0, line)));
  const { kind, hidden, embedding } = header.recipe;
  const view = new DataView(buffer, line + 1), weights = {};
  let place = 0;
  for (const [name, rows, columns] of
    shapes(kind, header.english.length + SPECIAL, header.hindi.length + SPECIAL, hidden, embedding)) {
    const numbers = new Float64Array(rows * columns);
    for (let i = 0; i < numbers.length; i++) numbers[i] = half(view.getUint16(2 * place++, true));
    weights[name] = { numbers, rows, columns };
  }
  if (place !== header.parameters || view.byteLength !== 2 * place) throw new Error("the weights are not whole");
  const table = (layer) => projected(weights[`E_${layer}`], weights[`U_${layer}`], weights[`b_${layer}`]);
  const ids = new Map(header.english.map((word, i) => [word, SPECIAL + i]));
  return { kind, hidden, weights, ids, english: header.english, hindi: header.hindi,
    tables: { enc: table("enc"), dec: table("dec") } };
};
