"""The program starts again, or the database is back: what was in hand then is free again."""

from datetime import datetime

from mailticket.flows.ports import Context


def resume(context: Context, now: datetime) -> None:
    """Give back what a daemon that is gone had claimed; only for the one that holds the database."""
    with context.store.write() as work:
        work.ledger.free_claims(now)
        work.outbox.free_claims(now)
