"""A quarter of the desk in fast motion: outages, a new decree, and the sums of the digests are the events of the book.

MAILTICKET_QUARTER_TICKETS=1000 plays the whole one; the suite plays a smaller one, since every mail is really read.
"""

import os
import random
import re
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from mailticket.core import deadline, policy
from mailticket.core.deadline import Calendar
from mailticket.core.decide import clock
from mailticket.core.decision import Decision
from mailticket.core.happenings import Happening, What
from mailticket.core.ticket import RUNNING, WAITING, Event, Outcome, Status, Ticket
from mailticket.flows import deliver, receive, recount, summarise, watch
from mailticket.flows.enact import enact
from mailticket.flows.ports import Context
from tests.build import COMPLETE, a_mail
from tests.context import POLICY, Rows, a_context, calendar, rows_of, when
from tests.fakes import Mailbox, Sender

TITLES = sorted({what.row.title for what in What if what.row.counted})
TICKETS = int(os.environ.get("MAILTICKET_QUARTER_TICKETS", "60"))
FIRST, LAST = when("2026-03-02 07:00"), when("2026-05-29 17:00")
HOURS = (0.5, 1, 3, 7)  # after 07:00 the desk runs at 07:30, 08:00, 10:00 and 14:00
OUTAGES = ((when("2026-04-07 00:00"), when("2026-04-10 00:00")), (when("2026-05-04 00:00"), when("2026-05-05 12:00")))
DECREED = when("2026-04-13 09:00")
BUSY = replace(
    POLICY, limits=replace(policy.Limits(), automatic_per_domain_hour_max=10**6, automatic_per_hour_max=10**6)
)


def runs() -> list[datetime]:
    """The moments at which the desk runs."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    moments = [day + timedelta(hours=hours) for day in days for hours in HOURS]
    return [at for at in moments if not any(start <= at < end for start, end in OUTAGES)]


def act(context: Context, dice: random.Random, now: datetime) -> None:
    """Let people act on some tickets: ask, answer, extend, reopen; each act with its event."""
    with context.store.write() as work:
        for ticket in list(work.book.tickets()):
            if dice.random() > 0.06:
                continue
            what, after = _acted(ticket, dice, now)
            if what is None:
                continue
            after = deadline.with_clock(after, context.policy, context.calendar)
            decision = Decision((what,), ticket=after, events=(Event(now, what, "rina"),))
            enact(context, work, clock.with_reason(ticket, decision, context.present(now)), now)


def _acted(ticket: Ticket, dice: random.Random, now: datetime) -> tuple[Happening | None, Ticket]:
    if ticket.status in RUNNING:
        what = dice.choice((What.ANSWERED, What.ANSWERED, What.QUESTIONED, What.EXTENDED))
        if what is What.ANSWERED:
            return what(), ticket.answered(now)
        if what is What.QUESTIONED:
            return what(question="Kapan?"), ticket.paused_for(Status.AWAITING_CITIZEN, now, "asked")
        extended = replace(ticket, extension_working_days=ticket.extension_working_days + 1)
        return what(days=1, note="libur"), extended
    if ticket.status in WAITING:
        return What.FILLED(), ticket.moved(Status.OPEN).resumed(now)
    if ticket.status is Status.CLOSED and ticket.outcome is Outcome.RESOLVED and dice.random() < 0.1:
        return What.REOPENED(), ticket.reopened(now)
    return None, ticket


def test_the_sums_of_the_digests_are_the_events_of_a_quarter(tmp_path) -> None:
    dice = random.Random(7)
    url = f"sqlite:///{tmp_path}/quarter.db"
    context = a_context(url, BUSY)
    mailbox, sender = Mailbox(), Sender()
    moments = runs()
    arrivals = sorted(
        FIRST + timedelta(minutes=dice.randrange(int((LAST - FIRST).total_seconds()) // 60 - 5000))
        for _ in range(TICKETS)
    )
    decreed = False
    for now in moments:
        while arrivals and arrivals[0] <= now:
            n = len(arrivals)
            mailbox.put(a_mail(COMPLETE.replace("siti@", f"w{n}@"), f"Warga <w{n}@w{n}.example>"), arrivals.pop(0))
        if now >= DECREED and not decreed:
            decreed = True
            context = replace(
                context, calendar=Calendar({**calendar().off, now.date() + timedelta(days=3): "Cuti bersama (SKB 5)"})
            )
        recount.recount(context, now)
        while receive.keep(context, mailbox, "INBOX", now).more:
            pass
        while receive.process(context, now):
            pass
        if context.calendar.is_working(now.date()):
            act(context, dice, now)
        while watch.watch(context, now):
            pass
        summarise.summarise(context, now)
        while deliver.deliver(context, sender, now).claimed:
            pass
    summarise.summarise(context, when("2026-06-02 07:30"))
    _sums_are_events(context, rows_of(url))
    context.store.close()


def _sums_are_events(context: Context, rows: Rows) -> None:
    texts = [row["text"] for row in rows["messages"] if row["notice"] == "supervisor.digest"]
    keys = [row["key"] for row in rows["outbox"]]
    told: Counter[str] = Counter()
    with context.store.read() as work:
        mark = summarise.last_mark(work.memory)
        assert mark is not None
        happened = [event.what.kind for _, event in work.tally.events_in(type(mark)(mark.at), mark)]
        facts = work.tally.digest_facts(type(mark)(mark.at), mark)
    assert len(texts) > 40
    for text in texts:
        since = text.partition("SEJAK RINGKASAN TERAKHIR")[2].partition("\n\nSejak ")[0]
        for title in TITLES:
            found = re.search(rf"^{re.escape(title)} +([\d.]+)$", since, re.MULTILINE)
            told[title] += int(found[1].replace(".", "")) if found else 0
        for what in (r"Surel:\s", r"Surel\s+keluar:\s"):
            told[what] += int(re.search(rf"{what}+([\d.]+)", text)[1].replace(".", ""))
    titles, events = Counter(kind.row.title for kind in happened if kind.row.counted), Counter(happened)
    assert {title: told[title] for title in TITLES} == {title: titles[title] for title in TITLES}
    assert events[What.RECEIVED] == TICKETS
    assert min(events[what] for what in (What.ESCALATED, What.ANSWERED, What.DUE_MOVED, What.CLOSED)) > 0
    assert (told[r"Surel:\s"], told[r"Surel\s+keluar:\s"]) == (TICKETS, sum(facts.sends.values()))
    rungs = [key for key in keys if key.startswith("rung:")]
    assert len(set(rungs)) == len(rungs) > 0
