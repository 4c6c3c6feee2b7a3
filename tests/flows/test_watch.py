"""Time passes: each rung, reminder and closing once, however often it is looked."""

from dataclasses import replace
from datetime import timedelta

from mailticket.core.decision import Decision
from mailticket.core.notices.letters import Acknowledged
from mailticket.core.notices.notice import NUMBER, Notice
from mailticket.core.people import Person, Role
from mailticket.core.policy import Officer
from mailticket.flows import receive, summarise, watch
from mailticket.flows.enact import enact
from mailticket.flows.ports import Context
from tests.build import COMPLETE, a_mail
from tests.context import outbox_rows, when, words
from tests.fakes import Mailbox

NOW = when("2026-03-16 09:00")


def keys(context: Context, prefix: str) -> list[str]:
    return [key for key, *_ in outbox_rows(context) if key.startswith(prefix)]


def opened(context: Context, text: str = COMPLETE) -> None:
    mailbox = Mailbox()
    mailbox.put(a_mail(text), NOW)
    receive.keep(context, mailbox, "INBOX", NOW)
    receive.process(context, NOW)


def test_nothing_is_due_before_its_time(context: Context) -> None:
    opened(context)
    assert watch.watch(context, NOW) == 0


def test_a_rung_is_climbed_once_to_each_of_its_people(context: Context) -> None:
    opened(context)
    for time in ("2026-03-26 08:00", "2026-03-26 08:00", "2026-03-26 09:00"):
        watch.watch(context, when(time))
    assert keys(context, "rung:") == ["rung:KUKM-2026-000001:warning:2026-03-30:officer:rina"]


def test_of_rungs_that_came_due_together_only_the_highest_is_sent(context: Context) -> None:
    opened(context)
    watch.watch(context, when("2026-04-06 09:00"))
    assert [key.split(":")[2] for key in keys(context, "rung:")] == ["overdue"]
    with context.store.read() as work:
        assert words(work.book.events("KUKM-2026-000001")).count("passed") == 3


def test_a_ticket_that_fails_is_put_off_and_the_others_are_served(context: Context) -> None:
    colleague = Officer("dodi", "Dodi Saputra", "dodi@example.org")
    context = replace(context, policy=replace(context.policy, officers=(*context.policy.officers, colleague)))
    opened(context)
    mailbox = Mailbox()
    mailbox.account = "another"
    mailbox.put(a_mail(sender="Budi <budi@example.org>"), NOW)
    receive.keep(context, mailbox, "INBOX", NOW)
    receive.process(context, NOW)

    def odd(notice, ticket, now):
        if ticket.number.endswith("1"):
            raise ZeroDivisionError("an odd case")
        return context.render(notice, ticket, now)

    due = when("2026-03-26 08:00")
    assert watch.watch(replace(context, render=odd), due) == 2
    assert keys(context, "rung:") == ["rung:KUKM-2026-000002:warning:2026-03-30:officer:dodi"]
    assert watch.watch(context, due + timedelta(minutes=1)) == 0
    assert watch.watch(context, due + timedelta(hours=1)) == 1
    assert len(keys(context, "rung:")) == 2


def test_the_digest_of_a_day_is_queued_once_for_each_reader(context: Context) -> None:
    opened(context)
    assert summarise.summarise(context, NOW) == 0  # there is none before the first run
    day = when("2026-03-17 07:30")
    assert [summarise.summarise(context, day + timedelta(minutes=n)) for n in range(3)] == [2, 0, 0]
    assert keys(context, "digest:") == ["digest:kabag:2026-03-17", "digest:rina:2026-03-17"]


def test_each_unique_key_stands_for_what_happened(context: Context) -> None:
    opened(context)
    mailbox = Mailbox()
    mailbox.account = "another"
    mailbox.put(a_mail(COMPLETE.replace("No HP: 0812 3456 7890\n", ""), "Budi <budi@example.org>"), NOW)
    receive.keep(context, mailbox, "INBOX", NOW)
    receive.process(context, NOW)
    assert keys(context, "acknowledged:") == ["acknowledged:KUKM-2026-000001"]
    assert len(keys(context, "details_missing:")) == 1


def test_a_second_notice_with_a_known_key_is_nothing(context: Context) -> None:
    opened(context)
    before = keys(context, "")
    with context.store.write() as work:
        ticket = work.book.ticket("KUKM-2026-000001")
        siti = Person(Role.CITIZEN, "citizen", "Siti", "siti@example.org")
        again = Notice(Acknowledged(working_days=5), ("acknowledged", NUMBER), siti)
        enact(context, work, Decision((), ticket=ticket, notices=(again,)), NOW)
    assert before[0] == "acknowledged:KUKM-2026-000001"
    assert keys(context, "") == before
    with context.store.read() as work:
        assert len(work.book.messages("KUKM-2026-000001")) == 3


def test_nobody_is_closed_for_silence_while_the_mailbox_cannot_be_read(context: Context) -> None:
    opened(context, COMPLETE.replace("No HP: 0812 3456 7890\n", ""))
    late = when("2026-04-20 09:00")
    assert watch.watch(context, late, hears=False) == 1
    assert watch.watch(context, late, hears=False) == 0
    assert [notice for _, notice, _, _ in outbox_rows(context)] == ["citizen.details_missing"]
    watch.watch(context, late + timedelta(hours=1))
    assert [notice for _, notice, _, _ in outbox_rows(context)][-1] == "citizen.closed_no_response"
