"""The citizen's details: their names, their values, and how a mail gives them.

A detail more is a name here, in `FieldName`, `Citizen` and `Identity`; its words in identity/labels, how its value is
read in identity, a column in a migration, and its words in the labels.yaml of each language. All else goes over these.
"""

from dataclasses import dataclass, fields
from enum import StrEnum


class FieldName(StrEnum):
    """What a citizen is asked for."""

    NAME = "name"  # the full name
    ADDRESS = "address"  # the postal address
    PHONE = "phone"  # a telephone number
    EMAIL = "email"  # the address that is answered
    DETAIL = "detail"  # what happened, told so that a reader could start handling it


FIELDS: tuple[str, ...] = tuple(FieldName)  # the order of `missing` everywhere
# What the clock waits for unless the settings say otherwise (intake.required).
REQUIRED = (FieldName.NAME, FieldName.ADDRESS, FieldName.PHONE, FieldName.EMAIL, FieldName.DETAIL)


@dataclass(frozen=True, slots=True)
class Citizen:
    """Who complains; `email` is the registered address, the only one that citizens' mail goes to."""

    name: str | None = None
    address: str | None = None
    phone: str | None = None  # E.164
    email: str | None = None
    province: str | None = None  # not asked for: it follows from the address


NOBODY = Citizen()  # nothing is known
VALUES: tuple[str, ...] = tuple(field.name for field in fields(Citizen))  # what is kept of a citizen, in its order


class Doubt(StrEnum):
    """Why what is written for a detail cannot be taken."""

    CONTRADICTED = "contradicted"  # two different ones
    INCOMPLETE = "incomplete"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Alternative:
    """What else a detail may be, and how probable that is."""

    value: str
    confidence: float  # 0..1
    why: str


@dataclass(frozen=True, slots=True)
class Field:
    """One detail of the citizen with its evidence; value None: not found."""

    value: str | None = None
    source: str = ""  # label | prose | signature | from | subject | form | bare | address | relative
    confidence: float = 0.0  # 0..1: how probable it is that what is said of it, also None, is right
    why: str = ""
    place: str = ""  # where it stands: "text line 3", "signature line 2", "From"
    doubt: Doubt | None = None  # written, but it cannot be taken
    alternatives: tuple[Alternative, ...] = ()  # the most probable one first


@dataclass(frozen=True, slots=True)
class Identity:
    """The citizen's details as this mail newly gives them; phone in E.164, province by its official name."""

    name: Field = Field()
    address: Field = Field()
    phone: Field = Field()
    email: Field = Field()
    province: Field = Field()
    refused: tuple[str, ...] = ()  # fields that the writer does not want to give, or has not
