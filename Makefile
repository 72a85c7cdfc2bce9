# What people do with this repository. Everything is installed into .venv; a second run installs nothing.
#   make demo                       the sample portfolio in the browser
#   make test                       everything that must pass before a change lands
#   make PYTHON=python3.12 test     the same with another Python, in a fresh clone

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test check lint format types imports tests browser java fuzz bench lock clean

help:
	@echo "make demo    install and show the sample portfolio (ARGS='--port 8051' is handed on)"
	@echo "make test    install, check and test everything"
	@echo "make check   lint, format, types and import contracts alone"
	@echo "make tests   the tests alone (ARGS='tests/loaders -k xer' is handed on)"
	@echo "make format  put the code into the agreed form"
	@echo "make fuzz    damage the samples of every loader ten thousand times each"
	@echo "make bench   measure speed and memory"
	@echo "make lock    write the lock files anew (ARGS=--upgrade takes newer versions)"
	@echo "make clean   remove what was installed and built"

demo: .venv/installed
	$(BIN)/throughline demo $(ARGS)

test: .venv/installed-for-tests browser java check tests

check: lint types imports

lint: .venv/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: .venv/installed-for-tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: .venv/installed-for-tests
	$(BIN)/pyright

imports: .venv/installed-for-tests
	$(BIN)/lint-imports

tests: .venv/installed-for-tests browser java
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist worksteal $(ARGS)

bench: .venv/installed-for-tests
	$(BIN)/python -m pytest tests/benchmarks -s -o python_files='bench_*.py' $(ARGS)

fuzz: .venv/installed-for-tests java
	$(BIN)/python -m tests.fuzz $(ARGS)

# A lock file that the other does not contradict: the second starts from the first.
lock: .venv/installed
	$(PIP) uv
	$(BIN)/uv pip compile $(LOCK) --group build -o requirements.lock $(ARGS)
	$(BIN)/uv pip compile $(LOCK) --group build --group dev -c requirements.lock -o requirements-dev.lock $(ARGS)
LOCK := pyproject.toml -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	--python-version 3.11 --custom-compile-command "make lock"

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results

.venv/installed: requirements.lock pyproject.toml .ci/setup
	@.ci/setup venv "$(PYTHON)"
	@echo "Installing the locked dependencies into .venv"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-for-tests: requirements-dev.lock requirements.lock pyproject.toml .ci/setup
	@.ci/setup venv "$(PYTHON)"
	@echo "Installing the locked dependencies and those of the tests into .venv"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch .venv/installed $@

browser: .venv/installed-for-tests
	@.ci/setup browser

java:
	@.ci/setup java
