"""What the human newly wrote: quotations, signatures and our own form answered inside a quotation, taken apart.

The order of trust: what the HTML said, quote marks, attribution lines, header blocks, and last what a signature looks
like. Forwarded mails and letters are content; in doubt a line stays with the text.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from mailticket.core.found import Cut, Left, Reply
from mailticket.core.mail import Mail, Markup
from mailticket.core.reply.armour import drop_armour
from mailticket.core.reply.attribution import (
    begins_with_date,
    find_attribution,
    find_lead,
    has_address,
    is_arrowed,
    is_complete,
    is_formal,
    is_report,
    is_run_on,
    is_sure,
    is_unmistakable,
)
from mailticket.core.reply.banner import leave_banner
from mailticket.core.reply.form import read_form
from mailticket.core.reply.headers import Head, find_break, find_head
from mailticket.core.reply.lines import BARE_MAX, Line, Part, mark_prefixed, next_filled, read_lines
from mailticket.core.reply.signature import separate_signature
from mailticket.core.reply.writer import is_writer, writer_names

__all__ = ["Line", "Part", "separate", "take_apart"]

_FORWARD_SUBJECT = re.compile(
    r"^\s{0,9}(?:\[[^\[\]]{1,40}\] ?){0,3}(?:fwd?|redir\.|videresend|trs|lnj|terusan|diteruskan|wg|tr|rv|enc|i|doorst|vs|vb|vl|pd|ynt"
    r"|ilt|továbbítás|пересл|fs|转发|轉寄|轉發|전달|転送)\s{0,3}[:：]",
    re.I,
)
_REPLY_SUBJECT = re.compile(
    r"^\s{0,9}(?:\[[^\[\]]{1,40}\] ?){0,3}(?:re|bls|balas|aw|antw|sv|odp|ref|r|res|rif|ynt|vá|ответ|回复|回覆|答复"
    r"|回信|답장"
    r"|re\[\d{1,3}\])\s{0,3}[:：]",
    re.I,
)
# Asterisks for bold type. Where a mail program made the text part from HTML they stand around single words, too; where a
# person typed them only those around a whole line or a command are no text. A forwarded mail keeps its "*From:*".
_BOLD = re.compile(r"(?<![\w*])\*{1,2}(?=[^\s*])([^*\n]{1,300}(?:\n[^*\n]{1,300})?)(?<=[^\s*:])\*{1,2}(?![\w*])")
_BOLD_LINE = re.compile(
    r"^[ \t]{0,9}\*{1,2}((?:[^*\n]{1,300}(?<=[^\s:])(?=\*{1,2}[ \t]{0,9}$))|[#＃/][^*\n]{1,200})\*{1,2}", re.M
)
_COMMAND = re.compile(r"^\*{0,2}[#＃/] ?[^\W\d_]")
_LINK = re.compile(r"\(?https?://[^\s]{1,500}[ >]{0,9}")
LINES_MAX = 5_000  # lines that are told apart; a person writes and quotes some hundreds
ARROWS = 3  # of GroupWise's attribution; they look like quote marks
RUN_ON_MIN = 20  # characters of an attribution before its colon
OPENERS_MAX = 60  # lines of a quotation that are looked at for who is quoted
RULE_MIN = 4  # characters of a drawn line
_FULL_LINE_MIN = 60  # characters of a line that can have been too long
_BROKEN_LINE_MAX = 30  # characters of a remainder that a mailer broke off a quoted line


def separate(mail: Mail, is_auto: bool = False, registered: str = "", staff: str = "") -> Reply:
    """Take a mail's text apart; automatic mail has no new text.

    `registered` is the writer's name as the desk knows it, `staff` the names of all who work here.
    """
    if is_auto:
        return Reply("", mail.text, "", quote_above=False, form="", is_cut=mail.is_cut)
    lines = take_apart(mail, registered)
    return Reply(
        text=_text(lines, bold=_BOLD if mail.content_type.startswith("multipart/") else _BOLD_LINE),
        quote=_join(lines, Part.QUOTE),
        signature=_join(lines, Part.SIGNATURE),
        quote_above=_quote_above(lines),
        form=read_form(lines),
        cuts=_cuts(lines, writer_names(staff, "")),
        is_cut=mail.is_cut or len(lines) > LINES_MAX,
    )


def take_apart(mail: Mail, registered: str = "") -> list[Line]:
    """Return the lines of a mail in their order, each with the part that it belongs to."""
    looked_at, rest = _cut(mail.text if mail.marks else drop_armour(mail.text))
    lines = read_lines(looked_at, mail.marks)
    leave_banner(lines)
    splitter = _Splitter(mail, lines)
    splitter.split()
    names = writer_names(*((mail.from_[0].name, mail.from_[0].address) if mail.from_ else ("", "")))
    names |= writer_names(registered, "")
    stretches = groupby(lines[: splitter.content_end], key=lambda line: line.part)
    segments = [list(group) for part, group in stretches if part is Part.NEW]
    quoted = any(line.part is Part.QUOTE for line in lines)
    for place, segment in enumerate(segments):
        separate_signature(segment, names, inner=quoted and 0 < place < len(segments) - 1)
    if rest:
        lines.append(Line(rest, rest[:BARE_MAX].strip(), 0, part=Part.QUOTE))
    return lines


def _cut(text: str) -> tuple[str, str]:
    """Return the lines that are looked at, and the rest, which nobody wrote by hand: all of it is one line."""
    end = -1
    for _ in range(LINES_MAX):
        end = text.find("\n", end + 1)
        if end < 0:
            return text, ""
    return text[:end], text[end + 1 :]


class _Splitter:
    """Marks which lines are quotation."""

    def __init__(self, mail: Mail, lines: list[Line]) -> None:
        self.lines = lines
        self.content_end = len(lines)  # signatures are looked for above this line; a forward is kept as it is
        self.is_forward = _FORWARD_SUBJECT.match(mail.subject) is not None
        self.is_reply = _REPLY_SUBJECT.match(mail.subject) is not None or bool(
            (mail.in_reply_to or mail.references) and not self.is_forward
        )
        self.found_opener = False
        self.first_new: int | None = None  # the first line that is newly written, of those passed by
        self.quoted = False  # a quotation was passed

    def split(self) -> None:
        """Go through the lines; an opener without quoted lines below it makes everything below a quotation."""
        lines = self.lines
        index = 0
        while index < len(lines):
            line = lines[index]
            if line.markup is Markup.FORWARD:
                self._forward(index)
                return
            if line.quoted:
                if self._is_unmarked_forward(index) or self._is_quoted_forward(index):
                    self._forward(index)
                    return
                if line.markup is Markup.QUOTE:
                    self._quote_rule(index)
                elif line.depth == ARROWS and is_arrowed(line.bare) and not self._is_followed(index):
                    self.found_opener = True
                    self._quote(index, len(lines))
                    return
                self._quote(index, index + 1)
                index += 1
                continue
            if not line.bare or line.part is Part.SIGNATURE:
                index += 1
                continue
            if self.first_new is None:
                self.first_new = index
            place = find_break(line.text)
            if place is not None:
                self._cut(index, place)
            head = find_head(lines, index if place is None else index + 1)
            if head is not None:
                end = self._at_head(head)
                if end is None:
                    return
                index = max(end, index + 1)
                continue
            end = self._at_attribution(index)
            if end is None:
                return
            index = end
        self._settle()

    def _is_followed(self, index: int) -> bool:
        """True when the next line that holds something is quoted, or nothing follows."""
        first = next_filled(self.lines, index + 1)
        return first is None or self.lines[first].quoted

    def _at_head(self, head: Head) -> int | None:
        """Deal with a separator or header block; None when it decided over all the rest."""
        lines = self.lines
        above = self.first_new is not None and self.first_new < head.begin
        first = next_filled(lines, head.end)
        if head.forward or (self.is_forward and not (first is not None and lines[first].quoted and above)):
            self._forward(head.begin)
            return None
        if not above and not self.is_reply and not self.quoted:
            return head.end  # a letter or a pasted mail: content
        if not head.sure and not self.is_reply and first is not None and not lines[first].quoted:
            return head.end
        self.found_opener = True
        self._quote_rule(head.begin)
        self._quote(head.begin, head.end)
        if first is not None and lines[first].quoted:
            return head.end
        self._quote(head.end, len(lines))
        return None

    def _at_attribution(self, index: int) -> int | None:
        """Deal with an attribution that ends on this line; None when it decided over all the rest."""
        lines = self.lines
        if ":" in lines[index].bare[RUN_ON_MIN:] and self._at_run_on(index):
            return None
        found = find_attribution(lines, index)
        if found is None:
            return index + 1
        begin, weak = found
        first = next_filled(lines, index + 1)
        if first is not None and not self.found_opener:
            mark_prefixed(lines, first)
        followed = first is not None and lines[first].quoted
        if self.is_forward and not (followed or self.quoted) and has_address(lines[begin : index + 1]):
            self._forward(begin)  # Outlook 2019 writes the line of a reply above what it forwards
            return None
        if not followed and not self._is_unmarked(begin, index, weak=weak, last=first is None):
            return index + 1
        self.found_opener = True
        lead = find_lead(lines[begin].text)
        if lead:
            self._cut(begin, lead)
            begin, index = begin + 1, index + 1
        if self._above_is_a_rule(begin):
            begin -= 1
        self._quote(begin, index + 1)
        if followed:
            return index + 1
        self._quote(index + 1, len(lines))
        return None

    def _at_run_on(self, index: int) -> bool:
        """Deal with an attribution that the quoted text follows on its line; words may stand before it as well."""
        text = self.lines[index].text
        lead = find_lead(text)
        if not is_run_on(text[lead:] if lead else text):
            return False
        self.found_opener = True
        if lead:
            self._cut(index, lead)
            index += 1
        self._quote(index, len(self.lines))
        return True

    def _is_unmarked(self, begin: int, index: int, *, weak: bool, last: bool) -> bool:
        """True for an attribution that is sure enough without quote marks below it."""
        lines = self.lines
        joined = " ".join(line.bare for line in lines[begin : index + 1])
        if is_report(joined):
            return False
        if weak:
            alone = begin == 0 or not lines[begin - 1].bare
            below = index + 1 >= len(lines) or not lines[index + 1].bare
            return alone and below and (is_formal(joined) if self.is_reply else is_unmistakable(joined))
        if self.is_reply or is_complete(joined):
            return True
        if last:
            return is_sure(joined)
        return (
            is_sure(joined)
            or is_unmistakable(joined)
            or (begins_with_date(lines[begin].bare) and has_address(lines[begin : index + 1]))
        )

    def _cut(self, index: int, place: int) -> None:
        """Cut a line in two: newly written words, and the attribution that a client put behind them."""
        text = self.lines[index].text
        self.lines[index : index + 1] = read_lines(text[:place].rstrip() + "\n" + text[place:], ())
        self.content_end += 1

    def _quote_rule(self, index: int) -> None:
        """Give the line that Outlook draws above its header block to the quotation."""
        above = next((i for i in range(index - 1, max(-1, index - 4), -1) if self.lines[i].bare), index)
        if self._above_is_a_rule(above + 1):
            self._quote(above, above + 1)

    def _above_is_a_rule(self, begin: int) -> bool:
        """True when the line above an attribution is a drawn line that belongs to it."""
        return (
            begin > 0
            and len(self.lines[begin - 1].bare) >= RULE_MIN
            and not self.lines[begin - 1].bare.strip("-_=*—– ")
        )

    def _quote(self, begin: int, end: int) -> None:
        """Give lines to the quotation."""
        self.quoted = True
        if self.first_new is not None and begin <= self.first_new < end:
            self.first_new = None
        for line in self.lines[begin:end]:
            line.part = Part.QUOTE

    def _is_unmarked_forward(self, index: int) -> bool:
        """True for Outlook's forward: its markup is that of a reply, only the subject tells."""
        if not self.is_forward or self.quoted or self.lines[index].depth:
            return False
        return self._rest_is_quoted(index) and not self._is_attributed(index)

    def _is_quoted_forward(self, index: int) -> bool:
        """True for Apple Mail's forward, which stands in quote marks from its announcement on."""
        if self.found_opener or self.quoted:
            return False
        head = find_head(self.lines, index)
        return head is not None and head.forward

    def _opens(self, index: int) -> bool:
        """True for a line inside a quotation that says whose mail it is."""
        return find_attribution(self.lines, index) is not None or find_head(self.lines, index) is not None

    def _rest_is_quoted(self, index: int) -> bool:
        """True when nothing newly written follows."""
        return all(line.quoted or not line.bare for line in self.lines[index:])

    def _is_attributed(self, index: int) -> bool:
        """True when one of the next lines is an attribution."""
        return any(find_attribution(self.lines, i) for i in range(index, min(index + 6, len(self.lines))))

    def _forward(self, begin: int) -> None:
        """Keep a forwarded mail whole; below a command it is what the officer forwards, not what he wrote."""
        above = next((line for line in self.lines[:begin] if line.bare and line.part is Part.NEW), None)
        if above is not None and _COMMAND.match(above.bare):
            self._quote(begin, len(self.lines))
            self.content_end = begin
        else:
            for line in self.lines[begin:]:
                line.part = Part.NEW
            self.content_end = 0
        self.found_opener = True

    def _settle(self) -> None:
        """Correct what quote marks alone said: broken lines belong to them; in a first mail they quote for the desk."""
        lines = self.lines
        marked = [i for i, line in enumerate(lines) if line.part is Part.QUOTE and line.bare]
        if not marked:
            return
        first_mail = not self.found_opener and not self.is_reply
        if first_mail and not any(self._opens(i) for i in marked[:OPENERS_MAX]):
            for i in marked:
                lines[i].part = Part.NEW
            return
        for i in range(1, len(lines) - 1):
            before, line, after = lines[i - 1], lines[i], lines[i + 1]
            between = line.part is Part.NEW and line.bare and before.depth and after.depth
            if between and _is_remainder(before.bare, line.bare, after.bare):
                line.part = Part.QUOTE


def _is_remainder(before: str, text: str, after: str) -> bool:
    """True for the rest of a quoted line that was too long for a mailer on the way."""
    if (" " not in text and re.search(r"[/=&)_]", text)) or _LINK.fullmatch(text):
        return True  # the rest of a link
    if len(before) < _FULL_LINE_MIN or not text[0].islower() or before[-1] in ".!?:;":
        return False
    goes_on = before[-1] == "," or after[:1].islower()
    return len(text) <= (_FULL_LINE_MIN if goes_on else _BROKEN_LINE_MAX)


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


def _join(lines: Sequence[Line], part: Part) -> str:
    """Join the lines of a part as they stand."""
    return "\n".join(line.text.rstrip() for line in lines if line.part is part).strip("\n")


def _cuts(lines: Sequence[Line], staff: frozenset[str]) -> tuple[Cut, ...]:
    """Return what is left out beside the quotation, each stretch with why; the names of who work here are known."""
    filled = (line for line in lines if line.bare or line.part is not Part.SIGNATURE)
    cuts: list[Cut] = []
    for what, group in groupby(
        filled, key=lambda line: (line.left, line.known) if line.part is Part.SIGNATURE else None
    ):
        if what is not None:
            stretch = list(group)
            known = what[1] or all(is_writer(line.bare, staff) or not line.bare.strip("-— ") for line in stretch)
            cuts.append(Cut(what[0] or Left.SIGNATURE, "\n".join(line.text.rstrip() for line in stretch), known))
    return tuple(cuts)


def _quote_above(lines: Sequence[Line]) -> bool:
    """True when something quoted stands above the first new line; without new text, when there is any quotation."""
    for line in lines:
        if line.part is Part.QUOTE and line.bare:
            return True
        if line.part is Part.NEW and line.bare:
            return False
    return False
