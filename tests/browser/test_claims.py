"""Sentences that follow a reader's numbers."""

from playwright.sync_api import expect

THEORY = "rnn-theory/"
SENTENCE = ".claim:has-text('are equal')"


def test_a_sentence_that_is_not_true_of_a_readers_numbers_says_so_until_it_is(open_page):
    page = open_page()
    page.goto(THEORY)
    claim = page.locator(SENTENCE)
    field = page.locator('[data-input="teacher_forced.W[0,0]"]')
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
    number = page.locator('.katex-html [data-value="teacher_forced.W[0,0]"]').first
    number.evaluate("number => number.scrollIntoView({block: 'center'})")
    number.click()
    said = page.locator(".why-said", has_text="are equal")
    expect(said).to_have_text("Said of this value: “the two columns of W are equal”")
