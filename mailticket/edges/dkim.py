"""DKIM checked here, for a site whose mail server vouches for nobody: who signed a mail, by keys from DNS (RFC 6376).

`dkim.verify` says yes to anybody's signature and to text that was added below a signed part, so this edge asks more:
only signatures that could vouch for the sender, the whole body, and all headers that say how a mail is read. Whether
the signer may speak for the sender is core's question (core.proof). It runs in the reading child: what a stranger's
mail costs here is bounded with everything else that is read of it.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic

import dkim
from dkim.dnsplug import get_txt

from mailticket.core import reading
from mailticket.core.decide import staff
from mailticket.core.found import Reading
from mailticket.core.policy import Policy
from mailticket.core.proof import is_aligned, prove, strict_sender

SIGNATURES_MAX = 3  # looked at of one mail, of those that could vouch for its sender
SIGNATURE_BYTES_MAX = 4_096  # the library's patterns take the square of a signature's length
HEAD_BYTES_MAX = 65_536  # and of a head's
NAMES_MAX = 200  # in h=
DNS_SECONDS_MAX = 5  # for all look-ups of one mail, well below limits.read_first_seconds_max
KEY_BITS_MIN = 1024
SIGNED = frozenset({b"from", b"subject", b"date"})  # a signature that leaves one of these open proves nothing
# Who can change one of these can send the mail again as another: to us, in another thread, cut into other parts. Where
# a signature names one more often than it stands there, none can be added either.
SIGNED_IF_THERE = frozenset({
    b"from", b"subject", b"date", b"to", b"content-type", b"content-transfer-encoding", b"in-reply-to", b"references",
})  # fmt: skip

_RELAXED_BODY = re.compile(rb"\s*\w{1,10}\s*/\s*relaxed\s*")
_BLANKS = re.compile(rb"[\t ]+")

LookUp = Callable[..., bytes | None]  # (name, timeout=seconds) -> the TXT record


def read(raw: bytes, policy: Policy, sent: Sequence[str] = ()) -> Reading:
    """Understand one mail as core.reading does, and find out who signed it where it bears an address of staff."""
    found = reading.read(raw, policy, sent)
    sender = strict_sender(found.mail)
    # Read again with what it answers (`sent`), who signed it is known from the first time (flows.prepare).
    if sent or sender is None or staff.registered(sender, policy) is None:
        return found
    mail = replace(found.mail, signed_by=signers(raw, sender.rpartition("@")[2]))
    return replace(found, mail=mail, proof=prove(mail, policy.trust))


def signers(raw: bytes, domain: str, look_up: LookUp = get_txt) -> tuple[str, ...]:
    """Return those who signed the whole mail and may vouch for this domain, in order.

    Never raises for a mail or for DNS.
    """
    head = re.search(rb"\r?\n\r?\n", raw[: HEAD_BYTES_MAX + 4])
    if head is None:
        return ()
    try:
        mail = dkim.DKIM(raw, minkey=KEY_BITS_MIN)
    except Exception:  # noqa: BLE001 (a head that the library does not take is nobody's)
        return ()
    values = [value for name, value in mail.headers if name.lower() == b"dkim-signature"]
    there = Counter(name.lower() for name, _ in mail.headers)
    wanted = [(n, tags) for n, value in enumerate(values) if (tags := _tags(value)) and _may_vouch(tags, there, domain)]
    as_it_stands, relaxed = mail.body, None
    budget = _Budget(look_up)
    found = []
    for n, tags in wanted[:SIGNATURES_MAX]:
        mail.body = as_it_stands
        if _RELAXED_BODY.fullmatch(tags.get(b"c", b"")):
            # This canonical form makes one blank of many. Done beforehand it changes nothing, and spares the library's
            # pattern for blanks at the end of a line, which takes the square of their number.
            mail.body = relaxed = _BLANKS.sub(b" ", as_it_stands) if relaxed is None else relaxed
        try:
            good = mail.verify(n, dnsfunc=budget)
        except Exception:  # noqa: BLE001, S112 (a hostile signature or a dead resolver proves nothing, whatever it raises)
            continue
        if good:
            found.append(tags[b"d"].decode("ascii", "replace").lower())
    return tuple(dict.fromkeys(found))


class _Budget:
    """Looks up names while there is time left: a silent name server holds a mail once, not once for each signature."""

    def __init__(self, look_up: LookUp) -> None:
        self._look_up, self._left = look_up, float(DNS_SECONDS_MAX)

    def __call__(self, name: bytes, timeout: float = DNS_SECONDS_MAX) -> bytes | None:
        if self._left <= 0:
            return None
        start = monotonic()
        try:
            return self._look_up(name, timeout=min(timeout, self._left))
        finally:
            self._left -= monotonic() - start


def _may_vouch(tags: dict[bytes, bytes], there: Counter[bytes], domain: str) -> bool:
    """Whether a signature is worth a look-up: of the sender's domain, of the whole body, of all that is to be read."""
    names = Counter(name.lower() for name in tags.get(b"h", b"").split(b":"))
    if b"l" in tags or names.total() > NAMES_MAX or not names.keys() >= SIGNED:
        return False  # l= signs only the beginning of the body
    signer = tags.get(b"d", b"").decode("ascii", "replace").lower()
    return is_aligned(signer, domain) and all(names[name] >= there[name] for name in SIGNED_IF_THERE)


def _tags(value: bytes) -> dict[bytes, bytes]:
    """Return the tags of a signature without their blanks; none of one that is too long to be looked at."""
    if len(value) > SIGNATURE_BYTES_MAX:
        return {}
    pairs = (part.partition(b"=") for part in value.split(b";"))
    return {name.strip(): b"".join(content.split()) for name, _, content in pairs}
