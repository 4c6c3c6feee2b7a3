"""Who leaves the desk leaves no ticket behind."""

from dataclasses import replace

from mailticket.core import policy as p
from mailticket.core.notices.letters import Letter
from mailticket.core.ticket import Status
from mailticket.flows import handover, receive, summarise
from mailticket.flows.ports import Context
from tests.build import COMPLETE, a_mail
from tests.context import POLICY, outbox_rows, renderer, when, words
from tests.fakes import Mailbox

NOW = when("2026-03-16 09:00")
DODI = p.Officer("dodi", "Dodi Saputra", "dodi@example.org")
SARI = p.Officer("sari", "Sari Dewi", "sari@example.org")


def with_staff(context: Context, *officers: p.Officer) -> Context:
    policy = replace(POLICY, officers=officers)
    return replace(context, policy=policy, render=renderer(policy))


def opened(context: Context, count: int) -> None:
    mailbox = Mailbox()
    for n in range(count):
        mailbox.put(a_mail(COMPLETE.replace("12.500.000", f"{n + 1}.000.000"), subject=f"Simpanan {n}"), NOW)
    receive.keep(context, mailbox, "INBOX", NOW)
    receive.process(context, NOW)


def officers(context: Context) -> list[str | None]:
    with context.store.read() as work:
        return [ticket.officer for ticket in work.book.tickets()]


def test_open_tickets_of_who_is_gone_are_shared_out_and_told_to_their_new_officers(context: Context) -> None:
    opened(context, 4)
    assert officers(context) == ["rina"] * 4
    later = with_staff(context, DODI, SARI)
    assert handover.hand_over(later, NOW) == 4
    assert sorted(officers(context)) == ["dodi", "dodi", "sari", "sari"]  # type: ignore[type-var]
    told = [recipient for _, notice, recipient, _ in outbox_rows(context) if notice == "officer.assigned"][4:]
    assert sorted(told) == ["dodi@example.org", "dodi@example.org", "sari@example.org", "sari@example.org"]
    assert handover.hand_over(later, NOW) == 0


def test_the_digest_lists_what_was_handed_on(context: Context) -> None:
    opened(context, 1)
    later = with_staff(context, DODI)
    summarise.summarise(later, NOW)
    handover.hand_over(later, NOW)
    day = when("2026-03-17 07:30")
    with context.store.read() as work:
        assert words(work.book.events("KUKM-2026-000001"))[-1] == "handed_on"
        since = summarise.last_mark(work.memory)
        assert since is not None
        notices = list(summarise.notices_of(later, work, since, work.tally.mark(day, past=True), ()))
    digest = next(n for n in notices if n.value.letter is Letter.SUPERVISOR_DIGEST)
    text = later.render(digest, None, day).text
    assert "PETUGAS DIGANTI" in text
    assert "dari rina kepada Dodi Saputra" in " ".join(text.split())


def test_of_an_answered_ticket_the_new_officer_hears_when_the_citizen_writes(context: Context) -> None:
    opened(context, 1)
    with context.store.write() as work:
        ticket = work.book.ticket("KUKM-2026-000001")
        assert ticket is not None
        work.book.put_ticket(ticket.answered(NOW))
    before = len(outbox_rows(context))
    handover.hand_over(with_staff(context, DODI), NOW)
    assert officers(context) == ["dodi"]
    assert len(outbox_rows(context)) == before


def test_without_any_officer_the_supervisors_keep_what_there_is(context: Context) -> None:
    opened(context, 1)
    assert handover.hand_over(with_staff(context), NOW) == 0


def test_what_still_waits_for_its_citizen_needs_no_officer_yet(context: Context) -> None:
    mailbox = Mailbox()
    mailbox.put(a_mail(COMPLETE.replace("No HP: 0812 3456 7890\n", "")), NOW)
    receive.keep(context, mailbox, "INBOX", NOW)
    receive.process(context, NOW)
    assert handover.hand_over(with_staff(context, DODI), NOW) == 0
    with context.store.read() as work:
        assert [ticket.status for ticket in work.book.tickets()] == [Status.AWAITING_DETAILS]
