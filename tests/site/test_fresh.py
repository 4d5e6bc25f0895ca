"""Numbers are never old: neither compiled files nor a dirty build can keep them."""

import os

from tests.site import project


def test_a_compiled_file_as_old_as_its_changed_source_is_not_read(tmp_path):
    copy = project.copy_without_pages(tmp_path)
    (copy / "docs" / "index.md").write_text("# Home\n\nW is [[= encoder.W[0,0] =]].\n", "utf-8")
    source = copy / "rnn_examples" / "examples" / "rnn_theory.py"
    done = project.run(copy, "compileall", "-q", "rnn_examples")
    assert done.returncode == 0, done.stdout
    assert list(copy.rglob("rnn_theory.*.pyc"))
    before = source.stat()
    source.write_text(source.read_text("utf-8").replace("[[0.3, -0.1]", "[[0.9, -0.1]"), "utf-8")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    done = project.mkdocs(copy, "--quiet")
    assert done.returncode == 0, done.stdout
    assert ">0.9</data>" in (copy / "site" / "index.html").read_text("utf-8")


def test_a_dirty_preview_is_refused(tmp_path):
    copy = project.copy_without_pages(tmp_path)
    done = project.run(copy, "mkdocs", "serve", "--dirty")
    assert done.returncode == 1
    assert "--dirty leaves old numbers" in done.stdout
    assert "Traceback" not in done.stdout
