"""The writer's own lines: what was newly written, cut into lines that know where they stand.

Left out is what others wrote: the forwarded mail, the addressee of a letter, its list of copies, disclaimers.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate
from typing import Self

from mailticket.core.found import Reply
from mailticket.core.masking import HIDDEN
from mailticket.core.vocabulary import Vocabulary, Words

TEXT_MAX = 40_000  # characters of a mail that are searched for details; the form and the signature have their own
LINE_MAX = 4_000  # characters of one line that are looked at
ADDRESSEE_LINES_MAX = 10
FORWARDED_HEAD_LINES_MAX = 12
LETTERHEAD_LINES_MAX = 7
WRAPPED_MIN = 55  # a line this long that ends without a mark goes on in the next one


class Zone(StrEnum):
    """What a line belongs to."""

    FORM = "form"
    HEAD = "letterhead"
    BODY = "text"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `number` counts within its zone's part of the mail, from 1."""

    text: str
    zone: Zone
    number: int

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return f"{self.zone} line {self.number}"


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines as one text, so that words are looked for in all of them at once."""

    words: Words
    starts: tuple[int, ...]  # where each line begins

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Self:
        """Join the lines."""
        starts = accumulate((len(line.text) + 1 for line in lines), initial=0)
        return cls(Words.of("\n".join(line.text for line in lines)), tuple(starts))

    def find(self, vocabulary: Vocabulary, length: int) -> Iterator[tuple[int, int, re.Match[str]]]:
        """Yield where words stand in the first `length` characters of a line: the line's index, its start, the match."""
        for match in vocabulary.find(self.words):
            index = bisect_right(self.starts, match.start()) - 1
            start = self.starts[index]
            if match.end() - start <= length:
                yield index, start, match


_FORWARD = re.compile(
    r"^[ >]{0,4}-{2,20} ?(?:forwarded message|original message|pesan (?:yang )?(?:diteruskan|terusan|asli|orisinal)|begin forwarded message) ?-{0,20}:?$"
    r"|^mulai pesan terusan:$|^begin forwarded message:$|^pesan terusan:$",
    re.IGNORECASE,
)
# Outlook and iPhones put only a block of headers above what they forward; a letter's own "Dari:" bears no mail address.
_BLOCK_FROM = re.compile(r"^[>* _]{0,6}(?:dari|from|pengirim)[* ]{0,3}:[^\n]{0,200}@", re.IGNORECASE)
_BLOCK_OTHER = re.compile(
    r"^[>* ]{0,6}(?:dikirim|terkirim|sent|tanggal|date|kepada|to|ke|untuk|subjek|subject|perihal|judul|cc)[* ]{0,3}:",
    re.IGNORECASE,
)
_BLOCK_LINES, _BLOCK_LABELS_MIN = 6, 2
_FORWARDED_HEAD = re.compile(r"^[>* ]{0,4}(?P<label>[^\W\d_][\w -]{1,20})\*? ?:")
_FORWARDED_FROM = frozenset({"dari", "from", "pengirim"})
_ADDRESSEE = re.compile(r"^(?:kepada\b|kpd\b|yth\b|yang terhormat\b|dear\b|to:)", re.IGNORECASE)
_ADDRESSEE_GOES_ON = re.compile(
    r"^(?:yth|di[ -]|di$|jl|jln|jalan|jakarta|j a k a r t a|u\.?p\.?|c\.?q\.?|gedung|kementerian|kementrian|menteri|deputi|bapak|ibu|republik|kuningan"
    r"|up |tempat|\d{5}$|kepala|pejabat|badan|biro|inspektorat|sekretaris|ppid|layanan|tim |asisten|direktur|pimpinan|bagian)",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"^(?:dengan hormat|assalam|selamat|salam|syalo|shalo|om swast|perihal|hal\b|saya|kami|bersama|melalui|yang bertanda|nama|dengan ini|mohon)",
    re.IGNORECASE,
)
# In an addressee's lines the writer does not speak.
_WRITER = re.compile(r"(?<!\w)(?:saya|sy|aku|kami|perkenalkan|mau|ingin|tolong|mohon|my|i)(?!\w)", re.IGNORECASE)
_COPIES = re.compile(
    r"^(?:tembusan|tindasan|salinan|cc)(?: (?:kepada|disampaikan kepada) ?(?:yth\.?)?)? ?:", re.IGNORECASE
)
_DISCLAIMER = re.compile(
    r"^[*_ ]{0,4}(?:disclaimer|perhatian|peringatan|confidential\w*|this e-?mail|e-?mail ini (?:beserta|dan)|pesan ini (?:mungkin|dan|bersifat)"
    r"|dikirim otomatis|pesan ini dibuat otomatis|jangan balas)\b",
    re.IGNORECASE,
)
_ORGANISATION_HEAD = re.compile(
    r"\b(?:koperasi|ksp|ksu|kspps|kud|cv|pt|ud|yayasan|dinas|pemerintah|kecamatan|desa|forum|lsm|kelompok|asosiasi|perkumpulan|kopontren|bmt|dewan)\b",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?<!\w)(?:kec|kab|kel|ds|dsn|no|jl|jln|prov|gg|rt|rw|kp|dr|moh|h|hj)\.$", re.IGNORECASE)
ADDRESSEE_LENGTH_MAX = 90


def own_lines(reply: Reply) -> list[Line]:
    """Return the lines that the writer stands for, form first; an empty line separates blocks."""
    form = enumerate(reply.form.split("\n"), 1)
    # What is masked is our own acknowledgement, quoted: nobody typed it.
    lines = [Line(text[:LINE_MAX], Zone.FORM, number) for number, text in form if text and HIDDEN not in text]
    if lines:
        lines.append(Line("", Zone.FORM, len(lines) + 1))
    lines.extend(_body(reply.text[:TEXT_MAX].split("\n")))
    if reply.signature:
        lines.append(Line("", Zone.SIGNATURE, 0))
        lines.extend(_signature(reply.signature[:TEXT_MAX].split("\n")))
    return lines


def forwarded(reply: Reply) -> str:
    """Return what the writer hands on of somebody else's mail."""
    _, handed_on = _divided(reply)
    return "\n".join(handed_on)


def with_own_forward(reply: Reply, sender: str) -> Reply:
    """Return the reply with a forwarded mail taken for new text if the sender wrote it: the same report sent elsewhere before."""
    above, inner = _divided(reply)
    if not inner or not sender:
        return reply
    blank = next((index for index, text in enumerate(inner) if index and not text.strip()), len(inner))
    heads = [_FORWARDED_HEAD.match(text) for text in inner[: min(blank, FORWARDED_HEAD_LINES_MAX)]]
    wrote = (head.string.lower() for head in heads if head and head["label"].lower() in _FORWARDED_FROM)
    if not any(sender.lower() in line for line in wrote):
        return reply
    return replace(reply, text="\n".join((*above, "", *inner[blank:])))


def _divided(reply: Reply) -> tuple[list[str], list[str]]:
    """Return the lines above and below the one that begins a forwarded mail."""
    texts = reply.text[:TEXT_MAX].split("\n")
    start = next((index for index in range(len(texts)) if _begins_forward(texts, index)), len(texts))
    is_marked = start < len(texts) and _FORWARD.match(texts[start].strip())
    return texts[:start], texts[start + 1 if is_marked else start :]


def _begins_forward(texts: Sequence[str], index: int) -> bool:
    """Whether a forwarded mail begins with this line: by words that say so, or by the first of its headers."""
    text = texts[index][:LINE_MAX].strip()
    if _FORWARD.match(text):
        return True
    if not _BLOCK_FROM.match(text):
        return False
    below = texts[index + 1 : index + 1 + _BLOCK_LINES]
    return sum(_BLOCK_OTHER.match(line[:LINE_MAX].strip()) is not None for line in below) >= _BLOCK_LABELS_MIN


def is_wrapped(line: str) -> bool:
    """True for a line that a mailer broke: it is long and ends in the middle of a sentence."""
    return len(line) >= WRAPPED_MIN and (line[-1] not in ".:!?" or _ABBREVIATED.search(line) is not None)


def unwrapped(lines: Sequence[str]) -> str:
    """Join lines; where a mailer broke one, with a blank in place of the line end."""
    joined = "".join(line + (" " if line and is_wrapped(line) else "\n") for line in lines)
    return joined[:-1]


def _body(texts: list[str]) -> list[Line]:
    lines: list[Line] = []
    addressee = 0  # lines that may still belong to the addressee
    head = _letterhead(texts)
    previous_blank = False
    for number, raw in enumerate(texts, 1):
        text = raw[:LINE_MAX].strip()
        if _begins_forward(texts, number - 1):
            break
        if _COPIES.match(text) and number > LETTERHEAD_LINES_MAX:
            break
        if _ADDRESSEE.match(text) and len(text) <= ADDRESSEE_LENGTH_MAX:
            addressee = ADDRESSEE_LINES_MAX
            previous_blank = False
            continue
        if addressee:
            addressee -= 1
            ends = (
                len(text) > ADDRESSEE_LENGTH_MAX
                or _SALUTATION.match(text)
                or _WRITER.search(text)
                or (previous_blank and text and not _ADDRESSEE_GOES_ON.match(text))
            )
            if not ends:
                previous_blank = not text
                continue
            addressee = 0
        if _DISCLAIMER.match(text):
            continue
        lines.append(Line(raw[:LINE_MAX].rstrip(), Zone.HEAD if number <= head else Zone.BODY, number))
    return lines


def _letterhead(texts: list[str]) -> int:
    """Return how many lines the letterhead takes: an organisation's name, its address, a rule or an empty line."""
    first = texts[0].strip() if texts else ""
    if not (first.upper() == first and _ORGANISATION_HEAD.search(first)):
        return 0
    ends = (n for n, raw in enumerate(texts[:LETTERHEAD_LINES_MAX]) if set(raw.strip()) <= set("=-_*~"))
    end = next(ends, 0)
    return end if end > 1 else 0


def _signature(texts: list[str]) -> list[Line]:
    lines = []
    for number, raw in enumerate(texts, 1):
        text = raw[:LINE_MAX].strip()
        if _DISCLAIMER.match(text) or _COPIES.match(text) or _FORWARD.match(text):
            break
        lines.append(Line(raw[:LINE_MAX].rstrip(), Zone.SIGNATURE, number))
    return lines
