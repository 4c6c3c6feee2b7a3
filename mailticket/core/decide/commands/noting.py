"""Notes: `#catatan`, and a supervisor's guidance; the officer is told of a unit's or supervisor's, nobody else is."""

from dataclasses import replace

from mailticket.core.decide import letters
from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.row import EVERYONE, SUPERVISORS, WORDS, Row, Trait
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
        return act.with_(act.own, What.NOTED(note=note)).told("", note)
    told = _told(act, News.UNIT_NOTE, note, "draft")
    if act.notices:  # a second note in one mail is told as well
        told = tuple(replace(notice, key=(*notice.key, len(act.notices))) for notice in told)
    return replace(act.with_(act.own, What.NOTED(), *told), wants_receipt=False)


def guided(act: Act) -> Act:
    """A supervisor's text without a command: guidance, which is the officer's and never the citizen's."""
    if act.incoming.reading.matter.reaction:
        raise Refused(Hold.EMPTY, Command(""))
    told = _told(act, News.GUIDANCE, act.text, "guidance")
    act = replace(act.with_(act.own, What.GUIDED(), *told), is_note=True)
    return act.told(", ".join(notice.to.name for notice in told), act.text)


def arahan(act: Act, command: Command) -> Act:
    """`#arahan`: the same, said outright."""
    words = "\n".join(part for part in (command.argument or "", act.text) if part)
    if not words:
        raise Refused(Hold.EMPTY, command)
    return guided(replace(act, text=words))


def _told(act: Act, news: News, text: str, kind: str) -> tuple[Notice, ...]:
    value = Followup(news, act.person.name, text, days_left=letters.days_left(act.own, act.present))
    files = act.incoming.reading.mail.attachments
    return letters.to_responsible(value, kind, act.incoming.id, act.own, act.present, files)


ARAHAN = Row(
    "arahan", "guide", SUPERVISORS, WORDS | Trait.NOUN, "#arahan", "teks di bawahnya disampaikan kepada petugas", arahan
)
CATATAN = Row(
    "catatan", "note", EVERYONE, WORDS | Trait.TWICE, "#catatan", "catatan internal; tidak dikirim kepada siapa pun",
    catatan, common=EVERYONE,
)  # fmt: skip
