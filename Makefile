# Everything a developer or operator types. GNU make and Python 3.11 are all that has to be there; the rest is fetched.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3 || echo python3)
VENV := $(CURDIR)/.venv
BIN := $(VENV)/bin
BOOTSTRAP = $(PYTHON) -I musicprize/supervisor/bootstrap.py
SUPERVISOR = $(BIN)/python -m musicprize.supervisor

DATA ?= $(CURDIR)/var
PORT ?= 8000
DEMO ?= 1
ENTRIES ?= 54
JURORS ?= 8
SEED ?= 1
export DATA PORT DEMO

.DEFAULT_GOAL := help
.PHONY: help run setup manage messages test bench-audio bench-storage bench-jury bench-tally rehearse lint types format lock clean

help: ## This list
	@echo "make TARGET [NAME=value …]"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  docs/operations.md lists the environment variables and says how it is run for real."

run: ## Set up what is missing and run the demo platform: PORT=8000 DATA=./var DEMO=1; Ctrl-C stops it
	@$(BOOTSTRAP)
	@exec $(SUPERVISOR) run --with-parent

setup: ## Virtual environment, locked packages, front-end build; each only when something changed
	@$(BOOTSTRAP)

manage: ## A manage.py command on the platform in DATA: make manage ARGS="verify_ledger"
	@$(BOOTSTRAP)
	@exec $(SUPERVISOR) manage $(ARGS)

messages: ## Compile the translation catalogues that changed
	@$(SUPERVISOR) catalogues

bench-storage: ## What sending and playing files costs, beside its goals: [MIB=1024] [JSON=file]
	@$(BOOTSTRAP) dev
	@exec $(BIN)/python -m tests.bench.storage --mib $(or $(MIB),1024) $(if $(JSON),--json "$(JSON)")

test: ## The test suite; ARGS="-k upload -x" goes to pytest
	@$(BOOTSTRAP) dev
	@exec $(BIN)/python -m pytest $(ARGS)

bench-audio: ## What audio intake costs, beside the same by hand (needs FFmpeg's programs): [ARGS="--repeat 5 --json FILE"]
	@$(BOOTSTRAP) dev
	@exec $(BIN)/python -m tests.bench.audio $(ARGS)

bench-jury: ## What the jury's pages cost at 54 and at 10,000 entries: [ARGS="--sizes 54x8x8 --json FILE"]
	@$(BOOTSTRAP) dev
	@exec $(BIN)/python -m tests.bench.jury $(ARGS)

rehearse: ## A whole edition over HTTP with real music: AUDIO=folder [ENTRIES=54] [JURORS=8] [SEED=1] [BASE=http://…]
	@test -n "$(AUDIO)" || { echo 'Name a folder with music files: make rehearse AUDIO=/path/to/music'; exit 1; }
	@$(BOOTSTRAP) dev
	@exec $(BIN)/python -m tests.rehearsal --audio "$(AUDIO)" --entries $(ENTRIES) --jurors $(JURORS) --seed $(SEED) \
		$(if $(BASE),--base "$(BASE)")

bench-tally: ## What counting costs, beside lme4, statsmodels and krippendorff; ARGS="--repeat 5 --json FILE"
	@$(BOOTSTRAP) dev
	@DATA="$$(mktemp -d)" SECRET_KEY=unused OPENBLAS_NUM_THREADS=1 exec $(BIN)/python -m tests.bench.tally $(ARGS)

lint: ## Style, import direction between the floors, pending migrations
	@$(BOOTSTRAP) dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check musicprize/supervisor tests/musicprize/supervisor tests/services
	$(BIN)/lint-imports
	DATA="$$(mktemp -d)" SECRET_KEY=unused $(BIN)/python manage.py makemigrations --check --dry-run

types: ## mypy over the sources, tsc over the islands
	@$(BOOTSTRAP) dev
	$(BIN)/mypy musicprize submissions jury frontend
	PATH="$(BIN):$$PATH" npm run check

format: ## Put the formatting of the Python sources right
	$(BIN)/ruff format musicprize submissions jury frontend tests

lock: ## Write requirements/*.txt anew from requirements/*.in (with hashes, without any index's address); UPGRADE=1 for newer ones
	@$(BOOTSTRAP) tools --no-frontend
	@for name in pip base dev tools swift; do \
		echo "locking requirements/$$name.txt"; \
		$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
			--no-emit-index-url --no-emit-trusted-host --no-emit-find-links $(if $(UPGRADE),--upgrade) \
			--output-file requirements/$$name.txt requirements/$$name.in || exit 1; \
	done
	@! grep -nE 'https?://|^ *--(index-url|extra-index-url|find-links|trusted-host)' requirements/*.txt

clean: ## Remove what setup and tests made; the platform's data in DATA stay
	rm -rf $(VENV) $(CURDIR)/.venv-swift node_modules frontend/dist .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis
	find musicprize submissions jury frontend tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find musicprize submissions jury frontend -name '*.mo' -delete
