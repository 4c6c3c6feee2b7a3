"""What the citizen's mails make of the citizen's details: the state of each field, what is new, what is corrected.

A value that is known stays, unless the citizen states another one: a label, the form, an answer to our question, or a
sentence such as "alamat saya salah, yang benar ...". The From line and a signature only fill what is empty.

A value less sure than `reader.take_from` is doubtful: it counts as given, and gives way to whatever is sure. Its doubt
ends when its citizen says it again surely.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mailticket.core.citizen import FIELDS, Citizen, Field, FieldName, Identity
from mailticket.core.found import KIND, Matter
from mailticket.core.masking import HIDDEN
from mailticket.core.policy import Anonymous, Policy
from mailticket.core.ticket import Detail, DetailState

STATED_MIN = 0.7  # a stated value less sure than this corrects nothing
STATED = frozenset(
    {"label", "form", "prose", "bare", "relative"}
)  # what a mail says outright, not by who sent or signed it
ONLY_FILLS = frozenset({"from", "signature", "subject", "earlier"})
FILLED_IN = frozenset({"label", "form"})  # what is written behind the word for it
# The fields that mails fill; e-mail is the registered address, detail the matter's.
READ = tuple(field for field in FIELDS if field not in (FieldName.EMAIL, FieldName.DETAIL))
BY_OFFICER = "officer"  # the source of what an officer stated
PROVINCE = "province"  # of it, of the kind and of the matter a ticket has a state only while it is doubtful


@dataclass(frozen=True, slots=True)
class Learned:
    """The citizen and the state of each field after a mail."""

    citizen: Citizen
    details: tuple[Detail, ...]
    given: tuple[str, ...]  # fields that were empty
    corrected: tuple[str, ...]  # fields that had another value


def learn(
    identity: Identity,
    email: str | None,
    citizen: Citizen,
    details: tuple[Detail, ...],
    known: Citizen | None = None,
    *,
    take_from: float,
    by_another: bool = False,
) -> Learned:
    """Take what a mail says into what is known; `known` is what a returning citizen told in an earlier ticket.

    `take_from`: what is less sure is doubtful. `by_another`: it was written from another address, which fills what is
    empty, and corrects nothing.
    """
    states = {detail.field: detail for detail in details}
    values = {field: getattr(citizen, field) for field in READ}
    given, corrected = [], []
    for field in READ:
        new: Field = getattr(identity, field)
        if not _counts(new, states.get(field), by_another=by_another):
            new = Field()
        if new.value and not values[field]:
            given.append(field)
        elif new.value and not by_another and _replaces(field, new, values[field], states.get(field), take_from):
            corrected.append(field)
        elif not by_another and (sure := _confirmed(new, values[field], states.get(field), take_from)):
            states[field] = sure
            continue
        else:
            states[field] = _without_news(field, new, identity, values[field], states.get(field))
            continue
        before = states.get(field, Detail(field))
        former = (*before.former, old) if (old := values[field]) else before.former
        values[field] = new.value
        told = Detail(field, DetailState.PRESENT, new.source, new.confidence, new.why)
        states[field] = replace(told, asked=before.asked, former=former, by_another=by_another)
    province, was = identity.province.value, citizen.province
    moved = FieldName.ADDRESS in (*given, *corrected)
    citizen = replace(
        citizen,
        **values,
        email=citizen.email or email,
        province=province if moved and province else citizen.province or (None if by_another else province),
    )
    if known is not None:
        citizen, states = _with_known(citizen, states, known)
    learned = _in_order(states)
    if province and citizen.province == province and (province != was or not by_another):
        new = identity.province
        told = Detail(PROVINCE, DetailState.PRESENT, new.source, new.confidence, new.why)
        learned = _beside(learned, told, take_from, is_new=province != was)
    return Learned(citizen, learned, tuple(given), tuple(corrected))


def state(
    citizen: Citizen, details: tuple[Detail, ...], stated: Mapping[str, str | None], province: str | None
) -> tuple[Citizen, tuple[Detail, ...]]:
    """Take what an officer states, whatever was read; None empties a field. `province`: of a stated address."""
    states = {detail.field: detail for detail in details}
    for field, value in stated.items():
        before, old = states.get(field, Detail(field)), getattr(citizen, field)
        states[field] = Detail(
            field,
            DetailState.PRESENT if value else DetailState.MISSING,
            BY_OFFICER,
            1.0,
            "stated by an officer",
            asked=before.asked,
            former=(*before.former, old) if old and old != value else before.former,
        )
    if FieldName.ADDRESS in stated:
        kept = citizen.province if stated[FieldName.ADDRESS] else None
        citizen = replace(citizen, province=province or kept)
        states.pop(PROVINCE, None)
    return replace(citizen, **stated), _in_order(states)


def with_kind(details: tuple[Detail, ...], matter: Matter, take_from: float) -> tuple[Detail, ...]:
    """Note how sure it is of which kind the matter is."""
    told = Detail(KIND, DetailState.PRESENT, "matter", matter.kind_confidence, matter.kind_why)
    return _beside(details, told, take_from, is_new=True)


def with_matter(details: tuple[Detail, ...], matter: Matter, take_from: float, *, is_new: bool) -> tuple[Detail, ...]:
    """Note how sure it is that the matter is told; `is_new`: it was not told before."""
    if not matter.detail:
        return details
    told = Detail(FieldName.DETAIL, DetailState.PRESENT, "matter", matter.detail_confidence, matter.detail_why)
    return _beside(details, told, take_from, is_new=is_new)


def without_doubt(details: tuple[Detail, ...], field: str) -> tuple[Detail, ...]:
    """End the doubt of a province, kind or matter: somebody has said surely what is right."""
    return tuple(one for one in details if one.field != field)


def missing(citizen: Citizen, details: tuple[Detail, ...], detail: bool, kind: str, policy: Policy) -> tuple[str, ...]:
    """Required fields that are not there, in their fixed order; kinds that are not asked miss nothing.

    What the citizen was asked for once and refuses is not asked again where the settings serve the anonymous.
    """
    if kind not in policy.intake.ask_kinds:
        return ()
    have = {field for field in FIELDS if field != FieldName.DETAIL and getattr(citizen, field)}
    have |= {FieldName.DETAIL} if detail else set()
    if policy.intake.anonymous is Anonymous.SERVE:
        have |= {one.field for one in details if one.state is DetailState.REFUSED and one.asked}
    return tuple(field for field in FIELDS if field in policy.intake.required and field not in have)


def asked_for(details: tuple[Detail, ...], fields: tuple[str, ...]) -> tuple[Detail, ...]:
    """Count a question in the state of each field that it asks for."""
    return tuple(replace(one, asked=one.asked + 1) if one.field in fields else one for one in details)


def _in_order(states: Mapping[str, Detail]) -> tuple[Detail, ...]:
    return tuple(states[field] for field in (*FIELDS, PROVINCE, KIND) if field in states)


def _counts(new: Field, state: Detail | None, *, by_another: bool) -> bool:
    """Whether a value can be the citizen's: one that we masked comes from a copy of our own letter."""
    if new.value and (HIDDEN in new.value or _was_taken_out(new.value, state)):
        return False
    return not by_another or new.source in STATED


def _was_taken_out(value: str, state: Detail | None) -> bool:
    """Whether an officer took this very value out: what was misread once would be misread again."""
    is_officers = state is not None and state.source == BY_OFFICER
    return state is not None and is_officers and _bare(value) in map(_bare, state.former)


def _beside(details: tuple[Detail, ...], told: Detail, take_from: float, *, is_new: bool) -> tuple[Detail, ...]:
    """Note a doubt of what is new; what is sure ends an earlier one, and what is known already gets none."""
    if not told.is_doubtful(take_from):
        return without_doubt(details, told.field)
    return (*without_doubt(details, told.field), told) if is_new else details


def _confirmed(new: Field, old: str | None, state: Detail | None, take_from: float) -> Detail | None:
    """The state of a doubtful value that is given again surely; None of any other."""
    if state is None or not state.is_doubtful(take_from) or new.confidence < take_from or new.source in ONLY_FILLS:
        return None
    if _bare(new.value or "") != _bare(old or ""):
        return None
    return replace(state, source=new.source, confidence=new.confidence, why=new.why, by_another=False)


def _replaces(field: str, new: Field, old: str, state: Detail | None, take_from: float) -> bool:
    if _bare(new.value or "") == _bare(old):
        return False
    if state is not None and state.is_doubtful(take_from) and new.confidence >= take_from:
        return field != FieldName.NAME or new.source in FILLED_IN or not _is_part(new.value or "", old)
    if state is not None and state.source in ("from", "earlier") and new.confidence > state.confidence:
        return not (field == FieldName.NAME and _is_part(new.value or "", old))
    if new.source in ONLY_FILLS or new.confidence < STATED_MIN:
        return False
    return not (field == FieldName.NAME and (_is_part(new.value or "", old) or new.source in ("bare", "prose")))


def _without_news(field: str, new: Field, identity: Identity, value: str | None, state: Detail | None) -> Detail:
    """The state of a field that this mail brings no new value for."""
    asked = state.asked if state else 0
    if value:
        return state or Detail(field, DetailState.PRESENT, "earlier", 0.5, "known before", asked=asked)
    if field in identity.refused:
        return Detail(field, DetailState.REFUSED, why="the writer does not want to give it, or has none", asked=asked)
    if new.doubt is not None:
        return Detail(field, DetailState.INVALID, new.source, 0.0, new.why, new.doubt, asked)
    if state is None:
        return Detail(field)
    return state if state.state is DetailState.REFUSED else replace(state, state=DetailState.MISSING, doubt=None)


def _with_known(citizen: Citizen, states: dict[str, Detail], known: Citizen) -> tuple[Citizen, dict[str, Detail]]:
    for field in READ:
        if getattr(citizen, field) is None and getattr(known, field):
            citizen = replace(citizen, **{field: getattr(known, field)})
            states[field] = Detail(field, DetailState.PRESENT, "earlier", 0.6, "told in an earlier ticket")
    return replace(citizen, province=citizen.province or known.province), states


def _bare(value: str) -> str:
    return "".join(letter for letter in value.lower() if letter.isalnum())


def _is_part(new: str, old: str) -> bool:
    """True when all words of a name stand in the known one."""
    return set(new.lower().replace(".", " ").split()) <= set(old.lower().replace(".", " ").split())
