"""Record attention in PyTorch, once, into pytorch_attention.json: weights, context, gradients.

PyTorch is no dependency of the project. To record again, in an environment of its own:

    pip install torch==2.13.0 numpy==2.4.6
    python tests/oracles/pytorch_attention.py

The scaled dot is `scaled_dot_product_attention`, the dot the same with scale=1. PyTorch has no
other score: they are written here with `torch.nn.Linear`, and differentiated by autograd.
"""

import torch
from attention_cases import CASES, MASK, write_cases
from torch.nn.functional import scaled_dot_product_attention as attention

torch.set_default_dtype(torch.float64)


def linear(matrix):
    """A layer without a bias."""
    layer = torch.nn.Linear(matrix.shape[1], matrix.shape[0], bias=False)
    layer.weight = torch.nn.Parameter(torch.tensor(matrix))
    return layer


def layers_of(case):
    """The score's layers, by the names of its weights; w_a is one of a single row."""
    return {
        name: linear(case[name] if case[name].ndim == 2 else case[name][None])
        for name in ("W_a", "U_a", "w_a")
        if name in case
    }


def scores(case, layers, s, h):
    """One score for each row of h, for what is not in PyTorch."""
    if case["score"] == "general":
        return layers["W_a"](h) @ s
    if case["score"] == "additive":
        return layers["w_a"](torch.tanh(layers["W_a"](s) + layers["U_a"](h)))[:, 0]
    both = torch.cat([s.expand(len(h), -1), h], dim=1)
    return layers["w_a"](torch.tanh(layers["W_a"](both)))[:, 0]


def run(case):
    """The weights, the context, and the gradient of dv · context."""
    s, h = (torch.tensor(case[name], requires_grad=True) for name in ("s", "h"))
    m, layers = torch.tensor(case["m"]), layers_of(case)
    if layers:
        alpha = torch.softmax(scores(case, layers, s, h).masked_fill(~m, -torch.inf), dim=0)
        v = alpha @ h
    else:
        scale = 1.0 if case["score"] == "dot" else None
        v = attention(s[None], h, h, attn_mask=m[None], scale=scale)[0]
        ones = torch.eye(len(h))  # whose mean by the weights is the weights
        alpha = attention(s[None], h, ones, attn_mask=m[None], scale=scale)[0]
    (v @ torch.tensor(case["dv"])).backward()
    gradients = {f"d{name}": layer.weight.grad for name, layer in layers.items()}
    if "dw_a" in gradients:
        gradients["dw_a"] = gradients["dw_a"][0]
    found = {"alpha": alpha, "v": v, "ds": s.grad, "dh": h.grad, **gradients}
    return {name: value.detach().numpy() for name, value in found.items()}


def everything_masked():
    """What PyTorch gives where nothing may be read."""
    s, h = torch.ones(1, 2), torch.ones(3, 2)
    nothing = torch.zeros(1, 3, dtype=torch.bool)
    return {
        "scaled_dot_product_attention": attention(s, h, h, attn_mask=nothing)[0].tolist(),
        "softmax": [str(x) for x in torch.softmax(torch.full((3,), -torch.inf), dim=0).tolist()],
    }


def by_module():
    """`MultiheadAttention` with one head and identities: its mask is True where NOT to read."""
    case = next(case for case in CASES if case["score"] == "scaled_dot")
    n = len(case["s"])
    module = torch.nn.MultiheadAttention(n, 1, bias=False, batch_first=True)
    module.in_proj_weight = torch.nn.Parameter(torch.eye(n).repeat(3, 1))
    module.out_proj.weight = torch.nn.Parameter(torch.eye(n))
    s, h = torch.tensor(case["s"])[None, None], torch.tensor(case["h"])[None]
    hidden = ~torch.tensor(MASK)
    v, alpha = module(s, h, h, key_padding_mask=hidden[None])
    return {"alpha": alpha[0, 0].detach().numpy(), "v": v[0, 0].detach().numpy()}


if __name__ == "__main__":
    write_cases(
        __file__,
        {"torch": torch.__version__},
        run,
        everything_masked=everything_masked(),
        multihead=by_module(),
    )
