"""Tickets and events -> Digest: what a supervisor or an officer reads in the morning, as tables of words and numbers.

The digest is pure data; templates draw it. It is sent when it is empty, too: it is the heartbeat of the desk. What
happened is told from a mark in the tables to the newest row, so that every event is told once, whatever the clock says.
"""

from mailticket.core.digest.paper import Bar, Digest, DigestFacts, HeldMail, Mark, Section
from mailticket.core.digest.table import as_csv
from mailticket.core.digest.telling import (
    FILE_COLUMNS,
    ROWS_MAX,
    Open,
    Sent,
    digest,
    officer_digest,
    sent_for,
    with_sent,
)

__all__ = [
    "FILE_COLUMNS",
    "ROWS_MAX",
    "Bar",
    "Digest",
    "DigestFacts",
    "HeldMail",
    "Mark",
    "Open",
    "Section",
    "Sent",
    "as_csv",
    "digest",
    "officer_digest",
    "sent_for",
    "with_sent",
]
