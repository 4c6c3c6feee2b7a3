"""What officers' corrections teach the reader: a mail as it came, and what should have been read in it.

Only what somebody vouches for is known: what an officer stated, and on a ticket that was answered what nobody put
right. A value that an officer had from elsewhere teaches at most that the mail does not tell it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from mailticket.core.citizen import FieldName
from mailticket.core.decide.details import BY_OFFICER
from mailticket.core.found import KIND
from mailticket.core.happenings import What
from mailticket.core.identity.phone import numbers_of
from mailticket.core.parser import parse
from mailticket.core.policy import Intake
from mailticket.core.ticket import Event, Message, Ticket

PROVINCE = "province"
TOLD = "told"  # the gold of `detail`: a reader could start handling it; None: could not
IDENTITY = (FieldName.NAME, FieldName.ADDRESS, FieldName.PHONE, FieldName.EMAIL)
# The happenings by which an officer says how a mail should have been read.
TEACHING = (What.AMENDED, What.DETAILS_CONFIRMED, What.KIND, What.COMPLETED, What.QUESTIONED, What.TO_BE_ASKED)
_QUESTIONS = frozenset({What.QUESTIONED, What.TO_BE_ASKED})
# Work on the matter itself: a question after it is no word on how the report was told.
_WORK = frozenset(
    {
        *(What.FORWARDED, What.ANSWER_QUEUED, What.DRAFT_QUEUED, What.CLOSING_QUEUED, What.REFERRAL_QUEUED),
        *(What.ANSWERED, What.ANSWERED_BY_HAND, What.TO_BE_TOLD, What.TOLD, What.GUIDED),
    }
)
STANDS_FROM, ABSENT_UP_TO = 0.6, 0.2  # share of a value's words that stand in a mail; between these nothing is known
TEXT_MAX = 50_000  # characters of a mail that are looked at
_WORD = re.compile(r"[^\W_]+")
_SEPARATORS = re.compile(r"[\s().+/-]+")


@dataclass(frozen=True, slots=True)
class Example:
    """One mail and what should be read in it; of fields that are not `known` nothing is said."""

    raw: bytes
    gold: Mapping[str, str | None]  # None: the mail does not tell it
    known: frozenset[str]
    group: str  # mails of one writer: they are never on both sides of a comparison


@dataclass(frozen=True)
class Lesson:
    """One ticket with its history: what of it teaches."""

    ticket: Ticket
    events: tuple[Event, ...]
    intake: Intake

    @property
    def teaches(self) -> bool:
        """Whether an officer said something of how its mails were read; not of what was filed or thrown away."""
        kinds = {event.what.kind for event in self.events}
        if What.FILED in kinds or What.REJECTED in kinds or What.RECEIVED not in kinds:
            return False
        return bool(self._stated or self._is_kind_stated or What.COMPLETED in kinds or self._is_asked_back)

    def of(self, message: Message, raw: bytes, *, is_first: bool) -> Example | None:
        """Return what one of the citizen's mails teaches; None where that is nothing."""
        mail = _Mail.of(message, raw, is_first=is_first)
        gold: dict[str, str | None] = {}
        for field in IDENTITY:
            told = self._told_in(mail, field) if is_first else self._told_later(mail, field)
            if told is not None:
                gold[field] = told[0]
        if gold.get(FieldName.ADDRESS) and self.ticket.citizen.province:
            gold[PROVINCE] = self.ticket.citizen.province
        if is_first:
            gold |= self._matter()
        elif not self._stated & gold.keys():
            return None
        return Example(raw, gold, frozenset(gold), self._group) if gold else None

    def _told_in(self, mail: "_Mail", field: str) -> tuple[str | None] | None:
        """Return what the first mail tells of a detail, in a pair of one; None: nobody knows."""
        value = getattr(self.ticket.citizen, field)
        if field not in self._stated and not self._is_answered:
            return None
        stands = mail.holds(field, value) if value else False
        if stands or stands is None:
            return (value,) if stands else None
        if field in self._amended:
            # Another value than was read may put a slip of the pen right, or be a new number: the mail told the old.
            return (None,) if not value or not self._read_first(field) else None
        if not value:
            return (None,) if field in self._stated | (self._missing - self._overruled) else None
        return (None,) if field in self._given_later else None

    def _told_later(self, mail: "_Mail", field: str) -> tuple[str | None] | None:
        """Return what a later mail tells of a detail that it has something to do with."""
        value = getattr(self.ticket.citizen, field)
        if field not in self._stated and not self._is_answered:
            return None
        if value:
            return (value,) if mail.holds(field, value) else None
        return (None,) if any(mail.holds(field, old) for old in self._former(field)) else None

    def _matter(self) -> dict[str, str | None]:
        """Return kind and detail, which are judged by the first mail."""
        gold: dict[str, str | None] = {}
        if self._is_kind_stated or self._is_answered:
            gold[KIND] = self.ticket.kind
        if not self._is_detail_asked_for:
            return gold
        detail = FieldName.DETAIL
        if detail in self._overruled:
            gold[detail] = TOLD
        elif self._is_asked_back:
            gold[detail] = None
        elif self._is_answered:
            gold[detail] = None if detail in self._missing else TOLD
        return gold

    @cached_property
    def _stated(self) -> frozenset[str]:
        """Details that an officer stated, whatever had been read."""
        return (self._amended | set(self._fields(What.DETAILS_CONFIRMED, "details"))) & set(IDENTITY)

    @cached_property
    def _amended(self) -> frozenset[str]:
        """Of these the ones that had been read otherwise, and the kind."""
        found = (event.what for event in self.events)
        return frozenset(str(what.fields.get("field")) for what in found if what.kind is What.AMENDED)

    @cached_property
    def _is_kind_stated(self) -> bool:
        stated = (*self._amended, *self._fields(What.DETAILS_CONFIRMED, "details"))
        return KIND in stated or What.KIND in self._kinds

    @cached_property
    def _kinds(self) -> tuple[object, ...]:
        return tuple(event.what.kind for event in self.events)

    @cached_property
    def _is_answered(self) -> bool:
        return self.ticket.answered_at is not None

    @cached_property
    def _missing(self) -> frozenset[str]:
        """What was not found in the first mail."""
        return frozenset(self._fields(What.RECEIVED, "missing"))

    @cached_property
    def _given_later(self) -> frozenset[str]:
        """What the citizen told when asked; or an earlier ticket, or another address did."""
        elsewhere = (d.field for d in self.ticket.details if d.source == "earlier" or d.by_another)
        return frozenset((*self._fields(What.FILLED, "given"), *elsewhere)) - self._changed

    @cached_property
    def _changed(self) -> frozenset[str]:
        """What the citizen put right: perhaps a new number, and the old one was right when it was told."""
        return frozenset(self._fields(What.CORRECTED, "details"))

    @cached_property
    def _overruled(self) -> frozenset[str]:
        """What still seemed to be missing when an officer took the report as complete."""
        if What.COMPLETED not in self._kinds:
            return frozenset()
        before = self.events[: self._kinds.index(What.COMPLETED)]
        earlier = Lesson(self.ticket, before, self.intake)
        return self._missing - frozenset(earlier._fields(What.FILLED, "given")) - earlier._stated

    @cached_property
    def _is_asked_back(self) -> bool:
        """Whether the officer's first deed on a report that was taken as complete was to ask for more."""
        asked = next((n for n, kind in enumerate(self._kinds) if kind in _QUESTIONS), None)
        if asked is None or What.UNDONE in self._kinds or What.COMPLETED in self._kinds:
            return False
        return not self._missing and _WORK.isdisjoint(self._kinds[:asked])

    @cached_property
    def _is_detail_asked_for(self) -> bool:
        """Whether the history says if the report was told: of kinds that are not asked about nothing is missing."""
        received = next((event.what for event in self.events if event.what.kind is What.RECEIVED), None)
        kind = received.fields.get("kind") if received is not None else None
        return str(kind) in self.intake.ask_kinds and FieldName.DETAIL in self.intake.required

    @cached_property
    def _group(self) -> str:
        return sha256((self.ticket.citizen.email or self.ticket.number or "").casefold().encode()).hexdigest()[:16]

    def _read_first(self, field: str) -> str:
        """Return what had been read before an officer first stated another."""
        amended = (e.what for e in self.events if e.what.kind is What.AMENDED and e.what.fields.get("field") == field)
        first = next(amended, None)
        return str(first.fields.get("old") or "") if first is not None else ""

    def _former(self, field: str) -> tuple[str, ...]:
        states = (d for d in self.ticket.details if d.field == field and d.source == BY_OFFICER)
        return next((state.former for state in states), ())

    def _fields(self, kind: What, name: str) -> tuple[str, ...]:
        """Return the fields that the happenings of a kind name; those of an earlier version name none."""
        found: list[str] = []
        for event in self.events:
            named = event.what.fields.get(name) if event.what.kind is kind else None
            found += map(str, named) if isinstance(named, tuple) else []
        return tuple(found)


@dataclass(frozen=True)
class _Mail:
    """The words of a mail in which a value can stand."""

    text: str
    sender: str

    @classmethod
    def of(cls, message: Message, raw: bytes, *, is_first: bool) -> "_Mail":
        """Take a mail's own words; what a later one quotes is ours."""
        mail = parse(raw)
        writer = next(iter(mail.from_), None)
        left_out = "\n".join(said for _, said in message.cuts or ())
        own = message.full_text if is_first or not message.text.strip() else f"{message.text}\n{left_out}"
        said = "\n".join((writer.name if writer is not None else "", mail.subject, own[:TEXT_MAX]))
        return cls(said, writer.address if writer is not None else "")

    def holds(self, field: str, value: str) -> bool | None:
        """Return whether a value stands in the mail; None where it stands there in part."""
        return _HOLDS[field](self, value)

    def holds_number(self, value: str) -> bool | None:
        """The same of a number in E.164, however it is written."""
        dialled = value.removeprefix("+62").removeprefix("+")
        return dialled in _SEPARATORS.sub("", self.text) or value in numbers_of(self.text)

    def holds_address(self, value: str) -> bool | None:
        """The same of a mailbox."""
        return value.casefold() in (*_mailboxes(self.text), self.sender.casefold())

    def holds_words(self, value: str) -> bool | None:
        """The same of what is written in words, in another order and spelling of the small ones as well."""
        words = set(_WORD.findall(value.casefold()))
        share = len(words & self._words) / len(words) if words else 0.0
        return True if share >= STANDS_FROM else False if share <= ABSENT_UP_TO else None

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self.text.casefold()))


def _mailboxes(text: str) -> Sequence[str]:
    return [word.strip("<>()[],;:\"'").rstrip(".") for word in text.casefold().split() if "@" in word]


_HOLDS: Mapping[str, Callable[[_Mail, str], bool | None]] = {
    FieldName.NAME: _Mail.holds_words,
    FieldName.ADDRESS: _Mail.holds_words,
    FieldName.PHONE: _Mail.holds_number,
    FieldName.EMAIL: _Mail.holds_address,
}
