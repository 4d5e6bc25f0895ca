"""Every public function of the models at the edges of its arguments, as users call it."""

import inspect
import math
import re
from pathlib import Path
from typing import get_origin, get_type_hints

import numpy as np
import pytest
from jaxtyping import Int

from rnn_examples.trace import record
from tests.models.as_users import MODELS, functions

OF_TEXTS = {"bleu", "bleu_by_place", "chrf", "search"}
"""Models of texts and of trees: their own tests try the edges."""

FUNCTIONS = {
    name: function
    for name, function in functions().items()
    if name.partition(".")[0] not in OF_TEXTS
}

SIZES = {
    "hidden": 2,
    "input": 3,
    "time": 4,
    "time_steps": 4,
    "vocabulary": 6,
    "classes": 5,
    "source_time": 3,
    "source_vocabulary": 7,
    "source_input": 4,
    "batch": 3,
    "parameters": 3,
    "count": 4,
    "points": 5,
    "moments": 3,
    "rows": 3,
    "columns": 4,
    "outputs": 3,
    "inputs": 4,
    "entries": 3,
    "size": 3,
    "tokens": 6,
    "align": 3,
}
"""Each axis has a size of its own, wherever two could be mixed up."""

ANY_SHAPE = (2, 3)

ROWS = {
    **dict.fromkeys(["y_star", "y_star_t", "y", "y_t", "other"], SIZES["classes"]),
    "w": SIZES["source_vocabulary"],
    "y_0": SIZES["vocabulary"],
    "y_prev": SIZES["vocabulary"],
}
"""How many rows there are for each argument of token ids; `token` and `w_t` below."""

OTHER_ROWS = {
    "seq2seq.preference token": SIZES["classes"],
    "losses.one_hot y_t": 3,  # as `classes` says
    "seq2seq.embed token": SIZES["vocabulary"],
    "bptt_seq2seq.into_table token": SIZES["vocabulary"],
    "embedding.embedding_step w_t": SIZES["vocabulary"],
    "embedding.embed_both_ways w": SIZES["vocabulary"],
    "bptt_batch.backpropagate_alone n": SIZES["batch"],
}

LENGTHS = {
    "batch.backpropagate_batch": {"w_length": [3, 1, 2], "y_length": [2, 4, 0]},
    "lstm_batch.backpropagate_batch": {"length": [3, 0, 4]},
    "gru_batch.backpropagate_batch": {"length": [3, 0, 4]},
}


def axes_of(hint):
    return tuple(hint.dim_str.split())


def size_of(axis):
    """The size of an axis; a name that is met for the first time gets one that no other has."""
    if axis.isdigit():
        return int(axis)
    if "*" in axis:
        return math.prod(map(size_of, axis.split("*")))
    if "+" in axis:
        return sum(map(size_of, axis.split("+")))
    return SIZES.setdefault(axis, 1 + max(SIZES.values()))


def shape_of(axes):
    if axes and axes[0].startswith("*"):
        return ANY_SHAPE
    return tuple(map(size_of, axes))


def arrays(function):
    """The parameters that are arrays, with their axes and whether they hold floats."""
    hints = get_type_hints(function)
    return {
        name: (axes_of(hint), hint.dtype.__name__)
        for name in inspect.signature(function).parameters
        if hasattr(hint := hints.get(name), "dim_str")
    }


def drawn(name, function, parameter, axes, kind, random):
    if parameter in LENGTHS.get(name, ()):
        return np.array(LENGTHS[name][parameter])
    shape = shape_of(axes)
    if kind == "Bool":
        return np.ones(shape, dtype=bool)
    if kind == "Int":
        return random.integers(0, 3, shape) if shape else np.int64(random.integers(0, 3))
    numbers = random.uniform(0.1, 0.9, shape)
    return numbers if shape else np.float64(numbers)


def valid(name):
    """Arguments that the function takes."""
    function = FUNCTIONS[name]
    random = np.random.default_rng(7)
    hints = get_type_hints(function)
    given = {}
    for parameter in inspect.signature(function).parameters:
        hint = hints.get(parameter)
        if hasattr(hint, "dim_str"):
            axes, kind = arrays(function)[parameter]
            given[parameter] = drawn(name, function, parameter, axes, kind, random)
        elif hint is int:
            given[parameter] = 3
        elif hint is bool:
            given[parameter] = True
    return given | SPECIAL.get(name, dict)()


def forward(model):
    """The first time step."""
    return getattr(MODELS, model).encode(**valid(f"{model}.encode"))[0]


def backward(model):
    return getattr(MODELS, model).backpropagate(**valid(f"{model}.backpropagate")).backward


def layers():
    """A deep network of two layers, of the sizes of `valid`."""
    hidden, below = SIZES["hidden"], SIZES["input"]
    found = {}
    for n in (1, 2):
        found |= {f"h_0_l{n}": np.ones(hidden), f"b_l{n}": np.ones(hidden)}
        found |= {f"W_l{n}": np.ones((hidden, hidden)), f"U_l{n}": np.ones((hidden, below))}
        below = hidden
    return found


def peepholes():
    """The weights of a cell with peepholes."""
    given = valid("lstm_variants.peephole_step")
    return {name: given[name] for name in given if name not in ("x_t", "h_prev", "c_prev")}


def looked(score):
    return getattr(MODELS.attention, score)(**valid(f"attention.{score}"))


def deep_steps():
    return MODELS.deep.backpropagate(**valid("deep.backpropagate"))


def trained():
    translator = valid("bptt_seq2seq.backpropagate_translation")
    return {key: translator[key] for key in MODELS.train.TRAINED}


def tables():
    return {f"{key}_run": np.stack([array] * 3) for key, array in trained().items()}


def translated():
    given = valid("bptt_seq2seq.backpropagate_translation")
    return MODELS.bptt_seq2seq.backpropagate_translation(**given)


def attending():
    translator = valid("attention_translator.backpropagate_attending")
    return {key: translator[key] for key in MODELS.attention_translator.ATTENDING}


def attending_tables():
    return {f"{key}_run": np.stack([array] * 3) for key, array in attending().items()}


def moment():
    return {"k": np.int64(2), "step_run": np.arange(3), **tables()}


def pairs():
    return [MODELS.linear_recurrence.Pair(0.5, 2.0), MODELS.linear_recurrence.Pair(-1.5, 1.0)]


def two_gradients():
    return {"gradients": [np.array([0.3, -2.0, 1.5]), np.array([[0.5, 4.0], [-1.0, 0.25]])]}


SPECIAL = {
    "bptt.backward_step": lambda: {"forward": MODELS.bptt.predict(**valid("bptt.predict"))[0]},
    "rtrl.carry_step": lambda: {"step": MODELS.bptt.predict(**valid("bptt.predict"))[0]},
    "bptt_seq2seq.back_through_decoder": lambda: {
        "steps": MODELS.bptt_seq2seq.write(**valid("bptt_seq2seq.write"))
    },
    "bptt_seq2seq.back_through_encoder": lambda: {
        "steps": MODELS.bptt_seq2seq.read(**valid("bptt_seq2seq.read"))
    },
    "lstm.backward_step": lambda: {"forward": forward("lstm")},
    "lstm.through_gates": lambda: {"step": backward("lstm")[0]},
    "lstm.sums": lambda: {"backward": backward("lstm")},
    "gru.backward_step": lambda: {"forward": forward("gru")},
    "gru.sums": lambda: {"backward": backward("gru")},
    "deep.encode": layers,
    "deep.backpropagate": layers,
    "deep.layers_of": lambda: {"layers": layers()},
    "deep.deep_step": lambda: {"h_prev": [np.ones(SIZES["hidden"])] * 2, "layers": layers()},
    "deep.deep_backward_step": lambda: {
        "forward": deep_steps().forward[1],
        "before": deep_steps().forward[0],
        "later": [np.ones(SIZES["hidden"])] * 2,
        "layers": layers(),
    },
    "bptt_batch.batch_backward_step": lambda: {
        "forward": MODELS.bptt_batch.batch_step(**valid("bptt_batch.batch_step"))
    },
    "bptt_batch.backpropagate_alone": lambda: {"n": 1},
    "masks.token_shares": lambda: {"reduction": "tokens"},
    "lstm_variants.encode_peepholes": peepholes,
    "lstm_variants.backpropagate_peepholes": peepholes,
    "lstm_batch.back_through_batch": lambda: {
        "states": MODELS.lstm_batch.read_batch(**valid("lstm_batch.read_batch"))
    },
    "gru_batch.back_through_batch": lambda: {
        "states": MODELS.gru_batch.read_batch(**valid("gru_batch.read_batch"))
    },
    "bidirectional.last_states": lambda: {
        "steps": MODELS.bidirectional.encode(**valid("bidirectional.encode"))
    },
    "attention.look": lambda: {"scores": looked("concat").scores},
    "attention_backward.through_layers": lambda: {"forward": looked("concat")},
    "attention_backward.dw_of": lambda: {"forward": looked("concat")},
    "linear_recurrence.lru": lambda: {"cos_theta": np.float64(0.6), "sin_theta": np.float64(0.8)},
    "linear_recurrence.together": lambda: dict(zip(("first", "second"), pairs(), strict=True)),
    "linear_recurrence.prefixes": lambda: {"pairs": pairs()},
    "bptt.total": lambda: {"shares": [1.0, 2.0]},
    "clipping.clip_by_norm": two_gradients,
    "clipping.global_norm": two_gradients,
    "clipping.root_of_squares": two_gradients,
    "batch.where_read": lambda: {"reads": np.array([[True], [False], [True]])},
    "batch.padded": lambda: {"sentences": [[1, 2], [0]]},
    "train.train": lambda: {"weights": trained()},
    "train.by_name": lambda: {"gradients": translated()},
    "train.descend": lambda: {"weights": trained(), "gradients": trained()},
    "train.update": lambda: {**trained(), **{f"d{key}": array for key, array in trained().items()}},
    "train.are_all": lambda: {"name": "weights", "weights": trained(), "_": {}},
    "train.fit_weights": lambda: {
        "name": "g",
        "gradients": trained(),
        "known": {"weights": trained()},
    },
    "attention_translator.attending_backward_step": lambda: {
        "forward": MODELS.attention_translator.attending_step(
            **valid("attention_translator.attending_step")
        )
    },
    "attention_run.train_attending": lambda: {
        "weights": attending(),
        "pairs": [(np.array([1, 0]), np.array([2, 1]))],
    },
    "attention_run.attend_at": lambda: {
        "k": np.int64(2),
        "step_run": np.arange(3),
        **attending_tables(),
    },
    "training_run.as_tables": lambda: {"history": [trained()] * 4},
    "training_run.weights_at": lambda: {"k": 2, "tables": tables()},
    "training_run.translate_forced_at": moment,
    "training_run.translate_greedily_at": moment,
    "training_run.loss_curve": tables,
    "shares.shares": lambda: {"n": np.full(SIZES["time"], 8.0)},
    "initialise.require_right_angles": lambda: {"columns": []},
}
"""What no signature tells: records, weights by name, lists of arrays."""


def call(of, /, **changed):
    given = {**valid(of), **changed}
    given.pop("values", None)
    if of != "training_run.weights_at":
        given.pop("tables", None)
    return FUNCTIONS[of](**given)


def numbers(value):
    """Every number in a result, in order."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return np.concatenate([numbers(part) for part in value] or [np.zeros(0)])
    return np.ravel(np.asarray(value, float))


def plus_one(array, axis):
    return np.concatenate([array, np.take(array, [0], axis)], axis)


def wrong_shapes(name):
    """Each array argument in shapes that the signature does not have."""
    function = FUNCTIONS[name]
    given = arrays(function)
    is_list = get_origin(get_type_hints(function)["return"]) is list
    for parameter, (axes, _) in given.items():
        if axes and axes[0].startswith("*"):
            others = [p for p, (a, _) in given.items() if p != parameter and a == axes]
            if others:
                yield parameter, "of length 1", lambda a: a.reshape(-1)[:1]
                yield parameter, "scalar", lambda a: a.reshape(-1)[0]
            continue
        yield parameter, "one axis more", lambda a: np.stack([a, a])
        if not axes:
            yield parameter, "length 1", lambda a: np.array([a])
            continue
        yield parameter, "scalar", lambda a: a.reshape(-1)[0]
        for axis, label in enumerate(axes):
            if not (axis == 0 and label.endswith("time") and is_list):
                yield parameter, f"no {label}", lambda a, axis=axis: np.take(a, [], axis)
            shared = label.isdigit() or any(
                label in [*a] for p, (a, _) in given.items() if p != parameter
            ) or axes.count(label) > 1  # fmt: skip
            if shared:
                yield parameter, f"longer {label}", lambda a, axis=axis: plus_one(a, axis)
                yield parameter, f"{label} 1", lambda a, axis=axis: np.take(a, [0], axis)


@pytest.mark.parametrize("name", sorted(vars(MODELS).keys() - {"checks", "shapes"}))
def test_a_model_has_its_calls_checked(name):
    file = Path(vars(MODELS)[name].__file__)
    has_check = file.read_text("utf-8").endswith("\n\n\ncheck_calls(__name__)\n")
    assert has_check, f"{file}: end the model with check_calls(__name__)"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_ordinary_arguments_are_taken_and_none_is_changed(name):
    given = valid(name)
    for array in given.values():
        if isinstance(array, np.ndarray):
            array.setflags(write=False)
    call(name, **given)


def refusal(of, /, **changed):
    """What the function says of these arguments; "taken" if nothing."""
    try:
        call(of, **changed)
    except ValueError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 (it is what the test looks for)
        return f"{type(error).__name__}: {error}"
    return "taken"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_wrong_shape_is_refused_by_the_arguments_name(name):
    wrong = {}
    for parameter, what, change in wrong_shapes(name):
        changed = change(valid(name)[parameter])
        said = refusal(name, **{parameter: changed})
        names_it = re.search(rf"\b{parameter}\b", said) or "the matrix is" in said
        shape = str(np.shape(changed)), " × ".join(map(str, np.shape(changed)))
        if said.startswith("TypeError") or not names_it or not any(s in said for s in shape):
            wrong[parameter, what] = said
    assert not wrong


def token_arguments():
    for name, function in FUNCTIONS.items():
        hints = get_type_hints(function)
        for parameter in inspect.signature(function).parameters:
            rows = OTHER_ROWS.get(f"{name} {parameter}", ROWS.get(parameter))
            is_token = (
                getattr(hints.get(parameter), "dtype", None) is Int or hints[parameter] is int
            )
            if rows and is_token:
                yield name, parameter, rows


TOKENS = list(token_arguments())


@pytest.mark.parametrize(("name", "parameter", "rows"), TOKENS, ids=lambda value: str(value))
def test_an_id_that_no_row_has_is_refused_with_its_place(name, parameter, rows):
    ids = np.array(valid(name)[parameter])
    for place in np.ndindex(ids.shape):
        if name == "batch.backpropagate_batch" and ids.ndim:
            length = LENGTHS[name]["w_length" if parameter == "w" else "y_length"][place[1]]
            if place[0] >= length:
                continue
        for wrong in (-1, rows, -rows, 2**40):
            changed = ids.copy()
            changed[place] = wrong
            given = int(changed) if valid(name)[parameter] is int or not ids.ndim else changed
            said = refusal(name, **{parameter: given})
            where = f"{parameter}[{', '.join(map(str, place))}]" if place else parameter
            assert said == (
                f"{where} is {wrong}; with {said.split('with ')[-1].split(' = ')[0]} = {rows}, "
                f"ids go from 0 to {rows - 1}"
            )
        changed = ids.copy()
        changed[place] = rows - 1
        if "preference" not in name:
            assert refusal(name, **{parameter: changed[()]}) == "taken"


@pytest.mark.parametrize(("name", "parameter", "rows"), TOKENS, ids=lambda value: str(value))
@pytest.mark.parametrize("kind", [float, bool])
def test_ids_are_whole_numbers(name, parameter, rows, kind):
    ids = np.asarray(valid(name)[parameter]).astype(kind)[()]
    assert refusal(name, **{parameter: ids}) == f"{parameter} is {ids}; it must hold whole numbers"


def count_arguments():
    for name, function in FUNCTIONS.items():
        for parameter, hint in get_type_hints(function).items():
            # What fills a batch up is any number; of `classes`, the token speaks first.
            if hint is int and parameter not in ("padding", "classes"):
                yield name, parameter


LOWEST = {"t": 1, "hidden": 1, "rows": 1, "columns": 1, "size": 1, "every": 1, "words": 1}


@pytest.mark.parametrize(("name", "parameter"), list(count_arguments()), ids=lambda value: value)
def test_counts_are_whole_numbers_from_0_or_1(name, parameter):
    lowest = LOWEST.get(parameter, 0)
    for wrong in (lowest - 1, -5, 1.5, np.float64(2), True, np.array([1])):
        said = refusal(name, **{parameter: wrong})
        assert re.match(rf"{parameter} (is|has the shape) ", said), (wrong, said)
    if lowest == 0 and parameter not in ("time", "token", "other"):
        assert refusal(name, **{parameter: 0}) == "taken"


def flags():
    for name, function in FUNCTIONS.items():
        for parameter, hint in get_type_hints(function).items():
            if hint is bool and parameter != "return":
                yield name, parameter


@pytest.mark.parametrize(("name", "parameter"), list(flags()), ids=lambda value: value)
def test_what_is_so_or_not_is_true_or_false(name, parameter):
    for wrong in (1, 0.0, None, "True", np.array([True])):
        said = refusal(name, **{parameter: wrong})
        assert said == f"{parameter} is {wrong!r}; it must be True or False"
    for right in (True, False, np.bool_(1)):
        assert refusal(name, **{parameter: right}) == "taken"


INF = np.inf
RANGES = {
    "theta": [0.0, -1.0, np.nan, INF],
    "eta": [-0.1, np.nan, INF],
    "eta_sgd": [-0.1, np.nan, INF],
    "eta_momentum": [-0.1, np.nan, INF],
    "eta_adam": [-0.1, np.nan, INF],
    "mu": [-0.1, 1.1, np.nan],
    "beta_1": [-0.1, 1.0, np.nan],
    "beta_2": [-0.1, 1.0, 2.0, np.nan],
    "epsilon": [-1e-8, np.nan, INF],
    "tolerance": [-1.0, np.nan],
    "rho_0": [0.0, -1.0, np.nan],
    "rho": [-0.5, np.nan, INF],
    "norm": [-1.0, np.nan, INF],
    "curvature": [0.0, -1.0, np.nan],
}


def ranged():
    for name, function in FUNCTIONS.items():
        for parameter in inspect.signature(function).parameters:
            # Elsewhere `theta` is a point, and a bowl may have any curvature.
            if parameter in RANGES and f"{name} {parameter}" not in (
                "loss_landscape.bowl theta", "loss_landscape.moment curvature",
                "loss_landscape.bowl curvature",
                "loss_landscape.slice_along_gradient eta",  # to both sides
            ):  # fmt: skip
                yield name, parameter


@pytest.mark.parametrize(("name", "parameter"), list(ranged()), ids=lambda value: value)
def test_numbers_outside_their_range_are_refused(name, parameter):
    for wrong in RANGES[parameter]:
        whole = valid(name)[parameter]
        given = np.full(whole.shape, wrong) if np.ndim(whole) else np.float64(wrong)
        said = refusal(name, **{parameter: given})
        assert said.startswith(f"{parameter} is {wrong}; it must be a finite number"), said


LOGITS = [
    (name, parameter)
    for name, function in FUNCTIONS.items()
    for parameter in inspect.signature(function).parameters
    if parameter in ("o", "o_t", "c") and parameter in arrays(function)
]


@pytest.mark.parametrize(("name", "parameter"), LOGITS, ids=lambda value: value)
def test_no_logit_is_infinite_or_no_number_and_not_all_are_impossible(name, parameter):
    shape = valid(name)[parameter].shape
    for wrong in (INF, np.nan):
        logits = np.zeros(shape)
        logits[..., 1] = wrong
        assert re.search(
            "(?s)the largest of .* must be finite", refusal(name, **{parameter: logits})
        )
    said = refusal(name, **{parameter: np.full(shape, -INF)})
    assert re.search("(?s)the largest of .* must be finite", said)


def test_one_token_that_is_impossible_is_taken_everywhere():
    for name, parameter in LOGITS:
        if name.startswith("label_smoothing."):  # every token is asked for a share
            continue
        logits = valid(name)[parameter].copy()
        logits[..., -1] = -INF  # no target: those are drawn from the first three
        found = numbers(call(name, **{parameter: logits}))
        assert not np.isnan(found).any(), name
        assert not (found == INF).any(), name


@pytest.mark.parametrize("name", FUNCTIONS)
def test_integers_and_lists_are_taken_for_floats(name):
    given = valid(name)
    whole = {
        parameter: np.ones(np.shape(given[parameter]), dtype=int)
        for parameter, (axes, kind) in arrays(FUNCTIONS[name]).items()
        if kind == "Float"
        and parameter not in ("mu", "beta_1", "beta_2", "A", "cos_theta", "sin_theta")
    }
    if name == "optimisers.adam_step" or name.startswith("loss_landscape.race"):
        whole["beta_1"] = np.int64(0)
    if name == "label_smoothing.limits":
        whole.pop("epsilon")  # it has no whole number
    expected = numbers(call(name, **{key: one * 1.0 for key, one in whole.items()}))
    for kind in (np.int8, np.uint8, np.int64):
        found = call(name, **{key: one.astype(kind)[()] for key, one in whole.items()})
        np.testing.assert_array_equal(numbers(found), expected)
    lists = {key: one.tolist() for key, one in whole.items()}
    np.testing.assert_array_equal(numbers(call(name, **lists)), expected)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_order_in_memory_changes_nothing_but_last_bits(name):
    given = valid(name)
    spread = {
        key: np.repeat(np.asfortranarray(array), 2, axis=0)[::2]
        for key, array in given.items()
        if isinstance(array, np.ndarray) and array.ndim
    }
    expected = numbers(call(name))
    rounding = 1e-15 * np.abs(expected).max()  # what is left of sums that cancel
    np.testing.assert_allclose(numbers(call(name, **spread)), expected, 1e-12, rounding)


def test_a_recorded_run_is_checked_for_shapes_and_records_no_check():
    encode = MODELS.rnn.encode
    given = valid("rnn.encode")
    trace = record(encode, **given)
    assert trace.nodes[len(given)].operation != "constant"
    with pytest.raises(ValueError, match=r"\bb has the shape \(1,\)"):
        record(encode, **{**given, "b": np.ones(1)})
    with pytest.raises(ValueError, match=r"theta is 0\.0; it must be a finite number, above 0"):
        record(MODELS.clipping.clip_both_ways, g=np.ones(2), theta=np.float64(0))


def test_where_two_disagree_the_shapes_of_both_are_named():
    said = refusal("optimisers.sgd", g=np.ones((4, 1)))
    assert "g has the shape (4, 1)" in said
    assert "parameters = 3 by theta_0 (3,)" in said


def test_python_says_what_is_missing_or_too_many():
    given = valid("rnn.encode")
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'b'"):
        MODELS.rnn.encode(*[*given.values()][:-1])
    with pytest.raises(TypeError, match="5 positional arguments but 6 were given"):
        MODELS.rnn.encode(*given.values(), 1)
