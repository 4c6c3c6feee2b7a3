"""Is the From line true? A strict sender, and what a trusted mail server says of it (RFC 8601).

Nothing here knows of tickets or tokens: it answers only how far the From line of one mail can be believed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mailticket.core.mail import SMUGGLED, Mail
from mailticket.core.policy import Trust, TrustMode
from mailticket.core.results import Results, read_results

# One mailbox and nothing else: no group, comment, route, encoded-word in the address, second address or bare CR. A name
# in quotes may have a comma ("Wulandari, Rina", as Exchange writes it); every reader takes that for one mailbox.
_SPEC = rb"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}"
_NAME = rb'(?:"[^"<>@\\\r\n\x00]{0,200}"[ \t]{0,9}|[^"<>@,;:()\[\]\\\r\n]{0,200})'
_STRICT_FROM = re.compile(_NAME + rb"<(?P<angle>" + _SPEC + rb")>|(?P<bare>" + _SPEC + rb")")
_MICROSOFTS = frozenset({"spf", "dkim", "dmarc", "compauth", "arc"})
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


UNREAD = Proof(None, Believed.NONE, "nothing was read")  # of a mail of which nothing is known


def prove(mail: Mail, trust: Trust) -> Proof:
    """Say how far the From line can be believed."""
    address = strict_sender(mail)
    if address is None:
        return Proof(None, Believed.NONE, "the From line is not exactly one plain address")
    return Proof(address, *verdict_of(mail, trust, address.rpartition("@")[2]))


def verdict_of(mail: Mail, trust: Trust, domain: str) -> tuple[Believed, str]:
    """Return what is believed of a mail that says to come from this domain, and why.

    What our mail server found to be false is false however the site proves its officers.
    """
    said = PROFILES[trust.officers](mail, trust, domain)
    if said[0] is Believed.FAIL or trust.officers not in _WITHOUT_SERVER:
        return said
    against = _against(mail, trust, domain)
    return against if against[0] is Believed.FAIL else said


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
    """Return the verdict and why for the From domain from the topmost Authentication-Results of our server.

    Our server's: its authserv-id, with at most `received_above_max` Received lines above. Its first line alone speaks,
    and when that cannot be read nothing does: a sender can write the same name further down (RFC 8601, section 5).
    """
    if not trust.authserv_id:
        return Believed.NONE, "no authserv_id is set"
    server = trust.authserv_id.lower()
    for received, raw in mail.raw_results:
        if received > trust.received_above_max:
            break
        results = read_results(raw)
        if results is None and server.encode() in raw.lower():
            return Believed.NONE, f"the Authentication-Results of {trust.authserv_id} cannot be read"
        if results is not None and results.server == server:
            return _dmarc(results, domain)
    return Believed.NONE, f"no Authentication-Results of {trust.authserv_id}"


def microsoft(mail: Mail, trust: Trust, domain: str) -> tuple[Believed, str]:
    """Return the verdict of Microsoft 365, which names no server in its Authentication-Results: the topmost one counts.

    Only for a mailbox that is hosted there; elsewhere a sender could write this header as well as anybody. Mail inside
    one tenant has no such header, and its officers are asked: X-MS-Exchange-Organization-AuthAs says that somebody
    inside sent it, which any machine behind a connector is, and not who.
    """
    raw = _topmost(mail, trust)
    if raw is None:
        return Believed.NONE, "no Authentication-Results on top"
    results = read_results(raw)
    if results is None or results.server is not None or results.clauses[0].method not in _MICROSOFTS:
        return Believed.NONE, "the topmost Authentication-Results is not of Microsoft's form"
    if any((one.method, one.result) == ("compauth", "fail") for one in results.clauses):
        return Believed.FAIL, "compauth=fail"
    return _dmarc(results, domain)


def _topmost(mail: Mail, trust: Trust) -> bytes | None:
    """Return the first Authentication-Results, if no more Received lines stand above it than the settings allow."""
    received, raw = next(iter(mail.raw_results), (0, None))
    return raw if received <= trust.received_above_max else None


def _against(mail: Mail, trust: Trust, domain: str) -> tuple[Believed, str]:
    """Return what a mail server says where another proof is asked for; only a failing verdict is made use of.

    Where no authserv_id is set, whose line it is cannot be known: who is not believed by it loses nothing but our
    automatic answer, so that the topmost one may speak against its mail.
    """
    if trust.authserv_id:
        return authentication(mail, trust, domain)
    raw = _topmost(mail, trust)
    results = read_results(raw) if raw is not None else None
    return _dmarc(results, domain) if results is not None else (Believed.NONE, "no Authentication-Results on top")


def _dmarc(results: Results, domain: str) -> tuple[Believed, str]:
    """Return what DMARC found for the very domain in From; results that contradict one another say nothing."""
    said, plain = set(), f"header.from={domain}"
    for clause in results.clauses:
        if clause.method == "dmarc":
            of = [value for name, value in clause.properties if name == "header.from"]
            said.add("pass elsewhere" if clause.result == "pass" and of != [domain.lower()] else clause.result)
    if said == {"pass"}:
        return Believed.PASS, f"dmarc=pass {plain}"
    if "fail" in said and not said & {"pass", "pass elsewhere"}:
        return Believed.FAIL, "dmarc=fail"
    return Believed.NONE, "the server says nothing of the From domain, or two things"


def signature(mail: Mail, trust: Trust, domain: str) -> tuple[Believed, str]:
    """Return pass when a signature that the desk found good is the From domain's, or of a domain above it.

    Stricter than DMARC's relaxed alignment (RFC 7489, 3.1): a sibling or child does not vouch, so that no list of
    public suffixes is needed. A missing signature proves nothing, hence never "fail".
    """
    for signer in mail.signed_by:
        if is_aligned(signer, domain):
            return Believed.PASS, f"DKIM signature of {signer}"
    return Believed.NONE, f"no good DKIM signature of {domain}"


def is_aligned(signer: str, domain: str) -> bool:
    """Whether a signer speaks for a domain: its own, and all below it."""
    return bool(signer) and (domain == signer or domain.endswith(f".{signer}"))


PROFILES: Mapping[TrustMode, Callable[[Mail, Trust, str], tuple[Believed, str]]] = {
    TrustMode.NONE: unasked,
    TrustMode.AUTHENTICATION_RESULTS: authentication,
    TrustMode.MICROSOFT365: microsoft,
    TrustMode.DKIM: signature,
}
_WITHOUT_SERVER = frozenset({TrustMode.NONE, TrustMode.DKIM})  # these ask no mail server for its verdict
