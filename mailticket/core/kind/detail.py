"""Whether a reader could start handling the matter: facts are counted, and the reason is told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from mailticket.core.kind.words import CAN_NOT, count_besides_courtesy
from mailticket.core.vocabulary import Vocabulary, Words

FACTS_MIN = 4
WORDS_MIN = 6
WORDS_PROPOSED = 8
WORDS_SOME = 12
WORDS_MANY = 30
FIGURES_MAX = 3
NAMED_MAX = 2
TOPICS_MAX = 4
EVENTS_MAX = 3
COUNTED_MAX = 1_500  # characters in which words are counted: a story has more than enough of them there

# It begins with the letters that are looked for: what begins with an assertion is tried at every letter of the text.
_FIGURE = re.compile(
    r"[\drR](?<!\w.)(?:(?<=\d)|[pP]\.? ?\d)[\d.,]{0,20}(?i: ?(?:%|persen|juta|jt|ribu|rb|miliar|m|orang|org|kg|bulan|tahun|thn|hari))?(?!\w)"
)
_NAMED = Vocabulary(
    r"(?:koperasi|koprasi|kopkar|kopdit|ksp|ksu|kspps|kud|bmt|cu|lpd|bank|pt|cv|aplikasi|apl)(?:nya)? (?:[a-z]+ )?[\"“]?(?-i:[A-Z][\w.]+|[A-Z]{2,})"
    r"|(?:koperasi|ksp|kud|ksu) (?!saya|kami|kita|itu|ini|di|yang|yg|nya|tidak|pak|kok|ke|dan|atau|juga|ada|mana|sudah|belum|potong|bermasalah)[a-z]{4,} [a-z]{4,}",
    typed=True, is_open=True,
)  # fmt: skip
_TOPIC = Vocabulary(
    r"kur|bpum|blt|shu|rat|ralb|simpanan\w*|tabungan\w*|deposito\w*|pinjam\w*|kredit|angsuran|cicilan|bunga|sertifikat\w*|halal|pirt|nib|oss|merek|izin\w*|ijin|pupuk|solar|dana bergulir|lpdb|modal|pelatihan|pameran|magang"
    r"|bantuan|hibah|mesin|alat|data (?:jumlah|koperasi|umkm|ods|penelitian|sekunder|statistik|anggota|penerima)|ekspor|impor|katalog\w*|ods|nik|npwp|ad/art|akta|notaris|badan hukum|ijazah|bpkb|motor|mobil|jaminan|agunan|shm|gaji|potongan|pajak|kwitansi|kuitansi|invoice|slip|pungutan|uang|dana|rekening|saldo"
    r"|anggota(?:nya)?|pengurus(?:nya)?|pengawas|mendirikan|pendirian|bendahara|rapat|laporan keuangan|kemitraan|investasi\w*|bagi hasil|pembiayaan|vendor|marketplace|kemasan|wirausaha|inkubasi|inkubator|umkm|usaha|petani|nelayan|skripsi|disertasi|tkdn|spbun?|minyak|beras|listrik|barang|emas|kalung|kebun|plasma|sawit|lahan|tanah"
    r"|member\w*|cooperative\w*|savings?|loan|deposit|purchase|contract|licen[cs]e|certificate|fee|boat|trip|refund|program\w*|koperasi desa|merah putih|kopdes|pembubaran|membubarkan|penilaian kesehatan|perpanjangan|migrasi|dokumen|permenkop\w*|peraturan|undang-undang|aturan|dasar hukum|salinan|laporan (?:saya|kami)|surat (?:saya|kami)|status"
)
_EVENT = Vocabulary(
    rf"{CAN_NOT} (?:bisa |dapat |pernah |mau |juga )?\w{{4,}}|di(?:potong|tahan|tarik|ambil|minta|tolak|janjikan|tagih|ancam|teror|bayar|jual|sita|cabut|tutup|pakai|pinjamkan|kurangi|kembalikan|kirim|sebar|tipu|catut)"
    r"|neror|diteror|teror|korban|penipuan|penagih\w*|pungutan|dipaksa|dipalsukan|pemalsuan|dikeluarkan|disebar\w*|memotong|menahan|menolak|menjual|mengambil|menagih|menjanjikan|meminta|memindahkan|mengancam|mengaku|hilang|tutup|kabur|macet|jatuh tempo|gagal bayar|berkurang|rusak|padam|putus|dobel|nunggak|tertipu|lunas|menyetor|setor\w*|transfer|menabung"
    r"|cancelled|paid|refused|promised|lost|closed|took"
)
_DEFERRED = Vocabulary(
    rf"{CAN_NOT} (?:bisa|dapat|mau|berani) (?:saya |kami )?(?:tulis\w*|tuliskan|ceritakan|jelaskan|sebutkan|sampaikan)(?: di| lewat| melalui)|nanti (?:saya|kami) (?:ceritakan|jelaskan)"
    r"|seperti (?:pada|di|dalam) (?:e-?mail|surat|surel)|(?:ada|sudah) di (?:e-?mail|surat) (?:pertama|sebelumnya|saya)",
    is_open=True,
)
_REQUEST = Vocabulary(
    r"(?:mohon|minta|butuh|permohonan|permintaan) (?:info\w*|data|penjelasan|jadwal|daftar|salinan|dokumen|formulir)|tanya|nanya|syarat\w*|cara|apakah|berapa|please|whether|how"
)
_PROPOSAL = Vocabulary(r"usul\w*|mengusulkan|saran|masukan|aspirasi|sebaiknya|harapan|mengharap\w*|berharap|diwajibkan")


@dataclass(frozen=True, slots=True)
class Story:
    """Whether there is enough to begin with, and why."""

    is_told: bool
    why: str
    counts: tuple[int, ...] = ()  # facts, figures, names, topics, events; none: they were not counted


def judge(whole: Words, subject: int, *, topics: Iterable[str] = (), least: int = FACTS_MIN) -> Story:
    """Return whether there is enough to begin with, and why; `topics` are the words of the settings' categories.

    `whole` is the subject of so many characters, and the text below it.
    """
    words = whole.part(subject + 1)
    if _DEFERRED.is_in(words):
        return Story(is_told=False, why="the writer puts the story off")
    content = count_besides_courtesy(whole.part(subject + 1, subject + 1 + COUNTED_MAX))
    both = whole if content < WORDS_MANY else words
    if content < WORDS_MIN:
        content += count_besides_courtesy(whole.part(0, subject))
    if content < WORDS_MIN:
        return Story(is_told=False, why=f"only {content} words about the matter")
    text = both.text
    figures = _distinct((figure.group() for figure in _FIGURE.finditer(both.typed)), FIGURES_MAX)
    named = _distinct((name.group().lower() for name in _NAMED.find(both)), NAMED_MAX)
    found = _distinct(chain(_TOPIC.found(both), (word for word in topics if word in text)), TOPICS_MAX)
    events = _distinct((event.group() for event in _EVENT.find(both)), EVENTS_MAX)
    told = (content >= WORDS_SOME) + (content >= WORDS_MANY)
    asked = 0
    if ((found or named) and ("?" in text or _REQUEST.is_in(both))) or (
        content >= WORDS_PROPOSED and _PROPOSAL.is_in(both)
    ):
        asked = 3  # a question or a proposal is clear sooner than a story
    facts = figures + named + found + events + told + asked
    counted = f"{figures} figures, {named} names, {found} topics, {events} events, {content} words"
    is_told = facts >= least and bool(found or named or events or asked)
    return Story(is_told, f"{facts} facts ({counted})", (facts, figures, named, found, events))


def _distinct(texts: Iterable[str], most: int) -> int:
    """Return how many different texts there are; more than `most` are not looked for."""
    found: set[str] = set()
    for text in texts:
        found.add(text)
        if len(found) == most:
            break
    return len(found)
