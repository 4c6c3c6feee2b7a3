"""What a template is given: the desk, the ticket and the notice's value, cleaned and masked for this recipient.

No text of somebody else reaches a template as it came: controls and tokens are taken out, identity and account numbers
hidden, for citizens the officers' own addresses, for units the identity of a citizen who shall not be known.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from mailticket.core import masking, words
from mailticket.core import token as tokens
from mailticket.core.citizen import FIELDS, NOBODY, VALUES, Citizen, FieldName
from mailticket.core.compose.clean import clean_line, clean_text, each_text
from mailticket.core.compose.labels import Labels
from mailticket.core.decide.commands import COMMANDS, Row
from mailticket.core.happenings import Family, Happening
from mailticket.core.lures import leads_somewhere
from mailticket.core.mail import Attachment
from mailticket.core.notices.notice import Notice, Value
from mailticket.core.people import Person, Role
from mailticket.core.policy import STAFF_LANGUAGE, Category, Desk, Limits, Officer, Policy, Unit
from mailticket.core.ticket import Ticket
from mailticket.core.withholding import without_identity

Change = Callable[[str], str]

REST = "teks selengkapnya"  # what a text is called that is too long for a letter
# Values that may be long, and in which a citizen's identity may stand.
WORDS_OF_OTHERS = ("text", "instruction", "question", "note", "script", "lost", "cuts")
UNIT_SEES = "unit_sees"  # what a unit reads of a confidential report, shown to the officer as the unit reads it
PIECES = ("pieces", UNIT_SEES)  # values of several texts, each with what it is
CONTINUED, LEFT_OUT = "[lanjutannya terlampir]", "[...]"
NAME_CHARACTERS_MAX = 80
VALUE_CHARACTERS_MAX = 300
# Details that are withheld in their own way, and the province, which says too little of anybody to be hidden.
_OWN_PATTERN = frozenset({FieldName.EMAIL, FieldName.PHONE, FieldName.ADDRESS, FieldName.NAME, "province"})


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one detail of the citizen, with its short label."""

    field: str
    label: str
    value: str
    doubtful: bool = False  # it may be wrong


@dataclass(frozen=True)
class OfTicket:
    """What a template knows of the ticket; all of it empty in a mail without one."""

    number: str | None = None
    ticket: Ticket | None = None
    citizen: Citizen = NOBODY
    kind_name: str = ""
    category_name: str = ""
    channel_name: str = ""
    status_name: str = ""
    officer_name: str = ""
    unit_names: tuple[str, ...] = ()
    form: tuple[str, ...] = ()  # labels of the missing fields
    missing: tuple[str, ...] = ()
    missing_names: tuple[str, ...] = ()  # what staff call them
    asked: tuple[tuple[str, str], ...] = ()  # the missing fields, each with the words that ask for it
    facts: tuple[Fact, ...] = ()  # what is known of the citizen
    known: tuple[Fact, ...] = ()  # of it what a citizen is asked for
    detail_known: bool = False
    doubtful: tuple[str, ...] = ()  # labels of what is known and perhaps wrong
    unsaid: tuple[str, ...] = ()  # labels of what another address told, and this citizen is not told
    due_on: date | None = None


@dataclass(frozen=True)
class View:
    """Everything that the templates of one notice may use (templates/README has the table)."""

    desk: Desk
    to: Person
    notice: str
    language: str
    now: datetime
    today: date
    undo_minutes: int
    can_undo: bool
    working_days: int
    due_time: str
    commands: tuple[Row, ...]  # what officers are reminded of at the foot; the whole list comes with #bantuan
    units: tuple[Unit, ...]
    officers: tuple[Officer, ...]
    categories: tuple[Category, ...]
    identity_hidden: bool
    of_ticket: OfTicket
    value: Mapping[str, object]  # of the notice, by the names of its fields
    days_left: int | None = None
    left_out: tuple[tuple[str, int], ...] = ()  # what is not sent with it: files, the rest of a text (name, size)
    continued: tuple[Attachment, ...] = ()  # texts that are too long for a letter, whole
    unreceived: tuple[tuple[str, int], ...] = ()  # files of a mail that was too large to be fetched whole
    own_copies: tuple[str, ...] = ()  # files that are mails of our own, which are passed on to nobody
    reference: str = ""

    def context(self) -> dict[str, object]:
        """Return all names that a template may use; a notice's own value goes before what the ticket says."""
        return {**_named(self), **_named(self.of_ticket), **self.value}

    @property
    def text(self) -> str:
        """Somebody's words that the notice carries, or ""."""
        return str(self.value.get("text", ""))


def view(notice: Notice, ticket: Ticket | None, policy: Policy, labels: Mapping[str, Labels], now: datetime) -> View:
    """Return what the templates of this notice are given; in the staff's language, where there are none in its own."""
    change = partial(cleaned, notice=notice, policy=policy)
    hidden = is_identity_hidden(notice, ticket)
    attaches = notice.to.role in (Role.OFFICER, Role.SUPERVISOR)  # who may read all of a mail as it came
    value, long = _shortened(notice.value, policy.limits, attaches=attaches)
    language = notice.language if notice.language in labels else STAFF_LANGUAGE
    return View(
        desk=policy.desk,
        to=replace(notice.to, name=clean_line(notice.to.name, NAME_CHARACTERS_MAX)),
        notice=notice.name,
        language=language,
        now=now,
        today=now.astimezone(ZoneInfo(policy.desk.timezone)).date(),
        undo_minutes=-(-policy.limits.undo_seconds // 60),
        can_undo=policy.limits.undo_seconds > 0,
        working_days=policy.clock.working_days,
        due_time=policy.clock.due_time.replace(":", "."),
        commands=tuple(row for row in COMMANDS if notice.to.role in row.common),
        units=policy.units,
        officers=policy.officers,
        categories=policy.categories,
        identity_hidden=hidden,
        of_ticket=_of_ticket(notice, ticket, policy, labels[language], change, hidden=hidden),
        value=_value(value, ticket, change, hidden=hidden),
        left_out=() if attaches else tuple((REST, len(text.encode("utf-8", "replace"))) for text in long),
        continued=_continued(long) if attaches else (),
    )


def cleaned(text: str, notice: Notice, policy: Policy) -> str:
    """Return text of somebody else as this recipient may see it."""
    text = masking.without_numbers(tokens.strip(clean_text(text)))
    if notice.to.role is Role.CITIZEN:
        text = masking.without_addresses(text, staff_addresses(policy), policy.desk.address)
    return text


def staff_addresses(policy: Policy) -> frozenset[str]:
    """The officers' and supervisors' own addresses, lower case; citizens never see them."""
    officers, supervisors = policy.officers, policy.supervisors
    addresses = (*(one.address for one in officers), *(one.address for one in supervisors))
    return frozenset(address.lower() for address in addresses) - policy.own_addresses


def withheld(text: str, ticket: Ticket) -> str:
    """Return the text as a unit sees it that must not learn who complains."""
    citizen = ticket.citizen
    recorded: dict[str, list[str]] = {field: [value] if (value := getattr(citizen, field)) else [] for field in VALUES}
    for detail in ticket.details:
        recorded.get(detail.field, []).extend(detail.former)
    others = [value for field, values in recorded.items() if field not in _OWN_PATTERN for value in values]
    return without_identity(text, recorded[FieldName.NAME], recorded[FieldName.ADDRESS], others)


def is_identity_hidden(notice: Notice, ticket: Ticket | None) -> bool:
    """Whether this recipient must not learn who complains: a unit, of a confidential ticket."""
    return notice.to.role is Role.UNIT and ticket is not None and ticket.confidential


def _named(one: View | OfTicket) -> dict[str, object]:
    return {field.name: getattr(one, field.name) for field in fields(one)}


def _shortened(value: Value, limits: Limits, *, attaches: bool) -> tuple[Value, tuple[str, ...]]:
    """The value with nobody's words longer than a letter holds, and those that are; an answer is never that long."""
    most = limits.letter_characters_max
    long = {
        name: text
        for name in WORDS_OF_OTHERS
        if isinstance(text := getattr(value, name, None), str) and len(text) > most
    }
    mark = CONTINUED if attaches else LEFT_OUT
    cut: dict[str, object] = {name: _cut(text, most, mark) for name, text in long.items()}
    for name in PIECES:
        pieces: Sequence[tuple[str, str]] = getattr(value, name, ())
        if any(len(said) > most for _, said in pieces):
            cut[name] = tuple((what, _cut(said, most, LEFT_OUT)) for what, said in pieces)
    shortened: Value = replace(value, **cut) if cut else value  # type: ignore[type-var]  # every value is a dataclass
    return shortened, tuple(long.values())


def _cut(text: str, characters_max: int, mark: str) -> str:
    """The beginning of a text, up to the end of a line where one is near, and that there is more."""
    if len(text) <= characters_max:
        return text
    begin = text[:characters_max]
    lines = begin.rpartition("\n")[0]
    return f"{lines if len(lines) > characters_max // 2 else begin}\n\n{mark}"


def _continued(texts: Sequence[str]) -> tuple[Attachment, ...]:
    """The texts that are too long for a letter, as files."""
    names = (f"teks-selengkapnya{f'-{n}' if n else ''}.txt" for n in range(len(texts)))
    return tuple(
        Attachment(name, "text/plain", tokens.strip(text).encode("utf-8", "replace"), name)
        for name, text in zip(names, texts, strict=True)
    )


def _value(value: Value, ticket: Ticket | None, change: Change, *, hidden: bool) -> dict[str, object]:
    """The notice's own names: a kind by its word and its label, a happening as a sentence."""
    named = dict[str, object]()
    for name in (field.name for field in fields(value)):  # type: ignore[arg-type]  # every value is a dataclass
        one = getattr(value, name)
        if isinstance(one, Family):
            named |= {name: one.word, f"{name}_label": one.row.label(STAFF_LANGUAGE)}
        else:
            named[name] = each_text(_said(one), change)
    if ticket is not None:
        masked = (*WORDS_OF_OTHERS, UNIT_SEES) if hidden else (UNIT_SEES,)
        hide = partial(withheld, ticket=ticket)
        named |= {name: each_text(named[name], hide) for name in masked if name in named}
    return named


def _said(one: object) -> object:
    if isinstance(one, Happening):
        return one.said(STAFF_LANGUAGE)
    return tuple(_said(part) for part in one) if isinstance(one, tuple) else one


def _of_ticket(
    notice: Notice, ticket: Ticket | None, policy: Policy, labels: Labels, change: Change, *, hidden: bool
) -> OfTicket:
    if ticket is None:
        return OfTicket()
    citizen = _citizen(ticket.citizen, notice.to.role, change, hidden=hidden)
    # What another address told is not told on: who wrote from there need not be a friend of the citizen's.
    is_citizens = notice.to.role is Role.CITIZEN
    unsaid = tuple(one.field for one in ticket.details if one.by_another) if is_citizens else ()
    take_from = policy.reader.take_from
    doubtful = {one.field for one in ticket.details if one.is_doubtful(take_from)}
    citizen = replace(citizen, **dict.fromkeys(unsaid))
    subject = clean_line(change(ticket.subject))
    missing: tuple[str, ...] = getattr(notice.value, "missing", ticket.missing)
    told = ((name, label, getattr(citizen, name)) for name, label in labels.known.items())
    facts = tuple(Fact(name, label, value, name in doubtful) for name, label, value in told if value)
    known = tuple(fact for fact in facts if fact.field in FIELDS and fact.field not in missing)
    return OfTicket(
        number=ticket.number,
        ticket=replace(ticket, subject=withheld(subject, ticket) if hidden else subject, citizen=citizen),
        citizen=citizen,
        kind_name=labels.kinds.get(ticket.kind, ticket.kind),
        category_name=next((one.name for one in policy.categories if one.id == ticket.category), ticket.category),
        channel_name=words.CHANNELS.get(ticket.channel, ticket.channel),
        status_name=words.STATUSES[ticket.status.value],
        officer_name=next((one.name for one in policy.officers if one.id == ticket.officer), ""),
        unit_names=tuple(one.name for one in policy.units if one.id in ticket.units),
        form=tuple(labels.fields[field] for field in missing if field in FIELDS),
        missing=missing,
        missing_names=tuple(words.DETAILS[field] for field in missing if field in words.DETAILS),
        asked=tuple((field, labels.asked[field]) for field in FIELDS if field in missing),
        facts=facts,
        known=known,
        doubtful=tuple(fact.label for fact in known if fact.doubtful),
        detail_known=FieldName.DETAIL not in missing,
        unsaid=tuple(labels.known[field] for field in unsaid if field in labels.known),
        due_on=ticket.due_on,
    )


def _citizen(citizen: Citizen, role: Role, change: Change, *, hidden: bool) -> Citizen:
    """The citizen's details as this role sees them."""
    if hidden:
        return Citizen(province=citizen.province)
    values = {name: getattr(citizen, name) or "" for name in VALUES}
    return Citizen(**{name: _shown(name, value, role, change) or None for name, value in values.items()})


def _shown(name: str, value: str, role: Role, change: Change) -> str | None:
    """One detail on one line; of address and phone citizens see so much as to recognise them."""
    is_citizens = role is Role.CITIZEN
    if name == FieldName.PHONE:
        return masking.phone(value) if is_citizens else dialled(value)
    if name == FieldName.ADDRESS:
        line = clean_line(clean_text(value).replace("\n", ", "), VALUE_CHARACTERS_MAX)
        return masking.address(line) if is_citizens else masking.without_numbers(line)
    if name == FieldName.EMAIL:
        return clean_line(value)
    if is_citizens and leads_somewhere(value):
        return None
    return clean_line(change(value), NAME_CHARACTERS_MAX if name == FieldName.NAME else VALUE_CHARACTERS_MAX)


def dialled(phone: str | None) -> str | None:
    """Write a phone number of E.164 as people dial and read it: "0812-3456-7890"; others stay as they are."""
    if not phone or not phone.startswith("+62"):
        return clean_line(phone) if phone else None
    digits = masking.local_digits(phone)
    return "-".join(re.findall(r"\d{1,4}", digits))
