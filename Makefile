# `make run` starts everything; `make test` checks everything. The others are for those who build.
.PHONY: run test test-fast dev demo shots faults lock

PREPARE = python=$$(bin/find-python) && "$$python" bin/prepare.py

run:
	@$(PREPARE) && exec .venv/bin/python bin/run.py

dev:
	@$(PREPARE) dev && exec .venv/bin/python bin/run.py --dev

test:
	@$(PREPARE) test && exec .venv/bin/python bin/check.py

test-fast:
	@$(PREPARE) test && exec .venv/bin/python bin/check.py --fast

demo:
	@$(PREPARE) && exec .venv/bin/python bin/manage.py demo

# Kills workers, broker and database thirty times and counts the mail; ROUNDS and SEED replay.
faults:
	@$(PREPARE) test && exec .venv/bin/python -m tests.faults --rounds $(or $(ROUNDS),30) $(if $(SEED),--seed $(SEED))

shots:
	@$(PREPARE) test && exec .venv/bin/python bin/shots.py

lock:
	@$(PREPARE) && exec .venv/bin/python bin/lock.py --upgrade
