"""The settings that thinking needs, as plain frozen values.

The classes bear the names of the sections of settings.yaml and their fields the names of its keys (`from_` stands for
the key `from`, a word of Python's); mailticket.settings fills them, refuses unknown keys, and adds what only the edges
need (hosts, passwords, ports). What a value must be stands beside its type: an enum, a spelling, a range.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from annotated_types import Interval

from mailticket.core.citizen import REQUIRED, FieldName
from mailticket.core.spelling import Address, Day, Hour, Id, Language, Text, TicketPrefix, TimeZone, Weekdays

WorkingDays = Annotated[int, Interval(ge=1, le=365)]
Probability = Annotated[float, Interval(ge=0, le=1)]
Bytes = Annotated[int, Interval(ge=1, le=2**40)]


class Kind(StrEnum):
    """What a citizen wants of the desk."""

    PENGADUAN = "pengaduan"  # a complaint
    ASPIRASI = "aspirasi"  # a wish or a proposal
    PERMOHONAN_INFORMASI = "permohonan_informasi"  # a request for public information
    LAINNYA = "lainnya"  # anything else: acknowledged, nothing asked


STAFF_LANGUAGE = "id"  # officers, units and supervisors read Indonesian
AUTO = "auto"  # desk.language: each citizen's own, as far as the reader tells it


class SupervisorRole(StrEnum):
    """Which of the supervisors somebody is."""

    SUPERVISOR = "supervisor"  # of the desk
    HEAD = "head"  # above the desk


class RungRecipient(StrEnum):
    """Who is told when a rung of the ladder falls due."""

    OFFICER = "officer"  # who has the ticket
    SUPERVISOR = "supervisor"  # all supervisors of this role
    HEAD = "head"  # all supervisors of this role


class Anonymous(StrEnum):
    """What becomes of a report whose writer gives no name, after one question."""

    SERVE = "serve"  # it is handled like any other
    CLOSE = "close"  # it is asked for like any detail, and closed when no answer comes


class ClockStart(StrEnum):
    """From when the working days are counted."""

    COMPLETE = "complete"  # from the mail that gave the last detail
    RECEIVED = "received"  # from the first mail


class TrustMode(StrEnum):
    """By what a mail from an officer's address is believed."""

    NONE = "none"  # nothing: every sender is believed
    AUTHENTICATION_RESULTS = "authentication_results"  # our own mail server's Authentication-Results (RFC 8601)
    MICROSOFT365 = "microsoft365"  # that service's form of them
    DKIM = "dkim"  # signatures, checked here (RFC 6376)


@dataclass(frozen=True, slots=True)
class Referral:
    """Another institution that a citizen can be referred to (`#bukan-kewenangan`)."""

    id: Id
    name: Text
    channel: Text


@dataclass(frozen=True, slots=True)
class Desk:
    """The institution and its public face."""

    address: Address
    institution: str = ""  # left out: the domain of the address
    name: Text = "Layanan Pengaduan Masyarakat"
    decree: str = ""  # left out: letters cite none
    aliases: tuple[Address, ...] = ()
    call_centre: str = ""
    whatsapp: str = ""
    phones: tuple[str, ...] = ()
    site: str = ""
    timezone: TimeZone = "Asia/Jakarta"
    language: Language = AUTO  # or one that there are templates of
    ticket_prefix: TicketPrefix = "TIKET"
    templates_folder: Text | None = None
    referrals: tuple[Referral, ...] = ()

    def __post_init__(self) -> None:
        """Call an institution that is not named by its domain: no letter may bear another one's name."""
        if not self.institution.strip():
            object.__setattr__(self, "institution", self.address.rpartition("@")[2])

    def language_for(self, language_of_writer: str) -> str:
        """Return the language in which a citizen is written to."""
        return language_of_writer if self.language == AUTO else self.language


@dataclass(frozen=True, slots=True)
class Officer:
    """One who answers citizens; no categories named: all of them."""

    id: Id
    name: Text
    address: Address
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Supervisor:
    """One who gets the digest and the escalations."""

    id: Id
    name: Text
    address: Address
    role: SupervisorRole = SupervisorRole.SUPERVISOR


@dataclass(frozen=True, slots=True)
class Unit:
    """A work unit (unit kerja) that complaints are forwarded to."""

    id: Id
    name: Text
    addresses: tuple[Address, ...]
    aliases: tuple[str, ...] = ()
    reply_working_days: WorkingDays = 3
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """A subject of complaints, recognised by weighted words."""

    id: Id
    name: Text
    unit: str | None = None
    working_days: WorkingDays | None = None
    confidential: bool = False
    keywords: Mapping[str, Annotated[int, Interval(ge=1, le=1000)]] = field(default_factory=dict)


OTHER = Category("lain", "Lain-lain")  # where no categories are named


@dataclass(frozen=True, slots=True)
class WebForm:
    """A web form's relay address: the address typed into the form is the citizen's."""

    from_: Address  # settings key `from`


@dataclass(frozen=True, slots=True)
class Intake:
    """What a citizen must give, and how often we ask."""

    required: tuple[FieldName, ...] = REQUIRED
    ask_kinds: tuple[Kind, ...] = (Kind.PENGADUAN, Kind.ASPIRASI, Kind.PERMOHONAN_INFORMASI)
    asks_max: Annotated[int, Interval(ge=0, le=100)] = 3
    remind_after_working_days: tuple[WorkingDays, ...] = (2, 4)
    close_after_working_days: WorkingDays = 10
    anonymous: Anonymous = Anonymous.SERVE
    web_forms: tuple[WebForm, ...] = ()
    topics: tuple[str, ...] = ()  # words of the institution's field, by which a report is seen to tell a matter


@dataclass(frozen=True, slots=True)
class Reader:
    """How sure the reader of mails must be; what lies between the two is taken, and shown as doubtful."""

    model: Text | None = None  # a file; None: the shipped one
    ask_from: Annotated[float, Interval(ge=0.5, le=1)] = 0.65  # a detail is asked for that is so probably missing
    take_from: Probability = 0.65  # a detail is taken without doubt that is so probably right


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When staff are mailed; `from_`/`to` narrow a row to a season (Ramadan)."""

    days: Weekdays  # "mon-thu", "fri", "mon,wed"
    open: Hour  # "07:30"
    close: Hour
    from_: Day | None = None
    to: Day | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """The working-day clock."""

    start: ClockStart = ClockStart.COMPLETE
    working_days: WorkingDays = 5
    working_days_by_kind: Mapping[Kind, WorkingDays] = field(default_factory=lambda: {Kind.PERMOHONAN_INFORMASI: 10})
    first_day_counts: bool = False
    cutoff: Hour | None = None
    due_time: Hour = "16:00"
    pause_working_days_max: Annotated[int, Interval(ge=0, le=365)] = 10
    close_answered_after_working_days: WorkingDays = 5
    office_hours: tuple[OfficeHours, ...] = (
        OfficeHours("mon-thu", "07:30", "16:00"),
        OfficeHours("fri", "07:30", "16:30"),
    )


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the escalation ladder; days before (0: on, -1: after) the due date."""

    id: Id
    working_days_left: Annotated[int, Interval(ge=-365, le=365)]
    to: tuple[RungRecipient, ...]


@dataclass(frozen=True, slots=True)
class Escalation:
    """The ladder, and the hour of day at which its rungs fall due."""

    time: Hour = "08:00"
    rungs: tuple[Rung, ...] = (
        Rung("warning", 2, (RungRecipient.OFFICER,)),
        Rung("urgent", 1, (RungRecipient.OFFICER, RungRecipient.SUPERVISOR)),
        Rung("due", 0, (RungRecipient.SUPERVISOR,)),
        Rung("overdue", -1, (RungRecipient.SUPERVISOR, RungRecipient.HEAD)),
    )
    acknowledged_holds_hours: Annotated[int, Interval(ge=0, le=365 * 24)] = 4
    repeat_after_working_days: Annotated[int, Interval(ge=1, le=365)] = 5  # the last rung, until the ticket is answered


@dataclass(frozen=True, slots=True)
class DigestRule:
    """Who gets the daily digest, and when."""

    time: Hour = "07:30"
    to: tuple[SupervisorRole, ...] = (SupervisorRole.SUPERVISOR, SupervisorRole.HEAD)
    officers: bool = True


@dataclass(frozen=True, slots=True)
class Trust:
    """How an officer's mail is proven; keys are kept apart (core.thread.Keys)."""

    officers: TrustMode = TrustMode.AUTHENTICATION_RESULTS
    authserv_id: Text | None = None
    received_above_max: Annotated[int, Interval(ge=0, le=100)] = 1
    token_days: Annotated[int, Interval(ge=1, le=36500)] = 90


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit of the desk, unit last."""

    mail_size_bytes_max: Bytes = 26_214_400
    outgoing_size_bytes_max: Bytes = 10_485_760
    letter_characters_max: Annotated[int, Interval(ge=1_000, le=10**9)] = 60_000
    history_mail_characters_max: Annotated[int, Interval(ge=0, le=10**9)] = 4_000
    history_characters_max: Annotated[int, Interval(ge=0, le=10**9)] = 20_000
    read_seconds_max: Annotated[int, Interval(ge=1, le=3600)] = 30
    read_first_seconds_max: Annotated[int, Interval(ge=1, le=3600)] = 10
    read_memory_bytes_max: Bytes = 1_073_741_824
    claim_bytes_max: Bytes = 33_554_432
    attempts_max: Annotated[int, Interval(ge=1, le=100)] = 3
    undo_seconds: Annotated[int, Interval(ge=0, le=86400)] = 120
    answer_again_minutes: Annotated[int, Interval(ge=0, le=1440)] = 5
    answer_age_hours_max: Annotated[int, Interval(ge=0, le=365 * 24)] = 72
    automatic_per_sender_day_max: Annotated[int, Interval(ge=0, le=10**9)] = 6
    doubts_per_person_hour_max: Annotated[int, Interval(ge=1, le=10**9)] = 5
    automatic_per_domain_hour_max: Annotated[int, Interval(ge=0, le=10**9)] = 200
    automatic_per_hour_max: Annotated[int, Interval(ge=1, le=10**9)] = 600
    retry_days_max: Annotated[int, Interval(ge=1, le=36500)] = 5
    sent_bytes_days: Annotated[int, Interval(ge=1, le=36500)] = 30


@dataclass(frozen=True, slots=True)
class Policy:
    """All settings that core thinks with, bundled; made once by settings.py, the same for a whole run."""

    desk: Desk
    officers: tuple[Officer, ...] = ()
    supervisors: tuple[Supervisor, ...] = ()
    units: tuple[Unit, ...] = ()
    categories: tuple[Category, ...] = (OTHER,)
    intake: Intake = field(default_factory=Intake)
    reader: Reader = field(default_factory=Reader)
    clock: Clock = field(default_factory=Clock)
    escalation: Escalation = field(default_factory=Escalation)
    digest: DigestRule = field(default_factory=DigestRule)
    trust: Trust = field(default_factory=Trust)
    limits: Limits = field(default_factory=Limits)
    lists: tuple[str, ...] = ()  # mailbox.lists
    plus_addressing: bool = False  # mailbox.plus_addressing
    bounce_address: str | None = None  # smtp.bounce_address

    @property
    def own_addresses(self) -> frozenset[str]:
        """The desk's own addresses, lower case: never answered."""
        return frozenset(address.lower() for address in (self.desk.address, *self.desk.aliases))

    @property
    def form_addresses(self) -> frozenset[str]:
        """The addresses in whose name the site's forms send, lower case."""
        return frozenset(form.from_.lower() for form in self.intake.web_forms)
