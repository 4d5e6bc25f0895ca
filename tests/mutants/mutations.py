"""Mutations that no program makes by itself, and a person might: a test must find each.

mutmut changes one sign, one number or one argument, and only in functions that no decorator stands
on. What goes wrong in practice is another thing: a matrix is not turned, a step is taken too early,
a share is forgotten, a bound leaves an operand out.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "rnn_examples"


@dataclass(frozen=True)
class Mutation:
    """Code of the package, what stands in its place, and the tests that have to see it."""

    what: str
    file: str
    code: str
    instead: str
    tests: str

    def planted(self, source: str) -> str:
        """The file's text with the mutation in it; ValueError where its code is not there once."""
        found = source.count(self.code)
        if found != 1:
            raise ValueError(
                f"the mutation {self.what!r}: {self.code!r} stands {found} times in {self.file}; "
                "it has to stand there once"
            )
        return source.replace(self.code, self.instead)


def misfits(root: Path, mutations: "tuple[Mutation, ...]") -> Iterator[str]:
    """What is wrong with the list: mutations whose code is gone, or that are no Python."""
    for mutation in mutations:
        source = (root / PACKAGE / mutation.file).read_text("utf-8")
        try:
            planted = mutation.planted(source)
            ast.parse(planted)
        except SyntaxError as error:
            yield f"the mutation {mutation.what!r}: {error}"
        except ValueError as error:
            yield str(error)
        else:
            if ast.dump(ast.parse(source)) == ast.dump(ast.parse(planted)):
                yield f"the mutation {mutation.what!r} changes nothing"
        yield from (
            f"the mutation {mutation.what!r}: there is no {path}"
            for path in mutation.tests.split()
            if not (root / path).exists()
        )


RNN = "tests/models/test_rnn.py"
BPTT = "tests/models/test_bptt.py"
TRANSLATION = "tests/models/test_bptt_seq2seq.py"
BATCH = "tests/models/test_batch.py"
DECODER = "tests/models/test_seq2seq.py"
LOSSES = "tests/models/test_losses.py"
OPTIMISERS = "tests/models/test_optimisers.py"
CLIPPING = "tests/models/test_clipping.py"
CHECKS = "tests/models/test_checks.py"
EXTREMES = "tests/models/test_extremes.py"
TRAIN = "tests/models/test_train.py"
FLOW = "tests/models/test_gradient_flow.py"
TRACE = "tests/test_trace.py"
NUMBERS = "tests/render/test_numbers.py"
EXACT = "tests/render/test_exact.py"
ERRORS = "tests/render/test_errors.py"
DERIVATION = "tests/render/test_derivation.py"
VIEWS = "tests/render/test_views.py"
PIECES = "tests/render/test_pieces.py"
SYMBOLS = "tests/render/test_symbols.py"

MUTATIONS = (
    # The network.
    Mutation(
        "W stands on the wrong side of its product",
        "models/rnn.py",
        "W @ h_prev + U @ x_t + b",
        "h_prev @ W + U @ x_t + b",
        RNN,
    ),
    Mutation(
        "the bias is forgotten",
        "models/rnn.py",
        "W @ h_prev + U @ x_t + b",
        "W @ h_prev + U @ x_t",
        RNN,
    ),
    Mutation(
        "the pre-activation is handed on, not the state",
        "models/rnn.py",
        "h_prev = steps[-1].h_t",
        "h_prev = steps[-1].a_t",
        RNN,
    ),
    Mutation(
        "every step follows the first one",
        "models/rnn.py",
        "h_prev = steps[-1].h_t",
        "h_prev = steps[0].h_t",
        RNN,
    ),
    Mutation(
        "the sentence is read from its end",
        "models/rnn.py",
        "for x_t in x:",
        "for x_t in x[::-1]:",
        RNN,
    ),
    Mutation(
        "softmax without the shift",
        "models/activations.py",
        "np.exp(o_t - np.max(o_t))",
        "np.exp(o_t)",
        "tests/models/test_activations.py",
    ),
    Mutation(
        "the logarithm of a softmax that was 0",
        "models/losses.py",
        "z_t - np.log(np.sum(np.exp(z_t)))",
        "np.log(np.exp(z_t) / np.sum(np.exp(z_t)))",
        LOSSES,
    ),
    Mutation(
        "a loss in bits",
        "models/losses.py",
        "return -log_y_hat_t[y_t]",
        "return -log_y_hat_t[y_t] / np.log(2)",
        LOSSES,
    ),
    Mutation(
        "the gradient of the loss with the wrong sign",
        "models/losses.py",
        "y_hat_t - one_hot(y_t, len(y_hat_t))",
        "one_hot(y_t, len(y_hat_t)) - y_hat_t",
        LOSSES,
    ),
    # Backpropagation through time.
    Mutation(
        "W is not turned on the way back",
        "models/bptt.py",
        "return W.T @ delta_next",
        "return W @ delta_next",
        BPTT,
    ),
    Mutation(
        "the derivative of tanh is lost",
        "models/bptt.py",
        "return (1 - h_t**2) * dh_t",
        "return dh_t",
        BPTT,
    ),
    Mutation(
        "the derivative of the sigmoid in the place of tanh's",
        "models/bptt.py",
        "return (1 - h_t**2) * dh_t",
        "return h_t * (1 - h_t) * dh_t",
        BPTT,
    ),
    Mutation(
        "what comes back from later steps is left out",
        "models/bptt.py",
        "dh_t = dh_now_t + dh_later_t",
        "dh_t = dh_now_t + 0 * dh_later_t",
        BPTT,
    ),
    Mutation(
        "only the last step's share of dW",
        "models/bptt.py",
        "dW=total(step.dW_t for step in backward)",
        "dW=backward[-1].dW_t",
        BPTT,
    ),
    Mutation(
        "only the first step's share of db",
        "models/bptt.py",
        "db=total(step.delta_t for step in backward)",
        "db=backward[0].delta_t",
        BPTT,
    ),
    Mutation(
        "the loss is a mean, its gradients are sums",
        "models/bptt.py",
        "L=total(step.L_t for step in forward)",
        "L=total(step.L_t for step in forward) / len(forward)",
        BPTT,
    ),
    Mutation(
        "dW from the state after the step",
        "models/bptt.py",
        "h_prev = forward[t - 1].h_t if t else h_0",
        "h_prev = forward[t].h_t",
        BPTT,
    ),
    Mutation(
        "the share of dW is turned",
        "models/bptt.py",
        "dW_t=outer(delta_t, h_prev)",
        "dW_t=outer(h_prev, delta_t)",
        BPTT,
    ),
    Mutation(
        "dV from the state before the step",
        "models/bptt.py",
        "dV_t=outer(do_t, forward.h_t)",
        "dV_t=outer(do_t, h_prev)",
        BPTT,
    ),
    Mutation(
        "the derivative by h_1 in the place of that by h_0",
        "models/bptt.py",
        "dh_0=dh_later_t",
        "dh_0=backward[0].dh_t",
        BPTT,
    ),
    Mutation(
        "the step's gradient is held against the token before",
        "models/bptt.py",
        "backward_step(forward[t], y_star[t],",
        "backward_step(forward[t], y_star[t - 1],",
        BPTT,
    ),
    Mutation(
        "the first step's input for every step",
        "models/bptt.py",
        "y_star[t], x[t], h_prev",
        "y_star[t], x[0], h_prev",
        BPTT,
    ),
    # Encoder and decoder.
    Mutation(
        "the hand-over from decoder to encoder is cut",
        "models/bptt_seq2seq.py",
        "return ds_0",
        "return 0 * ds_0",
        TRANSLATION,
    ),
    Mutation(
        "a word that is read twice counts once",
        "models/bptt_seq2seq.py",
        "dE_enc=total(step.dE_enc_t for step in encoder_back)",
        "dE_enc=total({int(word): step.dE_enc_t for word, step in zip(w, encoder_back)}.values())",
        TRANSLATION,
    ),
    Mutation(
        "a token that is written twice counts once",
        "models/bptt_seq2seq.py",
        "dE_dec=total(step.dE_dec_t for step in decoder_back)",
        "dE_dec=total("
        "{int(y): step.dE_dec_t for y, step in zip([y_0, *y_star], decoder_back)}.values())",
        TRANSLATION,
    ),
    Mutation(
        "the decoder's embedding gets its gradient in the predicted token's row",
        "models/bptt_seq2seq.py",
        "into_table(y_prev, dx_t, E_dec)",
        "into_table(y_star[t], dx_t, E_dec)",
        TRANSLATION,
    ),
    Mutation(
        "dU of the decoder from the embedding one step earlier",
        "models/bptt_seq2seq.py",
        "outer(delta_t, steps[t].x_dec_t)",
        "outer(delta_t, steps[t - 1].x_dec_t)",
        TRANSLATION,
    ),
    Mutation(
        "the decoder's state stands still",
        "models/bptt_seq2seq.py",
        "y_prev, s_prev = y_star_t, s_t",
        "y_prev, s_prev = y_star_t, s_0",
        TRANSLATION,
    ),
    Mutation(
        "the decoder's W in the encoder's way back",
        "models/bptt_seq2seq.py",
        "dh_0=through_recurrence(W_enc, encoder_back[0].delta_enc_t)",
        "dh_0=through_recurrence(W_dec, encoder_back[0].delta_enc_t)",
        TRANSLATION,
    ),
    Mutation(
        "the derivative by s_1 is handed back, not that by s_0",
        "models/bptt_seq2seq.py",
        "ds_0 = through_recurrence(W_dec, decoder_back[0].delta_dec_t)",
        "ds_0 = decoder_back[0].ds_t",
        TRANSLATION,
    ),
    Mutation(
        "the encoder starts from its first state",
        "models/bptt_seq2seq.py",
        "s_0 = encoder[-1].h_t",
        "s_0 = encoder[0].h_t",
        TRANSLATION,
    ),
    Mutation(
        "teacher forcing is lost: the network reads its own token",
        "models/seq2seq.py",
        "y_prev, s_prev = target, steps[-1].s_t",
        "y_prev, s_prev = steps[-1].y_t, steps[-1].s_t",
        DECODER,
    ),
    Mutation(
        "of two equal tokens the last one is chosen",
        "models/seq2seq.py",
        "np.argmax(y_hat_t))",
        "len(y_hat_t) - 1 - np.argmax(y_hat_t[::-1]))",
        DECODER,
    ),
    Mutation(
        "the bias of a preference has the wrong sign",
        "models/seq2seq.py",
        "c[token] - c[other]",
        "c[other] - c[token]",
        DECODER,
    ),
    Mutation(
        "a word's two shares of the table's gradient count as one",
        "models/embedding.py",
        "total(step.dE_t for step in steps)",
        "total({int(w_t): step.dE_t for w_t, step in zip(w, steps)}.values())",
        "tests/models/test_embedding.py",
    ),
    # Many sentences at once.
    Mutation(
        "padding is read",
        "models/batch.py",
        "np.where(reads[:, np.newaxis], np.tanh(h_t @ W.T + x_t @ U.T + b), h_t)",
        "np.tanh(h_t @ W.T + x_t @ U.T + b)",
        BATCH,
    ),
    Mutation(
        "padding counts in the loss",
        "models/batch.py",
        "targets = np.eye(len(c))[y_star] * is_scored[:, :, np.newaxis]",
        "targets = np.eye(len(c))[y_star]",
        BATCH,
    ),
    Mutation(
        "padding has a gradient",
        "models/batch.py",
        "do = np.exp(log_y_hat) * is_scored[:, :, np.newaxis] - targets",
        "do = np.exp(log_y_hat) - targets",
        BATCH,
    ),
    Mutation(
        "gradients end in the padding behind a short sentence",
        "models/batch.py",
        "dh = np.where(reads, delta[t] @ W, dh)",
        "dh = delta[t] @ W",
        BATCH,
    ),
    Mutation(
        "one more step than the sentence has is scored",
        "models/batch.py",
        "np.arange(time)[:, np.newaxis] < length",
        "np.arange(time)[:, np.newaxis] <= length",
        BATCH,
    ),
    Mutation(
        "a token that is read twice counts once, in a batch",
        "models/batch.py",
        "np.add.at(dE, tokens, dx)",
        "dE[tokens] += dx",
        BATCH,
    ),
    Mutation(
        "the decoder of a batch reads the token that it has to predict",
        "models/batch.py",
        "y_prev = np.concatenate([np.broadcast_to(y_0, (1, w.shape[1])), y_star[:-1]])",
        "y_prev = y_star",
        BATCH,
    ),
    Mutation(
        "the loss of a batch is a mean, its gradients are sums",
        "models/batch.py",
        "        np.sum(L_each),\n",
        "        np.mean(L_each),\n",
        BATCH,
    ),
    # Gradients carried forwards, and what becomes of them.
    Mutation(
        "the state before is taken for a constant",
        "models/rtrl.py",
        "by_W = D_t @ (W @ by_W + a_by_W)",
        "by_W = D_t @ (0 * W @ by_W + a_by_W)",
        "tests/models/test_rtrl.py",
    ),
    Mutation(
        "W and the derivative of tanh in the wrong order",
        "models/rtrl.py",
        "by_h_0 = D_t @ W @ by_h_0",
        "by_h_0 = W @ D_t @ by_h_0",
        "tests/models/test_rtrl.py",
    ),
    Mutation(
        "the weights of a matrix stand column by column",
        "models/rtrl.py",
        "dW_loss_t=(dh_now_t @ by_W).reshape(W.shape)",
        "dW_loss_t=(dh_now_t @ by_W).reshape(W.shape).T",
        "tests/models/test_rtrl.py",
    ),
    Mutation(
        "the latest Jacobian stands on the right",
        "models/gradient_flow.py",
        "product = jacobian @ product",
        "product = product @ jacobian",
        FLOW,
    ),
    Mutation(
        "the derivative of tanh scales the columns of W, not its rows",
        "models/gradient_flow.py",
        "(np.eye(len(h_t)) * (1 - h_t**2)) @ W",
        "W @ (np.eye(len(h_t)) * (1 - h_t**2))",
        FLOW,
    ),
    Mutation(
        "Xavier's range from the inputs alone",
        "models/initialise.py",
        "np.sqrt(6 / sum(A.shape))",
        "np.sqrt(3 / A.shape[1])",
        "tests/models/test_initialise.py",
    ),
    Mutation(
        "numbers agree that are far too small",
        "models/agreement.py",
        "(g < f + tolerance) * (f < g + tolerance)",
        "(g < f + tolerance) * (g < f + tolerance)",
        "tests/models/test_agreement.py",
    ),
    # Learning.
    Mutation(
        "Adam's first moment is not corrected",
        "models/optimisers.py",
        "m_hat_t = m_t / (1 - beta_1**t)",
        "m_hat_t = m_t * 1.0",
        OPTIMISERS,
    ),
    Mutation(
        "Adam's second moment is corrected by the first one's beta",
        "models/optimisers.py",
        "v_hat_t = v_t / (1 - beta_2**t)",
        "v_hat_t = v_t / (1 - beta_1**t)",
        OPTIMISERS,
    ),
    Mutation(
        "Adam's epsilon stands inside the root",
        "models/optimisers.py",
        "(np.sqrt(v_hat_t) + epsilon)",
        "np.sqrt(v_hat_t + epsilon)",
        OPTIMISERS,
    ),
    Mutation(
        "Adam carries the corrected moment on",
        "models/optimisers.py",
        "step.theta_t, step.m_t, step.v_t",
        "step.theta_t, step.m_hat_t, step.v_t",
        OPTIMISERS,
    ),
    Mutation(
        "momentum moves by the velocity of the step before",
        "models/optimisers.py",
        "theta_prev - eta * v_t)",
        "theta_prev - eta * v_prev)",
        OPTIMISERS,
    ),
    Mutation(
        "gradients are clipped one by one",
        "models/clipping.py",
        "[scale * gradient for gradient in gradients]",
        "[clipping_scale(global_norm([g]), theta) * g for g in gradients]",
        CLIPPING,
    ),
    Mutation(
        "the largest entry in the place of the length",
        "models/clipping.py",
        "[np.sum(gradient**2) for gradient in gradients]",
        "[np.max(gradient**2) for gradient in gradients]",
        CLIPPING,
    ),
    Mutation(
        "short gradients are lengthened",
        "models/clipping.py",
        "theta / np.maximum(norm, theta)",
        "theta / norm",
        CLIPPING,
    ),
    Mutation(
        "the square of a long gradient overflows",
        "models/checks.py",
        "return 1.0 if largest == 0 or has_safe_square(largest)",
        "return 1.0 if largest < 1e308",
        EXTREMES,
    ),
    Mutation(
        "a negative id is a row, from the end",
        "models/checks.py",
        "array.min() >= 0 and array.max() < rows",
        "array.max() < rows",
        CHECKS,
    ),
    Mutation(
        "an argument of length 1 is stretched",
        "models/checks.py",
        "        if sizes.setdefault(axis, int(axis) if axis.isdigit() else size) != size:",
        "        if sizes.setdefault(axis, int(axis) if axis.isdigit() else size) != size > 1:",
        CHECKS,
    ),
    Mutation(
        "the rows of the padding are read",
        "models/batch.py",
        "np.where(is_used[:, :, np.newaxis], E[tokens], 0.0)",
        "E[tokens] * is_used[:, :, np.newaxis]",
        EXTREMES,
    ),
    Mutation(
        "the loss of a curve is the logarithm of a probability of 0",
        "models/training_run.py",
        "-np.sum(np.where(is_right, log_softmax_of_rows(o), 0.0))",
        "-np.sum(np.log(p))",
        EXTREMES,
    ),
    Mutation(
        "columns that are not independent are made orthogonal",
        "models/initialise.py",
        "        require_right_angles(v_t, columns)\n",
        "",
        EXTREMES,
    ),
    Mutation(
        "gradients are rounded before they are clipped",
        "models/train.py",
        "round_off(scale * gradients[name])",
        "scale * round_off(gradients[name])",
        TRAIN,
    ),
    Mutation(
        "half of a step is rounded up",
        "models/train.py",
        "np.round(gradient * 2.0**BINARY_PLACES)",
        "np.floor(gradient * 2.0**BINARY_PLACES + 0.5)",
        TRAIN,
    ),
    Mutation(
        "the run's first moment is left out",
        "models/training_run.py",
        "chosen = history[::every]",
        "chosen = history[1::every]",
        "tests/models/test_training_run.py",
    ),
    Mutation(
        "the race goes on with corrected moments",
        "models/loss_landscape.py",
        "m, v, adam = step.m_t, step.v_t, step.theta_t",
        "m, v, adam = step.m_hat_t, step.v_hat_t, step.theta_t",
        "tests/models/test_loss_landscape.py",
    ),
    Mutation(
        "one weight stays behind while the others step",
        "models/loss_landscape.py",
        "sgd_step(U, dU, rate)",
        "U",
        "tests/models/test_loss_landscape.py",
    ),
    Mutation(
        "the slope of the loss has the wrong sign",
        "models/slices.py",
        "LogitSlice(p, -log_p, p - 1)",
        "LogitSlice(p, -log_p, 1 - p)",
        "tests/models/test_slices.py",
    ),
    # The trace.
    Mutation(
        "operands are recorded the other way round, behind a value that is right",
        "trace/recorder.py",
        "return self.add(operation, tuple(nodes), value, options, place)",
        "return self.add(operation, tuple(nodes[::-1]), value, options, place)",
        TRACE,
    ),
    Mutation(
        "a reflected operator takes its operands as they come",
        "trace/array.py",
        "(other, self) if reflected else (self, other)",
        "(self, other)",
        TRACE,
    ),
    Mutation(
        "a comparison is recorded as its opposite",
        "trace/operations.py",
        "{row.function: row.name for",
        '{row.function: {"greater": "less_equal"}.get(row.name, row.name) for',
        f"{TRACE} tests/render/test_graph.py",
    ),
    Mutation(
        "** as np.power, whose last bits are others",
        "trace/array.py",
        "function = operator.pow if ufunc is np.power else ufunc",
        "function = ufunc",
        TRACE,
    ),
    Mutation(
        "time is counted from 0",
        "trace/node.py",
        "enumerate(self.steps, 1) for name",
        "enumerate(self.steps) for name",
        TRACE,
    ),
    Mutation(
        "a value with two names goes by the second",
        "trace/node.py",
        "reversed(list(self.names.items()))",
        "self.names.items()",
        TRACE,
    ),
    Mutation(
        "the order in memory is forgotten, and with it the last bits of products",
        "trace/copies.py",
        'value.copy(order="K")',
        'value.copy(order="C")',
        TRACE,
    ),
    Mutation(
        "the traced run is not held against the plain one",
        "trace/recording.py",
        "    demand_same_bits(function, plain, recorder, computed, expected)\n",
        "",
        TRACE,
    ),
    Mutation(
        "what the function changes later changes what was recorded",
        "trace/recorder.py",
        "            value.setflags(write=False)\n",
        "            value.setflags(write=True)\n",
        TRACE,
    ),
    # Numbers.
    Mutation(
        "numbers are rounded down",
        "render/numbers.py",
        "text = format(float(true), spec)",
        "text = format(float(true) - (spec[-1] == 'f') * 0.5 * 10.0 ** -int(spec[1:-1]), spec)",
        NUMBERS,
    ),
    Mutation(
        "the certificate asks for half of the error's distance",
        "render/numbers.py",
        "unit / 2) > error:",
        "unit / 2) > error / 2:",
        NUMBERS,
    ),
    Mutation(
        "the certificate leaves the inherited error out",
        "render/numbers.py",
        "Fraction(error) + abs(true) / 2**52",
        "abs(true) / 2**52",
        f"{NUMBERS} {ERRORS}",
    ),
    Mutation(
        "a minus sign is lost",
        "render/numbers.py",
        'return f"-{text}" if exact < 0 else text',
        "return text",
        NUMBERS,
    ),
    Mutation(
        "minus zero is printed",
        "render/numbers.py",
        "return _without_negative_zero(text), False",
        "return text, False",
        NUMBERS,
    ),
    Mutation(
        "= where one of several numbers is rounded",
        "render/numbers.py",
        "Relation(all(number.exact",
        "Relation(any(number.exact",
        f"{NUMBERS} {DERIVATION} {VIEWS}",
    ),
    Mutation(
        "0.1 is read as the binary number next to it",
        "render/exact.py",
        "Fraction(str(number))",
        "Fraction(float(number))",
        EXACT,
    ),
    Mutation(
        "of equal floats the last one is taken for the largest",
        "operations/exact.py",
        "place = np.argmax(together, axis=-1)[..., None]",
        "place = together.shape[-1] - 1 - np.argmax(together[..., ::-1], axis=-1)[..., None]",
        EXACT,
    ),
    Mutation(
        "a sum's bound leaves an operand out",
        "operations/errors.py",
        "bound = dx + dy + UNIT * np.abs(z)",
        "bound = dx + UNIT * np.abs(z)",
        ERRORS,
    ),
    Mutation(
        "a product's bound leaves an operand out",
        "operations/errors.py",
        "np.abs(x) * dy + np.abs(y) * dx + dx * dy",
        "np.abs(x) * dy + dx * dy",
        ERRORS,
    ),
    Mutation(
        "a long product of matrices is rounded only once",
        "operations/errors.py",
        "(x.shape[-1] + 1) * UNIT * (x @ y)",
        "UNIT * (x @ y)",
        ERRORS,
    ),
    Mutation(
        "the bound of a sum from the sum, whose terms cancel",
        "operations/errors.py",
        "terms * UNIT * np.sum(np.abs(x), **node.options)",
        "terms * UNIT * np.abs(np.sum(x, **node.options))",
        ERRORS,
    ),
    Mutation(
        "a sum's bound leaves what its terms inherit out",
        "operations/errors.py",
        "return np.sum(dx, **node.options) + terms",
        "return 0 * np.sum(dx, **node.options) + terms",
        ERRORS,
    ),
    Mutation(
        "a comparison counts as decided within its error",
        "render/errors.py",
        "dtype=float)) > errors",
        "dtype=float)) > errors / 2",
        ERRORS,
    ),
    Mutation(
        "what was chosen by an uncertain condition counts as certain",
        "render/errors.py",
        'choosing = {"where": operands[:1],',
        'choosing = {"where": [],',
        ERRORS,
    ),
    # Derivations.
    Mutation(
        "a negative number stands without its parentheses",
        "render/expressions.py",
        "return GuardedNumber(self.number, around_powers=precedence > PRODUCT)",
        "return self",
        DERIVATION,
    ),
    Mutation(
        "a - (b - c) without its parentheses",
        "render/writing.py",
        "PRODUCT if written else SUM",
        "SUM",
        DERIVATION,
    ),
    Mutation(
        "a difference is written as a sum",
        "render/expanded.py",
        '("+" if node.operation == "add" else "−", right)',
        '("+", right)',
        DERIVATION,
    ),
    Mutation(
        "a fraction stands on its head",
        "render/writing.py",
        "return Fraction(above.alone, below.alone)",
        "return Fraction(below.alone, above.alone)",
        DERIVATION,
    ),
    Mutation(
        "= on a line with rounded numbers",
        "render/derivation.py",
        "exact = all(number.exact for number in new.values()) and",
        "exact = True and",
        DERIVATION,
    ),
    Mutation(
        "= before a result that does not follow from the printed operands",
        "render/derivation.py",
        " and all(map(self.follows, steps))",
        "",
        DERIVATION,
    ),
    Mutation(
        "an index in a formula counts from 1",
        "render/writing.py",
        "return str(key)\n",
        "return str(key + 1 if isinstance(key, int) else key)\n",
        DERIVATION,
    ),
    Mutation(
        "the row of an inner product stands upright",
        "render/writing.py",
        "first = first.transposed",
        "first = first",
        DERIVATION,
    ),
    Mutation(
        "a product is written out with the right factor turned",
        "render/writing.py",
        "self.numbers.entry(right, (k, *place))",
        "self.numbers.entry(right, (*place, k))",
        DERIVATION,
    ),
    Mutation(
        "a negative number is taken for a positive one where parentheses are set",
        "render/pieces.py",
        "return self.number.value < 0 or (",
        "return (",
        DERIVATION,
    ),
    Mutation(
        "= for every relation",
        "render/pieces.py",
        r'return "=" if self.is_exact else r"\approx"',
        r'return "=" if True else r"\approx"',
        PIECES,
    ),
    Mutation(
        "the exponent of a small number loses its sign",
        "render/pieces.py",
        r"\times 10^{{{int(exponent)}}}",
        r"\times 10^{{{abs(int(exponent))}}}",
        NUMBERS,
    ),
    # Views.
    Mutation(
        "the first arrow into a value is not drawn",
        "render/diagram.py",
        "key=lambda a: number_of[a[0]]):",
        "key=lambda a: number_of[a[0]])[1:]:",
        VIEWS,
    ),
    Mutation(
        "arrows point backwards",
        "render/diagram.py",
        "v{number_of[source]} {arrow} v{number_of[node]}",
        "v{number_of[node]} {arrow} v{number_of[source]}",
        VIEWS,
    ),
    Mutation(
        "an arrow names its weights from the last to the first",
        "render/diagram.py",
        '*(["argmax"] if node.operation == "argmax" else []), *way)',
        '*(["argmax"] if node.operation == "argmax" else []), *way)[::-1]',
        VIEWS,
    ),
    Mutation(
        "the initial state stands below the last step",
        "render/table.py",
        "rows = {0: start} | rows",
        "rows = rows | {0: start}",
        VIEWS,
    ),
    Mutation(
        "lowered digits are one too high",
        "render/symbols.py",
        '"₀₁₂₃₄₅₆₇₈₉ₜ₋"',
        '"₁₂₃₄₅₆₇₈₉₀ₜ₋"',
        SYMBOLS,
    ),
    Mutation(
        "a total derivative is written as an immediate one",
        "render/symbols.py",
        'Derivative(IMMEDIATE if "now" in rest else TOTAL, above',
        "Derivative(IMMEDIATE, above",
        SYMBOLS,
    ),
    Mutation(
        "a heat map without signs",
        "render/heat.py",
        "max(number.value / scale, -1)",
        "max(abs(number.value) / scale, -1)",
        "tests/render/test_heat.py",
    ),
    Mutation(
        "a plot stands on its head",
        "render/plot.py",
        "Axis.between(low, high, HIGH, 0, is_log=is_log)",
        "Axis.between(low, high, 0, HIGH, is_log=is_log)",
        "tests/render/test_plot.py",
    ),
    Mutation(
        "the graph of a page takes its operands the other way round",
        "render/graph.py",
        "[place[operand] for operand in node.operands]",
        "[place[operand] for operand in reversed(node.operands)]",
        "tests/render/test_graph.py",
    ),
    Mutation(
        "in the terminal a fraction stands on its head",
        "render/unicode.py",
        "stacked([above, bar, below], len(above.lines))",
        "stacked([below, bar, above], len(below.lines))",
        "tests/render/test_unicode.py",
    ),
)
