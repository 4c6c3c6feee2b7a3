"""Is the From line true? A strict sender, and what a trusted mail server says of it (RFC 8601).

Nothing here knows of tickets or tokens: it answers only how far the From line of one mail can be believed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import authres

from mailticket.core.mail import SMUGGLED, Mail
from mailticket.core.policy import Trust, TrustMode

# One mailbox and nothing else: no group, comment, route, encoded-word in the address, second address or bare CR. A name
# in quotes may have a comma ("Wulandari, Rina", as Exchange writes it); every reader takes that for one mailbox.
_SPEC = rb"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}"
_NAME = rb'(?:"[^"<>@\\\r\n\x00]{0,200}"[ \t]{0,9}|[^"<>@,;:()\[\]\\\r\n]{0,200})'
_STRICT_FROM = re.compile(_NAME + rb"<(?P<angle>" + _SPEC + rb")>|(?P<bare>" + _SPEC + rb")")
_METHOD = re.compile(r"\s{0,9}(?:spf|dkim|dmarc|compauth|arc)=", re.IGNORECASE)
_FOLD = re.compile(rb"\r?\n(?=[ \t])")

# A genuine mail sent again by somebody else still has its good signature, but no new Date. The bound is for slow mail
# and clocks that are some days off; it is symmetric, since a mail dated ahead could be sent again for longer.
DATE_AWAY_MAX = timedelta(days=14)


class Believed(StrEnum):
    """What a server that we trust says of the domain in From."""

    PASS = "pass"  # noqa: S105 (a word, no secret)
    FAIL = "fail"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Proof:
    """What can be believed of a mail's sender."""

    address: str | None  # the one strict address, lower case; None: the From line is not canonical
    verdict: Believed
    why: str


def prove(mail: Mail, trust: Trust) -> Proof:
    """Say how far the From line can be believed."""
    address = strict_sender(mail)
    if address is None:
        return Proof(None, Believed.NONE, "the From line is not exactly one plain address")
    verdict, why = PROFILES[trust.officers](mail, trust, address.rpartition("@")[2])
    return Proof(address, verdict, why)


def relayed(proof: Proof) -> Proof:
    """What the proof of a relay's From line says of the writer whom the relay names: nothing good."""
    failed = proof.verdict is Believed.FAIL
    return Proof(None, Believed.FAIL if failed else Believed.NONE, proof.why if failed else "named by a relay")


def strict_sender(mail: Mail) -> str | None:
    """Return the address of a canonical From line in lower case; None for anything that two parsers may read apart."""
    if len(mail.raw_from) != 1 or len(mail.from_) != 1 or SMUGGLED in mail.defects:
        return None
    raw = _FOLD.sub(b"", mail.raw_from[0].strip(b"\r\n"))
    found = _STRICT_FROM.fullmatch(raw.strip(b" \t"))
    if found is None:
        return None
    address = (found["angle"] or found["bare"]).decode("ascii").lower()
    return address if address == mail.from_[0].address.lower() else None


def is_out_of_time(mail: Mail, received_at: datetime) -> bool:
    """Whether a mail says to be written too long before or after our server received it: perhaps an old one sent again.

    The server's time counts and not the present, so that mail which waited for us through an outage is believed. A mail
    without a readable Date says nothing: who can take the Date away could as well have written a fitting one.
    """
    return mail.date is not None and abs(received_at - mail.date) > DATE_AWAY_MAX


def unasked(mail: Mail, trust: Trust, domain: str) -> tuple[Believed, str]:
    """Believe every From line: for a site whose mailbox nobody outside can reach."""
    return Believed.PASS, "the settings ask for no proof of senders"


def authentication(mail: Mail, trust: Trust, domain: str) -> tuple[Believed, str]:
    """Return the verdict and why for the From domain from the topmost trusted Authentication-Results.

    Trusted: our server's authserv-id, with at most `received_above_max` Received lines above. Only headers on the level
    of the topmost one speak, since a sender can write the same name further down (RFC 8601, section 5).
    """
    if not trust.authserv_id:
        return Believed.NONE, "no authserv_id is set"
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
        return Believed.NONE, f"no Authentication-Results of {trust.authserv_id}"
    if "fail" in verdicts:
        return Believed.FAIL, "dmarc=fail"
    if verdicts == {"pass"}:
        return Believed.PASS, f"dmarc=pass header.from={domain}"
    return Believed.NONE, "the server says nothing of the From domain"


def microsoft(mail: Mail, trust: Trust, domain: str) -> tuple[Believed, str]:
    """Return the verdict of Microsoft 365, which names no server in its Authentication-Results: the topmost one counts.

    Only for a mailbox that is hosted there; elsewhere a sender could write this header as well as anybody. Mail inside
    one tenant has no such header, and its officers are asked: X-MS-Exchange-Organization-AuthAs says that somebody
    inside sent it, which any machine behind a connector is, and not who.
    """
    received = 0
    for name, value in mail.headers:
        received += name.lower() == "received"
        if received > trust.received_above_max:
            break
        if name.lower() == "authentication-results":
            return _microsoft_says(value, domain)
    return Believed.NONE, "no Authentication-Results on top"


def _microsoft_says(value: str, domain: str) -> tuple[Believed, str]:
    """Read `spf=pass (...) smtp.mailfrom=...; dmarc=pass action=none header.from=...;compauth=pass reason=100`."""
    bare = _without_comments(value)
    if bare is None or not _METHOD.match(bare):
        return Believed.NONE, "the topmost Authentication-Results is not of Microsoft's form"
    said: dict[str, list[str]] = {}
    for clause in bare.split(";"):
        method, *properties = clause.split() or [""]
        name, _, result = method.lower().partition("=")
        said.setdefault(name, []).append(result)
        if name == "dmarc":
            said["of"] = [p.partition("=")[2].lower() for p in properties if p.lower().startswith("header.from=")]
    if "fail" in (*said.get("dmarc", ()), *said.get("compauth", ())):
        return Believed.FAIL, "dmarc=fail or compauth=fail"
    if said.get("dmarc") == ["pass"] and said.get("of") == [domain.lower()]:
        return Believed.PASS, f"dmarc=pass header.from={domain}"
    return Believed.NONE, "Microsoft 365 says nothing of the From domain"


def _without_comments(value: str) -> str | None:
    """Drop comments, nested ones too; None when they do not close, or when a quoted string could hide a clause."""
    kept, depth = [], 0
    for letter in value:
        if letter in '"\\':
            return None
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return None
        if depth == 0 and letter != ")":
            kept.append(letter)
    return "".join(kept) if depth == 0 else None


def signature(mail: Mail, trust: Trust, domain: str) -> tuple[Believed, str]:
    """Return pass when a signature that the desk found good is the From domain's, or of a domain above it.

    Stricter than DMARC's relaxed alignment (RFC 7489, 3.1): a sibling or child does not vouch, so that no list of
    public suffixes is needed. A missing signature proves nothing, hence never "fail".
    """
    for signer in mail.signed_by:
        if domain == signer or domain.endswith(f".{signer}"):
            return Believed.PASS, f"DKIM signature of {signer}"
    return Believed.NONE, f"no good DKIM signature of {domain}"


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


PROFILES: Mapping[TrustMode, Callable[[Mail, Trust, str], tuple[Believed, str]]] = {
    TrustMode.NONE: unasked,
    TrustMode.AUTHENTICATION_RESULTS: authentication,
    TrustMode.MICROSOFT365: microsoft,
    TrustMode.DKIM: signature,
}
