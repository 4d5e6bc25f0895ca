"""A worked example: a model, its inputs and its oracles, run once and recorded."""

from rnn_examples.worked_example.example import Output, WorkedExample

__all__ = ["Output", "WorkedExample"]
