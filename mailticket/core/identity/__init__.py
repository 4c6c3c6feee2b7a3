"""The citizen's details from what the mail newly says: name, address, phone, e-mail, province."""

import re

import phonenumbers

from mailticket.core.found import Field, Identity, Reply
from mailticket.core.mail import Mail
from mailticket.core.policy import FIELDS, Policy

__all__ = ["extract", "missing"]

_LABELS = {
    "name": r"nama(?: lengkap)?|full name|name",
    "address": r"alamat(?: lengkap| rumah)?|full address|address",
    "phone": r"(?:nomor |no\.? ?)?(?:telepon|telp|hp|wa|whatsapp)|phone(?: number)?",
}
_LINE = {key: re.compile(rf"^[ \t]{{0,20}}(?:{words})[ \t]{{0,20}}[:=][ \t]{{0,20}}(\S[^\n]{{0,300}})", re.I | re.M)
         for key, words in _LABELS.items()}  # fmt: skip


def extract(mail: Mail, reply: Reply, policy: Policy) -> Identity:
    """Return what this mail newly says of its writer."""
    text = "\n".join(part for part in (reply.form, reply.text, reply.signature) if part)
    labelled = {key: found.group(1).strip() for key, line in _LINE.items() if (found := line.search(text))}
    name = labelled.get("name") or (mail.from_[0].name if mail.from_ else "") or None
    phone = next(
        (
            phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            for match in phonenumbers.PhoneNumberMatcher(text, "ID")
        ),
        None,
    )
    return Identity(
        name=Field(name, "label", 0.9, "label"),
        address=Field(labelled.get("address"), "label", 0.9, "label"),
        phone=Field(phone, "prose", 0.8, "number"),
        email=Field(mail.from_[0].address if mail.from_ else None, "from", 0.9, "From"),
    )


def missing(identity: Identity, detail: bool) -> tuple[str, ...]:
    """Return the fields that are not there, in the order of policy.FIELDS."""
    have = {field for field in FIELDS if field != "detail" and getattr(identity, field).value}
    return tuple(field for field in FIELDS if field not in have and not (field == "detail" and detail))
