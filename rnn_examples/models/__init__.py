"""The mathematics, in plain NumPy, one idea a file. Nothing here knows of traces or pages.

What holds for every function:

- Every call is checked against the signature. ValueError names the argument and says what it is and
  what it must be: for a wrong shape (one number or a length of 1 is not stretched), an empty axis,
  a token id without a row (ids count from 0; a negative one is no row), a number outside its range.
- A function that returns a list of steps takes a sequence of none, and returns an empty list. Any
  other needs at least one time step.
- Lists and integers are taken as arrays of floats; floats of 32 bits stay as they are. No argument
  is changed.
- ±∞ and NaN in inputs, states and weights go through, as NumPy's rules have it: tanh(±∞) is ±1.
  Logits are not NaN, +∞ or all −∞: ValueError. A logit of −∞ is a token that is impossible.
- Where tanh is saturated, at ±1, its slope is exactly 0, and no gradient passes.
"""
