"""The machine-readable part of a delivery report (RFC 3464, section 2), and what its many imitations make of it."""

import re
from dataclasses import dataclass

ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~\u2600-\u27bf\U0001f000-\U0001faff-]{1,128}@(?:[\w-]{1,63}\.){0,10}[\w-]{1,63}"
)
STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
RECIPIENTS_MAX = 100

# In running text a version of a program looks like a status, so a reply code before it counts more (RFC 3463, 2).
_CODED = re.compile(r"\b[45]\d\d[ -]{1,3}[(#]{0,2}([45]\.\d\.\d{1,3})(?![\d.])")
_SAID = re.compile(r"(?<![\d.])[45]\.\d\.\d{1,3}(?![\d.])")

_QUOTED = re.compile(r"\"([^\"<>@]{1,128})\"@([\w.-]{1,255})")
_FIELD = re.compile(
    r"^[ \t>*]{0,8}(final-recipient|original-recipient|x-actual-recipient|action|status|diagnostic-code"
    r"|arrival-date|last-attempt-date"
    r"|original-envelope-id|reporting-mta|remote-mta)[ \t]{0,4}:[ \t]{0,9}([^\n]{0,998})((?:\n["
    r" \t]+[^\n]{0,998}){0,20})",
    re.I | re.M,
)
_ODD = re.compile(r"<?([^\s<>@]{1,128}@[^\s<>@]{1,255})>?")  # a domain that can't be, as it was mistyped
_BLANK_LINE = re.compile(r"\n[ \t]{0,20}\n")
_FAILED = ("fail", "failed", "failure", "undeliverable", "error", "rejected", "expired", "gagal")
_DELAYED = ("delay", "delayed", "warning")
_DONE = ("delivered", "relayed", "expanded", "success")


@dataclass(slots=True)
class Recipient:
    """What a report says of one recipient; the words are as written, in lower case."""

    final: str = ""
    original: str = ""
    actual: str = ""
    action: str = ""
    status: str = ""
    diagnostic: str = ""

    @property
    def address(self) -> str:
        """The address that the sender wrote to; where a server rewrote it, the original counts."""
        return self.original or self.final or self.actual

    @property
    def delayed(self) -> bool:
        """True when the server goes on trying."""
        return self.action.startswith(_DELAYED) or (not self.action and self.status.startswith("4."))

    @property
    def done(self) -> bool:
        """True when the mail was delivered or handed on."""
        return self.action.startswith(_DONE) or (not self.action and self.status.startswith("2."))

    @property
    def failed(self) -> bool:
        """True when the server gave up."""
        return self.action.startswith(_FAILED) or not (self.delayed or self.done)


def read_status(text: str) -> list[Recipient]:
    """Return the recipients of a delivery report; a new one begins where a field comes a second time."""
    found: list[Recipient] = []
    current = Recipient()
    behind = 0
    for match in _FIELD.finditer(text):
        between, behind = text[behind : match.start()], match.end()
        name = match.group(1).lower()
        value = " ".join((match.group(2) + match.group(3)).split())
        key = {
            "final-recipient": "final",
            "original-recipient": "original",
            "x-actual-recipient": "actual",
            "action": "action",
            "status": "status",
            "diagnostic-code": "diagnostic",
        }.get(name)
        if key is None:
            if name in ("reporting-mta", "original-envelope-id") and current.address:
                found.append(current)
                current = Recipient()
            continue
        if key in ("final", "original") and current.address and _BLANK_LINE.search(between):
            found.append(current)
            current = Recipient()
        if getattr(current, key) and (key in ("final", "original", "action") or current.address):
            if current.address or current.action:
                found.append(current)
            current = Recipient()
        setattr(current, key, _value(key, value))
    if current.address or current.action:
        found.append(current)
    return [recipient for recipient in found if recipient.address or recipient.action][:RECIPIENTS_MAX]


def said_status(text: str) -> str | None:
    """Return the status that a server says in words: "5.1.1"."""
    coded = _CODED.search(text)
    if coded:
        return coded.group(1)
    said = _SAID.search(text)
    return said.group() if said else None


def _value(key: str, value: str) -> str:
    """Return the value of a field as it is compared."""
    if key in ("final", "original", "actual"):
        address = value.partition(";")[2].strip() or value
        odd = _ODD.fullmatch(address)
        return read_address(address) or (odd.group(1) if odd else "")
    if key == "status":
        match = STATUS.search(value)
        return match.group() if match else ""
    return value.lower() if key == "action" else value


def read_address(text: str) -> str:
    """Return the first address in a text, without what stands around it; "" if there is none."""
    quoted = _QUOTED.search(text)
    match = ADDRESS.search(text)
    if quoted and (match is None or quoted.start() < match.start()):
        return f"{quoted.group(1)}@{quoted.group(2)}"
    return tidy(match.group()) if match else ""


def tidy(address: str) -> str:
    """Return an address without the punctuation of the sentence around it."""
    return address.strip(".'`*=?!{}|/").removeprefix("smtp:").removeprefix("mailto:").rstrip("-")
