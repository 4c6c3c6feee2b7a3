"""The settings that thinking needs, as plain frozen values.

The classes bear the names of the sections of settings.yaml and their fields the names of its keys (`from_` stands for
the key `from`, a word of Python's); mailticket.settings fills them, refuses unknown keys, and adds what only the edges
need (hosts, passwords, ports).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

KindName = Literal["pengaduan", "aspirasi", "permohonan_informasi", "lainnya"]
STAFF_LANGUAGE = "id"  # officers, units and supervisors read Indonesian
AUTO = "auto"  # desk.language: each citizen's own, as far as the reader tells it
FIELDS = ("name", "address", "phone", "email", "detail")  # the order of `missing` everywhere


@dataclass(frozen=True, slots=True)
class Referral:
    """Another institution that a citizen can be referred to (`#bukan-kewenangan`)."""

    id: str
    name: str
    channel: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The institution and its public face."""

    address: str
    institution: str = "Kementerian Koperasi dan UKM"
    name: str = "Bagian Komunikasi dan Aspirasi Publik"
    decree: str = "SK 20 Tahun 2021"
    aliases: tuple[str, ...] = ()
    call_centre: str = ""
    whatsapp: str = ""
    phones: tuple[str, ...] = ()
    site: str = ""
    timezone: str = "Asia/Jakarta"
    language: str = AUTO  # or one that there are templates of
    ticket_prefix: str = "KUKM"
    templates_folder: str | None = None
    referrals: tuple[Referral, ...] = ()

    def language_for(self, language_of_writer: str) -> str:
        """Return the language in which a citizen is written to."""
        return language_of_writer if self.language == AUTO else self.language


@dataclass(frozen=True, slots=True)
class Officer:
    """One who answers citizens; no categories named: all of them."""

    id: str
    name: str
    address: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Supervisor:
    """One who gets the digest and the escalations."""

    id: str
    name: str
    address: str
    role: Literal["supervisor", "head"] = "supervisor"


@dataclass(frozen=True, slots=True)
class Unit:
    """A work unit (unit kerja) that complaints are forwarded to."""

    id: str
    name: str
    addresses: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    reply_working_days: int = 3
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """A subject of complaints, recognised by weighted words."""

    id: str
    name: str
    unit: str | None = None
    working_days: int | None = None
    confidential: bool = False
    keywords: Mapping[str, int] = field(default_factory=dict)


OTHER = Category("lain", "Lain-lain")  # where no categories are named


@dataclass(frozen=True, slots=True)
class WebForm:
    """A web form's relay address: the address typed into the form is the citizen's."""

    from_: str  # settings key `from`


@dataclass(frozen=True, slots=True)
class Intake:
    """What a citizen must give, and how often we ask."""

    required: tuple[Literal["name", "address", "phone", "email", "detail"], ...] = FIELDS  # type: ignore[assignment]
    ask_kinds: tuple[KindName, ...] = ("pengaduan", "aspirasi", "permohonan_informasi")
    asks_max: int = 3
    remind_after_working_days: tuple[int, ...] = (2, 4)
    close_after_working_days: int = 10
    anonymous: Literal["serve", "close"] = "serve"
    web_forms: tuple[WebForm, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When staff are mailed; `from_`/`to` narrow a row to a season (Ramadan)."""

    days: str  # "mon-thu", "fri", "mon,wed"
    open: str  # "07:30"
    close: str
    from_: date | None = None
    to: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """The working-day clock."""

    start: Literal["complete", "received"] = "complete"
    working_days: int = 5
    working_days_by_kind: Mapping[KindName, int] = field(default_factory=lambda: {"permohonan_informasi": 10})
    first_day_counts: bool = False
    cutoff: str | None = None
    due_time: str = "16:00"
    pause_working_days_max: int = 10
    close_answered_after_working_days: int = 5
    office_hours: tuple[OfficeHours, ...] = (
        OfficeHours("mon-thu", "07:30", "16:00"),
        OfficeHours("fri", "07:30", "16:30"),
    )


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the escalation ladder; days before (0: on, -1: after) the due date."""

    id: str
    working_days_left: int
    to: tuple[Literal["officer", "supervisor", "head"], ...]


@dataclass(frozen=True, slots=True)
class Escalation:
    """The ladder, and the hour of day at which its rungs fall due."""

    time: str = "08:00"
    rungs: tuple[Rung, ...] = (
        Rung("warning", 2, ("officer",)),
        Rung("urgent", 1, ("officer", "supervisor")),
        Rung("due", 0, ("supervisor",)),
        Rung("overdue", -1, ("supervisor", "head")),
    )
    acknowledged_holds_hours: int = 4


@dataclass(frozen=True, slots=True)
class DigestRule:
    """Who gets the daily digest, and when."""

    time: str = "07:30"
    to: tuple[Literal["supervisor", "head"], ...] = ("supervisor", "head")
    officers: bool = True


@dataclass(frozen=True, slots=True)
class Trust:
    """How an officer's mail is proven; keys are kept apart (core.thread.Keys)."""

    officers: Literal["none", "authentication_results", "microsoft365", "dkim"] = "authentication_results"
    authserv_id: str | None = None
    received_above_max: int = 1
    token_days: int = 90


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit of the desk, unit last."""

    mail_size_bytes_max: int = 26_214_400
    outgoing_size_bytes_max: int = 10_485_760
    read_seconds_max: int = 30
    read_memory_bytes_max: int = 1_073_741_824
    attempts_max: int = 3
    undo_seconds: int = 120
    answer_age_hours_max: int = 72
    automatic_per_sender_day_max: int = 6
    automatic_per_domain_hour_max: int = 200
    automatic_per_hour_max: int = 600
    retry_days_max: int = 5


@dataclass(frozen=True, slots=True)
class Policy:
    """All settings that core thinks with, bundled; made once by settings.py, the same for a whole run."""

    desk: Desk
    officers: tuple[Officer, ...] = ()
    supervisors: tuple[Supervisor, ...] = ()
    units: tuple[Unit, ...] = ()
    categories: tuple[Category, ...] = (OTHER,)
    intake: Intake = field(default_factory=Intake)
    clock: Clock = field(default_factory=Clock)
    escalation: Escalation = field(default_factory=Escalation)
    digest: DigestRule = field(default_factory=DigestRule)
    trust: Trust = field(default_factory=Trust)
    limits: Limits = field(default_factory=Limits)
    plus_addressing: bool = False  # mailbox.plus_addressing
    bounce_address: str | None = None  # smtp.bounce_address

    @property
    def own_addresses(self) -> frozenset[str]:
        """The desk's own addresses, lower case: never answered."""
        return frozenset(address.lower() for address in (self.desk.address, *self.desk.aliases))
