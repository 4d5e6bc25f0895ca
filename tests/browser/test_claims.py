"""Sentences that follow a reader's numbers."""

from playwright.sync_api import expect

THEORY = "rnn-theory/"
SENTENCE = ".claim:has-text('are equal')"


def test_a_sentence_that_is_not_true_of_a_readers_numbers_says_so_until_it_is(open_page):
    page = open_page()
    page.goto(THEORY)
    claim = page.locator(SENTENCE)
    field = page.locator('[data-input="teacher_forced.W_dec[0,0]"]')
    expect(claim).not_to_have_class("claim is-false")
    first = field.input_value()
    field.fill("0.9")
    expect(claim).to_have_class("claim is-false")
    assert " ".join(claim.text_content().split()).endswith("are equal (not with your numbers)")
    assert "line-through" in claim.evaluate("claim => getComputedStyle(claim).textDecorationLine")
    box = page.locator(".claim-note").bounding_box()
    assert box["width"] <= 1 >= box["height"]
    field.fill(first)
    expect(claim).to_have_class("claim")
    assert " ".join(claim.text_content().split()).endswith("are equal")


def test_a_sentence_that_is_true_of_other_numbers_too_stays_as_it_is(open_page):
    page = open_page()
    page.goto(THEORY)
    page.locator('[data-input="teacher_forced.V[0,0]"]').fill("-0.2")
    expect(page.locator("body.live-edited")).to_have_count(1)
    expect(page.locator(".claim.is-false")).to_have_count(0)


def test_the_card_of_a_number_says_what_is_said_of_it(open_page):
    page = open_page()
    page.goto(THEORY)
    number = page.locator('.katex-html [data-value="teacher_forced.W_dec[0,0]"]').first
    number.evaluate("number => number.scrollIntoView({block: 'center'})")
    number.click()
    said = page.locator(".why-said", has_text="are equal")
    expect(said).to_have_text("Said of this number: “the two columns of Wdec are equal”")


def test_a_card_tells_what_is_said_of_its_own_entry_and_not_too_much(open_page):
    page = open_page()
    page.goto(THEORY)
    said = page.evaluate(
        """async () => {
            const { said } = await import("../javascripts/live/card.js");
            const claim = (at) => ({ nodes: [{}, {}], text: `of ${at}`, values: ["a.x"] });
            const claims = [0, 0, 1, 0, 0, 0].map((at, n) => [`claim ${n}`, claim(at)]);
            const graphs = { a: { nodes: [{}], names: { x: 0 } }, ...Object.fromEntries(claims) };
            const parents = (key, node, at) =>
                node ? [[key, 0, Number(graphs[key].text.slice(3))]] : [["a", 0, at]];
            return [0, 1].map((at) => said({ graphs, run: { parents } }, ["a", 0, at]));
        }"""
    )
    assert said == [
        ["Said of this number: “of 0”"] * 3 + ["And 2 more on this page."],
        ["Said of this number: “of 1”"],
    ]
