"""Commands that only tell: where the ticket stands, what can be ordered, whether one is told what was sent."""

from dataclasses import replace

from mailticket.core.decide import morning
from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.arguments import switch_of
from mailticket.core.decide.commands.row import EVERYONE, NOUN, OFFICERS, TEXT, Place, Row
from mailticket.core.found import Command
from mailticket.core.happenings import Hold, What


def status(act: Act, command: Command) -> Act:
    """`#status`: the receipt shows where the ticket stands; about no ticket it is a cry for help."""
    if act.ticket is None:
        return bantuan(act, command)
    return act.with_(act.ticket, What.STATUS(status=act.ticket.status.value))


def bantuan(act: Act, command: Command) -> Act:
    """`#bantuan`: the receipt lists the commands; about no ticket also the form of `#daftar`."""
    return replace(act.with_(act.ticket, What.HELPED()), shows_help=True)


def resi(act: Act, command: Command) -> Act:
    """`#resi`: whether its writer is told in the morning what went out."""
    is_on = switch_of(command.argument or "")
    if is_on is None:
        raise Refused(Hold.ARGUMENT, command)
    act = replace(act, remembers={**act.remembers, **morning.remembered(act.person.id, is_on=is_on)})
    return act.with_(act.ticket, What.SWITCHED_ON() if is_on else What.SWITCHED_OFF())


STATUS = Row(
    "status", "status", EVERYONE, TEXT | NOUN, "#status", "keadaan tiket, dijawab lewat surel", status, Place.ANYWHERE
)
BANTUAN = Row(
    "bantuan", "help", EVERYONE, TEXT | NOUN, "#bantuan", "daftar semua perintah", bantuan, Place.ANYWHERE,
    common=EVERYONE,
)  # fmt: skip
RESI = Row(
    "resi", "receipt", OFFICERS, TEXT | NOUN, "#resi mati",
    "tidak lagi diberi tahu apa yang terkirim atas nama Anda (#resi hidup: diberi tahu lagi)", resi, Place.ANYWHERE,
)  # fmt: skip
