# Everything that a newcomer, a developer and CI run. `make` alone lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SILENT:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PY := .venv/bin/python
# The name carries the hash of what the environment was built from: an unchanged one is never built again.
BUILT := .venv/.built-$(shell cat requirements.lock pyproject.toml | sha256sum | cut -c1-16)
# Ray is for archives of very many calls only: the tests have it beside the environment, not in it.
RAY := build/ray/.built-$(shell sha256sum requirements-ray.lock | cut -c1-16)
TEST_PACKAGES := sipp=sip-tester baresip=baresip-core chromium=chromium espeak-ng=espeak-ng sox=sox initdb=postgresql

.PHONY: help serve demo models check test bench-recognition bench-judgement docs lock clean

help: ## list the targets
	echo "make serve is all that a newcomer needs. Everything else:"
	sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/p' Makefile | expand -t 26

serve: models ## set up what is missing, then start the gateway on loopback (ARGS= passes options)
	exec $(PY) -m voice serve $(ARGS)

demo: models ## a scripted caller and agent talk through the running gateway
	exec $(PY) -m voice demo $(ARGS)

models: $(BUILT) ## fetch and verify the model weights
	$(PY) -m voice.speech.weights

check: $(BUILT) ## format, lint, types, import contract and the fast tests
	began=$$SECONDS
	run() {
	  local name=$$1 start=$$SECONDS; shift
	  echo "── $$name"
	  "$$@" || { echo "── $$name failed after $$((SECONDS - start)) s: $$*" >&2; exit 1; }
	  echo "── $$name: $$((SECONDS - start)) s"
	}
	run format .venv/bin/ruff format --check .
	run lint .venv/bin/ruff check .
	run types .venv/bin/mypy
	run imports .venv/bin/lint-imports
	run tests $(PY) -m pytest -q -n 2 --dist loadfile -m "not weights and not line and not long"
	echo "── check: all good, $$((SECONDS - began)) s"

test: models $(RAY) ## set up all that the tests need, then run every test
	if scripts/debian-packages $(TEST_PACKAGES); then
	  export VOICE_TEST_ALL=1
	else
	  echo "Tests that need what is missing are skipped."
	fi
	$(PY) -m pytest --durations=10

bench-recognition: models ## word error rate and time per utterance, beside the plain faster-whisper call
	exec $(PY) benchmarks/recognition.py $(ARGS)

bench-judgement: $(BUILT) ## transfers on the labelled conversations; DATA=FOLDER: also requests, demands, mood, tone
	$(PY) -m benchmarks.escalation $(ARGS)
	$(PY) -m benchmarks.unseen
	if [ -n "$(DATA)" ]; then
	  $(PY) -m benchmarks.understanding --data "$(DATA)"
	  $(PY) -m benchmarks.mood --emotion "$(DATA)/emotion_text" --intents "$(DATA)/intents" --handoff "$(DATA)/handoff"
	  $(PY) -m benchmarks.demands --data "$(DATA)"
	  $(PY) -m benchmarks.feelings --data "$(DATA)"
	  $(PY) -m benchmarks.remarks --data "$(DATA)"
	  $(PY) -m benchmarks.matters --data "$(DATA)"
	  $(PY) -m benchmarks.tone --emotion "$(DATA)/emotion_speech" --noise "$(DATA)/noise" \
	    --calm "$(DATA)/prompts" --calm "$(DATA)/digits" --calm "$(DATA)/orders_en"
	fi

docs: $(BUILT) ## write the generated reference pages
	$(PY) -m voice.settings_doc
	$(PY) -m voice.dialplan.reference
	$(PY) -m voice.handoff.schema

lock: ## resolve requirements.in anew into requirements.lock, and what Ray needs beside it
	tools=$$(mktemp -d)
	trap 'rm -rf "$$tools"' EXIT
	$(or $(PYTHON),python3) -m venv "$$tools"
	"$$tools/bin/pip" install --quiet uv
	"$$tools/bin/uv" pip compile requirements.in --output-file requirements.lock --upgrade --quiet \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	  --python-version 3.11 --python-platform x86_64-unknown-linux-gnu --custom-compile-command "make lock"
	"$$tools/bin/uv" pip compile requirements-ray.in --constraint requirements.lock \
	  --output-file requirements-ray.lock --upgrade --quiet \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	  --python-version 3.11 --python-platform x86_64-unknown-linux-gnu --custom-compile-command "make lock"
	echo "requirements.lock: $$(grep -c '==' requirements.lock) packages"

clean: ## remove what was built; fetched weights and calls stay
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BUILT):
	suits() { "$$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' 2>/dev/null; }
	python=
	for name in $(or $(PYTHON),python3.11 python3 python3.12); do
	  if suits "$$name"; then python=$$name; break; fi
	done
	if [ -z "$$python" ]; then
	  echo "Python 3.11 or 3.12 is needed and was not found. Debian 12: apt-get install python3.11-venv." >&2
	  echo "Elsewhere: make PYTHON=/path/to/python3.11 ..." >&2
	  exit 1
	fi
	if [ -e .venv ] && ! suits $(PY); then rm -rf .venv; fi
	echo "Building .venv from requirements.lock with $$("$$python" --version): some minutes, once."
	if ! "$$python" -m venv .venv; then
	  rm -rf .venv
	  echo "No virtual environment could be made. Debian 12: apt-get install python3.11-venv." >&2
	  exit 1
	fi
	$(PY) -m pip install --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(PY) -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --no-index --editable .
	rm -f .venv/.built-*
	touch $@
	echo ".venv is ready."

$(RAY): $(BUILT)
	rm -rf build/ray
	$(PY) -m pip install --disable-pip-version-check --quiet --no-deps --require-hashes \
	  --target build/ray --requirement requirements-ray.lock
	touch $@
