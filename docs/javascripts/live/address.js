/* The reader's inputs in the address: ?encoder.W=0.5,-0.1,0,0.2, so that a link is a network. How
   it is read and written; `session.js` puts it there. */

import { NAME } from "../graph/names.js";

const INPUT = new RegExp(`^${NAME}\\.${NAME}$`, "u"); // any other parameter is somebody else's

/**
 * The inputs in a query. Nothing of it is shown: it becomes numbers, or a sentence of ours.
 * @param {Object<string, import("./field.js").Field[]>} fields  by path
 */
export const read = (search, fields) => {
  const inputs = {};
  let problem = "";
  for (const [written, text] of new URLSearchParams(search)) {
    const path = written.normalize("NFKC");
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
  const others = [...url.searchParams].filter(([path]) => !INPUT.test(path.normalize("NFKC")));
  const kept = new URLSearchParams(others).toString();
  const own = Object.entries(inputs).map(([path, numbers]) => `${path}=${numbers.join().replaceAll("+", "")}`);
  url.search = [kept, ...own].filter(Boolean).join("&");
  return url.href;
};
