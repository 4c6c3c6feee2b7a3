"""The people of the demo and what they write; all invented. The officers' server vouches for them (mx.example.org)."""

DESK = "info@kemenkopukm.go.id"
SITI = "Siti Aminah <siti@example.org>"
JOKO = "Joko Susilo <joko.susilo@example.org>"
MADE = "I Made Suardana <made@example.net>"
DEWI = "Dewi <dewi@example.com>"
ASEP = "asep gorengan <asep99@example.net>"
RATNA = "mama keenan <mamakeenan@example.net>"
NUR = "Nur Hidayah <nur.hidayah@example.org>"
EMMA = "Emma Clarke <emma.clarke@example.com>"
PAK_TONO = "Tono Hartono <tono@example.org>"
RINA = "Rina Wulandari <rina@kementerian.example>"
BAGUS = "Bagus Santoso <bagus@kementerian.example>"
UNIT = "Deputi Bidang Perkoperasian <perkoperasian@kementerian.example>"

SETTINGS = """
desk: {{address: info@kemenkopukm.go.id}}
mailbox: {{host: 127.0.0.1, port: {imap}, tls: none, user: {user}, password: {{file: imap.secret}}, start: all}}
smtp: {{host: 127.0.0.1, port: {smtp}, tls: none, user: null, password: null}}
officers:
  - {{id: rina, name: Rina Wulandari, address: rina@kementerian.example, categories: [ksp, lain]}}
  - {{id: bagus, name: Bagus Santoso, address: bagus@kementerian.example, categories: [modal, lain]}}
supervisors:
  - {{id: kabag, name: Kepala Bagian, address: kabag@kementerian.example, role: supervisor}}
units:
  - id: perkoperasian
    name: Deputi Bidang Perkoperasian
    aliases: [pengawasan]
    addresses: [perkoperasian@kementerian.example]
categories:
  - {{id: ksp, name: KSP bermasalah, unit: perkoperasian, keywords: {{simpanan: 2, tidak bisa ditarik: 3, ksp: 1}}}}
  - {{id: modal, name: Pembiayaan dan modal usaha, keywords: {{modal: 2, kur: 2, pinjaman: 1, loan: 2}}}}
  - {{id: lain, name: Lain-lain}}
digest: {{to: [supervisor], officers: true}}
trust: {{officers: authentication_results, authserv_id: mx.example.org}}
"""

COMPLETE = """Yth. Bagian Komunikasi dan Aspirasi Publik,

Nama   : Siti Aminah
Alamat : Jl. Mawar No. 5 RT 03/RW 07, Kel. Cibubur, Kec. Ciracas, Jakarta Timur 13720
No. HP : 0812-3456-7890
Email  : siti@example.org

Saya anggota KSP Maju Mandiri cabang Ciracas. Sejak Januari 2026 simpanan berjangka saya
sebesar Rp 12.500.000 tidak bisa ditarik, padahal sudah jatuh tempo. Pengurus selalu meminta
saya menunggu. Mohon bantuan kementerian agar simpanan saya dikembalikan.

Hormat saya,
Siti Aminah
"""

WITHOUT_PHONE = """Assalamualaikum,
perkenalkan nama saya Joko Susilo, alamat Dusun Krajan RT 02 RW 01 Desa Sidomulyo Kec. Silo Kab. Jember.
Saya mengadukan Koperasi Tani Rejeki di Jember. Pengurus tidak pernah mengadakan RAT sejak 2023 dan
SHU anggota tidak dibagikan. Kami 40 anggota sudah bersurat dua kali tetapi tidak dijawab.
"""

WITHOUT_ADDRESS = """Om swastyastu,
Nama: I Made Suardana
HP: 0813 3876 5432
Saya mau bertanya apakah ada program bantuan modal usaha untuk perajin perak di Celuk tahun ini?
Syarat apa saja yang harus kami siapkan, dan di mana kami dapat mendaftar?
"""

WITHOUT_DETAIL = """Selamat siang min, sy Dewi Lestari, alamat Jl. Cendana 12 Kel. Karang Pule Kec. Sekarbela Kota Mataram NTB,
wa 0878 6543 2109. mau lapor koperasi
"""

WITHOUT_NAME = """Assalamualaikum. Saya ibu rumah tangga di Perum Griya Asri Blok C2 No. 5, Kel. Kadipiro, Kec. Banjarsari,
Kota Surakarta 57136, WA 0856 4321 9870. Arisan saya di Koperasi Wanita Melati macet sejak Juni 2026: uang Rp 4.500.000
tidak dikembalikan dan bendaharanya pindah rumah. Mohon arahan, harus melapor ke mana?
"""

SLANG = """min tolong dong, gw Asep Sunandar tinggal di Kp. Cikaret RT 1/4 Desa Nanggerang Kec. Cililin Kab. Bandung Barat.
no wa 0857 1122 3344. koprasi bank keliling nagih tiap hari smpe ngancem istri gw, bunganya 20% sebulan.
gw minjem 2jt udh byr 3jt msh ditagih. tolong ditindak min, udh dr bulan agustus kaya gini.
"""

HTML_PHONE = """<html><body><div dir="auto">Nama: Nur Hidayah<br>Alamat: Jl. Poros Malili No. 8, Kel. Tomoni, Kec. Tomoni, Kab. Luwu Timur, Sulawesi Selatan<br>
HP: 0852 4433 2211<div dir="auto"><br></div><div dir="auto">Saya ingin melaporkan KSP Sinar Tomoni. Simpanan saya Rp 7 juta tidak bisa ditarik sejak Agustus 2026
dan kantornya sekarang selalu tutup. Ada sekitar seratus anggota yang bernasib sama. Mohon ditindaklanjuti.</div></div>
<div dir="auto"><br></div><div>Dikirim dari Gmail di ponsel saya</div></body></html>"""

ENGLISH = """Dear Sir or Madam,

My name is Emma Clarke. I live at Jl. Pantai Berawa 24, Canggu, Kabupaten Badung, Bali 80361, and my phone
number is +62 812 3999 8877. I paid a membership fee of IDR 5,000,000 to Koperasi Pantai Sejahtera in Canggu in
June 2026. The cooperative promised a small business loan, which was never paid out, and it refuses to return my fee.
Could you please look into this cooperative?

Kind regards,
Emma Clarke
"""

LAST_ONE = """Nama: Tono Hartono
Alamat: Jl. Diponegoro 17, Kel. Klojen, Kec. Klojen, Kota Malang 65111
Telepon: 0341-551234

Saya mengadukan KSP Karya Utama Malang. Simpanan saya Rp 30.000.000 tidak bisa ditarik sejak Juli 2026.
Ketua koperasi tidak dapat dihubungi dan kantornya pindah tanpa pemberitahuan kepada anggota.
"""

OUT_OF_OFFICE = "Saya sedang cuti sampai 20 November 2026. Surel Anda akan saya baca setelah kembali."
NEWSLETTER = "Kabar koperasi pekan ini: pameran produk anggota dibuka hari Sabtu."
BOUNCE = """This is the mail system at host mx.example.org.

<tidak.ada@example.org>: host mx.example.org said: 550 5.1.1 User unknown
"""
