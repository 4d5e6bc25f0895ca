"""Plain signs, where an encoding has no others."""

import pytest

from rnn_examples.render.expressions import Matrix, Name
from rnn_examples.render.signs import PLAIN, SIGNS, encodable
from rnn_examples.render.unicode import unicode


@pytest.mark.parametrize(
    ("text", "encoding", "printed"),
    [
        ("h₂ ≈ −0.5", "utf-8", "h₂ ≈ −0.5"),
        ("h₂ ≈ −0.5", "ascii", "h_2 ~= -0.5"),
        ("h₁₂ ⊙ sₜ₋₁, x⁻²", "ascii", "h_12 * s_t-1, x^-2"),
        ("x⁻² · 2 × 3", "cp1252", "x^-2 · 2 × 3"),  # which has a raised 2, but no raised minus
        ("h₁₂ ≈ x⁻²", "shift_jis", "h_12 ~= x^-2"),  # its codec asks for one sign at a time
        ("ŷ₁ Σ θ µ Müller", "ascii", "y_hat_1 Sigma theta mu Muller"),
        ("o\N{COMBINING CIRCUMFLEX ACCENT}", "ascii", "o_hat"),
        ("⎡Wᵀ⎤ ✓ 2 … 3", "cp850", "[W^T] ok 2 ... 3"),
        ("पा", "cp1252", r"\u092a\u093e"),
        ("\udc80", "utf-8", r"\udc80"),  # of a file's name that no encoding reads
    ],
)
def test_a_sign_that_the_encoding_lacks_is_written_in_plain_ones(text, encoding, printed):
    assert encodable(text, encoding) == printed


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp932"])
def test_every_character_can_be_printed(encoding):
    for character in map(chr, range(0x3000)):
        assert encodable(character, encoding)[:1] != "\N{REPLACEMENT CHARACTER}"


def test_plain_signs_are_ascii():
    assert "".join(PLAIN.values()).isascii()


def test_only_what_is_encoded_is_replaced():
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("ascii", SIGNS)


def test_columns_meet_in_every_encoding():
    matrix = Matrix(((Name("h_1"), Name("x")), (Name("W"), Name("theta"))))
    assert unicode(matrix) == "⎡h₁  x⎤\n⎣ W  θ⎦"
    assert encodable(unicode(matrix, "ascii"), "ascii") == "[h_1      x]\n[  W  theta]"
