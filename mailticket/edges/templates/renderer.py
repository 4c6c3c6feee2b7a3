"""Notice -> finished bytes: wording by template, headers by code, the linter at the end."""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from mailticket.core import token as tokens
from mailticket.core.compose import Letter, as_html, as_text, compose, fitting, parse, problems
from mailticket.core.compose.clean import clean_line
from mailticket.core.compose.headers import chain, is_address, is_id, sendable
from mailticket.core.compose.lint import MESSAGE_ID_CHARACTERS_MAX
from mailticket.core.compose.view import is_identity_hidden, staff_addresses, view
from mailticket.core.mail import AUTO_REPLIED, Attachment, Notice, Rendered
from mailticket.core.policy import Policy
from mailticket.core.ticket import Ticket
from mailticket.edges.templates import fallback
from mailticket.edges.templates.library import Library, block

SUBJECT_CHARACTERS_MAX = 120
UNIQUE_CHARACTERS = 12  # of a Message-ID beside its token; 60 bits of a hash
DOMAIN_INSTEAD = "mailticket.invalid"  # in a Message-ID, where no part of the desk's domain is short enough
NOBODY = f"nobody@{DOMAIN_INSTEAD}"  # in To, where the address is none: the mail server's refusal tells the officers
HEADERS_BYTES = 8_192  # reckoned for all headers when files are fitted in
BROKEN_MAX = 200  # so many different failures are remembered


@dataclass(frozen=True)
class _Wording:
    """What the templates say: the title, and the text with and without its HTML."""

    title: str
    text: str
    html: str | None


class Renderer:
    """Makes finished mails of notices. `broken` tells which templates failed and why."""

    def __init__(self, policy: Policy, keys: tokens.Keys, folders: Sequence[Path]) -> None:
        self.policy = policy
        self.keys = keys
        own = [Path(policy.desk.templates_folder)] if policy.desk.templates_folder else []
        self.zone = ZoneInfo(policy.desk.timezone)
        self.library = Library([*own, *folders], self.zone)
        self.broken: list[str] = list(self.library.broken)

    def __call__(self, notice: Notice, ticket: Ticket | None, now: datetime) -> Rendered:
        """Render one mail; what a template or the linter spoils is sent in built-in words instead."""
        letter, data = self._finished(notice, ticket, now)
        return Rendered(
            data=data,
            message_id=letter.message_id,
            subject=letter.subject,
            sender=self._sender(notice, letter.message_id),
            recipient=letter.to if letter.to != NOBODY else clean_line(notice.to.address),
            text=letter.text,
        )

    def html(self, notice: Notice, ticket: Ticket | None, now: datetime) -> str:
        """Return the HTML part of a mail, "" when it has none."""
        return self._finished(notice, ticket, now)[0].html or ""

    def _finished(self, notice: Notice, ticket: Ticket | None, now: datetime) -> tuple[Letter, bytes]:
        try:
            letter = self._letter(notice, ticket, now, self._by_template)
            data = compose(letter)
            wrong = self._problems(data, letter, notice)
        except Exception as error:  # noqa: BLE001 (a site's template may raise anything, and the mail must go out)
            wrong = (f"{type(error).__name__}: {error}",)
        if wrong:
            self._report(notice, wrong)
            letter = self._letter(notice, ticket, now, self._by_code)
            data = compose(letter)
            self._report(notice, tuple(f"built-in text: {one}" for one in self._problems(data, letter, notice)))
        return letter, data

    def _letter(
        self,
        notice: Notice,
        ticket: Ticket | None,
        now: datetime,
        words: Callable[[Notice, dict[str, Any], str], _Wording],
    ) -> Letter:
        token = self._token(notice, ticket, now)
        values = view(notice, ticket, self.policy, now)
        files, left_out = self._files(notice, ticket, len(str(values.get("text", "")).encode("utf-8", "replace")))
        values["left_out"] = [(clean_line(file.safe_name), file.size) for file in left_out]
        wording = words(notice, values, token)
        number = values["number"]
        desk = self.policy.desk
        local, _, domain = desk.address.partition("@")
        reply_to = f"{local}+{token}@{domain}"  # a local part of more than 64 characters is none
        parent = notice.in_reply_to if notice.in_reply_to and self._may_name(notice.in_reply_to, notice) else None
        references = tuple(one for one in notice.references if self._may_name(one, notice))
        return Letter(
            notice=notice.name,
            ticket=number,
            desk=desk.address,
            desk_name=clean_line(desk.name),
            to=sendable(notice.to.address) or NOBODY,
            to_name=values["to"].name,
            subject=clean_line(f"[{number or 'mailticket'}] {wording.title}", SUBJECT_CHARACTERS_MAX),
            date=now.astimezone(self.zone),
            message_id=_message_id(token, f"{notice.key}|{notice.to.address}|{now.isoformat()}", domain),
            text=wording.text,
            html=wording.html,
            in_reply_to=parent,
            references=chain(references, parent),
            reply_to=reply_to if self.policy.plus_addressing and is_address(reply_to) else None,
            auto_submitted=_auto_submitted(notice),
            attachments=files,
        )

    def _by_template(self, notice: Notice, values: dict[str, Any], token: str) -> _Wording:
        language = values["language"]
        template = self.library.text(language, notice.name)
        if template is None:
            raise LookupError(f"no template {language}/{notice.name}.txt")
        own_text, foot = block(template, "body", values), self._foot(notice, values)
        title = clean_line(block(template, "subject", values))
        text = _with_reference(as_text(parse(f"{own_text}\n\n{foot}")), token)
        return _Wording(title, text, self._html(notice, values, title, own_text, foot, token))

    def _by_code(self, notice: Notice, values: dict[str, Any], token: str) -> _Wording:
        title = fallback.title(notice)
        text = as_text(parse(f"{fallback.body(notice, values)}\n\n{fallback.foot(values)}"))
        return _Wording(title, _with_reference(text, token), None)

    def _html(
        self, notice: Notice, values: Mapping[str, Any], title: str, own_text: str, foot: str, token: str
    ) -> str | None:
        """The HTML part: by its own template, else made of the text; None when the frame fails."""
        page = self.library.page
        if page is None:
            return None
        inner = as_html(parse(own_text))
        try:
            template = self.library.html(values["language"], notice.name)
            if template is not None:
                inner = block(template, "body", values)
        except Exception as error:  # noqa: BLE001 (the text is good, so the HTML can be made of it)
            self._report(notice, (f"HTML: {type(error).__name__}: {error}",))
        try:
            framed = {
                **values,
                "title": title,
                "content": Markup(inner),  # noqa: S704 (escaped by as_html and autoescape)
                "foot": Markup(as_html(parse(foot))),  # noqa: S704 (escaped by as_html)
                "reference": token,
            }
            return page.render(framed)
        except Exception as error:  # noqa: BLE001 (the plain part is a whole mail)
            self._report(notice, (f"HTML frame: {type(error).__name__}: {error}",))
            return None

    def _foot(self, notice: Notice, values: Mapping[str, Any]) -> str:
        """What stands below every mail to this sort of recipient, files that did not fit first."""
        name = "_citizen" if notice.to.role == "citizen" else "_staff"
        template = self.library.text(values["language"], name)
        return block(template, "body", values) if template is not None else fallback.foot(values)

    def _files(
        self, notice: Notice, ticket: Ticket | None, text_bytes: int
    ) -> tuple[tuple[Attachment, ...], tuple[Attachment, ...]]:
        if is_identity_hidden(notice, ticket):
            # A photo of an identity card tells more than any text that we can mask.
            return (), fitting(notice.attachments, self.policy.limits.outgoing_size_bytes_max)[0]
        room = self.policy.limits.outgoing_size_bytes_max - HEADERS_BYTES - 4 * text_bytes
        return fitting(notice.attachments, room)

    def _token(self, notice: Notice, ticket: Ticket | None, now: datetime) -> str:
        number = ticket.number if ticket is not None and ticket.number else tokens.DESK
        today = now.astimezone(self.zone).date()
        purpose = tokens.CHALLENGE if notice.asks_about else tokens.REPLY
        return tokens.sign(self.keys, number, notice.to.role, notice.to.id, purpose, today, notice.asks_about or 0)

    def _sender(self, notice: Notice, message_id: str) -> str:
        """The envelope sender: nobody for automatic mail to citizens (RFC 3834, 3.3), so that no bounce can loop.

        `{token}` becomes token and hash of the Message-ID, so that a bounce names the very mail (VERP).
        """
        if notice.to.role == "citizen" and not notice.is_human:
            return ""
        own = message_id[1:].partition("@")[0]
        return (self.policy.bounce_address or self.policy.desk.address).replace("{token}", own)

    def _may_name(self, message_id: str, notice: Notice) -> bool:
        """Whether an id may stand in this mail: well formed, and without a token of somebody else."""
        return is_id(message_id) and all(self._is_own(one, notice) for one in tokens.find(message_id))

    def _is_own(self, token: str, notice: Notice) -> bool:
        persons = {notice.to.role: (notice.to.id,)}
        return tokens.verify(token, self.keys, persons, self.policy.desk.ticket_prefix) is not None

    def _problems(self, data: bytes, letter: Letter, notice: Notice) -> tuple[str, ...]:
        staff = staff_addresses(self.policy) if notice.to.role == "citizen" else frozenset()
        return problems(data, letter, lambda token: self._is_own(token, notice), staff - {letter.to.lower()})

    def _report(self, notice: Notice, wrong: Sequence[str]) -> None:
        for one in wrong:
            line = f"{notice.language}/{notice.name}: {one}"
            if line not in self.broken and len(self.broken) < BROKEN_MAX:
                self.broken.append(line)


def _auto_submitted(notice: Notice) -> str | None:
    if notice.is_human:
        return None
    return "auto-replied" if notice.name in AUTO_REPLIED else "auto-generated"


def _with_reference(text: str, token: str) -> str:
    """The reference line is for gateways that rewrite ids: a reply that quotes it still finds its ticket."""
    return f"{text}\nRef: {token}\n"


def _message_id(token: str, seed: str, domain: str) -> str:
    """Return `<token.unique@domain>`, at most 70 characters; of a long domain the last labels."""
    digest = hashlib.sha256(seed.encode("utf-8", "replace")).digest()
    unique = base64.b32encode(digest).decode("ascii").lower()[:UNIQUE_CHARACTERS]
    room = MESSAGE_ID_CHARACTERS_MAX - len(f"<{token}.{unique}@>")
    labels = domain.lower().split(".")
    while len(".".join(labels)) > room and len(labels) > 2:
        labels = labels[1:]
    chosen = ".".join(labels)
    return f"<{token}.{unique}@{chosen if len(chosen) <= room else DOMAIN_INSTEAD}>"
