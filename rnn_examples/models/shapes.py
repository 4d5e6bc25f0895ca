"""The shapes of recurrent networks: one vocabulary for every signature.

Axes: time (always first), input (the embedding's size), hidden, vocabulary (rows of an embedding
table), classes (tokens that can be predicted). Cells have no batch axis, as in the textbook's W x.
"""

from typing import Any

from jaxtyping import Float, Int

Input = Float[Any, "input"]
Inputs = Float[Any, "time input"]
Hidden = Float[Any, "hidden"]
InputToHidden = Float[Any, "hidden input"]
Recurrent = Float[Any, "hidden hidden"]

Token = Int[Any, ""]
Tokens = Int[Any, "time"]
Embedding = Float[Any, "vocabulary input"]

Logit = Float[Any, ""]
Logits = Float[Any, "classes"]
Probabilities = Float[Any, "classes"]
HiddenToLogits = Float[Any, "classes hidden"]

Loss = Float[Any, ""]
LossGradient = Float[Any, "classes"]

# The encoder's, where encoder and decoder stand in one function: only the hidden size is shared.
SourceTokens = Int[Any, "source_time"]
SourceEmbedding = Float[Any, "source_vocabulary source_input"]
SourceInput = Float[Any, "source_input"]
SourceInputToHidden = Float[Any, "hidden source_input"]

# Derivatives of every hidden unit, one row each; the weights of a matrix stand row by row.
HiddenByHidden = Float[Any, "hidden hidden"]
HiddenByRecurrent = Float[Any, "hidden hidden*hidden"]
HiddenByInputWeights = Float[Any, "hidden hidden*input"]

# A vector of parameters, or of derivatives by them.
Parameters = Float[Any, "parameters"]
Updates = Float[Any, "time parameters"]
AnyShape = Float[Any, "*shape"]
Number = Float[Any, ""]
