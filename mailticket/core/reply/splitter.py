"""Which lines of a mail are a quotation, by marks, attribution lines and header blocks."""

import re

from mailticket.core.mail import Mail, Markup
from mailticket.core.reply.attribution import (
    begins_with_date,
    find_attribution,
    find_lead,
    find_run_on,
    has_address,
    is_arrowed,
    is_complete,
    is_formal,
    is_report,
    is_sure,
    is_unmistakable,
)
from mailticket.core.reply.headers import Head, find_break, find_head
from mailticket.core.reply.letter import find_salutation, is_ours
from mailticket.core.reply.lines import Line, Part, mark_prefixed, next_filled, read_lines, without_marks

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
_COMMAND = re.compile(r"^\*{0,2}[#＃/] ?[^\W\d_]")
_LINK = re.compile(r"\(?https?://[^\s]{1,500}[ >]{0,9}")
ARROWS = 3  # of GroupWise's attribution; they look like quote marks
RUN_ON_MIN = 20  # characters of an attribution before its colon
ATTRIBUTION_LINES_MAX = 5  # lines that an attribution is wrapped over
OPENERS_MAX = 60  # lines of a quotation that are looked at for who is quoted
RULE_MIN = 4  # characters of a drawn line
_FULL_LINE_MIN = 60  # characters of a line that can have been too long
_BROKEN_LINE_MAX = 30  # characters of a remainder that a mailer broke off a quoted line


class Splitter:
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
        self.found_inside = False  # new text stands where a quotation is expected

    def split(self) -> None:
        """Go through the lines; an opener without quoted lines below it makes everything below a quotation."""
        self._divide()
        first = next_filled(self.lines, 0)
        if (
            first is not None
            and self.is_reply
            and all(line.part is not Part.NEW or not line.bare for line in self.lines)
        ):
            self._below_markup(first)

    def _below_markup(self, first: int) -> None:
        """Look for an answer where the HTML marks all that stands below an attribution or header block."""
        lines = self.lines
        head = find_head(lines, first)
        begin = head.end if head is not None else self._end_of_attribution(first)
        answer = None if begin is None else next_filled(lines, begin)
        if answer is None or lines[answer].markup is not Markup.QUOTE:
            return
        letter = find_salutation(lines, answer)
        if letter is None and head is not None and not lines[answer].depth and not is_ours(lines[answer:]):
            others = range(answer, len(lines))
            letter = next((at for at in others if lines[at].depth or find_head(lines, at) is not None), len(lines))
        if letter is not None:
            self.found_inside = True
            self._answer(answer, letter)

    def _end_of_attribution(self, first: int) -> int | None:
        """Where the text begins below an attribution that begins with a line; None: there is none."""
        ends = range(first, min(first + ATTRIBUTION_LINES_MAX, len(self.lines)))
        return next((at + 1 for at in ends if find_attribution(self.lines, at) is not None), None)

    def _divide(self) -> None:
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
        on_top = not self.quoted and (self.first_new is None or self.first_new >= head.begin)
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
        return self._below(head.end, on_top=on_top)

    def _below(self, begin: int, *, on_top: bool) -> int | None:
        """Deal with what stands below an attribution or header block; None when all of it is quotation.

        Below one on top of the mail a person may have answered: above our letter, or in its place.
        """
        lines = self.lines
        first = next_filled(lines, begin)
        if on_top and first is not None and self.is_reply:
            letter = find_salutation(lines, first)
            if letter is not None:
                self.found_inside = True
                self._quote(letter, len(lines))
                self._answer(first, letter)
                return None
            if not lines[first].quoted and not is_ours(lines[first:]):
                self.found_inside = True
                return begin
        if first is not None and lines[first].quoted:
            return begin
        self._quote(begin, len(lines))
        return None

    def _answer(self, begin: int, end: int) -> None:
        """Give lines to the new text; marks that a client put before them are none."""
        for place in range(begin, end):
            line = self.lines[place]
            self.lines[place] = Line(without_marks(line), line.bare, 0)

    def _at_attribution(self, index: int) -> int | None:
        """Deal with an attribution that ends on this line; None when it decided over all the rest."""
        lines = self.lines
        if ":" in lines[index].bare[RUN_ON_MIN:] and self._at_run_on(index):
            return None
        found = find_attribution(lines, index)
        if found is None:
            return index + 1
        begin, weak = found
        on_top = not self.quoted and (self.first_new is None or self.first_new >= begin)
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
        return self._below(index + 1, on_top=on_top and not lead)

    def _at_run_on(self, index: int) -> bool:
        """Deal with an attribution that the quoted text follows on its line; words may stand before it as well."""
        text = self.lines[index].text
        lead = find_lead(text)
        end = find_run_on(text[lead:] if lead else text)
        if end is None:
            return False
        self.found_opener = True
        if lead:
            self._cut(index, lead)
            index += 1
        self._cut(index, end)
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
