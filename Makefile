# make run     install, migrate, start engine, bot and (without a Discord token) the playground
# make test    install, then every test that needs no GPU, a file at a time on each core, long ones first
# make check   format, lint, types, import contracts       make fix    what can be mended by itself
# make bench   what `atelier bench` measures on this machine

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

# uv does not read pip's configuration: hand on the wheel folders that pip would look into.
ifndef UV_FIND_LINKS
export UV_FIND_LINKS := $(shell { $(PYTHON) -m pip config get global.find-links 2>/dev/null \
	|| echo "$$PIP_FIND_LINKS"; } | xargs | tr ' ' ',')
endif

# Containers often forbid Python to keep what it compiled: each process would compile torch anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run install test check fix bench clean

run: $(STAMP)
	$(BIN)/atelier run

install: $(STAMP)

test: $(STAMP)
	$(BIN)/python -m pytest -m "not gpu" -n auto --maxprocesses 4 --dist loadfile \
	  --no-loadscope-reorder $(ARGS)

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP)
	$(BIN)/atelier bench engine

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { echo "venv is missing; on Debian: apt install python3-venv"; exit 1; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip install --python $(BIN)/python -c constraints.txt --editable . --group dev
	@touch $(STAMP)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
