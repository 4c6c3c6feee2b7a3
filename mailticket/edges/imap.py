r"""The mailbox: one IMAP account, read without leaving a trace.

Mails are found by UID above a cursor, never by flags or dates; BODY.PEEK leaves `\Seen` alone; nothing is deleted. The
size is known before a mail is downloaded. Every socket operation has a deadline, and `stop` ends a wait at once.
"""

import contextlib
import select
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from mailticket.core.post import Batch, Cursor, Place, RawMail
from mailticket.errors import Permanent, Transient

SOCKET_SECONDS = 60
FETCH_SECONDS_MAX = 600  # for one batch: a server that drips a byte a second never ends
IDLE_SECONDS_MAX = 60  # then a SEARCH: IDLE may have died without a word
WINDOW = 2_000  # UIDs asked for at a time, so that 130,000 do not come as one line
HEAD_BYTES = 1 << 20  # of an oversize mail: its header and the beginning of its text


class ImapMailbox:
    """One account; connects when it is first used and again after an error. `stop` may come from another thread."""

    def __init__(
        self, host: str, port: int, tls: str, user: str, password: str, start: str | date, size_max: int, zone: ZoneInfo
    ) -> None:
        self.host, self.port, self.tls, self.user, self._password = host, port, tls, user, password
        self.start, self.size_max, self.zone = start, size_max, zone
        self.account = f"{user}@{host}"
        self._client: IMAPClient | None = None
        self._stopped = threading.Event()
        self._wake_out, self._wake_in = socket.socketpair()

    def fetch(self, folder: str, after: Cursor | None, limit: int) -> Batch:
        """Return the next mails above the cursor, oldest first; without one, from where `mailbox.start` says."""
        with self._told():
            uidvalidity, uidnext = self._select(folder)
            # Another UIDVALIDITY means other UIDs: everything is looked at again, and known contents are duplicates.
            renewed = after is not None and after.uidvalidity != uidvalidity
            if after is None:
                return self._first(folder, uidvalidity, uidnext, limit)
            last = 0 if renewed else after.last_uid
            if last + 1 >= uidnext:
                return Batch((), Cursor(uidvalidity, last), more=False)
            return self._window(folder, uidvalidity, uidnext, last, limit)

    def fetch_since(self, folder: str, since: date, limit: int, after_uid: int) -> Batch:
        """Return mails that arrived on or after a date, above a UID (import)."""
        with self._told():
            uidvalidity, _ = self._select(folder)
            uids = [uid for uid in sorted(self._ready().search(["SINCE", since])) if uid > after_uid]
            mails, vanished = self._mails(folder, uidvalidity, uids[:limit])
            last = uids[:limit][-1] if uids else after_uid
            return Batch(mails, Cursor(uidvalidity, last), more=len(uids) > limit, vanished=vanished)

    def move(self, place: Place, target: str) -> bool:
        """Move a kept mail by MOVE (RFC 6851); False when the server has none, or the mail or folder is gone."""
        with self._told():
            client = self._ready()
            if not client.has_capability("MOVE"):
                return False
            uidvalidity, _ = self._select(place.folder, writable=True)
            if uidvalidity != place.uidvalidity:
                return False
            try:
                client.move([place.uid], target)
            except client.AbortError:
                raise
            except IMAPClientError:
                return False  # no such folder, or over quota: the mail is ours already and stays where it is
            return True

    def wait(self, seconds: float) -> bool:
        """Wait until something may have arrived; True: look now. Without IDLE it is a plain wait."""
        seconds = min(seconds, IDLE_SECONDS_MAX)
        with self._told():
            client = self._ready()
            if not client.has_capability("IDLE"):
                return not self._stopped.wait(seconds)
            client.idle()
            try:
                told = self._idle(client, seconds)
            finally:
                with contextlib.suppress(OSError, IMAPClientError):
                    client.idle_done()
        return told

    def newest(self, folder: str) -> Cursor:
        """Return the cursor behind the newest mail of a folder."""
        with self._told():
            uidvalidity, uidnext = self._select(folder)
            return Cursor(uidvalidity, uidnext - 1)

    def check(self, folders: Sequence[str], *, moves: bool) -> Iterator[tuple[str, bool, str]]:
        """Yield (name, ok, what is so) of login, folders and the MOVE extension."""
        with self._told():
            client = self._ready()
        yield "login", True, f"{self.host}:{self.port}: logged in as {self.user}, TLS {self.tls}"
        for folder in folders:
            try:
                with self._told():
                    _, uidnext = self._select(folder)
                yield "folder", True, f"{folder}: there, next UID {uidnext}"
            except (Permanent, Transient) as error:
                yield "folder", False, str(error)
        with self._told():
            can_move, can_idle = client.has_capability("MOVE"), client.has_capability("IDLE")
        if moves and not can_move:
            yield "MOVE", False, "the server has no MOVE: mailbox.processed_folder is ignored"
        yield "IDLE", True, "there" if can_idle else "not there: the mailbox is looked at every poll_interval_seconds"

    def stop(self) -> None:
        """End a wait at once, for good."""
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._wake_in.send(b"x")

    def close(self) -> None:
        """Close for good, without waiting."""
        self._drop()
        self._wake_out.close()
        self._wake_in.close()

    def _first(self, folder: str, uidvalidity: int, uidnext: int, limit: int) -> Batch:
        """The first look ever: skip what `mailbox.start` leaves alone, and count it."""
        if self.start == "all":
            return self._window(folder, uidvalidity, uidnext, 0, limit)
        uids = self._ready().search(["ALL"])
        if self.start == "now":
            return Batch((), Cursor(uidvalidity, uidnext - 1), more=False, skipped=len(uids))
        assert isinstance(self.start, date)
        # SEARCH SINCE goes by the server's own zone (RFC 3501, section 6.4.4), so it is asked for a day more.
        midnight = datetime(self.start.year, self.start.month, self.start.day, tzinfo=self.zone)
        first = next((uid for uid, at in self._times(sorted(uids)) if at >= midnight), uidnext)
        skipped = sum(uid < first for uid in uids)
        return Batch((), Cursor(uidvalidity, first - 1), more=first < uidnext, skipped=skipped)

    def _times(self, uids: Sequence[int]) -> Iterator[tuple[int, datetime]]:
        for start in range(0, len(uids), WINDOW):
            some = uids[start : start + WINDOW]
            found = self._ready().fetch(some, ["INTERNALDATE"])
            yield from ((uid, _aware(found[uid])) for uid in some if uid in found)

    def _window(self, folder: str, uidvalidity: int, uidnext: int, last: int, limit: int) -> Batch:
        """Fetch up to `limit` mails above `last`; the cursor also passes over UIDs that are gone."""
        while last + 1 < uidnext:
            top = min(last + WINDOW, uidnext - 1)
            # `n:*` always names the newest mail, also below n (RFC 3501, section 9, seq-range): hence the filter.
            uids = sorted(uid for uid in self._ready().search(["UID", f"{last + 1}:{top}"]) if last < uid <= top)
            if not uids:
                last = top
                continue
            some = uids[:limit]
            mails, vanished = self._mails(folder, uidvalidity, some)
            last = some[-1] if len(uids) > limit else top
            return Batch(mails, Cursor(uidvalidity, last), more=last + 1 < uidnext, vanished=vanished)
        return Batch((), Cursor(uidvalidity, last), more=False)

    def _mails(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> tuple[tuple[RawMail, ...], int]:
        """Download mails one by one, after their sizes; those expunged meanwhile are counted."""
        if not uids:
            return (), 0
        client, end = self._ready(), time.monotonic() + FETCH_SECONDS_MAX
        known = client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
        mails: list[RawMail] = []
        for uid in uids:
            if time.monotonic() > end:
                raise TimeoutError(f"the server took longer than {FETCH_SECONDS_MAX} s for {len(uids)} mails")
            size = int(known.get(uid, {}).get(b"RFC822.SIZE", -1))
            if size < 0:
                continue
            oversize = size > self.size_max
            part = f"BODY.PEEK[]<0.{HEAD_BYTES}>" if oversize else "BODY.PEEK[]"
            parts = client.fetch([uid], [part]).get(uid, {})
            raw = next((value for key, value in parts.items() if key.startswith(b"BODY[]")), None)
            if raw is not None:
                place = Place(self.account, folder, uidvalidity, uid)
                mails.append(RawMail(place, bytes(raw), _aware(known[uid]), size, oversize))
        return tuple(mails), len(uids) - len(mails)

    def _select(self, folder: str, *, writable: bool = False) -> tuple[int, int]:
        """Select a folder, read-only unless mails are to be moved; return (UIDVALIDITY, UIDNEXT)."""
        client = self._ready()
        try:
            found = client.select_folder(folder, readonly=not writable)
        except client.AbortError:
            raise
        except IMAPClientError as error:
            raise Permanent(f"{self.host}: folder {folder}: {_words(error)}") from error
        uidvalidity, uidnext = int(found[b"UIDVALIDITY"]), int(found.get(b"UIDNEXT", 0))
        if not uidnext:  # a server may leave it out (RFC 3501, section 6.3.1)
            newest = client.search(["UID", "*"])
            uidnext = max(newest, default=0) + 1
        return uidvalidity, uidnext

    def _idle(self, client: IMAPClient, seconds: float) -> bool:
        """Wait for a line of the server or a stop; IMAPClient would loop for ever on a closed connection."""
        sock = client.socket()
        readable, _, _ = select.select([sock, self._wake_out], [], [], seconds)
        if self._wake_out in readable:
            return False
        if sock in readable and not client.idle_check(timeout=0.1):
            raise ConnectionError("the server closed the connection")
        return True

    def _ready(self) -> IMAPClient:
        """Return the connection, logged in."""
        if self._client is not None:
            return self._client
        implicit = self.tls == "implicit"
        context = ssl.create_default_context()
        client = IMAPClient(
            self.host, port=self.port, ssl=implicit, ssl_context=context if implicit else None, timeout=SOCKET_SECONDS
        )
        try:
            if self.tls == "starttls":
                client.starttls(context)  # raises when it cannot be had: there is no way back to plain text
            client.login(self.user, self._password)
        except BaseException:
            with contextlib.suppress(OSError, IMAPClientError):
                client.shutdown()
            raise
        client.normalise_times = False
        self._client = client
        return client

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(OSError, IMAPClientError):
                client.shutdown()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Map the errors of network and server to ours; after one the connection is made anew."""
        try:
            yield
        except LoginError as error:
            self._drop()
            raise Transient(
                f"{self.host}:{self.port} refused the login of {self.user}: {_words(error)}; see mailbox.password"
            ) from error
        except ssl.SSLError as error:
            self._drop()
            raise Transient(f"{self.host}:{self.port}: TLS failed: {_words(error)}; see mailbox.tls") from error
        except (OSError, IMAPClientError, EOFError) as error:
            self._drop()
            raise Transient(f"{self.host}:{self.port}: {_words(error)}") from error


def _aware(found: dict[bytes, Any]) -> datetime:
    at = found[b"INTERNALDATE"]
    assert isinstance(at, datetime)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def _words(error: BaseException) -> str:
    text = str(error) or type(error).__name__
    return " ".join((text[2:-1] if text.startswith(("b'", 'b"')) else text).split())
