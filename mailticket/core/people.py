"""Who writes and who is mailed: roles, the authors of mails, the people of the settings as recipients."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """In what capacity somebody writes or is mailed."""

    CITIZEN = "citizen"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    UNIT = "unit"
    DESK = "desk"  # the program, or a person who answers in webmail
    UNPROVEN = "unproven"  # a mail in the name of staff or a unit whose sender is not proven


STAFF = frozenset({Role.OFFICER, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a mail of the correspondence; `id` is the one in settings, "" for the citizen and the desk."""

    role: Role
    id: str = ""


CITIZEN = Author(Role.CITIZEN)
DESK = Author(Role.DESK)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is mailed: role and id make the token, address and name the To line."""

    role: Role
    id: str  # id in settings; for the citizen "citizen"
    name: str
    address: str

    @property
    def author(self) -> Author:
        """The same person as one who writes."""
        return Author(self.role, self.id)
