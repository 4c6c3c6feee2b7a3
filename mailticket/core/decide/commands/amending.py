"""`#data`: an officer corrects what was read of the citizen, and nobody is mailed for it but the officer."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from mailticket.core import masking
from mailticket.core.citizen import FieldName
from mailticket.core.decide import citizen, details, opening
from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.row import NOUN, OFFICERS, ONLY_OFFICERS, WORDS, Row
from mailticket.core.decide.letters import Origin
from mailticket.core.found import KIND, Command, Corrections
from mailticket.core.happenings import Family, Happening, Hold, Screened, Silence, What
from mailticket.core.notices.notice import Handing
from mailticket.core.thread import numbers_in
from mailticket.core.ticket import Status, Ticket

# What kept a citizen from being mailed for the sake of the address: another one that an officer states is mailed.
OF_THE_ADDRESS: frozenset[Family] = frozenset(
    {Silence.NO_ADDRESS, Silence.UNCONFIRMED, Screened.NO_REPLY_SENDER, Screened.MACHINE_SENDER}
)
_HIDES: Mapping[str, Callable[[str], str | None]] = {
    FieldName.NAME: lambda name: f"{name[0]}{masking.HIDDEN}",
    FieldName.ADDRESS: masking.address,
    FieldName.PHONE: masking.phone,
    FieldName.EMAIL: masking.email,
}


def data(act: Act, command: Command) -> Act:
    """Take the lines below, all or none; a report that waited for nothing else begins."""
    found = act.incoming.reading.corrections
    if found is None or found.slips or not found.stated:
        raise Refused(Hold.DATA, command, found.slips if found is not None else ())
    before = act.own
    if set(numbers_in(command.argument or "", act.present.policy)) - {before.number}:
        raise Refused(Hold.OTHER_NUMBER, command)
    after = _amended(before, found, act)
    if after.citizen.email != before.citizen.email and act.facts.waiting:
        raise Refused(Hold.ANSWER_WAITS, command)  # it would go to the address that is wrong
    values = {one.field: (_value(before, one.field), _value(after, one.field)) for one in found.stated}
    changed = tuple(field for field, (old, new) in values.items() if old != new)
    if changed:
        # The receipt's subject says the first of what was done: the fields, and nobody's details.
        act = replace(act, done=(*act.done, What.DETAILS_AMENDED(details=changed)))
    for field in changed:
        old, new = values[field]
        act = act.with_(after, What.AMENDED(field=field, old=old, new=new))
    if same := tuple(field for field in values if field not in changed):
        act = act.with_(after, What.DETAILS_CONFIRMED(details=same))
    is_ready = not after.missing or opening.is_served(after, act.present)
    return _begun(act) if after.status is Status.AWAITING_DETAILS and is_ready else act


def without_values(what: Happening) -> Happening:
    """Return what is said of it beside the ticket's own history, where others look, too: nobody's details in full."""
    hide = _HIDES.get(str(what.fields["field"])) if what.kind is What.AMENDED else None
    if hide is None:
        return what
    return What.AMENDED(
        **{**what.fields, **{name: hide(value) or "" for name in ("old", "new") if (value := str(what.fields[name]))}}
    )


def _amended(ticket: Ticket, found: Corrections, act: Act) -> Ticket:
    stated = {one.field: one.value for one in found.stated if one.field != KIND}
    kind = next((one.value for one in found.stated if one.field == KIND), None)
    who, states = details.state(ticket.citizen, ticket.details, stated, found.province)
    if kind is not None:
        states = details.without_doubt(states, KIND)
    kind = kind or ticket.kind
    silent = ticket.silent
    if silent is not None and silent.kind in OF_THE_ADDRESS and who.email not in (None, ticket.citizen.email):
        silent = None
    ticket = replace(ticket, citizen=who, details=states, kind=kind, silent=silent)
    if not citizen.is_incomplete(ticket) and not ticket.missing:
        return ticket  # it is in an officer's hands, whatever is not known
    has_detail = FieldName.DETAIL not in ticket.missing
    missing = details.missing(who, states, has_detail, kind, act.present.policy)
    return replace(ticket, missing=missing)


def _begun(act: Act) -> Act:
    """Begin as the citizen's own answer would begin it; only the citizen is not mailed."""
    incoming, told = act.incoming, tuple(message for message in act.facts.messages if message.is_citizens)
    origin, since, quiet = Origin.of(incoming), incoming.received_at, Silence.BY_OFFICER()
    begun = opening.completed(act.own, since, told, origin, Handing.COMPLETED, act.facts, act.present, quiet)
    return replace(
        act,
        ticket=begun.ticket,
        events=(*act.events, *begun.events),
        notices=(*act.notices, *begun.notices),
        done=(*act.done, begun.why),
    )


def _value(ticket: Ticket, field: str) -> str:
    return str((ticket.kind if field == KIND else getattr(ticket.citizen, field)) or "")


DATA = Row(
    "data", "details", OFFICERS, WORDS | NOUN, "#data",
    'memperbaiki data pelapor, per baris: "Nama: ...", "Alamat: ...", "Telepon: ...", "Surel: ...", atau "Jenis: ..."',
    data, common=ONLY_OFFICERS,
)  # fmt: skip
