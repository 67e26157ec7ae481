# Laufzettel. Each target sets up what it needs; `make demo` is the way to begin.
#
#   make demo     the demo on http://127.0.0.1:8000
#   make test     all tests but the nightly ones, in less than five minutes on two cores
#   make quick    the short tests without browser and processes, under 60 seconds
#   make check    style, types, rooms, templates, translations, migrations
#   make nightly  long random runs and faults
#   make bench    measurements
#   make pictures the pictures of README and handbook, from today's pages
#   make clean    removes what was built or set up, never the data in var/

.DEFAULT_GOAL := help
.PHONY: help setup demo test quick check nightly bench pictures clean
VENV := .venv/bin
PYTEST := $(VENV)/python -m pytest
# Processes start often in tests and demo: let them find compiled code.
unexport PYTHONDONTWRITEBYTECODE
unexport VIRTUAL_ENV

help:
	@sed -n 's/^#   make/make/p' Makefile

setup:
	@tools/setup.sh

demo: setup
	@exec $(VENV)/laufzettel demo

test: setup
	@tools/setup-tests.sh
	@$(PYTEST) -n 3 --dist loadscope -m "not nightly"

quick: setup
	@$(PYTEST) -n 2 -q -m "not nightly and not slow and not e2e" $(addprefix --ignore=tests/,site e2e ui durability)

check: setup
	@tools/check.sh

nightly: export LAUFZETTEL_TEST_PICTURES := 1
nightly: setup
	@tools/setup-tests.sh
	@$(PYTEST) -n 2 --dist loadscope -m nightly

# The node of the frontend's set-up runs feelin, where the system has none.
bench: export PATH := $(PATH):$(CURDIR)/build/node
bench: setup
	@tools/setup-bench.sh
	@for measurement in $$(grep -l '__main__' bench/*.py bench/*/*.py); do \
		echo "== $$measurement"; $(VENV)/python "$$measurement" || exit 1; \
	done

pictures: setup
	@tools/setup-tests.sh
	@$(VENV)/python tools/pictures.py

clean:
	rm -rf build .venv .uv frontend/node_modules src/laufzettel/ui/static/built .pytest_cache .mypy_cache .ruff_cache
	rm -rf .hypothesis .import_linter_cache
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
