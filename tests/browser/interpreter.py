"""The page's interpreter in a real browser: every number of some graphs, as it computes them."""

import json
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from tests.conftest import ROOT

MODULES = ROOT / "docs" / "javascripts" / "graph"
ORIGIN = "http://127.0.0.1"

EVALUATE = """async ([folder, text]) => {
  const jobs = JSON.parse(text);
  const [{ compute }, { operate }, { places }] = await Promise.all(
    ["run", "calculate", "places"].map((name) => import(`/${folder}/${name}.js`)),
  );
  const strings = (list) => Array.from(list, String);
  const number = ({ text, exact, problem, why }) => [text, exact, problem, why];
  const one = ({ graphs, inputs, specs, data, follows }) => {
    // Two runs before: what the inputs do not reach is taken from them.
    const every = (run, example) => (_, n) =>
      run.value(example, n).data.forEach((_, at) => run.printed(example, n, at));
    const printAll = (run) =>
      Object.entries(graphs).forEach(([name, { nodes }]) => nodes.forEach(every(run, name)));
    const first = compute(graphs);
    printAll(first);
    const node = (path) => {
      const [example, name] = path.split(".");
      return graphs[example]?.nodes[graphs[example].names[name]];
    };
    const value = (path) => [path, node(path)?.value];
    const same = Object.keys(inputs).map(value).filter(([, own]) => own);
    const second = compute(graphs, Object.fromEntries(same), first);
    printAll(second);
    const run = compute(graphs, inputs, second);
    const answers = follows.map(([example, node, shown]) => run.follows(example, node, shown));
    const all = (example, { nodes }) => nodes.map((node, n) => {
      const values = run.value(example, n).data, entries = [...values.keys()];
      const operand = (k) => ({ shape: nodes[k].shape, data: Float64Array.from(data[example][k]) });
      const operands = node.in?.map(operand);
      return {
        shape: run.value(example, n).shape,
        values: strings(values),
        errors: strings(run.errors(example, n)),
        exact: run.exact(example, n).map((x) => x && x.join("/")),
        printed: specs.map((spec) =>
          entries.map((at) => number(run.printed(example, n, at, spec)))),
        parents: entries.map((at) => run.parents(example, n, at)),
        operated: operands && strings(operate({ node, operands, places: places(node, operands) })),
      };
    });
    const found = Object.entries(graphs).map(([name, graph]) => [name, all(name, graph)]);
    return { ...Object.fromEntries(found), "?": answers };
  };
  return JSON.stringify(jobs.map((job) => {
    try { return one(job); } catch (error) { return String(error.stack); }
  }));
}"""


class Mutation(NamedTuple):
    """One wrong place in one module."""

    name: str
    file: str
    seen_in: str
    old: str
    new: str

    def plant(self, text: str) -> str:
        assert text.count(self.old) == 1, f"{self.name}: {self.old!r} is not in {self.file} once"
        return text.replace(self.old, self.new)


class Interpreter:
    """A page that has nothing but the modules, as they are or with one mutation."""

    def __init__(self, browser: Browser, mutations: tuple[Mutation, ...] = ()) -> None:
        self.faulty = [
            {mutation.file: mutation.plant((MODULES / mutation.file).read_text("utf-8"))}
            for mutation in mutations
        ]
        self.context = browser.new_context(service_workers="block")
        self.page: Page = self.context.new_page()
        self.page.route(f"{ORIGIN}/**", self._serve)
        self.page.goto(f"{ORIGIN}/")

    def _serve(self, route: Route) -> None:
        _, _, rest = urlsplit(route.request.url).path.partition("/")
        folder, _, name = rest.partition("/")
        if not name:
            route.fulfill(body="<!doctype html><title>modules</title>", content_type="text/html")
            return
        text = (MODULES / name).read_text("utf-8")
        if folder.isdigit():
            text = self.faulty[int(folder)].get(name, text)
        route.fulfill(body=text, content_type="text/javascript; charset=utf-8")

    def evaluate(self, jobs: list[dict[str, Any]], folder: str = "graph") -> list[Any]:
        """Ask for every number of the jobs: as one text, which Playwright does not walk through."""
        return json.loads(self.page.evaluate(EVALUATE, [folder, json.dumps(jobs)]))
