# Two commands do everything on a fresh machine: `make up` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
STAMPS := .build/stamps
VENVS := .build/venvs
PIP_SYNC := UV_COMPILE_BYTECODE=1 $(UV) pip sync --quiet --require-hashes

# Byte code makes every start of the CDK several times faster; some images switch it off.
export PYTHONDONTWRITEBYTECODE :=
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION ?= 20
export CDK_DISABLE_CLI_TELEMETRY := true

PYTHON_READY := $(STAMPS)/python
NODE_READY := $(STAMPS)/node
WEB_READY := web/dist/index.html
IMAGES := $(notdir $(patsubst %/Dockerfile,%,$(wildcard containers/*/Dockerfile)))
# Nobody needs the Twin Runtime of Ansys who has no model for it: `make ansys` gets it.
ANSYS_READY := $(VENVS)/simulate_ansys/.ready
IMAGE_VENVS := $(filter-out $(ANSYS_READY),$(foreach image,$(IMAGES),$(VENVS)/$(image)/.ready)) $(VENVS)/edge/.ready
LAMBDA_WHEELS := $(STAMPS)/lambda-wheels
DEMO_CAD := .build/sites/demo/station.step
DEMO_MODELS := $(STAMPS)/models

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

# ---- set-up -------------------------------------------------------------------------------------

.PHONY: setup
setup: $(PYTHON_READY) $(NODE_READY) $(WEB_READY) $(IMAGE_VENVS) $(LAMBDA_WHEELS) $(DEMO_CAD) $(DEMO_MODELS) ## Install and build all that is missing

$(UV): requirements-uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, found " + sys.version.split()[0] + ": install it, or name it with make PYTHON=python3.x")'
	@$(PYTHON) -m venv .venv || { echo "no virtual environments here: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-uv.txt
	@touch $@

$(PYTHON_READY): $(UV) requirements.lock pyproject.toml
	@echo "· Python packages"
	@$(PIP_SYNC) requirements-uv.txt requirements.lock
	@$(UV) pip install --quiet --no-deps --editable .
	@mkdir -p $(@D) && touch $@

$(NODE_READY): package-lock.json
	@command -v npm >/dev/null || { echo "npm is needed: install Node.js 20 or newer"; exit 1; }
	@echo "· CDK command line"
	@npm ci --silent --no-audit --no-fund
	@mkdir -p $(@D) && touch $@

web/node_modules/.package-lock.json: web/package-lock.json
	@command -v npm >/dev/null || { echo "npm is needed: install Node.js 20 or newer"; exit 1; }
	@echo "· console packages"
	@npm --prefix web ci --silent --no-audit --no-fund
	@touch $@

$(WEB_READY): web/node_modules/.package-lock.json web/package.json web/index.html $(shell find web/src web/public -type f 2>/dev/null)
	@echo "· console"
	@npm --prefix web run --silent build
	@touch $@

$(VENVS)/edge/.ready: edge/requirements.lock $(PYTHON_READY)
	@echo "· environment of the edge components"
	@$(UV) venv --quiet --clear --python $(BIN)/python $(@D)
	@VIRTUAL_ENV=$(@D) $(PIP_SYNC) edge/requirements.lock
	@touch $@

# A new tool of Node is a new lock file too, which not every image has.
.SECONDEXPANSION:
$(VENVS)/%/.ready: containers/%/requirements.lock $$(wildcard containers/$$*/package-lock.json) $(PYTHON_READY)
	@echo "· environment of the container $*"
	@$(UV) venv --quiet --clear --python $(BIN)/python $(@D)
	@VIRTUAL_ENV=$(@D) $(PIP_SYNC) containers/$*/requirements.lock
	@if [ -f containers/$*/excluded.txt ]; then cd $(@D)/lib/python3*/site-packages && xargs rm -f < $(CURDIR)/containers/$*/excluded.txt; fi
	@if [ -f containers/$*/package-lock.json ]; then \
	  mkdir -p $(@D)/node && cp containers/$*/package*.json $(@D)/node/ && \
	  npm --prefix $(@D)/node ci --silent --no-audit --no-fund && \
	  for tool in $(@D)/node/node_modules/.bin/*; do ln -sf ../node/node_modules/.bin/$$(basename $$tool) $(@D)/bin/; done; \
	fi
	@touch $@

# One folder of wheels for each function that has a lock file, beside all that synth stages.
$(LAMBDA_WHEELS): $(wildcard lambda/*/requirements.lock) $(PYTHON_READY)
	@echo "· wheels of the functions"
	@$(BIN)/python -m twin_constructs.wheels
	@touch $@

$(DEMO_CAD): $(wildcard sites/demo/cad/*.py) $(VENVS)/convert_cad/.ready
	@echo "· CAD of the demo site"
	@mkdir -p $(@D) && $(VENVS)/convert_cad/bin/python sites/demo/cad/station.py $@ > $(@D)/station.log || { cat $(@D)/station.log; exit 1; }

$(DEMO_MODELS): $(shell find models -type f -not -name '*.pyc' 2>/dev/null) $(VENVS)/simulate/.ready
	@echo "· simulation models"
	@$(BIN)/python -m models.build
	@touch $@

# ---- everyday -----------------------------------------------------------------------------------

.PHONY: up
up: setup ## The whole twin of the demo site on this machine; prints `ready <url>`
	@exec $(BIN)/twin up

.PHONY: down
down: ## Stop the twin
	@$(BIN)/twin down

.PHONY: web
web: $(WEB_READY) ## Build the console

.PHONY: ansys
ansys: setup $(ANSYS_READY) ## The environment of Ansys Twin Builder twins

.PHONY: test
test: setup ansys ## Set-up and every test that needs no AWS
	@npm --prefix web test --silent
	@npm --prefix web run --silent size
	@$(BIN)/pytest -n 3 # on two processors: tests wait for other processes for a fifth of their time

# The folders of each plane's tests, wherever they are below tests/.
plane = $(shell find tests -type d \( $(foreach name,$(1),-name $(name) -o) -false \))

.PHONY: test-spatial test-iot test-simulation test-local test-web
test-spatial: setup ## The spatial plane's tests
	@$(BIN)/pytest $(call plane,spatial conversions 'convert_*')
test-iot: setup ## The IoT plane's tests
	@$(BIN)/pytest $(call plane,alarms commands edge formula iot plc nucleus telemetry)
test-simulation: setup ## The simulation plane's tests
	@$(BIN)/pytest $(call plane,simulation simulate models calibration recalibration validation)
test-local: setup ## The embedded AWS's tests
	@$(BIN)/pytest $(call plane,cli engine execution local server services)
test-web: setup ## The console's tests
	@npm --prefix web test --silent
	@npm --prefix web run --silent size
	@$(BIN)/pytest tests/browser

.PHONY: bench
bench: setup ## Benchmarks, each as a ratio to a reference of the same run
	@$(BIN)/python -m benchmarks

.PHONY: validation
validation: setup ## What estimates, intervals and runs are worth; fails where a promise is not held
	@$(BIN)/python -m benchmarks.validation $(CASES) --json .build/validation/report.json $(if $(GUIDE),--markdown $(GUIDE))

# ---- gates --------------------------------------------------------------------------------------

.PHONY: check
check: lint types imports synth nag ## Format, lint, types, import rules, synth and all nag packs

.PHONY: lint
lint: setup ## Format and lint
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@npm --prefix web run --silent lint

.PHONY: format
format: setup ## Format in place
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: types
types: setup ## Strict types, Python and TypeScript
	@$(BIN)/mypy app.py twin constructs/twin_constructs stacks lambda/*/ edge/*/ containers/*/ local/twin_local benchmarks tests
	@npm --prefix web run --silent typecheck

.PHONY: imports
imports: setup ## The direction of imports
	@$(BIN)/lint-imports --no-cache

.PHONY: synth
synth: setup ## Synthesize every site with the CDK command line, validation on
	@rm -rf cdk.out
	@npx --no-install aws-cdk synth --quiet --no-notices

.PHONY: nag
nag: setup ## The four nag packs, cfn-lint and the limits over every site
	@$(BIN)/pytest -q tests/infrastructure

# ---- upkeep -------------------------------------------------------------------------------------

.PHONY: lock
lock: ## Resolve the lock files anew
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" --extra dev pyproject.toml -o requirements.lock
	@for folder in $(addprefix containers/,$(IMAGES)) edge $(patsubst %/,%,$(dir $(wildcard lambda/*/requirements.in))); do \
	  $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" \
	    $$([ ! -f $$folder/overrides.txt ] || echo --override $$folder/overrides.txt) $$folder/requirements.in -o $$folder/requirements.lock || exit 1; \
	done

.PHONY: docs
docs: setup ## Write the generated parts of the guides anew
	@$(BIN)/python -m twin_local.engine.reference docs/embedded-aws.md
	@$(BIN)/python -m twin.api.events docs/events.md
	@$(BIN)/python -m twin.spatial.guide docs/conversions.md

.PHONY: api
api: setup ## Write the console's types of the HTTP API anew
	@$(BIN)/python -m twin.api.typescript web/src/api/schema.ts

.PHONY: licences
licences: setup ## List what ships with its licences, and refuse what may not
	@$(BIN)/python -m twin_local.licences .

.PHONY: clean
clean: ## Remove what was built (the twin's state in .twin stays)
	@rm -rf .build cdk.out web/dist artifacts
