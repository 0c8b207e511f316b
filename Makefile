# The commands of Peak OS. Everything is done by the launcher in peakos/up, which needs Python 3.11 and nothing else.
PYTHON ?= python3
UP := $(PYTHON) -m peakos.up

.DEFAULT_GOAL := help
.PHONY: help run dev test check lint manage bench services stop clean lock

help: ## Show these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 17

run: ## Start Peak OS with its demo company on http://localhost:8000 (PORT=8123 for another port)
	@exec $(UP) run

dev: ## The same from the sources: output on the screen, started again at every change
	@exec $(UP) dev

test: ## Run the whole test suite on real services (PYTEST_ARGS="tests/up -k port")
	@exec $(UP) test $(PYTEST_ARGS)

check: ## Everything that CI does: the static checks, then the whole test suite
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory test

lint: ## The static checks alone
	@exec $(UP) lint

manage: ## Run a management command (ARGS="import_bundle PATH --organization SLUG")
	@exec $(UP) manage $(ARGS)

bench: ## Run the measurements (ARGS passes options on)
	@exec $(UP) bench $(ARGS)

services: ## Start PostgreSQL and Redis in the background, until make stop
	@exec $(UP) services

stop: ## Stop everything that runs from this checkout
	@exec $(UP) stop

clean: ## Remove all state, after asking (ARGS=--yes does not ask)
	@exec $(UP) clean $(ARGS)

lock: ## Resolve the dependencies anew into requirements/ (ARGS=--upgrade takes newer versions)
	@exec $(UP) lock $(ARGS)
