# Steady. `make help` lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3.11
TOOLS := .tools
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
IN ?= messages.jsonl
OUT ?= predictions.jsonl
export PYTHONUTF8 := 1
export RASA_TELEMETRY_ENABLED := false
export TQDM_DISABLE := 1

WEB_BUILT := web/dist/steady.js
NPM := PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm --prefix web --silent

.PHONY: help install web train run chat test faults check-content sign-off validate predict converse evaluate compare readme errors safety mutants several load bench growth backup restore verify report rotate purge screenshots lint clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | while IFS=$$'\t' read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

install: $(STAMP) $(WEB_BUILT) ## Create the environment and build the chat page (done by every other command)

web: $(WEB_BUILT) ## Build the chat page

$(TOOLS)/bin/uv:
	@command -v $(PYTHON) >/dev/null || { echo "Steady needs Python 3.11: install it, or say where it is, for example: make run PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Getting uv, the installer ..."
	@$(PYTHON) -m venv $(TOOLS) && $(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.8

$(STAMP): uv.lock pyproject.toml | $(TOOLS)/bin/uv
	@echo "Installing (a few minutes the first time) ..."
	@UV_PYTHON_DOWNLOADS=never $(TOOLS)/bin/uv sync --locked --no-progress --quiet --python $(PYTHON)
	@touch $@

# What the tests of the page need is installed as well where they are run: see `test`.
web/node_modules/.installed: web/package-lock.json web/package.json $(STAMP)
	@$(NPM) ci --omit=dev
	@touch $@

$(WEB_BUILT): web/node_modules/.installed $(shell find web/src web/public -type f) web/vite.config.ts web/drawings.ts web/tsconfig.json
	@echo "Building the chat page ..."
	@$(NPM) run build
	@touch $@

web/node_modules/.for-tests: web/package-lock.json web/package.json $(STAMP)
	@$(NPM) ci
	@touch $@ web/node_modules/.installed

train: install ## Train the model if the training data changed
	@$(PY) -m bot train

run: install ## Start the chat page and REST on PORT (5005); Ctrl-C ends everything
	@$(PY) -m bot run

chat: install ## Chat in this terminal
	@$(PY) -m bot chat

test: web/node_modules/.for-tests install ## Check the content, train if needed, and run every test
	@$(PY) -m bot check
	@$(MAKE) --no-print-directory validate
	@$(PY) -m bot train
	@$(PY) -m pytest -q -n 2

faults: install ## Break real servers in every way and write what people saw to docs/safety/faults.md (5 minutes)
	@$(PY) -m bot train
	@STEADY_FAULTS=docs/safety/faults.md $(PY) -m pytest -q tests/server/faults

check-content: install ## Check everything in content/
	@$(PY) -m bot check

sign-off: install ## Write the clinical sign-off sheet to docs/safety/sign_off.html
	@$(PY) -m bot sign-off docs/safety/sign_off.html

validate: install ## Let Rasa check the domain, rules and stories
	@$(PY) -m bot validate

predict: install ## What each message means: make predict IN=messages.jsonl OUT=predictions.jsonl
	@$(PY) -m bot predict $(IN) $(OUT)

converse: install ## What is said in each conversation: make converse IN=conversations.jsonl OUT=transcripts.jsonl
	@$(PY) -m bot converse $(IN) $(OUT)

evaluate: install ## Score the held-out sets and write the report in evaluation/
	@$(PY) evaluation/score.py --check

compare: install ## Hold Steady against other ways of reading, in evaluation/comparison.md (half an hour)
	@$(PY) evaluation/compare.py

readme: install ## Fill the transcript and the figures of README.md
	@$(PY) evaluation/readme.py

errors: install ## Show every miss of labelled files: make errors IN=file.jsonl
	@$(PY) evaluation/errors.py $(IN)

safety: install ## Tell every red flag in every state of the talk (half an hour); writes docs/safety/matrix.md
	@$(PY) -m tests.safety.matrix

mutants: install ## Break every safety rule in turn and see that the tests notice; writes docs/safety/mutants.md
	@$(PY) -m tests.safety.mutants

backup: install ## Write a back-up of the conversations: make backup TO=folder
	@$(PY) -m bot keep backup $(or $(TO),$(error say where: make backup TO=folder))

restore: install ## Put the newest back-up into an empty database: make restore FROM=folder
	@$(PY) -m bot keep restore $(or $(FROM),$(error say from where: make restore FROM=folder))

verify: install ## Open everything in the database, and count what does not open
	@$(PY) -m bot keep verify

report: install ## Write what all conversations together tell: make report TO=report.html
	@$(PY) -m bot keep report $(or $(TO),report.html)

rotate: install ## Make a new master key and give all conversations to it
	@$(PY) -m bot keep rotate

purge: install ## Delete the conversations that are older than organisation.yml says
	@$(PY) -m bot keep purge

several: install ## Break several servers while people write, and write what was seen to docs/safety/several.md (20 minutes)
	@$(PY) -m bot train
	@STEADY_SEVERAL=docs/safety/several.md $(PY) -m pytest -q tests/server/several

load: install ## Measure turns a second with 1, 2 and 4 servers, in docs/benchmarks/load.md (10 minutes)
	@UV_PYTHON_DOWNLOADS=never $(TOOLS)/bin/uv run --locked --no-progress --quiet --group load python evaluation/load/load.py

growth: install ## Measure turns as a conversation, the content and a deployment grow, in docs/benchmarks/growth.md (half an hour)
	@$(PY) evaluation/bench/growth.py

bench: install ## Measure speed, memory and size beside Rasa's default pipeline, in docs/benchmarks/speed.md (most of an hour)
	@$(PY) evaluation/bench/bench.py

screenshots: web/node_modules/.for-tests install ## Take the pictures of docs/web.md anew
	@$(PY) -m tests.server.web.screenshots

lint: install ## Check style and docstrings
	@$(VENV)/bin/ruff check bot actions tests evaluation

clean: ## Remove what was made: environment, models, conversations
	rm -rf $(VENV) $(TOOLS) web/node_modules web/dist models .rasa var results .pytest_cache .ruff_cache
