"""Doubts of a text that is about to go to a citizen: whether its writer meant it for the citizen, as it stands.

A text can be right and still look like this, so nothing is refused: it is held, and a yes sends it.
To add one: its row below, and its reason in core.happenings.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from mailticket.core import masking
from mailticket.core.decision import Facts, Incoming
from mailticket.core.happenings import Hold
from mailticket.core.policy import Policy
from mailticket.core.ticket import Ticket

RECIPIENTS_MAX = 2  # of an officer's mail beside the desk: one with more is a conversation among colleagues
GREETING_LINES = 2  # the first lines of a letter, in which somebody is addressed
NAME_WORD_MIN = 3

_INTERNAL = re.compile(
    r"(?im)^\W{0,5}(?:\[|\()?(?:internal|intern)(?:\]|\)|\W{0,3}$|\s?:)"
    r"|\b(?:hanya |khusus )?(?:untuk|konsumsi|kalangan) (?:kalangan )?(?:internal|intern|kita saja|sendiri)\b"
    r"|\b(?:jangan|tidak (?:perlu|usah|untuk)|bukan untuk|belum boleh) (?:di)?(?:kirim|terus|sampai|sebar|jawab)\w{0,6}"
    r" (?:ke|kepada|pada) (?:pelapor|warga|masyarakat|yang bersangkutan|publik|umum)\b"
    r"|\bbukan untuk (?:pelapor|warga|masyarakat|publik|umum)\b|\brahasia (?:dinas|internal|kantor)\b"
    r"|\b(?:internal use only|for internal use|internal only"
    r"|do not (?:forward|send|reply) to the (?:citizen|complainant))\b"
)
_ATTACHED = re.compile(
    r"(?i)\b(?:terlampir|(?:kami|saya|bersama ini)(?: \w{1,20}){0,3} lampirkan|(?:lihat|dalam|pada|sesuai) lampiran"
    r"|(?:please )?find (?:the )?attached|(?:is|are) attached|(?:i|we) (?:have )?attach(?:ed)?"
    r"|see (?:the )?attach\w{1,5})\b"
)
_THEIRS = re.compile(
    r"(?i)\b(?:surat|berkas|dokumen|surel|email)(?: \w{1,20}){0,2} (?:bapak|ibu|anda|saudara)\b[^.\n]{0,60}terlampir"
)
_GREETING = re.compile(
    r"(?i)^\W{0,5}(?:yth|kepada|dear|hi|halo|hai|selamat|assalam|salam|mohon izin|izin|mbak|mas|pak|bu|bapak|ibu|kak"
    r"|bang)\b"
)
_TEAM = re.compile(
    r"(?i)^\W{0,5}(?:(?:yth|kepada|dear|hi|halo|hai|selamat \w{1,8})\W{1,3})?"
    r"(?:rekan(?:-rekan)?|tim|teman-teman|team|all)\b"
)


@dataclass(frozen=True, slots=True)
class Look:
    """What the rules look at."""

    text: str
    has_files: bool
    incoming: Incoming
    ticket: Ticket
    facts: Facts
    policy: Policy


def doubt_of(look: Look) -> Hold | None:
    """Return why this text may not be meant for the citizen as it stands, or None."""
    return next((reason for reason, speaks in RULES if speaks(look)), None)


def _internal(look: Look) -> bool:
    return bool(_INTERNAL.search(f"{look.incoming.reading.mail.subject}\n{look.text}"))


def _no_attachment(look: Look) -> bool:
    return not look.has_files and bool(_ATTACHED.search(_THEIRS.sub("", look.text)))


def _foreign_number(look: Look) -> bool:
    """An identity or account number that the citizen never wrote is most likely somebody else's."""
    longest = look.policy.limits.letter_characters_max
    texts = "\n".join((m.full_text or m.text)[:longest] for m in look.facts.messages if m.is_citizens)
    own = set(re.findall(r"\d+", re.sub(r"(?<=\d)[ .-](?=\d)", "", texts)))
    return any(number not in own for number in masking.numbers_in(look.text))


def _colleague(look: Look) -> bool:
    """The first lines address a colleague: a name of the staff that is not also the citizen's."""
    lines = [line for line in look.text.split("\n") if line.strip()][:GREETING_LINES]
    if any(_TEAM.match(line) for line in lines[:1]):
        return True
    citizen = set(_words(look.ticket.citizen.name or ""))
    staff = {word for officer in look.policy.officers for word in _words(officer.name)} - citizen
    greeted = {word for line in lines if _GREETING.match(line) for word in _words(line)}
    return bool(greeted & staff) and not greeted & citizen


def _is_of_this_mail(look: Look) -> bool:
    """Whether the text stands in the mail itself; of a draft that it releases the mail's own signature says nothing."""
    return " ".join(look.text.split()) in " ".join(look.incoming.reading.reply.text.split())


def _loses_text(look: Look) -> bool:
    """Something is left out that only a mark in front calls a signature: no name, formula or number."""
    return any(not cut.known for cut in look.incoming.reading.reply.cuts) and _is_of_this_mail(look)


def _cut_short(look: Look) -> bool:
    return look.incoming.reading.reply.is_cut and _is_of_this_mail(look)


def _many_recipients(look: Look) -> bool:
    mail, own = look.incoming.reading.mail, look.policy.own_addresses
    others = {a.address.lower() for a in (*mail.to, *mail.cc)} - own
    plain = {f"{local.split('+', 1)[0]}@{domain}" for local, _, domain in (a.rpartition("@") for a in others)}
    return len(plain - own) > RECIPIENTS_MAX


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]{1,40}", text.casefold()) if len(word) >= NAME_WORD_MIN]


RULES: tuple[tuple[Hold, Callable[[Look], bool]], ...] = (
    (Hold.CUT_SHORT, _cut_short),  # a text longer than can be read
    (Hold.LOSES_TEXT, _loses_text),  # "-- " and below it "KTP dan KK"
    (Hold.INTERNAL, _internal),  # "[internal] ...", "jangan dikirim ke pelapor"
    (Hold.NO_ATTACHMENT, _no_attachment),  # "terlampir", and no file
    (Hold.FOREIGN_NUMBER, _foreign_number),  # "NIK 3201..." that the citizen never wrote
    (Hold.COLLEAGUE, _colleague),  # "Mbak Rina, ..."
    (Hold.MANY_RECIPIENTS, _many_recipients),  # three addresses beside the desk's
)
