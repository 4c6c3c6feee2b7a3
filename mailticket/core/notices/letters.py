"""Every letter of the desk: a row, and below the rows the value that its template is given.

To add one: its row, its value, its templates (templates/README.md), and whoever sends it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

from mailticket.core.digest.paper import Digest
from mailticket.core.happenings import Happening, Hold
from mailticket.core.notices.notice import (
    Cuts,
    Handing,
    History,
    Lasting,
    LetterKind,
    LetterRow,
    Loss,
    Nature,
    News,
    Priority,
    Value,
)
from mailticket.core.people import Role
from mailticket.core.ticket import Outcome, Status


def _to_citizen(name: str, called: str, **more: Any) -> LetterRow:
    return _to(Role.CITIZEN, name, called, **{"priority": Priority.CITIZEN, **more})


def _to(role: Role, name: str, called: str, title: str = "", **more: Any) -> LetterRow:
    word = f"{role}.{name}"
    return LetterRow(word, called, word, role=role, title=title, **more)


_HUMAN = {"nature": Nature.HUMAN, "priority": Priority.ANSWER, "loss": Loss.ANSWER}
_WORK = {"priority": Priority.WORK, "loss": Loss.WORK}
_ASKING = {"lasting": Lasting.WHILE_ASKING, "loss": Loss.ASKING, "by_itself": True}
_ESCALATION = {"priority": Priority.WORK, "lasting": Lasting.WHILE_DUE}


class Letter(LetterKind):
    """The rows."""

    ACKNOWLEDGED = _to_citizen("acknowledged", "tanda terima", nature=Nature.REPLIED, by_itself=True)
    DETAILS_MISSING = _to_citizen("details_missing", "permintaan kelengkapan", nature=Nature.REPLIED, **_ASKING)
    REMINDED = _to_citizen("reminded", "pengingat kepada pelapor", **_ASKING)
    QUESTION = _to_citizen("question", "pertanyaan kepada pelapor", **_HUMAN)
    FORWARDED = _to_citizen("forwarded", "kabar penerusan")
    EXTENDED = _to_citizen("extended", "kabar perpanjangan batas waktu")
    ANSWERED = _to_citizen("answered", "jawaban", **_HUMAN)
    CLOSED = _to_citizen("closed", "kabar penutupan", loss=Loss.ANSWER)
    CLOSED_NO_RESPONSE = _to_citizen(
        "closed_no_response", "kabar penutupan", lasting=Lasting.WHILE_CLOSED, by_itself=True
    )
    REFERRED = _to_citizen("referred", "rujukan", **_HUMAN)
    ASSIGNED = _to(Role.OFFICER, "assigned", "penyerahan laporan kepada petugas", "Laporan baru", **_WORK)
    FOLLOWUP = _to(Role.OFFICER, "followup", "kabar surel baru kepada petugas", "Surel baru dari pelapor", **_WORK)
    DRAFT = _to(Role.OFFICER, "draft", "konsep jawaban unit kerja", "Konsep jawaban unit kerja", **_WORK)
    RECEIPT = _to(Role.OFFICER, "receipt", "tanda terima perintah", "Perintah Anda telah dijalankan", needs_ticket=None)
    NOT_DONE = _to(Role.OFFICER, "not_done", "penolakan perintah", "Surel Anda tidak dijalankan", needs_ticket=None)
    HELD = _to(
        Role.OFFICER, "held", "pertanyaan kepada petugas", "Surel Anda kami tahan: apa maksud Anda?", needs_ticket=None
    )
    OFFICER_ESCALATED = _to(
        Role.OFFICER, "escalated", "eskalasi kepada petugas", "Eskalasi: laporan belum dijawab", **_ESCALATION
    )
    UNDELIVERED = _to(
        Role.OFFICER,
        "undelivered",
        "kabar surel tidak sampai",
        "Jawaban tidak sampai kepada pelapor",
        priority=Priority.WORK,
    )
    OFFICER_DIGEST = _to(Role.OFFICER, "digest", "ringkasan petugas", "Ringkasan harian", needs_ticket=False)
    UNIT_FORWARDED = _to(
        Role.UNIT, "forwarded", "penerusan kepada unit kerja", "Mohon tindak lanjut laporan masyarakat", **_WORK
    )
    UNIT_REMINDED = _to(
        Role.UNIT,
        "reminded",
        "pengingat kepada unit kerja",
        "Pengingat: mohon tindak lanjut",
        priority=Priority.WORK,
        lasting=Lasting.WHILE_UNIT_OWES,
    )
    SUPERVISOR_ESCALATED = _to(
        Role.SUPERVISOR, "escalated", "eskalasi kepada atasan", "Eskalasi: laporan belum dijawab", **_ESCALATION
    )
    SUPERVISOR_DIGEST = _to(Role.SUPERVISOR, "digest", "ringkasan harian", "Ringkasan harian", needs_ticket=False)


NOTICES = tuple(letter.word for letter in Letter)
CITIZEN_NOTICES = tuple(letter.word for letter in Letter if letter.role is Role.CITIZEN)
STAFF_NOTICES = tuple(name for name in NOTICES if name not in CITIZEN_NOTICES)


@dataclass(frozen=True)
class Acknowledged(Value):
    """The report is complete; the date of the answer is the ticket's."""

    letter = Letter.ACKNOWLEDGED
    working_days: int


@dataclass(frozen=True)
class DetailsMissing(Value):
    """What is missing, and nothing else, is asked for."""

    letter = Letter.DETAILS_MISSING
    missing: tuple[str, ...]
    working_days: int
    first: bool  # asked for the first time
    confirms: bool = False  # whether its owner wrote at all is asked, since a machine named the address


@dataclass(frozen=True)
class Reminded(Value):
    """We still wait: for details, or for the answer to a question."""

    letter = Letter.REMINDED
    missing: tuple[str, ...]
    question: str | None
    close_on: date


@dataclass(frozen=True)
class _Answer(Value):
    """An officer's words, and when they were written."""

    text: str
    close_on: date | None
    answered_on: date
    working_day: int | None  # of the answer, by the clock; None: the clock does not run, or began anew


@dataclass(frozen=True)
class Question(_Answer):
    """An officer asks the citizen."""

    letter = Letter.QUESTION
    close_on: date


@dataclass(frozen=True)
class Forwarded(Value):
    """The report went to a unit."""

    letter = Letter.FORWARDED
    unit_name: str
    due_on: date | None


@dataclass(frozen=True)
class Extended(Value):
    """The answer takes longer; the new date is the ticket's."""

    letter = Letter.EXTENDED


@dataclass(frozen=True)
class Answered(_Answer):
    """The answer; one to a report that is closed already has no day on which we would close it."""

    letter = Letter.ANSWERED
    shared: bool = False  # the answer to another report, into which this one was merged


@dataclass(frozen=True)
class Closed(Value):
    """The end, with an officer's words or without."""

    letter = Letter.CLOSED
    outcome: Outcome
    text: str = ""
    goes_on: str = ""  # the number of the same citizen's report into which it was merged

    @property
    def is_human(self) -> bool:
        """True where it carries an officer's words."""
        return bool(self.text)


@dataclass(frozen=True)
class ClosedNoResponse(Value):
    """The end for now, since the citizen did not answer."""

    letter = Letter.CLOSED_NO_RESPONSE
    missing: tuple[str, ...]
    question: str | None


@dataclass(frozen=True)
class Referred(Value):
    """Another institution is competent."""

    letter = Letter.REFERRED
    text: str
    institution: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class _OfTicket(Value):
    """What an officer is shown of a mail in a ticket."""

    history: History = ()
    days_left: int | None = None
    cuts: Cuts = ()  # what of the mails is not counted as their text
    is_cut: bool = False  # the mail's text is longer than can be read


@dataclass(frozen=True)
class Assigned(_OfTicket):
    """An officer gets a ticket."""

    letter = Letter.ASSIGNED
    reason: Handing
    text: str
    category_name: str
    note: str = ""
    words: tuple[str, ...] = ()  # by which the category was known
    earlier: tuple[tuple[str, str, Status], ...] = ()  # number, subject, status of the sender's other tickets
    unasked: Happening | None = None  # why the citizen is not asked for what is missing
    close_on: date | None = None  # when such a ticket ends if nobody acts
    marks: tuple[str, ...] = ()  # what to look at: perhaps spam, perhaps not our business
    unsure: Mapping[str, str] | None = None  # by field, how sure a doubtful detail is, and where it comes from


@dataclass(frozen=True)
class Followup(_OfTicket):
    """Somebody wrote in an officer's ticket."""

    letter = Letter.FOLLOWUP
    what: News
    from_: str
    text: str
    unasked: Happening | None = None  # why the citizen is not asked for what is missing
    close_on: date | None = None  # when such a ticket ends if nobody acts
    changed: Mapping[str, str] = field(default_factory=dict)  # by field, what became of a detail, and how sure it is


@dataclass(frozen=True)
class Draft(_OfTicket):
    """A unit's answer waits for the officer's release."""

    letter = Letter.DRAFT
    unit_name: str
    text: str
    written_from: tuple[str, bool, bool] | None = None  # the address; whether it is the unit's; whether it is proven
    files: tuple[str, ...] = ()
    machine: bool = False  # a program of the unit's sent it


@dataclass(frozen=True)
class Receipt(Value):
    """What was done, what goes out and when, what must be told by phone, what went out in somebody's name."""

    letter = Letter.RECEIPT
    done: tuple[Happening | str, ...] = ()
    sends_at: datetime | None = None
    pieces: tuple[tuple[str, str], ...] = ()  # who got it ("": nobody), and the words
    unit_sees: tuple[tuple[str, str], ...] = ()  # of a confidential report: what it is, and the words before masking
    script: str = ""  # to be told by phone, or to be asked
    script_asks: bool = False
    sent: tuple[tuple[str, str, str, str], ...] = ()  # ticket, when, what, to whom
    register: bool = False  # the form of #daftar is shown


@dataclass(frozen=True, kw_only=True)
class Doubted(Value):
    """A mail of the staff's is not carried out, and whoever is its writer is told or asked."""

    reason: Hold
    text: str
    asks: bool = False  # whether a yes is enough
    does: tuple[Happening, ...] = ()  # what a yes brings about, and nothing else
    goes_out: str = ""  # to the citizen, word for word
    goes_with: tuple[str, ...] = ()  # files
    stays: tuple[str, ...] = ()  # files of the mail that do not go out
    cuts: Cuts = ()
    lost: str = ""  # what would be left out although it may be text, as it was written

    def unquoted(self) -> Self:
        """Return it without a word of the mail that it is about."""
        return replace(self, text="", does=(), goes_out="", goes_with=(), stays=(), cuts=(), lost="")


@dataclass(frozen=True, kw_only=True)
class NotDone(Doubted):
    """The sender of a mail in an officer's name is not proven."""

    letter = Letter.NOT_DONE
    written_at: datetime | None
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class Held(Doubted):
    """Nothing is done yet, and the sender is asked what was meant."""

    letter = Letter.HELD
    word: str = ""  # the command that makes the trouble
    near: tuple[str, ...] = ()  # what it may have meant
    guess: str | None = None  # the ticket that it may be about
    proposed_name: str = ""  # of who wrote a forwarded mail
    proposed_address: str = ""
    unit_name: str = ""
    slips: tuple[Happening, ...] = ()  # lines below #data that cannot be taken

    def unquoted(self) -> Self:
        """Return it without a word of the mail that it is about."""
        return replace(super().unquoted(), word="", near=(), proposed_name="", proposed_address="", slips=())


@dataclass(frozen=True)
class _Escalated(Value):
    """A ticket nears its due date or has passed it; of many at once only `rows`."""

    days_left: int | None
    rows: tuple[tuple[str, str, str, str, str], ...] = ()  # number, subject, officer, due date, days left
    rung: str = ""
    explanation: tuple[str, ...] = ()
    officer_name: str = ""
    unit_names: tuple[str, ...] = ()
    position: Status = Status.OPEN

    @property
    def needs_ticket(self) -> bool:
        """One that tells of many tickets is about none of them."""
        return not self.rows


@dataclass(frozen=True)
class OfficerEscalated(_Escalated):
    """To the ticket's officer."""

    letter = Letter.OFFICER_ESCALATED


@dataclass(frozen=True)
class SupervisorEscalated(_Escalated):
    """To a supervisor or head."""

    letter = Letter.SUPERVISOR_ESCALATED


@dataclass(frozen=True)
class Undelivered(Value):
    """A mail of ours did not reach its reader."""

    letter = Letter.UNDELIVERED
    what: Letter
    address: str
    says: str  # the mail server's words
    phone: str
    text: str


@dataclass(frozen=True)
class OfficerDigest(Value):
    """An officer's morning."""

    letter = Letter.OFFICER_DIGEST
    digest: Digest


@dataclass(frozen=True)
class UnitForwarded(Value):
    """A unit gets a report, with the officer's instruction."""

    letter = Letter.UNIT_FORWARDED
    unit_name: str
    instruction: str
    due_on: date  # the unit's own
    officer_name: str
    text: str
    cuts: Cuts = ()


@dataclass(frozen=True)
class UnitReminded(Value):
    """A unit's answer is due."""

    letter = Letter.UNIT_REMINDED
    due_on: date
    instruction: str
    days_left: int


@dataclass(frozen=True)
class SupervisorDigest(Value):
    """The supervisors' paper."""

    letter = Letter.SUPERVISOR_DIGEST
    digest: Digest
