"""The page on encoders and decoders: one source, handed over once or read at every step.

The inputs are those that PyTorch was given: `tests/oracles/framework_cases.py`.
"""

import numpy as np

from rnn_examples.models.bptt_seq2seq import backpropagate_translation
from rnn_examples.models.context import backpropagate_with_context
from rnn_examples.models.source_memory import compare_sources
from rnn_examples.oracles import derivatives, source_memory
from rnn_examples.worked_example import Vocabulary, WorkedExample

ENGLISH_OF_PAIR = Vocabulary("water", "drink", "tea")
HINDI_OF_PAIR = Vocabulary("पियो", "चाय", "पानी", "<eos>", "<bos>")
"""Token ids are places in this list. `<bos>` is only ever read, so V has no row for it."""

# The state is handed over (Sutskever and others, 2014).
HANDED_OVER = (
    WorkedExample(
        backpropagate_translation,
        w=ENGLISH_OF_PAIR.ids("drink water"),
        y_0=np.int64(HINDI_OF_PAIR.id_of("<bos>")),
        y_star=HINDI_OF_PAIR.ids("पानी पियो <eos>"),
        h_0=np.zeros(2),
        E_enc=np.array([[1.0], [2.0], [-1.0]]),
        W_enc=np.array([[0.3, -0.1], [0.0, 0.2]]),
        U_enc=np.array([[0.5], [0.7]]),
        b_enc=np.array([0.1, -0.2]),
        E_dec=np.array([[0.4], [-0.9], [0.7], [-0.3], [0.6]]),
        W_dec=np.array([[-0.4, 0.6], [0.5, 0.1]]),
        U_dec=np.array([[0.8], [-0.3]]),
        b_dec=np.array([0.2, 0.3]),
        V=np.array([[0.6, -0.4], [-0.7, 0.2], [0.1, 0.8], [0.5, -0.9]]),
        c=np.array([0.1, 0.0, -0.3, 0.2]),
    )
    .checked_by(derivatives.backpropagation_of_translation)
    .with_words(w=ENGLISH_OF_PAIR, y=HINDI_OF_PAIR, y_star=HINDI_OF_PAIR)
)

# The same weights; the context goes into every step by a matrix of its own (Cho and others, 2014).
WITH_CONTEXT = (
    WorkedExample(
        backpropagate_with_context,
        **{name: HANDED_OVER.output(name) for name in HANDED_OVER.inputs},
        s_0=np.zeros(2),
        C_dec=np.array([[0.9, -0.2], [-0.5, 0.4]]),
    )
    .checked_by(derivatives.backpropagation_with_context)
    .with_words(w=ENGLISH_OF_PAIR, y=HINDI_OF_PAIR, y_star=HINDI_OF_PAIR)
)

# The source reversed.
HANDED_REVERSED = HANDED_OVER.with_inputs(w=ENGLISH_OF_PAIR.ids("water drink"))
CONTEXT_REVERSED = WITH_CONTEXT.with_inputs(w=HANDED_REVERSED.output("w"))

# The loss of the first step alone, and of the first two: the rest is that of the third step.
HANDED_FIRST = HANDED_OVER.with_inputs(y_star=HINDI_OF_PAIR.ids("पानी"))
HANDED_FIRST_REVERSED = HANDED_REVERSED.with_inputs(y_star=HINDI_OF_PAIR.ids("पानी"))
HANDED_TWO = HANDED_OVER.with_inputs(y_star=HINDI_OF_PAIR.ids("पानी पियो"))
CONTEXT_TWO = WITH_CONTEXT.with_inputs(y_star=HINDI_OF_PAIR.ids("पानी पियो"))

# A longer text, after "drink water" and after "water drink".
SOURCE_MEMORY = (
    WorkedExample(
        compare_sources,
        y_read=HINDI_OF_PAIR.ids("<bos> पानी पियो चाय पियो पानी पियो चाय"),
        s_0=WITH_CONTEXT.output("s_0"),
        v=HANDED_OVER.output("h_2"),
        v_other=HANDED_REVERSED.output("h_2"),
        **{
            name: WITH_CONTEXT.output(name)
            for name in ("E_dec", "W_dec", "U_dec", "C_dec", "b_dec")
        },
    )
    .checked_by(source_memory.apart)
    .with_words(y_read=HINDI_OF_PAIR)
)

# The matrix of the context is zero: from zeros the decoder knows nothing, from h_2 it is the other.
EXERCISE_BLIND = WITH_CONTEXT.with_inputs(C_dec=np.zeros((2, 2)))
EXERCISE_HANDED = EXERCISE_BLIND.with_inputs(s_0=HANDED_OVER.output("h_2"))
