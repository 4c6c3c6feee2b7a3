"""`#catatan`: keep a note; a unit's note is told to the officer, and nobody else is mailed."""

from dataclasses import replace

from mailticket.core.decide import letters, staff
from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.row import EVERYONE, WORDS, Row, Trait
from mailticket.core.found import Command
from mailticket.core.happenings import Hold, What
from mailticket.core.notices.letters import Followup
from mailticket.core.notices.notice import News, Notice
from mailticket.core.people import Role


def catatan(act: Act, command: Command) -> Act:
    """Keep the words on the line and below it."""
    note = "\n".join(part for part in (command.argument or "", act.text) if part)
    if not note:
        raise Refused(Hold.EMPTY, command)
    act = replace(act, is_note=True)
    if act.person.role is not Role.UNIT:
        return act.with_(act.own, What.NOTED(note=note))
    value = Followup(News.UNIT_NOTE, act.person.name, note, days_left=letters.days_left(act.own, act.present))
    again = (len(act.notices),) if act.notices else ()
    told = (
        Notice(
            value,
            ("draft", act.incoming.id, person.id, *again),
            person,
            attachments=act.incoming.reading.mail.attachments,
        )
        for person in staff.responsible(act.own, act.present.policy)
    )
    return replace(act.with_(act.own, What.NOTED(), *told), wants_receipt=False)


CATATAN = Row(
    "catatan", "note", EVERYONE, WORDS | Trait.TWICE, "#catatan", "catatan dalam; tidak dikirim kepada siapa pun",
    catatan, common=EVERYONE,
)  # fmt: skip
