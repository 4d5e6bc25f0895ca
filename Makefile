# Every target sets up what it needs: an environment in $(VENV), uv in it, and the packages pinned in
# requirements/. What was set up stays, and is set up again only when its requirements change.

VENV ?= .venv
ADDR ?= 127.0.0.1:8000
ARGS ?=

PYTHON := $(VENV)/bin/python
UV := $(VENV)/bin/uv

# What would have another Python's packages imported, or assertions left out.
unexport PYTHONHOME PYTHONOPTIMIZE PYTHONPATH

# Material's notice of its successor, at every build.
export NO_MKDOCS_2_WARNING := 1

# An environment that has the tests' packages has the site's too.
SITE := $(if $(wildcard $(VENV)/.test),$(VENV)/.test,$(VENV)/.site)
TEST := $(VENV)/.test

.PHONY: help files serve build check verify test strings attempts edits mutants train experiments bench bench-scale bench-browser transcripts lint format hooks lock clean again

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | awk -F'	' '{ printf "make %-14s %s\n", $$1, $$2 }'

files: ## print what each file is for, by its first line (ARGS=docs/javascripts)
	@git ls-files $(ARGS) | xargs awk '/^(r?"""|\/\* |\{# |# )[^ %-]/ && !/^# jupyter:/ { \
		sub(/^(r?"""|\/\* |\{# |(# )+)/, ""); sub(/("""| \*\/)$$/, ""); print FILENAME ": " $$0; nextfile }\'

serve: $(SITE) ## serve the site at http://127.0.0.1:8000/ and reload it on every change (ADDR=, ARGS=)
	@$(PYTHON) -m rnn_examples.generators.serve_address "$(ADDR)"
	@$(PYTHON) -m mkdocs serve --dev-addr $(ADDR) $(ARGS)

build: $(SITE) ## write the site to site/
	@$(PYTHON) -m mkdocs build $(ARGS)

check: $(SITE) ## check every number, page and link in one run (ARGS=encoder: one example)
	@$(PYTHON) -m rnn_examples check $(ARGS)

verify: $(SITE) ## compute every number of a built site again (ARGS=site, or an address)
	@$(PYTHON) -m rnn_examples verify $(or $(ARGS),site)

test: $(TEST) ## run every test, those in a browser included (ARGS="-k softmax")
	@$(PYTHON) -m benchmarks.chromium
	@$(PYTHON) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

strings: $(TEST) ## demand the same numbers of every processor, and of other Pythons (ARGS="3.11 3.13")
	@PROCESSORS=all $(PYTHON) -m pytest --quiet tests/site/test_reproducible.py -k "string or bits"
	@$(PYTHON) -m tests.site.supported $(ARGS)

attempts: $(TEST) ## try to publish something false, and print who catches it: minutes (ARGS="page project")
	@$(PYTHON) -m tests.attempts $(ARGS)

edits: $(TEST) ## make 200 random edits and hold the preview against a build from nothing: minutes
	@EDITS=$(or $(ARGS),200) $(PYTHON) -m pytest --quiet tests/site/test_fresh_preview.py

mutants: $(TEST) ## plant faults and see which the tests find: hours (ARGS=models/rnn.py, ARGS=listed)
	@$(PYTHON) -m tests.mutants $(ARGS)

train: $(SITE) ## train the translator's networks: about 15 minutes; Ctrl-C saves (ARGS=attention)
	@$(PYTHON) -m rnn_examples train $(ARGS)

experiments: $(SITE) ## translate the test sentences with every network, and record the figures
	@$(PYTHON) -m rnn_examples train --experiments

bench: $(TEST) ## measure, and print the ratios
	@$(PYTHON) -m benchmarks $(ARGS)

bench-scale: $(TEST) ## measure a site of 1,000 pages, and the checks; it takes some minutes
	@$(PYTHON) -m benchmarks.scale

bench-browser: $(TEST) ## measure the pages in a browser, Lighthouse included; needs Node.js (ARGS=rnn-theory/)
	@$(PYTHON) -m benchmarks.browser $(ARGS)

transcripts: $(TEST) ## run the commands of the pages for contributors, and write what they print
	@$(PYTHON) -m tests.site.transcripts

lint: $(TEST) ## check style, format, types and the direction of imports
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@$(VENV)/bin/lint-imports

format: $(SITE) ## write the code in the format that lint asks for: ruff format
	@$(PYTHON) -m ruff format $(or $(ARGS),.)

hooks: $(TEST) ## have git run the quick checks before each commit
	@$(PYTHON) -m pre_commit install

COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command 'make lock' $(ARGS)

lock: $(VENV)/.uv ## pin the packages that pyproject.toml asks for (ARGS=--upgrade: the newest)
	$(COMPILE) --group uv -o requirements/uv.txt
	$(COMPILE) pyproject.toml --group build --group dev -o requirements/dev.txt
	$(COMPILE) pyproject.toml --group build --group site --constraint requirements/dev.txt -o requirements/site.txt

clean: ## remove the environment, the site and the caches
	rm -rf $(VENV) site mutants .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find rnn_examples tests docs -name __pycache__ -type d -prune -exec rm -rf {} +

# Each stamp is the last thing its recipe writes: what was interrupted is done again. An interrupted
# installation may leave half a package that counts as whole, so .uv is away as long as one runs:
# without it, the environment is made afresh.

$(VENV)/.uv: requirements/uv.txt
	@python=$$(requirements/find-python) && \
		echo "Setting up $(VENV) with $$python" && \
		"$$python" -m venv --clear $(VENV)
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@echo '$(CURDIR)' >$@

# A checkout that was moved, or whose Python is gone, starts afresh.
ifneq ($(shell cat $(VENV)/.uv 2>/dev/null):$(wildcard $(PYTHON)),$(CURDIR):$(PYTHON))
$(VENV)/.uv: again
endif

$(VENV)/.site: requirements/site.txt
$(VENV)/.test: requirements/dev.txt
$(VENV)/.site $(VENV)/.test: $(VENV)/.uv pyproject.toml
	@echo "Installing $(filter requirements/%,$^)"
	@mv $(VENV)/.uv $(VENV)/.installing
	@$(UV) pip sync --quiet --python $(PYTHON) --require-hashes requirements/uv.txt $(filter requirements/%,$^)
	@$(UV) pip install --quiet --python $(PYTHON) --no-deps --no-build-isolation --editable .
	@mv $(VENV)/.installing $(VENV)/.uv
	@touch $@
