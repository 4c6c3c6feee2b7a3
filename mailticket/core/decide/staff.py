"""The desk's people: who is registered, who is responsible for a ticket, who gets a new one."""

from collections.abc import Mapping, Sequence

from mailticket.core.people import Person, Role
from mailticket.core.policy import Officer, Policy, Supervisor, Unit
from mailticket.core.ticket import Ticket


def registered(address: str | None, policy: Policy) -> Person | None:
    """Return the officer or supervisor who has this address (lower case), or None."""
    return next((one for one in _people(policy) if address is not None and one.address.lower() == address), None)


def by_id(role: str, id_: str, policy: Policy) -> Person | None:
    """Return the officer or supervisor with this id now, or None."""
    return next((one for one in _people(policy) if (one.role, one.id) == (role, id_)), None)


def responsible(ticket: Ticket, policy: Policy) -> tuple[Person, ...]:
    """Return the ticket's officer; without one, the supervisors."""
    for officer in policy.officers:
        if officer.id == ticket.officer:
            return (_person(Role.OFFICER, officer),)
    return tuple(_person(Role.SUPERVISOR, one) for one in policy.supervisors)


def is_officer(id_: str | None, policy: Policy) -> bool:
    """Return whether somebody is an officer of the desk now."""
    return any(officer.id == id_ for officer in policy.officers)


def assign(ticket: Ticket, loads: Mapping[str, int], policy: Policy) -> str | None:
    """Return the officer with the fewest open tickets among those of the category; ties by the order in settings."""
    able = [o for o in policy.officers if not o.categories or ticket.category in o.categories] or list(policy.officers)
    return min(able, key=lambda officer: loads.get(officer.id, 0)).id if able else None


def unit_by_id(id_: str, policy: Policy) -> Unit | None:
    """Return the unit with this id now, or None."""
    return next((unit for unit in policy.units if unit.id == id_), None)


def unit_at(address: str | None, policy: Policy) -> Unit | None:
    """Return the unit that has this address (lower case), or None."""
    return next((unit for unit in policy.units if address in {one.lower() for one in unit.addresses}), None)


def unit_people(unit: Unit) -> tuple[Person, ...]:
    """Return the unit as those who are mailed: once at each of its addresses."""
    return tuple(Person(Role.UNIT, unit.id, unit.name, address) for address in unit.addresses)


def unit_person(unit: Unit, sender: str | None) -> Person:
    """Return the unit as the one who is mailed: at the address that wrote, if it is a registered one."""
    people = unit_people(unit)
    return next((one for one in people if one.address.lower() == sender), people[0])


def names(policy: Policy) -> Mapping[tuple[Role, str], str]:
    """Return what officers, supervisors and units are called."""
    people = {(one.role, one.id): one.name for one in _people(policy)}
    return people | {(Role.UNIT, unit.id): unit.name for unit in policy.units}


def _people(policy: Policy) -> Sequence[Person]:
    officers = [_person(Role.OFFICER, one) for one in policy.officers]
    return [*officers, *(_person(Role.SUPERVISOR, one) for one in policy.supervisors)]


def _person(role: Role, one: Officer | Supervisor) -> Person:
    return Person(role, one.id, one.name, one.address)
