"""What the human newly wrote: quotations, signatures and our own form answered inside a quotation, taken apart.

The order of trust: what the HTML said, quote marks, attribution lines, header blocks, and last what a signature looks
like. Forwarded mails and letters are content; in doubt a line stays with the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from mailticket.core.found import Cut, Left, Reply
from mailticket.core.mail import Mail
from mailticket.core.reply.armour import drop_armour
from mailticket.core.reply.banner import leave_banner
from mailticket.core.reply.form import read_form
from mailticket.core.reply.inside import compare
from mailticket.core.reply.lines import BARE_MAX, Line, Part, read_lines
from mailticket.core.reply.ours import Sent
from mailticket.core.reply.signature import separate_signature
from mailticket.core.reply.splitter import Splitter
from mailticket.core.reply.writer import is_writer, writer_names

__all__ = ["Known", "Line", "Part", "Sent", "separate", "take_apart"]

# Asterisks for bold type. Where a mail program made the text part from HTML they are no text; where a person typed them
# they are, but for those around a command. A forwarded mail keeps its "*From:*".
_BOLD = re.compile(r"(?<![\w*])\*{1,2}(?=[^\s*])([^*\n]{1,300}(?:\n[^*\n]{1,300})?)(?<=[^\s*:])\*{1,2}(?![\w*])")
_BOLD_LINE = re.compile(r"^[ \t]{0,9}\*{1,2}([#＃/][^*\n]{1,200})\*{1,2}", re.M)
AROUND_NAME_MAX = 4  # lines of a formula and an office around the name of a colleague
OFFICE_WORDS_MAX = 7  # words of one of them
LINES_MAX = 5_000  # lines that are told apart; a person writes and quotes some hundreds


@dataclass(frozen=True)
class Known:
    """What the desk knows beside the mail."""

    registered: str = ""  # the writer's name
    staff: str = ""  # the names of all who work here
    sent: Sent | None = None  # what we sent, and this mail answers
    copies: bool = False  # the writer may have taken words of that over into an own text


NOTHING = Known()


@dataclass(frozen=True)
class Apart:
    """A mail's lines with their parts, and what comparing with our mail found in them."""

    lines: list[Line]
    form: str | None  # what was filled in behind labels of our form; None: it was not compared with our mail
    inside: bool  # something newly written stands inside a quotation


def separate(mail: Mail, is_auto: bool = False, known: Known = NOTHING) -> Reply:
    """Take a mail's text apart; automatic mail has no new text."""
    if is_auto:
        return Reply("", mail.text, "", quote_above=False, form="", is_cut=mail.is_cut)
    apart = take_apart(mail, known)
    lines = apart.lines
    return Reply(
        text=_text(lines, bold=_BOLD if mail.content_type.startswith("multipart/") else _BOLD_LINE),
        quote=_join(lines, Part.QUOTE),
        signature=_join(lines, Part.SIGNATURE),
        quote_above=_quote_above(lines),
        form=read_form(lines) if apart.form is None else apart.form,
        cuts=_cuts(lines, writer_names(known.staff, "")),
        is_cut=mail.is_cut or len(lines) > LINES_MAX,
        inside=apart.inside,
    )


def take_apart(mail: Mail, known: Known = NOTHING) -> Apart:
    """Return the lines of a mail in their order, each with the part that it belongs to."""
    looked_at, rest = _cut(mail.text if mail.marks else drop_armour(mail.text))
    lines = read_lines(looked_at, mail.marks)
    leave_banner(lines)
    splitter = Splitter(mail, lines)
    splitter.split()
    form, inside, end = None, splitter.found_inside, splitter.content_end
    if known.sent is not None and end == len(lines):
        compared = compare(lines, known.sent, copies=known.copies)
        lines, form, inside = compared.lines, compared.form, inside or compared.below
        end = len(lines)
    names = writer_names(*((mail.from_[0].name, mail.from_[0].address) if mail.from_ else ("", "")))
    names |= writer_names(known.registered, "")
    stretches = groupby(lines[:end], key=lambda line: line.part)
    segments = [list(group) for part, group in stretches if part is Part.NEW]
    quoted = any(line.part is Part.QUOTE for line in lines)
    for place, segment in enumerate(segments):
        if segment[0].found:
            leave_banner(segment)  # that a server put above our letter, on its way to the person
        separate_signature(segment, names, inner=quoted and 0 < place < len(segments) - 1)
    inside = inside or any(line.found and line.part is Part.NEW for line in lines)
    if rest:
        lines.append(Line(rest, rest[:BARE_MAX].strip(), 0, part=Part.QUOTE))
    return Apart(lines, form, inside)


def _cut(text: str) -> tuple[str, str]:
    """Return the lines that are looked at, and the rest, which nobody wrote by hand: all of it is one line."""
    end = -1
    for _ in range(LINES_MAX):
        end = text.find("\n", end + 1)
        if end < 0:
            return text, ""
    return text[:end], text[end + 1 :]


def _text(lines: Sequence[Line], bold: re.Pattern[str]) -> str:
    """Join the new text: stretches between quotations with an empty line between them, without marks of bold type."""
    pieces: list[str] = []
    for part, group in groupby(lines, key=lambda line: line.part):
        if part is Part.NEW:
            piece = "\n".join(line.text.rstrip() for line in group).strip("\n")
            piece = bold.sub(r"\1", piece) if "*" in piece else piece
            if piece.strip():
                pieces.append(piece)
    return "\n\n".join(pieces).strip()


def _cuts(lines: Sequence[Line], staff: frozenset[str]) -> tuple[Cut, ...]:
    """Return what is left out beside the quotation, each stretch with why; the names of who work here are known."""
    filled = (line for line in lines if line.bare)
    cuts: list[Cut] = []
    for what, group in groupby(
        filled, key=lambda line: (line.left, line.known) if line.part is Part.SIGNATURE else None
    ):
        if what is not None:
            stretch = list(group)
            known = what[1] or _is_colleagues(stretch, staff)
            cuts.append(Cut(what[0] or Left.SIGNATURE, "\n".join(line.text.rstrip() for line in stretch), known))
    return tuple(cuts)


def _is_colleagues(stretch: Sequence[Line], staff: frozenset[str]) -> bool:
    """Whether it is the signature of somebody who works here: a name, with at most a formula and an office around it."""
    names = [is_writer(line.bare, staff) for line in stretch]
    others = [line.bare for line, is_name in zip(stretch, names, strict=True) if not is_name and line.bare.strip("-— ")]
    return all(names) or (
        any(names) and len(others) <= AROUND_NAME_MAX and all(len(o.split()) <= OFFICE_WORDS_MAX for o in others)
    )


def _join(lines: Sequence[Line], part: Part) -> str:
    """Join the lines of a part as they stand."""
    return "\n".join(line.text.rstrip() for line in lines if line.part is part).strip("\n")


def _quote_above(lines: Sequence[Line]) -> bool:
    """True when something quoted stands above the first new line; without new text, when there is any quotation."""
    for line in lines:
        if line.part is Part.QUOTE and line.bare:
            return True
        if line.part is Part.NEW and line.bare:
            return False
    return False
