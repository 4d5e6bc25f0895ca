/* What some pages have, and most have not: the mark of finished lessons, the translator, the search for values. */

import { listen } from "./progress.js";

export const start = () => {
  const [end, box, search] = [".lesson-end", ".translator", ".values-search"].map((name) => document.querySelector(name));
  if (end) listen(end);
  if (box?.matches(".translator-home")) import("./translator/home.js").then(({ open }) => open(box));
  else if (box) import("./translator/page.js").then(({ open }) => open(box));
  if (search) import("./live/search.js").then(({ listen: seek }) => seek(search));
};
