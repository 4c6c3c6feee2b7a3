"""Mails that the mailbox's server did not give when they were asked for: throttled, busy, an answer without the mail.

Each is asked for again within minutes, and ever more seldom, until it comes or is gone; meanwhile it is told of.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from mailticket.core.post import Cursor
from mailticket.flows.ports import Memory

KEPT_BACK = "imap:kept_back"  # memory: by folder, the UIDs that are asked for again, and when
WAITS = (1, 2, 5, 15, 30, 60)  # minutes
UIDS_MAX = 1_000  # of a folder; the nightly comparison finds the rest


def due(memory: Memory, account: str, folder: str, cursor: Cursor, now: datetime) -> tuple[int, ...]:
    """Return the UIDs that are asked for again now."""
    one = _all(memory).get(_name(account, folder))
    if one is None or one["uidvalidity"] != cursor.uidvalidity:
        return ()
    at = datetime.fromisoformat(one["at"])
    if now < at <= now + timedelta(minutes=WAITS[-1]):  # else the clock was set back
        return ()
    return tuple(one["uids"])


def note(memory: Memory, account: str, folder: str, cursor: Cursor, refused: Sequence[int], now: datetime) -> None:
    """Remember what was not given on a first look: it is asked for again in a minute. UIDs of old are forgotten."""
    one = _all(memory).get(_name(account, folder))
    if refused or (one is not None and one["uidvalidity"] != cursor.uidvalidity):
        known = one["uids"] if one is not None and one["uidvalidity"] == cursor.uidvalidity else []
        _remember(memory, account, folder, cursor.uidvalidity, [*known, *refused], 1, now)


def asked_again(
    memory: Memory,
    account: str,
    folder: str,
    cursor: Cursor,
    refused: Sequence[int],
    unasked: Sequence[int],
    now: datetime,
) -> None:
    """Remember what was not given this time either, and what there was no room to ask for."""
    tries = int(_all(memory).get(_name(account, folder), {}).get("tries", 0))
    _remember(memory, account, folder, cursor.uidvalidity, [*unasked, *refused], 1 if unasked else tries + 1, now)


def count(memory: Memory, account: str | None = None, folder: str | None = None) -> int:
    """How many mails are waited for, of one folder or of all."""
    wanted = _name(account, folder) if account is not None and folder is not None else None
    return sum(len(one["uids"]) for name, one in _all(memory).items() if wanted in (None, name))


def _remember(
    memory: Memory, account: str, folder: str, uidvalidity: int, uids: Sequence[int], tries: int, now: datetime
) -> None:
    found = _all(memory)
    found.pop(_name(account, folder), None)
    if uids:
        at = now + timedelta(minutes=WAITS[min(tries, len(WAITS)) - 1])
        kept = list(dict.fromkeys(uids))[:UIDS_MAX]
        found[_name(account, folder)] = {"uidvalidity": uidvalidity, "uids": kept, "tries": tries, "at": at.isoformat()}
    memory.set(KEPT_BACK, json.dumps(found) if found else "")


def _all(memory: Memory) -> dict[str, Any]:
    return dict(json.loads(memory.get(KEPT_BACK) or "{}"))


def _name(account: str, folder: str) -> str:
    return f"{account} {folder}"
