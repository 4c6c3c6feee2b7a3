"""Whose mail it is: the one in From, or, where a relay of ours stands there, the one for whom it passed the mail on.

A list that rewrites From ("Siti via Info <info@...>"), a form of the ministry's site and a machine that reads no
answers all name the writer elsewhere. An own address is never a writer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mailticket.core.mail import Address, Mail
from mailticket.core.policy import Policy
from mailticket.core.senders import is_machine, is_unread

_VIA = re.compile(r"^\s{0,9}['\"]?(?P<name>.{1,120}?)['\"]?\s{1,9}(?:via|melalui|lewat|through)\s.{1,200}$", re.I)
# "Dari: Siti <siti@...>", the first line of what the usual contact forms send.
_LINE = re.compile(r"^\s{0,9}(?:dari|from|pengirim|sender)\s{0,3}:\s{0,9}(?P<who>[^\n]{3,300})$", re.I)
_LINES = 5  # of a form in which it stands
_ADDRESS = re.compile(r"(?:(?P<name>[^<>]{0,200})<)?(?P<address>[\w.+'=-]{1,64}@[\w.-]{1,253})>?")
# Where a list keeps the From line that it rewrote; Reply-To first, since that is where the writer wants to be answered.
_ORIGINALS = ("x-original-from", "x-original-sender", "original-from", "x-mailfrom-original")


class Via(StrEnum):
    """By what a mail came from its writer."""

    ITSELF = "itself"  # From is the writer
    OURS = "ours"  # a list or form of ours, whose word on the writer counts
    RELAY = "relay"  # a machine that nobody vouches for: what it says of the writer is to be confirmed


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote, as far as the head of a mail says it; `address` None: it stands in the text, or nowhere."""

    address: Address | None
    via: Via = Via.ITSELF


def writer_of(mail: Mail, policy: Policy) -> Writer:
    """Say whose mail it is."""
    if not mail.from_:
        return Writer(None)
    sender = mail.from_[0]
    low = sender.address.lower()
    forms = policy.form_addresses
    ours = policy.own_addresses | forms | frozenset(name.lower() for name in policy.lists)
    never = ours | {low}
    if low in ours:
        return Writer(_passed_on(mail, never), Via.OURS)
    is_known = any(low == address.lower() for unit in policy.units for address in unit.addresses)
    if is_known or (not is_unread(sender.address) and not is_machine(sender.address)):
        return Writer(sender)
    named = _passed_on(mail, never)
    # Some people's mailboxes are called like a machine's: without another name they stay the writer.
    return Writer(named, Via.RELAY) if named is not None or is_unread(sender.address) else Writer(sender)


def _passed_on(mail: Mail, never: frozenset[str]) -> Address | None:
    found = next((one for one in _named(mail) if _is_persons(one.address, never)), None)
    if found is None or found.name:
        return found
    via = _VIA.match(mail.from_[0].name)
    return Address(via["name"].strip(), found.address) if via else found


def _named(mail: Mail) -> Iterator[Address]:
    yield from mail.reply_to
    for name in _ORIGINALS:
        for value in mail.header_all(name):
            found = _ADDRESS.search(value)
            if found is not None:
                yield Address((found["name"] or "").strip(" \"'"), found["address"])
    for line in mail.text.split("\n", _LINES)[:_LINES]:
        typed = _LINE.match(line)
        found = _ADDRESS.search(typed["who"]) if typed else None
        if found is not None:
            yield Address((found["name"] or "").strip(" \"'"), found["address"])


def _is_persons(address: str, never: frozenset[str]) -> bool:
    return "@" in address and address.lower() not in never and not is_unread(address)
