"""Yes or no: what a reply to a question of the desk says, in the words that people use for it.

A no that is missed costs a second question, and a yes that is none sends a wrong letter: so a yes is nothing but a yes.
"""

import re
from collections.abc import Iterable

from mailticket.core.decide.saying_words import SPELLINGS

LINES_MAX = 12  # of a reply that is a yes; what stands below its first line is a name and an office
NO_WORDS_MAX = 16  # of a first line that is a no

_WORD = re.compile(r"[^\W_]+")
_SIGNS_OF_YES = re.compile("[\U0001f44d\U0001f44c\u2705\u2714]")

_YES = frozenset(
    "ya betul benar yes ok siap setuju sepakat kirim kirimkan kirimlah dikirim lanjut lanjutkan acc send confirm confirmed"
    " correct right sure agree agreed approve approved go proceed oui monggo silakan silahkan konfirmasi".split()
)
_BESIDE_YES = frozenset(
    "saja itu ini sekarang segera langsung seperti adanya apa aslinya teksnya jawaban jawabannya suratnya surelnya emailnya"
    " surel email teks saya kami yang memang sudah mengirim kirimnya menulis tulis menulisnya mengirimnya sendiri dari"
    " pak bu bapak ibu mbak mas kak bang admin tim trims kasih terima banyak mohon tolong please it this that as is ahead"
    " indeed i did sent wrote me was it's dan untuk ke kepada pelapor pelapornya citizen the to yup deh dong lah kok sip"
    " baik baiklah thank you".split()
)
_NO = frozenset(
    "tidak bukan jangan batal batalkan dibatalkan batalin no n not dont cancel stop nope never jgn urungkan".split()
)
# After these a no is none: "tidak apa-apa, kirim saja", "no problem", "bukan masalah".
_NO_AFTER_ALL = re.compile(
    r"\b(?:tidak apa(?:[ -]apa)?|tidak masalah|tidak keberatan|bukan masalah|tidak perlu diubah|tidak ada (?:masalah|yang)"
    r"|jangan lupa|no problem|no worries|not a problem|no objection|no need to change)\b"
)
_NOT_ME = re.compile(
    r"\b(?:saya|kami|i) (?:merasa )?(?:tidak|belum|did not|didnt|have not|havent|never)"
    r" (?:pernah |merasa |ada |ever )?\w{0,5}(?:irim|ulis|buat|send|sent|writ|wrote)\w{0,6}\b"
    r"|\b(?:itu|ini|surel|email|yang (?:meng)?kirim|pengirimnya|penulisnya|that|it|this)(?: \w{1,12}){0,3}"
    r" (?:bukan|not|wasnt|isnt|was not|is not) (?:dari )?(?:saya|kami|punya saya|me|mine)\b"
    r"|\b(?:not me|wasnt me|not mine|salah kirim|abaikan saja|hapus saja|ga jadi|tidak jadi|urung)\b"
)


def says_yes(text: str, name: str = "") -> bool:
    """Return whether a reply is a yes and nothing else; its writer's name and office may stand below."""
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines or len(lines) > LINES_MAX:
        return False
    words = _words(lines[0])
    if not words:
        return len(lines) == 1 and bool(_SIGNS_OF_YES.search(lines[0]))
    own = set(_words(name))
    if words[0] not in _YES and not (words[0] in _BESIDE_YES and not _YES.isdisjoint(words)):
        return False
    if not all(word in _YES or word in _BESIDE_YES or word in own for word in words):
        return False
    return "?" not in text and all(_closes(line, own) for line in lines[1:])


def says_no(text: str) -> bool:
    """Return whether a reply is a no, or says that somebody else wrote the mail."""
    line = next((line for line in text.split("\n") if _words(line)), "")
    words = _words(line)
    plain = " ".join(words)
    if not words or len(words) > NO_WORDS_MAX or _NO_AFTER_ALL.search(plain):
        return False
    if _NOT_ME.search(plain):
        return True
    polite = ("maaf", "mohon", "tolong", "please", "sorry", "pak", "bu", "oh", "waduh", "lho", "eh", "ya", "wah", "loh")
    first = next((word for word in words if word not in polite), "")
    return first in _NO


def _closes(line: str, own: set[str]) -> bool:
    """Whether a line below a yes adds nothing to it: thanks, a greeting, a name, an office, a number."""
    words = _words(line)
    if all(word in _YES or word in _BESIDE_YES or word in own or word in _CLOSING or word.isdigit() for word in words):
        return True
    typed = _WORD.findall(line)
    capitals = [word for word in typed if word[:1].isupper() or word.isdigit()]
    small = [word for word in typed if word[:1].islower()]
    is_titled = len(capitals) > len(small) and all(word in _JOINTS for word in small)
    return (is_titled and not _NO & set(words)) or (bool(own) and own <= set(words))


_JOINTS = frozenset("dan pada di dari untuk of and the for nip hp telp wa ext".split())
_CLOSING = frozenset(
    "salam hormat hormati wassalam regards best kind sincerely rgds demikian sekian kami dikirim iphone android galaxy"
    " samsung xiaomi oppo vivo smartphone ponsel sent my from via outlook for ios yahoo mail gmail".split()
)


def _words(text: str) -> list[str]:
    plain: Iterable[str] = _WORD.findall(text.casefold().replace("'", "").replace("\u2019", ""))
    return [SPELLINGS.get(word, word) for word in plain]
