"""A network that does as it is told: a mailbox with UIDs and a mail server with a script. Never a database."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from mailticket.core.post import Batch, Cursor, Outcome, Place, RawMail, Verdict
from mailticket.errors import Transient

SENT = Outcome(Verdict.SENT, "2.0.0 ok", 250)
LATER = Outcome(Verdict.LATER, "451 4.3.0 try again", 451)
GREY = Outcome(Verdict.LATER, "450 4.2.0 greylisted", 450)
REFUSED = Outcome(Verdict.DEAD, "550 5.1.1 no such user", 550)
DOWN = Outcome(Verdict.LATER, "connection refused", host_down=True)
UNKNOWN = Outcome(Verdict.UNKNOWN, "the line was cut after DATA")


@dataclass
class Folder:
    """UIDs grow and are never given twice, as long as UIDVALIDITY stays."""

    uidvalidity: int = 1
    uidnext: int = 1
    mails: dict[int, tuple[bytes, datetime]] = field(default_factory=dict)

    def append(self, raw: bytes, at: datetime) -> int:
        uid, self.uidnext = self.uidnext, self.uidnext + 1
        self.mails[uid] = raw, at
        return uid

    def renew(self) -> None:
        """Lose the list of UIDs, as a server does that is restored: a new UIDVALIDITY, new UIDs."""
        mails, self.mails = list(self.mails.values()), {}
        self.uidvalidity, self.uidnext = self.uidvalidity + 1, 1
        for raw, at in mails:
            self.append(raw, at)


class Mailbox:
    """An IMAP account whose `mailbox.start` is "all"."""

    account = "desk@imap.test"

    def __init__(self) -> None:
        self.folders: dict[str, Folder] = {"INBOX": Folder(), "Done": Folder()}
        self.moves = True
        self.calls: list[str] = []
        self.down = False
        self.throttled: set[int] = set()  # UIDs that are there and not given now
        self.waits: Callable[[str], None] = lambda what: None  # asked before each word to the server

    def put(self, raw: bytes, at: datetime, folder: str = "INBOX") -> int:
        return self.folders[folder].append(raw, at)

    def fetch(self, folder: str, after: Cursor | None, limit: int) -> Batch:
        self._said("fetch")
        box = self.folders[folder]
        last = after.last_uid if after is not None and after.uidvalidity == box.uidvalidity else 0
        uids = sorted(uid for uid in box.mails if uid > last)
        chosen = uids[:limit]
        top = chosen[-1] if len(uids) > limit else max(box.uidnext - 1, last)
        more, (given, refused) = len(uids) > limit, self._given(chosen)
        return Batch(tuple(self._raw(folder, given)), Cursor(box.uidvalidity, top), more, refused=refused)

    def fetch_since(self, folder: str, since: date, limit: int, after_uid: int) -> Batch:
        self._said("fetch_since")
        box = self.folders[folder]
        uids = sorted(uid for uid, (_, at) in box.mails.items() if uid > after_uid and at.date() >= since)
        last = uids[:limit][-1] if uids else after_uid
        found = tuple(self._raw(folder, uids=uids[:limit]))
        return Batch(found, Cursor(box.uidvalidity, last), more=len(uids) > limit)

    def move(self, place: Place, target: str) -> bool:
        self._said("move")
        box = self.folders[place.folder]
        if not self.moves or place.uidvalidity != box.uidvalidity or place.uid not in box.mails:
            return False
        self.folders[target].append(*box.mails.pop(place.uid))
        self._said("moved")
        return True

    def uids(self, folder: str, cursor: Cursor) -> tuple[int, list[int]]:
        self._said("uids")
        return self.folders[folder].uidvalidity, sorted(self.folders[folder].mails)

    def stamps(self, folder: str, uids: Sequence[int]) -> dict[int, tuple[int, datetime]]:
        self._said("stamps")
        box = self.folders[folder].mails
        return {uid: (len(box[uid][0]), box[uid][1]) for uid in uids if uid in box}

    def fetch_uids(self, folder: str, cursor: Cursor, uids: Sequence[int]) -> Batch:
        self._said("fetch_uids")
        if self.folders[folder].uidvalidity != cursor.uidvalidity:
            raise Transient("imap.test: UIDVALIDITY has changed meanwhile")
        there = [uid for uid in uids if uid in self.folders[folder].mails]
        given, refused = self._given(there)
        return Batch(tuple(self._raw(folder, given)), replace(cursor, last_uid=uids[-1]), more=False, refused=refused)

    def newest(self, folder: str) -> Cursor:
        self._said("newest")
        return Cursor(self.folders[folder].uidvalidity, self.folders[folder].uidnext - 1)

    def flag(self, place: Place) -> bool:
        self._said("flag")
        return True

    def wait(self, seconds: float) -> bool:
        return True

    def close(self) -> None:
        pass

    def everywhere(self) -> list[bytes]:
        """Every mail of every folder."""
        return [raw for box in self.folders.values() for raw, _ in box.mails.values()]

    def _given(self, uids: Sequence[int]) -> tuple[list[int], tuple[int, ...]]:
        """What is given of these, and what is not now."""
        return [uid for uid in uids if uid not in self.throttled], tuple(uid for uid in uids if uid in self.throttled)

    def _raw(self, folder: str, uids: list[int]) -> Iterator[RawMail]:
        box = self.folders[folder]
        for uid in uids:
            raw, at = box.mails[uid]
            yield RawMail(Place(self.account, folder, box.uidvalidity, uid), raw, at, len(raw))

    def _said(self, what: str) -> None:
        self.waits(what)
        if self.down:
            raise Transient("imap.test: connection refused")
        self.calls.append(what)


class Sender:
    """A mail server: what it accepts is in `accepted`; `script` holds its next answers, then all is accepted."""

    def __init__(self, *script: Outcome) -> None:
        self.script = deque(script)
        self.accepted: list[tuple[str, str, bytes]] = []
        self.tried: list[str] = []  # recipients, in the order of the attempts
        self.refuses: dict[str, Outcome] = {}  # by recipient, whatever the script says
        self.down = False
        self.waits: Callable[[str], None] = lambda what: None

    def send(self, sender: str, recipient: str, data: bytes, before_data: Callable[[], None]) -> Outcome:
        self.waits("mail")
        if self.down:
            return DOWN
        self.tried.append(recipient)
        outcome = self.refuses.get(recipient) or (self.script.popleft() if self.script else SENT)
        if outcome.verdict in (Verdict.SENT, Verdict.UNKNOWN):
            before_data()
            self.waits("data")
            if outcome is not UNKNOWN:
                self.accepted.append((sender, recipient, data))
            self.waits("accepted")
        return outcome

    def close(self) -> None:
        pass
