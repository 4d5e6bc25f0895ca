"""What only MkDocs needs: one report of all faults, a site that is whole or untouched, reload.

The numbers do not depend on this file: another site generator gives the same without it.
"""

import logging
import shutil
import sys
from pathlib import Path
from typing import Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler

from rnn_examples.faults import Fault
from rnn_examples.publish import notebooks, process, report
from rnn_examples.publish.addresses import ROOT, modules, source_page
from rnn_examples.publish.values import catalogue

log = logging.getLogger("mkdocs.rnn_examples")

_warnings = CountHandler()
_warnings.setLevel(logging.WARNING)
_target: Path | None = None


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    del dirty
    process.serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Build beside the site, so that a fault leaves the good one as it is."""
    global _target
    report.start()
    _keep_or_drop_repository(config)
    if process.serving:
        config.strict = False  # a fault is shown, not fatal
        return config
    logging.getLogger("mkdocs").addHandler(_warnings)
    _target = Path(config.site_dir)
    config.site_dir = str(_target.with_name(f".{_target.name}.new"))
    return config


def _keep_or_drop_repository(config: MkDocsConfig) -> None:
    if not config.repo_url:
        config.repo_url = None
        config.edit_uri = None


def on_files(files: Files, config: MkDocsConfig) -> None:
    del config
    report.add(list(catalogue().faults))
    known = {file.src_uri for file in files}
    missing = [module for module in modules() if source_page(module) not in known]
    report.add(
        [
            Fault(
                str(module),
                1,
                1,
                f"has no source page; run `make source-pages`, which writes docs/{source_page(module)}",
            )
            for module in missing
        ]
    )


@event_priority(-100)  # after mkdocs-jupyter has put its own render in place
def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    del files
    if page.file.src_uri.endswith(".py"):
        notebooks.guard(page, config)
    return page


def on_env(env: Any, config: MkDocsConfig, files: Files) -> None:
    """Every page has been read: report all faults at once."""
    del env, config, files
    found = report.faults()
    for fault in found:
        log.error(str(fault))
    if found and not process.serving:
        raise Abort(f"{len(found)} fault{'s' * (len(found) > 1)}; the site is left as it was")


@event_priority(-100)  # after every plugin has written its files
def on_post_build(config: MkDocsConfig) -> None:
    if not process.serving and _target is not None:
        warnings = ", ".join(f"{n} {level.lower()}s" for level, n in _warnings.get_counts())
        if warnings and config.strict:
            raise Abort(f"{warnings} in strict mode; the site is left as it was")
        _put_in_place(Path(config.site_dir), _target)
        config.site_dir = str(_target)
    _forget()


def on_build_error(error: Exception) -> None:
    del error
    if _target is not None and not process.serving:
        shutil.rmtree(_target.with_name(f".{_target.name}.new"), ignore_errors=True)
    _forget()


def _put_in_place(new: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _forget() -> None:
    """Drop the package from memory, so that the next build imports what is on disk then.

    `watch:` alone would rebuild with the modules that are already imported.
    """
    logging.getLogger("mkdocs").removeHandler(_warnings)
    if not process.serving:
        return
    for name in list(sys.modules):
        if name.partition(".")[0] == ROOT.joinpath("rnn_examples").name and name != process.__name__:
            del sys.modules[name]
