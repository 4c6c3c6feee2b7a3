"""Commands in mails: what an officer orders by `#word` lines above the text.

Commands are read from the first written line and the lines directly below it, nowhere else. Whatever looks like a
command and is not one for sure makes trouble: then nothing is done and the officer is asked, since a mistyped command
must never reach a citizen.
"""

import re
from collections.abc import Sequence

from mailticket.core.command.near import near
from mailticket.core.decide.commands import Trait, lookup
from mailticket.core.found import Command, CommandTrouble, Orders, Reply
from mailticket.core.mail import Mail

__all__ = ["near", "read_orders", "text_taker"]

COMMANDS_MAX = 20  # of a mail; more of them nobody typed, and each may bring about a letter

# Blanks, zero-width characters and the asterisks of bold text may stand around the mark and the word.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LINE = re.compile(
    r"[ \t*_]{0,20}(?P<mark>[#＃/])[ \t*_]{0,20}(?P<word>[^\W\d_][\w-]{0,40})(?P<rest>.{0,2000})", re.DOTALL
)
_MARKS = re.compile("[#＃/]")
_INSIDE = re.compile(r"(?<![\w#＃/])[#＃][ \t]{0,3}(?P<word>[^\W\d_][\w-]{0,40})")
_FIRST_WORD = re.compile(r"[\s*_]{0,20}(?P<word>[^\W\d_][\w-]{0,40})(?P<rest>[^\n]{0,200})")
_AROUND = " \t\u00a0*_"
# What follows a command whose mark was forgotten, and not the verb that begins a letter.
_OF_A_TICKET = re.compile(
    r"(?:saja|aja|sj|ya|dong|deh|dulu|lagi|sekarang|segera|ini|itu|ke|kpd|kepada|kembali|pak|bu|mas|mbak"
    r"|(?:jawaban|konsep|draft?|tiket|laporan|aduan|pengaduan)\w{0,3}|now|it|this"
    r"|the (?:draft|ticket|case|answer)|to)\b",
    re.I,
)


def read_orders(reply: Reply, mail: Mail) -> Orders:
    """Read the commands of a mail as if an officer had written it."""
    lines = _INVISIBLE.sub("", reply.text).replace("\u00a0", " ").split("\n")
    commands, below = _head(lines)
    text = "\n".join(below).strip()
    unknown = tuple(dict.fromkeys(c.name for c in commands if lookup(c.name) is None))
    if unknown:
        meant = near(unknown[0]) if len(unknown) == 1 else ()
        return Orders(commands, text, CommandTrouble.UNKNOWN, unknown[0], meant)
    if len(commands) > COMMANDS_MAX:
        return Orders(commands, text, CommandTrouble.CONFLICT, commands[COMMANDS_MAX].name)
    if commands and mail.command_text is not None and not _stands_in(commands[0].name, mail.command_text):
        # A command counts only in the top-level part: what a server or a scanner attached is not the officer's.
        return Orders(commands, text, CommandTrouble.BELOW, commands[0].name)
    strayed = _strayed(text)
    if strayed is not None:
        return Orders(commands, text, CommandTrouble.BELOW, strayed, near(strayed))
    if not commands:
        unmarked = _unmarked(text)
        if unmarked is not None:
            return Orders((), text, CommandTrouble.UNMARKED, unmarked, near(unmarked))
    conflict = _conflict(commands)
    if conflict is not None:
        return Orders(commands, text, CommandTrouble.CONFLICT, conflict)
    return Orders(commands, text)


def text_taker(commands: Sequence[Command]) -> int | None:
    """Return the index of the command to which the text below belongs: the last one that takes text, or None."""
    takers = [n for n, command in enumerate(commands) if (row := lookup(command.name)) is not None and row.takes_text]
    return takers[-1] if takers else None


def _head(lines: Sequence[str]) -> tuple[tuple[Command, ...], Sequence[str]]:
    """Take the command lines from the top; the first line that is none ends them.

    Blank lines between them do not count: a phone makes a paragraph of each line.
    """
    commands: list[Command] = []
    for n, line in enumerate(lines):
        if not line.strip(_AROUND):
            continue
        command = _command(line)
        if command is None:
            return tuple(commands), lines[n:]
        commands.append(command)
    return tuple(commands), ()


def _command(line: str) -> Command | None:
    """Read one command line. A slash marks a command only before a word that is one or is close to one."""
    found = _LINE.fullmatch(line.rstrip())
    if found is None:
        return None
    word = found["word"].lower().rstrip("_-")
    if found["mark"] == "/" and lookup(word) is None and not near(word):
        return None
    argument = found["rest"].strip(_AROUND).removeprefix(":").strip(_AROUND)
    return Command(word, argument or None)


def _strayed(text: str) -> str | None:
    """Return a command that stands below the place of commands: marked inside a sentence, or mistyped on a line."""
    if not _MARKS.search(text):
        return None
    for found in _INSIDE.finditer(text):
        word = found["word"].lower()
        if lookup(word) is not None:
            return word
    for line in text.split("\n"):
        command = _command(line)
        if command is not None and (lookup(command.name) is not None or near(command.name)):
            return command.name
    return None


def _unmarked(text: str) -> str | None:
    """Return a command word that begins the mail without its mark ("tutup saja, ...")."""
    found = _FIRST_WORD.match(text)
    row = lookup(found["word"].lower()) if found else None
    if found is None or row is None:
        return None
    rest = found["rest"].strip(" \t!*_")
    is_alone = not rest.strip(".,:;")
    if Trait.VERB in row.traits:
        is_meant = is_alone or rest[:1] in ".,:;-" or _OF_A_TICKET.match(rest) is not None
    else:
        is_meant = is_alone or Trait.NOUN not in row.traits
    return found["word"].lower() if is_meant else None


def _conflict(commands: Sequence[Command]) -> str | None:
    """Return the command that cannot stand beside the others, or None."""
    rows = [lookup(command.name) for command in commands]
    for trait in (Trait.MOVES, Trait.SORTS):
        alike = [row.name for row in rows if row is not None and trait in row.traits]
        if len(set(alike)) > 1:
            return alike[1]
    names = [row.name for row in rows if row is not None]
    once = (row.name for row in rows if row is not None and Trait.TWICE not in row.traits)
    doubled = next((name for name in once if names.count(name) > 1), None)
    if doubled is not None:
        return doubled
    if len(rows) > 1 and any(row is not None and Trait.ALONE in row.traits for row in rows):
        return names[1]
    taker = text_taker(commands)
    for n, (command, row) in enumerate(zip(commands, rows, strict=True)):
        if row is not None and Trait.NEEDS_TEXT in row.traits and command.argument is None and n != taker:
            return command.name
    return None


def _stands_in(word: str, text: str) -> bool:
    return any(
        (command := _command(line)) is not None and command.name == word
        for line in _INVISIBLE.sub("", text).replace("\u00a0", " ").split("\n")
    )
