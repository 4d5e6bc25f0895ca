"""The graphs as a page carries them: the same graph in fewer bytes."""

import gzip
import json

import pytest

from rnn_examples.render.graph import NEAR, graph, origins, packed, unpacked
from rnn_examples.worked_example.catalogue import load

EXAMPLES = load().examples


def graph_of(name):
    return graph(EXAMPLES[name].trace, origins({n: e.trace for n, e in EXAMPLES.items()}))


def zipped(nodes):
    return len(gzip.compress(json.dumps(nodes).encode()))


@pytest.mark.parametrize("name", ["encoder", "flow_one", "bptt", "at_step"])
def test_a_packed_graph_unpacks_to_what_it_was(name):
    assert unpacked(packed(graph_of(name))) == graph_of(name)
    assert not any("in" in node for node in packed(graph_of(name))["nodes"])


def test_a_near_operand_is_a_distance_and_a_far_one_a_place():
    nodes = [{"op": "input"}, *({"op": "neg", "in": [n]} for n in range(300))]
    nodes.append({"op": "add", "in": [0, 300]})
    nodes.append({"op": "add", "in": [302 - NEAR - 1, 302 - NEAR]})
    assert packed({"nodes": nodes})["nodes"][7] == {"op": "neg", "back": [1]}
    assert packed({"nodes": nodes})["nodes"][-2] == {"op": "add", "back": [-1, 1]}
    assert packed({"nodes": nodes})["nodes"][-1] == {"op": "add", "back": [~101, NEAR]}
    assert unpacked(packed({"nodes": nodes}))["nodes"] == nodes


def test_a_long_run_takes_a_fraction_of_the_room():
    long = graph_of("flow_one")
    assert zipped(packed(long)["nodes"]) < zipped(long["nodes"]) / 4
