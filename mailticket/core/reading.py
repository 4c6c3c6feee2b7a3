"""All that can be known from one mail alone: `read(raw, policy) -> Reading` (what `inspect` prints).

Runs in a killable child (edges.child): fed bytes only, and its result survives pickling.
"""

from mailticket.core.command import read_orders
from mailticket.core.found import Action, Matter, Reading, Screening
from mailticket.core.identity import extract
from mailticket.core.identity import missing as missing_fields
from mailticket.core.identity.passage import with_own_forward
from mailticket.core.kind import understand
from mailticket.core.parser import parse
from mailticket.core.policy import Policy
from mailticket.core.reply import separate
from mailticket.core.screen import screen


def read(raw: bytes, policy: Policy) -> Reading:
    """Understand one mail from its bytes alone; never raises for what the bytes are."""
    mail = parse(raw)
    screening = screen(mail, policy)
    reply = separate(mail, is_auto=screening.is_auto_response)
    told = with_own_forward(reply, mail.from_[0].address if mail.from_ else "")
    identity = extract(mail, told, policy, is_auto=screening.is_auto_response)
    matter = understand(mail, told, identity, policy)
    missing = missing_fields(identity, matter.detail)
    return Reading(
        mail=mail,
        screening=screening,
        reply=reply,
        identity=identity,
        matter=matter,
        missing=missing,
        orders=read_orders(reply, mail),
        why=_why(screening, matter, missing),
    )


def _why(screening: Screening, matter: Matter, missing: tuple[str, ...]) -> str:
    """One line that says what was understood and by what."""
    if screening.action is Action.DROP:
        return f"drop: {screening.rule}: {screening.why}"
    lacks = f"missing {', '.join(missing)}" if missing else "nothing missing"
    verdict = "accept" if screening.action is Action.ACCEPT else f"silent ({screening.rule}: {screening.why})"
    return f"{verdict}; {matter.kind} ({matter.kind_why}); category {matter.category}; {lacks}"
