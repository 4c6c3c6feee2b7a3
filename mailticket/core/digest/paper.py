"""The values of a digest: what is told, what it is made of, and how far the last one told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from mailticket.core.happenings import Happening


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a digest tells: the newest row of each table at its time, so that each row is told once.

    A moment would not do: a mail that is committed a little after the digest may bear an earlier time.
    """

    at: datetime
    event: int = 0
    mail: int = 0
    send: int = 0


@dataclass(frozen=True, slots=True)
class HeldMail:
    """A mail that a person must decide about."""

    id: int  # row of the kept mail
    from_: str
    received_at: datetime
    reasons: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """What the ledger and the outbox count, and what there is to warn of."""

    mails: Mapping[str, int] = field(default_factory=dict)  # by state, since the last digest
    sends: Mapping[str, int] = field(default_factory=dict)  # by state, since the last digest
    unanswered: tuple[tuple[tuple[Happening, ...], int], ...] = ()  # mails that became no ticket, by the reason
    waiting: Mapping[str, int] = field(default_factory=dict)  # in all: kept and shunted mails, sends queued for long
    warnings: tuple[str, ...] = ()
    held: tuple[HeldMail, ...] = ()  # the newest of those that still wait for a person


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a digest, with a remark below it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    is_cut: bool = False  # tickets are left out here, the attached file has them
    orders: tuple[str, ...] = ()  # for each row what a reply orders about it: a link where the mail can have one


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a drawing: how many tickets somebody has, and how many of them are late."""

    label: str
    count: int
    late: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """What is told of a day."""

    title: str
    on: date
    lead: str  # the day in a sentence
    headline: tuple[tuple[str, int], ...]
    sections: tuple[Section, ...]
    bars: tuple[Bar, ...]
    warnings: tuple[str, ...]
    proof: str
    subject: str  # the numbers that matter first
