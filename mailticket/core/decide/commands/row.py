"""A command as a row: its names, who may give it, how it is read, what carries it out, and what people are told."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, Flag, auto

from mailticket.core.decide.commands.act import Act
from mailticket.core.found import Command
from mailticket.core.people import Role

OFFICERS = frozenset({Role.OFFICER, Role.SUPERVISOR})
EVERYONE = OFFICERS | {Role.UNIT}
SUPERVISORS = frozenset({Role.SUPERVISOR})
ONLY_OFFICERS = frozenset({Role.OFFICER})


class Trait(Flag):
    """What the grammar must know of a command."""

    NONE = 0
    TAKES_TEXT = auto()  # the text below belongs to it; else that text is the answer to the citizen
    NEEDS_TEXT = auto()  # without words it means nothing
    MOVES = auto()  # it decides where the ticket goes, so that two such commands exclude one another
    SORTS = auto()  # it says of which kind the matter is: one kind only
    ALONE = auto()  # it stands alone in its mail
    HANDS_ON = auto()  # somebody is told of the ticket: carried out after what changes it
    NOUN = auto()  # an ordinary first word of an answer ("Pengaduan Bapak ..."): unmarked it is no attempt
    VERB = (
        auto()
    )  # a verb of ordinary letters ("Kirim berkasnya ..."): unmarked it is an attempt where a ticket is meant
    TWICE = auto()  # given twice it means something more


class Place(Enum):
    """Where a command can be given."""

    TICKET = auto()  # in reply to a mail of a ticket
    DESK = auto()  # about no ticket of the mail that it answers
    ANYWHERE = auto()


TEXT, NOUN, MOVES = Trait.TAKES_TEXT, Trait.NOUN, Trait.MOVES
SORTS = Trait.SORTS | Trait.NOUN
WORDS = Trait.TAKES_TEXT | Trait.NEEDS_TEXT

Handler = Callable[[Act, Command], Act]  # raises Refused


@dataclass(frozen=True, slots=True)
class Row:
    """One command."""

    name: str
    english: str
    roles: frozenset[Role]
    traits: Trait
    usage: str
    effect: str  # the help line
    handler: Handler
    place: Place = Place.TICKET
    common: frozenset[Role] = frozenset()  # who is reminded of it at the foot of a mail

    @property
    def takes_text(self) -> bool:
        """Whether the text below belongs to it; else that text is the answer to the citizen."""
        return Trait.TAKES_TEXT in self.traits
