"""A mail that must go out: its envelope, and what is known of its sort."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, IntEnum, StrEnum, auto
from typing import ClassVar

from mailticket.core.happenings import Family, Row
from mailticket.core.mail import Attachment
from mailticket.core.people import Person, Role
from mailticket.core.policy import STAFF_LANGUAGE
from mailticket.core.ticket import NO_ERRAND, Errand, Telling


class Nature(Enum):
    """Whose words a mail carries (RFC 3834, section 5)."""

    HUMAN = None  # a person's: no Auto-Submitted, the desk as envelope sender
    REPLIED = "auto-replied"
    GENERATED = "auto-generated"


class Priority(IntEnum):
    """Which mail goes first when many wait; the citizen's before all else."""

    ANSWER = auto()  # a person's words to a citizen
    CITIZEN = auto()
    WORK = auto()  # somebody works by it
    TOLD = auto()  # receipts, digests and questions about doubtful mail


class Lasting(Enum):
    """For how long a mail that waits is still true; core.decide.delivery asks it of the ticket."""

    ALWAYS = auto()
    WHILE_DUE = auto()  # an escalation: until the ticket is answered, or due on another day
    WHILE_ASKING = auto()  # until the citizen answers
    WHILE_UNIT_OWES = auto()  # until the unit replies
    WHILE_CLOSED = auto()


class Loss(Enum):
    """What follows when a mail can never be delivered."""

    NOTED = auto()  # an event, and nothing else
    ANSWER = auto()  # the citizen waits for it: the ticket is open again, and an officer must telephone
    ASKING = auto()  # as long as we wait for the citizen, an officer is told
    WORK = auto()  # told once more without its files, perhaps a virus scanner disliked one


class Handing(StrEnum):
    """Why an officer gets a ticket."""

    NEW = "new"
    COMPLETED = "completed"
    FILED = "filed"
    HANDED_OVER = "handed_over"
    UNASKED = "unasked"  # something is missing, and the citizen is not asked for it


class News(StrEnum):
    """What an officer is told of in a ticket."""

    REPLY = "reply"
    ANSWER = "answer"
    REOPENED = "reopened"
    WITHDRAWAL = "withdrawal"
    UNIT_NOTE = "unit_note"
    COLLEAGUE = "colleague"
    GUIDANCE = "guidance"
    UNASKED = "unasked"
    EXTENDED = "extended"


Cuts = tuple[tuple[str, str], ...]  # what was left out of a mail's text: its sort (core.found.Left), and its words
History = tuple[tuple[datetime, str, str], ...]  # when, who, text: newest first


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow(Row):
    """One sort of mail. `word` is its name, by which its template is found; `id` is what people call it."""

    role: Role  # who gets it; receipts and questions about doubtful mail also units
    title: str = ""  # of the built-in text that stands in for a broken template; citizens' are among the labels
    nature: Nature = Nature.GENERATED
    priority: Priority = Priority.TOLD
    lasting: Lasting = Lasting.ALWAYS
    loss: Loss = Loss.NOTED
    needs_ticket: bool | None = True  # None: with or without one
    by_itself: bool = False  # nobody of the staff orders it: whoever writes in a citizen's name brings it about


class LetterKind(Family):
    """The family of letters; its members stand in core.notices.letters."""

    row: LetterRow

    @property
    def role(self) -> Role:
        """Who gets it."""
        return self.row.role

    @property
    def lasting(self) -> Lasting:
        """For how long it is still true."""
        return self.row.lasting

    @property
    def loss(self) -> Loss:
        """What follows when it cannot be delivered."""
        return self.row.loss


class Value:
    """What a template is given beside ticket and desk; one frozen class for each letter."""

    letter: ClassVar[LetterKind]
    by_letter: ClassVar[dict[LetterKind, type["Value"]]] = {}  # the class of each letter

    def __init_subclass__(cls) -> None:
        """Know the class of each letter; a base that only shares fields has none."""
        if "letter" in cls.__dict__:
            Value.by_letter[cls.letter] = cls

    @property
    def needs_ticket(self) -> bool | None:
        """Whether it is about a ticket; None: with or without one."""
        return self.letter.row.needs_ticket

    @property
    def is_human(self) -> bool:
        """True for mail that carries a person's own words to a citizen."""
        return self.letter.row.nature is Nature.HUMAN


class _Number:
    """Stands in a key for the number of a ticket that is not born yet."""


NUMBER = _Number()
Key = tuple[object, ...]  # the memory of what happened; `written` makes the string that is unique


def written(key: Key, number: str | None) -> str:
    """Return the key as it is kept, with the ticket's number where it was not known."""
    return ":".join(str(number if part is NUMBER else part) for part in key)


@dataclass(frozen=True)
class Notice:
    """A mail that must go out: to whom, with what; rendered in the transaction that creates it.

    A second notice with the same key is nothing.
    """

    value: Value
    key: Key
    to: Person
    language: str = STAFF_LANGUAGE
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    not_before: datetime | None = None  # an answer inside its undo time, a rung outside office hours
    files_from: tuple[int, ...] = ()  # rows of messages in the book whose files travel with it
    asks_about: int | None = None  # the kept mail that a yes to this one lets go on: its token is a challenge
    shows: int | None = None  # the kept mail whose draft it shows: a reply says which one is meant
    errand: Errand = NO_ERRAND
    vouched: bool | None = None  # the mail that brought it about is proven; None: no mail did, or a person of the staff
    tells: tuple[Telling, ...] = ()  # the escalations that one mail tells together

    @property
    def name(self) -> str:
        """Its name, as X-Mailticket-Notice says it."""
        return self.value.letter.word

    @property
    def is_automatic_to_citizen(self) -> bool:
        """Whether it counts against the limits of automatic mail."""
        return self.to.role is Role.CITIZEN and not self.value.is_human


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail ready to go: exactly what is in the outbox and on the wire."""

    data: bytes
    message_id: str
    subject: str
    sender: str  # envelope sender, "" for automatic mail to citizens
    recipient: str
    text: str  # the plain part, for the book
