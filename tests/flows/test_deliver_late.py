"""Mail that could not go out for a while: is it still true, who is told, and what becomes of its ticket?"""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from mailticket.core.happenings import What
from mailticket.core.policy import Officer
from mailticket.flows import deliver, receive, watch
from mailticket.flows.ports import Context
from tests.build import COMPLETE, a_mail
from tests.context import RINA, UNIT, outbox_rows, rows_of, when, words
from tests.crash.days import last, sent
from tests.fakes import DOWN, GREY, REFUSED, SENT, UNKNOWN, Mailbox, Sender

NOW = when("2026-03-16 09:00")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NUMBER = "KUKM-2026-000001"


class Desk:
    """A desk that gets mail and runs when told to."""

    def __init__(self, context: Context, database: str = "") -> None:
        self.context, self.mailbox, self.sender, self.database = context, Mailbox(), Sender(), database

    def gets(self, raw: bytes, now) -> None:
        self.mailbox.put(raw, now)
        receive.keep(self.context, self.mailbox, "INBOX", now)
        while receive.process(self.context, now):
            pass

    def sends(self, now) -> list[str]:
        before = len(self.sender.accepted)
        while deliver.deliver(self.context, self.sender, now).claimed:
            pass
        return sorted(str(mail["X-Mailticket-Notice"]) for mail in sent(self.sender)[before:])

    def opens(self, text: str = COMPLETE) -> None:
        self.gets(a_mail(text), NOW)
        self.sends(NOW)

    @property
    def ticket(self):
        with self.context.store.read() as work:
            return work.book.ticket(NUMBER)

    def events(self) -> list[str]:
        with self.context.store.read() as work:
            return words(work.book.events(NUMBER))

    def states(self) -> dict[str, str]:
        return {notice: state for _, notice, _, state in outbox_rows(self.context)}

    def officer(self, text: str, now) -> None:
        self.gets(a_mail(text, RINA, reply_to=last(self.sender, "officer.assigned"), proven=True), now)


@pytest.fixture
def desk(context: Context, database: str) -> Desk:
    return Desk(context, database)


def test_an_escalation_is_not_sent_when_the_ticket_was_answered_meanwhile(desk: Desk) -> None:
    desk.opens()
    due = when("2026-03-26 08:00")
    watch.watch(desk.context, due)
    desk.sender.refuses["rina@example.org"] = DOWN
    assert desk.sends(due) == []
    desk.officer("Yth. Ibu Siti, simpanan Ibu dibayar.", due + MINUTE)
    desk.sender.refuses.clear()
    assert desk.sends(due + HOUR) == ["citizen.answered", "officer.receipt"]
    assert desk.states()["officer.escalated"] == "cancelled"
    assert "cancelled" in desk.events()


def test_an_escalation_that_is_still_true_goes_out_late(desk: Desk) -> None:
    desk.opens()
    due = when("2026-03-26 08:00")
    watch.watch(desk.context, due)
    assert desk.sends(due + 5 * HOUR) == ["officer.escalated"]


def test_a_question_is_not_sent_when_the_citizen_has_told_meanwhile(desk: Desk) -> None:
    desk.sender.script.append(DOWN)
    desk.opens(COMPLETE.replace("No HP: 0812 3456 7890\n", ""))
    desk.gets(a_mail("No HP: 0812 3456 7890", subject=f"[{NUMBER}] HP saya"), NOW + MINUTE)
    assert desk.ticket.status == "open"
    assert desk.sends(NOW + HOUR) == ["citizen.acknowledged", "officer.assigned"]
    assert desk.states()["citizen.details_missing"] == "cancelled"


def test_an_acknowledgement_goes_out_however_late(desk: Desk) -> None:
    desk.sender.down = True
    desk.opens()
    desk.sender.down = False
    assert desk.sends(NOW + 2 * DAY) == ["citizen.acknowledged", "officer.assigned"]


def test_a_day_without_a_mail_server_drains_in_order_with_nothing_lost(desk: Desk) -> None:
    desk.sender.down = True
    for n in range(12):
        now = NOW + n * 110 * MINUTE
        desk.gets(a_mail(sender=f"Siti <siti{n:02d}@example.org>"), now)
        desk.sends(now)
    attempts_of_a_day = len(desk.sender.tried)
    desk.sender.down = False
    desk.sends(NOW + DAY)
    assert set(desk.states().values()) == {"sent"}
    went = [(mail["X-Mailticket-Notice"], mail["X-Mailticket-Ticket"]) for mail in sent(desk.sender)]
    assert went == sorted(went)  # the citizens' first, as they wrote
    assert len(went) == len({data for _, _, data in desk.sender.accepted}) == 24
    assert attempts_of_a_day == 0


def test_two_days_without_a_mail_server_drain_in_order_without_what_is_no_longer_true(desk: Desk) -> None:
    colleague, policy = Officer("dodi", "Dodi Saputra", "dodi@example.org"), desk.context.policy
    # Of two officers: the dues of one would be one mail.
    desk.context = replace(desk.context, policy=replace(policy, officers=(*policy.officers, colleague)))
    for name in ("siti", "budi"):  # both are due on the 30th: the rungs fall into the two days
        desk.gets(a_mail(sender=f"{name} <{name}@example.org>"), NOW)
    desk.sends(NOW)
    reply_to = sent(desk.sender)[2]
    assert (reply_to["X-Mailticket-Notice"], reply_to["X-Mailticket-Ticket"]) == ("officer.assigned", NUMBER)
    down, hours = when("2026-03-25 09:00"), 48
    before, desk.sender.down = len(desk.sender.accepted), True
    for n in range(hours * 2):
        now = down + n * HOUR / 2
        watch.watch(desk.context, now)
        if n % 4 == 0:
            desk.gets(a_mail(sender=f"Siti <warga{n:02d}@example.org>"), now)
        if n == 60:  # 26 March, 15:00
            desk.gets(a_mail("Yth. Ibu Siti, simpanan Ibu dibayar.", RINA, reply_to=reply_to, proven=True), now)
        desk.sends(now)
    assert len(desk.sender.accepted) == before
    desk.sender.down = False
    back = down + hours * HOUR
    for n in range(3):
        desk.sends(back + n * HOUR)
    rows = sorted(rows_of(desk.database)["outbox"], key=lambda row: row["id"])
    rows = [row for row in rows if row["data"] not in [data for _, _, data in desk.sender.accepted[:before]]]
    cancelled = [row["key"].split(":")[1] for row in rows if row["state"] == "cancelled"]
    assert {row["state"] for row in rows} == {"sent", "cancelled"}
    assert set(cancelled) == {NUMBER}, "only the answered ticket's escalation is not true any more"
    assert [row["ticket"] for row in rows if row["notice"] == "citizen.answered"] == [NUMBER]
    assert {row["notice"] for row in rows if row["ticket"] == "KUKM-2026-000002"} >= {"officer.escalated"}
    gone = [data for _, _, data in desk.sender.accepted[before:]]
    assert len(gone) == len(set(gone))
    assert set(gone) == {row["data"] for row in rows if row["state"] == "sent"}
    for one in {(row["ticket"], row["recipient"]) for row in rows}:
        queued = [row["data"] for row in rows if (row["ticket"], row["recipient"]) == one and row["state"] == "sent"]
        assert [data for data in gone if data in queued] == queued, "of a ticket and a reader in order"
    assert len([row for row in rows if row["notice"] == "citizen.acknowledged"]) == hours / 2
    assert desk.ticket.status == "answered"


def test_a_dead_server_is_asked_ever_more_seldom_but_at_least_every_hour(desk: Desk) -> None:
    desk.gets(a_mail(), NOW)
    asked = []

    def ask(what: str) -> None:
        asked.append(now)

    desk.sender.waits, desk.sender.down = ask, True
    for n in range(8 * 30):
        now = NOW + n * 2 * MINUTE
        desk.sends(now)
    assert 8 <= len(asked) <= 16
    assert max(b - a for a, b in pairwise(asked)) <= HOUR + 2 * MINUTE


def test_a_refused_answer_opens_the_ticket_and_makes_a_call_of_it(desk: Desk) -> None:
    desk.opens()
    desk.officer("Yth. Ibu Siti, simpanan Ibu dibayar.", NOW + HOUR)
    desk.sender.refuses["siti@example.org"] = REFUSED
    assert desk.sends(NOW + 2 * HOUR) == ["officer.receipt", "officer.undelivered"]
    told = last(desk.sender, "officer.undelivered").get_body(("plain",)).get_content()
    assert "telepon" in told
    assert "0812-3456-7890" in told
    assert "simpanan Ibu dibayar" in told
    assert (desk.ticket.status, desk.ticket.answering) == ("open", None)
    assert desk.ticket.next_at is not None


def test_a_refused_question_starts_the_clock_again(desk: Desk) -> None:
    desk.opens()
    desk.officer("#tanya\nBerapa nomor anggota Ibu?", NOW + HOUR)
    assert desk.ticket.paused
    desk.sender.refuses["siti@example.org"] = REFUSED
    assert "officer.undelivered" in desk.sends(NOW + 2 * HOUR)
    assert (desk.ticket.status, desk.ticket.paused) == ("open", False)


def test_a_refused_request_for_details_makes_a_call_of_it_too(desk: Desk) -> None:
    desk.sender.refuses["siti@example.org"] = REFUSED
    desk.opens(COMPLETE.replace("Alamat: Jl. Mawar 5, Kel. Cibubur, Kec. Ciracas, Jakarta Timur 13720\n", ""))
    assert desk.ticket.status == "awaiting_details"
    desk.sends(NOW + MINUTE)
    told = last(desk.sender, "officer.undelivered").get_body(("plain",)).get_content()
    assert "tanyakan yang masih kurang" in told
    assert "0812-3456-7890" in told


def test_an_address_that_was_refused_gets_no_automatic_mail_for_a_time_but_every_answer(desk: Desk) -> None:
    desk.sender.refuses["siti@example.org"] = REFUSED
    desk.opens()
    desk.sender.refuses.clear()
    desk.officer("#teruskan perkoperasian\nMohon dicek.", NOW + HOUR)
    assert "citizen.forwarded" not in desk.sends(NOW + 90 * MINUTE)
    with desk.context.store.read() as work:
        events = work.book.events(NUMBER)
    said = [event.what.said() for event in events if event.what.kind is What.NOT_ANSWERED]
    assert said
    assert said[0].startswith("citizen.forwarded: the address takes no mail")
    desk.officer("Yth. Ibu Siti, simpanan Ibu dibayar.", NOW + 2 * HOUR)
    assert "citizen.answered" in desk.sends(NOW + 3 * HOUR)
    desk.gets(a_mail(f"{COMPLETE}\nLaporan kedua.", subject="Lagi"), NOW + 4 * HOUR)
    assert "citizen.acknowledged" in desk.sends(NOW + 4 * HOUR)  # who writes to us can be written to


@pytest.mark.parametrize("says", ["552 5.2.2 mailbox full", "550 5.7.1 message refused as spam"])
def test_a_refusal_that_is_not_of_the_address_blocks_nothing(desk: Desk, says: str) -> None:
    desk.sender.refuses["siti@example.org"] = replace(REFUSED, says=says)
    desk.opens()
    desk.sender.refuses.clear()
    desk.gets(a_mail(f"{COMPLETE}\nLaporan kedua.", subject="Lain"), NOW + HOUR)
    assert desk.sends(NOW + HOUR) == ["citizen.acknowledged", "officer.assigned"]


def test_a_forward_outside_the_house_of_unknown_outcome_is_held_and_the_officer_is_told(desk: Desk) -> None:
    desk.opens()
    desk.officer("#teruskan perkoperasian\nMohon tanggapan.", NOW + HOUR)
    desk.sender.refuses["koperasi@example.net"] = UNKNOWN
    desk.sends(NOW + 2 * HOUR)
    desk.sends(NOW + DAY)
    assert desk.sender.tried.count("koperasi@example.net") == 1
    assert (desk.states()["unit.forwarded"], desk.states()["officer.undelivered"]) == ("unknown", "sent")
    assert desk.ticket.status == "with_unit"


def test_an_answer_whose_outcome_stays_unknown_counts_as_sent_and_is_told(desk: Desk) -> None:
    desk.opens()
    desk.officer("Yth. Ibu Siti, simpanan Ibu dibayar.", NOW + HOUR)
    desk.sender.refuses["siti@example.org"] = UNKNOWN
    for hours in (2, 3, 4):
        desk.sends(NOW + hours * HOUR)
    assert desk.sender.tried.count("siti@example.org") == 3  # the acknowledgement, and the answer twice
    assert desk.ticket.status == "answered"
    assert "unknown" in desk.events()


def test_a_mail_that_was_sent_stays_sent_when_its_consequences_fail(desk: Desk, monkeypatch) -> None:
    def odd(ticket, send, present):
        raise ZeroDivisionError("an odd case")

    desk.gets(a_mail(), NOW)
    monkeypatch.setattr(deliver.delivery, "accepted", odd)
    desk.sends(NOW)
    desk.sends(NOW + HOUR)
    assert set(desk.states().values()) == {"sent"}
    assert len(desk.sender.accepted) == 2
    assert "put_off" in desk.events()


def test_a_mail_server_that_greylists_is_not_asked_again_within_five_minutes(desk: Desk) -> None:
    desk.gets(a_mail(), NOW)
    desk.sender.script.extend([GREY, SENT])
    desk.sends(NOW)
    assert desk.sends(NOW + 3.9 * MINUTE) == []
    assert len(desk.sends(NOW + 5 * MINUTE)) == 1


def test_a_units_reminder_is_not_sent_when_the_unit_has_answered_meanwhile(desk: Desk) -> None:
    desk.opens()
    desk.officer("#teruskan perkoperasian\nMohon tanggapan.", NOW + HOUR)
    desk.sends(NOW + 2 * HOUR)
    now = NOW
    while "unit.reminded" not in desk.states():
        now += DAY
        watch.watch(desk.context, now)
    desk.gets(a_mail("Sudah kami tegur.", UNIT, reply_to=last(desk.sender, "unit.forwarded")), now + MINUTE)
    assert "unit.reminded" not in desk.sends(now + HOUR)
    assert desk.states()["unit.reminded"] == "cancelled"
