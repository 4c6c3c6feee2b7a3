"""How offices sign: title, "ttd", name, rank and the civil servant's number (NIP) on lines of their own, or the unit's name."""

import re
from collections.abc import Sequence

from mailticket.core.reply.lines import Line

LINE_MAX = 90  # characters of such a line
NAME_LINES_MAX = 3  # name and ranks above the number

_NIP = re.compile(r"\(?nip\.? ?:? ?\d[\d .]{7,24}\)?", re.I)
_SIGNED = re.compile(r"\(?(?:ttd|t ?t ?d|tertanda|signed|materai|ditandatangani secara elektronik)\.?\)?", re.I)
_TITLE = re.compile(
    r"(?:(?:a\.n\.|an\.|plt\.?|plh\.?|u\.b\.) ?)?(?:kepala|asisten deputi|asdep|deputi|direktur|sekretaris|ketua|wakil|koordinator|inspektur|camat|lurah|kabid|kabag|kasubag"
    r"|kasi|kadis|pengawas|pejabat|penata|pranata|analis)\b[^.!?#:]{0,80},?",
    re.I,
)
_UNIT = re.compile(
    r"(?:bidang|bagian|biro|subbagian|subbidang|seksi|tim|unit(?: kerja)?|dinas|sekretariat|deputi|asdep|kedeputian|pusat)(?: (?-i:[A-Z&(][\w&()./-]*|dan|dan/atau|untuk)){1,8}",
    re.I,
)

_ASKS = re.compile(r"(?::|\b(?:kepada|ke|dari|oleh|di|pada|untuk|adalah|yaitu|yakni|dan|atau))\Z", re.I)


def find_official(segment: Sequence[Line], filled: Sequence[int]) -> int | None:
    """Return where the block begins that ends in a civil servant's number."""
    place = next(
        (
            p
            for p in range(len(filled) - 1, max(len(filled) - NAME_LINES_MAX - 1, 0), -1)
            if _NIP.fullmatch(segment[filled[p]].bare)
        ),
        None,
    )
    if place is None:
        return None
    begin = place
    while (
        begin > 1
        and place - begin < NAME_LINES_MAX
        and filled[begin] - 1 == filled[begin - 1]
        and _is_short(segment[filled[begin - 1]])
    ):
        begin -= 1
    if begin > 1 and _SIGNED.fullmatch(segment[filled[begin - 1]].bare):
        begin -= 1
    while begin > 1 and _TITLE.fullmatch(segment[filled[begin - 1]].bare):
        begin -= 1
    return filled[begin] if begin < place and not _is_announced(segment, filled[begin]) else None


def find_unit(segment: Sequence[Line], filled: Sequence[int], names: frozenset[str]) -> int | None:
    """Return the last paragraph if it is the name of a unit, or the title of the one who signs below."""
    if len(filled) < 2:
        return None
    begin = last = filled[-1]
    while begin > 0 and segment[begin - 1].bare and _UNIT.fullmatch(segment[begin].bare):
        begin -= 1
    if begin == 0 or segment[begin - 1].bare or _is_announced(segment, begin):
        return None
    line = segment[begin].bare
    signed = begin == last and any(one.bare for one in segment[last + 1 :])
    return begin if _UNIT.fullmatch(line) or (signed and line.endswith(",") and _TITLE.fullmatch(line)) else None


def is_number(text: str) -> bool:
    """True for a civil servant's number."""
    return _NIP.fullmatch(text) is not None


def is_title(text: str) -> bool:
    """True for the title of an official."""
    return _TITLE.fullmatch(text) is not None


def _is_announced(segment: Sequence[Line], begin: int) -> bool:
    """True when the text above asks for what stands below ("Yang menolak saya:", "kami kirim kepada")."""
    above = next((segment[i].bare for i in range(begin - 1, -1, -1) if segment[i].bare), "")
    return _ASKS.search(above[-20:]) is not None


def _is_short(line: Line) -> bool:
    """True for a line that can be a name or a rank, and is no sentence, command or entry of a list."""
    text = line.bare
    return (
        len(text) <= LINE_MAX
        and text[-1] not in "!?:;"
        and text[0] not in "#-•*"
        and not (text[-1] == "." and len(text.split()) > 5)
    )
