# The one list of commands. `make` alone prints it.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
UV := $(BIN)/uv
EXPORT := $(UV) export --quiet --frozen --format requirements.txt --no-emit-project --no-header

# A folder of published files. Without one, the demonstration country is built instead.
COMMONWEAL_MIRROR ?= $(abspath $(wildcard ../shared/data))
ifneq ($(strip $(COMMONWEAL_MIRROR)),)
export COMMONWEAL_MIRROR
endif
# uv must act on this project's environment, whatever environment the caller has switched on.
export VIRTUAL_ENV := $(abspath $(VENV))

FRONTEND := $(wildcard frontend/build.mjs)
FRONTEND_INPUTS := $(if $(FRONTEND),$(shell find frontend -type f) \
	$(wildcard src/commonweal/report/palette.json))

.PHONY: help
help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(STAMPS)/project $(if $(FRONTEND),$(STAMPS)/frontend) $(STAMPS)/browser $(STAMPS)/spark ## Install everything into .venv and build the front end

$(STAMPS)/uv: requirements-uv.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	mkdir -p $(STAMPS)
	@# Without uv the next step uses pip, which is slower but enough.
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-uv.txt \
		|| echo "uv could not be installed; pip will be used."
	touch $@

$(STAMPS)/python: $(STAMPS)/uv requirements-dev.txt
	@# uv does not read pip's configuration: where only pip knows the index, pip does the work.
	@# Compiled now, because every command would compile again where bytecode may not be written.
	$(UV) pip sync --quiet --require-hashes --compile-bytecode requirements-dev.txt \
		|| $(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-dev.txt
	touch $@

$(STAMPS)/project: $(STAMPS)/python pyproject.toml hatch_build.py
	@# The build backend is in the lock, so nothing is fetched here.
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src
	touch $@

$(STAMPS)/node: $(STAMPS)/python requirements-node.txt package.json package-lock.json .npmrc scripts/frontend.py
	if $(BIN)/python scripts/frontend.py node-needed; then \
		$(BIN)/python -m pip install --quiet --require-hashes -r requirements-node.txt; \
	fi
	$(BIN)/python scripts/frontend.py install
	touch $@

$(STAMPS)/frontend: $(STAMPS)/node $(FRONTEND_INPUTS)
	$(BIN)/python scripts/frontend.py build
	touch $@

$(STAMPS)/browser: $(STAMPS)/uv scripts/chromium.sh
	scripts/chromium.sh
	touch $@

$(STAMPS)/spark: $(STAMPS)/python requirements-spark.txt scripts/java.sh
	if scripts/java.sh; then \
		$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --require-hashes \
			-r requirements-spark.txt; \
	fi
	touch $@

.PHONY: run
run: setup ## Build the atlas and serve the site
	$(BIN)/commonweal atlas build
	$(BIN)/commonweal serve

.PHONY: check
check: setup ## Format, lint, types and import directions; changes nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(if $(wildcard docs/generate.py),$(BIN)/python docs/generate.py --check)
	$(BIN)/python docs/generate_cli.py --check
	$(BIN)/python docs/generate_api.py --check

# Two halves of about the same length, one a core: pages and methods; and what reads published
# files, with the record on SQLite and once more on PostgreSQL.
HALF := record or mirror
POSTGRESQL := $(BIN)/python scripts/with_postgresql.py
RECORD := $(BIN)/pytest tests/unit/web -m

.PHONY: test
test: check ## Checks, then every test that is not slow; those of the record on PostgreSQL too
ifneq ($(strip $(ARGS)),)
	$(BIN)/pytest -m "not slow" $(ARGS)
else
	$(BIN)/python scripts/side_by_side.py \
		"$(BIN)/pytest -m 'not slow and not ($(HALF))'" \
		"$(BIN)/pytest -m '($(HALF)) and not slow' && \
			$(POSTGRESQL) $(RECORD) 'record and not slow'"
endif

.PHONY: test-all
test-all: check ## Checks, then every test
	$(BIN)/pytest $(ARGS)
	$(POSTGRESQL) $(RECORD) record

.PHONY: evidence
evidence: setup ## Measure every figure that is claimed and write docs/evidence.md
	$(BIN)/commonweal atlas build
	$(BIN)/commonweal evidence --out docs/evidence.md $(ARGS)

.PHONY: bench
bench: setup ## Time the main steps
	$(BIN)/python -m benchmarks $(ARGS)

.PHONY: docs
docs: setup ## Write the generated reference pages
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/generate_cli.py
	$(BIN)/python docs/generate_api.py

.PHONY: format
format: setup ## Rewrite the code in the project's format
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

.PHONY: lock
lock: $(STAMPS)/uv ## Resolve the dependencies again and write the lock files
	$(UV) lock --upgrade
	$(EXPORT) --no-dev --output-file requirements.txt
	$(EXPORT) --output-file requirements-dev.txt
	$(EXPORT) --only-group uv --output-file requirements-uv.txt
	$(EXPORT) --only-group node --output-file requirements-node.txt
	$(EXPORT) --only-group spark --output-file requirements-spark.txt

.PHONY: audit
audit: setup ## Look for known vulnerabilities in what is installed
	$(BIN)/pip-audit --requirement requirements.txt --require-hashes --disable-pip

.PHONY: clean
clean: ## Remove everything that can be made again
	rm -rf $(VENV) node_modules build dist src/commonweal/web/static/built
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests -type d -name __pycache__ -prune -exec rm -rf {} +
