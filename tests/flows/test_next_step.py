"""Nobody waits in the dark: over weeks, on real databases, every ticket has somebody and a day until it is closed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailticket.core.deadline import next_step
from mailticket.core.digest import Mark
from mailticket.core.notices.letters import Letter
from mailticket.core.ticket import Outcome, Status, Unasked
from mailticket.edges.tables import messages
from mailticket.flows import receive, remember, summarise, watch
from mailticket.flows.ports import Context
from tests.build import a_mail
from tests.context import KABAG, outbox_rows, when, words
from tests.fakes import Mailbox

NOW = when("2026-03-16 09:00")
NUMBER = "KUKM-2026-000001"
STORY = (
    "Nama: Siti Aminah\nAlamat: Jl. Mawar No. 5, Kec. Silo, Kab. Jember, Jawa Timur\n\n"
    "Simpanan saya di KSP Maju tidak bisa dicairkan sejak Januari 2026. Mohon bantuan.\n"
)


def came(context: Context, raw: bytes, at: datetime = NOW, now: datetime | None = None, account: str = "a") -> None:
    mailbox = Mailbox()
    mailbox.account = account
    mailbox.put(raw, at)
    receive.keep(context, mailbox, "INBOX", now or at)
    receive.process(context, now or at)


def ticket(context: Context, number: str = NUMBER):
    with context.store.read() as work:
        found = work.book.ticket(number)
    assert found is not None
    return found


def mails(context: Context) -> list[str]:
    return [notice for _, notice, _, _ in outbox_rows(context)]


def digest_text(context: Context, now: datetime) -> str:
    with context.store.read() as work:
        since = summarise.last_mark(work.memory) or work.tally.mark(now - timedelta(days=1), past=True)
        notices = summarise.notices_of(context, work, since, work.tally.mark(now, past=True), ())
        notice = next(n for n in notices if n.value.letter is Letter.SUPERVISOR_DIGEST)
    return context.render(notice, None, now).text


def test_after_an_outage_of_days_an_incomplete_report_is_an_officers_and_ends(context: Context) -> None:
    came(context, a_mail(STORY), NOW - timedelta(days=4), NOW)
    assert mails(context) == ["officer.assigned"]
    assert NUMBER in digest_text(context, NOW)
    for day in range(1, 40):
        now = NOW + timedelta(days=day)
        watch.watch(context, now)
        found = ticket(context)
        if found.status is Status.CLOSED:
            break
        step = next_step(found, context.policy, context.calendar)
        assert step is not None
        assert found.next_at is not None
        assert found.next_at > now
    assert (found.status, found.outcome) == (Status.CLOSED, Outcome.NO_RESPONSE)
    assert "citizen" not in " ".join(mails(context))


def test_the_seventh_report_of_a_day_is_asked_about_the_next_day(context: Context) -> None:
    for n in range(7):
        came(
            context,
            a_mail(STORY.replace("Januari", f"tanggal {n + 1} Januari"), subject=f"Simpanan {n}"),
            account=f"a{n}",
        )
    assert mails(context).count("citizen.details_missing") == 6
    seventh = ticket(context, "KUKM-2026-000007")
    assert seventh.next_at == NOW + timedelta(days=1)
    watch.watch(context, NOW + timedelta(hours=23))
    assert mails(context).count("citizen.details_missing") == 6
    watch.watch(context, NOW + timedelta(days=1, minutes=1))
    assert mails(context).count("citizen.details_missing") == 7
    assert ticket(context, "KUKM-2026-000007").unasked is None


def test_the_nightly_look_gives_a_forgotten_ticket_to_an_officer_once(context: Context) -> None:
    came(context, a_mail(STORY))
    lost = replace(ticket(context), asked=0, asked_at=None, next_at=None)  # as an earlier version left them
    with context.store.write() as work:
        work.book.put_ticket(lost)
    assert "1 tiket tanpa langkah berikut." in digest_text(context, NOW)
    night = when("2026-03-17 02:30")
    assert [remember.remember(context, night + timedelta(minutes=n)) for n in range(2)] == [1, 0]
    found = ticket(context)
    assert isinstance(found.unasked, Unasked)
    assert (found.officer, found.next_at is not None) == ("rina", True)
    assert mails(context)[-1] == "officer.assigned"
    with context.store.read() as work:
        assert "remembered" in words(work.book.events(NUMBER))
    text = digest_text(context, when("2026-03-17 07:30"))
    assert "0 tiket tanpa langkah berikut." in text
    assert "TANPA LANGKAH BERIKUT, DISERAHKAN KEPADA PETUGAS" in text
    assert remember.remember(context, when("2026-03-18 02:30")) == 0


@pytest.mark.parametrize("way", ["reply", "link"])
def test_held_mails_of_the_digest_are_released_by_a_reply_to_it_or_its_link(context: Context, way: str) -> None:
    came(context, a_mail(STORY), account="a1")
    for n in range(2):
        stranger = f"Orang <orang{n}@example.com>"
        came(context, a_mail("Mohon kabarnya segera.", stranger, f"Re: [{NUMBER}] Simpanan"), account=f"b{n}")
    day = when("2026-03-17 07:30")
    summarise.summarise(context, when("2026-03-16 10:00"))
    summarise.summarise(context, day)
    text = digest_text(context, day)
    with context.store.read() as work:
        held = work.tally.digest_facts(Mark(NOW), work.tally.mark(day, past=True)).held
        rows = work._connection.execute(messages.select().where(messages.c.notice == "supervisor.digest"))  # type: ignore[attr-defined]
        digest = rows.one().message_id
    assert len(held) == 2
    assert all(f"#lepas {mail.id}" in text for mail in held)
    order = "\n".join(f"#lepas {mail.id}" for mail in held)
    if way == "reply":
        raw = a_mail(order, KABAG, "Re: Ringkasan harian", headers={"In-Reply-To": digest}, proven=True)
    else:  # a new mail, which the link of the HTML part begins
        reference = digest.strip("<").partition(".")[0]
        raw = a_mail(f"{order}\n\nRef: {reference}", KABAG, "Re: Ringkasan harian", proven=True)
    came(context, raw, day + timedelta(hours=1), account="c")
    receive.process(context, day + timedelta(hours=1))
    with context.store.read() as work:
        assert {row.ticket for mail in held if (row := work.ledger.mail(mail.id)) is not None} == {NUMBER}
