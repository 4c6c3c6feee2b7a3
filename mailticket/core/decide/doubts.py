"""Doubts of a text that is about to go to a citizen: whether its writer meant it for the citizen, as it stands.

A text can be right and still look like this, so nothing is refused: it is held, and a yes sends it. One without any
word (a reaction, a signature alone) has nothing that could be sent; core.decide.commands.meaning says so before.
To add one: its row below, and its reason in core.happenings.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from mailticket.core import masking
from mailticket.core.decide import confirming
from mailticket.core.decide.saying import Saying, what_it_says
from mailticket.core.decision import Facts, Incoming
from mailticket.core.happenings import Hold
from mailticket.core.notices.letters import Letter
from mailticket.core.policy import Policy
from mailticket.core.ticket import Direction, Message, MessageState, Ticket

RECIPIENTS_MAX = 2  # of an officer's mail beside the desk: one with more is a conversation among colleagues
GREETING_LINES = 2  # the first lines of a letter, in which somebody is addressed
NAME_WORD_MIN = 3
NOBODYS: frozenset[str] = frozenset()
TO_CITIZEN_BY_HAND = frozenset(one.word for one in (Letter.ANSWERED, Letter.CLOSED, Letter.REFERRED))

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
class Files:
    """What goes with a text."""

    any: bool
    lost: tuple[str, ...]  # names of those that belong to it and were not received whole


@dataclass(frozen=True, slots=True)
class Look:
    """What the rules look at."""

    text: str
    files: Files
    command: str  # by which the text goes; "": none, it is taken for the answer
    says: Saying
    incoming: Incoming
    ticket: Ticket
    facts: Facts
    policy: Policy


@dataclass(frozen=True, slots=True)
class Row:
    """A doubt. Whichever it is, a YA to the mail that shows the text sends it."""

    reason: Hold
    speaks: Callable[[Look], bool]
    example: str
    settled_by: frozenset[str] = NOBODYS  # commands that say outright what is doubted here


def look_at(
    text: str, command: str, incoming: Incoming, ticket: Ticket, facts: Facts, policy: Policy, files: Files
) -> Look:
    """Return what the rules look at."""
    staff = frozenset(word for officer in policy.officers for word in _words(officer.name))
    topics = frozenset(
        word for category in policy.categories for phrase in category.keywords for word in phrase.split()
    )
    citizen = frozenset(_words(ticket.citizen.name or ""))
    says = what_it_says(text, staff - citizen, topics, citizen)
    return Look(text, files, command, says, incoming, ticket, facts, policy)


def doubt_of(look: Look) -> Hold | None:
    """Return why this text may not be meant for the citizen as it stands, or None."""
    return next((row.reason for row in ROWS if look.command not in row.settled_by and row.speaks(look)), None)


def _unconfirmed(look: Look) -> bool:
    return confirming.is_open(look.ticket)


def _internal(look: Look) -> bool:
    return bool(_INTERNAL.search(f"{look.incoming.reading.mail.subject}\n{look.text}"))


def _no_attachment(look: Look) -> bool:
    return not look.files.any and bool(_ATTACHED.search(_THEIRS.sub("", look.text)))


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


def _file_lost(look: Look) -> bool:
    return bool(look.files.lost)


def _many_recipients(look: Look) -> bool:
    mail, own = look.incoming.reading.mail, look.policy.own_addresses
    others = {a.address.lower() for a in (*mail.to, *mail.cc)} - own
    plain = {f"{local.split('+', 1)[0]}@{domain}" for local, _, domain in (a.rpartition("@") for a in others)}
    return len(plain - own) > RECIPIENTS_MAX


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]{1,40}", text.casefold()) if len(word) >= NAME_WORD_MIN]


def _says(*several: Saying) -> Callable[[Look], bool]:
    return lambda look: look.says in several


def _little(look: Look) -> bool:
    return look.says is Saying.LITTLE and not (look.files.any and _ATTACHED.search(look.text))


def _by_hand(look: Look) -> list[Message]:
    return [message for message in look.facts.messages if message.notice in TO_CITIZEN_BY_HAND]


def _again(look: Look) -> bool:
    """The same words again, or other words before the last had time to be read: perhaps a program answers us."""
    incoming = look.incoming
    sender = incoming.binding.token.person if incoming.binding.token is not None else ""
    earlier = [
        m
        for m in look.facts.messages
        if m.author.id == sender and m.direction is Direction.IN and m.mail != incoming.id
    ]
    said = look.text.split()
    same = [m.at for m in earlier if m.text.split() == said and m.state is not MessageState.DRAFT]
    if same and not any(m.at >= same[-1] and m.state is MessageState.CANCELLED for m in _by_hand(look)):
        return True  # of an answer that was stopped nobody has read a word
    since = incoming.received_at - timedelta(minutes=look.policy.limits.answer_again_minutes)
    answered = any(m.at >= since and m.state is not MessageState.CANCELLED for m in _by_hand(look))
    return answered and any(m.at >= since and m.state is MessageState.RECEIVED for m in earlier)


JAWAB, TANYA, KIRIM, TUTUP, REFER = "jawab", "tanya", "kirim", "tutup", "bukan-kewenangan"
OUTRIGHT = frozenset({JAWAB, TANYA, KIRIM})

# In the order in which they are asked; of several the first is told.
ROWS: tuple[Row, ...] = (
    Row(Hold.UNCONFIRMED, _unconfirmed, "anything, to an address that a machine named"),
    Row(Hold.INTERNAL, _internal, "[internal] Pengurusnya pernah dipidana."),
    Row(Hold.FILE_LOST, _file_lost, "a picture in the text that did not come with it"),
    Row(Hold.CUT_SHORT, _cut_short, "a text longer than can be read"),
    Row(Hold.LOSES_TEXT, _loses_text, "-- and below it: KTP dan KK"),
    Row(Hold.NO_ATTACHMENT, _no_attachment, "Terlampir surat kami. (without a file)"),
    Row(Hold.FOREIGN_NUMBER, _foreign_number, "NIK ketuanya 3201011505700001."),
    Row(Hold.COLLEAGUE, _colleague, "Mbak Rina, sudah sampai mana?", frozenset({JAWAB})),
    Row(Hold.COLLEAGUE, _says(Saying.COLLEAGUE), "Mohon arahan Bu Kabag.", OUTRIGHT),
    Row(Hold.MANY_RECIPIENTS, _many_recipients, "a mail with three more addresses", OUTRIGHT),
    Row(Hold.QUESTION, _says(Saying.QUESTION), "Ini siapa yang pegang?", OUTRIGHT),
    Row(Hold.UNFINISHED, _says(Saying.UNFINISHED), "Yth. [NAMA], dana Ibu sebesar ....... dibayar"),
    Row(Hold.NOD, _says(Saying.NOD, Saying.NOTHING), "Baik Pak, segera kami tindak lanjuti.", OUTRIGHT),
    Row(Hold.LITTLE, _little, "Sudah.", OUTRIGHT | {TUTUP, REFER}),
    Row(Hold.REPEATED, _again, "the same text a second time, or another within minutes", OUTRIGHT | {TUTUP, REFER}),
)
