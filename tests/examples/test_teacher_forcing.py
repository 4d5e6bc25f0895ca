"""The page on teacher forcing: its decoder is what training gives, and errs as the page says."""

import numpy as np
import pytest

from rnn_examples.examples import teacher_forcing as page
from rnn_examples.models.bptt_seq2seq import read
from rnn_examples.models.seq2seq import decode_greedily, decode_teacher_forced

SENTENCES = list(page.PAIRS.items())


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_handed_over_state_and_both_traces(sentence):
    english, hindi = sentence
    weights = page._trained(page.SEED, page.STEPS)
    encoder = {name: weights[name] for name in ("E_enc", "W_enc", "U_enc", "b_enc")}
    s_0 = read(page.ENGLISH_OF_TWO.ids(english), np.zeros(2), **encoder)[-1].h_t
    decoder = {name: weights[name] for name in ("E_dec", "W_dec", "U_dec", "b_dec", "V", "c")}
    y_0, y_star = np.int64(page.HINDI_OF_TWO.id_of("<bos>")), page.HINDI_OF_TWO.ids(hindi)
    forced = decode_teacher_forced(y_0, y_star, s_0, **decoder)
    own = decode_greedily(y_0, s_0, **decoder, length=4)
    right = [
        [bool(step.y_t == y) for step, y in zip(s, y_star, strict=True)] for s in (forced, own)
    ]
    if sentence == SENTENCES[0]:
        assert s_0.tolist() == page.TWO_TRACES.arguments["s_0"].tolist()
        assert right == [[False, True, True, True], [False, True, False, True]]
    else:
        assert right == [[True] * 4] * 2
