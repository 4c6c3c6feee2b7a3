"""DKIM checked here, for a site whose mail server vouches for nobody: who signed a mail, by keys from DNS (RFC 6376).

`dkim.verify` says yes to anybody's signature and to text that was added below a signed part, so this edge asks more:
each signature by itself, the whole body, and the headers that people read. Whether the signer may speak for the sender
is core's question (core.proof).
"""

from collections.abc import Callable

import dkim
from dkim.dnsplug import get_txt

SIGNATURES_MAX = 5  # checked of one mail: each costs a look-up in DNS
DNS_SECONDS_MAX = 5
KEY_BITS_MIN = 1024
SIGNED = frozenset({b"from", b"subject", b"date"})  # a signature that leaves one of these open proves nothing

LookUp = Callable[..., bytes | None]  # (name, timeout=seconds) -> the TXT record


def signers(raw: bytes, look_up: LookUp = get_txt) -> tuple[str, ...]:
    """Return the domains whose signatures of the whole mail are good, in order; never raises for a mail or for DNS."""
    found = []
    for n, tags in enumerate(_signatures(raw)[:SIGNATURES_MAX]):
        names = {name.strip().lower() for name in tags.get(b"h", b"").split(b":")}
        if b"l" in tags or not names >= SIGNED:
            continue  # l= signs only the beginning of the body
        try:
            good = dkim.DKIM(raw, minkey=KEY_BITS_MIN, timeout=DNS_SECONDS_MAX).verify(n, dnsfunc=look_up)
        except Exception:  # noqa: BLE001, S112 (a hostile signature or a dead resolver proves nothing, whatever it raises)
            continue
        if good:
            found.append(tags[b"d"].decode("ascii", "replace").strip().lower())
    return tuple(dict.fromkeys(found))


def _signatures(raw: bytes) -> list[dict[bytes, bytes]]:
    """The tags of each DKIM-Signature, in the order in which the library counts them."""
    try:
        headers = dkim.DKIM(raw).headers
    except dkim.DKIMException:
        return []
    values = [value for name, value in headers if name.lower() == b"dkim-signature"]
    return [_tags(value) for value in values]


def _tags(value: bytes) -> dict[bytes, bytes]:
    pairs = (part.partition(b"=") for part in value.split(b";"))
    return {name.strip(): b"".join(content.split()) for name, _, content in pairs}
