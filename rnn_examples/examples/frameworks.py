"""The last state, or logits, of the lessons' networks, as PyTorch, Keras, ONNX and Flax gave it.

The frameworks were run once, by the scripts in tests/oracles; what they gave is recorded with their
versions in framework_states.json.
"""

import json
from pathlib import Path

import numpy as np

from rnn_examples.examples.attention import (
    ATTENTION_ADDITIVE,
    ATTENTION_CONCAT,
    ATTENTION_DOT,
    ATTENTION_GENERAL,
    ATTENTION_SCALED_DOT,
)
from rnn_examples.examples.deep import BOTH_WAYS, TWO_LAYERS
from rnn_examples.examples.encoder_decoder import HANDED_OVER, WITH_CONTEXT
from rnn_examples.examples.gru import GRU, GRU_AFTER_KEEPS
from rnn_examples.examples.lstm import LSTM
from rnn_examples.examples.rnn_theory import ENCODER
from rnn_examples.models.agreement import count_close
from rnn_examples.oracles import agreement
from rnn_examples.worked_example import WorkedExample, made
from rnn_examples.worked_example.example import Output


def recorded(lesson: str, framework: str) -> np.ndarray:
    """The state that a framework gave."""
    file = Path(__file__).with_name("framework_states.json")
    return np.array(json.loads(file.read_text("utf-8"))["states"][lesson][framework])


def beside(ours: Output, lesson: str, framework: str) -> WorkedExample:
    """Our state, and the framework's."""
    return WorkedExample(
        count_close,
        tolerance=np.float64(1e-12),
        ours=ours,
        theirs=made(recorded, lesson=lesson, framework=framework),
    ).checked_by(agreement.count_close)


THEORY_PYTORCH = beside(ENCODER.output("h_2"), "rnn_theory", "pytorch")
THEORY_KERAS = beside(ENCODER.output("h_2"), "rnn_theory", "keras")
THEORY_ONNX = beside(ENCODER.output("h_2"), "rnn_theory", "onnx")
THEORY_FLAX = beside(ENCODER.output("h_2"), "rnn_theory", "flax")

LSTM_PYTORCH = beside(LSTM.output("h_2"), "lstm", "pytorch")
LSTM_KERAS = beside(LSTM.output("h_2"), "lstm", "keras")
LSTM_ONNX = beside(LSTM.output("h_2"), "lstm", "onnx")
LSTM_FLAX = beside(LSTM.output("h_2"), "lstm", "flax")

GRU_PYTORCH = beside(GRU_AFTER_KEEPS.output("h_2"), "gru_after", "pytorch")
GRU_KERAS = beside(GRU_AFTER_KEEPS.output("h_2"), "gru_after", "keras")
GRU_ONNX = beside(GRU_AFTER_KEEPS.output("h_2"), "gru_after", "onnx")
GRU_FLAX = beside(GRU_AFTER_KEEPS.output("h_2"), "gru_after", "flax")
GRU_KERAS_BEFORE = beside(GRU.output("h_2"), "gru_before", "keras")
GRU_ONNX_BEFORE = beside(GRU.output("h_2"), "gru_before", "onnx")

TWO_LAYERS_PYTORCH = beside(TWO_LAYERS.output("h_l2_3"), "deep", "pytorch")
TWO_LAYERS_KERAS = beside(TWO_LAYERS.output("h_l2_3"), "deep", "keras")
TWO_LAYERS_ONNX = beside(TWO_LAYERS.output("h_l2_3"), "deep", "onnx")
TWO_LAYERS_FLAX = beside(TWO_LAYERS.output("h_l2_3"), "deep", "flax")

BOTH_WAYS_PYTORCH = beside(BOTH_WAYS.output("h_3"), "both_ways", "pytorch")
BOTH_WAYS_KERAS = beside(BOTH_WAYS.output("h_3"), "both_ways", "keras")
BOTH_WAYS_ONNX = beside(BOTH_WAYS.output("h_3"), "both_ways", "onnx")
BOTH_WAYS_FLAX = beside(BOTH_WAYS.output("h_3"), "both_ways", "flax")

HANDED_PYTORCH = beside(HANDED_OVER.output("o_3"), "handed_over", "pytorch")
CONTEXT_PYTORCH = beside(WITH_CONTEXT.output("o_3"), "with_context", "pytorch")
ATTENTION_ADDITIVE_PYTORCH = beside(ATTENTION_ADDITIVE.output("v"), "attention_additive", "pytorch")
ATTENTION_ADDITIVE_KERAS = beside(ATTENTION_ADDITIVE.output("v"), "attention_additive", "keras")
ATTENTION_DOT_PYTORCH = beside(ATTENTION_DOT.output("v"), "attention_dot", "pytorch")
ATTENTION_DOT_KERAS = beside(ATTENTION_DOT.output("v"), "attention_dot", "keras")
ATTENTION_GENERAL_PYTORCH = beside(ATTENTION_GENERAL.output("v"), "attention_general", "pytorch")
ATTENTION_CONCAT_PYTORCH = beside(ATTENTION_CONCAT.output("v"), "attention_concat", "pytorch")
ATTENTION_SCALED_DOT_PYTORCH = beside(
    ATTENTION_SCALED_DOT.output("v"), "attention_scaled_dot", "pytorch"
)
ATTENTION_SCALED_DOT_KERAS = beside(
    ATTENTION_SCALED_DOT.output("v"), "attention_scaled_dot", "keras"
)
