"""The settings as frozen values: the sections that only the edges need, and `Settings`, which holds all of them.

The sections that thinking needs are core.policy's. Pydantic reads plain dataclasses; a field without a default is a
required key. What a value must be stands beside its type; what several keys must be together is told by
mailticket.settings.rules.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from annotated_types import Interval
from pydantic import ConfigDict, PlainValidator

from mailticket.core.policy import (
    OTHER,
    Category,
    Clock,
    Desk,
    DigestRule,
    Escalation,
    Intake,
    Limits,
    Officer,
    Policy,
    Reader,
    Supervisor,
    SupervisorRole,
    Trust,
    Unit,
)
from mailticket.core.spelling import BounceAddress, Country, DatabaseUrl, Day, Host, Hour, KeyId, Spelling, Text, is_day
from mailticket.settings.secret import Secret

Port = Annotated[int, Interval(ge=1, le=65535)]


class Tls(StrEnum):
    """How a connection to a server is encrypted."""

    IMPLICIT = "implicit"  # from its first byte on
    STARTTLS = "starttls"  # by a command, before the login; never left out
    NONE = "none"  # not at all: loopback hosts, or where plaintext_allowed says so


class FirstMail(StrEnum):
    """From where the first start reads, beside a date."""

    NOW = "now"  # only what arrives from now on
    ALL = "all"  # whatever the folder holds


def _is_start(text: str) -> bool:
    return text in tuple(FirstMail) or is_day(text)


def _start(value: object) -> FirstMail | dt.date:
    text = str(value)
    return FirstMail(text) if text in tuple(FirstMail) else dt.date.fromisoformat(text)


# A plain validator, because pydantic tells the problem of a union at a place of its own for every member.
Start = Annotated[
    FirstMail | dt.date, Spelling(_is_start, "must be now, all or a date, not {given}"), PlainValidator(_start)
]


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where citizens' mail arrives (IMAP)."""

    host: Host
    user: Text
    password: Secret
    start: Start  # a date begins at midnight in the desk's time zone
    port: Port = 993
    tls: Tls = Tls.IMPLICIT
    plaintext_allowed: bool = False
    oauth2: None = None
    folder: Text = "INBOX"
    processed_folder: Text | None = None
    spam_folder: Text | None = None
    sent_folder: Text | None = None
    lists: tuple[Text, ...] = ()
    plus_addressing: bool = False
    poll_interval_seconds: Annotated[int, Interval(ge=1, le=86400)] = 60


@dataclass(frozen=True, slots=True)
class Smtp:
    """Where our mail is handed over; user and password are None for a relay without login.

    `connections_max` is a promise to the server; it holds by itself, since edges.smtp opens one connection at a time.
    """

    host: Host
    user: Text | None
    password: Secret | None
    port: Port = 587
    tls: Tls = Tls.STARTTLS
    plaintext_allowed: bool = False
    oauth2: None = None
    bounce_address: BounceAddress | None = None
    connections_max: Annotated[int, Interval(ge=1, le=100)] = 2


@dataclass(frozen=True, slots=True)
class Database:
    """Where the ticket book is; a SQLite file is given absolutely here."""

    url: DatabaseUrl
    password: Secret | None = None


@dataclass(frozen=True, slots=True)
class Decree:
    """A decree on holidays and joint leave; it replaces the library for the years of its file, or amends it.

    A file of a few days replaces a year only where `replace` says that this is meant.
    """

    number: str
    date: Day
    valid_from: Day
    file: Path
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are no working days."""

    country: Country = "ID"
    joint_leave: bool = True
    add: Mapping[Day, str] = field(default_factory=dict)
    remove: tuple[Day, ...] = ()
    decrees: tuple[Decree, ...] = ()


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key that signs or only verifies the tokens in our mail."""

    id: KeyId
    secret: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustSettings(Trust):
    """The section `trust`: the policy, and where its keys are; the first signs, all verify."""

    token_keys: tuple[TokenKey, ...]


@dataclass(frozen=True, slots=True)
class Http:
    """Health and metrics: nothing listens yet."""

    listen: None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the month by mail: to come."""

    to: tuple[SupervisorRole, ...] = ()
    day_of_month: Annotated[int, Interval(ge=1, le=28)] = 1
    time: Hour = "09:00"


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many days data stays: to come, until then nothing is deleted."""

    closed_days: Annotated[int, Interval(ge=1, le=36_500)] = 1_825
    raw_mail_days: Annotated[int, Interval(ge=1, le=36_500)] = 730


@dataclass(frozen=True)
class Settings:
    """Everything that settings.yaml says; made once, the same for a whole run."""

    # Reaches every plain dataclass below: an unknown key is an error, and the field `from_` is the key `from`.
    __pydantic_config__ = ConfigDict(extra="forbid", alias_generator=lambda field: field.removesuffix("_"))

    desk: Desk
    mailbox: Mailbox
    smtp: Smtp
    officers: tuple[Officer, ...]
    supervisors: tuple[Supervisor, ...]
    database: Database
    trust: TrustSettings
    units: tuple[Unit, ...] = ()
    categories: tuple[Category, ...] = (OTHER,)
    intake: Intake = field(default_factory=Intake)
    reader: Reader = field(default_factory=Reader)
    clock: Clock = field(default_factory=Clock)
    calendar: Calendar = field(default_factory=Calendar)
    escalation: Escalation = field(default_factory=Escalation)
    digest: DigestRule = field(default_factory=DigestRule)
    limits: Limits = field(default_factory=Limits)
    report: Report | None = None
    retention: Retention | None = None
    http: Http | None = None

    @property
    def to_come(self) -> tuple[str, ...]:
        """Sections that say what is not done yet: who writes how long data may stay must not believe it is deleted."""
        return tuple(name for name in ("report", "retention") if getattr(self, name) is not None)

    @property
    def policy(self) -> Policy:
        """What core thinks with."""
        return Policy(
            desk=self.desk,
            officers=self.officers,
            supervisors=self.supervisors,
            units=self.units,
            categories=self.categories,
            intake=self.intake,
            reader=self.reader,
            clock=self.clock,
            escalation=self.escalation,
            digest=self.digest,
            trust=Trust(
                officers=self.trust.officers,
                authserv_id=self.trust.authserv_id,
                received_above_max=self.trust.received_above_max,
                token_days=self.trust.token_days,
            ),
            limits=self.limits,
            lists=self.mailbox.lists,
            plus_addressing=self.mailbox.plus_addressing,
            bounce_address=self.smtp.bounce_address,
        )
