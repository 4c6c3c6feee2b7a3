"""A mail goes out: claim (commit), send outside any transaction, settle (commit).

A row is marked `in_data` just before DATA. What is lost before that mark is sent again; what is lost after it is of
unknown outcome and is sent once more, byte for byte: a doubled answer beats a lost one. Mail that waited long is looked
at again before it goes out: an escalation of a closed ticket is cancelled.
"""

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailticket.core.decide import delivery
from mailticket.core.decision import Decision
from mailticket.core.happenings import What
from mailticket.core.post import ClaimedSend, Outcome, SendState, Verdict
from mailticket.core.refusal import general
from mailticket.core.ticket import Event, Ticket
from mailticket.errors import Transient
from mailticket.flows.enact import enact
from mailticket.flows.ports import Book, Context, Memory, Sender, Work

LEASE = timedelta(minutes=30)
BATCH = 20  # rows claimed at a time
RESENDS_OF_UNKNOWN_MAX = 1
LATE = timedelta(minutes=15)  # a mail that waited longer is looked at again before it goes out

# Minutes until the next attempt after the first, second, ... failure; the last one from then on. A greylisting server
# wants five minutes at least; a full mailbox is not emptied within one.
SERVER_DOWN = (1, 2, 5, 15, 30, 60)
WAITS: Mapping[int | None, Sequence[int]] = {
    450: (5, 10, 15, 30, 60),
    451: (5, 10, 15, 30, 60),
    452: (30, 60, 120, 240),
    None: SERVER_DOWN,
}
# A server that refuses recipients may take others: it is asked soon again, but for those it refused only later.
REFUSING = (1, 2, 5)
REFUSED_AGAIN = (15, 30, 60)
JITTER = 0.2  # of a wait is taken off by chance, so that mails deferred together do not come back together

DOWN = "smtp:down"  # memory: "<failures> <until> <its words>", while the server cannot be used at all
REFUSED = (
    "smtp:refused"  # memory: a refusal that perhaps means everybody, whom it met, whether others were accepted since
)
REFUSED_MAX = 20  # recipients that are remembered of it


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of sending did; `trouble` is the server's word when it could not be used at all."""

    claimed: int = 0
    sent: int = 0
    trouble: str | None = None


def deliver(context: Context, sender: Sender, now: datetime) -> Delivered:
    """Send what is due; one refused mail never holds up the next, a dead server ends the round and is left alone."""
    with context.store.read() as work:
        if not work.outbox.has_due(now) or _cools_down(work.memory, now):
            return Delivered()
    hourly = context.policy.limits.automatic_per_hour_max
    with context.store.write() as work:
        room = hourly - work.outbox.automatic_sent(now - timedelta(hours=1))
        claimed = list(work.outbox.claim(now, now + LEASE, BATCH, automatic=room))
        rows = [row for row in claimed if not _cancelled(work, row, now)]
    sent = 0
    for number, row in enumerate(rows):
        if _is_given_up(context, row):
            _settle(context, row, Outcome(Verdict.UNKNOWN, "its outcome stayed unknown"), now)
            continue
        outcome = sender.send(row.sender, row.recipient, row.data, _marker(context, row))
        outcome = _settle(context, row, outcome, now)
        sent += outcome.verdict is Verdict.SENT
        if outcome.host_down:
            with context.store.write() as work:
                work.outbox.unclaim([one.id for one in rows[number + 1 :]], now)
            return Delivered(len(claimed), sent, outcome.says)
    return Delivered(len(claimed), sent)


def _cools_down(memory: Memory, now: datetime) -> bool:
    """Whether the server was found unusable so shortly ago that it is left alone."""
    said = memory.get(DOWN)
    until = datetime.fromisoformat(said.split()[1]) if said else now
    return now < until <= now + timedelta(minutes=SERVER_DOWN[-1])  # else the clock was set back


def _cancelled(work: Work, row: ClaimedSend, now: datetime) -> bool:
    """Cancel a mail that waited so long that it is not true any more."""
    ticket = work.book.ticket(row.ticket) if row.ticket is not None and now - row.queued_at > LATE else None
    why = delivery.why_stale(ticket, row) if ticket is not None else None
    if why is None:
        return False
    work.outbox.settle(row.id, SendState.CANCELLED, why.said(), now)
    work.book.add_events(row.ticket, [Event(now, What.CANCELLED(notice=row.letter, reason=why), "mailticket")])
    return True


def _is_given_up(context: Context, row: ClaimedSend) -> bool:
    """Whether a mail that may be out already is not sent again."""
    if delivery.is_held_when_unknown(row, context.policy.desk.address):
        return row.unknowns > 0
    return row.unknowns > RESENDS_OF_UNKNOWN_MAX


def _marker(context: Context, row: ClaimedSend) -> Callable[[], None]:
    def mark() -> None:
        with context.store.write() as work:
            work.outbox.mark_in_data(row.id)

    return mark


def trouble_of(memory: Memory) -> str | None:
    """What the mail server said when it could last not be used; None while it can."""
    said = (memory.get(DOWN) or "").split(None, 2)
    return said[-1] if said else None


def _settle(context: Context, row: ClaimedSend, outcome: Outcome, now: datetime) -> Outcome:
    """Write down what became of a mail; return the outcome, as it is known with what became of others before."""
    too_old = now - row.queued_at > timedelta(days=context.policy.limits.retry_days_max)
    held = delivery.is_held_when_unknown(row, context.policy.desk.address)
    with context.store.write() as work:
        outcome = _weighed(work.memory, row, outcome)
        verdict, says = outcome.verdict, outcome.says
        failures = _note_server(work.memory, row, outcome, now)
        if verdict is Verdict.SENT:
            work.outbox.settle(row.id, SendState.SENT, says, now)
            _follow(context, work, row, now, lambda ticket: delivery.accepted(ticket, row, context.present(now)))
            _prove_each(work.book, row, now)
        elif verdict is Verdict.UNKNOWN and row.unknowns < RESENDS_OF_UNKNOWN_MAX and not held:
            again_at = now + _wait(row, row.attempts, SERVER_DOWN)
            work.outbox.settle(row.id, SendState.QUEUED, says, now, again_at=again_at, unknown=True)
        elif verdict is Verdict.UNKNOWN:
            work.outbox.settle(row.id, SendState.UNKNOWN, says, now, unknown=row.unknowns <= RESENDS_OF_UNKNOWN_MAX)
            text = _text(work.book, row)
            _follow(context, work, row, now, lambda ticket: delivery.unknown(ticket, row, text, context.present(now)))
        elif verdict is Verdict.LATER and not too_old:
            waits = REFUSED_AGAIN if outcome.perhaps_all else WAITS.get(outcome.code, SERVER_DOWN)
            is_servers = outcome.host_down and not outcome.perhaps_all
            again_at = now + _wait(row, failures if is_servers else row.attempts, waits)
            work.outbox.settle(row.id, SendState.QUEUED, says, now, again_at=again_at)
        else:
            work.outbox.settle(row.id, SendState.DEAD, says, now)
            text = _text(work.book, row)
            _follow(
                context, work, row, now, lambda ticket: delivery.refused(ticket, row, says, text, context.present(now))
            )
    return outcome


def _weighed(memory: Memory, row: ClaimedSend, outcome: Outcome) -> Outcome:
    """Tell a refusal of one recipient from one of everybody.

    The same words to another recipient, or again while nothing else is accepted, mean everybody; the same words to the
    same recipient after another mail was accepted mean that one.
    """
    before = json.loads(memory.get(REFUSED) or "null")
    if not outcome.perhaps_all:
        if before and outcome.verdict is Verdict.SENT and not before["accepted"]:
            memory.set(REFUSED, json.dumps({**before, "accepted": True}))
        return outcome
    words, recipient = general(outcome.says), row.recipient.lower()
    if before is None or before["words"] != words:
        before = {"words": words, "to": [], "accepted": False}
    others = [one for one in before["to"] if one != recipient]
    is_known = len(others) < len(before["to"])
    if before["accepted"] and is_known:
        return replace(outcome, verdict=Verdict.DEAD)
    memory.set(REFUSED, json.dumps({"words": words, "to": [recipient, *others][:REFUSED_MAX], "accepted": False}))
    return replace(
        outcome, host_down=not before["accepted"] and bool(before["to"]) and (bool(others) or row.attempts > 1)
    )


def _note_server(memory: Memory, row: ClaimedSend, outcome: Outcome, now: datetime) -> int:
    """Remember how often in a row the server could not be used, and until when it is left alone; returns how often."""
    said = memory.get(DOWN)
    if not outcome.host_down:
        if said and not outcome.perhaps_all:
            memory.set(DOWN, "")
        return 0
    failures = (int(said.split()[0]) if said else 0) + 1
    until = now + _wait(row, failures, REFUSING if outcome.perhaps_all else SERVER_DOWN)
    memory.set(DOWN, f"{failures} {until.isoformat()} {' '.join(outcome.says.split())}")
    return failures


def _follow(
    context: Context, work: Work, row: ClaimedSend, now: datetime, decide: Callable[[Ticket], Decision | None]
) -> None:
    """Let what follows for the ticket become true; when that fails, the sending itself stays settled."""
    ticket = work.book.ticket(row.ticket) if row.ticket else None
    if ticket is None:
        return
    try:
        with work.savepoint():
            decision = decide(ticket)
            if decision is not None:
                enact(context, work, decision, now)
    except Transient:
        raise
    except Exception as error:  # noqa: BLE001 -- else the mail would go out again
        what = What.PUT_OFF(error=f"{row.letter.word}: {type(error).__name__}: {error}")
        work.book.add_events(row.ticket, [Event(now, what, "mailticket")])


def _prove_each(book: Book, row: ClaimedSend, now: datetime) -> None:
    """One escalation may tell of many tickets: each of them has the proof that it went out."""
    for telling in row.tells:
        book.add_events(telling.ticket, [delivery.proven(telling, row.errand.ordered_by, now)])


def _text(book: Book, row: ClaimedSend) -> str:
    message = book.message(row.message) if row.message is not None else None
    return message.text if message is not None else ""


def _wait(row: ClaimedSend, failures: int, waits: Sequence[int]) -> timedelta:
    """How long until the next attempt; the chance in it is made of the row, so that it can be told again."""
    minutes = waits[min(failures, len(waits)) - 1]
    chance = zlib.crc32(f"{row.id}:{row.attempts}".encode()) / 2**32
    return timedelta(minutes=minutes * (1 - JITTER * chance))
