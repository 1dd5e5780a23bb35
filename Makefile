# Everything a contributor needs; `make` alone lists it. Works as root or not, on Debian 12 with
# Python 3.11 and make; CONTRIBUTING.md has the same without make.

BIN := .venv/bin
VERSIONS := python3 python3.11 python3.12 python3.13
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for name in $(VERSIONS); do \
	$$name -c '$(FITS)' 2>/dev/null && echo $$name && break; done)
SYSTEM := $(PYTHON) tools/system.py
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet
# Where the screen is; without one Qt draws into memory.
SCREEN := $(DISPLAY)$(WAYLAND_DISPLAY)
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

export PIP_ROOT_USER_ACTION = ignore
# Else pyright asks a registry for newer versions of itself.
export PYRIGHT_PYTHON_IGNORE_WARNINGS = 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test suite lint bench package format catalogue lock clean python

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/run.stamp ## Open the window on the practice tenant; without a screen, tour it
	@$(SYSTEM) window $(if $(SCREEN),screen)
ifneq ($(SCREEN),)
	$(BIN)/python -m dingsetup --practice
else
	@echo "No screen: the same journey without a window."
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m dingsetup check --practice
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m dingsetup tour build/tour
endif

test: .venv/dev.stamp ## Lint, types, import contracts and the whole test suite
	@$(SYSTEM) window keystore
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint suite

# Many of its tests wait for a moment: four processes keep two cores busy. Where files can be in
# memory nobody waits for a disk; and the tests as pytest reads them are kept for the next run.
suite: .venv/dev.stamp
	QT_QPA_PLATFORM=offscreen TMPDIR=$(wildcard /dev/shm) PYTHONDONTWRITEBYTECODE= \
		$(BIN)/python -m pytest -n 4 $(ARGS)

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports --no-logo

bench: .venv/dev.stamp ## Measure; prints one JSON (ARGS="--only NAME" for one of them)
	@$(SYSTEM) window screen xvfb package
	xvfb-run -a $(BIN)/python -m bench $(ARGS)

package: .venv/dev.stamp ## Freeze the program, build the wheel, smoke-test both
	@$(SYSTEM) window package
	$(BIN)/python -m tools.package $(ARGS)

format: .venv/dev.stamp ## Put the sources in form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

catalogue: .venv/dev.stamp ## Bring the message catalogues in line with the sources
	$(BIN)/python -m tools.catalogue all

lock: .venv/dev.stamp ## Resolve the pins of pyproject.toml anew, for every system
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) --group build -c requirements/run.txt -o requirements/build.txt
	$(COMPILE) pyproject.toml --group dev -c requirements/run.txt -c requirements/build.txt \
		-o requirements/dev.txt

clean: ## Remove all that was made
	rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find dingsetup -name '*.mo' -delete
	rm -f dingsetup/resources/facts/compiled.json

# Catalogues and facts are compiled by the editable install: a changed one makes the stamps old.
CATALOGUES := $(wildcard dingsetup/resources/locale/*/LC_MESSAGES/*.po)
FACTS := $(wildcard dingsetup/resources/facts/*.toml)
OURSELVES := pyproject.toml hatch_build.py $(CATALOGUES) $(FACTS)
INSTALL_OURSELVES = $(PIP) --no-deps --no-build-isolation --editable .

python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed." >&2; exit 1; }

.venv/bin/python: | python
	@$(SYSTEM) venv
	$(PYTHON) -m venv .venv

.venv/build.stamp: requirements/build.txt | .venv/bin/python
	$(PIP) --require-hashes -r requirements/build.txt
	@touch $@

.venv/run.stamp: requirements/run.txt .venv/build.stamp $(OURSELVES)
	@echo "Setting up .venv; the first time takes a minute or two."
	$(PIP) --require-hashes -r requirements/run.txt
	$(INSTALL_OURSELVES)
	@touch $@

# Three test dependencies come as source only; they are built with the pinned setuptools.
.venv/dev.stamp: requirements/dev.txt .venv/build.stamp $(OURSELVES)
	@echo "Setting up .venv; the first time takes a minute or two."
	$(PIP) --require-hashes --no-build-isolation --use-pep517 -r requirements/dev.txt
	$(INSTALL_OURSELVES)
	@touch $@ .venv/run.stamp
