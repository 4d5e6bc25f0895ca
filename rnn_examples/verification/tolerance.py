"""How far a published number may lie from the one that is computed here.

Processors disagree in the last bits of a number, and in the size of a rounding error.
"""

RELATIVE, ABSOLUTE = 2e-11, 1e-13

DIGITS = 11
"""A number in a text that is written with as many may differ: fewer are the same everywhere."""
