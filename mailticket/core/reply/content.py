"""What is text wherever it stands: lists, tables, postscripts, sentences. And what only a signature holds.

A mark in front ("-- ", a drawn line, a dash before a name) says nothing by itself: people draw lines and write lists.
"""

import re
import unicodedata
from collections.abc import Sequence

from mailticket.core.reply.lines import Line
from mailticket.core.reply.office import is_number, is_title

PROSE_WORDS_MIN = 5  # words of a sentence with its full stop
UNENDED_WORDS_MIN = 7  # words of a line that is a sentence although it ends without one
SLOGAN_WORDS_MAX = 25  # words of what offices put under a name: a motto, a word against bribes
CONTACT_WORDS_MAX = 6  # words of a line with a number in a signature; with more, and addressed to somebody, it is text
ADDRESS_WORDS_MAX = 10  # words of an address in small letters
_HEAD_MAX = 200

_ITEM = re.compile(
    r"(?:[-–—•●▪◦‣·*+~»►✓✔☐☑○■□→§]|--|->|=>|/)[ \u00a0]\S|o [A-Z]|[-–—•●▪◦‣·+~»►✓✔☐☑○■□→/](?=[^\W_])"
    r"|[(\[]?(?:(?:\d{1,2}|[A-Za-z]|[ivxIVX]{1,4})[)\]] ?|\d{1,2}\. ?|[a-z]\. |[ivx]{2,4}\. |[IVX]{2,4}\. )(?=[^\W\d_]|[\"'(])"
)
_POSTSCRIPT = re.compile(
    r"[*_(\[]{0,3}(?:p\.? ?s|n\.? ?b|catatan|cat|note|notes|nota|tambahan|keterangan|ket|info(?:rmasi)? tambahan|penting|perhatian"
    r"|(?:mohon )?(?:dicatat|diingat|diperhatikan)|peringatan|lampiran|tembusan|cc|syarat(?: dan ketentuan)?|jadwal|oh ya|o iya|oya|btw)"
    r"\.?[*_)\]]{0,3} ?[:：;=–—-]|p\. ?s\. |n\. ?b\. |(?-i:PS|NB|Nb|Ps)[.,]? ",
    re.I,
)
_LABEL = re.compile(r"[^\W\d_][^\W\d_ ./()-]{0,20}(?: [^\W\d_][^\W\d_./()-]{0,20}){0,4} ?[:：=]")
_OWN_LABEL = re.compile(
    r"(?:nama|name|alamat|address|telp|telepon|tel|phone|hp|no|nomor|handphone|wa|whatsapp|mobile|fax|faks|e-?mail|surel|web|website|situs"
    r"|nip|nik|nrp|nidn|jabatan|pangkat|golongan|unit|instansi|institusi|perusahaan|kantor|office|ig|instagram|facebook|twitter"
    r"|youtube|linkedin|tiktok|ext|call|cell|direct|kota|kab|kec|kel|desa|provinsi|rt|m|t|e|w|f|p|a|ktp|ttd)\b",
    re.I,
)
_ADDRESSED = re.compile(
    r"\b(?:mohon|silakan|silahkan|harap|tolong|jangan|anda|bapak|ibu|bpk|saudara|saya|kami|please|kindly|you|your|(?-i:pak|bu)|we|i (?:am|have|will))\b",
    re.I,
)
_SUM = re.compile(r"\b(?:rp|idr|usd)\.? ?\d|\b(?:pukul|pkl|jam) \d|(?<![\d./-])\d{1,2}[.:]\d{2}(?![\d./-])", re.I)
_DATE = re.compile(
    r"(?<!\d)\d{1,2} (?:jan|feb|mar|apr|mei|may|jun|jul|agu|aug|agt|sep|okt|oct|nov|des|dec)[a-z]{0,8}\b|(?<![\d./-])\d{1,2}[/-]\d{1,2}[/-]\d{2,4}",
    re.I,
)
_ENDS = re.compile(r"[.!?…][\"'”’)*_]{0,3}\Z")
_WORD = re.compile(r"[^\W\d_]{1,40}")
_CONTACT = re.compile(
    r"https?://|www\.|[\w.+-]{1,64}@[\w-]|(?<![\d.,/-])(?!\d{2}[.:]\d{2}(?!\d))(?:\+\d{1,3}|\(?0\d{1,4}\)?|62|1500)[ ()./–-]{0,3}\d[\d ()./–-]{1,18}\d"
    r"|(?<![^\W_])(?:tel(?:p|epon|ephone|efon)?|hp|wa|whatsapp|phone|mobile|mob|fax|faks|e-?mail|surel|web|website|ext|t|m|f|e|w|p)"
    r"\b ?\.? ?[:.(+ ]{1,3}[+(]?\d[\d ()./–-]{3,20}",
    re.I,
)
_PLACE = re.compile(r"(?:jl|jln|jalan|gedung|gd|kantor|komplek(?:s)?|kompl|lantai|lt|address|alamat)\b", re.I)
_PLACE_ITEM = re.compile(r"[-–—•●▪◦‣·*+~»►] ?(?:alamat|address|kantor|office)(?: [^\W\d_]{1,12}){0,2} ?[:：]", re.I)
_HOUSE = re.compile(
    r"(?:kementerian|kemen[a-z]{2,12}|dinas|badan|biro|bagian|bidang|balai|koperasi|ksp|ksu|kspps|kud|pt|cv|ud|yayasan|universitas"
    r"|univ|institut|sekolah|bank|pemerintah|pemkab|pemkot|pemprov|kabupaten|kota|direktorat|sekretariat|deputi|kecamatan|kelurahan"
    r"|ministry|department|university|office of)\b",
    re.I,
)
_CAPITAL = re.compile(r"[A-Z(&0-9]")


def begins_content(lines: Sequence[Line], index: int) -> bool:
    """True for a line with which a list, a table or a postscript begins."""
    text = lines[index].bare.strip("*_ ")
    return bool(text) and (
        is_postscript(lines[index].bare)
        or (is_item(text, lines[index].bare) and not is_contact(text))
        or is_row(lines, index)
    )


def is_postscript(text: str) -> bool:
    """True for "PS: ...", "NB ...", "Catatan: ..."."""
    return _POSTSCRIPT.match(text[:_HEAD_MAX]) is not None


def is_item(stripped: str, text: str) -> bool:
    """True for an entry of a list, whatever stands in front of it; "*so*" is bold type."""
    if not text or (text[0] == "*" and not text.startswith(("* ", "*\u00a0"))):
        text = stripped
    if _ITEM.match(text[:_HEAD_MAX]):
        return True
    return unicodedata.category(text[0]) == "So" and " " in text[:4] if text else False


def is_row(lines: Sequence[Line], index: int) -> bool:
    """True for a row of a table: cells by tabs, upright lines or columns of blanks, and another such row beside it."""
    width = _cells(lines[index])
    if not width or is_contact(lines[index].bare):
        return False
    return any(
        0 <= beside < len(lines) and _cells(lines[beside]) == width and not is_contact(lines[beside].bare)
        for beside in (index - 1, index + 1)
    )


def _cells(line: Line) -> str:
    """Return by what a line is parted into cells; "" if by nothing."""
    text = line.text.strip()[:_HEAD_MAX]
    if "\t" in text:
        return "\t"
    if text.count("|") >= 1:
        return "|"
    return "  " if re.search(r"\S {2,40}\S", text) and ":" not in text else ""


def is_contact(text: str) -> bool:
    """True for a line with a phone number, an address of mail, web or street, or a civil servant's number."""
    if _PLACE.match(text) is not None or _PLACE_ITEM.match(text) is not None or is_number(text):
        return True
    return _CONTACT.search(text) is not None


def is_sentence(text: str) -> bool:
    """True for words that say something to somebody, be they one line or the lines of a paragraph."""
    words = _WORD.findall(text[:1_000])
    small = len(words) if text.isupper() else sum(1 for word in words if word[0].islower())
    if is_contact(text):
        addressed = len(words) > CONTACT_WORDS_MAX and _ADDRESSED.search(text) is not None
        return addressed or (len(words) > ADDRESS_WORDS_MAX and small * 2 > len(words))
    if text.endswith("?") or (len(words) >= PROSE_WORDS_MIN and small * 3 > len(words) and _ENDS.search(text)):
        return True
    if len(words) >= PROSE_WORDS_MIN - 1 and _ADDRESSED.search(text):
        return True
    return len(words) >= UNENDED_WORDS_MIN and small * 2 > len(words) and not text.isupper()


def is_fact(text: str) -> bool:
    """True for a line with a sum, an hour or a date, or a label that is none of a person's details."""
    if is_contact(text):
        return False
    label = _LABEL.match(text)
    return (
        _SUM.search(text) is not None
        or _DATE.search(text) is not None
        or (label is not None and _OWN_LABEL.match(text) is None)
    )


def is_house(text: str) -> bool:
    """True for the name of an office, a firm or a school, or the title of who works there."""
    capital = sum(1 for word in text.split() if _CAPITAL.match(word))
    return (_HOUSE.match(text) is not None or is_title(text)) and capital * 2 > len(text.split())


def words_of(text: str) -> int:
    """Return how many words a text has."""
    return len(_WORD.findall(text))
