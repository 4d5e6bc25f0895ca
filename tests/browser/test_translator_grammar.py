"""The browser reads English as the package does: the same sentences, the same first wrong word."""

import json
import random

from rnn_examples.translator.grammar import END, RefusedError, parse
from rnn_examples.translator.refusals import english_vocabulary
from rnn_examples.translator.rules import rules
from rnn_examples.translator.tokens import english_words
from tests.browser.translator_sources import sentences, with_sources
from tests.translator.test_translating import random_line

READ = """async ([rules, texts]) => {
  const { split } = await import("/rnn/sources/english.js");
  const { reader } = await import("/rnn/sources/grammar.js");
  const { explained } = await import("/rnn/sources/refusals.js");
  const parse = reader(rules), known = KNOWN;
  return JSON.stringify(texts.map((text) => {
    const words = split(text), found = parse(words);
    if (found.words) return { words: found.words };
    return { ...found, said: explained(words, found, known).text };
  }));
}"""


def answers(page, texts):
    """What the browser makes of texts."""
    known = sorted(english_vocabulary())
    return json.loads(page.evaluate(READ.replace("KNOWN", repr(known)), [rules(), texts]))


def expected(text):
    """What the package makes of a text: its words; or which one is wrong, and what fits there."""
    try:
        return {"words": list(parse(english_words(text)).words)}
    except RefusedError as error:
        allowed = [word for word in error.allowed if word != END]
        return {"place": error.place, "allowed": allowed}


def agree(page, texts):
    """Whether both make the same of each text; gives how many are sentences."""
    made = [expected(text) for text in texts]
    for text, found, wanted in zip(texts, answers(page, texts), made, strict=True):
        said = found.pop("said", "")
        assert found == wanted, text
        assert bool(said) == ("place" in wanted)
    return sum("words" in each for each in made)


def corrupted(words, chance):
    """A sentence with two words exchanged, with one left out, with one twice, with another one."""
    a, b = (chance.randrange(len(words)) for _ in range(2))
    swapped = list(words)
    swapped[a], swapped[b] = words[b], words[a]
    yield swapped
    yield [*words[:a], *words[a + 1 :]]
    yield [*words[: a + 1], *words[a:]]
    yield [*words[:a], chance.choice(sorted(english_vocabulary())), *words[a + 1 :]]


def test_all_sentences_of_the_tests_are_read(open_page):
    page = open_page()
    with_sources(page)
    assert agree(page, [" ".join(words) for words in sentences(1000)]) == 4000


def test_sentences_with_a_fault_are_refused_at_the_same_word(open_page):
    page = open_page()
    with_sources(page)
    chance = random.Random(16)  # noqa: S311 (no secret)
    texts = [" ".join(made) for words in sentences(1000)[::2] for made in corrupted(words, chance)]
    right = agree(page, texts)
    assert 500 < right < len(texts) / 2


def test_ten_thousand_random_lines_are_read_alike(open_page):
    page = open_page()
    with_sources(page)
    chance = random.Random(7)  # noqa: S311 (no secret)
    lines = (random_line(chance) for _ in range(10_000))
    texts = [line.encode("utf-8", "replace").decode() for line in lines]
    assert agree(page, texts) > 100


TEXTS = (
    "The girl eats an apple.",
    "I’m going home!",
    " a  , b",
    "she (F) doesn't .. sleep",
    "",
    "?",
    "the boy. runs",
    "does the girl sleep?",
    "लड़की",
)


def test_text_is_split_as_the_package_does(open_page):
    page = open_page()
    with_sources(page)
    found = page.evaluate(
        """async (texts) => {
          const { split } = await import("/rnn/sources/english.js");
          return texts.map(split);
        }""",
        [*TEXTS, *(" ".join(words) for words in sentences(20))],
    )
    expected = [[word for word in english_words(text) if word != "."] for text in TEXTS]
    assert found == [*expected, *(list(words) for words in sentences(20))]


def test_a_question_gets_its_mark(open_page):
    page = open_page()
    with_sources(page)
    found = answers(page, ["does she sleep", "please do not sleep", "she does not sleep"])
    assert [each["words"][-1] for each in found] == ["?", "sleep", "sleep"]


def test_what_is_allowed_completes_a_word(open_page):
    page = open_page()
    with_sources(page)
    found = page.evaluate(
        """async ([rules, texts]) => {
          const { completions } = await import("/rnn/sources/english.js");
          const { reader } = await import("/rnn/sources/grammar.js");
          return texts.map((text) => completions(text, reader(rules)));
        }""",
        [rules(), ["the pri", "the girl ea", "the girls eat", "a the gi", "", "she "]],
    )
    assert found == [["prince", "princes", "princess", "princesses"], ["eats"], [], [], [], []]


def test_a_long_word_is_quoted_by_its_beginning(open_page):
    page = open_page()
    with_sources(page)
    [found] = answers(page, ["the " + "a" * 60])
    assert f"“{'a' * 40}…”" in found["said"]
    assert "a" * 41 not in found["said"]
