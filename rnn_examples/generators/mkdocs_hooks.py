"""What only MkDocs needs: one report of all faults, a whole site or the old one, reload, site map.

The numbers do not depend on this file: another site generator gives the same without it. MkDocs
keeps it for as long as it serves, so it imports what may change only when that is needed.
"""

import gc
import html
import logging
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MethodType
from typing import Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import CountHandler
from nbclient.exceptions import CellExecutionError

from rnn_examples.authoring import cells, texts, unreadable
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.generators import (
    code_blocks,
    navigation,
    reload,
    scripts,
    serving,
    settings,
    styles,
    warnings,
)
from rnn_examples.generators.preview import InterruptedBuildError, Preview
from rnn_examples.generators.site_folder import SiteFolder
from rnn_examples.notebooks import kernels
from rnn_examples.pages.site import DEFAULT, Site
from rnn_examples.report import causes, fault_of, report
from rnn_examples.typesetting import engines, languages, search_text

log = logging.getLogger("mkdocs.rnn_examples")

SHIM = "vendor/iframe-worker/shim.js"
"""What the offline plugin takes from another host, for a search that works from disk."""


class Build:
    """What is known of the build that is under way."""

    def __init__(self) -> None:
        self.preview: Preview | None = None
        self.folder: SiteFolder | None = None
        self.notebooks: list[Path] = []
        self.site = DEFAULT
        self.files: dict[str, str | bytes] = {}
        self.told: set[Diagnostic] = set()
        self.is_served = False
        self.warnings = CountHandler()
        self.warnings.setLevel(logging.WARNING)


build = Build()


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Have kernels ready."""
    if dirty:
        raise Abort("--dirty leaves old numbers on the pages: build without it")
    gc.disable()  # looking for garbage takes a tenth of the time
    kernels.use()
    build.preview = Preview() if command == "serve" else None
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # what is built does not depend on the day


@event_priority(100)  # before plugins that use them
def _remember_templates(config: MkDocsConfig) -> None:
    engines.remember_templates(config.theme)


def _begin(config: MkDocsConfig) -> MkDocsConfig:
    """Build beside the site, so that a fault leaves the good one as it is."""
    if build.preview:
        build.preview.begin(config)
    else:
        reload.forget_package()
    build.files = {}
    build.site = Site(config.use_directory_urls, files=build.files)
    config.mdx_configs.setdefault(settings.VALUES, {})["site"] = build.site
    report.collect()
    report.add(settings.refused(config))
    _tell(report.faults(), is_fatal=True)
    if not config.repo_url:
        config.repo_url = config.edit_uri = None
    polyfills = config.extra.get("polyfills", ())
    config.extra["polyfills"] = [SHIM if "iframe-worker" in each else each for each in polyfills]
    if build.preview:
        warnings.be_lenient(build.warnings)
        return config
    warnings.count(build.warnings)
    build.folder = SiteFolder.prepared(config.site_dir)
    config.site_dir = str(build.folder.new)
    return config


on_config = CombinedEvent(_remember_templates, _begin)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Look for what is wrong with the examples, the source pages and the titles in mkdocs.yml.

    The notebooks and the oracles run meanwhile, those of the pages first that are made first.
    """
    with _collected("rnn_examples"):
        _add_source_pages(files, config)
    files = navigation.in_order(files, config)
    if build.preview:
        build.preview.read(files)
    if not build.is_served:
        with _collected("rnn_examples"):
            from rnn_examples.verification import preconditions  # noqa: PLC0415 (as below)

            preconditions.check_ahead([file.src_uri for file in files.documentation_pages()])
    if build.preview is None:
        _run_notebooks(files)
    with _collected("docs"):
        authored = [file.abs_src_path for file in files.documentation_pages()]
        report.add(unreadable.faults(Path(path) for path in authored if path))
        report.add(navigation.no_pages(files, config))
    if "mkdocstrings" in config.plugins:
        reference: Any = config.plugins["mkdocstrings"]
        reference.get_handler("python").env.bytecode_cache = engines.templates()
    with _collected("rnn_examples"):
        from rnn_examples.generators import (  # noqa: PLC0415 (they may have changed)
            other_files,
            translator_files,
        )
        from rnn_examples.ledger import titles  # noqa: PLC0415 (they may have changed)
        from rnn_examples.verification import preconditions  # noqa: PLC0415 (they may have changed)

        report.add(titles.faults(config.config_file_path))
        report.add(other_files.faults(files, config))
        built = {file.src_uri for file in files.documentation_pages()}
        carried = translator_files.files(built, for_disk=_is_for_disk(config))
        for path, content in carried.items():
            files.append(File.generated(config, path, content=content))
        report.add(preconditions.left_out(Path(config.docs_dir), built))
        of_code = preconditions.of_code
        report.add(build.preview.of_code(of_code) if build.preview else of_code())
        report.add(preconditions.examples())
        if build.preview:
            build.preview.recall_checks()
    if build.preview:
        build.preview.watch(files)
        _run_notebooks(file for file in files if file.src_uri in build.preview.stale)
    return files


def _add_source_pages(files: Files, config: MkDocsConfig) -> None:
    from rnn_examples.pages import source_pages  # noqa: PLC0415 (it may have changed)

    for page in source_pages.pages():
        if files.get_file_from_path(page) is None:
            files.append(File.generated(config, page, content=source_pages.text(page) or ""))


def _run_notebooks(files: Iterable[File]) -> None:
    """Begin to run those among the files, while other things are done."""
    build.notebooks = [Path(file.abs_src_path or "") for file in files if _is_notebook(file)]
    kernels.run_ahead(build.notebooks)


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """Read what is no UTF-8 too: it is reported, and the page is shown."""
    return texts.of_page(page.file)


@contextmanager
def _collected(file: str) -> Iterator[None]:
    """Add what is raised to the report: nothing may lose it."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 (whatever it is)
        report.add([fault_of(error, file)])


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """Leave dates out of the site map: all that MkDocs knows is the day of the build."""
    if template_name == "sitemap.xml":
        return re.sub(r"\s*<lastmod>.*?</lastmod>", "", output)
    return languages.mark(output) if template_name.endswith(".html") else output


@event_priority(-100)  # after mkdocs-jupyter has put its own render in place
def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    """Let a page that fails show its fault, so that the report has those of every page."""
    if build.preview:
        build.preview.go_on()
    render = page.render

    def render_or_fault(page: Page, config: MkDocsConfig, files: Files) -> None:
        faults, warnings = report.count, build.warnings.get_counts()
        known = set(build.files)
        try:
            render(config, files)
            if _is_notebook(page.file):
                from rnn_examples.notebooks import notebook_page  # noqa: PLC0415

                report.add(notebook_page.finish(page, files))
        except Exception as error:  # noqa: BLE001 (whatever it is)
            found = _faults_of(page, error)
            report.add(found)
            page.content = f'<mark class="fault">{html.escape(str(found[0]))}</mark>'
            page.toc = TableOfContents([])
        if build.preview:
            is_faulty = (faults, warnings) != (report.count, build.warnings.get_counts())
            written = {name: text for name, text in build.files.items() if name not in known}
            build.preview.made(page, written, is_faulty=is_faulty)

    page.render = MethodType(render_or_fault, page)  # type: ignore[method-assign]
    return page


def _is_notebook(file: File) -> bool:
    return file.src_uri.endswith(".py")


def _faults_of(page: Page, error: Exception) -> list[Diagnostic]:
    path = page.file.abs_src_path
    if path is None or not isinstance(error, CellExecutionError | cells.CellError):
        return [fault_of(error, path or page.file.src_uri)]
    with _collected(path):
        from rnn_examples.notebooks import notebook_page  # noqa: PLC0415

        report.add(notebook_page.faults_without_run(page))
    return [cells.failing_cell(Path(path), error)]


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Lay a notebook beside its page, to be downloaded; make its code light to lay out.

    Text in Devanagari says its language around the article too, and in a notebook.
    """
    if _is_notebook(page.file):
        script, target = Path(page.file.abs_src_path or ""), Path(page.file.abs_dest_path)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _collected(str(script)):
            from rnn_examples.notebooks import notebook_page  # noqa: PLC0415

            target.with_name(f"{script.stem}.ipynb").write_text(
                notebook_page.as_jupyter(script), "utf-8"
            )
    made = languages.mark(code_blocks.lighten(output))
    return made if build.preview else scripts.as_classic(made)


@event_priority(100)  # before the search
def _show_search_what_is_sought(context: Any, page: Page, config: MkDocsConfig, nav: Any) -> None:
    """Formulas and diagrams have ten times the tags of the text; reading them takes longest.

    In a preview, the search reads a page once it is shown.
    """
    context["whole_content"] = page.content
    page.content = "" if build.preview else search_text.searchable(page.content or "")


@event_priority(-100)  # after the search
def _show_everything(context: Any, page: Page, config: MkDocsConfig, nav: Any) -> None:
    page.content = context.pop("whole_content")
    if build.preview:
        build.preview.framed(page)


on_page_context = CombinedEvent(_show_search_what_is_sought, _show_everything)


def _link_references(env: Any, config: MkDocsConfig, files: Files) -> None:
    if build.preview:
        build.preview.link_references(config)


def _end_reading(env: Any, config: MkDocsConfig, files: Files) -> None:
    """Every page has been read: report all faults at once."""
    if build.preview:
        build.preview.frame()
    with _collected("rnn_examples"):
        from rnn_examples.verification import preconditions  # noqa: PLC0415 (as above)

        for example in build.preview.check() if build.preview else [""]:
            report.add(preconditions.oracles(example))
    with _collected("docs"):
        report.add(navigation.ambiguous(files))
    faults = causes(report.faults())
    if build.preview:
        build.preview.tell(faults)
    _tell([fault for fault in faults if fault not in build.told], is_fatal=build.preview is None)
    build.told = set(faults) if build.preview and build.preview.wanted is not None else set()


on_env = CombinedEvent(
    event_priority(100)(_link_references),  # before they are resolved
    event_priority(-200)(_end_reading),  # after that
)


def _tell(faults: list[Diagnostic], *, is_fatal: bool) -> None:
    for fault in faults:
        log.error(str(fault))
    if faults and is_fatal:
        count = f"{len(faults)} fault{'s' * (len(faults) > 1)}"
        raise Abort(f"{count}; the site is left as it was")


@event_priority(100)  # before the search
def _search_kept(config: MkDocsConfig) -> None:
    plugin: Any = config.plugins.get("material/search")
    if build.preview:
        build.preview.search(plugin.search_index if plugin else None)


@event_priority(-50)  # after the search, before it is copied for a site that is opened from disk
def _finish_search(config: MkDocsConfig) -> None:
    search_text.finish(Path(config.site_dir), is_for_disk=_is_for_disk(config))


def _is_for_disk(config: MkDocsConfig) -> bool:
    """Whether the site is built to be opened from disk."""
    offline: Any = config.plugins.get("material/offline")
    return bool(offline and offline.config.enabled)


@event_priority(-100)  # after every plugin has written its files
def _finish_site(config: MkDocsConfig) -> None:
    """Put the new site in place of the old one, with the files that its pages ask for."""
    _write_files(config)
    if build.folder is None:
        kernels.prepare(len(build.notebooks))
        return
    logging.getLogger("mkdocs").removeHandler(build.warnings)
    counted = ", ".join(f"{n} {level.lower()}s" for level, n in build.warnings.get_counts())
    if counted and config.strict:
        raise Abort(f"{counted} in strict mode; the site is left as it was")
    try:
        scripts.shorten(Path(config.site_dir))
    except ValueError as error:
        raise Abort(f"{error}; the site is left as it was") from None
    scripts.spare(Path(config.site_dir))
    styles.bundle(Path(config.site_dir))
    from rnn_examples.verification import manifest  # noqa: PLC0415 (what it imports may have changed)

    manifest.write(Path(config.site_dir), Path(config.config_file_path))
    build.folder.exchange()
    config.site_dir = str(build.folder.target)


on_post_build = CombinedEvent(_search_kept, _finish_search, _finish_site)


def _write_files(config: MkDocsConfig) -> None:
    is_whole = build.preview is None or build.preview.wanted is None
    written = dict(build.files)
    if is_whole and not report.faults():  # else a preview of what may not import
        from rnn_examples.pages import values_index  # noqa: PLC0415 (it may have changed)

        written |= values_index.files(Path(config.docs_dir), build.site)
    if build.preview and is_whole:
        written |= build.preview.files()
        build.preview.remove_unasked(Path(config.site_dir), written)
    for name, content in written.items():
        path = Path(config.site_dir, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def on_build_error(error: Exception) -> None:
    """Leave the good site as it is."""
    if build.folder is not None:
        build.folder.leave()
    if build.preview and not isinstance(error, InterruptedBuildError):
        build.preview.forget()


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> None:
    """Serve the pages as they are made."""
    assert build.preview is not None
    gc.freeze()  # what the first build made stays
    gc.enable()
    build.is_served = True
    serving.begin(server, config, build.preview)


def on_shutdown() -> None:
    """End what runs beside a preview."""
    kernels.stop()
