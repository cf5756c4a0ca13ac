# Two commands set everything up on a machine with Python 3.11+ and make:
#   make demo   runs the main job and leaves a report in out/kuril-2019
#   make test   runs everything that a reviewer would run
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo test lint types bench lock clean
.DELETE_ON_ERROR:

demo: $(READY)
	$(BIN)/winset run kuril-2019 --out out/kuril-2019

# Each worker has a core to itself; further threads of linear algebra would only wait for each other.
test: $(READY) lint types
	OPENBLAS_NUM_THREADS=1 $(BIN)/pytest -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python benchmarks/forecast.py
	$(BIN)/python benchmarks/collective.py
	$(BIN)/python benchmarks/spatial_model.py
	$(BIN)/python benchmarks/bargain.py
	$(BIN)/python benchmarks/ratify.py
	$(BIN)/python benchmarks/graph.py
	$(BIN)/python benchmarks/timing.py
	$(BIN)/python benchmarks/polls.py

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "winset needs Python 3.11 or newer; found " + sys.version.split()[0] + ". Name one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(READY)

lock: $(READY)
	$(BIN)/python -m pip freeze --exclude-editable --exclude winset > constraints.txt

clean:
	rm -rf $(VENV) out build dist
