"""The shapes of recurrent networks: one vocabulary for every signature.

Axes: time (always first), input (the embedding's size), hidden, vocabulary (rows of an embedding
table), classes (tokens that can be predicted). Cells have no batch axis, as in the textbook's W x.

What an alias says beyond the shape, `checks` tests in every call: a `Token` is a row of the table.
"""

from typing import Annotated, Any

from jaxtyping import Float, Int

from rnn_examples.models.checks import RowOf, Within, largest_is_finite, sum_is_positive

Input = Float[Any, "input"]
Inputs = Float[Any, "time input"]
Hidden = Float[Any, "hidden"]
InputToHidden = Float[Any, "hidden input"]
Recurrent = Float[Any, "hidden hidden"]

Gate = Float[Any, "hidden"]  # from 0, closed, to 1, open
CellState = Float[Any, "hidden"]
HiddenOverTime = Float[Any, "time hidden"]
BothHidden = Float[Any, "both"]  # the states of a forward and of a backward network

Token = Annotated[Int[Any, ""], RowOf("vocabulary")]
Tokens = Annotated[Int[Any, "time"], RowOf("vocabulary")]
Embedding = Float[Any, "vocabulary input"]

Target = Annotated[Int[Any, ""], RowOf("classes")]
Targets = Annotated[Int[Any, "time"], RowOf("classes")]
TargetId = Annotated[int, RowOf("classes")]
Logit = Float[Any, ""]
Logits = Annotated[Float[Any, "classes"], largest_is_finite]
Ratios = Annotated[Float[Any, "classes"], sum_is_positive]
Probabilities = Float[Any, "classes"]
HiddenToLogits = Float[Any, "classes hidden"]

Loss = Float[Any, ""]
LossGradient = Float[Any, "classes"]

# The encoder's, where encoder and decoder stand in one function: only the hidden size is shared.
SourceTokens = Annotated[Int[Any, "source_time"], RowOf("source_vocabulary")]
SourceEmbedding = Float[Any, "source_vocabulary source_input"]
SourceInput = Float[Any, "source_input"]
SourceInputToHidden = Float[Any, "hidden source_input"]

# Derivatives of every hidden unit, one row each; the weights of a matrix stand row by row.
HiddenByHidden = Float[Any, "hidden hidden"]
HiddenByRecurrent = Float[Any, "hidden hidden*hidden"]
HiddenByInputWeights = Float[Any, "hidden hidden*input"]

# A vector of parameters, or of their gradients.
Parameters = Float[Any, "parameters"]
Updates = Float[Any, "time parameters"]
AnyShape = Float[Any, "*shape"]
Number = Float[Any, ""]
Numbers = Float[Any, "time"]

# Numbers with a range, and whole numbers.
Positive = Annotated[Float[Any, ""], Within(0.0, left_out=(0.0,))]
NotNegative = Annotated[Float[Any, ""], Within(0.0)]
Share = Annotated[Float[Any, ""], Within(0.0, 1.0)]
ShareBelowOne = Annotated[Float[Any, ""], Within(0.0, 1.0, left_out=(1.0,))]
Count = Annotated[int, Within(0.0)]
CountFromOne = Annotated[int, Within(1.0)]
