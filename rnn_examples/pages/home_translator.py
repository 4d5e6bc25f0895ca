"""The translator on the home page: one sentence, and its Hindi by the network as it is now.

A reader may change the sentence: docs/javascripts/translator/home.js loads the weights then.
"""

import html

SENTENCE = "the girl eats an apple"
MODEL = "attention"


def block() -> str:
    """A field with the sentence, its translation, and how that is spoken."""
    from rnn_examples.translator.translating import Translation, translated  # noqa: PLC0415
    from rnn_examples.translator.weights import file_of, load  # noqa: PLC0415

    found = translated(load(file_of(MODEL)), SENTENCE)
    assert isinstance(found, Translation)
    spoken = " ".join(reading.roman for reading in found.readings if reading.roman != ".")
    return (
        f'<div class="translator translator-home" data-model="{MODEL}" data-search-exclude>'
        f'<label>English <input type="text" value="{html.escape(SENTENCE)}" autocomplete="off" '
        'spellcheck="false" maxlength="300"></label>'
        f'<p class="translator-plain">{html.escape(SENTENCE)}</p>'
        '<p class="translator-choices">'
        '<button type="button" class="md-button">Translate</button></p>'
        '<progress max="1" aria-label="Loading the network" hidden></progress>'
        f'<output><p class="translator-said"><span lang="hi">{html.escape(found.best.text)}</span> '
        f"<small>{html.escape(spoken)}</small></p></output></div>"
    )
