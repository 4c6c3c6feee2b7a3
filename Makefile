# Two commands, each does all of its own set-up: `make demo` shows a week of the desk, `make test` runs the tests. `make lowest`
# is a third for whoever changes a bound in pyproject.toml: it tries the oldest of all that may be installed, all at once.
# Needed beforehand: python3 (3.11 or newer) with venv, and make.

PYTHON ?= python3
VENV := .venv
PYTEST := $(VENV)/bin/pytest --numprocesses auto --dist worksteal --durations=10
READY := $(VENV)/ready

.PHONY: demo test lowest servers

demo: $(READY)
	$(VENV)/bin/mailticket demo

# The first half also says which branches of core and flows it takes, and fails when they are too few; measuring all of the
# suite would cost the tests that mind the time more than it tells. The program is started hundreds of times, hence compiled:
# with PYTHONDONTWRITEBYTECODE each start would do it again.
test: $(READY) servers
	$(VENV)/bin/python -m compileall -q mailticket tests
	$(PYTEST) tests/core tests/corpus tests/flows --cov
	$(PYTEST) --ignore=tests/core --ignore=tests/corpus --ignore=tests/flows

# The lower bounds become exact versions, so that what is tried is what pyproject.toml promises; what its dependencies need in
# their turn is as new as it comes. The tests that mind style, types and packaging itself belong to the lock file.
lowest: servers
	$(PYTHON) -m venv $(VENV)-lowest
	$(PYTHON) tests/lowest.py > $(VENV)-lowest/constraints.txt
	$(VENV)-lowest/bin/python -m pip --disable-pip-version-check install --quiet --constraint $(VENV)-lowest/constraints.txt --editable '.[dev]'
	$(VENV)-lowest/bin/pytest --numprocesses auto --dist worksteal tests/core tests/corpus tests/flows tests/edges tests/test_settings.py

# The environment is as stale as its stamp: a new lock file, pyproject.toml or version renews it, otherwise this costs nothing.
# The build backend is in the lock file too, so that the editable install fetches nothing on its own account.
$(READY): requirements.lock pyproject.toml mailticket/__init__.py
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes --requirement requirements.lock
	$(VENV)/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# The tests speak with real servers, which they start for themselves with configurations of their own. Debian's packages are
# installed without a question; RUNLEVEL=1 asks them not to start their own services, "Local only" keeps Postfix off the
# network if it starts all the same. Who is not root is told, and the tests of a missing server are skipped.
servers:
	@missing=; \
	test -x /usr/lib/dovecot/imap || missing="$$missing dovecot-imapd"; \
	test -x /usr/sbin/postfix || missing="$$missing postfix"; \
	ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$$missing postgresql"; \
	test -n "$$missing" || exit 0; \
	if test "$$(id -u)" != 0 || ! command -v apt-get >/dev/null; then \
	  echo "Not installed, and only root can install them:$$missing. Their tests are skipped." >&2; exit 0; fi; \
	export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1; \
	echo "postfix postfix/main_mailer_type select Local only" | debconf-set-selections; \
	apt-get update -qq && apt-get install -qq -y --no-install-recommends $$missing
