"""The theory page as a reader has it: what it shows, and what the package would show."""

import json
from functools import cache

from rnn_examples.pages.input_ranges import input_range
from rnn_examples.worked_example.catalogue import load
from tests.browser.edits import PROBLEM, Expected

THEORY = "rnn-theory/"
ON_PAGE = (
    *("encoder", "water_drink", "teacher_forced", "greedy", "preference"),
    *("theory_pytorch", "theory_keras", "theory_onnx", "theory_flax"),
)
EXAMPLES = {name: example for name, example in load().examples.items() if name in ON_PAGE}
ENCODER = EXAMPLES["encoder"]

READ = """async () => {
  while (document.body.dataset.live === "busy") await new Promise(requestAnimationFrame);
  const read = (kind, make) => [...document.querySelectorAll(`[data-${kind}]`)].map(make);
  return JSON.stringify({
    numbers: read("value", e => [e.dataset.value, e.dataset.format ?? "",
        e.classList.contains("has-problem") ? PROBLEM : e.textContent, e.localName]),
    parens: read("paren", e => [e.dataset.paren, e.dataset.around, e.dataset.format ?? "",
        !e.hasAttribute("hidden")]),
    relations: read("relation", e => [e.dataset.relation, e.dataset.exact, e.dataset.follows ?? "",
        e.textContent]),
    words: read("word", e => [e.dataset.word, e.textContent]),
  });
}""".replace("PROBLEM", json.dumps(PROBLEM))


def pieces(page):
    """Every number, parenthesis, relation and word of a page, as it stands there."""
    return json.loads(page.evaluate(READ))


EDIT = """inputs => {
  for (const [path, numbers] of Object.entries(inputs)) {
    const fields = document.querySelectorAll(
        `[data-input="${path}"], [data-input^="${path}["]`);
    numbers.forEach((number, at) => {
      fields[at].value = String(number);
      fields[at].dispatchEvent(new InputEvent("input", {bubbles: true}));
    });
  }
}"""

AT_REST = "document.body.dataset.live === 'awake' && !document.querySelector('.changed')"
"""All is shown that an edit changes, and no longer marked."""


def wake(page, address=THEORY):
    page.goto(address)
    page.evaluate("document.querySelectorAll('details:has(form)').forEach(d => d.open = true)")
    field = page.locator("form.live [data-input]").first
    field.focus()
    page.wait_for_function("document.body.dataset.live === 'awake'")
    return page


def field(page, path):
    """The field of an input: of two panels that have it, the later one, which has all inputs."""
    return page.locator(f'[data-input="{path}"]').last


def shown(page, path):
    """What stands wherever the number does: one text."""
    texts = {text for name, spec, text, _ in pieces(page)["numbers"] if (name, spec) == (path, "")}
    assert len(texts) == 1, texts
    return texts.pop()


@cache
def unedited():
    """Worked out once."""
    return Expected(EXAMPLES, {})


def differences(page, inputs):
    """What the page shows otherwise than the package would, and how much was compared."""
    expected, read = Expected(EXAMPLES, inputs) if inputs else unedited(), pieces(page)
    wrong = [
        f"{path} {tag}: {text} instead of {expected.number(path, spec)}"
        for path, spec, text, tag in read["numbers"]
        if text != expected.number(path, spec)
    ]
    for path, around, spec, is_shown in read["parens"]:
        if expected.paren_is_shown(path, around, spec) not in (is_shown, None):
            wrong.append(f"{path}: parentheses shown: {is_shown}")
    compared = 0
    for example, exact, follows, text in read["relations"]:
        true = expected.relation(example, exact, follows)
        compared += true is not None
        if true not in (text, None):
            wrong.append(f"{example}: {text} before {exact} {follows}")
    wrong += [
        f"{path}: {text} instead of {expected.word(path)}"
        for path, text in read["words"]
        if text != expected.word(path)
    ]
    return wrong, compared


def any_number(chance):
    """Numbers of every kind that a reader may type."""
    return chance.choice(
        [
            lambda: round(chance.uniform(-2, 2), 1),
            lambda: round(chance.uniform(-2, 2), 1),
            lambda: round(chance.uniform(-5, 5), 3),
            lambda: chance.uniform(-1, 1),
            lambda: chance.choice([0.0, 1.0, -1.0, 30.0, -400.0, 1e-7, 0.125, 1e5]),
        ]
    )()


def any_edit(chance):
    """Some inputs of some examples, all their entries or one."""
    edit = {}
    for name in chance.sample(["encoder", "teacher_forced"], chance.choice([1, 2])):
        trace = EXAMPLES[name].trace
        own = [key for key in trace.inputs if trace[key].origin is None]
        for key in chance.sample(own, chance.choice([1, 2, 3])):
            node = trace[key]
            numbers = node.value.reshape(-1).tolist()
            high = input_range(key, node, EXAMPLES[name]).high
            for at in range(len(numbers)):
                if chance.random() < 0.7:
                    is_token = node.value.dtype.kind == "i"
                    numbers[at] = (
                        chance.randrange(int(high) + 1) if is_token else any_number(chance)
                    )
            edit[f"{name}.{key}"] = numbers
    return edit
