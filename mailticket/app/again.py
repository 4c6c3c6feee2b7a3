"""What the command line puts back: mails that could not be processed, and mails that did not go out."""

from collections.abc import Sequence

from mailticket.app.service import Service
from mailticket.core.post import LedgerRow, MailState
from mailticket.flows import resend


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


def put_back(service: Service, ids: Sequence[int] | None) -> tuple[int, ...]:
    """Let mails that did not go out be sent again; return which."""
    return resend.put_back(service.context, ids, service.clock())
