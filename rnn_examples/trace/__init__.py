"""Record what a NumPy function computes: every value, its operation, its name, its source position.

`record` runs a plain NumPy function on traced arrays. A traced array is a duck array, not an
`ndarray`: each operation of the tables below leaves a `Node` behind, and every other one is refused
with a message that names what would be right, so that no value can leave the trace unseen.

Conventions:

- names: arguments keep theirs; the fields of the result give the rest. In a list of records,
  a field `h_t` of the first record is `h_1`, of the second `h_2`: `_t` counts from 1.
  An argument annotated with a leading axis `time`, or one that ends in `time` as
  `source_time`, is a sequence: `x[0]` is `x_1`.
- items: an item taken twice, as `x[0]` in two places, is one value; so is an array of the
  function's own, such as `np.zeros(2)`, that it uses in two places.
- inputs: floats, NumPy numbers and arrays are traced. Python's int, bool, str and None are
  settings (a number of steps, a size): the function gets them as they are.
- changes: an array that the function made with `np.zeros` or its like may be filled: it keeps the
  recorded values by their places (see `own_arrays`). Others change as NumPy's do.
- bits: the recorded values are those of the untraced run, bit for bit; `record` checks it.
"""

from rnn_examples.trace.arguments import underlying
from rnn_examples.trace.array import TracedArray, set_operators
from rnn_examples.trace.copies import SETTINGS
from rnn_examples.trace.node import NO_OPTIONS, Node, Trace
from rnn_examples.trace.operations import FUNCTIONS, KNOWN, UFUNCS
from rnn_examples.trace.positions import Source, position_of
from rnn_examples.trace.recording import record

__all__ = [
    "FUNCTIONS",
    "KNOWN",
    "NO_OPTIONS",
    "SETTINGS",
    "UFUNCS",
    "Node",
    "Source",
    "Trace",
    "TracedArray",
    "position_of",
    "record",
    "set_operators",
    "underlying",
]
