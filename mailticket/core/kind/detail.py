"""Whether a reader could start handling the matter: facts are counted, and the reason is told."""

import re
from collections.abc import Iterable

from mailticket.core.kind.words import CAN_NOT, COURTESY

FACTS_MIN = 4
WORDS_MIN = 6
WORDS_PROPOSED = 8
WORDS_SOME = 12
WORDS_MANY = 30
FIGURES_MAX = 3
TOPICS_MAX = 4
EVENTS_MAX = 3

_WORD = re.compile(r"[^\W\d_]{2,}")
_FIGURE = re.compile(r"(?<!\w)(?:rp\.? ?)?\d[\d.,]{0,20}(?: ?(?:%|persen|juta|jt|ribu|rb|miliar|m|orang|org|kg|bulan|tahun|thn|hari))?(?!\w)", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?=\w)(?:koperasi|koprasi|kopkar|kopdit|ksp|ksu|kspps|kud|bmt|cu|lpd|bank|pt|cv|aplikasi|apl)(?:nya)? (?:[a-z]+ )?[\"“]?(?-i:[A-Z][\w.]+|[A-Z]{2,})"
    r"|\b(?=\w)(?:koperasi|ksp|kud|ksu) (?!saya|kami|kita|itu|ini|di|yang|yg|nya|tidak|pak|kok|ke|dan|atau|juga|ada|mana|sudah|belum|potong|bermasalah)[a-z]{4,} [a-z]{4,}",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\b(?=\w)(?:kur|bpum|blt|shu|rat|ralb|simpanan\w*|tabungan\w*|deposito\w*|pinjam\w*|kredit|angsuran|cicilan|bunga|sertifikat\w*|halal|pirt|nib|oss|merek|izin\w*|ijin|pupuk|solar|dana bergulir|lpdb|modal|pelatihan|pameran|magang"
    r"|bantuan|hibah|mesin|alat|data (?:jumlah|koperasi|umkm|ods|penelitian|sekunder|statistik|anggota|penerima)|ekspor|impor|katalog\w*|ods|nik|npwp|ad/art|akta|notaris|badan hukum|ijazah|bpkb|motor|mobil|jaminan|agunan|shm|gaji|potongan|pajak|kwitansi|kuitansi|invoice|slip|pungutan|uang|dana|rekening|saldo"
    r"|anggota|pengurus|pengawas|bendahara|rapat|laporan keuangan|kemitraan|vendor|marketplace|kemasan|wirausaha|inkubasi|inkubator|umkm|usaha|petani|nelayan|skripsi|disertasi|tkdn|spbun?|minyak|beras|listrik|barang|emas|kalung|kebun|plasma|sawit|lahan|tanah"
    r"|member\w*|cooperative\w*|savings?|loan|deposit|purchase|contract|licen[cs]e|certificate|fee|boat|trip|refund|program\w*|koperasi desa|merah putih|kopdes|pembubaran|membubarkan|penilaian kesehatan|perpanjangan|migrasi|dokumen|permenkop\w*|peraturan|undang-undang|aturan|dasar hukum|salinan|laporan (?:saya|kami)|surat (?:saya|kami)|status)(?!\w)",
)
_EVENT = re.compile(
    rf"\b(?=\w)(?:{CAN_NOT} (?:bisa |dapat |pernah |mau |juga )?\w{{4,}}|di(?:potong|tahan|tarik|ambil|minta|tolak|janjikan|tagih|ancam|teror|bayar|jual|sita|cabut|tutup|pakai|pinjamkan|kurangi|kembalikan|kirim|sebar|tipu|catut)"
    r"|neror|diteror|teror|korban|penipuan|penagih\w*|pungutan|dipaksa|dipalsukan|pemalsuan|dikeluarkan|disebar\w*|memotong|menahan|menolak|menjual|mengambil|menagih|menjanjikan|meminta|memindahkan|mengancam|mengaku|hilang|tutup|kabur|macet|jatuh tempo|gagal bayar|berkurang|rusak|padam|putus|dobel|nunggak|tertipu|lunas|menyetor|setor\w*|transfer|menabung"
    r"|cancelled|paid|refused|promised|lost|closed|took)(?!\w)",
)
_DEFERRED = re.compile(
    rf"\b(?=\w)(?:{CAN_NOT} (?:bisa|dapat|mau|berani) (?:saya |kami )?(?:tulis\w*|tuliskan|ceritakan|jelaskan|sebutkan|sampaikan)(?: di| lewat| melalui)|nanti (?:saya|kami) (?:ceritakan|jelaskan)"
    r"|seperti (?:pada|di|dalam) (?:e-?mail|surat|surel)|(?:ada|sudah) di (?:e-?mail|surat) (?:pertama|sebelumnya|saya))",
)
_REQUEST = re.compile(r"\b(?=\w)(?:(?:mohon|minta|butuh|permohonan|permintaan) (?:info\w*|data|penjelasan|jadwal|daftar|salinan|dokumen|formulir)|tanya|nanya|syarat\w*|cara|apakah|berapa|please|whether|how)(?!\w)")
_PROPOSAL = re.compile(r"\b(?=\w)(?:usul\w*|mengusulkan|saran|masukan|aspirasi|sebaiknya|harapan|diwajibkan)(?!\w)")


def judge(text: str, subject: str, *, topics: Iterable[str] = ()) -> tuple[bool, str]:
    """Return whether there is enough to begin with, and why; `topics` are the words of the settings' categories."""
    lowered = text.lower()
    if _DEFERRED.search(lowered):
        return False, "the writer puts the story off"
    content = _WORD.findall(COURTESY.sub(" ", lowered))
    both = f"{subject}\n{text}" if len(content) < WORDS_MANY else text
    if len(content) < WORDS_MIN:
        content += _WORD.findall(COURTESY.sub(" ", subject.lower()))
    if len(content) < WORDS_MIN:
        return False, f"only {len(content)} words about the matter"
    figures = min(len({m.group() for m in _FIGURE.finditer(both)}), FIGURES_MAX)
    named = min(len({m.group().lower() for m in _NAMED.finditer(both)}), 2)
    lowered = both.lower()
    found = {m.group() for m in _TOPIC.finditer(lowered)} | {word for word in topics if word in lowered}
    events = min(len({m.group() for m in _EVENT.finditer(lowered)}), EVENTS_MAX)
    told = (len(content) >= WORDS_SOME) + (len(content) >= WORDS_MANY)
    asked = 0
    if (found and ("?" in lowered or _REQUEST.search(lowered))) or (_PROPOSAL.search(lowered) and len(content) >= WORDS_PROPOSED):
        asked = 3  # a question or a proposal is clear sooner than a story
    facts = figures + named + min(len(found), TOPICS_MAX) + events + told + asked
    counted = f"{figures} figures, {named} names, {len(found)} topics, {events} events, {len(content)} words"
    return facts >= FACTS_MIN and bool(found or named or events or asked), f"{facts} facts ({counted})"
