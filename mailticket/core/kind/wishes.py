"""What the writer wishes besides the matter: secrecy, namelessness, to take the report back; thanks and ratings.

What is searched for wishes is given in lower case (see words).
"""

import re

from mailticket.core.kind.words import HARMLESS, REPLIES, RESERVATIONS, THANKS, WORD, count_besides_courtesy
from mailticket.core.vocabulary import Vocabulary, Words

THANKS_WORDS_MAX = 6  # words besides courtesy in a mail that still is nothing but thanks
THANKS_LENGTH_MAX = 1_000  # characters of it
RATING_LENGTH_MAX = 40

_DIGIT = re.compile(r"\d")
_CONFIDENTIAL = Vocabulary(
    r"(?:rahasia(?:kan|nya)?|dirahasiakan|merahasiakan)[^.!?]{0,60}(?:identitas|nama|data|laporan|pelapor|saya|kami)"
    r"|(?:identitas|nama|data)[^.!?]{0,60}(?:rahasia\w*|dirahasiakan|jangan (?:di)?(?:sebar\w*|beri ?tahu\w*|ungkap\w*|sebut\w*|bocor\w*|publikasi\w*))"
    r"|(?:jangan|jgn)(?: sampai)? (?:di)?(?:sebar(?:kan|luaskan)?|bocorkan|beritahukan|teruskan (?:surat|laporan))|diam-diam|laporan rahasia|keep my (?:name|identity)|confidential(?:ly)?",
    is_open=True,
)
_ANONYMOUS = Vocabulary(
    r"anonim|anonymous(?:ly)?|hamba allah|tanpa nama|(?:sengaja )?(?:tidak|tdk|tak) (?:mau |ingin |akan |bersedia |berani |perlu )?(?:menyebut(?:kan)?|disebut(?:kan)?|mencantumkan|menulis(?:kan)?|memberi(?:kan)?|memberitahu(?:kan)?)"
    r" (?:nama|identitas)|(?:nama|identitas)(?: saya)? (?:tidak|tdk|tak) (?:mau|ingin|perlu|usah) (?:saya )?(?:disebut\w*|dicantumkan)|prefer not to give my name|do not want to give my name"
)
_WITHDRAWN = Vocabulary(
    r"(?:cabut|mencabut|(?:mem)?batalkan|menarik|tarik|menghentikan)(?: kembali)?(?: saja)? (?:laporan|pengaduan|aduan|tiket|permohonan)"
    r"|(?:laporan|pengaduan|aduan|permohonan)(?: (?:saya|kami|ini|tersebut|nomor [\w-]{1,30}))*,? (?:mohon |saya |kami |ingin |mau |minta |tolong |sudah |agar |untuk )*(?:dicabut|cabut|dibatalkan|batalkan|ditarik kembali|tarik kembali|dihentikan)"
    r"|(?:tidak|tdk|gak|ga|nggak) jadi (?:me)?lapor|withdraw (?:my|the|this) (?:complaint|report|request)"
)
_FELLOW = Vocabulary(
    r"(?:saya|sy|aku|ak|kami|gue|gua|kulo|kula|abdi|beta|tiang)(?: [\w.,]{1,20}){0,8} (?:juga|jg|pun|ikut|turut|melu|nderek|oge|ugi)(?: (?:ikut|jadi|dadi|dados|janten|menjadi|ingin|mau|hendak|adalah|salah satu|seorang|termasuk|telah|sudah))*"
    r" (?:anggota|korban|nasabah|penabung|peserta|pemilik|kena|terkena|mengalami|merasakan|dirugikan|tertipu|ditipu|senasib|punya|mempunyai|memiliki|menyimpan|menabung|melapor\w*|mengadu\w*|belum|tidak|tdk|blm|gak)"
    r"|(?:laporan|pengaduan|aduan|keluhan|kasus|nama|data|simpanan|tabungan|uang|dana|deposito) (?:saya|sy|aku|kami|gue)(?: \w{1,15}){0,3} (?:juga|jg|pun|sekalian)"
    r"|senasib|nasib (?:yang |yg )?sama|(?:mengalami|alami|kena) (?:hal|masalah|kejadian|kasus|persoalan)? ?(?:yang |yg )?(?:sama|serupa)|(?:kasus|masalah|kejadian)(?:nya)? (?:saya|kami) (?:sama|serupa)"
    r"|i am also|i'm also|i was also|i also|i too|me too|same (?:thing )?(?:has )?happened to me|my (?:complaint|case|report|savings|money|deposit)(?: \w{1,15}){0,3} (?:too|also|as well)",
    is_open=True,
)
_OWN = Vocabulary(
    r"(?:simpanan|tabungan|uang|duit|dana|deposito|investasi|saham|laporan|pengaduan|aduan|keluhan|pinjaman|angsuran|sertifikat|jaminan|agunan|bpkb|ijazah|gaji|usaha|rekening|bilyet|permohonan|kerugian)(?: \w{1,15})? (?:saya|sy|aku|gue)"
    r"|(?:saya|sy|aku|gue)(?: (?:adalah|sebagai|salah satu|seorang|ini|ingin|mau|hendak|bermaksud|dengan ini|sudah|telah|menjadi|jadi))* (?:anggota|nasabah|korban|penabung|melapor\w*|mengadu\w*|mengalami|dirugikan|tertipu|ditipu|menabung|menyimpan|menyetor)"
    r"|my (?:complaint|savings?|money|deposit|loan|certificate|membership|business)|i (?:want|would like|wish) to (?:report|complain|file)|i am a member|i'm a member",
    is_open=True,
)
_BEHALF = Vocabulary(
    r"kuasa hukum|penasihat hukum|pengacara|advokat|paralegal|mewakili|atas nama|klien|pendamping|ahli waris|diminta (?:bantu|membantu|menulis\w*|mengirim\w*|tolong)|on behalf of|my client|attorney|lawyer"
    r"|(?:anak|putra|putri|istri|isteri|suami|menantu|adik|kakak|cucu|keponakan|saudara|keluarga|kerabat)(?:nya)?(?: kandung)?(?: dari)? (?:bapak|ibu|pak|bu|bpk|almarhum|almarhumah|alm|pelapor|sdri?|saudar[ai])"
    r"|(?:ibu|bapak|ayah|bapa|suami|istri|isteri|mertua|nenek|kakek|orang ?tua|ortu|mama|mamah|papa|emak|mak|bude|pakde|kakak|adik|anak|paman|bibi|tante|om|mbah|simbok) (?:saya|sy|aku|kami)"
    r"|my (?:mother|father|wife|husband|parents?|sister|brother|son|daughter|grandmother|grandfather)",
    is_open=True,
)
_RATING = re.compile(
    r"^\W{0,6}(?:(?:nilai|penilaian|rating|skor|bintang|saya beri(?: nilai)?|angka)\W{0,4})?(?P<rating>[1-5])(?:\s?/\s?5| bintang| stars?)?(?:\W{1,4}(?:terima ?kasih|thanks|thank you|makasih|sangat puas|puas|tidak puas|sangat tidak puas))?\W{0,6}$",
    re.IGNORECASE,
)


def is_confidential(words: Words) -> bool:
    """True when the writer asks that the identity be kept secret."""
    return _CONFIDENTIAL.is_in(words)


def is_anonymous(words: Words, display: Words) -> bool:
    """True when the writer wishes not to be named."""
    return _ANONYMOUS.is_in(words) or _ANONYMOUS.is_in(display)


def is_withdrawn(words: Words) -> bool:
    """True when the writer takes the report back."""
    return _WITHDRAWN.is_in(words)


def is_fellow(words: Words) -> bool:
    """True when the writer says that the same happened to the writer too."""
    return _FELLOW.is_in(words)


def is_own(words: Words) -> bool:
    """True when the writer speaks of something of the writer's own."""
    return _OWN.is_in(words)


def is_behalf(words: Words) -> bool:
    """True when the writer speaks for somebody else, or of a relative."""
    return _BEHALF.is_in(words)


def is_thanks(text: str) -> bool:
    """True for a mail that is nothing but thanks, a greeting or a nod: no "but", no "not yet", no question, no number."""
    if len(text) > THANKS_LENGTH_MAX or not WORD.search(text) or "?" in text or "lampir" in text.lower():
        return False
    words = Words.of(text)
    if _DIGIT.search(text) or RESERVATIONS.is_in(Words.of(HARMLESS.without(words))):
        return False
    rest = count_besides_courtesy(words)
    return rest <= THANKS_WORDS_MAX and (THANKS.is_in(words) or not rest)


def is_reply(text: str) -> bool:
    """True when thanks also say yes, no or done: enough to answer somebody who has asked."""
    return REPLIES.is_in(Words.of(text))


def rating_of(text: str) -> int | None:
    """Return a bare 1 to 5, or None."""
    found = _RATING.match(text.strip()) if len(text) <= RATING_LENGTH_MAX else None
    return int(found["rating"]) if found else None
