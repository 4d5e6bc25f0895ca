"""Attempts in the text of one page: in each place where a number or a sentence can stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.attempts.attempt import Attempt, Result, result
from tests.ledger.test_attempts import BESIDE_A_VALUE, TYPED
from tests.pages.conversion import faults_of

PLACES = {
    "sentence": "It is {} now.",
    "end of a sentence": "It is {}.",
    "bold": "It is **{}** now.",
    "part of it bold": "It is **{}**7 now.",
    "heading": "## At {}",
    "underlined heading": "At {}\n=====",
    "list": "- a\n- b {}",
    "numbered list": "1. a\n2. b {}",
    "list in a list": "- a\n    - b {}",
    "table": "| a | b |\n|---|---|\n| x | {} |",
    "head of a table": "| a | {} |\n|---|---|\n| x | y |",
    "admonition": "!!! note\n    It is {}.",
    "title of an admonition": '!!! note "At {}"\n    Text.',
    "folded box": '??? note "Open"\n    It is {}.',
    "title of a folded box": '??? note "At {}"\n    Text.',
    "tab": '=== "One"\n\n    It is {}.',
    "title of a tab": '=== "At {}"\n\n    Text.',
    "quotation": "> It is {}.",
    "definition": "Term\n:   It is {}.",
    "defined term": "At {}\n:   Text.",
    "abbreviation": "The RNN is.\n\n*[RNN]: It is {}",
    "footnote": "A note.[^1]\n\n[^1]: It is {}.",
    "formula": "$h \\approx {}$",
    "displayed formula": "$$\nh \\approx {}\n$$",
    "words of a formula": "$h \\text{ is {}}$",
    "number over a sign": "$h \\overset{{}}{=} x$",
    "diagram": '```mermaid\nflowchart LR\n  a["h {}"]\n```',
    "arrow of a diagram": '```mermaid\nflowchart LR\n  a -->|"h {}"| b\n```',
    "title of a diagram": "``` { .mermaid title='At {}' }\nflowchart LR\n  a --> b\n```",
    "block of text": "```text\nloss {}\n```",
    "indented block": "    loss {}",
    "output of a command": "```console\n$ python train.py\nloss {}\n```",
    "title of a block": '```python title="At {}"\na\n```',
    "comment in code": "```python\nprint(h)  # {}\n```",
    "text in code": '```python\nprint("loss: {}")\n```',
    "session in code": "```python\n>>> loss\n{}\n```",
    "data": '```json\n{"loss": "{}"}\n```',
    "code in a sentence": "It is `{}` now.",
    "code that gives it": "It is `loss(h) = {}` now.",
    "text for an image": "![At {}](x.png)",
    "title of an image": '![A picture](x.png "At {}")',
    "title of a link": '[a](https://example.org "At {}")',
    "title of an element": '<i title="At {}">a</i>',
    "label for a screen reader": '<i aria-label="At {}">a</i>',
    "list of attributes": 'a *b*{ title="At {}" }',
    "HTML": "<p>It is {}.</p>",
    "struck out": "<del>{}</del> it is",
    "keys": "<kbd>{}</kbd>",
    "table in HTML": "<table><tr><td>{}</td></tr></table>",
    "drawing in HTML": "<svg><text>{}</text></svg>",
    "title of a drawing": "<svg><title>At {}</title></svg>",
    "formula in HTML": "<math><mi>h</mi><mo>=</mo><mn>{}</mn></math>",
    "comment that is shown": "&lt;!-- {} --&gt;",
    "summary": "<details><summary>At {}</summary>Text.</details>",
    "value of a bar": '<progress value="{}" max="100"></progress>',
    "ruby": "<ruby>a<rt>{}</rt></ruby>",
}
"""A page with {} where something stands."""

FRONT = {
    "title of the page": "title: At {}",
    "description of the page": "title: T\ndescription: It is {} now",
}

NUMBERS = {"a value": "0.46212", "a count": "42"}

HIDDEN = {
    "class of a view": "It is *0.46*{ .doc }.",
    "class for what is seen": "It is *46*{ .katex-html }.",
    "script": "<script>document.write(0.46)</script>",
    "script of an element": '<p onclick="this.textContent = 46">a</p>',
    "script as a link": '<a href="javascript:alert(46)">a</a>',
    "style": "<style>p::after { content: '0.46' }</style>",
    "style that counts": '<p style="counter-reset: a 46">b</p>',
    "link to a style": '<link rel="stylesheet" href="x.css">',
    "template": "<template>0.46</template>",
    "frame": '<iframe srcdoc="0.46"></iframe>',
    "object": '<object data="x.svg"></object>',
    "image in the page's text": "![a](data:image/png;base64,aaaa)",
    "image of another host": "![a](https://example.org/loss.png)",
    "film": '<video src="loss.mp4"></video>',
    "picture in a drawing": '<svg><image href="x.png"/></svg>',
    "name of a value": 'It is <data data-value="encoder.h_1[0]">0.46</data>.',
    "name of a word": 'It is *a*{ data-word="greedy.y_1" }.',
    "number of a footnote": 'A <a class="footnote-ref" href="#fn:1">46</a>.[^1]\n\n[^1]: A.',
}

FALSE = {
    "sentence": "[[? It is negative | encoder.h_1[0] < 0 ?]].",
    "list": "- a\n- [[? it falls | falling(encoder.h_1[0], encoder.h_2[0]) ?]]",
    "table": "| a |\n|---|\n| [[? the largest | argmax(encoder.h_1) == 0 ?]] |",
    "admonition": "!!! note\n    [[? It is about a fifth | near(encoder.h_1[0], 0.2) ?]].",
    "heading": "## [[? All are equal | all(encoder.h_1 == encoder.h_1[0]) ?]]",
    "footnote": "A.[^1]\n\n[^1]: [[? It never falls | all(encoder.h_2 < encoder.h_1) ?]].",
    "quotation": "> [[? Its length is one | norm(encoder.h_1) > 1 ?]].",
    "beside a formula": "[[? $h_1$ is negative | all(encoder.h_1 < 0) ?]]",
    "bold": "[[? **It is even** | encoder.W[0, 0] == encoder.W[1, 1] ?]].",
    "of a shape": "[[? It has three rows | encoder.W.shape[0] == 3 ?]].",
    "of no entry": "[[? All are negative | all(encoder.h_1[2:] < 0) ?]].",
    "decided by rounding": "[[? It is so | encoder.h_1[0] == tanh(0.5) ?]].",
    "of a token": "[[? It writes so | greedy.y_1 == 'पानी' ?]].",
    "of no value": "[[? It is so | 1 < 2 ?]].",
    "of a value that is none": "[[? It is so | encoder.h_9 > 0 ?]].",
    "left open": "[[? It is negative | encoder.h_1[0] < 0",
    "dismissed without a reason": "[[? It is negative | unchecked: ?]].",
}

LABELS = {
    "symbol of another value": "$h_2 \\approx [[= encoder.h_1 =]]$",
    "= before a rounded value": "$h_1 = [[= encoder.h_1 =]]$",
    "sum that comes to something else": "$[[= encoder.h_1[0] =]] + 1 = [[= encoder.h_2[0] =]]$",
    "relation that does not hold": "$[[= encoder.h_1[0] =]] > [[= encoder.h_2[0] =]]$",
}

LITERALS = {
    "a bare number is declared": ('"1": why', "The loss is 1."),
    "a part of a word is declared": ('"is to 1": why', "The loss of this to 1 is."),
    "a longer number": ('"is to 1": why', "It is to 10."),
    "another sign": ('"is to 1": why', "It is to −1."),
    "no reason": ('"is to 1":', "It is to 1."),
    "on the page no more": ('"is to 1": why', "It is to."),
}

WORDS = "numbers in words are prose: `rnn-examples claims` lists the sentences that may claim"
SABOTAGE = {
    "word": ("The loss is twice as high.", WORDS),
    "numeral of letters": ("The loss is III.", "letters are words to a program"),
    "Devanagari word": ("The loss is पाँच.", WORDS),
    "symbol in a formula": ("$h = 2 x + 1$", "what a formula with letters means is not known"),
    "setting in code": ("```python\nloss = 0.57\n```", "a program's own numbers are its inputs"),
    "text as a curve": ('<svg><path d="M0 0V9"/></svg>', "nobody reads a curve as digits"),
    "dismissed with a false reason": (
        "[[? It is negative | unchecked: it is a name ?]].",
        "a reason is read by people, in the review",
    ),
}


@dataclass(frozen=True)
class OnPage:
    """A page. front: its front matter."""

    attempt: Attempt
    text: str
    front: str = ""


def _typed() -> Iterator[OnPage]:
    """A number in each place, and all that the tests of the ledger try."""
    for what, number in NUMBERS.items():
        said = f"{what} that is typed: {number}"
        for place, text in PLACES.items():
            yield OnPage(Attempt(place, said, "typed by hand"), text.replace("{}", number))
        for place, front in FRONT.items():
            above = f"---\n{front.replace('{}', number)}\n---\n"
            yield OnPage(Attempt(place, said, "typed by hand"), "Text.", above)
    for text, _ in TYPED:
        yield OnPage(Attempt("by the rules of the ledger", text, "typed by hand"), text)
    for text in BESIDE_A_VALUE:
        yield OnPage(Attempt("beside a value", text, "as another number"), text)


def attempts() -> Iterator[OnPage]:
    yield from _typed()
    for place, text in HIDDEN.items():
        yield OnPage(Attempt(place, text, "hides numbers"), text)
    for place, text in FALSE.items():
        yield OnPage(Attempt(f"false sentence: {place}", text), text)
    for what, text in LABELS.items():
        yield OnPage(Attempt("formula", f"{what}: {text}"), text)
    for what, (literal, text) in LITERALS.items():
        front = f"---\ntitle: T\nliterals:\n  {literal}\n---\n"
        yield OnPage(Attempt("declaration", f"{what}: {literal}"), text, front)
    for place, (text, reason) in SABOTAGE.items():
        yield OnPage(Attempt(place, text, sabotage=reason), text)


def tried(page: OnPage, folder: Path) -> Result:
    """Make the page, as the build does."""
    return result(page.attempt, "build", faults_of(page.text, folder, page.front))


def results(scratch: Path) -> Iterator[Result]:
    return (tried(page, scratch) for page in attempts())
