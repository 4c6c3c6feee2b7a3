"""What an address says of itself: whether anybody reads what is sent to it."""

import re

_NO_REPLY = re.compile(
    r"^(?:[\w.+-]{0,60}[-_.+])?(?:no[-_.]?(?:reply|replay|response|responder|respond|contestar|resp)"
    r"|do[-_.]?n[o']?t[-_.]?(?:reply|respond)|noreply\w{0,30}|donotreply\w{0,30}|ne[-_.]?pas[-_.]?repondre"
    r"|nicht[-_.]?antworten"
    r"|jangan[-_.]?(?:di)?balas|tidak[-_.]?(?:di)?balas|nepasrepondre|naoresponda|nao[-_.]?responda|noresponder"
    r"|no[-_.]?contestar|geen[-_.]?antwoord|keine[-_.]?antwort|unattended|unmonitored)(?:[-_.+]?[\w.+-]{0,60})?",
    re.I,
)


def reads_no_answers(address: str) -> bool:
    """True when an address says of itself that nobody reads what comes back."""
    return _NO_REPLY.fullmatch(local_part(address)) is not None


def local_part(address: str) -> str:
    """Return what stands before the last @ of an address, without quotes."""
    return address.rpartition("@")[0].strip('"')
