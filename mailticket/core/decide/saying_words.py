"""Words that say nothing to a citizen, and turns of phrase by which people of one office speak to each other.

Formal and chat-style Indonesian, the regional words that offices use, and English. Text is compared in lower case, with
chat spelling written out.
"""

import re
from collections.abc import Mapping
from functools import cache

# How people type on a phone -> how the sets below have it.
SPELLINGS: Mapping[str, str] = {
    **dict.fromkeys(("yg", "yng"), "yang"),
    **dict.fromkeys(("sdh", "udah", "udh", "dah", "uda", "sdah"), "sudah"),
    **dict.fromkeys(("blm", "belom", "blom", "blum"), "belum"),
    **dict.fromkeys(("tdk", "gak", "ga", "nggak", "ngga", "enggak", "engga", "gk", "ndak", "tak", "kagak"), "tidak"),
    **dict.fromkeys(("bkn",), "bukan"),
    **dict.fromkeys(("jgn", "jngn", "jgan"), "jangan"),
    **dict.fromkeys(("dgn", "dg", "dngn"), "dengan"),
    **dict.fromkeys(("utk", "unt", "buat"), "untuk"),
    **dict.fromkeys(("krn", "karna"), "karena"),
    **dict.fromkeys(("sy", "sya", "saia", "aku", "gue", "gw"), "saya"),
    **dict.fromkeys(("kmi", "km"), "kami"),
    **dict.fromkeys(("bpk", "bp", "bapa"), "bapak"),
    **dict.fromkeys(("ibuk", "buk", "bunda"), "ibu"),
    **dict.fromkeys(("mba", "mbk", "embak"), "mbak"),
    **dict.fromkeys(("kpd",), "kepada"),
    **dict.fromkeys(("dr",), "dari"),
    **dict.fromkeys(("pd",), "pada"),
    **dict.fromkeys(("tlg", "tlong", "tlng", "tulung"), "tolong"),
    **dict.fromkeys(("mhn",), "mohon"),
    **dict.fromkeys(("sgr", "sgera"), "segera"),
    **dict.fromkeys(("dl", "dlu"), "dulu"),
    **dict.fromkeys(("nnt", "ntar", "entar", "nti"), "nanti"),
    **dict.fromkeys(("lg",), "lagi"),
    **dict.fromkeys(("bsk",), "besok"),
    **dict.fromkeys(("aja", "ae", "sj", "sja"), "saja"),
    **dict.fromkeys(("gmn", "gimana", "gmana", "bgmn", "piye", "kumaha"), "bagaimana"),
    **dict.fromkeys(("ijin",), "izin"),
    **dict.fromkeys(("okay", "okey", "okee", "okeh", "okok", "k", "oks", "okie", "okes"), "ok"),
    **dict.fromkeys(("oke", "ok2", "okk"), "ok"),
    **dict.fromkeys(("noted2",), "noted"),
    **dict.fromkeys(("kasih", "kasi"), "kasih"),
    **dict.fromkeys(("tks", "thx", "thanks", "thank", "thankyou", "tq", "ty", "trims", "trimakasih", "terimakasih",
                     "makasih", "makasi", "mksh", "trmksh", "suwun", "nuwun", "nuhun", "hatur", "matur"), "trims"),
    **dict.fromkeys(("tindaklanjuti", "tindaklanjut", "tindaklanjutnya", "tl", "fu", "followup"), "tindaklanjuti"),
    **dict.fromkeys(("ditindaklanjuti", "menindaklanjuti", "ditindak"), "ditindaklanjuti"),
    **dict.fromkeys(("inggih", "nggih", "injih", "njih", "muhun", "sumangga", "mangga", "yoi", "yup", "yap", "yes", "yep",
                     "iyes", "iya", "yaa", "y", "yo", "nggeh", "iyo", "iyya"), "ya"),
    **dict.fromkeys(("sip", "sipp", "siip", "siappp", "siapp", "syap", "siaap"), "siap"),
}  # fmt: skip

# Courtesy, nods, names for people, time without a date, and the work that an office does with a matter.
EMPTY = frozenset(
    """
    yth terhormat kepada dear hi hai halo hello hallo salam selamat pagi siang sore malam assalamualaikum assalamu alaikum
    wr wb ass wassalam waalaikumsalam walaikumsalam hormat regards best sincerely good morning afternoon evening
    ya ok siap baik baiklah noted mantap setuju acc lanjut lanjutkan gas beres aman oh ooh wah waduh hmm hm eh nah nih
    deh dong sih kok lho loh yuk ayo monitor dimonitor roger done sure got it will do on alright agreed understood
    received great perfect cool nice test tes testing coba ping fyi cc up bump 86
    trims kasih terima banyak sama sekali sekian demikian you welcome so much very
    bapak ibu pak bu mbak mas bang abang kak kakak teh kang gan bro sis om tante ndan komandan bos boss sdr sdri saudara
    saudari anda kamu kalian kami saya kita beliau mereka semua semuanya all team tim rekan teman guys me i we he she they
    us our my your his her
    mohon tolong minta harap silakan silahkan maaf izin permisi punten please pls kindly sorry ditunggu tunggu sabar
    bersabar kesabarannya kesabaran maklum dimaklumi sebentar bentar
    segera nanti sedang masih lagi akan dulu dahulu besok lusa kemarin tadi sekarang hari minggu secepatnya
    secepat mungkin asap soon later today tomorrow now shortly first still already yet week next back asap
    cek dicek mengecek pengecekan periksa diperiksa kami koordinasikan dikoordinasikan koordinasi berkoordinasi
    tindaklanjuti ditindaklanjuti tindak lanjut lanjuti lanjutnya proses diproses memproses prosesnya pelajari dipelajari
    kabari dikabari kabarin kabar mengabari info informasi infonya informasinya infokan diinfokan update diupdate updatenya
    sampaikan disampaikan menyampaikan konfirmasi dikonfirmasi mengonfirmasi konfirmasikan teruskan diteruskan meneruskan
    tangani ditangani handle dihandle bantu dibantu membantu bantuannya bantuan laksanakan dilaksanakan kerjakan dikerjakan
    jawab dijawab menjawab jawabannya jawaban balas dibalas balasan respon direspon responsnya respons laporkan dilaporkan
    lapor melapor rapatkan dirapatkan bahas dibahas diskusi diskusikan didiskusikan kaji dikaji siapkan disiapkan susun
    disusun buatkan dibuatkan telaah ditelaah verifikasi diverifikasi tampung ditampung catat dicatat mencatat dimengerti
    mengerti paham pahami dipahami diketahui tahu hubungi dihubungi menghubungi telepon telpon ditelepon wa
    terkait terlebih pihak bagian bidang unit deputi pimpinan atasan kabag kabid laporan laporannya pengaduan aduan
    aduannya pengaduannya tiket tiketnya surel email emailnya suratnya pesan masukan masukannya sarannya perhatiannya
    perhatian kerja samanya kerjasamanya sesuai ketentuan prosedur berlaku peraturan
    check checking look looking into working handle handling follow following review reviewing forward forwarding forwarded
    ask asking get let lets come update reply answer respond send take taking care thanks report message mail complaint
    ticket legal colleague unit department case matter issue ms mr mrs sir madam is are am be on
    """.split()
)  # fmt: skip
# Words that carry a sentence and tell little themselves: they count half.
LIGHT = frozenset(
    """
    di ke dari yang ini itu tersebut dan atau untuk dengan pada oleh sebagai adalah ialah agar supaya karena jika kalau bila
    apabila juga saja pun tapi tetapi namun sehingga serta lalu kemudian setelah sebelum sampai hingga sejak dalam atas bagi
    tentang mengenai tidak bukan belum sudah telah pernah ada bisa dapat boleh harus perlu jadi seperti baru hanya hal apa
    apakah siapa bagaimana kapan mana dimana kenapa mengapa berapa lewat melalui the a an was were been to of in
    for by with that this these those and or but not no has have had can could should would may at as if about from
    """.split()
)  # fmt: skip

ASKING = frozenset(
    """
    siapa apa apakah bagaimana kapan mana dimana kenapa mengapa berapa bisakah bolehkah adakah perlukah haruskah sudahkah
    emang emangnya masa who what when where why which how can could shall should is are do does did has have any may
    """.split()
)  # fmt: skip
# What is going to be done, or is being done.
COMING = frozenset(
    """
    segera nanti akan dulu dahulu sedang masih besok lusa secepatnya secepat sementara menunggu tunggu will shall going
    shortly soon later tomorrow
    """.split()
)  # fmt: skip
WAITING = frozenset("menunggu tunggu ditunggu nunggu waiting".split())
OURSELVES = frozenset("saya kami kita tim petugas i we ill im".split())
# What makes it likely that a citizen is spoken to: the citizen, an offer, or the things that a public office deals in.
TO_A_CITIZEN = frozenset(
    """
    ibu bapak anda saudara saudari kakak kak you your silakan silahkan sir madam
    kantor loket cabang jam pukul syarat syaratnya persyaratan berkas berkasnya formulir formulirnya biaya biayanya gratis
    uang uangnya dana dananya rekening bank surat nomor izin izinnya terdaftar pendaftaran anggota hukum pengadilan pasal
    undang aplikasi laman situs toko usaha perusahaan pemerintah peraturan bantuan pelatihan pinjaman simpanan tabungan
    koperasi koperasinya dibayar dibayarkan membayar dikembalikan dicairkan pencairan legal ilegal penipuan
    palsu resmi denda ditutup dibuka sertifikat jaminan agunan program dokumen
    office fee fees form application bank money savings loan licence license permit law court website branch member
    members refund paid training free board meeting
    pengurus pengurusnya penagih pengawas akta ojk ppid nib oss kur lpdb rat shu npwp pajak notaris gerai
    kelurahan kecamatan polisi polres ombudsman
    """.split()
)  # fmt: skip

_HONORIFIC = r"(?:pak|bu|bapak|ibu|mbak|mas|bang|abang|kak|kakak|teh|kang|sdr|saudara|dear|yth|om)\.?"
_RANK = (
    r"(?:kabag|kabid|kabiro|karo|kasub\w{2,6}|kasie?|kadis|kaban|kapus|katim|ketua tim|koordinator|deputi|asdep|asisten"
    r" deputi|sesdep|sekdep|sesmen|dirjen|sesditjen|sekjen|irjen|ses|kepala (?:bagian|biro|bidang|sub\w{0,6}|seksi|unit)"
    r"|pimpinan|bos|boss|admin|operator|pic|plt|plh|komandan|ndan|menteri|wamen)"
)
_ERRAND = (
    r"(?:di)?(?:cek|check|bantu|handle|tangani|respons?|koreksi|review|kaji|telaah|kerjakan|monitor|pantau|atensi"
    r"|disposisi(?:kan)?|follow ?up|fu|jawab|balas|proses|selesaikan|siapkan|buatkan|forward|tutup|urus|bales)(?:nya|in|kan)?"
    r"|(?:di)?tindaklanjuti|tindak lanjut(?:nya|i)?|arahan\w{0,3}|petunjuk\w{0,3}|pencerahan\w{0,3}|paraf\w{0,3}"
    r"|acc|persetujuan\w{0,3}|atensi\w{0,3}|disposisi\w{0,3}|masukan\w{0,3}|koreksi\w{0,3}|reviu\w{0,3}|perhatian"
)
# Each says that the text is for somebody of the office; a letter that greets its citizen may hold the others.
_AMONG_US = (
    rf"\b{_HONORIFIC} {_RANK}\b"
    rf"|\b(?:tolong|mohon|minta|harap|please|pls|coba|butuh)(?: (?:segera|untuk|agar|kiranya|dapat|bisa|juga|saya|kami))?"
    rf" (?:{_ERRAND})\b(?! (?:rekening|saldo|buku|mutasi|kembali|lagi|ulang|sms|folder|kotak|status|akun|di|melalui|lewat|dengan|ya|email|surel|pesan)\w{{0,3}})"
    r"|\bplease (?:advise|handle|review|follow|forward|assign|answer|reply|respond|help|take|look)\b"
    rf"|^(?:agar|untuk|supaya)(?: segera)? (?:{_ERRAND})\b"
    rf"|\b(?:izin|mohon izin)(?: (?:{_HONORIFIC}|untuk))?"
    r" (?:ber)?(?:tanya|lapor|melaporkan|menanyakan|konsultasi|diskusi|arahan|masukan|info|bu|pak)\b"
    r"|\b(?:lapor|melaporkan|laporan) (?:pak|bu|ndan|komandan)\b"
    r"|\b(?:siapa|who(?:s| is)?) (?:yang |ya |is )?(?:pegang|tangani|handle|urus|handling|taking|mengerjakan|bertugas)\b"
    r"|\b(?:biar|saya|kita|kami) (?:yang |saja |saja yang |coba |bantu )?(?:pegang|ambil|handle|rapatkan|diskusikan"
    r"|bahas|tunggu arahan)\b"
    r"|(?<!sudah )\bsaya (?:cek|kerjakan|tanyakan|tanya|konfirmasi|koordinasikan|follow|tindaklanjuti|jawab|balas|kabari|update"
    r"|telepon|telpon|pelajari|siapkan|buatkan|proses|teruskan|rapatkan|tangani|urus|bantu|eskalasi|tutup|lapor)\b"
    r"|\bkita\b(?! semua)"
    r"|\b(?:jawab|dijawab|balas|dibalas|ditutup|tutup|diteruskan) (?:apa|bagaimana|begini|begitu|saja|siapa|tidak)\b(?! (?:email|surel|pesan|sms|wa) )"
    r"|\b(?:konsep|draf|draft|template|templat) ?(?:jawaban|balasan|surat|email|reply|answer)?\b"
    r"|\b(?:copy ?paste|copas|salah kirim|abaikan (?:email|surel|saja|yang)|wrong (?:mail|thread|recipient))\b"
    r"|\b(?:arahan|disposisi|petunjuk) (?:pak|bu|bapak|ibu|dari|lebih|selanjutnya|pimpinan|lanjut)"
    r"|\b(?:duplikat|duplicate|dobel|double|spam|hoaks)\b"
    rf"|^(?:sebaiknya|baiknya|lebih baik|mending|usul|saran|diusulkan)\W? ?(?:saya |kami )?(?:di\w{{3,20}}|{_ERRAND}|kita)\b"
    r"|(?<!kami )(?<!saya )\bditeruskan ke (?:bidang|bagian|biro|deputi|asdep|unit|seksi|tim|subbag\w{0,4})\b"
    r"|\b(?:redaksi|kalimat|bahasa|format|format jawaban|jawaban)(?:nya)? (?:\w{1,15} )?(?:pakai|diperbaiki|diperhalus|diubah|saya ubah|terlalu)\b"
    r"|\b(?:diperbaiki|perbaiki|diperhalus|perhalus|pakai|gunakan) (?:redaksi|kalimat|bahasa|format|jawaban|konsep)\w{0,3}\b"
    r"|\b(?:melaporkan|dilaporkan|lapor|menyampaikan|disampaikan) bahwa\b(?=.{0,400}\b(?:arahan|petunjuk|mohon)\b)"
    r"|\b(?:memberikan|memberi|minta|mohon|menunggu|sesuai|atas) (?:arahan|petunjuk|disposisi)\w{0,3}\b"
    r"|\b(?:tiket|aduan|kasus|surel|email|ticket|case) (?:ini|yang ini) (?:sudah|belum|siapa|mirip|sama|punya|masuk|bukan"
    r"|duplikat|dobel|double|spam|ke|bisa|mau|jadi|kita|saya)\b|\byang ini (?:siapa|sudah|belum|biar|saya|bukan|jadi|kita)\b"
    r"|\b(?:menurut|pendapat) (?:bapak|ibu|pak|bu|mas|mbak|kalian|rekan|teman|you)\b"
    r"|\b(?:ini|itu) (?:ranah|kewenangan|tupoksi|bagian|urusan|punya)(?:nya)? (?:siapa|kita|bidang|dinas|unit|tim|deputi)\b"
    r"|\b(?:lets|let us|let me|shall we|should we|can we|could we|do we|should i|shall i|can i|any update"
    r"|(?:could|can|would|will) you (?:please )?(?:check|handle|look|forward|take|ask|assign|answer|reply|draft|help|confirm|review|follow)"
    r"|assigned? (?:it |this )?to|waiting (?:for|on)|will do|on it|this one|this (?:ticket|case)|same as the last|i think"
    r"|forwarding (?:it|this|to)|leave it to|over to you|your call|for your (?:info|information|action)"
    r"|(?:ill|i will|im going to|well) (?:ask|check|look|get|call|find|talk|discuss|do|handle|take|raise|escalate|follow"
    r"|speak|reply|answer|update|see|try|draft|prepare))\b"
    r"|\b(?:fyi|asap|eod|pending dulu|skip dulu|hold dulu|tahan dulu|kayaknya|kayanya|kyknya"
    r"|katanya(?! (?:ibu|bapak|bu|pak|anda|simpanan|dana|uang|akan|pembayaran))|dianya|(?:di|ke|sama) saya)\b"
    r"|\b(?:belum|tidak) (?:ada|dapat|terima) (?:tanggapan|balasan|jawaban|respons?|kabar|update|info|arahan)\b"
    r"|\brapat (?:internal|tim|pimpinan|staf|koordinasi|dulu|lagi|jam|pukul|besok|hari ini)\b|\b(?:besok|nanti|siang ini|sore ini|pagi ini|hari ini|jam \d{1,2}) (?:kita )?(?:rapat|meeting|zoom)\b|\bmohon (?:hadir|dihadiri|bergabung|diagendakan)\b"
    r"|\b(?:tambahkan|tambah|hapus|ganti|diganti|ubah|diubah|revisi|koreksi|perbaiki|cantumkan|masukkan)\b.{0,40}"
    r"\b(?:paragraf|alinea|kalimat|kata|redaksi|poin|judul|nomor surat|tembusan|konsep|draf|draft|baris|typo)\b"
    r"|\b(?:paragraf|alinea|redaksi|typo)\b"
    r"|\b(?:di)?prioritas(?:kan)?\b|\b(?:titipan|atensi|urgent)\b|\b(?:on leave|out of office|cuti|dinas luar|izin sakit)\b"
    r"|^(?:izin|sebagai laporan|sekadar info|sekedar info|sekadar informasi|sekedar informasi|lapor|update|info)\b"
    r"(?=.{0,15}(?:menyampaikan|sampaikan|menginfokan|melaporkan|update|info|tim|kami|terkini|perkembangan|ada))"
    r"|^(?:sebagai laporan|sekadar info|sekedar info|untuk diketahui|untuk menjadi perhatian|mohon diketahui)\b"
    r"(?!.*\b(?:ibu|bapak|anda|saudara|kakak|you)\b)"
    r"|\b(?:meja|ruang|tanda tangan|paraf|ttd) (?:pak|bu|bapak|ibu|karo|kabag|deputi)\b"
    r"|\b(?:tenggat|deadline)(?:nya)? (?:kapan|sudah|lewat|mepet|hari)\b|\bmepet\b|\bnota dinas(?:nya)?\b"
    r"|\bminta (?:tolong|bantuan)\b"
    r"|\b(?:tugas|bagian|wilayah|ranah|kerjaan|urusan|daftar|nama|jatah) saya\b|\bsaya (?:sudah|udah|kan|pindah|dipindah)\b"
    r"|\bjangan (?:janji|dijanjikan|menjanjikan|dijawab|dibalas|jawab|balas|komentar)\b|\btunggu (?:biro|bagian|deputi|kabag|pimpinan|legal|hukum)\b"
    r"|\brekap\b|\bnomor agenda\b"
    r"|\bjangan lupa (?:cc|bawa|kabari|lapor|arsip)\b|\bcc saya\b|\b(?:lanjut|dilanjut|sambung) (?:besok|nanti|lagi)\b"
    r"|\b(?:wkwk\w{0,9}|hehe\w{0,6}|haha\w{0,6}|hadeh|kasihan)\b"
)
# Who speaks of the citizen so does not speak to the citizen.
ABOUT_THE_CITIZEN = re.compile(
    r"(?<!sebagai )(?<!selaku )\b(?:pelapor|pengadu)(?:nya)?\b|\b(?:ybs|orangnya|warganya|ibunya|bapaknya)\b"
    r"|\b(?:ibu|bapak|orang|warga|mbak|mas|pelapor|pengadu|customer) (?:ini|itu|tersebut|tsb)\b"
    r"|\bthe (?:citizen|complainant|reporter|customer|reporting person)\b|\bshe\b|\bhe\b"
)
TO_A_COLLEAGUE = re.compile(
    r"\b(?:ya|yaa|yuk|dong|nih|deh|ok|siap)[ ,]{1,2}(?:mbak|mas|bang|bro|gan|guys|sis|ndan|kang|teh|bos|boss|tim|rekan)\W*$"
    r"|^(?:mbak|mas|bang|bro|gan|guys|sis|ndan|kang|teh|bos|boss|tim|team|rekan\W*rekan|teman\W*teman|all)\b"
)
# What ends a letter to a citizen, and asks for nothing of the office.
OFFERED = re.compile(
    r"\b(?:ibu|bapak|anda|kakak|saudara|saudari|you) (?:bisa|dapat|mau|ingin|berkenan|bersedia|berminat|sudah|punya|masih|can|have|want)\b"
    r"|\b(?:bantu|jelas|pertanyaan lain|puas|help|else|dimengerti|selesai|menyelesaikan)\b"
)
# Words by which somebody is spoken to who may be a citizen.
VOCATIVES = frozenset("ibu bapak bu pak anda saudara saudari sdr sdri kakak kak you your mr mrs ms sir madam".split())
# What is not ready to go: room left for a name or a figure, and a sentence that ends in its middle.
UNFINISHED = re.compile(
    r"\[(?:[A-Z][A-Z _/]{1,40}|(?:isi|nama|nomor|no|tgl|tanggal|alamat|jumlah|hasil|sebutkan|diisi|lengkapi|name|date|number|amount)\b[^\]\n]{0,60})\]"
    r"|<<?(?:isi|nama|nomor|tgl|tanggal|jumlah|name|date)[^>\n]{0,40}>"
    r"|(?<![A-Za-z])[Xx]{3,}(?![A-Za-z0-9])|(?<=\w )(?:\.{4,}|\u2026{2,}|_{3,})(?=[ ,.]|$)|\b(?:lorem ipsum|tbd|tba|to be filled)\b"
    r"|\b(?:sehubungan|berkaitan|bersama|berkenaan|terkait|sesuai|dan|atau|yang|untuk|bahwa|dengan|karena|agar|kepada|dari|oleh|adalah|the|and|that|because|regarding)"
    r"[ ,]{0,3}(?:$|\n\s{0,9}(?:\n|\())"
    r"|\((?:lanjut|dilanjut|nanti|menyusul|isi|cek|tunggu|belum)\b[^)\n]{0,80}\)"
)
# What a program says for a person who set it up once.
AUTOMATIC = re.compile(
    r"\b(?:pesan|surel|e?mail|surat|message|mail)(?: \w{2,8}){0,2} (?:telah|sudah|has been|was) (?:kami )?(?:terima|diterima|received)\b"
    r"(?=.{0,120}\b(?:balas|dibalas|jawab|dijawab|respons?|direspons?|merespons?|membalas|menjawab|hubungi|reply|respond|get back)\b)"
    r"|\b(?:alamat (?:surel|email)|nomor) (?:saya|kami|ini) (?:berubah|berganti|ganti|pindah|sudah tidak|tidak lagi)\b"
    r"|\b(?:balasan|jawaban|pesan) otomatis\b|\bautomatic reply\b|\bauto ?reply\b"
)
TRIAL = re.compile(
    r"^\W*(?:te?st?(?:ing|es)?|coba|cek|uji coba|percobaan|test mail|ping)\b[\W\d]*(?:te?st?(?:ing|es)?|coba|cek|kirim|email|surel|masuk|saja|123)?\b.{0,40}$"
)
CLOSING = frozenset("salam hormat kami saya regards best kind sincerely rgds yours truly wassalam takzim ttd".split())
# How people talk, and nobody writes to a citizen.
CHATTY = frozenset(
    "wah waduh parah banget kok kan sih deh dong nih loh lho gitu gini begini enaknya kayak beneran emang emangnya yuk"
    " hadeh aduh duh bro gan guys gaes mantul gaskeun ngapain cuekin biarin dikerjain ngurus nyekel".split()
)
TO_A_SUPERIOR = re.compile(rf"\b{_HONORIFIC} {_RANK}\b|\bmohon izin\b")
LETTER = re.compile(
    r"^(?:kepada )?(?:yth|yang terhormat|dear)\b.{0,60}\b(?:bapak|ibu|saudara|saudari|sdr|sdri|mr|mrs|ms|sir|madam|pelapor)\b"
)
# A letter to an office or its head: "Kepada Yth. Kepala LPDB".
TO_AN_OFFICE = re.compile(
    rf"^(?:(?:kepada )?(?:yth|yang terhormat|dear|to)|kepada) (?:bapak |ibu |saudara |sdr )?(?:{_RANK}|kepala|ketua|direktur|direktorat|inspektur|gubernur|bupati|walikota|camat|lurah"
    r"|dinas|biro|bagian|bidang|unit|subbag\w{0,4}|satgas|sekretaris|sekretariat|staf|tim|rekan|para|seluruh)\b"
)
CONCRETE = re.compile(
    r"\b(?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|jan|feb|mar|apr|jun|jul"
    r"|agu|sep|okt|nov|des|january|february|march|may|june|july|august|october|december|senin|selasa|rabu|kamis|jumat|sabtu"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|rp|idr|https?|www|jl|jalan|nomor|no)\b|\d"
)


@cache
def among_us() -> re.Pattern[str]:
    """What is said among people of one office; made when it is first needed, since no other pattern takes so long."""
    return re.compile(_AMONG_US)
