# Every habit of the house. `make` alone lists them.
PYTHON = .venv/bin/python
BIN = .venv/bin
CODE = aircop taskforces seizures alerts tests deploy manage.py
COMPILE = $(BIN)/uv pip compile -q pyproject.toml --universal --generate-hashes --no-header --python-version 3.12

# What `check --deploy` sees: a production that differs from a real one by its addresses alone.
PRODUCTION = SECRET_KEY=$$(head -c 48 /dev/urandom | base64 -w 0) AUDIT_KEY=$$(head -c 48 /dev/urandom | base64 -w 0) \
	ALLOWED_HOSTS=cases.example.org REDIS_URL=redis://redis.example.org/0 \
	DATABASE_URL=postgresql://aircop_app@db.example.org/aircop \
	DATABASE_SYSTEM_URL=postgresql://aircop_system@db.example.org/aircop \
	DATABASE_OWNER_URL=postgresql://aircop_owner@db.example.org/aircop

.DEFAULT_GOAL := help
.PHONY: help demo test check coverage current lint types floors templates migrations deploy generated risks fix journeys bench chaos \
	messages migration docs shell reset lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {  printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## the running application, from a fresh clone on (PORT=8000)
	@exec python3 manage.py demo

test: ## the whole suite on a real PostgreSQL and a real broker (ARGS="-k share")
	@exec python3 manage.py test $(ARGS)

check: current lint types floors templates migrations deploy generated risks ## everything that CI checks, without changing anything

current:
	$(PYTHON) deploy/check_lock.py
lint:
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
# A cache that remembers models which are gone names them as errors: another set of models has a cache of its own.
types:
	@$(PRODUCTION) $(BIN)/mypy --cache-dir var/mypy/$$(ls */models/*.py aircop/*/models/*.py | cksum | cut -d ' ' -f 1) $(CODE)
floors:
	$(BIN)/lint-imports
templates:
	$(BIN)/djlint --profile django --lint --quiet templates
migrations:
	$(PYTHON) manage.py makemigrations --check --dry-run
deploy:
	@$(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING
generated:
	$(PYTHON) manage.py docs --check
# What is left out is held by ruff's S rules, where each exception stands with its reason.
risks:
	$(BIN)/bandit -q -ll --skip B108,B308,B310,B608,B611 -r aircop taskforces seizures alerts

coverage: ## holds what the last `make test ARGS="--cov --cov-report="` covered against the gates
	@$(PYTHON) deploy/check_coverage.py

fix: ## sorts, formats and mends what can be mended by machine
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

journeys: ## the stories in a real browser alone
	@exec python3 manage.py test -m journey $(ARGS)

bench: ## the measurements, as ratios in one run (FULL=1: a million records)
	@exec $(PYTHON) -m tests.bench

chaos: ## deliveries while workers, beat, broker and database are killed (N=10000)
	@exec $(PYTHON) -m tests.chaos

migration: ## a named migration: make migration APP=seizures NAME=add_weight
	$(PYTHON) manage.py makemigrations $(APP) --name $(NAME)

messages: ## brings new words into the French catalogue, to be translated there (docs/translating.md)
	$(PYTHON) manage.py makemessages --locale fr --no-location --no-wrap --no-obsolete \
		--ignore ".venv/*" --ignore "var/*" --ignore "tests/*" --ignore "docs/*"

docs: ## writes the generated pages anew
	$(PYTHON) manage.py docs

shell: ## a Python shell beside a running demo
	@$(PYTHON) manage.py shell

reset: ## forgets the demo's data, once no demo runs
	@mkdir -p var && flock --nonblock var/demo.lock \
		rm -rf var/postgres var/files var/log var/services.json var/demo-accounts.json var/beat-schedule* \
		|| echo "a demo runs: stop it first"

lock: ## resolves the packages anew (add UPGRADE=--upgrade for newer ones)
	$(COMPILE) $(UPGRADE) -o requirements.production.lock
	$(COMPILE) $(UPGRADE) --group local --group dev -o requirements.lock
