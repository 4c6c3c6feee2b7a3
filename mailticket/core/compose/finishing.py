"""A notice and its wording -> a finished mail, with the files that fit; what the linter refuses is worded anew."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from mailticket.core import token as tokens
from mailticket.core.compose import fallback, ids
from mailticket.core.compose.clean import clean_line, each_text
from mailticket.core.compose.headers import chain, is_address, sendable
from mailticket.core.compose.labels import Labels
from mailticket.core.compose.letter import Outgoing, Wording
from mailticket.core.compose.lint import problems
from mailticket.core.compose.mime import compose, fitting
from mailticket.core.compose.paper import as_text, parse
from mailticket.core.compose.view import View, staff_addresses, view, withheld
from mailticket.core.mail import Attachment
from mailticket.core.notices.notice import Notice, Rendered, written
from mailticket.core.people import Role
from mailticket.core.policy import Policy
from mailticket.core.ticket import Ticket

SUBJECT_CHARACTERS_MAX = 120
NOBODY = f"nobody@{ids.DOMAIN_INSTEAD}"  # in To, where the address is none: the refusal tells the officers
TEXT_GROWS = 8  # times, at most: it stands in two parts, each with its marks and encoded
HEADERS_BYTES = 8_192  # reckoned for all headers when files are fitted in

Word = Callable[[Notice, View], Wording]  # a notice and what its templates are given -> what is said


@dataclass(frozen=True)
class Finished:
    """A mail that is ready to go, its HTML part ("" if it has none), and what was wrong with the wording given."""

    rendered: Rendered
    html: str
    broken: tuple[str, ...]


def finish(
    notice: Notice,
    ticket: Ticket | None,
    word: Word,
    policy: Policy,
    labels: Mapping[str, Labels],
    keys: tokens.Keys,
    now: datetime,
) -> Finished:
    """Make one mail; what its wording or the linter spoils is sent in built-in words instead.

    `labels` are those of the languages there are, the staff's always among them.
    """
    try:
        letter = _letter(notice, ticket, word, policy, labels, keys, now)
        data = compose(letter)
        broken = _problems(data, letter, notice, policy, keys)
    except Exception as error:  # noqa: BLE001 (a site's template may raise anything, and the mail must go out)
        broken = (f"{type(error).__name__}: {error}",)
    if broken:
        built_in = partial(fallback.wording, labels=labels)
        letter = _letter(notice, ticket, built_in, policy, labels, keys, now)
        data = compose(letter)
        broken += tuple(f"built-in text: {one}" for one in _problems(data, letter, notice, policy, keys))
    rendered = Rendered(
        data=data,
        message_id=letter.message_id,
        subject=letter.subject,
        sender=ids.envelope_sender(notice, letter.message_id, policy),
        recipient=letter.to if letter.to != NOBODY else clean_line(notice.to.address),
        text=letter.text,
    )
    return Finished(rendered, letter.html or "", broken)


def _letter(
    notice: Notice,
    ticket: Ticket | None,
    word: Word,
    policy: Policy,
    labels: Mapping[str, Labels],
    keys: tokens.Keys,
    now: datetime,
) -> Outgoing:
    token = ids.token(notice, ticket, policy, keys, now)
    seen = view(notice, ticket, policy, labels, now)
    files, left_out = _files(notice, policy, seen)
    hidden = ticket if seen.identity_hidden else None
    named = {
        is_lost: tuple((_named(file, hidden), file.size) for file in left_out if bool(file.lost_bytes) == is_lost)
        for is_lost in (False, True)
    }
    copies = tuple(_named(file, hidden) for file in notice.attachments if file.is_ours)
    seen = replace(
        seen, left_out=(*seen.left_out, *named[False]), unreceived=named[True], own_copies=copies, reference=token
    )
    wording = word(notice, seen)
    number = seen.of_ticket.number
    desk = policy.desk
    local, _, domain = desk.address.partition("@")
    reply_to = f"{local}+{token}@{domain}"  # a local part of more than 64 characters is none
    seed = f"{written(notice.key, number)}|{notice.to.address}|{now.isoformat()}"
    parent = notice.in_reply_to
    if parent is not None and not ids.may_name(parent, number, notice, policy, keys):
        parent = None
    references = tuple(one for one in notice.references if ids.may_name(one, number, notice, policy, keys))
    return Outgoing(
        notice=notice.name,
        ticket=number,
        desk=desk.address,
        desk_name=clean_line(desk.name),
        to=sendable(notice.to.address) or NOBODY,
        to_name=seen.to.name,
        subject=clean_line(f"[{number or 'mailticket'}] {wording.title}", SUBJECT_CHARACTERS_MAX),
        date=now.astimezone(ZoneInfo(desk.timezone)),
        message_id=ids.message_id(token, seed, domain),
        text=_with_reference(as_text(parse(f"{wording.text}\n\n{wording.foot}")), token),
        html=wording.html,
        in_reply_to=parent,
        references=chain(references, parent),
        reply_to=reply_to if policy.plus_addressing and is_address(reply_to) else None,
        auto_submitted=_auto_submitted(notice),
        attachments=files,
    )


def _named(file: Attachment, hidden: Ticket | None) -> str:
    """The name of a file, which may be called after the citizen."""
    return clean_line(withheld(file.safe_name, hidden) if hidden else file.safe_name)


def _files(notice: Notice, policy: Policy, seen: View) -> tuple[tuple[Attachment, ...], tuple[Attachment, ...]]:
    """The files that are sent, and those that are left out."""
    passed_on = tuple(file for file in notice.attachments if not file.is_ours)
    if seen.identity_hidden:
        # A photo of an identity card tells more than any text that we can mask.
        whole, left_out = fitting(passed_on, policy.limits.outgoing_size_bytes_max)
        return (), (*whole, *left_out)
    room = policy.limits.outgoing_size_bytes_max - HEADERS_BYTES - TEXT_GROWS * _text_bytes(seen)
    return fitting((*seen.continued, *passed_on), room)


def _text_bytes(seen: View) -> int:
    """How large all words are that the letter may hold."""
    sizes: list[int] = []
    each_text(dict(seen.value), lambda text: sizes.append(len(text.encode("utf-8", "replace"))))
    return sum(sizes)


def _problems(data: bytes, letter: Outgoing, notice: Notice, policy: Policy, keys: tokens.Keys) -> tuple[str, ...]:
    staff = staff_addresses(policy) if notice.to.role is Role.CITIZEN else frozenset()
    return problems(
        data, letter, lambda token: ids.is_own(token, letter.ticket, notice, policy, keys), staff - {letter.to.lower()}
    )


def _auto_submitted(notice: Notice) -> str | None:
    nature: str | None = notice.value.letter.row.nature.value
    return None if notice.value.is_human else nature


def _with_reference(text: str, token: str) -> str:
    """The reference line is for gateways that rewrite ids: a reply that quotes it still finds its ticket."""
    return f"{text}\nRef: {token}\n"
