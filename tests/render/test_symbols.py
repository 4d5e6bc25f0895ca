"""Names as symbols."""

import pytest

from rnn_examples.render import symbols
from rnn_examples.worked_example import catalogue


@pytest.mark.parametrize(
    ("name", "latex", "plain", "html"),
    [
        ("W", "W", "W", "<var>W</var>"),
        ("h_1", "h_{1}", "h₁", "<var>h</var><sub>1</sub>"),
        ("h_t", "h_{t}", "hₜ", "<var>h</var><sub>t</sub>"),
        ("h_12", "h_{12}", "h₁₂", "<var>h</var><sub>12</sub>"),
        ("y_hat_1", r"\hat{y}_{1}", "ŷ₁", "<var>ŷ</var><sub>1</sub>"),
        ("y_star_2", "y^{*}_{2}", "y*₂", "<var>y*</var><sub>2</sub>"),
        ("h_tilde_2", r"\tilde{h}_{2}", "h̃₂", "<var>h̃</var><sub>2</sub>"),
        ("c_tilde_t", r"\tilde{c}_{t}", "c̃ₜ", "<var>c̃</var><sub>t</sub>"),
        ("alpha_bar", r"\bar{\alpha}", "ᾱ", "<var>ᾱ</var>"),
        ("h_prime_1", "h'_{1}", "h′₁", "<var>h′</var><sub>1</sub>"),
        ("U_hr", r"U_{\text{hr}}", "U_hr", "<var>U</var><sub>hr</sub>"),
        ("W_f", "W_{f}", "W_f", "<var>W</var><sub>f</sub>"),
        ("W_forget", r"W_{\text{forget}}", "W_forget", "<var>W</var><sub>forget</sub>"),
        ("delta_1", r"\delta_{1}", "δ₁", "<var>δ</var><sub>1</sub>"),
        ("lambda", r"\lambda", "λ", "<var>λ</var>"),
        ("loss", r"\mathrm{loss}", "loss", "<var>loss</var>"),
        ("W_enc", r"W_{\text{enc}}", "W_enc", "<var>W</var><sub>enc</sub>"),
        ("x_enc_2", r"x_{\text{enc},2}", "x_enc₂", "<var>x</var><sub>enc,2</sub>"),
        ("log_y_hat_1", r"\log \hat{y}_{1}", "log ŷ₁", "log <var>ŷ</var><sub>1</sub>"),
        ("norm_g", r"\lVert g \rVert", "‖g‖", "‖<var>g</var>‖"),
        ("lr", r"\mathrm{lr}", "lr", "<var>lr</var>"),
        ("größe", r"\text{größe}", "größe", "<var>größe</var>"),
        ("W_a", "W_{a}", "W_a", "<var>W</var><sub>a</sub>"),
        ("W_X", "W_{X}", "W_X", "<var>W</var><sub>X</sub>"),
        ("W_hh", r"W_{\text{hh}}", "W_hh", "<var>W</var><sub>hh</sub>"),
        ("s_0_2", "s_{0,2}", "s₀₂", "<var>s</var><sub>0,2</sub>"),
        ("norm", r"\mathrm{norm}", "norm", "<var>norm</var>"),
    ],
)
def test_a_name_is_written_as_its_symbol(name, latex, plain, html):
    assert (symbols.latex(name), symbols.plain(name), symbols.html(name)) == (latex, plain, html)


D = r"\mathrm{d}"


def fraction(above, below, d=D):
    return rf"\frac{{{d}{above}}}{{{d}{below}}}"


@pytest.mark.parametrize(
    ("name", "latex", "plain"),
    [
        ("dW", fraction("L", "W"), "dL/dW"),
        ("dW_2", fraction("L", "W_{2}"), "dL/dW₂"),
        ("dW_enc_2", fraction("L", r"W_{\text{enc},2}"), "dL/dW_enc₂"),
        ("dh_0", fraction("L", "h_{0}"), "dL/dh₀"),
        ("dh_t", fraction("L", "h_{t}"), "dL/dhₜ"),
        ("dy_hat_1", fraction("L", r"\hat{y}_{1}"), "dL/dŷ₁"),
        ("dc_tilde_1", fraction("L", r"\tilde{c}_{1}"), "dL/dc̃₁"),
        ("dtheta", fraction("L", r"\theta"), "dL/dθ"),
        ("dh_now_1", fraction("L", "h_{1}", r"\partial "), "∂L/∂h₁"),
        ("dh_later_1", fraction("L_{>1}", "h_{1}"), "dL>₁/dh₁"),
        ("dh_later_t", fraction("L_{>t}", "h_{t}"), "dL>ₜ/dhₜ"),
        ("dW_loss_2", fraction("L_{2}", "W"), "dL₂/dW"),
        ("dh_0_loss_2", fraction("L_{2}", "h_{0}"), "dL₂/dh₀"),
        ("dh_later", fraction("L_{>t}", "h"), "dL>ₜ/dh"),
        ("dW_loss", fraction("L_{t}", "W"), "dLₜ/dW"),
        ("dy_dx", fraction("y", "x"), "dy/dx"),
        ("dh_dW_2", fraction("h_{2}", "W"), "dh₂/dW"),
        ("dh_dW_now_2", fraction("h_{2}", "W", r"\partial "), "∂h₂/∂W"),
        ("dh_dh_0_2", fraction("h_{2}", "h_{0}"), "dh₂/dh₀"),
        ("dh_dh_prev_2", fraction("h_{2}", "h_{1}", r"\partial "), "∂h₂/∂h₁"),
        ("dh_dh_prev_t", fraction("h_{t}", "h_{t-1}", r"\partial "), "∂hₜ/∂hₜ₋₁"),
    ],
)
def test_a_derivative_says_of_what_by_what_and_whether_it_is_total(name, latex, plain):
    assert (symbols.latex(name), symbols.plain(name)) == (latex, plain)


def test_a_name_has_a_letter_perhaps_a_mark_and_subscripts():
    assert symbols.parts("y_hat_1") == ("y", "hat", ("1",))
    assert symbols.parts("W_enc_2") == ("W", "", ("enc", "2"))


@pytest.mark.parametrize("name", ["d", "delta_1", "dropout", "drop_rate", "d_1", "D", "decoder_1"])
def test_not_every_word_with_a_d_is_a_derivative(name):
    assert symbols.derivative(name) is None


@pytest.mark.parametrize(
    ("name", "compound"),
    [
        ("W", False),
        ("y_hat_1", False),
        ("norm", False),
        ("dW", True),
        ("log_y", True),
        ("norm_g", True),
    ],
)
def test_a_fraction_a_logarithm_and_a_length_are_more_than_a_letter(name, compound):
    assert symbols.is_compound(name) == compound


def test_a_derivative_in_running_text_has_upright_signs_and_italic_letters():
    assert symbols.html("dh_now_1") == "∂<var>L</var>/∂<var>h</var><sub>1</sub>"
    assert symbols.html("dh_later_1") == "d<var>L</var><sub>&gt;1</sub>/d<var>h</var><sub>1</sub>"
    assert symbols.html("dh_dh_prev_t").endswith("∂<var>h</var><sub>t−1</sub>")


def test_no_two_values_of_an_example_have_the_same_symbol():
    for example, worked in catalogue.load().examples.items():
        for write in (symbols.latex, symbols.plain, symbols.html):
            written = [write(name) for name in worked.trace.names]
            assert len(set(written)) == len(written), example
