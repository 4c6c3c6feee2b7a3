"""What staff are told of what was done in their name.

A receipt says at once what a mail brought about. What really went out is told the next morning: in the person's digest,
or as one receipt where no digest goes; one more mail after each answer would only be noise.
"""

from dataclasses import replace

from mailticket.core.decide import letters
from mailticket.core.decide.commands import help_lines
from mailticket.core.decide.commands.act import Act
from mailticket.core.notices.letters import Followup, Receipt
from mailticket.core.notices.notice import News, Notice


def receipt(act: Act) -> tuple[Notice, ...]:
    """Return the short receipt of what was done: what goes out and when, or what must be told by phone."""
    if not act.wants_receipt:
        return ()
    sends_at = next((notice.not_before for notice in act.notices if notice.not_before is not None), None)
    value = Receipt(
        done=(*act.done, *(help_lines(act.person.role) if act.shows_help else ())),
        sends_at=sends_at,
        pieces=act.pieces if act.ticket is not None else (),
        unit_sees=act.unit_sees,
        script=act.script,
        script_asks=act.script_asks,
        register=act.shows_help and act.ticket is None,
    )
    notice = letters.to_staff(value, ("receipt", act.incoming.id), act.person, act.incoming)
    # About no ticket it answers that one mail, and not what its thread was about before.
    return (notice if act.ticket is not None else replace(notice, references=()),)


def colleague(act: Act) -> tuple[Notice, ...]:
    """When somebody else wrote to the citizen, the ticket's officer is shown what."""
    if act.ticket is None or not act.to_citizen or act.ticket.officer in (None, act.person.id):
        return ()
    value = Followup(
        News.COLLEAGUE,
        act.person.name,
        act.incoming.reading.orders.text,
        days_left=letters.days_left(act.ticket, act.present),
    )
    return letters.to_responsible(value, "colleague", act.incoming.id, act.ticket, act.present)
