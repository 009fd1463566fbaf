# Every target first sets up what it needs; nothing but make, a shell and Python 3.11-3.13 has to be there.
SHELL := /bin/sh
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test test-fast test-all bench lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: ## compare six funding allocations over the 50 cities; results in a new folder under results/
	@scripts/set-up run
	$(BIN)/sanxin sweep allocation=official,equal,per_head,by_retail,by_need,none seed=7 \
		precision=0.008 replicates.max=8

test: ## style, import rules, types, tests
	@scripts/set-up test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m pytest

test-fast: ## tests that take a minute together, once all is compiled
	@scripts/set-up test
	$(BIN)/python -m pytest -m "not full and not long"

test-all: test ## before a release: also the tests marked `full`, and scripts/mutate
	$(BIN)/python -m pytest -m full
	$(BIN)/python scripts/mutate

bench: ## measure speed and precision; docs/bench.json, and the table of the README
	@scripts/set-up run
	$(BIN)/python -m bench
	$(BIN)/python scripts/docs

# The lock: one file for all Pythons and systems, by hash, without addresses. Takes the newest releases.
EXPORT = .venv.lock/bin/uv export --quiet --format requirements-txt --no-emit-project --no-header --no-annotate
lock: ## resolve the dependencies of pyproject.toml anew into requirements*.txt
	@scripts/set-up run
	$(BIN)/python -m venv .venv.lock
	.venv.lock/bin/python -m pip install --quiet uv
	.venv.lock/bin/uv lock --quiet --upgrade
	$(EXPORT) -o requirements.txt >/dev/null
	$(EXPORT) --extra test -o requirements-test.txt >/dev/null
	$(EXPORT) --only-group build -o requirements-build.txt >/dev/null
	rm -rf .venv.lock

clean: ## remove .venv and caches; results stay
	rm -rf .venv .venv.lock .pytest_cache .ruff_cache .import_linter_cache .mypy_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
