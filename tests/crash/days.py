"""Days of a desk, each with what must be true at its end however often the power failed meanwhile."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from mailticket.core.ticket import Direction
from mailticket.flows import deliver, receive, summarise, watch
from mailticket.flows.ports import Context
from tests.build import COMPLETE, a_mail
from tests.context import RINA, UNIT, outbox_rows, states, when, words
from tests.fakes import Mailbox, Sender

COMPLAINT = a_mail(message_id="<complaint@example.org>")
# Without a Message-ID nothing but the ledger remembers that this mail was processed.
INCOMPLETE = a_mail(COMPLETE.replace("No HP: 0812 3456 7890\n", ""), message_id="<none@example.org>").replace(
    b"Message-ID: <none@example.org>\r\n", b""
)
START = when("2026-03-16 09:00")


def rounds(context: Context, mailbox: Mailbox, sender: Sender, now: datetime) -> None:
    """What the daemon does at a moment, until nothing is left to do."""
    while True:
        done = receive.keep(context, mailbox, "INBOX", now, "Done").new
        done += receive.process(context, now)
        done += watch.watch(context, now)
        done += summarise.summarise(context, now)
        done += deliver.deliver(context, sender, now).claimed
        if not done:
            return


def sent(sender: Sender) -> list[EmailMessage]:
    """What the mail server has accepted, parsed."""
    return [message_from_bytes(data, policy=policy.default) for _, _, data in sender.accepted]  # type: ignore[misc]


def last(sender: Sender, notice: str) -> EmailMessage:
    """The last accepted mail of a notice."""
    return [mail for mail in sent(sender) if mail["X-Mailticket-Notice"] == notice][-1]


@dataclass(frozen=True)
class Day:
    """One stretch that is interrupted: how it comes to it, when it happens, and what its end must be."""

    before: Callable[[Context, Mailbox, Sender], None]
    at: datetime
    status: str
    notices: tuple[str, ...]  # what goes out in this stretch, each once
    events: tuple[str, ...]  # what stands in the ticket's history, in order


def nothing(context: Context, mailbox: Mailbox, sender: Sender) -> None:
    """The day begins with a complaint in the mailbox."""
    mailbox.put(COMPLAINT, START)


def incomplete(context: Context, mailbox: Mailbox, sender: Sender) -> None:
    """The day begins with a complaint without a phone number."""
    mailbox.put(INCOMPLETE, START)


def acknowledged(context: Context, mailbox: Mailbox, sender: Sender) -> None:
    """A ticket is open."""
    nothing(context, mailbox, sender)
    rounds(context, mailbox, sender, START)


def officer_replied(context: Context, mailbox: Mailbox, sender: Sender) -> None:
    """An officer's answer is in the mailbox, and its undo time is over when it is sent."""
    acknowledged(context, mailbox, sender)
    reply = a_mail(
        "Yth. Ibu Siti, simpanan Ibu dibayar.",
        RINA,
        reply_to=last(sender, "officer.assigned"),
        proven=True,
        message_id="<answer@example.org>",
    )
    mailbox.put(reply, START + timedelta(minutes=10))
    receive.keep(context, mailbox, "INBOX", START + timedelta(minutes=10), "Done")
    receive.process(context, START + timedelta(minutes=10))


def forwarded(context: Context, mailbox: Mailbox, sender: Sender) -> None:
    """An officer's forwarding is in the mailbox."""
    acknowledged(context, mailbox, sender)
    reply = a_mail(
        "#teruskan perkoperasian\nMohon tanggapan.",
        RINA,
        reply_to=last(sender, "officer.assigned"),
        proven=True,
        message_id="<forward@example.org>",
    )
    mailbox.put(reply, START + timedelta(minutes=10))


def unit_replied(context: Context, mailbox: Mailbox, sender: Sender) -> None:
    """A unit's answer is in the mailbox."""
    forwarded(context, mailbox, sender)
    rounds(context, mailbox, sender, START + timedelta(minutes=10))
    reply = a_mail(
        "Koperasi diminta membayar.", UNIT, reply_to=last(sender, "unit.forwarded"), message_id="<unit@example.net>"
    )
    mailbox.put(reply, START + timedelta(minutes=20))


def told_and_waiting(context: Context, mailbox: Mailbox, sender: Sender) -> None:
    """A ticket is open and the day's digest is out."""
    acknowledged(context, mailbox, sender)
    rounds(context, mailbox, sender, when("2026-03-26 07:45"))


DAYS = {
    "a complaint": Day(nothing, START, "open", ("citizen.acknowledged", "officer.assigned"), ("received", "opened")),
    "a complaint without a phone": Day(
        incomplete, START, "awaiting_details", ("citizen.details_missing",), ("received", "asked")
    ),
    "an answer": Day(
        officer_replied, START + timedelta(minutes=20), "answered", ("citizen.answered", "officer.receipt"),
        ("received", "opened", "answer_queued", "answered", "sent"),
    ),
    "a forwarding": Day(
        forwarded, START + timedelta(minutes=10), "with_unit",
        ("citizen.forwarded", "officer.receipt", "unit.forwarded"), ("received", "opened", "forwarded"),
    ),
    "a draft": Day(
        unit_replied, START + timedelta(minutes=20), "unit_answered", ("officer.draft",),
        ("received", "opened", "forwarded", "drafted"),
    ),
    "an escalation": Day(
        told_and_waiting, when("2026-03-26 08:00"), "open", ("officer.escalated",),
        ("received", "opened", "escalated", "delivered"),
    ),
    "a digest": Day(
        acknowledged, when("2026-03-17 07:45"), "open", ("officer.digest", "supervisor.digest"), ("received", "opened")
    ),
}  # fmt: skip


def assert_end(day: Day, context: Context, mailbox: Mailbox, before: int, sender: Sender, doubles: int) -> None:
    """Nothing is lost and nothing happened twice; at most `doubles` mails went out a second time, byte for byte."""
    notices, events, rows = day.notices, day.events, outbox_rows(context)
    with context.store.read() as work:
        tickets = list(work.book.tickets())
        happened = words(work.book.events(tickets[0].number or ""))
        mails = [m for m in work.book.messages(tickets[0].number or "") if m.direction is Direction.IN]
    held = [notice for _, notice, _, state in rows if state == "unknown"]
    if held and doubles:  # a forward outside the context that is perhaps out already is an officer's to repeat
        assert held == ["unit.forwarded"], rows
        notices, events = (*notices, "officer.undelivered"), (*events, "unknown")
    went = [data for _, _, data in sender.accepted[before:]]
    copies = Counter(went)
    names = [str(message_from_bytes(data)["X-Mailticket-Notice"]) for data in copies]
    missing = [] if "unit.forwarded" in names else held
    assert [ticket.status for ticket in tickets] == [day.status], [ticket.status for ticket in tickets]
    assert happened == list(events), happened
    assert len(mails) == len({mail.message_id for mail in mails}), "a mail is in the book twice"
    assert states(context) == {"done": len(mailbox.everywhere())}, states(context)
    assert {state for _, _, _, state in rows} <= {"sent", "unknown" if held else "sent"}, rows
    assert sorted([*names, *missing]) == sorted(notices), names
    assert len(went) - len(copies) <= doubles, "a mail went out twice"
    assert len(rows) == len({key for key, *_ in rows}), rows
