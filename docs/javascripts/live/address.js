/* The reader's inputs in the address: ?encoder.W=0.5,-0.1,0,0.2, so that a link is a network. */

const INPUT = /^[\p{L}\p{M}\p{N}_]+\.[\p{L}\p{M}\p{N}_]+$/u; // any other parameter is somebody else's

/**
 * The inputs in a query. Nothing of it is shown: it becomes numbers, or a sentence of ours.
 * @param {Object<string, import("./field.js").Field[]>} fields  by path
 */
export const read = (search, fields) => {
  const inputs = {};
  let problem = "";
  for (const [path, text] of new URLSearchParams(search)) {
    if (!INPUT.test(path)) continue;
    const own = Object.hasOwn(fields, path) ? fields[path] : undefined;
    const entries = text.split(",");
    const parsed = own?.length === entries.length ? own.map((field, at) => field.parse(entries[at])) : [];
    if (parsed.length && parsed.every((entry) => "number" in entry)) inputs[path] = parsed.map(({ number }) => number);
    else problem = "The address asks for inputs that this page cannot use. They are left as they were.";
  }
  return { inputs, problem };
};

/** An address with these inputs, and whatever else it held. */
export const write = ({ href }, inputs) => {
  const url = new URL(href);
  const others = [...url.searchParams].filter(([path]) => !INPUT.test(path));
  const kept = new URLSearchParams(others).toString();
  const own = Object.entries(inputs).map(([path, numbers]) => `${path}=${numbers.join().replaceAll("+", "")}`);
  url.search = [kept, ...own].filter(Boolean).join("&");
  return url.href;
};
