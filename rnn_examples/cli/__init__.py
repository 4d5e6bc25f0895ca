"""The command `rnn-examples`: what the examples compute, and whether all of it is right."""

from rnn_examples.cli.commands import app, main

__all__ = ["app", "main"]
