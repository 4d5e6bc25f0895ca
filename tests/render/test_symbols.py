"""Names as symbols."""

import pytest

from rnn_examples.render import symbols


@pytest.mark.parametrize(
    ("name", "latex", "plain", "html"),
    [
        ("W", "W", "W", "<var>W</var>"),
        ("h_1", "h_{1}", "h₁", "<var>h</var><sub>1</sub>"),
        ("h_t", "h_{t}", "hₜ", "<var>h</var><sub>t</sub>"),
        ("h_12", "h_{12}", "h₁₂", "<var>h</var><sub>12</sub>"),
        ("y_hat_1", r"\hat{y}_{1}", "ŷ₁", "<var>ŷ</var><sub>1</sub>"),
        ("y_star_2", "y^{*}_{2}", "y*₂", "<var>y*</var><sub>2</sub>"),
        ("W_forget", r"W_{\text{forget}}", "W_forget", "<var>W</var><sub>forget</sub>"),
        ("delta_1", r"\delta_{1}", "δ₁", "<var>δ</var><sub>1</sub>"),
        ("lambda", r"\lambda", "λ", "<var>λ</var>"),
        ("loss", r"\mathrm{loss}", "loss", "<var>loss</var>"),
    ],
)
def test_a_name_is_written_as_its_symbol(name, latex, plain, html):
    assert (symbols.latex(name), symbols.plain(name), symbols.html(name)) == (latex, plain, html)
