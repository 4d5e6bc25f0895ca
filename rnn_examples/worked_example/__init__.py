"""A worked example: a model, its inputs and its oracles, run once and recorded."""

from rnn_examples.worked_example.example import Output, WorkedExample
from rnn_examples.worked_example.made import each_made, made
from rnn_examples.worked_example.vocabulary import Vocabulary

__all__ = ["Output", "Vocabulary", "WorkedExample", "each_made", "made"]
