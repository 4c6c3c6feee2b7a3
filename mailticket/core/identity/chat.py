"""Chats pasted into a mail: each line belongs to who wrote it, and what the other side says of itself is not the citizen's.

Known are the lines that WhatsApp exports (Android, iPhone), that are copied out of it, and Telegram's; their dates and
blanks differ by telephone and language.
"""

import re
from dataclasses import replace

from mailticket.core.found import Reply
from mailticket.core.mail import Address

WORD_MIN = 3  # letters of a word by which a writer is known

_DAY = r"(?:\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?|\d{1,2} [A-Za-z]{3,9}\.? \d{2,4})"
_HOUR = r"(?:pukul )?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s?[APap]\.?\s?[Mm]\.?)?"
_STAMP = rf"(?:\[(?:{_DAY},?\s{{1,2}}{_HOUR}|{_HOUR},?\s{{1,2}}{_DAY})\]|{_DAY},?\s{{1,2}}{_HOUR}\s?[-–])"
_TURN = re.compile(rf"^\s{{0,4}}{_STAMP}\s{{0,3}}(?P<who>[^:\n]{{1,60}}):(?P<said>.*)$")
# What the program itself says has no writer: "12/03/26 10.15 - Pesan dan panggilan terenkripsi secara end-to-end."
_SYSTEM = re.compile(rf"^\s{{0,4}}{_STAMP}\s")
_TELEGRAM = re.compile(rf"^\s{{0,4}}(?P<who>[^\s:\[\]][^:\[\]]{{0,60}}?),?\s{_STAMP}(?P<said>):?$")
_MYSELF = frozenset({"saya", "aku", "anda", "kamu", "you"})
_WORD = re.compile(r"[^\W\d_]+")


def without_others(reply: Reply, writer: Address | None) -> Reply:
    """Return the reply without what others said in a chat, line for line; the writer is known by the From line."""
    known = _words(f"{writer.name} {writer.address.partition('@')[0]}") if writer else frozenset()
    return replace(reply, text=_own(reply.text, known), signature=_own(reply.signature, known))


def _own(text: str, known: frozenset[str]) -> str:
    """Leave the lines of others empty."""
    lines = text.split("\n")
    if not any(map(_turn, lines)):
        return text
    is_own = True
    for index, line in enumerate(lines):
        if turn := _turn(line):
            words = _words(turn["who"])
            is_own = bool(words) and (words <= known or words <= _MYSELF)
            lines[index] = turn["said"].strip() if is_own else ""
        elif _SYSTEM.match(line):
            is_own, lines[index] = False, ""
        elif not line.strip():
            is_own = True  # below an empty line the writer of the mail speaks again
        elif not is_own:
            lines[index] = ""
    return "\n".join(lines)


def _turn(line: str) -> re.Match[str] | None:
    """Return who says what, of a line that begins a turn."""
    return _TURN.match(line) or _TELEGRAM.match(line)


def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(name) if len(word) >= WORD_MIN)
