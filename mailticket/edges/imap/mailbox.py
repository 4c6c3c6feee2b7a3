"""One account as the flows see it: new mails above a cursor, moves, waiting."""

import contextlib
import logging
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from imapclient.exceptions import IMAPClientError

from mailticket.core.post import Batch, Cursor, Place, RawMail, ServerPart, Stamp
from mailticket.edges.imap.got import Got
from mailticket.edges.imap.line import Line, Patience, words
from mailticket.edges.imap.parts import files_of
from mailticket.errors import Permanent, Transient

log = logging.getLogger("mailticket")

WINDOW_MIN = 1_000  # UIDs looked for at a time; wider as long as nothing is found
WINDOW_MAX = 50_000  # 130,000 of them in one line are more than imaplib takes
KNOWN = ("RFC822.SIZE", "INTERNALDATE")
HEAD_BYTES = 1 << 20  # of an oversize mail: its header and the beginning of its text
BATCH_BYTES = 32 << 20  # in memory at a time, beside the mail that goes over it
BATCH_SECONDS = 60  # then what has come is kept, so that a slow line makes progress
OVERSIZE = "$MailticketOversize"  # a keyword on mails whose original is nowhere but in the mailbox


class ImapMailbox:
    """One account; connects when it is first used and again after an error. `stop` may come from another thread."""

    def __init__(
        self,
        host: str,
        port: int,
        tls: str,
        user: str,
        password: str,
        start: str | date,
        size_max: int,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
        patience: Patience | None = None,
    ) -> None:
        self.start, self.size_max, self.zone, self.clock = start, size_max, zone, clock
        self.account = f"{user}@{host}"
        self._line = Line(host, port, tls, user, password, patience or Patience())
        self._idles = self._names_uidnext = True
        self._warned: set[str] = set()
        self._stopped = threading.Event()
        self._wake_out, self._wake_in = socket.socketpair()

    def fetch(self, folder: str, after: Cursor | None, limit: int) -> Batch:
        """Return the next mails above the cursor, oldest first; without one, from where `mailbox.start` says."""
        with self._line.mapped() as deadline:
            uidvalidity, uidnext, exists = self._select(folder)
            if after is None:
                cursor = self._first(uidvalidity, uidnext)
                if self.start == "now":
                    return Batch((), cursor, more=False, skipped=exists)
            elif after.uidvalidity != uidvalidity:
                # Other UIDs: everything is looked at again. Known contents turn out as duplicates, and what was
                # older than the first start still is.
                self._warn(f"folder {folder}: UIDVALIDITY is {uidvalidity} now: all of it is compared again")
                cursor = Cursor(uidvalidity, 0, after.since, uidnext)
            elif after.last_uid >= uidnext and self._names_uidnext:
                # Only a mailbox that was put back to an earlier day gives UIDs again that it had given before.
                self._warn(f"folder {folder}: UIDs begin anew at {uidnext}: all of it is compared again")
                cursor = Cursor(uidvalidity, 0, after.since, uidnext)
            else:
                cursor = after
            return self._window(folder, cursor, uidnext, limit, deadline.again)

    def fetch_since(self, folder: str, since: date, limit: int, after_uid: int) -> Batch:
        """Return mails that arrived on or after a date, above a UID (import)."""
        with self._line.mapped() as deadline:
            uidvalidity, uidnext, _ = self._select(folder)
            cursor = Cursor(uidvalidity, after_uid, self._midnight(since), uidnext)
            return self._window(folder, cursor, uidnext, limit, deadline.again)

    def uids(self, folder: str, cursor: Cursor) -> tuple[int, list[int]]:
        """Return (UIDVALIDITY, UIDs, ascending) of a folder, without what is older than the first start takes."""
        with self._line.mapped() as deadline:
            uidvalidity, uidnext, exists = self._select(folder)
            found: list[int] = []
            for low in range(1, uidnext if exists else 1, WINDOW_MAX):
                found += self._young_enough(self._search(low, min(low + WINDOW_MAX, uidnext) - 1), cursor)
                deadline.again()
            return uidvalidity, found

    def stamps(self, folder: str, uids: Sequence[int]) -> Mapping[int, Stamp]:
        """Return size and time of arrival of these mails, as far as they are still there."""
        with self._line.mapped():
            self._select(folder)
            found = self._known(uids)[0] if uids else {}
            return {uid: (int(one[b"RFC822.SIZE"]), _aware(one)) for uid, one in found.items()}

    def fetch_uids(self, folder: str, cursor: Cursor, uids: Sequence[int]) -> Batch:
        """Return these mails, as far as they fit into a batch; the new cursor stands on the last one looked at."""
        with self._line.mapped() as deadline:
            if self._select(folder)[0] != cursor.uidvalidity:
                raise Transient(f"imap {self._line.host}: folder {folder}: UIDVALIDITY has changed meanwhile")
            got = self._mails(folder, cursor, uids, deadline.again)
            last = uids[got.seen - 1] if got.seen else cursor.last_uid
            cursor = replace(cursor, last_uid=last)
            return Batch(got.mails, cursor, got.seen < len(uids), got.vanished, got.old, refused=got.refused)

    def move(self, place: Place, target: str) -> bool:
        """Move a kept mail by MOVE (RFC 6851); False when the server has none, or the mail or folder is gone."""
        with self._line.mapped():
            client = self._line.client()
            if not client.has_capability("MOVE"):
                return False
            try:
                if self._select(place.folder, writable=True)[0] != place.uidvalidity:
                    return False
                try:
                    client.move([place.uid], target)
                except IMAPClientError as error:
                    if "[TRYCREATE]" not in str(error).upper():
                        raise
                    client.create_folder(target)
                    client.move([place.uid], target)
            except client.AbortError:
                raise
            except (IMAPClientError, Permanent) as error:
                # No such folder, over quota, read-only: the mail is ours already and stays where it is.
                self._warn(f"mails are not moved to {target}: {words(error)}")
                return False
            return True

    def flag(self, place: Place) -> bool:
        """Mark a mail whose original is nowhere but in the mailbox; False when the server keeps no keywords."""
        with self._line.mapped():
            client = self._line.client()
            try:
                if self._select(place.folder, writable=True)[0] != place.uidvalidity:
                    return False
                client.add_flags([place.uid], [OVERSIZE], silent=True)
            except client.AbortError:
                raise
            except (IMAPClientError, Permanent) as error:
                self._warn(f"large mails are not marked: {words(error)}")
                return False
            return True

    def wait(self, seconds: float) -> bool:
        """Wait until something may have arrived; True: look now. Without IDLE it is a plain wait."""
        patience = self._line.patience
        seconds = min(seconds, patience.idle)
        with self._line.mapped(seconds + 2 * patience.read):
            client = self._line.client()
            if not (self._idles and client.has_capability("IDLE")):
                return not self._stopped.wait(seconds)
            if any(one[1:2] == (b"EXISTS",) for one in client.noop()[1]):
                return True  # arrived while we worked: IDLE need not tell it again
            try:
                client.idle()
            except client.AbortError:
                raise
            except IMAPClientError as error:
                self._idles = False
                self._warn(f"IDLE is offered but refused, so mail is polled for: {words(error)}")
                return True
            sock = client.socket()
            # What TLS has unpacked already is not seen by select.
            pending = bool(getattr(sock, "pending", int)())
            readable, _, _ = select.select([sock, self._wake_out], [], [], 0 if pending else seconds)
            if self._wake_out in readable:
                with contextlib.suppress(OSError, IMAPClientError):
                    client.idle_done()
                return False
            # A closed connection is readable as well, and IMAPClient's own idle_check would say nothing for ever;
            # the answer to DONE does not come then, which is an error like any other.
            news = client.idle_done()[1]
            return pending or bool(news) or sock in readable

    def newest(self, folder: str) -> Cursor:
        """Select a folder; return the cursor behind its newest mail."""
        with self._line.mapped():
            uidvalidity, uidnext, _ = self._select(folder)
            return Cursor(uidvalidity, uidnext - 1)

    def heads(self, folder: str, limit: int) -> list[bytes]:
        """Return the heads of the newest mails of a folder, as far as the server gives them."""
        with self._line.mapped():
            _, uidnext, _ = self._select(folder)
            uids = self._search(max(uidnext - WINDOW_MIN, 1), uidnext)[-limit:]
            found = self._line.client().fetch(uids, ["BODY.PEEK[HEADER]"]) if uids else {}
            heads = [one.get(b"BODY[HEADER]") for one in found.values()]
            return [head for head in heads if isinstance(head, bytes)]

    def check(self, folders: Sequence[str], *, moves: bool) -> Iterator[tuple[str, bool, str]]:
        """Yield (name, ok, what is so) of login, folders, rights and the MOVE extension."""
        line = self._line
        with line.mapped():
            client = line.client()
        yield "login", True, f"{line.host}:{line.port}: logged in as {line.user}, TLS {line.tls}"
        for folder in folders:
            try:
                with line.mapped():
                    _, uidnext, exists = self._select(folder)
                yield "folder", True, f"{folder}: there, {exists} mails, next UID {uidnext}"
            except (Permanent, Transient) as error:
                yield "folder", False, str(error)
        with line.mapped():
            client = line.client()
            can_move, can_idle = client.has_capability("MOVE"), client.has_capability("IDLE")
        if moves and not can_move:
            yield "MOVE", False, "the server has no MOVE: mailbox.processed_folder is ignored"
        elif moves:
            try:
                with line.mapped():
                    self._select(folders[0], writable=True)
                yield "rights", True, f"{folders[0]}: mails may be moved"
            except (Permanent, Transient) as error:
                yield "rights", False, str(error)
        yield "IDLE", True, "there" if can_idle else "not there: the mailbox is looked at every poll_interval_seconds"

    def stop(self) -> None:
        """End a wait at once, for good."""
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._wake_in.send(b"x")

    def close(self) -> None:
        """Close for good, without waiting."""
        self._line.drop()
        self._wake_out.close()
        self._wake_in.close()

    def _first(self, uidvalidity: int, uidnext: int) -> Cursor:
        """The cursor of the first look ever, by `mailbox.start`."""
        if self.start == "all":
            return Cursor(uidvalidity, 0)
        if self.start == "now":
            return Cursor(uidvalidity, uidnext - 1, self.clock(), uidnext)
        assert isinstance(self.start, date)
        return Cursor(uidvalidity, 0, self._midnight(self.start), uidnext)

    def _midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(UTC)

    def _window(self, folder: str, cursor: Cursor, uidnext: int, limit: int, again: Callable[[], None]) -> Batch:
        """Fetch up to `limit` mails above the cursor, which also passes over UIDs that are gone or too old."""
        last, skipped, width = cursor.last_uid, 0, WINDOW_MIN
        while last + 1 < uidnext:
            top = min(last + width, uidnext - 1)
            uids = self._search(last + 1, top)
            wanted = self._young_enough(uids, cursor)
            again()
            if not wanted:
                last, skipped, width = top, skipped + len(uids), min(2 * width, WINDOW_MAX)
                continue
            got = self._mails(folder, cursor, wanted[:limit], again)
            last = wanted[got.seen - 1] if got.seen < len(wanted) else top
            skipped += sum(uid <= last for uid in uids) - got.seen + got.old
            left = uidnext - 1 - last
            cursor = replace(cursor, last_uid=last)
            return Batch(got.mails, cursor, left > 0, got.vanished, skipped, left, got.refused)
        return Batch((), replace(cursor, last_uid=last), more=False, skipped=skipped)

    def _search(self, low: int, high: int, *criteria: Any) -> list[int]:
        # `n:*` always names the newest mail, also below n (RFC 3501, section 9, seq-range), and servers differ in how
        # they take a range whose end is not there: hence the filter.
        found = self._line.client().search(["UID", f"{low}:{high}", *criteria])
        return sorted(uid for uid in found if low <= uid <= high)

    def _young_enough(self, uids: Sequence[int], cursor: Cursor) -> list[int]:
        """Leave out most of what was there at the first start and is older than it takes, by the day alone."""
        if cursor.since is None or not uids or uids[0] >= cursor.since_below:
            return list(uids)
        # SEARCH SINCE goes by the server's own zone (RFC 3501, section 6.4.4), so it is asked for a day more.
        day = (cursor.since - timedelta(days=1)).date()
        return self._search(uids[0], min(uids[-1], cursor.since_below - 1), "SINCE", day) + [
            uid for uid in uids if uid >= cursor.since_below
        ]

    def _mails(self, folder: str, cursor: Cursor, uids: Sequence[int], again: Callable[[], None]) -> "Got":
        """Download mails one by one, after their sizes.

        Those expunged meanwhile are passed over, and those that the server does not give are told: one bad mail never
        holds up the next, and it is asked for again.
        """
        (known, kept_back), begin = self._known(uids), time.monotonic()
        got, size_all = Got(), 0
        for uid in uids:
            again()
            one = known.get(uid)
            if one is None:
                got = got.passed_refused(uid) if uid in kept_back else got.passed(vanished=1)
                continue
            at, size = _aware(one), int(one[b"RFC822.SIZE"])
            if cursor.since is not None and uid < cursor.since_below and at < cursor.since:
                got = got.passed(old=1)
                continue
            oversize = size > self.size_max
            size_all += HEAD_BYTES if oversize else size
            if got.mails and (size_all > BATCH_BYTES or time.monotonic() - begin > BATCH_SECONDS):
                break
            raw = self._body(uid, f"BODY.PEEK[]<0.{HEAD_BYTES}>" if oversize else "BODY.PEEK[]")
            if raw is None:
                got = got.passed_refused(uid)
                continue
            place = Place(self.account, folder, cursor.uidvalidity, uid)
            parts = self._parts(uid) if oversize else ()
            got = got.with_mail(RawMail(place, raw, at, size, oversize, parts))
        return got

    def _known(self, uids: Sequence[int]) -> tuple[Mapping[int, Mapping[bytes, Any]], frozenset[int]]:
        """Sizes and times of arrival, and the UIDs for which they are refused; one by one where one spoils all."""
        client, found, refused = self._line.client(), {}, frozenset[int]()
        try:
            found = client.fetch(list(uids), KNOWN)
        except client.AbortError:
            raise
        except IMAPClientError:
            refused = frozenset(uids)
            for uid in uids:
                with self._refusal(uid):
                    found |= client.fetch([uid], KNOWN)
                    refused -= {uid}
        whole = {uid: one for uid, one in found.items() if b"INTERNALDATE" in one and b"RFC822.SIZE" in one}
        return whole, refused

    def _body(self, uid: int, part: str) -> bytes | None:
        """The bytes of a mail; None when the server does not give them: it may be gone, or given later."""
        raw: Any = None
        with self._refusal(uid):
            parts = self._line.client().fetch([uid], [part]).get(uid, {})
            raw = next((value for key, value in parts.items() if key.startswith(b"BODY[]")), None)
        return raw if isinstance(raw, bytes) else None  # Dovecot answers NIL for a mail that was just expunged

    def _parts(self, uid: int) -> tuple[ServerPart, ...]:
        """What the server says of the files of a mail that is not fetched whole; () when it does not."""
        found: Mapping[bytes, Any] = {}
        with self._refusal(uid):
            found = self._line.client().fetch([uid], ["BODYSTRUCTURE"]).get(uid, {})
        return files_of(found.get(b"BODYSTRUCTURE"))

    @contextlib.contextmanager
    def _refusal(self, uid: int) -> Iterator[None]:
        """Pass over a mail that the server refuses to give, unless it says that it may give it later (RFC 5530)."""
        try:
            yield
        except self._line.client().AbortError:
            raise
        except IMAPClientError as error:
            if any(code in str(error).upper() for code in ("[UNAVAILABLE]", "[INUSE]")):
                raise
            log.warning("imap %s: the server does not give mail UID %d: %s", self._line.host, uid, words(error))

    def _select(self, folder: str, *, writable: bool = False) -> tuple[int, int, int]:
        """Select a folder, read-only unless mails are to be changed; return (UIDVALIDITY, UIDNEXT, number of mails)."""
        client = self._line.client()
        if writable and self._line.selected is not None and self._line.selected[:2] == (folder, True):
            return self._line.selected[2], 0, 0  # still so: a batch is moved without selecting before each
        self._line.selected = None
        try:
            found = client.select_folder(folder, readonly=not writable)
        except client.AbortError:
            raise
        except IMAPClientError as error:
            if "not connected" in str(error).lower():
                raise  # Exchange has lost its own back end: only a new connection helps
            raise Permanent(f"imap {self._line.host}: folder {folder}: {words(error)}") from error
        uidvalidity, uidnext = int(found[b"UIDVALIDITY"]), int(found.get(b"UIDNEXT", 0))
        self._names_uidnext = bool(uidnext)
        if not uidnext:  # a server may leave it out (RFC 3501, section 6.3.1)
            uidnext = max(client.search(["UID", "*"]), default=0) + 1
        self._line.selected = (folder, writable, uidvalidity)
        return uidvalidity, uidnext, int(found.get(b"EXISTS", 0))

    def _warn(self, what: str) -> None:
        """Say something once."""
        if what not in self._warned:
            self._warned.add(what)
            log.warning("imap %s: %s", self._line.host, what)


def _aware(found: Mapping[bytes, Any]) -> datetime:
    at = found[b"INTERNALDATE"]
    assert isinstance(at, datetime)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
