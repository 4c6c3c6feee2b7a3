"""A relative's number: in answer to our question it is where the citizen can be reached, and not a stranger's."""

import re

from mailticket.core.identity.owner import KIN
from mailticket.core.mail import Mail
from mailticket.core.policy import Policy

_RELATIVE = re.compile(
    rf"(?<!\w)(?:{KIN}|emak|mak|mamak|mamah|bunda|umi|ummi|abah|papa|papah|mbah|eyang|om|oom|pakde|bude|pak ?lik|bu ?lik|ipar|besan|mantu"
    r"|ponakan|misua|ortu|orangtua|wali|adek|adik|teteh|uda|uni|opung|keluarga|kerabat|famili|serumah|husband|wife|mother|father|mom|mum|dad"
    r"|son|daughter|brother|sister|uncle|aunt|cousin|niece|nephew|neighbou?r|friend|relative|family)(?:ku|nya)?(?!\w)",
    re.IGNORECASE,
)
# A number that is told because of what was done from it, or by whom, is no way to the citizen.
_ACCUSED = re.compile(
    r"(?<!\w)(?:\w{0,4}(?:tipu|nipu|teror|neror|ancam|tagih|nagih|gelap|lapor|adu)\w{0,4}|pelaku|oknum|penipu|terlapor|teradu|ketua|pengurus|bendahara"
    r"|petugas|marketing|kolektor|rekening|rek)(?!\w)",
    re.IGNORECASE,
)
_NEXT = re.compile(r"[,;\n\d]|\. (?=[A-Z])")  # behind these something else is told


def answers_us(mail: Mail, policy: Policy) -> bool:
    """Whether a mail is a reply to one of the desk's own."""
    domain = policy.desk.address.rpartition("@")[2].lower()
    ids = (*mail.in_reply_to, *mail.references)
    is_ours = any(one.strip("<>").lower().endswith(f"@{domain}") for one in ids)
    return is_ours or f"[{policy.desk.ticket_prefix}-".lower() in mail.subject.lower()


def is_relatives(before: str, after: str) -> bool:
    """Whether the words around a number say that it is a relative's, and of nobody who is complained of."""
    around = f"{before} {_NEXT.split(after, maxsplit=1)[0]}"
    return _RELATIVE.search(around) is not None and _ACCUSED.search(around) is None
