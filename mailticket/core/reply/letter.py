"""What our mails say, for where the very mail that was answered is not at hand: rough, and only for quotations.

A quotation without marks begins below an attribution or header block; whether a person answered there instead, and
deleted the quotation, only its words can tell.
"""

import re
from collections.abc import Sequence

from mailticket.core.reply.lines import Line

LOOKED_AT = 60  # filled lines of a quotation that are looked at
OPENING_MAX = 12  # filled lines that a person types above our letter, inside its quotation
ENOUGH = 2

# Each stands for so much; a citizen's own letter may well hold one of the lighter ones.
_SIGNS = (
    (2, r"\bref ?: ?t\d\d-[0-9a-z]"),
    (2, r"isi setelah tanda titik dua|fill in after the colon"),
    (2, r"balas(?:lah)? surel ini|reply to this message"),
    (2, r"(?:jawaban|laporan) ini (?:disampaikan|diserahkan)|tindak lanjut atas laporan masyarakat"),
    (2, r"jangka waktu jawaban|working days for our answer"),
    (2, r"kami masih memerlukan|we still need"),
    (2, r"kata sandi, pin|jawaban anda menjadi konsep|teks anda (?:menjadi|dikirim|kembali)"),
    (1, r"\b[a-z]{2,12}-20\d\d-\d{6}\b"),
    (1, r"nomor tiket|ticket number|perintah ditulis pada baris pertama"),
    (1, r"tidak dipungut biaya|free of charge"),
    (
        1,
        r"terima kasih (?:atas|telah) (?:kepercayaan|laporan|balasan|menghubungi)|thank you for (?:writing|your reply)",
    ),
    (1, r"^(?:yth\. bapak/ibu|dear )"),
    (1, r"^(?:nama lengkap|alamat lengkap|nomor telepon|alamat surel|uraian|full name|phone number) ?:"),
    (1, r"^(?:hormat kami|kind regards),?$"),
)
_PATTERNS = tuple((weight, re.compile(pattern, re.I | re.M)) for weight, pattern in _SIGNS)
_SALUTATION = re.compile(r"(?:yth\. (?:bapak/ibu|pejabat penghubung)|dear (?:sir|mr|mrs|ms|[A-Z]))[^\n]{0,90},", re.I)

_HEADING = re.compile(r" · [A-Z]{2,12}-20\d\d-\d{6}$")  # on top of our HTML


def is_ours(lines: Sequence[Line]) -> bool:
    """True when lines read like a mail of ours."""
    text = "\n".join([line.bare[:300] for line in lines if line.bare][:LOOKED_AT])
    return sum(weight for weight, pattern in _PATTERNS if pattern.search(text)) >= ENOUGH


def find_salutation(lines: Sequence[Line], begin: int) -> int | None:
    """Return where our letter begins below what a person typed above it; None where nothing stands there."""
    filled = 0
    for at in range(begin, len(lines)):
        if not lines[at].bare:
            continue
        if _SALUTATION.fullmatch(lines[at].bare) or _HEADING.search(lines[at].bare[-40:]):
            return at if filled and is_ours(lines[at:]) else None
        filled += 1
        if filled > OPENING_MAX:
            return None
    return None
