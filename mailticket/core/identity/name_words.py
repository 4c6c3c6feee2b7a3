"""Words around names: titles, degrees, particles, and what a name never holds. Patterns that introduce a name."""

import re

from mailticket.core.vocabulary import Vocabulary

TITLES = frozenset(
    (
        "h hj kh k ust ustadz ustadzah ir drs dra dr drg prof tn ny sdr sdri bpk bapak pak ibu bu r ra rm rr pdt pr kol akp tgk teuku_ dt st"
    ).split()
)
PARTICLES = frozenset("bin binti bt b al el van de der den dos da br boru ben a/l daeng".split())
DEGREE = re.compile(
    r"(?:,\s{0,2}(?:(?:S|M|A|D|B|Sp|Ph)\.?\s?(?:[A-Z][A-Za-z]{0,3}\.?){0,2}[A-Za-z]{0,4}\.?|SE|SH|MM|MH|MSi|MPd|SPd|ST|MT|MBA|Ak\.?|CA|QIA|BSc|MSc|Apt\.?|Ners|SS|SKom|MKn)(?![^\W_])){1,6}"
)
HONORIFIC = re.compile(
    r"^(?:(?:bapak|bpk|pak|ibu|bu|sdr|sdri|saudara|saudari|tuan|tn|nyonya|ny|mr|mrs|ms|mbak|mba|mas|kak)\.?\s+)+(?=\S)",
    re.IGNORECASE,
)
NICKNAMES = frozenset(
    "mama mami bunda mom ayah papa abi umi bang teh kang cak om tante pakde bude bro broo sist bos boss juragan sobat sis kak min admin gung".split()
)
DEVICES = frozenset(
    "samsung xiaomi redmi oppo vivo realme iphone ipad android nokia infinix poco huawei asus galaxy user guest me email mail gmail yahoo info hp redaksi owner anonim anonymous nn"
    " pelapor warga masyarakat seseorang noname unknown test hamba gaming gamer official vlog channel".split()
)
ORGANISATION = frozenset(
    (
        "pt cv ud koperasi koprasi kopkar ksp ksu kspps kud kopdit kopontren kpri bmt puskud yayasan dinas kementerian toko warung kantor forum lsm panitia sekretariat formulir website web"
        " form bank universitas sekolah kampus fakultas smk smkn sma sman smp smpn mts madrasah pesantren ponpes dayah masjid gereja office loan loans team primkopau primkopad primkopal primkoppol primkoppos inkopau puskopad kopwan kopma kopdes kopegtel koppas kopti kop kpn bakso mie sate kue keripik craft hampers koptan poktan gapoktan laundry food frozen salon bengkel studio garage garasi bakery snack store shop olshop official group grup team tim customer service admin humas redaksi lembaga asosiasi perkumpulan paguyuban kelompok pengurus"
        " persatuan dekopinda dekopin pemdes desa_ sanggar batik kitchen catering warnet cafe farm merch hijab expo umkm noreply mailer daemon delivery subsystem postmaster system kontak sistem nasabah"
        " korban anggota rekan-rekan law firm partners tbk persero inc ltd llc agency tani_ cu credit union the komunitas ikatan"
    ).split()
)
JOB = frozenset(
    (
        "officer manager manajer director direktur direktris staff staf reporter founder co-founder cofounder ceo coo cto owner ketua wakil sekretaris bendahara kepala dekan rektor dosen guru pengawas pengurus anggota"
        " koordinator penanggung advokat kuasa mahasiswa mahasiswi petani nelayan pensiunan karyawan pegawai pelapor pemohon pengadu hormat business development senior relationship"
        " operation marketing sales executive assistant camat lurah penghulu perajin pengrajin pedagang umum konsultan notaris pemilik pelaku program fakultas"
    ).split()
)
ADDRESS_WORDS = frozenset(
    (
        "jl jln jalan gg gang lorong lrg lr perum perumahan komplek kompleks komp ruko rukan apartemen cluster blok gedung graha menara dusun dsn dukuh dk dkh kampung kp lingkungan lk banjar jorong"
        " nagari gampong desa ds kelurahan kel kalurahan negeri pulau gubuk kecamatan kec kapanewon kemantren distrik kabupaten kab kota provinsi prov rt rw alamat almt domisili tinggal rumah"
    ).split()
)
STOP = frozenset(
    (
        "yang yg dan atau dari dr di ke pada untuk utk dengan dgn oleh tidak tdk tak sudah sdh belum blm akan mau ingin mohon minta tolong adalah ialah ada ini itu saya sy aku kami kita anda ti bade nu da oge"
        " selaku sebagai warga masih baru sedang sangat telah pernah punya membeli beli kerja bekerja ikut mendapat dapat bisa harus boleh juga tertipu ditipu kecewa mengadu mengadukan melapor melaporkan lapor"
        " menyampaikan ucapkan sampaikan bertanya tanya bermaksud mengajukan umur usia asal hp wa no nomor nomer nik ktp email surel telp tlp telepon kontak nama tempat tanggal tgl lahir ttl pekerjaan pribadi"
        " sejak karena krn kalau jika bila agar supaya kemudian rp idr juta ribu setiap tiap semua para hanya cuma sesuai lengkap butuh perlu kos kost lagi jg juga sering merasa rasa mewakili mengusulkan usul"
        " berharap harap menunggu tunggu tahu tau datang pergi bayar membayar pinjam meminjam simpan menyimpan setor menyetor kirim mengirim lampirkan terlampir berikut siap sanggup"
        " selamat pagi siang sore malam salam terima kasih terimakasih trims makasih hormat hormati wassalam wassalamualaikum assalamualaikum dear yth kepada bapak/ibu tuhan memberkati horas"
        " om shanti santih syalom shalom regards cheers best thank thanks kind sincerely demikian mengucapkan dirgahayu segenap perihal lampiran hal nomor dikirim sent from get outlook dapatkan"
        " senin selasa rabu kamis jumat sabtu minggu januari februari maret april mei juni juli agustus september oktober november desember"
        " xx beta tks trims thx mksh makasih jualan dagang narahubung pengirim penulis orang saye nim nip nidn npm nuptk saking asli sa gue gw ulun kaule kulo kula ambo sendiri the and a an am is are was have has live would will can could who of in at for with please my your our we you he she it this that not do does"
        " kartu keluarga fotokopi fotocopy photocopy bilyet kwitansi kuitansi rekening akta ijazah sertifikat materai meterai bukti salinan buku slip"
        " pengaduan laporan aspirasi aduan keluhan identitas data pelapor nasabah anggota petani guru mahasiswa mahasiswi pedagang pegawai karyawan nelayan pensiunan ibu-ibu janda tkw tki wni pns ketua"
        " jangan jgn disebut dirahasiakan undangan promo pengumuman pemberitahuan penyampai penderes pengrajin perajin pelaku usaha pemilik owner founder co-founder kader wa/telp menandatangani diadukan terlapor tembusan email/hp ya pak bu kak min gan"
    ).split()
)
# Of these those sign who give no name: "hamba allah", "rakyat kecil", "anak bangsa".
PSEUDONYMS = frozenset(
    (
        "hamba allah anak bangsa negeri rakyat jelata kecil wong cilik orang biasa pejuang kebenaran pencari keadilan pecinta peduli pemuda umat korban konsumen pelanggan netizen suara hati nurani"
        " indonesia nusantara sejati merdeka masyarakat warga"
    ).split()
)
NAMES_TOO = frozenset(
    "april mei juni juli agustus do".split()
)  # months, and a word of English, that are parts of names as well
GREETINGS = frozenset("hi hello halo hai haii helo".split())  # as a first word; "Hi." further on is short for Haji
GREETING = re.compile(r"bismillah|(?:wa)?(?:ass?alam|ss?alam|alaikum)")
_I = r"(?:saya|saye|sy|sya|aku|gue|gw|ane|abdi|ulun|beta|ambo|titiang|tiang|sa|kula|kulo|kaule|awak|nama ?ku)"
INTRODUCTION = Vocabulary(
    r"(?<!@)(?:"
    rf"(?P<strong>nama {_I}(?: (?:adalah|ialah|sesuai ktp|lengkap|yaitu|sendiri|asli)){{0,2}}[ :\n]|nama(?: lengkap)?[ \t]?[:=]?[ \t](?!{_I}\b)|my name is |(?:{_I} (?:yang |yg )?bernama )"
    r"|perkenalkan,? nama saya |(?:narahubung|(?:c|k)onta[ck]t? person|juru bicara|cp(?!\w))(?: kami)? ?(?:adalah )?:? ?|(?:penanggung jawab|koordinator)(?: dan (?:penanggung jawab|koordinator))?(?: surat| laporan)?(?: ini)? adalah )"
    rf"|(?P<weak>(?:perkenalkan,? |kenalkan,? |ini )?{_I},? (?:sendiri )?|i'm |i am |this is |(?:di)?tulis(?:kan)? oleh |(?:dibuat(?: dan \w{5, 30})?|dipertanggungjawabkan) oleh |(?:data|identitas)(?: diri| pribadi| lengkap)?(?: saya| pelapor| kami)? ?: ?|ini |yang (?:mengurus|menulis|melapor|mengadu|mengirim)(?: surat)?(?: ini)? ?:? ?(?:adalah )?|(?:penulis|pengirim) ?: ?|a\.?n\.? pelapor )"
    r")",
    is_open=True,
)
RESPONSIBLE = re.compile(
    r"penanggung ?jawab|narahubung|koordinator|pengurus|juru bicara|[ck]onta[ck]t? person", re.IGNORECASE
)
CLOSING = re.compile(
    r"^(?:hormat (?:saya|kami)|salam\b|terima ?kasih|terimakasih|wassalam|tarimo|matur|suwun|suksma|hatur|regards|kind regards|best\b|cheers|sincerely|yours|ttd\b|t\.?t\.?d\b|pelapor|pemohon|pengadu"
    r"|yang melapor|yang membuat|ketua\b|sekretaris|direktur|dekan|kepala \w+|manajer|pengurus|mengetahui|merci|thank|demikian|om (?:santih|shanti)|tuhan|xoxo|makasih|mksh|--\s{0,3}$)",
    re.IGNORECASE,
)
