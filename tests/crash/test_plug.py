"""The plug is pulled at the n-th step, for every n, on both databases; then the desk starts again."""

import contextlib
import copy
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailticket.errors import Transient
from mailticket.flows import reconcile
from mailticket.flows.ports import Context
from mailticket.flows.resume import resume
from tests.context import a_context, put_rows, rows_of
from tests.crash.days import DAYS, Day, assert_end, rounds
from tests.crash.plug import Plug, PowerLoss
from tests.fakes import Mailbox, Sender

LEASES_OVER = timedelta(minutes=31)
MAY_DOUBLE = {"data", "accepted", "begin", "commit", "committed"}  # steps after DATA whose answer may not be on record
STEPS_MIN = 15  # fewer would mean that the harness is blind


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of this module; SQLite in memory where there is such a folder, since thousands of commits follow."""
    if request.param == "sqlite":
        shm = Path("/dev/shm")
        folder = Path(tempfile.mkdtemp(dir=shm if shm.is_dir() else None))
        yield f"sqlite:///{folder}/mailticket.db"
        shutil.rmtree(folder)
    else:
        yield str(request.getfixturevalue("postgres")())


@pytest.fixture
def context(url: str) -> Iterator[Context]:
    """A context with an empty book."""
    context = a_context(url)
    put_rows(url, {})
    yield context
    context.store.close()


CASES = [(name, PowerLoss) for name in DAYS] + [(name, Transient) for name in ("a complaint", "an answer")]


@pytest.mark.parametrize(("name", "failure"), CASES, ids=lambda case: case if isinstance(case, str) else case.__name__)
def test_wherever_it_is_interrupted_nothing_is_lost_and_nothing_happens_twice(
    context: Context, url: str, name: str, failure: type[BaseException]
) -> None:
    day, mailbox, sender = DAYS[name], Mailbox(), Sender()
    day.before(context, mailbox, sender)
    rows, wrong, n = rows_of(url), [], 0
    while not wrong or n < 200:
        n += 1
        put_rows(url, rows)
        plug = Plug(n, failure)
        try:
            interrupted = _interrupted(day, context, url, plug, copy.deepcopy(mailbox), copy.deepcopy(sender))
        except AssertionError as error:
            wrong.append(f"step {n}, {plug.steps[-1]}: {(str(error) or '?').splitlines()[0]}")
        else:
            if not interrupted:
                break
    assert not wrong, "\n".join([f"{len(wrong)} of {n} steps:", *wrong])
    assert n > STEPS_MIN


def _interrupted(day: Day, context: Context, url: str, plug: Plug, mailbox: Mailbox, sender: Sender) -> bool:
    """Play a day whose plug is pulled, and go on; False when the day has fewer steps than that."""
    before = len(sender.accepted)
    plugged = plug.into(context, mailbox, sender)
    with contextlib.suppress(PowerLoss, Transient):
        rounds(plugged, mailbox, sender, day.at)
    mailbox.waits = sender.waits = lambda what: None
    if len(plug.steps) < plug.at:
        assert_end(day, context, mailbox, before, sender, doubles=0)
        return False
    again = a_context(url)
    if plug.at % 2:  # the same daemon starts again and gives back what it had claimed, or the leases must run out
        resume(again, day.at)
        rounds(again, mailbox, sender, day.at)
    else:
        rounds(again, mailbox, sender, day.at + LEASES_OVER)
    reconcile.move_kept(again, mailbox, "INBOX", "Done")
    assert not mailbox.folders["INBOX"].mails, "a kept mail was never moved"
    again.store.close()
    assert_end(day, context, mailbox, before, sender, doubles=plug.steps[-1] in MAY_DOUBLE)
    return True
