"""Signed tokens: who may speak in which ticket, written so that it survives addresses, ids and gateways.

A token reads `t26-1z-or2jq-abcdefghijklmnop`: year and serial of the ticket, role and purpose, day of issue (and the
kept mail that a challenge asks about), and a message authentication code over all of that and the person, who is not
written out: verification tries those who could be meant. Lower case letters, digits and hyphens only, since some
gateways fold case and rewrite the rest.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Keys = tuple[tuple[str, bytes], ...]  # (id, secret): the first signs, all verify

DESK = "desk"  # stands for the number where there is no ticket
CHALLENGE_DAYS_MAX = 7  # for so long a challenge can be answered
REPLY, CHALLENGE = "r", "c"  # purposes: to speak in the ticket; to say yes to one mail that we asked about
ROLES: Mapping[str, str] = {"c": "citizen", "o": "officer", "u": "unit", "s": "supervisor"}
LETTERS: Mapping[str, str] = {role: letter for letter, role in ROLES.items()}

EPOCH = date(2020, 1, 1)
CODE_CHARACTERS = 16  # 80 bits: forging one takes more mails than a mailbox can ever receive
FOUND_MAX = 50  # a mail with more is no mail of ours; the work stays bounded
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

PATTERN = re.compile(
    r"(?<![a-z0-9])t(?P<year>[0-9]{2})-(?P<serial>[0-9a-z]{1,7})-(?P<role>[cous])(?P<purpose>[rc])(?P<day>[0-9a-z]{3})"
    r"(?P<about>[0-9a-z]{0,7})-(?P<code>[a-z2-7]{16})(?![a-z0-9])",
    re.IGNORECASE,
)
# The same in a text, where it may have been broken at one of its hyphens, as the reference line or inside an address.
_IN_TEXT = re.compile(
    r"(?P<label>[*_]{0,2}\bref(?:erensi|erence)?[*_]{0,2}[ \t]{0,3}[:：][*_]{0,2}\s{0,3}(?:> ?){0,9})?(?P<before>[<+])?"
    + PATTERN.pattern.replace("-(?P<code>", r"-(?:\n[> \t]{0,12})?(?P<code>")
    + r"(?P<after>[.@](?=\w))?",
    re.IGNORECASE,
)
_HINT = re.compile(r"t[0-9]{2}-[0-9a-z]{1,7}-[cous][rc]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """What a verified token says."""

    number: str  # the ticket's, or "desk"
    role: str  # citizen | officer | unit | supervisor
    person: str  # id in settings; "citizen" for the citizen
    purpose: str  # REPLY | CHALLENGE
    issued_on: date
    about: int = 0  # row of the kept mail that a challenge asks about; 0: none


def sign(keys: Keys, number: str, role: str, person: str, purpose: str, day: date, about: int = 0) -> str:
    """Return the token with which this person may answer in this ticket, signed with the first key."""
    head = _head(number, role, purpose, day) + (_base36(about) if about else "")
    return f"{head}-{_code(keys[0][1], number, role, person, purpose, day, about)}"


def verify(text: str, keys: Keys, persons: Mapping[str, Sequence[str]], prefix: str) -> Token | None:
    """Return what the token says, or None when no key and person make it true; `persons` are ids by role."""
    found = PATTERN.fullmatch(text.strip())
    if found is None:
        return None
    year, serial = int(found["year"]), int(found["serial"].lower(), 36)
    number = f"{prefix}-20{year:02d}-{serial:06d}" if serial else DESK
    role, purpose = ROLES[found["role"].lower()], found["purpose"].lower()
    day = EPOCH + timedelta(days=int(found["day"].lower(), 36))
    about = int(found["about"].lower() or "0", 36)
    code = found["code"].lower()
    for person in persons.get(role, ()):
        for _, secret in keys:
            if hmac.compare_digest(_code(secret, number, role, person, purpose, day, about), code):
                return Token(number, role, person, purpose, day, about)
    return None


def expired(token: Token, today: date, token_days: int) -> bool:
    """True when the token is older than `token_days`, or comes from the future."""
    return not (token.issued_on <= today + timedelta(days=1) and (today - token.issued_on).days <= token_days)


def find(text: str) -> tuple[str, ...]:
    """Return what looks like a token, in order, each once."""
    found: Iterable[str] = (match[0].lower() for match in PATTERN.finditer(text))
    return tuple(dict.fromkeys(found))[:FOUND_MAX]


def strip(text: str) -> str:
    """Take tokens out of text that goes to somebody else."""
    return PATTERN.sub("[...]", text)


def blanked(text: str) -> str:
    """Take tokens out of text whose length must stay, with the word in front of them that we write there."""
    return _IN_TEXT.sub(_blank, text) if _HINT.search(text) else text


def _blank(found: re.Match[str]) -> str:
    # Inside an address or an id letters stand for it, so that whoever reads the line still sees what it is.
    if found["label"] is None and (found["before"] or found["after"]):
        return re.sub(r"[^\s.@<+]", "x", found[0])
    return re.sub(r"[^\n]", " ", found[0])


def _head(number: str, role: str, purpose: str, day: date) -> str:
    year, serial = 0, 0
    if number != DESK:
        *_, in_year, counted = number.rsplit("-", 2)
        year, serial = int(in_year) % 100, int(counted)
    return f"t{year:02d}-{_base36(serial)}-{LETTERS[role]}{purpose}{_base36((day - EPOCH).days).rjust(3, '0')}"


def _code(secret: bytes, number: str, role: str, person: str, purpose: str, day: date, about: int) -> str:
    said = f"v1|{number}|{role}|{person}|{purpose}|{day.isoformat()}|{about}".encode()
    digest = hmac.new(secret, said, hashlib.sha256).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:CODE_CHARACTERS]


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits or "0"
