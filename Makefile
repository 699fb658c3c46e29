# The commands of this repository. `make help` lists them.
SHELL := /bin/bash
PORT ?= 8080
DATA_DIR ?= data
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: start start-distributed install test test-faults check bench bench-distributed stack-up stack-down stack-status gen format help

start: install ## Install what is needed, then run Usher with its demo events (PORT=8080, DATA_DIR=data)
	@usher demo --port $(PORT) --data-dir $(DATA_DIR)

start-distributed: install ## Run each service as a process of its own on real servers, with demo events
	@node tools/distributed.ts start

install: node_modules/.package-lock.json ## Install the dependencies that package-lock.json names

node_modules/.package-lock.json: package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

test: install ## Run every test but those that harm the distributed platform
	@npm --silent test

test-faults: install ## Kill, pause, restart and mislead the distributed platform while a crowd buys
	@node --test --test-timeout=1800000 test/src/distributed/faults.test.ts

check: install ## Types, lint, format, style guide, generated code
	@npm --silent run check

bench: install ## Measure complete bookings a second beside PostgreSQL and the limits
	@usher bench bookings

bench-distributed: install ## Measure the distributed platform: CPU per booking, the nine targets
	@usher bench distributed

stack-up: install ## Start MySQL, DynamoDB's API, Redis, Kafka and Elasticsearch as processes of this machine
	@node tools/stack.ts up

stack-down: ## End them
	@node tools/stack.ts down

stack-status: ## Show their addresses
	@node tools/stack.ts status

gen: install ## Generate packages/contracts/src/gen from contracts/
	@npm --silent run gen

format: install ## Format everything
	@npm --silent run format

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16
