"""The page of the demo: every ticket as a conversation, and beside them what became of the rest of the mail.

The page speaks English; the mails on it stand as they were written. Its tickets and mails lead to one another.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr
from importlib.resources import files
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from mailticket.core import words
from mailticket.core.happenings import Happening
from mailticket.core.notices.letters import Letter
from mailticket.core.ticket import Event

NUMBER = re.compile(r"\b[A-Z]+-\d{4}-\d{6}\b")
QUOTATION = re.compile(r"^Pada hari ini, [^\n]{0,200} menulis:\n", re.MULTILINE)  # as the people of the demo quote
MOMENT = "{day}, {hour}"
DIGESTS = (Letter.SUPERVISOR_DIGEST.word, Letter.OFFICER_DIGEST.word)
STATUSES: Mapping[str, str] = {
    "awaiting_details": "waits for the citizen's details",
    "open": "with an officer",
    "awaiting_citizen": "waits for the citizen",
    "with_unit": "with a unit",
    "unit_answered": "a unit's draft waits for the officer",
    "answered": "answered",
    "closed": "closed",
}
KINDS: Mapping[str, str] = {
    "pengaduan": "complaint",
    "aspirasi": "suggestion",
    "permohonan_informasi": "request for information",
    "lainnya": "other",
}


@dataclass(frozen=True, slots=True)
class Posted:
    """A mail of the demo: the file that holds it, when it passed, and whether it came in or went out."""

    file: str
    at: datetime
    way: str
    mail: EmailMessage


@dataclass(slots=True)
class _Shown:
    """A mail as the page shows it; an incoming one is divided into what is new and what it quotes."""

    anchor: str
    file: str
    at: str
    way: str
    from_: str
    to: str
    subject: str
    notice: str
    number: str | None
    numbers: tuple[str, ...]  # the tickets that it names
    text: Markup
    quoted: Markup
    html: str
    answers: "_Shown | None" = None
    answered_by: list["_Shown"] = field(default_factory=list)


def page(
    tickets: Sequence[dict[str, Any]],
    events: Mapping[str, Sequence[Event]],
    posted: Sequence[Posted],
    filed: Mapping[str, str],
    zone: ZoneInfo,
) -> str:
    """Return the page as HTML; `filed` says in which ticket the book has a mail, by its Message-ID."""
    known = [ticket["number"] for ticket in tickets]
    shown = _linked(posted, filed, known, zone)
    told = [one for one in shown if one.number is None and one.notice and one.notice not in DIGESTS]
    conversations = [
        {
            **ticket,
            "status_name": STATUSES[ticket["status"]],
            "kind_name": KINDS.get(ticket["kind"], ticket["kind"]),
            "mails": [one for one in shown if one.number == ticket["number"]],
            "told": [one for one in told if ticket["number"] in one.numbers],
            "events": [
                {
                    "at": words.on_moment(event.at, zone, "en", MOMENT),
                    "what": event.what.kind.known_as.replace("_", " "),
                    "why": _with_links(_said(event.what), known),
                    "by": event.by,
                }
                for event in events[ticket["number"]]
            ],
        }
        for ticket in tickets
    ]
    digests = sorted((one for one in shown if one.notice in DIGESTS), key=lambda one: (one.notice, one.to))
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((files("mailticket.app.demo") / "page.html").read_text("utf-8"))
    return template.render(
        conversations=conversations,
        told=told,
        others=[one for one in shown if one.number is None and not one.notice],
        digests=[(to, list(group)) for to, group in groupby(digests, key=lambda one: one.to)],
        total=len(shown),
    )


def _said(what: Happening) -> str:
    named = {name: KINDS.get(str(value), value) for name, value in what.fields.items() if name == "kind"}
    return Happening(what.kind, {**what.fields, **named}).said("en")


def _linked(
    posted: Sequence[Posted], filed: Mapping[str, str], known: Sequence[str], zone: ZoneInfo
) -> Sequence[_Shown]:
    """The mails in order, each with the one that it answers; that one's ticket is its own, if the book has no other."""
    by_id: dict[str, _Shown] = {}
    for one in posted:
        id_, answered = str(one.mail["Message-ID"]), by_id.get(str(one.mail["In-Reply-To"]))
        named = next((n for n in NUMBER.findall(str(one.mail["Subject"])) if n in known), None)
        number = filed.get(id_) or named or (answered.number if answered else None)
        shown = _shown(one, number, known, zone)
        if answered is not None:
            shown.answers = answered
            answered.answered_by.append(shown)
        by_id[id_] = shown
    return list(by_id.values())


def _shown(posted: Posted, number: str | None, known: Sequence[str], zone: ZoneInfo) -> _Shown:
    mail = posted.mail
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    text = str(plain.get_content()).replace("\r\n", "\n") if plain else ""
    quotation = QUOTATION.search(text) if posted.way == "in" else None
    new, quoted = (text[: quotation.start()], text[quotation.start() :]) if quotation else (text, "")
    return _Shown(
        anchor=f"mail-{posted.file.partition('-')[0]}",
        file=posted.file,
        at=words.on_moment(posted.at, zone, "en", MOMENT),
        way=posted.way,
        from_=_named(str(mail["From"])),
        to=_named(str(mail["To"])),
        subject=str(mail["Subject"]),
        notice=str(mail["X-Mailticket-Notice"] or ""),
        number=number,
        numbers=tuple(sorted({n for n in NUMBER.findall(text) if n in known})),
        text=_with_links(new.strip(), known),
        quoted=_with_links(quoted.strip(), known),
        html=str(html.get_content()) if html else "",
    )


def _named(sender: str) -> str:
    name, address = parseaddr(sender)
    return name or address


def _with_links(text: str, known: Sequence[str]) -> Markup:
    """The text, in which the numbers of tickets lead to them."""
    return Markup("").join(_pieces(text, known))


def _pieces(text: str, known: Sequence[str]) -> Iterator[Markup]:
    start = 0
    for found in NUMBER.finditer(text):
        if found[0] in known:
            yield escape(text[start : found.start()])
            yield Markup('<a href="#{0}">{0}</a>').format(found[0])
            start = found.end()
    yield escape(text[start:])
