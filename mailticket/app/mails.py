"""What the command line asks of the kept mail: where one went, what was set aside, what would become of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mailticket.app.book import found_number
from mailticket.app.service import Service
from mailticket.core import shapes
from mailticket.core.happenings import said
from mailticket.core.post import ClaimedMail, LedgerRow, MailState, Place
from mailticket.core.shapes import Shape
from mailticket.errors import Permanent
from mailticket.flows import receive, resend
from mailticket.flows.prepare import prepared


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would become of a mail."""

    state: str
    why: str
    sends: tuple[tuple[str, str, str], ...]  # notice, role and address of each mail that would go out


def trace(service: Service, word: str) -> Sequence[Shape]:
    """Say where a mail went: by Message-ID, address, ticket number or sha256; what came in, then what went out."""
    with service.store.read() as work:
        for meant in (word, found_number(work, word)):  # a Message-ID of ours names that mail before its ticket
            came = [shapes.place(row, service.zone) for row in work.ledger.trace(meant)]
            found = came + [shapes.sent(row, service.zone) for row in work.outbox.trace(meant)]
            if found:
                return found
    return []


def shunted(service: Service) -> Sequence[Shape]:
    """Return the mails that could not be processed."""
    with service.store.read() as work:
        return [shapes.place(row, service.zone) for row in work.ledger.shunted()]


def retry(service: Service, ids: Sequence[int] | None, force_ticket: bool) -> tuple[int, Sequence[str]]:
    """Put mails back to be processed at the next run; return how many, and why others were not."""
    with service.store.write() as work:
        if ids is None:
            return work.ledger.retry(None, force_ticket), ()
        left = [one for one in dict.fromkeys(ids) if work.ledger.retry([one], force_ticket) == 0]
        return len(set(ids)) - len(left), [_why_left(one, work.ledger.mail(one), force_ticket) for one in left]


def _why_left(mail: int, row: LedgerRow | None, force_ticket: bool) -> str:
    if row is None:
        return f"{mail}: there is no such mail (mailticket shunted lists them)"
    if row.ticket is not None:
        return f"{mail}: it is {row.state.value}, in {row.ticket}"
    if row.state is MailState.KEPT:
        return f"{mail}: it waits for the next run already"
    return f"{mail}: it is {row.state.value}, not shunted" + ("" if force_ticket else "; --ticket makes a ticket of it")


def outbox(service: Service) -> Sequence[Shape]:
    """Return the mails that have not gone out."""
    with service.store.read() as work:
        return [shapes.outgoing(row, service.zone) for row in work.outbox.unsent()]


def put_back(service: Service, ids: Sequence[int] | None) -> tuple[int, ...]:
    """Let mails that did not go out be sent again; return which."""
    return resend.put_back(service.context, ids, service.clock())


def rehearse(service: Service, path: Path) -> Rehearsed:
    """Say what would become of a mail file if it came now; nothing is written, nothing is sent."""
    now, context = service.clock(), service.context
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Permanent(f"{path}: cannot be read: {error.strerror}") from error
    found = prepared(context, raw, now)
    mail = ClaimedMail(0, Place("", "", 0, 0), raw, now, attempts=1, oversize=False)
    with service.store.read() as work:
        decision = receive.decided(context, work, mail, found, now)
    sends = tuple((notice.name, notice.to.role.value, notice.to.address) for notice in decision.notices)
    return Rehearsed(decision.state.value, said(decision.why), sends)
