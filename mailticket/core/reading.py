"""All that can be known from one mail, and the mails of ours that it answers: `read(raw, policy, sent) -> Reading`.

Runs in a killable child (edges.child): fed bytes only, and its result survives pickling. Whatever grows with the size
of a mail is done here, since what follows from a reading is decided while all other writers wait.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from mailticket.core import token as tokens
from mailticket.core.command import read_orders
from mailticket.core.corrections import corrections_of
from mailticket.core.decide import staff
from mailticket.core.forwarded import inner_of
from mailticket.core.found import ByHand, Reading, Reply
from mailticket.core.happenings import Screened
from mailticket.core.identity import extract
from mailticket.core.identity import missing as missing_fields
from mailticket.core.identity.passage import forwarded, with_own_forward
from mailticket.core.kind import understand
from mailticket.core.mail import Address, Mail
from mailticket.core.own_mail import marked
from mailticket.core.parser import parse
from mailticket.core.policy import Policy
from mailticket.core.proof import prove
from mailticket.core.reply import Known, Sent, separate
from mailticket.core.reply.armour import readable
from mailticket.core.reply.letter import is_ours
from mailticket.core.reply.lines import read_lines
from mailticket.core.report import report_of
from mailticket.core.screen import lists, screen
from mailticket.core.text.letters import plain
from mailticket.core.writer import writer_of

QUOTE_LINES_MAX, OPENING_LINES_MAX = 200, 6  # of a quotation that are looked at; in which it says who wrote it
TO_CHARACTERS_MAX = 200  # in front of an address, where it may be said to be a recipient's
_TO = re.compile(r"\b(?:kepada|to|untuk|cc|tembusan)\s{0,3}:")
_REPLY = re.compile(r"\s{0,3}(?:re|fwd?|bls|trs|tr|balasan)\s{0,2}:", re.IGNORECASE)


def read(raw: bytes, policy: Policy, sent: Sequence[str] = ()) -> Reading:
    """Understand one mail from its bytes; never raises for what the bytes are. `sent`: the texts that it answers."""
    mail = marked(parse(raw))
    writer, alone = writer_of(mail, policy), screen(mail, policy)
    is_listed = lists.is_ours(mail, policy)
    screening = screen(lists.without_marks(mail), policy) if is_listed else alone
    is_auto = screening.is_auto_response
    of_staff = _is_staffs(writer.address or next(iter(mail.from_), None), policy)
    token_texts, traced_texts = _token_texts(mail), _traced_texts(mail)
    is_shown = bool(token_texts or traced_texts)
    quoted_tokens = _quoted(mail, separate(mail, is_auto), policy) if is_shown else frozenset()
    mail = _without_tokens(mail)
    known = known_of(mail, policy, sent, copies=of_staff)
    reply = separate(mail, is_auto, known)
    if sent and screening.rule is Screened.ACKNOWLEDGEMENT and reply.text.strip():
        # The words may be our own letter's, whose marks a program took away: the person's words are judged again.
        screening = screen(replace(mail, text=reply.text, marks=()), policy)
    quotes_us = _quotes_us(reply, policy, is_known=bool(quoted_tokens or sent))
    told, is_sealed = readable(mail, reply)
    told = with_own_forward(_plain(told), writer.address.address if writer.address else "")
    identity = extract(mail, told, policy, writer.address, is_auto=is_auto)
    matter = understand(mail, told, identity, policy, is_auto=is_auto)
    if is_sealed:
        matter = replace(matter, detail=False, detail_why="encrypted: nobody here can read it")
    orders = read_orders(reply, mail)
    by_hand = _by_hand(mail, known) if is_auto and (token_texts or traced_texts or of_staff) else None
    return Reading(
        mail=mail,
        writer=writer,
        screening=screening,
        reply=reply,
        identity=identity,
        matter=matter,
        missing=missing_fields(identity, matter.detail, policy),
        orders=orders,
        token_texts=token_texts,
        quoted_tokens=quoted_tokens,
        traced_texts=traced_texts,
        by_hand=by_hand,
        report=report_of(mail, by_hand or ByHand(reply, orders), policy) if of_staff else None,
        corrections=corrections_of((by_hand or ByHand(reply, orders)).orders, policy) if of_staff else None,
        alone=alone if is_listed else None,
        proof=prove(mail, policy.trust),
        fingerprints=_fingerprints(mail, raw) if of_staff else (),
        quotes_us=quotes_us,
    )


def _plain(reply: Reply) -> Reply:
    """Return the reply in plain letters, as details and words are looked for; what is kept and shown stays as typed."""
    return replace(reply, text=plain(reply.text), form=plain(reply.form), signature=plain(reply.signature))


def _without_tokens(mail: Mail) -> Mail:
    """The mail with no token in its text, so that none is kept, shown or sent on."""
    command_text = mail.command_text
    return replace(
        mail,
        subject=tokens.strip(mail.subject),
        text=tokens.blanked(mail.text),
        command_text=None if command_text is None else tokens.blanked(command_text),
    )


def known_of(mail: Mail, policy: Policy, sent: Sequence[str], *, copies: bool) -> Known:
    """What the desk knows beside a mail; the staff `copies` what we sent into texts of its own."""
    answered = Sent("\n\n".join(sent)) if sent else None
    return Known(_registered(mail, policy), " ".join(staff.names(policy).values()), answered, copies)


def _by_hand(mail: Mail, known: Known) -> ByHand:
    """Read it as a person's: of what bears a machine's mark the text is not read at first."""
    reply = separate(mail, known=known)
    return ByHand(reply, read_orders(reply, mail))


def _registered(mail: Mail, policy: Policy) -> str:
    """Return the name under which the desk knows the sender, "" for everybody else."""
    person = staff.registered(mail.from_[0].address.lower() if mail.from_ else None, policy)
    return person.name if person is not None else ""


def _is_staffs(writer: Address | None, policy: Policy) -> bool:
    """Whether a mail is in the name of an officer, supervisor or unit, proven or not."""
    address = writer.address.lower() if writer is not None else None
    return staff.registered(address, policy) is not None or staff.unit_at(address, policy) is not None


def _token_texts(mail: Mail) -> tuple[str, ...]:
    """Token-looking strings where our mails put them, the nearest first: addresses, ids, the reference line below."""
    ids = " ".join((*mail.in_reply_to, *reversed(mail.references)))
    return tokens.find(f"{_addresses(mail)} {ids} {mail.text}")


def _traced_texts(mail: Mail) -> tuple[str, ...]:
    """The same in lines that servers add on the way, and that no signature of the sender covers."""
    return tokens.find(_traced(mail))


def _quoted(mail: Mail, reply: Reply, policy: Policy) -> frozenset[str]:
    """Of them those that show our mail itself: its quotation, its forward, an address that it gave to who replies.

    One in a text that was newly written may stand in a sample letter that anybody was given, and so may an address.
    """
    is_reply = bool(mail.in_reply_to or mail.references or _REPLY.match(mail.subject))
    inner = inner_of(mail)  # below a bare block of headers, as Outlook and iPhones forward
    ours = inner.text if inner is not None and inner.sender.address.lower() in policy.own_addresses else ""
    given = f"{_addresses(mail)} {_traced(mail)}" if is_reply else ""
    return frozenset(tokens.find(f"{given} {reply.quote} {forwarded(reply)} {ours}"))


def _quotes_us(reply: Reply, policy: Policy, *, is_known: bool) -> bool:
    """Whether what is quoted is ours: by a token, by what we sent, by its writer's address, by how our mails read."""
    if not reply.quote.strip():
        return False
    if is_known:
        return True
    lines = read_lines("\n".join(reply.quote.split("\n", QUOTE_LINES_MAX)[:QUOTE_LINES_MAX]), ())
    opening = " ".join(line.bare.lower() for line in lines[:OPENING_LINES_MAX])
    return any(address in opening and _writes(address, opening) for address in policy.own_addresses) or is_ours(lines)


def _writes(address: str, opening: str) -> bool:
    """Whether the head of a quotation names an address as the one that wrote, and not as one that was written to."""
    before = opening.partition(address)[0]
    return not _TO.search(before[-TO_CHARACTERS_MAX:])


def _addresses(mail: Mail) -> str:
    return " ".join(address.address for address in (*mail.to, *mail.cc))


def _traced(mail: Mail) -> str:
    return " ".join(mail.header_all("Delivered-To") + mail.header_all("X-Original-To"))


def _fingerprints(mail: Mail, raw: bytes) -> tuple[str, ...]:
    """By what a mail is known when it comes again under another Message-ID: by its words, and by its bytes.

    Who sends a signed mail again must leave its bytes, but can make other words of them by another Content-Type.
    """
    body = re.sub(rb"\s+", b" ", re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[-1].strip())
    words = " ".join(mail.text.split()).encode("utf-8", "replace")
    address = mail.from_[0].address.lower() if mail.from_ else ""
    said = f"{address}\n{mail.date.isoformat() if mail.date else ''}\n{mail.subject}\n".encode("utf-8", "replace")
    return tuple(f"written:{sha256(said + kind + what).hexdigest()}" for kind, what in ((b"w", words), (b"b", body)))
