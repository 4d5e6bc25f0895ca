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
