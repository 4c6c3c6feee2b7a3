"""`mailticket outbox`: what has not gone out, and putting it back."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailticket import app, settings
from mailticket.core.post import Outcome, Verdict
from mailticket.flows import deliver
from tests import program
from tests.fakes import Sender
from tests.flows.test_deliver import a_ticket
from tests.test_terminal import SETTINGS

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
GONE = Outcome(Verdict.DEAD, "550 5.1.1 no such user", 550)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The settings of a desk that could not tell a citizen."""
    path = tmp_path / "settings.yaml"
    path.write_text(SETTINGS)
    with app.opened(settings.load(path), lambda: NOW, hold=True) as opened:
        a_ticket(opened.context, NOW)
        sender = Sender()
        sender.refuses = {"siti@example.org": GONE}
        deliver.deliver(opened.context, sender, NOW)
    return path


def test_it_lists_what_has_not_gone_out_and_puts_it_back(desk: Path) -> None:
    listed = program.run("outbox", "--settings", desk, "--json")
    (row,) = (json.loads(line) for line in listed.out.splitlines())
    assert (row["notice"], row["to"], row["state"], row["says"]) == (
        "citizen.acknowledged",
        "siti@example.org",
        "dead",
        GONE.says,
    )
    assert GONE.says in program.run("outbox", "--settings", desk).out
    assert program.run("outbox", "--settings", desk, "--retry", "999").code == 1
    back = program.run("outbox", "--settings", desk, "--all")
    assert (back.code, back.err) == (0, ["1 mails put back"])
    (row,) = (json.loads(line) for line in program.run("outbox", "--settings", desk, "--json").out.splitlines())
    assert (row["state"], row["attempts"]) == ("queued", 0)
    assert program.run("outbox", "--settings", desk, "--retry", "1", "--all").code == 2
