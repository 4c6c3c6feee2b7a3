"""Ticket, Status and the state machine: a move returns a new Ticket, or raises ValueError when it is not allowed.

The clock (due date, `next_at`) is core.deadline's; decisions call it after every move.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from mailticket.core.citizen import NOBODY, Citizen, Doubt
from mailticket.core.happenings import Happening
from mailticket.core.people import Author, Role
from mailticket.core.policy import STAFF_LANGUAGE

_OF_NOTHING = sha256(b"").hexdigest()


class Status(StrEnum):
    """Where a ticket stands; each says whom it waits for."""

    AWAITING_DETAILS = "awaiting_details"  # identity or details missing; clock not started, or paused
    OPEN = "open"  # complete, waiting for the desk; clock runs
    AWAITING_CITIZEN = "awaiting_citizen"  # an officer asked the citizen; clock paused
    WITH_UNIT = "with_unit"  # forwarded; clock runs, the unit's leg has its own deadline
    UNIT_ANSWERED = "unit_answered"  # the unit's draft waits for the officer's release; clock runs
    ANSWERED = "answered"  # the SMTP server has accepted the answer; clock stopped
    CLOSED = "closed"  # done, with an outcome; clock stopped


class Outcome(StrEnum):
    """How a closed ticket ended."""

    RESOLVED = "resolved"
    NO_RESPONSE = "no_response"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


RUNNING = frozenset({Status.OPEN, Status.WITH_UNIT, Status.UNIT_ANSWERED})
WAITING = frozenset({Status.AWAITING_DETAILS, Status.AWAITING_CITIZEN})
STOPPED = frozenset({Status.ANSWERED, Status.CLOSED})

# From each status the statuses that a move may lead to; staying is always allowed.
MOVES: Mapping[Status, frozenset[Status]] = {
    Status.AWAITING_DETAILS: frozenset({Status.OPEN, Status.AWAITING_CITIZEN, Status.ANSWERED, Status.CLOSED}),
    Status.OPEN: frozenset(Status) - {Status.UNIT_ANSWERED, Status.AWAITING_DETAILS},
    Status.AWAITING_CITIZEN: frozenset(Status) - {Status.AWAITING_DETAILS},
    Status.WITH_UNIT: frozenset(Status) - {Status.AWAITING_DETAILS},
    Status.UNIT_ANSWERED: frozenset(Status) - {Status.AWAITING_DETAILS},
    Status.ANSWERED: frozenset({Status.OPEN, Status.CLOSED, Status.AWAITING_CITIZEN, Status.WITH_UNIT}),
    Status.CLOSED: frozenset({Status.OPEN, Status.AWAITING_DETAILS}),
}


class DetailState(StrEnum):
    """Whether there is a value for a field."""

    PRESENT = "present"
    MISSING = "missing"
    INVALID = "invalid"  # written, but it cannot be taken
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Detail:
    """How it stands with one field of the citizen's details."""

    field: str  # what mails tell of core.citizen.FIELDS; of detail, province and kind only what is doubtful
    state: DetailState = DetailState.MISSING
    source: str = ""  # core.citizen.Field.source, "earlier": an earlier ticket, or "officer": stated by one
    confidence: float = 0.0
    why: str = ""
    doubt: Doubt | None = None  # why what was written cannot be taken
    asked: int = 0  # how often we asked for it
    former: tuple[str, ...] = ()  # values that were corrected, in order: what hides the citizen hides them, too
    by_another: bool = False  # told from another address than the citizen's: it is not told to the citizen in turn

    def is_doubtful(self, take_from: float) -> bool:
        """Whether there is a value that is less sure than this."""
        return self.state is DetailState.PRESENT and 0 < self.confidence < take_from


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clock stood, waiting for the citizen; `until` None: still."""

    since: datetime
    until: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class Leg:
    """A unit's part of the way, with its own deadline."""

    unit: str
    forwarded_at: datetime
    due_on: date
    instruction: str = ""
    answered_at: datetime | None = None
    chased: tuple[str, ...] = ()  # ISO dates on which the unit was reminded


@dataclass(frozen=True, slots=True)
class Told:
    """A rung of the escalation ladder that was sent or passed over."""

    rung: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Unasked:
    """Something is missing and the citizen was not asked for it: either the asking only waits, or an officer has it."""

    why: Happening
    since: datetime
    ask_at: datetime | None = None  # when we ask, after a limit of the hour or the day; None: an officer has it
    told: int = 0  # how often those responsible were reminded


class Purpose(StrEnum):
    """What a mail of ours is for, where something follows when it goes out or waits for long."""

    NEWS = "news"  # nothing follows
    ANSWER = "answer"  # the ticket is answered
    CLOSING = "closing"  # it is answered and closed
    ADDENDUM = "addendum"  # more words in a ticket that stays closed
    QUESTION = "question"  # the citizen is asked
    CALL = "call"  # an answer that is told by phone
    RUNG = "rung"  # it proves that somebody was told in time
    CHASER = "chaser"


@dataclass(frozen=True, slots=True)
class Errand:
    """What is known of an outgoing mail beside its bytes; nothing of it is read out of its key."""

    purpose: Purpose = Purpose.NEWS
    mail: int | None = None  # the kept mail that ordered it
    ordered_by: str = ""  # an id of staff: who wrote that mail; of an escalation, who is told
    outcome: Outcome | None = None  # of a closing
    about: str = ""  # the rung or the unit
    due_on: date | None = None  # that a rung tells of
    counter: int | None = None  # which reminder or chaser it is

    def is_same(self, other: "Errand | None") -> bool:
        """Whether the same mail ordered the same."""
        return other is not None and (self.purpose, self.mail) == (other.purpose, other.mail)


NO_ERRAND = Errand()


@dataclass(frozen=True, slots=True)
class Telling:
    """One of the escalations that a mail tells together: each ticket gets its own proof of delivery."""

    ticket: str
    rung: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Ticket:
    """One matter of one citizen. Times are aware (UTC); dates are in the desk's zone."""

    subject: str
    received_at: datetime
    number: str | None = None  # born in the transaction that creates it
    status: Status = Status.AWAITING_DETAILS
    outcome: Outcome | None = None
    kind: str = "pengaduan"
    category: str = "lain"
    channel: str = "email"
    language: str = STAFF_LANGUAGE
    citizen: Citizen = NOBODY
    details: tuple[Detail, ...] = ()
    missing: tuple[str, ...] = ()
    officer: str | None = None
    legs: tuple[Leg, ...] = ()
    confidential: bool = False
    anonymous: bool = False
    silent: Happening | None = None  # why this ticket gets no automatic answer; None: it does
    # the clock
    complete_at: datetime | None = None
    clock_at: datetime | None = None  # from when the working days count: completion or receipt, or the reopening reply
    pauses: tuple[Pause, ...] = ()
    extension_working_days: int = 0
    due_on: date | None = None
    first_due_on: date | None = None  # the due date before the first reopening
    rungs: tuple[Told, ...] = ()  # sent or passed
    held_until: datetime | None = None  # #terima holds the next rung
    # the dialogue with the citizen
    asked: int = 0  # how often we asked for details or put a question, since it became complete
    asked_at: datetime | None = None
    reminders: int = 0  # since asked_at
    question: str | None = None  # the officer's open question
    unasked: Unasked | None = None  # while details are missing that we have not asked for
    # the answer
    draft: int | None = None  # the message that holds the unit's draft
    answering: Errand | None = None  # the answer that is on its way
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    next_at: datetime | None = None  # the earliest of rung, reminder, closing and chaser
    # other tickets
    follows: str | None = None  # the number of the ticket in whose thread this matter came up
    merged_into: str | None = None  # the number of the ticket in which the same matter goes on

    @property
    def doubts(self) -> Mapping[str, Doubt]:
        """Why what was written for a field could not be taken."""
        return {one.field: one.doubt for one in self.details if one.doubt is not None}

    @property
    def units(self) -> tuple[str, ...]:
        """Ids of the units that it was forwarded to, in order, each once."""
        return tuple(dict.fromkeys(leg.unit for leg in self.legs))

    @property
    def paused(self) -> bool:
        """True while the clock stands, or has not started, because we wait for the citizen."""
        is_running = self.clock_at is not None and not (self.pauses and self.pauses[-1].until is None)
        return self.status in WAITING and not is_running

    def moved(self, status: Status, **changes: Any) -> "Ticket":
        """Return the ticket in another status; raises ValueError when the move is not allowed."""
        if status is not self.status and status not in MOVES[self.status]:
            raise ValueError(f"{self.number}: {self.status} -> {status} is not a move")
        unasked = self.unasked if status is Status.AWAITING_DETAILS else None
        return replace(self, status=status, **{"unasked": unasked, **changes})

    def completed(self, now: datetime) -> "Ticket":
        """Everything needed is there: open, and the clock starts."""
        return self.moved(
            Status.OPEN, missing=(), complete_at=self.complete_at or now, asked=0, asked_at=None, reminders=0
        ).resumed(now)

    def paused_for(self, status: Status, now: datetime, why: str) -> "Ticket":
        """Wait for the citizen: the clock stands from now on."""
        running = self.pauses and self.pauses[-1].until is None
        pauses = self.pauses if running or self.clock_at is None else (*self.pauses, Pause(now, None, why))
        return self.moved(status, pauses=pauses, asked_at=now, asked=self.asked + 1, reminders=0, unasked=None)

    def resumed(self, now: datetime) -> "Ticket":
        """End the running pause, if there is one; no mail that crossed our question ends it before it began."""
        if not self.pauses or self.pauses[-1].until is not None:
            return self
        last = replace(self.pauses[-1], until=max(now, self.pauses[-1].since))
        return replace(self, pauses=(*self.pauses[:-1], last))

    def forwarded(self, leg: Leg) -> "Ticket":
        """Hand it to a unit; the same unit asked again gets a new leg."""
        clock_at = self.clock_at or leg.forwarded_at
        forwarded = self.moved(Status.WITH_UNIT, legs=(*self.legs, leg), draft=None, clock_at=clock_at)
        return forwarded.resumed(leg.forwarded_at)

    def unit_replied(self, unit: str, message: int | None, now: datetime) -> "Ticket":
        """A unit's reply is a draft that waits for the officer."""
        legs = tuple(
            replace(leg, answered_at=now) if leg.unit == unit and leg.answered_at is None else leg for leg in self.legs
        )
        status = Status.UNIT_ANSWERED if self.status in (Status.WITH_UNIT, Status.UNIT_ANSWERED) else self.status
        return self.moved(status, legs=legs, draft=message)

    def answered(self, now: datetime) -> "Ticket":
        """The SMTP server has accepted the answer."""
        return self.moved(Status.ANSWERED, answered_at=now, answering=None, draft=None).resumed(now)

    def closed(self, outcome: Outcome, now: datetime) -> "Ticket":
        """End it with an outcome."""
        return self.moved(Status.CLOSED, outcome=outcome, closed_at=now, answering=None).resumed(now)

    def merged(self, number: str, now: datetime) -> "Ticket":
        """End it, since the same matter goes on in another ticket."""
        return replace(self.closed(Outcome.DUPLICATE, now), merged_into=number)

    def reopened(self, now: datetime) -> "Ticket":
        """A reply to an answered or closed ticket: open again, a new due date counted from now, the first kept."""
        return self.moved(
            Status.OPEN,
            outcome=None,
            closed_at=None,
            answering=None,
            clock_at=now,
            complete_at=self.complete_at or now,
            first_due_on=self.first_due_on or self.due_on,
            pauses=(),
            extension_working_days=0,
            asked=0,
            asked_at=None,
            reminders=0,
            question=None,
            merged_into=None,
        )

    def undelivered(self, now: datetime) -> "Ticket":
        """The answer bounced: open again, and the clock goes on as if it had not been sent."""
        clock_at = self.clock_at or now  # it was answered before it was complete
        ended = {"answered_at": None, "closed_at": None, "outcome": None, "answering": None, "merged_into": None}
        return self.moved(Status.OPEN, clock_at=clock_at, **ended).resumed(now)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a ticket's history, or of the desk's own."""

    at: datetime
    what: Happening  # of the family What
    by: str  # mailticket | citizen | desk | an officer's, unit's or supervisor's id


class Direction(StrEnum):
    """Whether a mail came in or went out."""

    IN = "in"
    OUT = "out"


class MessageState(StrEnum):
    """What a mail of the correspondence is, or what became of it."""

    RECEIVED = "received"
    NOTE = "note"
    DRAFT = "draft"
    HELD = "held"
    QUEUED = "queued"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Message:
    """One mail of a ticket's correspondence, in or out."""

    at: datetime
    direction: Direction
    author: Author
    from_: str
    to: str
    subject: str
    message_id: str | None
    text: str  # what was newly written
    full_text: str = ""  # everything, quotation included
    id: int | None = None  # row
    mail: int | None = None  # row of the kept mail (incoming)
    notice: str | None = None  # outgoing: the letter's name
    state: MessageState = MessageState.RECEIVED
    dated: datetime | None = None  # what a mail that came in says of its time
    # What of a citizen's mail is left out of `text`: its sort, and its words. None: it is told by the full text alone.
    cuts: tuple[tuple[str, str], ...] | None = None
    is_cut: bool = False  # a limit of reading cut the text
    attachments: tuple["FileRef", ...] = ()

    @property
    def is_citizens(self) -> bool:
        """Whether the citizen wrote it."""
        return self.author.role is Role.CITIZEN


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file kept with a message; its bytes are in the store under the hash."""

    filename: str
    content_type: str
    size: int
    sha256: str
    inline: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it was received: of a file that was not there is no content, only the size that it would have."""
        return self.size == 0 or self.sha256 != _OF_NOTHING
