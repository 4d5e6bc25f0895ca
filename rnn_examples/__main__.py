"""`python -m rnn_examples` is the command `rnn-examples`."""

from rnn_examples.cli import main

main()
