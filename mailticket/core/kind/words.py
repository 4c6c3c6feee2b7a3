"""The words that tell the kind of a mail, by weight; each counts once, in the subject twice.

They are searched for in lower case.
"""

import re

from mailticket.core.policy import Kind
from mailticket.core.vocabulary import Vocabulary, Words

WORD = re.compile(r"[^\W\d_]{2,}")

CAN_NOT = (
    r"(?:tidak|tdk|tak|ga|gak|nggak|enggak|engga|kagak|kaga|ndak|nda'?|indak|ora|mboten|henteu|belum|blm|blom|tra|teu)"
)

# (kind, weight, words): what the writer calls it weighs most, then what happened or is wanted, then hints.
WEIGHTS: tuple[tuple[Kind, float, Vocabulary], ...] = (
    (Kind.PENGADUAN, 5, Vocabulary(
        r"pengaduan\w*|mengadu(?:kan)?|diadukan|aduan|ngadu(?:keun|in)?|(?:me)?lapor(?:kan)?|laporan dugaan|keluhan|mengeluhkan|komplain|complaint|complain|somasi|keberatan"
        r"|mohon keadilan|minta keadilan|report (?:a|an|the)")),
    (Kind.PENGADUAN, 3, Vocabulary(
        rf"{CAN_NOT} (?:bisa |dapat |pernah |mau |juga )?(?:di\w+|cair\w*|kembali\w*|bayar|dibayar|terima|keluar|dikirim|transparan|bertanggung\w*)|(?:tidak|tdk|tak) pernah (?:di|me)\w+|gagal bayar|ditipu|tertipu|penipuan|tipu\S*"
        r"|penggelapan|digelapkan|menggelapkan|korban\w*|oknum|pungutan|pungli|suap|diminta uang|teror|diteror|neror|meneror|ancam\w*|diancam|mengancam|ditahan|menahan|disita|fiktif|disalahgunakan|penyalahgunaan|penyelewengan"
        r"|nakal|hilang|kabur|macet|merugikan|dirugikan|kerugian|penyimpangan|menyimpang|intimidasi|kasar|kecewa|sengketa|dipersulit|bermasalah|dibawa lari|mengaku(?:nya)?|diblokir|memblokir|palsu|gadungan|bodong|menipu|modus|refund|scam|pkpu|homologasi|fraud|cheated|cancelled"
        r"|memotong|dipotong|potongan|potong (?:uang|gaji|tabungan|simpanan|saldo)|menolak|ditolak|ditagih|penagih\w*|menagih|nagih|rentenir|ditutup|tutup|dicandak|ditarik lagi|ditarik koperasi|motor saya|dikurangi|berkurang|mengambil|unpaid|(?:not|never) (?:been )?(?:paid|refunded|returned|delivered|received)|refuses?|refused|promised"
        r"|(?:ber)?tindak tegas|uang (?:saya|kami|kita)(?: ingin| agar| supaya)? kembali|janji\w*|menjanjikan|dijanjikan|tebusan")),
    (Kind.PENGADUAN, 2, Vocabulary(
        r"(?:di)?tindak(?:lanjuti)?|menindak|dibantu|bantuannya|diselidiki|menelusuri|diperiksa|pemeriksaan|audit\w*|memanggil|ditegur|mediasi|tuntutan|menuntut|mengembalikan|pengembalian|dikembalikan"
        r"|(?:mohon|tolong|minta|harap|agar|supaya) (?:\w+ ){0,2}(?:ditindak|diperiksa|ditegur|diproses|ditangani|diusut)|kesulitan|kendala|mohon bantuan|bertanggung jawab|pelaku|dc|pinjol|ilegal|marah|dipingpong")),
    (Kind.ASPIRASI, 6, Vocabulary(
        r"aspirasi\w*|gagasan|usul(?:an|annya|kan)?|mengusulkan|diusulkan|saran(?: (?:saya|kami|beta))?|masukan|kritik|menyarankan|suggest(?:ion|ions)?|propos(?:e|al that)|mau usul|curhat|(?:bagaimana|gimana) kalau|alangkah \w+|seandainya")),
    (Kind.ASPIRASI, 3, Vocabulary(
        r"harapan (?:saya|kami)|sebaiknya|hendaknya|alangkah baik\w*|diharapkan|kiranya kementerian|diwajibkan|wajib\w*|semoga (?:dibaca|berkenan|dapat menjadi|menjadi|bermanfaat|dipertimbangkan)|jangan hanya|lebih diperhatikan")),
    (Kind.ASPIRASI, 1, Vocabulary(r"supaya|semoga|tolong (?:buat|bikin|ada)\w*|bikin|buatkan|dibuatkan|perlu dibuat|should")),
    (Kind.PERMOHONAN_INFORMASI, 5, Vocabulary(
        r"(?:permohonan|permintaan) (?:informasi|data|penjelasan|konfirmasi|wawancara)|(?:mohon|minta|butuh|memerlukan|(?<!kalau )(?<!bila )(?<!jika )perlu|memohon|meminta|mengharapkan) (?:\w+ )?(?:info|informasi(?:nya)?|penjelasan(?:nya)?|petunjuk|dijelaskan|pencerahan|keterangan"
        r"|konfirmasi|data|salinan|jadwal|daftar|wawancara)|(?:mau|ingin|mo|nak|numpang|izin|hendak|handak|pengen|mohon|yang|bade|pingin|sekalian) ?(?:sy |saya |kami |ambo )?(?:tanya|ber?tanya|nanya|menanyakan|mengetahui|tahu|tau|tanyo|batakun|tny|tanyakan)"
        r"|inquiry|enquiry|could you (?:please )?(?:tell|explain|let)|would like to (?:know|ask|request|obtain)|request(?:ing)? (?:for )?(?:data|information)|data request|please (?:tell|explain|advise)|data penelitian|skripsi|tesis|disertasi|nanya|batakun|menanyakan|pertanyaan\w*|(?<!saya )(?<!kami )tanya|ask(?:ing)?|question\w*")),
    (Kind.PERMOHONAN_INFORMASI, 2.5, Vocabulary(
        r"apakah|bagaimana\w*|gimana\w*|gmn|kumaha|apa (?:saja|aja|bisa|boleh|ada)|syarat\w*|persyaratan\w*|prosedur\w*|cara(?:nya)?|tata cara|jadwal\w*|biayanya|barapa|bolehkah|bisakah|adakah|(?<!sampai )kapan|berapa|how (?:can|do|to)|whether"
        r"|which|boleh (?:nggak|gak|ga|tidak)|bisa (?:nggak|gak|ga|kah|tidak)|benar tidak|bener|informasi(?:nya)?|info|ketentuan|dasar aturan\w*|penjelasan|petunjuk|formulir (?:pendaftaran|permohonan|pengajuan|isian)|ppid|dapat diminta|internship|magang|reset")),
    (Kind.LAINNYA, 3, Vocabulary(
        r"(?:hanya|cuma|sekadar|sekedar) (?:mau|ingin) (?:bilang (?:makasih|terima|danke)|(?:meng)?ucapkan)|alhamdulillah|berkat (?:bantuan|dibantu|pendampingan)|sukses selalu|sehat selalu|cepat dan ramah|sangat (?:membantu|memuaskan)|puas|apresiasi|sudah selesai|sudah kembali|thank you (?:so|very) much")),
    (Kind.LAINNYA, 1, Vocabulary(r"terima ?kasih banyak")),
    (Kind.LAINNYA, 5, Vocabulary(r"(?:menjalin|menawarkan|proposal) kerja ?sama|presentasi|audiensi|(?:meng|peng)isi(?:an)? (?:survei|survey|kuesioner|kuisioner|angket)|partnership proposal")),
    (Kind.LAINNYA, 9, Vocabulary(
        r"mengundang|mengharap(?:kan)? kehadiran|undangan (?!anggota|investasi|hanya|rat|ralb)|narasumber|lamaran|melamar|dirgahayu|selamat (?:hari (?:raya|koperasi|umkm|jadi|ulang|guru|batik|kemerdekaan|santri|ibu|pahlawan)|ulang tahun|natal|idul|tahun baru)|promo|kuota terbatas|klik https?|minimal order|gratis ongkir|berhenti berlangganan|menawarkan (?:pembuatan|jasa|produk|pinjaman|harga)|seo|search engine|page one|first page|price list|backlinks?"
        r"|(?:we|i) offer (?:\w+ ){0,3}(?:loans?|seo|services)|urgent loans?|loan offer|crypto\w*|bitcoin|penawaran (?:jasa|kerja ?sama|produk|harga)|unsubscribe|investment opportunity|lottery|jackpot|slot gacor|guest post")),
)  # fmt: skip
QUESTION_MARK = 1.5  # each, for a request for information; at most three
QUESTION_MARKS_MAX = 3

THANKS = Vocabulary(
    r"terima ?kasih\w*|trims|tks|thx|thanks?|thank you|makasih|mksh|matur ?(?:nuwun|suwun)|suwun|hatur nuhun|tarimo kasih|suksma|danke|alhamdulillah|syukur"
)
# What turns thanks into something that is said: it did not help, not yet, not all; a question without its mark.
RESERVATIONS = Vocabulary(
    r"tetapi|tapi|tp|tpi|namun|cuma|cuman|hanya saja|kecuali|sayangnya|meski|meskipun|walau|walaupun|padahal|malah|malahan|nanging|masalahnya|belum|blm|blum|belom|durung|tacan|acan"
    r"|masih|msh|tidak|tdk|tak|ga|gak|gk|nggak|ngga|enggak|engga|kagak|ndak|mboten|henteu|ora|bukan|salah|keliru|kurang|gagal|kecewa|kenapa|mengapa|kapan|apakah|apa (?:bisa|boleh|sudah)|bagaimana|gimana|berapa|siapa|di ?mana"
    r"|but|however|although|though|except|unfortunately|still|yet|not|never|wrong|isn|isnt|aren|arent|wasn|wasnt|don|dont|doesn|doesnt|didn|didnt|haven|havent|hasn|hasnt|can|cannot|cant|couldn|couldnt|why|when|how|where"
    # What still goes wrong, and what is asked for.
    r"|tutup(?! (?:saja|aja|sj))|kosong|kabur|menghilang|hilang|ilang|macet|rusak|error|(?:me|di|per)?nolak\w*|menolak|ditolak|menahan|ditahan|memotong|dipotong|dipersulit|dipingpong|dioper\w*|dipaksa|diancam|mengancam|ditagih|menagih|minta|meminta|diminta|ingkar|bohong|tipu|ditipu|penipu\w*|sia-sia|percuma|sulit|susah|ribet"
    r"|(?:mohon|tolong|please|pls|minta) (?!maaf|ma'?af|izin|ijin|ampun|doa|dimaafkan|dimaklumi|diterima|accept|extend|convey|give my|tutup|ditutup|close)(?:(?:segera|untuk|agar|supaya|juga|uang|hak|simpanan|dana|saya|kami|sy) ){0,4}(?:di|me|bantu|send|check|pay|help|open|tell|let|give|kirim|cek|buka|bayar|proses|tindak)\w*"
    r"|closed|refuse[ds]?|refusing|lost|missing|nobody|nothing (?:has|was|is|happened)|useless|disappoint\w*|unable|problem|problems"
)
# What sounds like a reservation and is none.
HARMLESS = Vocabulary(
    r"(?:tidak|tdk|tak|ga|gak|gk|nggak|ngga|enggak) (?:ada (?:masalah|pertanyaan|keluhan|kendala)|apa-apa|apa apa|apa2|masalah|perlu(?: repot)?|usah)"
    r"|(?:cuma|cuman) (?:mau|ingin|mw|pengen) (?:bilang|ngucapin|mengucapkan|ucapkan|menyampaikan)|not a problem|no problem|nothing (?:else|more)"
)
# Of the words of courtesy those that answer a question.
REPLIES = Vocabulary(
    r"ya|iya|iyaa?|yaa|y|yes|yup|sudah|sdh|udah|udh|dah|telah|betul|benar|bener|setuju|sepakat|bersedia|boleh|bisa|dapat|siap|ok|oke|okay|okey|okei|baik|nggih|inggih|injih|muhun|sampun|enya|olrait|done|sure|agree|agreed|correct|right|already|fine|tidak|no"
)
COURTESY = Vocabulary(
    r"selamat (?:pagi|siang|sore|malam)|pagi|siang|sore|malam|(?:as|ass)alam\S*|wass?alam\S*|waalaikum\S*|warahmatullahi|wabarakatuh|wr|wb|yth|dengan hormat|hormat (?:saya|kami)|salam\w*|bapak|ibu|pak|bu|min|admin|kak|mas|mbak|yang terhormat"
    r"|terima ?kasih\w*|makasih|banyak|atas|bantuan(?:nya)?|perhatian(?:nya)?|informasi(?:nya)?|tanggapan(?:nya)?|respon(?:nya)?|jawaban(?:nya)?|sebelumnya|sblmnya|baik|ok|oke|siap|ya|sama-sama|noted|demikian|kami|saya|ucapkan|sampaikan"
    r"|semoga|sehat|selalu|sukses|berkah|mohon|tolong|segera|dear|hi|hello|hai|halo|regards|kind|best|cheers|sincerely|thank you|thanks?|very much|so much|for your|the|all|help|reply|kembali|sudah|cepat|ramah|pelayanan(?:nya)?|kemenkop|ukm"
)


def count_besides_courtesy(words: Words) -> int:
    """Return how many words there are besides those of courtesy."""
    return len(WORD.findall(COURTESY.without(words)))


LANGUAGE_ENGLISH = frozenset(
    "the|and|is|are|was|were|have|has|had|with|this|that|from|would|could|please|my|your|you|we|our|which|for|not|been|about|there|their|they|it|at|by|on|of".split(
        "|"
    )
)
LANGUAGE_INDONESIAN = frozenset(
    "yang|yg|dan|saya|sy|kami|tidak|tdk|untuk|utk|dengan|dgn|di|ke|dari|ini|itu|mohon|pak|bu|bapak|ibu|sudah|belum|terima|kasih|koperasi|apakah|bisa|ada|pada|sampai|juga|karena|atas|kepada|tolong|alamat|nama|kalau|mau|akan".split(
        "|"
    )
)
