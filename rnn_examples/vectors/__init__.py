"""Test vectors: inputs, every value and every gradient of each network, for anybody's code."""
