/* Test vectors, read from their files: for anybody's own code. */
const VERSION = 1;

/** Read a case from its text. Its inputs, values and gradients are arrays of arrays. */
export function read(text) {
  const found = JSON.parse(text);
  if (parseInt(found.version) !== VERSION) {
    throw new Error(`the version is ${found.version}; this reader is for ${VERSION}`);
  }
  return found;
}

/** Whether your numbers agree with those of a case, to its tolerance. */
export function agrees(yours, expected, { absolute, relative }) {
  if (!Array.isArray(expected)) {
    return Math.abs(yours - expected) <= absolute + relative * Math.abs(expected);
  }
  return yours.length === expected.length
    && expected.every((each, n) => agrees(yours[n], each, { absolute, relative }));
}
