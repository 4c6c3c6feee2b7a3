"""The citizen's details from what the mail newly says: name, address, phone, e-mail, province.

Every value carries where it was found, how sure it is, and why. What belongs to somebody else is left out, and what two
sources of the same rank contradict is asked, not guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailticket.core.citizen import FIELDS, REQUIRED, Doubt, Field, FieldName, Identity
from mailticket.core.found import Reply
from mailticket.core.identity.address import Postal, find_addresses
from mailticket.core.identity.chat import without_others
from mailticket.core.identity.email import find_email
from mailticket.core.identity.kin import answers_us
from mailticket.core.identity.labels import Labelled, read
from mailticket.core.identity.name import Called, find_names
from mailticket.core.identity.name_words import ORGANISATION
from mailticket.core.identity.owner import Owner
from mailticket.core.identity.passage import LINE_MAX, Line, Passage, Zone
from mailticket.core.identity.phone import Number, find_phones, numbers_of
from mailticket.core.identity.province import find_province
from mailticket.core.identity.refusal import refused_fields
from mailticket.core.mail import Address, Mail
from mailticket.core.masking import local_digits
from mailticket.core.policy import Policy
from mailticket.core.reader import Chosen, details
from mailticket.core.reader.candidates import SAID_MAX
from mailticket.core.reader.evidence import Evidence, Rules, Said
from mailticket.core.reader.models import models
from mailticket.core.text.letters import plain
from mailticket.core.vocabulary import Vocabulary

__all__ = ["Found", "extract", "find", "missing"]

SAME_RANK = 0.005  # two labelled values whose confidence differs by less contradict each other

SUBJECT_COUNTS_MAX = 200  # characters of text up to which the subject is searched as well

_SPEAKS_FOR = Vocabulary(
    r"(?:koperasi|ksu|ksp|kud|kopkar|perusahaan|kantor|akun|lembaga|yayasan|organisasi|cu) kami|kami (?:dari |pengurus |pengawas |selaku )"
    r"|(?:sekretaris|ketua|bendahara|manajer|pengurus|pengawas) (?:koperasi|ksu|ksp|kud|kopkar)|data koperasi|bertindak untuk"
)


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules say of a mail's writer, and what they saw."""

    evidence: Evidence
    ruled: Chosen
    email: Field
    refused: tuple[str, ...]


def extract(mail: Mail, reply: Reply, policy: Policy, sender: Address | None, *, is_auto: bool = False) -> Identity:
    """Return what this mail newly says of its writer; a machine's mail says nothing but where it came from."""
    if is_auto:
        return Identity(email=find_email((), (), sender.address if sender else "", policy.own_addresses))
    found = find(mail, reply, policy, sender)
    chosen = details(found.evidence, found.ruled, models(policy.reader.model), policy.reader.ask_from)
    return Identity(chosen.name, chosen.address, chosen.phone, found.email, chosen.province, found.refused)


def find(mail: Mail, reply: Reply, policy: Policy, sender: Address | None) -> Found:
    """Return what the rules find in a person's mail."""
    display, address = (plain(sender.name), sender.address) if sender else ("", "")
    reply = without_others(reply, sender)
    own, labels = read(reply)
    subject = plain(mail.subject)
    lines = [*own, *_subject(subject, reply)]
    email = find_email(lines, labels, address, policy.own_addresses)
    passage = Passage.of(lines)
    speaks_for = _speaks_for(display, passage)
    names = find_names(lines, labels, passage, subject, (display, address))
    writer = names[0].words if names else frozenset()
    answers = answers_us(mail, policy)
    phones = find_phones(lines, labels, _own_numbers(policy), writer, speaks_for=speaks_for, answers=answers)
    addresses = find_addresses(lines, labels, passage, [name.value for name in names], speaks_for=speaks_for)
    postal = _chosen(addresses)
    if not addresses:
        postal = _doubtful(labels, "address", Doubt.INCOMPLETE, "a street or village with its city is needed", postal)
    phone = _chosen(phones)
    if not phones:
        phone = _doubtful(labels, "phone", Doubt.INVALID, "no number that can be dialled", phone)
    name, province = _chosen(names), find_province(postal.value, lines, passage)
    evidence = Evidence(
        display=display,
        sender=address,
        subject=subject,
        lines=tuple((line.zone, line.text) for line in own),
        is_reply=bool(mail.in_reply_to or mail.references),
        has_form=bool(reply.form),
        names=_ruled(name, names),
        addresses=_ruled(postal, addresses),
        phones=_ruled(phone, phones),
        province=_said(province) if province.value else None,
        own_numbers=_own_numbers(policy) | _labelled_others(labels),
        places=tuple(line.place for line in own),
    )
    ruled = Chosen(name, postal, phone, province)
    return Found(evidence, ruled, email, refused_fields(lines, passage))


def missing(identity: Identity, detail: bool, policy: Policy) -> tuple[str, ...]:
    """Return the fields that are not there, of those that desks ask for or this one does, in the order of FIELDS."""
    have = {field for field in FIELDS if field != FieldName.DETAIL and getattr(identity, field).value}
    have |= {FieldName.DETAIL} if detail else set()
    wanted = {*REQUIRED, *policy.intake.required}
    return tuple(field for field in FIELDS if field in wanted and field not in have)


def _chosen(found: Sequence[Called] | Sequence[Postal] | Sequence[Number]) -> Field:
    """Return the surest value; when two are labelled alike and differ, none: it is asked."""
    if not found:
        return Field(why="not found")
    best = found[0]
    for other in found[1:]:
        if (
            other.source == best.source == "label"
            and other.why == best.why
            and other.place != best.place
            and abs(other.confidence - best.confidence) < SAME_RANK
            and _words(other.value) != _words(best.value)
        ):
            why = f"contradicted: {best.place} and {other.place} are both {best.why}"
            return Field(why=why, doubt=Doubt.CONTRADICTED)
    return Field(best.value, best.source, best.confidence, best.why, best.place)


def _labelled_others(labels: Sequence[Labelled]) -> frozenset[str]:
    """The numbers behind a label that says they are somebody else's: "No HP pengurus: ..."."""
    found = (label.value for label in labels if label.field == FieldName.PHONE and label.owner is Owner.OTHER)
    return frozenset(number for value in found for number in numbers_of(value))


def _ruled(chosen: Field, listed: Sequence[Called] | Sequence[Postal] | Sequence[Number]) -> Rules:
    others = tuple(Said(one.value, one.confidence, one.source) for one in listed[:SAID_MAX])
    return Rules(_said(chosen) if chosen.value else None, others)


def _said(chosen: Field) -> Said:
    return Said(chosen.value or "", chosen.confidence, chosen.source)


def _doubtful(labels: Sequence[Labelled], field: str, doubt: Doubt, why: str, none: Field) -> Field:
    """Say why what the writer wrote behind a label could not be taken; `none` where nothing was written."""
    for label in labels:
        written = any(letter.isdigit() for letter in label.value) if field == "phone" else bool(label.value.strip())
        if label.field == field and label.owner is Owner.SELF and written:
            return Field(source="label", why=f"{doubt}: {why}", doubt=doubt)
    return none


def _words(value: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", value.lower()))


def _subject(subject: str, reply: Reply) -> list[Line]:
    """The subject counts as text where the mail itself says little."""
    if reply.form or len(reply.text) > SUBJECT_COUNTS_MAX:
        return []
    return [Line("", Zone.BODY, 0), Line(subject[:LINE_MAX], Zone.BODY, 0)]


def _speaks_for(display: str, passage: Passage) -> bool:
    """True when the writer acts for an organisation: its details are then the writer's."""
    if any(word.lower() in ORGANISATION for word in re.findall(r"[^\W\d_]+", display)):
        return True
    return _SPEAKS_FOR.is_in(passage.words)


def _own_numbers(policy: Policy) -> frozenset[str]:
    """The desk's own numbers in E.164: never a citizen's."""
    desk = policy.desk
    numbers = [n for n in (desk.call_centre, desk.whatsapp, *desk.phones) if n]
    return frozenset(f"+62{local_digits(n).lstrip('0')}" for n in numbers)
