"""Is the From line true? A strict sender, and what a trusted mail server says of it (RFC 8601).

Nothing here knows of tickets or tokens: it answers only how far the From line of one mail can be believed.
"""

import re
from dataclasses import dataclass

import authres

from mailticket.core.mail import Mail
from mailticket.core.policy import Trust

# One mailbox and nothing else: no group, comment, route, encoded-word in the address, second address or bare CR.
_SPEC = rb"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}"
_NAME = rb'(?:"[^"<>@,;:()\[\]\\\r\n]{0,200}"[ \t]{0,9}|[^"<>@,;:()\[\]\\\r\n]{0,200})'
_STRICT_FROM = re.compile(_NAME + rb"<(?P<angle>" + _SPEC + rb")>|(?P<bare>" + _SPEC + rb")")
_FOLD = re.compile(rb"\r?\n(?=[ \t])")


@dataclass(frozen=True, slots=True)
class Proof:
    """What can be believed of a mail's sender."""

    address: str | None  # the one strict address, lower case; None: the From line is not canonical
    verdict: str  # pass | fail | none, of the domain in From, by a server that we trust
    why: str


def prove(mail: Mail, trust: Trust) -> Proof:
    """Say how far the From line can be believed."""
    address = strict_sender(mail)
    if address is None:
        return Proof(None, "none", "the From line is not exactly one plain address")
    if trust.officers == "none":
        return Proof(address, "pass", "the settings ask for no proof of senders")
    verdict, why = authentication(mail, trust, address.rpartition("@")[2])
    return Proof(address, verdict, why)


def strict_sender(mail: Mail) -> str | None:
    """Return the address of a canonical From line in lower case; None for anything that two parsers may read apart."""
    if len(mail.raw_from) != 1 or len(mail.from_) != 1:
        return None
    raw = _FOLD.sub(b"", mail.raw_from[0].strip(b"\r\n"))
    found = _STRICT_FROM.fullmatch(raw.strip(b" \t"))
    if found is None:
        return None
    address = (found["angle"] or found["bare"]).decode("ascii").lower()
    return address if address == mail.from_[0].address.lower() else None


def authentication(mail: Mail, trust: Trust, domain: str) -> tuple[str, str]:
    """Return (pass | fail | none, why) for the From domain from the topmost trusted Authentication-Results.

    Trusted: our server's authserv-id, with at most `received_above_max` Received lines above. Only headers on the level
    of the topmost one speak, since a sender can write the same name further down (RFC 8601, section 5).
    """
    if not trust.authserv_id:
        return "none", "no authserv_id is set"
    received, level, verdicts = 0, None, set()
    for name, value in mail.headers:
        lower = name.lower()
        if lower == "received":
            received += 1
        if lower != "authentication-results" or received > trust.received_above_max:
            continue
        results = _results(value, trust.authserv_id)
        if results is None or (level is not None and received != level):
            continue
        level = received
        verdicts.update(_dmarc(results, domain))
    if level is None:
        return "none", f"no Authentication-Results of {trust.authserv_id}"
    if "fail" in verdicts:
        return "fail", "dmarc=fail"
    if verdicts == {"pass"}:
        return "pass", f"dmarc=pass header.from={domain}"
    return "none", "the server says nothing of the From domain"


def _results(value: str, authserv_id: str) -> list[authres.AuthenticationResult] | None:
    """Parse one header; None when it is malformed or another server's."""
    try:
        header = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {value}")
    except (authres.AuthResError, ValueError, IndexError, AttributeError):
        return None
    if (header.authserv_id or "").lower() != authserv_id.lower():
        return None
    return list(header.results)


def _dmarc(results: list[authres.AuthenticationResult], domain: str) -> set[str]:
    """The DMARC results of a header: pass only for the very domain in From."""
    said: set[str] = set()
    for result in results:
        if str(result.method).lower() != "dmarc":
            continue
        outcome = str(result.result).lower()
        of = {str(p.value).lower() for p in result.properties if (str(p.type), str(p.name)) == ("header", "from")}
        if outcome == "fail":
            said.add("fail")
        elif outcome == "pass" and of == {domain.lower()}:
            said.add("pass")
        else:
            said.add("none")
    return said
