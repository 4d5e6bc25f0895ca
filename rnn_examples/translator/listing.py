"""The vocabulary as tables in Markdown, for the page docs/reference/hindi-grammar.md.

`python -m rnn_examples.translator.listing` writes them anew; a test says when that is needed.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from rnn_examples.translator import lexicon, verbs
from rnn_examples.translator.dictionary import GENDERS
from rnn_examples.translator.predicates import AUXILIARIES
from rnn_examples.translator.words import Form

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "hindi-grammar.md"
BEGIN, END = "<!-- vocabulary -->", "<!-- end of the vocabulary -->"


def written(form: Form) -> str:
    """A word in both scripts."""
    return f'<span lang="hi">{form.text}</span> {form.roman}'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


AGENT = f'[<span lang="hi">{lexicon.AGENT.text}</span>](#the-rules)'
OBLIQUE = "[oblique](#the-rules)"
OWN = "[own](#the-rules)"


def nouns() -> str:
    """Every noun: its gender and its forms."""
    heads = ("English", "gender", "singular", OBLIQUE, "plural", "oblique plural")
    return table(
        heads,
        (
            (
                ", ".join(dict.fromkeys(filter(None, (noun.english, noun.english_plural)))),
                GENDERS[noun.gender],
                *map(written, noun.forms if noun.kind == "count" else noun.forms[:2]),
                *([] if noun.kind == "count" else ["—", "—"]),
            )
            for noun in lexicon.NOUNS.values()
        ),
    )


def adjectives() -> str:
    """Every adjective, its forms, and the nouns that it goes with."""
    heads = ("English", "masculine", f"masculine plural, {OBLIQUE}", "feminine", "goes with")
    return table(
        heads,
        (
            (a.english, *map(written, a.forms), f'<span class="long">{suits}</span>')
            for a in lexicon.ADJECTIVES
            for suits in [", ".join(sorted(a.suits))]
        ),
    )


def verb_rows() -> str:
    """Every verb: its root, its perfective, its future, the form for requests."""
    heads = ("English", "root", "perfective", "future", "request", AGENT)
    return table(
        heads,
        (
            (
                ", ".join(dict.fromkeys(filter(None, verb.english))),
                written(verb.root),
                ", ".join(map(written, verb.perfective)),
                ", ".join(map(written, verb.future)),
                written(verb.polite),
                "yes" if verb.takes_ne else "no",
            )
            for verb in verbs.VERBS
        ),
    )


def small_words() -> str:
    """The pronouns, and what stands before a noun, behind it, or for the time."""
    rows = [
        (f"{p.english}, {p.english_object}", ", ".join(map(written, (p.direct, p.agent, p.dative))))
        for p in lexicon.PRONOUNS
    ]
    rows += [(d.english, ", ".join(map(written, d.forms)) or "—") for d in lexicon.DETERMINERS]
    rows += [
        (p.english, " ".join(map(written, p.postpositions)) or "—")
        for p in lexicon.PREPOSITIONS.values()
    ]
    rows += [("home", written(lexicon.HOME.forms[0]))]
    rows += [(word, written(form)) for word, (form, _) in lexicon.TIMES.items()]
    forms = (*verbs.DOING, *dict.fromkeys(verbs.IS.values()), *verbs.WAS)
    rows += [(", ".join(a.english for a in AUXILIARIES), ", ".join(map(written, forms)))]
    rows += [(word, written(form)) for word, form in lexicon.CONJUNCTIONS.items()]
    rows += [
        ("not", written(lexicon.NOT)),
        ("not, in a request", written(lexicon.NOT_PLEASE)),
        ("please", written(lexicon.PLEASE)),
        ("asks for yes or no", written(lexicon.WHETHER)),
        (OWN, ", ".join(map(written, lexicon.OWN))),
    ]
    return table(("English", "Hindi"), rows)


def tables() -> str:
    """All tables, each below its heading."""
    parts = {
        "Nouns": nouns(),
        "Adjectives": adjectives(),
        "Verbs": verb_rows(),
        "Other words": small_words(),
    }
    return "\n\n".join(f"### {name}\n\n{text}" for name, text in parts.items())


def renewed(page: str) -> str:
    """The page with the tables of today between its two marks."""
    head, rest = page.split(BEGIN)
    return f"{head}{BEGIN}\n\n{tables()}\n\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
