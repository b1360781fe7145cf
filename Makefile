# Two commands are enough: `make demo` shows what maillage does, `make test` passes its tests.
# They need Python 3.11 or later and a network; all they install goes into .venv/ here.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help demo test check evaluate clean

help:
	@echo "make demo    build a study with invented people in ./demo/, and say which page to open"
	@echo "make test    run the tests"
	@echo "make check   format, lint, types and tests: what CI asks for"
	@echo "make evaluate  measure on the annotated archives that MAILLAGE_CORPORA names, into docs/evaluation.md"
	@echo "make clean   remove what the above made"

demo: $(VENV)/.installed
	@$(BIN)/maillage demo demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest $(ARGS)

evaluate: $(VENV)/.dev
	$(BIN)/python -m evaluation $(ARGS)

clean:
	rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The package is installed editable: changes in maillage/ need no new installation, changes in pyproject.toml do.
$(VENV)/.installed: pyproject.toml scripts/bootstrap.py
	@command -v $(PYTHON) >/dev/null || { \
	  echo "there is no $(PYTHON); install Python 3.11 or later, or name yours: make PYTHON=python3.12 demo"; exit 1; }
	@$(PYTHON) scripts/bootstrap.py $(VENV)
	@echo "installing maillage and what it needs into $(VENV)/ (once, a minute or two)"
	@$(PIP) install --quiet --editable .
	@touch $@

# Groups of dependencies need pip 25.1.
$(VENV)/.dev: $(VENV)/.installed
	@echo "installing the tools of developers into $(VENV)/ (once)"
	@$(PIP) install --quiet "pip>=25.1"
	@$(PIP) install --quiet --group dev
	@touch $@
