# `make run` starts everything; `make test` checks everything. The others are for those who build.
.PHONY: run test test-fast dev demo shots lock

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

shots:
	@$(PREPARE) test && exec .venv/bin/python bin/shots.py

lock:
	@$(PREPARE) && exec .venv/bin/python bin/lock.py --upgrade
