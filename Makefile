# make run opens the dashboard, make test runs every test. Both set up what they need first.
.DEFAULT_GOAL := run
.PHONY: run test fuzz bench bench-risk bench-pages demo screenshots clean

VENV := .venv
BIN := $(VENV)/bin
# the first that runs and is new enough: a version manager leaves names behind that only print a complaint
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$name; break; }; done)
export PYTHONDONTWRITEBYTECODE := 1

$(VENV)/.run: requirements.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed / 需要 Python 3.11 或更新版本"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@$(BIN)/python -m tests.browser.chromium
	@touch $@

run: $(VENV)/.run
	@echo "火眼 Huoyan: http://localhost:8501 · Ctrl+C 退出 / stops it"
	@$(BIN)/python -m streamlit run dashboard.py --logger.hideWelcomeMessage true

test: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/python -m pytest

SECONDS ?= 60
fuzz: $(VENV)/.test
	$(BIN)/python -m tests.fuzz $(SECONDS)

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.scale

bench-pages: $(VENV)/.test
	$(BIN)/python -m benchmarks.pages

bench-risk: $(VENV)/.test
	$(BIN)/python -m benchmarks.risk
	$(BIN)/python -m benchmarks.exported

demo: $(VENV)/.test
	$(BIN)/python -m simulation.demo

screenshots: $(VENV)/.test
	$(BIN)/python -m benchmarks.screenshots

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
