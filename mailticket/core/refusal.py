"""Whom the mail server's refusal means: this recipient or mail, us, or perhaps everybody.

A recipient that does not exist is the end of one mail. A server that wants another login, or that does not relay for
us, refuses whatever we send: then nothing is lost, all of it waits, and a person must see to the server.
"""

import re
from enum import StrEnum

_ENHANCED = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")  # RFC 3463
_SENDER = re.compile(r"5\.1\.[78]\b")  # of the sender's address, not the recipient's
_THIS = re.compile(r"5\.(?:1|2|4|6)\.|5\.3\.4\b")  # the address, the mailbox, the way to it, the content, the size
_AUTHENTICATION = frozenset({530, 534, 535, 538})  # RFC 4954, section 6
_SIZE = 552
_POLICY = 554
_WORDS = re.compile(
    r"relay|authenticat|not (?:permitted|allowed|authori[sz]ed)|access denied|client host|sender address"
    r"|block(?:ed|list)|blacklist|spamhaus|your (?:ip|host|server|network|domain)|policy",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:no such|unknown|invalid|non-?existent) (?:user|recipient|mailbox|account|address)|(?:user|recipient|mailbox"
    r"|account|address) (?:is )?(?:unknown|not found|unavailable|disabled|does ?n[o']t exist)",
    re.IGNORECASE,
)
_PARTICULAR = re.compile(r"<[^<>]{0,320}>|[\w.+=-]{1,64}@[\w.-]{1,253}|\b[0-9A-Za-z]{0,30}\d[0-9A-Za-z]{4,40}\b")


class Meant(StrEnum):
    """Whom a refusal for good means."""

    THIS = "this"  # this recipient, or this mail
    US = "us"  # the sender: whatever comes next is refused as well
    PERHAPS_ALL = "perhaps_all"  # the same word to another recipient tells


def meant_by(verb: str, code: int, says: str) -> Meant:
    """Say whom a refusal with a 5xx code of MAIL or RCPT means."""
    enhanced = _ENHANCED.search(says)
    status = enhanced.group() if enhanced else ""
    if verb == "MAIL":
        return Meant.THIS if code == _SIZE or status == "5.3.4" else Meant.US
    if _NOBODY.search(says):
        return Meant.THIS
    if code in _AUTHENTICATION or _SENDER.match(status):
        return Meant.PERHAPS_ALL
    if status:
        return Meant.THIS if _THIS.match(status) else Meant.PERHAPS_ALL
    return Meant.PERHAPS_ALL if code == _POLICY or _WORDS.search(says) else Meant.THIS


def general(says: str) -> str:
    """Return what a server said without what is of one mail: addresses, the names of queues."""
    return " ".join(_PARTICULAR.sub("", says).split())
