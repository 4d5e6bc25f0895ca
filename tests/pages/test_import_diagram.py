"""The diagram of the package's imports, where a module is no Python."""

import grimp
import pytest
from grimp.exceptions import SourceSyntaxError

from rnn_examples.pages import import_diagram
from rnn_examples.report import fault_of


def test_a_module_that_is_no_python_is_told_where_python_tells_it(tmp_path, monkeypatch):
    module = tmp_path / "module.py"
    module.write_text("h_1 = 1\nh_2 = [\n", "utf-8")

    def build_graph(*_, **__):
        raise SourceSyntaxError(str(module), 3, "")

    monkeypatch.setattr(grimp, "build_graph", build_graph)
    with pytest.raises(SyntaxError) as caught:
        import_diagram.arrows("rnn_examples")
    fault = fault_of(caught.value, "docs/page.md")
    assert (fault.file, fault.line, fault.column) == (str(module), 2, 7)
    assert fault.text == "SyntaxError: '[' was never closed"
