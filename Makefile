# Everything here needs Python 3.11 or newer (with venv) and make, nothing else.
# `make PYTHON=python3.13 check` picks another interpreter for a new .venv.

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
UV_VERSION := 0.13.9

# A clear sentence instead of a long error: no such interpreter, too old, or venv taken apart as Debian does.
define GOOD_PYTHON
command -v "$(PYTHON)" >/dev/null || { \
  echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name yours: make PYTHON=/path/to/python3 ..." >&2; exit 1; }; \
"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
  echo "Evenfall needs Python 3.11 or newer, and $(PYTHON) is $$("$(PYTHON)" -V 2>&1). Name a newer one: make PYTHON=python3.12 ..." >&2; exit 1; }; \
"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
  echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu install what is missing: apt-get install python3-venv" >&2; exit 1; }
endef

.DEFAULT_GOAL := help
.PHONY: help play demo check lint test test-everywhere quick audit campaign transcripts docs pictures bench lock clean

help: ## list these targets
	@sed -n 's/^\([.a-z][a-z-]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name line; do printf '  %-16s %s\n' "$$name" "$$line"; done

.venv: .venv/stamp ## the virtual environment, made from requirements-dev.lock and made again when that changes

# The stamp is a copy of the lock: a lock that is only younger, not different, changes nothing.
.venv/locked: requirements-dev.lock
	@if cmp -s $< $@; then touch $@; else $(GOOD_PYTHON); \
	  echo "Making .venv (a minute or two the first time) ..."; \
	  "$(PYTHON)" -m venv --clear .venv && $(PIP) install --quiet --require-hashes -r $< && cp $< $@; fi

.venv/stamp: .venv/locked pyproject.toml
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

play: .venv/stamp ## open the playground: two phones in your browser, no token needed (ARGS="--port 9000")
	$(BIN)/evenfall play $(ARGS)

demo: .venv/stamp ## watch pairing, two evenings and a weekly review in the terminal
	$(BIN)/evenfall demo $(ARGS)

check: lint test quick ## everything that must be green before a commit: lint, test and quick

lint: .venv/stamp ## ruff, the format, and mypy --strict on dialogue and models
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: .venv/stamp ## the tests, side by side (ARGS="-k pause")
	$(BIN)/pytest -n auto $(ARGS)

test-everywhere: .venv/stamp ## the same, and every test on PostgreSQL too: some 20 minutes
	$(BIN)/pytest -n auto --everywhere $(ARGS)

quick: .venv/stamp ## the small campaign: a few minutes of kills, doubles and poison on both databases
	$(BIN)/python -m tests.campaign --quick --jobs 2 --only F3,F7,F8 $(ARGS)

campaign: .venv/stamp ## kills, faults and load against the real program, some 25 minutes (ARGS="--quick --only F3")
	$(BIN)/python -m tests.campaign $(ARGS)

ROOMS := bot dialogue handlers migrations models playground scheduler texts
AUDIT := build/audit/bin

audit: build/audit/locked ## what is known of our code, of the workflow, and (by the network) of the packages in the lock
	$(AUDIT)/bandit --quiet --configfile pyproject.toml --recursive $(ROOMS)
	$(AUDIT)/zizmor --offline --quiet .github/workflows
	@said=$$($(AUDIT)/pip-audit --strict --require-hashes --disable-pip --timeout 10 -r requirements.lock 2>&1); code=$$?; \
	echo "$$said" | tail -20; \
	case "$$code,$$said" in 0,*|*"known vulnerabilit"*) exit $$code;; esac; \
	echo "pip-audit could not ask what is known of the packages (no network?): they were NOT audited." >&2; test -z "$$CI"

# Tools that bring much along, in a place of their own: nothing of it takes part in the tests or in the image.
build/audit/locked: requirements-audit.lock
	@$(GOOD_PYTHON)
	@"$(PYTHON)" -m venv --clear build/audit
	@$(AUDIT)/python -m pip --disable-pip-version-check install --quiet --require-hashes -r $< && cp $< $@

transcripts: .venv/stamp ## record the transcripts again; read the difference before you keep it
	$(BIN)/pytest tests/test_transcripts.py --record $(ARGS)

docs: .venv/stamp ## write docs/safety.md again: each rule, and the test that shows it
	$(BIN)/python -m tests.rules

pictures: .venv/stamp ## take the README's screenshots again (needs Chromium)
	EVENFALL_PICTURES=docs/pictures $(BIN)/pytest -m browser $(ARGS)

# An environment of its own: aiogram, a peer, does not go with the newest of what we use.
build/bench/locked: requirements-bench.lock
	@$(GOOD_PYTHON)
	@echo "Making build/bench, with the peers (a minute or two the first time) ..."
	@"$(PYTHON)" -m venv --clear build/bench
	@build/bench/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r $<
	@cp $< $@

benchmarks/grammy/node_modules: benchmarks/grammy/package-lock.json
	@(command -v npm && cd benchmarks/grammy && npm ci --silent --no-audit --no-fund && touch node_modules) >/dev/null || \
	echo "Node is not here, or grammY cannot be fetched: the row beside it is left out."

bench: build/bench/locked benchmarks/grammy/node_modules ## measure what it costs, beside others (ARGS="--quick", ARGS="--only path,idle")
	build/bench/bin/python -m benchmarks $(ARGS)

lock: ## choose the newest fitting versions and write the lock files again
	@$(GOOD_PYTHON)
	@"$(PYTHON)" -m venv --clear build/lock
	@build/lock/bin/python -m pip --disable-pip-version-check install --quiet uv==$(UV_VERSION)
	@set -e; compile() { build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-header "$$@"; }; \
	compile pyproject.toml -o requirements.lock; \
	compile pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock; \
	compile pyproject.toml --extra bench -o requirements-bench.lock; \
	echo setuptools | compile - -c requirements-dev.lock -o requirements-build.lock; \
	printf 'bandit\npip-audit\nzizmor\n' | compile - -c requirements-dev.lock -o requirements-audit.lock

clean: ## remove .venv, caches and build leftovers (your data and keys stay)
	rm -rf .venv build dist benchmarks/grammy/node_modules *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
