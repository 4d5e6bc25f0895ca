/* The theme's search, begun when something is looked for: until then a page loads no words of others.

It is the worker that the theme talks to; the theme's own, named behind the # of this one's address, is
started with what is there to be found. The two say the same four things. */

const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;

let settings, begun;

/** @returns {Promise<Worker>}  the theme's, when it is ready to be asked */
const begin = async () => {
  const response = await fetch(new URL("../search/documents.json", location));
  const { docs } = await response.json();
  const theme = new Worker(new URL(`../assets/javascripts/workers/${location.hash.slice(1)}`, location));
  return new Promise((resolve) => {
    theme.onmessage = ({ data }) => data.type === READY ? resolve(theme) : postMessage(data);
    theme.postMessage({ type: SETUP, data: { ...settings, docs } });
  });
};

addEventListener("message", async ({ data: { type, data } }) => {
  if (type === SETUP) {
    settings = data;
    postMessage({ type: READY });
  } else if (data) {
    begun ??= begin().catch(() => begun = null);
    (await begun)?.postMessage({ type: QUERY, data });
  } else postMessage({ type: RESULT, data: { items: [] } });
});
