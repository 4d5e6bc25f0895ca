"""Oracles: the numbers of an example once more, derived another way.

An oracle is a plain function. It takes the example's inputs by name, as many as it needs: whole
numbers as `int`, every other number as a `Fraction`, arrays as lists of them. An input that was
typed is the decimal that was typed; one that another example hands over is what that example's own
oracle says it is. It returns its values by name, as lists of any exact or long numbers.

An oracle shares no code with what it checks: it must not import the models, not even indirectly.
"""
