"""The page of the demo: every ticket as a conversation, and beside them what became of the rest of the mail."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined

from mailticket.core import words
from mailticket.core.ticket import Event

NUMBER = re.compile(r"\[([A-Z]+-\d{4}-\d{6})\]")
QUOTED = re.compile(r"^(?:>.*|Pada hari ini, .* menulis:)$", re.MULTILINE)

Mails = Sequence[tuple[datetime, str, EmailMessage]]


def page(tickets: Sequence[dict[str, Any]], events: Mapping[str, Sequence[Event]], mails: Mails, zone: ZoneInfo) -> str:
    """Return the page as HTML."""
    # A new complaint has no number yet: the answer to it has one.
    answered = {str(mail["In-Reply-To"]): number for _, _, mail in mails if (number := _number(mail, {}))}
    shown = [_shown(at, way, mail, zone, answered) for at, way, mail in mails]
    number_of_subject = {ticket["subject"]: ticket["number"] for ticket in tickets}
    for one in shown:
        one["number"] = one["number"] or number_of_subject.get(one["subject"])
    conversations = [
        {
            **ticket,
            "status_name": words.STATUSES[ticket["status"]],
            "mails": [one for one in shown if one["number"] == ticket["number"]],
            "events": [
                {
                    "at": words.on_moment(event.at, zone),
                    "what": event.what.kind.known_as,
                    "why": event.what.said(),
                    "by": event.by,
                }
                for event in events[ticket["number"]]
            ],
        }
        for ticket in tickets
    ]
    digests = [one for one in shown if one["notice"].endswith(".digest")]
    others = [one for one in shown if one["number"] is None and one not in digests]
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((files("mailticket.app.demo") / "page.html").read_text("utf-8"))
    return template.render(conversations=conversations, others=others, digests=digests, total=len(shown))


def _number(mail: EmailMessage, known: Mapping[str, str]) -> str | None:
    found = NUMBER.search(str(mail["Subject"]))
    return found.group(1) if found else known.get(str(mail["Message-ID"]))


def _shown(at: datetime, way: str, mail: EmailMessage, zone: ZoneInfo, known: Mapping[str, str]) -> dict[str, Any]:
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    text = plain.get_content() if plain else re.sub(r"<br>\s*|</div>", "\n", html.get_content() if html else "")
    text = re.sub(r"<[^<>]{0,500}>", "", text) if plain is None else text
    return {
        "at": words.on_moment(at, zone),
        "way": way,
        "from": str(mail["From"]),
        "to": str(mail["To"]),
        "subject": str(mail["Subject"]),
        "notice": str(mail["X-Mailticket-Notice"] or ""),
        "number": _number(mail, known),
        "text": QUOTED.sub("", text).strip() if way == "in" else text.strip(),
        "html": html.get_content() if html and way == "out" else "",
    }
