"""A genuine mail of an officer's that somebody else sends again."""

from datetime import timedelta

import pytest

from mailticket.flows.ports import Context
from tests.build import a_mail
from tests.context import RINA, when
from tests.crash.days import last
from tests.flows.test_deliver_late import Desk

NOW = when("2026-03-16 09:00")
HOUR = timedelta(hours=1)
DATE = {"Date": "Mon, 16 Mar 2026 10:00:00 +0700"}


@pytest.fixture
def desk(context: Context) -> Desk:
    return Desk(context)


def test_it_is_carried_out_once_and_asked_about_under_every_other_id(desk: Desk) -> None:
    desk.opens()
    assigned = last(desk.sender, "officer.assigned")
    raw = a_mail("Yth. Ibu Siti, simpanan Ibu dibayar.", RINA, reply_to=assigned, proven=True, headers=DATE)
    desk.gets(raw, NOW + HOUR)
    assert "citizen.answered" in desk.sends(NOW + 2 * HOUR)
    message_id = raw.split(b"Message-ID: ", 1)[1].split(b"\r\n", 1)[0]
    for n in range(2):
        desk.gets(raw.replace(message_id, b"<again%d@example.org>" % n), NOW + 3 * HOUR)
        assert desk.sends(NOW + 4 * HOUR) == ["officer.not_done"]
    desk.gets(raw.replace(message_id, b"<again@example.org>").replace(b"10:00:00", b"10:01:00"), NOW + 5 * HOUR)
    assert "officer.not_done" not in desk.sends(NOW + 6 * HOUR)
