# make chat: the page over the articles in seeds/   make test: every test   make check: ruff and mypy
# make model: train the bundled embedding model again (the files of DATA are not in the project)
PYTHON ?= python3.11
VENV ?= .venv
# What the bundled model and the word list are made from: see training/README.md.
DATA ?= ../shared/data
# An extra package index, for instance the one with CPU builds of torch (see the README).
EXTRA_INDEX ?=

bin := $(VENV)/bin
install := $(bin)/python -m pip install --disable-pip-version-check -q -c constraints.txt \
	$(if $(EXTRA_INDEX),--extra-index-url $(EXTRA_INDEX))

.PHONY: chat test check model clean

chat: $(VENV)/.installed
	$(bin)/sourcier build --seeds --index .sourcier/seeds
	$(bin)/sourcier chat --index .sourcier/seeds

test: $(VENV)/.installed-dev
	$(bin)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

check: $(VENV)/.installed-dev
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy

model: $(VENV)/.installed-dev
	$(bin)/python -m training.model $(DATA)

$(VENV)/.installed: pyproject.toml constraints.txt
	test -x $(bin)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing the libraries (about a minute, longer on a slow line)"
	$(install) -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(install) -e ".[dev]"
	touch $@

clean:
	rm -rf $(VENV) .sourcier build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
