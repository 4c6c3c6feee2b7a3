"""A mail as `mailticket inspect --json` prints it, made where it is read: a line travels cheaper than a Reading."""

import json
from collections.abc import Sequence
from typing import Any

from mailticket.core.citizen import VALUES, Field
from mailticket.core.found import Action, Reading
from mailticket.core.mail import Address
from mailticket.core.policy import Policy
from mailticket.core.reading import read


def line(raw: bytes, policy: Policy, sent: Sequence[str] = ()) -> str:
    """Read one mail; return its JSON, to which `shapes.with_path` adds where it stands."""
    return json.dumps(shape(read(raw, policy, sent)), ensure_ascii=False)


def shape(read: Reading) -> dict[str, Any]:
    """Return what is understood of a mail as a plain dict; its keys are binding, unknown is None."""
    mail, identity, matter = read.mail, read.identity, read.matter
    screening = read.alone or read.screening  # judged by the mail alone
    bounce = screening.bounce
    return {
        "message_id": mail.message_id,
        "from": _address(mail.from_[0]) if mail.from_ else None,
        "to": [address.address for address in mail.to],
        "cc": [address.address for address in mail.cc],
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "text": mail.text,
        "reply_text": read.reply.text,
        "left_out": [{"what": cut.what, "known": cut.known, "text": cut.text} for cut in read.reply.cuts],
        "attachments": [
            {"filename": file.filename, "content_type": file.content_type, "size": file.size, "sha256": file.sha256}
            for file in mail.attachments
        ],
        "verdict": screening.action.value,
        "rule": screening.rule.word if screening.rule else None,
        "is_auto_response": screening.is_auto_response,
        "is_bounce": screening.is_bounce,
        "bounce": {
            "recipients": list(bounce.recipients),
            "status": bounce.status,
            "permanent": bounce.permanent,
            "original_message_id": bounce.original_message_id,
        }
        if bounce
        else None,
        "is_list": screening.is_list,
        "identity": {name: getattr(identity, name).value for name in VALUES},
        "kind": matter.kind,
        "category": matter.category,
        "detail": matter.detail,
        "missing": list(read.missing),
        "language": matter.language,
        "commands": [{"name": command.name, "argument": command.argument} for command in read.orders.commands],
        "defects": list(mail.defects),
        "why": why(read),
        "confidence": {
            **{name: _rounded(getattr(identity, name).confidence) for name in VALUES},
            "kind": _rounded(matter.kind_confidence),
            "detail": _rounded(matter.detail_confidence),
        },
        "alternatives": {name: _alternatives(getattr(identity, name)) for name in VALUES},
    }


def why(read: Reading) -> str:
    """Say in one line what was understood and by what."""
    screening, matter = read.alone or read.screening, read.matter
    if screening.action is Action.DROP:
        return f"drop: {screening.rule}: {screening.why}"
    lacks = f"missing {', '.join(read.missing)}" if read.missing else "nothing missing"
    verdict = "accept" if screening.action is Action.ACCEPT else f"silent ({screening.rule}: {screening.why})"
    return f"{verdict}; {matter.kind} ({matter.kind_why}); category {matter.category}; {lacks}"


def _rounded(confidence: float) -> float:
    return round(confidence, 3)


def _alternatives(field: Field) -> list[dict[str, str | float]]:
    """What else a detail may be, the most probable first."""
    return [{"value": one.value, "confidence": _rounded(one.confidence), "why": one.why} for one in field.alternatives]


def _address(address: Address) -> dict[str, str | None]:
    return {"name": address.name, "address": address.address or None}
