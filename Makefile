.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

# uv is several times as fast as pip where it is there; `make install UV=` goes without it.
UV ?= $(shell command -v uv 2>/dev/null)
PIP := $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check)
VENV := $(if $(UV),$(UV) venv --quiet --no-python-downloads --python $(PYTHON),$(PYTHON) -m venv)

# What looks like a secret and is none: placeholders, the local workspace's, those of tests.
NO_SECRET := PASSWORD|s3cret|local-signing-secret|not-a-|ABCDEFGHJKLM

.PHONY: help install install-demo install-dev demo run test soak check audit bench-quick bench bench-large lock clean

help: ## Say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.venv/pyvenv.cfg:
	$(VENV) .venv

.venv/.runtime: requirements.txt pyproject.toml | .venv/pyvenv.cfg
	$(PIP) --require-hashes -r requirements.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.demo: requirements-demo.txt .venv/.runtime
	$(PIP) --require-hashes -r requirements-demo.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.runtime
	$(PIP) --require-hashes -r requirements-dev.txt
	@touch .venv/.demo $@

install: .venv/.runtime ## Set up .venv with pinned, hashed packages

install-demo: .venv/.demo ## The same, with what the local workspace needs

install-dev: .venv/.dev ## The same, with what tests and checks need

demo: install-demo ## Open the bot in a local workspace in the browser
	$(BIN)/frt demo $(ARGS)

run: install ## Run the bot with the settings in .env
	$(BIN)/frt run

test: install-dev ## Run every test
	$(BIN)/pytest -n auto --dist worksteal $(ARGS)

soak: install-dev ## The random fault tests for about an hour
	end=$$(( $$(date +%s) + 3600 )); while [ $$(date +%s) -lt $$end ]; do \
		FRT_SOAK_EXAMPLES=50 $(BIN)/pytest -q -p no:xdist tests/faults/test_machine.py || exit 1; \
		FRT_POWER_CUTS=200 $(BIN)/pytest -q -p no:xdist tests/faults/test_power_cuts.py || exit 1; \
		FRT_SOAK_HOURS=24 FRT_SOAK_SEED=$$(date +%s) $(BIN)/pytest -q -p no:xdist tests/faults/test_day.py || exit 1; \
	done

check: install-dev ## Style, types, import contracts, Dockerfile, secrets
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile
	git ls-files -z -- . ':!requirements*.txt' ':!*.svg' ':!**/golden/*' | \
		xargs -0 $(BIN)/detect-secrets-hook --no-verify --exclude-secrets '$(NO_SECRET)'

audit: install-dev ## Look the pinned packages up among known vulnerabilities (needs the network)
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.txt
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements-dev.txt

bench-quick: install-dev ## Measure against floors in the same run (under 3 minutes)
	$(BIN)/python -m benchmarks --extent quick $(ARGS)

bench: install-dev ## The same with a million tickets (under 12 minutes)
	$(BIN)/python -m benchmarks --extent whole $(ARGS)

bench-large: install-dev ## The same with ten million, by hand (about an hour)
	$(BIN)/python -m benchmarks --extent large $(ARGS)

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group build

lock: install-dev ## Renew the pinned, hashed requirement files
	$(COMPILE) -o requirements.txt
	$(COMPILE) --extra demo -c requirements.txt -o requirements-demo.txt
	$(COMPILE) --extra demo --group dev -c requirements-demo.txt -o requirements-dev.txt

clean: ## Remove what the other targets made
	rm -rf .venv var build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
