"""Warnings that a mail server puts above (or below) a text because the mail came from outside.

Such a warning says of this very mail where it came from, or that it was scanned; what may follow is advice about links,
attachments and senders. A person who writes "PERHATIAN: ..." of an own matter says neither.
"""

import re
from collections.abc import Sequence

from mailticket.core.found import Left
from mailticket.core.reply.lines import Line, Part, next_filled, read_lines

CHARACTERS_MAX = 1_500  # of a warning
LINES_MAX = 20
STRONG_MIN = 2
LEAD_MAX = 3  # lines of a rule or a heading above the sentence that tells

_LABEL = (
    r"[\W_]{0,8}(?:(?:caution|external|warning|attention|notice|alert|important|security|eksternal|perhatian|peringatan|awas|waspada|hati-hati"
    r"|penting|pemberitahuan|catatan|info|it)\b[\W_]{0,8}){0,3}"
)
_MAIL = r"(?:e-?mail|surel|pesan|message|mail|surat elektronik|communication)"
_OUTSIDE = (
    r"(?:outside(?: of)?\b|external\b|untrusted\b|unknown sender|unverified\b|first[- ]time|eksternal\b|pihak luar|luar (?:dari )?(?:lingkungan |jaringan |domain )?"
    r"(?:organisasi|instansi|kementerian|kemen\w{0,12}|perusahaan|lingkungan|jaringan|domain|kantor|lembaga|institusi|sistem|dinas|badan|pemerintah|kami|anda)\b)"
)
_TELLS = re.compile(
    _LABEL + r"(?:"
    rf"(?:this|the) {_MAIL}(?: (?:was|is|has|has been|may have|may|appears to (?:have|be|come)))?"
    rf" (?:originat\w{{1,5}}|came|comes?|coming|sent|received|been sent|from|not from)\b[^.\n]{{0,40}}{_OUTSIDE}"
    rf"|(?:this|the) {_MAIL} is {_OUTSIDE}"
    rf"|(?:the )?sender(?: of this {_MAIL})? (?:is|comes)(?: from)? {_OUTSIDE}"
    rf"|{_MAIL} from (?:an? )?{_OUTSIDE}"
    rf"|(?:some people who received this message |you )(?:don['’]t|do not) often (?:get|receive) {_MAIL} from"
    r"|you have not (?:previously|recently) corresponded with this sender"
    rf"|{_MAIL} ini (?:(?:adalah|merupakan|telah|bukan|mungkin|diduga) )?(?:berasal|dikirim(?:kan)?|datang|diterima|masuk|bersumber)? ?(?:dari|oleh)?"
    rf" ?(?:alamat |pengirim |sumber |akun )?(?:di )?(?:{_OUTSIDE})"
    rf"|pengirim(?: {_MAIL})?(?: ini)? (?:berasal dari |berada di |dari |bukan dari )?{_OUTSIDE}"
    rf"|{_MAIL} (?:dari|from) {_OUTSIDE}"
    rf"|(?:beberapa orang yang menerima (?:pesan|email|surel) ini |anda )(?:tidak sering|jarang) (?:mendapat(?:kan)?|menerima) {_MAIL} dari"
    rf"|this {_MAIL} (?:has been|was) (?:scanned|checked)|{_MAIL} ini (?:telah|sudah) (?:dipindai|diperiksa|di-?scan)"
    r"|(?:virus[- ])?scanned (?:by|for)\b"
    r"|zjqcmqryfpfpt\w{1,20}"
    r")",
    re.I,
)
_TAG = re.compile(
    r"[\W_]{0,8}(?:external(?: (?:e-?mail|mail|sender|message|source))?|ext|eksternal|extern|e-?mail (?:eksternal|external|dari luar)|surel eksternal"
    r"|pesan eksternal|pengirim eksternal|(?:caution|warning|perhatian|peringatan)[\W_]{1,4}(?:external|eksternal)(?: (?:e-?mail|sender))?)[\W_]{0,8}",
    re.I,
)
_BRACKETED = re.compile(
    rf"(?:\[{_TAG.pattern}\]|\({_TAG.pattern}\)|\*{{2,5}} ?{_TAG.pattern}\*{{2,5}})[ :-]{{0,3}}", re.I
)
_LABEL_ONLY = re.compile(_LABEL + r"[\W_]{0,8}", re.I)
_ADVICE = re.compile(
    _LABEL
    + r"(?:please |kindly |harap |mohon |tolong |dimohon |tetap |selalu )?(?:(?:do not|don['’]t|never|avoid) (?:click|open|reply|respond|forward|provide|share|follow|download)"
    r"|(?:use|exercise|proceed with|take) (?:extra |extreme )?(?:caution|care)|be (?:careful|cautious|alert|wary|vigilant)|think before you|treat (?:it|this)"
    r"|only (?:click|open)|unless you|learn why|report (?:suspicious|phish|this|any)|verify (?:the|that)|if you (?:are (?:unsure|not sure|in doubt|suspicious)|do not (?:know|recogni|trust)|suspect|believe)"
    r"|if (?:in doubt|suspicious)|when in doubt|contact (?:the |your )?(?:it|help|service|security)|forward (?:it|this|suspicious)"
    r"|(?:jangan|tidak|hindari)(?: pernah)? (?:mengklik|meng-klik|klik|membuka|buka|mengunduh|unduh|membalas|balas|memberikan|berikan|mengikuti)"
    r"|(?:ber)?hati-hati(?:lah)?|waspada|berwaspada|kecuali|pastikan|pelajari mengapa|laporkan|periksa|yakinkan|verifikasi|hubungi (?:tim )?(?:it|helpdesk|ti|pusdatin)"
    r"|jika (?:anda )?(?:ragu|tidak mengenal|mencurigakan))\b",
    re.I,
)
_STRONG = re.compile(r"\b(?:links?|tautan|url|attachments?|lampiran|sender|pengirim)\b", re.I)
_LINKED = re.compile(r"\b(?:learn why|pelajari mengapa|report suspicious|laporkan phishing)\b", re.I)
_END = re.compile(r"[.!?…](?=[\s\])*\"]|\Z)[\])*\"]{0,3}")
_RULE = re.compile(r"[-_=*~#. ]{3,200}")


def leave_banner(lines: list[Line]) -> None:
    """Leave out the warning that stands at the top of a mail; words behind it on its line become a line of their own."""
    first = next_filled(lines, 0)
    for index in () if first is None else (i for i in range(first, min(first + LEAD_MAX, len(lines))) if lines[i].bare):
        length = _length(lines, index)
        if length:
            _leave(lines, index, length)
            for line in lines[first:index]:
                line.leave(Left.BANNER)
            return
        if not (_RULE.fullmatch(lines[index].bare) or _LABEL_ONLY.fullmatch(lines[index].bare)):
            return


def is_banner(segment: Sequence[Line], begin: int) -> bool:
    """True when nothing but such a warning stands from a line on; the last lines of a mail are asked."""
    rest = _joined(segment, begin)
    return rest is not None and _consumed(rest) >= len(rest)


def _length(lines: Sequence[Line], index: int) -> int:
    """Return how many characters of the text from a line on are a warning."""
    text = _joined(lines, index)
    return _consumed(text) if text else 0


def _joined(lines: Sequence[Line], index: int) -> str | None:
    """Return some lines as one text, empty lines included; None where the first is not newly written."""
    if lines[index].quoted or lines[index].part is not Part.NEW:
        return None
    pieces: list[str] = []
    for line in lines[index : index + LINES_MAX]:
        if line.quoted or line.part is not Part.NEW:
            break
        pieces.append(line.bare)
    return "\n".join(pieces)[:CHARACTERS_MAX].rstrip()


def _consumed(text: str) -> int:
    """Return where the warning at the beginning of a text ends; 0 if there is none."""
    place = end = stopped = 0  # where the next sentence begins, the warning ends, and its last sentence ended
    told = False
    while place < len(text):
        bracketed = _BRACKETED.match(text, place)
        if bracketed and bracketed.end() > place and not told:
            told, stopped, place = True, bracketed.end(), _past_blanks(text, bracketed.end())
            end = place
            continue
        stop = _sentence_end(text, place)
        sentence = text[place:stop].replace("\n", " ")
        beyond = "\n\n" in text[stopped:place]
        tells = _TELLS.match(sentence) or (not told and _is_tag(sentence.strip()))
        if not tells and not (told and _goes_on(sentence, beyond=beyond)):
            if _LABEL_ONLY.fullmatch(sentence) is None:
                break
            place = _past_blanks(text, stop)  # a heading: part of it if what follows is
            continue
        told = True
        stopped, place = stop, _past_blanks(text, stop)
        end = place
    return end if told else 0


def _is_tag(sentence: str) -> bool:
    """True for a tag that a server puts on a mail from outside, alone or with its advice behind it."""
    tag = _TAG.match(sentence)
    if tag is None:
        return False
    advice = sentence[tag.end() :]
    return not advice or (_ADVICE.match(advice) is not None and _is_servers(advice))


def _goes_on(sentence: str, *, beyond: bool) -> bool:
    """True for what follows in a warning: advice, or a drawn line; `beyond`: an empty line stands between."""
    if _ADVICE.match(sentence):
        return not beyond or _is_servers(sentence)
    return not beyond and _RULE.fullmatch(sentence.strip()) is not None


def _is_servers(advice: str) -> bool:
    """True for advice in a paragraph of its own that no person would give: of links and attachments, or of a sender."""
    return len({word.lower() for word in _STRONG.findall(advice)}) >= STRONG_MIN or _LINKED.search(advice) is not None


def _sentence_end(text: str, place: int) -> int:
    """Return where a sentence ends: at its full stop, or at a line's end where the next does not go on with it."""
    found = _END.search(text, place)
    stop = found.end() if found else len(text)
    line_end = text.find("\n", place)
    while 0 <= line_end < stop:
        following = text[line_end + 1 : line_end + 2]
        if not following or not (following.islower() or following.isdigit() or following in "<("):
            return line_end
        line_end = text.find("\n", line_end + 1)
    return stop


def _past_blanks(text: str, place: int) -> int:
    """Return the next place that holds something."""
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _leave(lines: list[Line], index: int, length: int) -> None:
    """Leave out so many characters of the text from a line on."""
    while length > 0 and index < len(lines):
        line = lines[index]
        if line.bare and length < len(line.bare):
            # Words of a person follow on the same line: it is cut where they begin.
            place = line.text.find(line.bare[length : length + 12])
            if place < 0:
                return
            lines[index : index + 1] = read_lines(f"{line.text[:place].rstrip()}\n{line.text[place:]}", ())
            line = lines[index]
        if line.bare:
            line.leave(Left.BANNER)
        length -= len(line.bare) + 1
        index += 1
