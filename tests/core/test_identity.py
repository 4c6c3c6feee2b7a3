"""What the rules say of who writes: name, address, phone, e-mail and province. The reader takes it as evidence."""

import pytest

from mailticket.core import reading
from mailticket.core.decide.details import STATED_MIN
from mailticket.core.places import by_postcode, place_at, province_of
from mailticket.core.policy import Desk, Intake, Policy
from mailticket.core.study import by_rules
from tests.build import a_mail

POLICY = Policy(
    Desk(
        address="info@kemenkopukm.go.id",
        ticket_prefix="KUKM",
        call_centre="1500 587",
        whatsapp="0811 1451 587",
        phones=("081293724828",),
    ),
    intake=Intake(),
)


def identity(text, sender="x77 <x77@example.org>", subject="halo", **more):
    read = by_rules(a_mail(text, sender, subject, **more), POLICY)
    return read.identity if read is not None else reading.read(a_mail(text, sender, subject, **more), POLICY).identity


@pytest.mark.parametrize(("text", "name"), [
    ("Nama : Sumarni\nHP : 0812 3456 7890", "Sumarni"),
    ("nama lengkap = siti aminah\nalamat = jl mawar 3 bekasi", "siti aminah"),
    ("NAMA LENGKAP\t: H. Moh. Ma'ruf, S.E., M.M.", "H. Moh. Ma'ruf, S.E., M.M."),
    ("Yth. Admin,\nperkenalkan saya Ni Luh Putu Ayu, perajin dari Gianyar.", "Ni Luh Putu Ayu"),
    ("Dengan hormat, saya I Wayan Sudarta ingin bertanya.", "I Wayan Sudarta"),
    ("Nm: Tan Kim Liong\nAlmt: Jl. Kembang 4 Surabaya", "Tan Kim Liong"),
    ("Mohon bantuannya.\n\nHormat saya,\n\nttd\n\nRotua br. Manalu", "Rotua br. Manalu"),
    ("Uang kami tidak kembali.\n\nSalam,\n\n(Drs. Ketut Sudana)\nKetua Kelompok", "Drs. Ketut Sudana"),
    ("Yang bertanda tangan di bawah ini:\nNama: M. bin Abdullah\nPekerjaan: nelayan", "M. bin Abdullah"),
    ("My name is John O'Hara and I live in Bali.", "John O'Hara"),
    ("saya yang bernama Yikwa Kogoya dari Wamena mau tanya", "Yikwa Kogoya"),
    ("R.A. Sri Rejeki\nPerum Griya Asri Blok C3/5, Kel. Cibubur, Kec. Ciracas, Jakarta Timur\n0857-1234-5678", "R.A. Sri Rejeki"),
    ("Nama koperasi: KSP Maju Mandiri\nNama produk: Sambal Bu Rudi\nNama ketua: Pak Joko", None),
    ("nama saya tidak usah disebut", None),
    ("Sa Melkias Gobai, tinggal di Kelurahan Bumi Wonorejo, Distrik Nabire.", "Melkias Gobai"),
    ("Perlu saya sampaikan bahwa saya sendiri Arahman Saleh, tinggal di Bima.", "Arahman Saleh"),
    ("Kami menolak kenaikan bunga. Juru bicara kami adalah Tri Handayani.", "Tri Handayani"),
    ("Uang tidak kembali.\n\nWassalam,\nHamba Allah", None),
    ("Ini email cucu saya Kevin. Saya I Nyoman Suartika, pekaseh Subak Yeh Sungi.", "I Nyoman Suartika"),
    ("Maaf HP saya rusak jadi pinjam email anak saya. Nama saya\nRosdiana, alamat Kota Bengkulu.", "Rosdiana"),
    ("Surat ini ditulis oleh Titik Rahayu sebagai wakil anggota.", "Titik Rahayu"),
    ("Akun kami terkunci. Yang mengurus: Waode Nurjannah (sekretaris).", "Waode Nurjannah"),
    ("Perkenalkan saya Noor Hidayati (NIM 2011102441), mahasiswi.", "Noor Hidayati"),
    ("Beta Hamid Renhoran, nelayan di Kota Tual.", "Hamid Renhoran"),
    ("Ini Rustam Effendi, yang lapor minggu lalu, pinjam email anak.", "Rustam Effendi"),
    ("saya Turiman, Dk. Ngrapah RT 006/002 Ds. Jepangrejo Kec. Blora Kab. Blora.", "Turiman"),
    ("Surat ini dibuat dan dipertanggungjawabkan oleh Purnomo Sidi, Kota Blitar.", "Purnomo Sidi"),
    ("Mohon dibantu.\n\n-Kartika Sari-", "Kartika Sari"), ("Mohon dilihat lampiran.\nTks", None),
    ("\U0001f464 Cecilia Halim\n\U0001f4f1 0857-5519-2033", "Cecilia Halim"),
    ("Nama Pengirim: Pak Slamet Riyanto\nAlamat Email: -", "Slamet Riyanto"),
    ("Narahubung: Muhammad Yusuf Daeng Matteru (Ketua), 0812-5380-1194", "Muhammad Yusuf Daeng Matteru"),
    ("CP: Salsabila (0896-6540-2218)", "Salsabila"),
    ("nama sy supardi orang sambas, mau lapor", "supardi"),
    ("Tjhin Mei Ling, Jl. Gajah Mada No. 88A, Kota Pontianak, 0812 5700 6633.", "Tjhin Mei Ling"),
    ("Pengirim .....: Gusti Ayu Made\nTelp .........: 0812 3456 7890", "Gusti Ayu Made"), ("Pemilik: Liem Siu Hwa\nNIB: 1210000457781", "Liem Siu Hwa"),
    ("1. Nama pemohon informasi    - Zulfan Efendi, S.H.\n2. Tujuan    - kajian", "Zulfan Efendi, S.H."),
    ("Tolong nama saya jangan disebut ya pak.", None),
    ("UNDANGAN\n\nMengharap kehadiran Bapak Menteri.", None),
    ("Alamat saya Jl. Andi Makkasau No. 11, Kelurahan\nUjung Bulu, Kecamatan Ujung, Kota Parepare.", None),
    ("Bismillahirrahmanirrahim\n\nMohon penjelasan.\n\nDayah Nurul Huda", None),
    ("Selamat Pagi Bapak Menteri\nTerima Kasih", None),
])  # fmt: skip
def test_a_name_is_found_where_people_put_it(text, name):
    assert identity(text).name.value == name


@pytest.mark.parametrize(("sender", "name"), [
    ("Siti Aminah <s@example.org>", "Siti Aminah"), ("Bpk. Joko Susilo <j@example.org>", "Joko Susilo"),
    ("dhika97 <d@example.org>", None), ("KSP Maju <k@example.org>", None), ("samsung <s@example.org>", None),
    ("Toko Sinar Jaya <t@example.org>", None), ("mama keenan <m@example.org>", None), ("Hamba Allah <h@example.org>", None), ("Mas Bro <b@example.org>", None), ("Wa Ode Nurhayati <w@example.org>", "Wa Ode Nurhayati"), ("pejuang kebenaran <p@example.org>", None), ("anak bangsa <a@example.org>", None), ("Pak RT <r@example.org>", None),
    ("Iksan Do Usman <i@example.org>", "Iksan Do Usman"), ("Mei <m@example.org>", "Mei"), ("Juli Hartono <j@example.org>", "Juli Hartono"),
    ("queen frozen food <q@example.org>", None), ("SMK Bina Karya <s@example.org>", None), ("Loan Office <l@example.org>", None),
    ("Rina (Kantor) <r@example.org>", "Rina"), ("Dewi | Batik Dewi <d@example.org>", "Dewi"), ("admin <a@example.org>", None),
])  # fmt: skip
def test_the_from_line_counts_when_it_is_plausibly_a_person(sender, name):
    found = identity("Mohon bantuannya.", sender).name
    assert found.value == name
    assert found.confidence < 0.6


@pytest.mark.parametrize(("text", "phone"), [
    ("hp 0812-3456-7890", "+6281234567890"), ("HP: 0812.3456.7890", "+6281234567890"), ("wa +62 812 3456 7890", "+6281234567890"),
    ("no 62812 3456 7890", "+6281234567890"), ("telp (+62)812-3456-7890", "+6281234567890"), ("hp +62(0)812 3456 7890", "+6281234567890"),
    ("No HP: 8123456789", "+628123456789"), ("hp saya O812 3456 789O", "+6281234567890"), ("https://wa.me/6281234567890?text=halo", "+6281234567890"),
    ("WA 0812_3456_7890", "+6281234567890"), ("Telp: (021) 8271234", "+62218271234"), ("0274-512345 pswt 12", "+62274512345"),
    ("0062 812 3456 7890 nomor saya", "+6281234567890"), ("HP 0812–3456–7890", "+6281234567890"), ("hp 0812\u00a03456\u00a07890", "+6281234567890"),
    ("0857-1234-5678 / 021-8712345", "+6285712345678"), ("telepon rumah 021-8712345, hp 0857-1234-5678", "+6285712345678"),
    ("call centre 1500 587 tidak diangkat", None), ("saya sudah WA ke 0811 1451 587", None), ("sudah WA ke +62 811-1451-587 juga", None),
    ("NIK 3509124507880003", None), ("NPWP 01.234.567.8-901.000", None), ("rek BCA 0812345678", None), ("No. rekening: 0212345678", None),
    ("NIB 0220105812247", None), ("tanggal 12-05-2025 saya setor Rp 12.500.000", None), ("No anggota: 0812.3456.7890", None), ("invoice 0812345678901", None),
    ("ketuanya Pak Joko 0812 3456 7890", None), ("telp kantor koperasi 021-8712345", None), ("Faks. 021-8712345", None),
    ("No buku simpanan 0812-2206-1188", None), ("Kode booking antrian 0812 2206 1188", None), ("Terima kasih (wa:6281927733508)", "+6281927733508"),
    ("HP: 0896 9312 5507 (punya saya sendiri)", "+6289693125507"), ("Nomor 0813 4955 2207 sudah hangus, telpon ke 0821 5903 1148", "+6282159031148"),
    ("Pengurus namanya Lilis Suryani, nomornya 0896 5541 0073.", None),
    ("Ini nomor2 yg neror:\n082145770931\n0813 3920 5518", None), ("M 0811 9001 447 (duty manager)", None), ("Ancaman penagih lewat WA: 0838 9017 4426, 0877 1250 9983 dan +62 821-3456-9007.", None),
    ("kirim ke wa anak kula tri 081548220967", None), ("reach me on +44 7700 912345", "+447700912345"), ("Telepon  0856-4077-8213  (0285) 437 118", "+6285640778213"),
    ("Nomor yang meneror:\n- 0812 5520 9931\n- 0858-0641-7723 (ngaku polisi)\n- +6282334109077", None),
    ("1 | Suparni | 22.500.000 | 0822 2061 7745\n2 | Titik | 18.000.000 | 0857 2911 3306", None),
    ("Nomor saya +886 905 318 274", "+886905318274"), ("my supervisor Dr. Hasriani can be reached at 0812 5490 3371", None),
    ("penagih bernama Tono (0812 3456 7890) mengancam saya", None), ("hubungi marketing mereka 0812 3456 7890", None),
    ("Kontak ambo nol delapan satu tiga, tujuh tujuh empat dua, satu enam nol lima.", "+6281377421605"),
    ("WA nol delapan lima tujuh - 2655 - 4019", "+6285726554019"), ("anggota dua tiga empat lima orang, simpanan nol delapan juta", None),
    ("3. 0813-2544-8810 (HP) atau (0298) 3427 116 (rumah)", "+6281325448810"), ("Nomor WA ibu itu 085338771204.\nwa 087863950017", "+6287863950017"),
    ("NOMOR HP O813 6970 4425 (YANG O822 SUDAH HILANG)", "+6281369704425"), ("Telp/SMS: 0813.3922.0748", "+6281339220748"),
    ("4. Nomor kontak              - 0732-21455; HP 0823 7255 6014\n5. Rincian informasi     - daftar", "+6282372556014"),
    ("Telepon yang bisa dihubungi 0852-6030-1198 (anak saya, Nurul, 0853 6211 7040 bila saya di sawah).", "+6285260301198"),
    ("Nyokap gue ditelponin dari 0895-3300-1188 ama 0895-3300-1199.\n\nwa.me/6287880116542", "+6287880116542"),
    ("nomor lama 0812 3456 7890 sudah mati, sekarang 0813 1111 2222", "+6281311112222"),
])  # fmt: skip
def test_the_writers_phone_is_told_from_other_numbers(text, phone):
    assert identity(text).phone.value == phone


TO_US = {
    "headers": {"In-Reply-To": "<t26-1-cr1qy-aaaa@kemenkopukm.go.id>"},
    "subject": "Re: [KUKM-2026-000001] Mohon lengkapi data",
}


@pytest.mark.parametrize("text", [
    "Nomor HP ibu saya 0813-2298-4471", "Ini nomor HP ibu saya, 0813-2298-4471", "Nomor telepon suami saya 0813-2298-4471", "nomor suami saya 081322984471",
    "pakai nomor anak saya 0813 2298 4471", "HP istri 081322984471", "HP istri: 081322984471", "0813-2298-4471 (istri)", "0813-2298-4471 itu nomor anak saya", "nomor emak 081322984471",
    "saya ga punya hp, hubungi keponakan saja 081322984471", "Saya pakai HP adik, nomornya 0813-2298-4471", "wa tetangga sy 081322984471",
    "My husband's number is +62 813-2298-4471", "You can reach my daughter on 081322984471", "nomere bojo kula 081322984471", "no ortu 081322984471", "081322984471 an. suami saya",
    "nomor HP bapak saya yang bisa dihubungi 081322984471", "punya suami 081322984471", "Telp rumah mertua 081322984471",
])  # fmt: skip
def test_a_relatives_number_in_answer_to_our_question_is_the_citizens(text):
    assert identity(text, **TO_US).phone.value == "+6281322984471"


@pytest.mark.parametrize(
    "text", ["Nomor HP ibu saya 0813-2298-4471", "HP istri 081322984471", "wa tetangga sy 081322984471"]
)
def test_a_relatives_number_replaces_no_number_that_is_known(text):
    assert identity(text, **TO_US).phone.confidence < STATED_MIN


@pytest.mark.parametrize("text", [
    "Nomor yang menipu ibu saya 081322984471", "nomor pelaku yang nipu anak saya 081322984471", "Suami saya diteror dari nomor 081322984471", "nomor petugas yang menagih anak saya 081322984471", "rekening istri saya 081322984471",
])  # fmt: skip
def test_a_number_that_is_complained_of_is_not_the_citizens_whoever_suffered(text):
    assert identity(text, **TO_US).phone.value is None


def test_in_a_first_mail_a_relatives_number_is_the_relatives():
    assert identity("Nomor HP suami saya 0813-2298-4471 juga diteror.").phone.value is None


def test_a_relatives_number_behind_the_label_of_our_form_is_the_citizens():
    assert identity("Nomor telepon: 0813-2298-4471 (nomor ibu saya)", **TO_US).phone.value == "+6281322984471"


def test_of_the_own_number_and_a_relatives_the_own_one_is_taken():
    assert identity("HP saya 081234567890, HP suami 081322984471", **TO_US).phone.value == "+6281234567890"


@pytest.mark.parametrize(("text", "address", "province"), [
    ("Alamat: Jl. Mawar No. 5 RT 03/02, Kel. Sukajadi, Kec. Bogor Tengah, Kota Bogor 16121",
     "Jl. Mawar No. 5 RT 03/02, Kel. Sukajadi, Kec. Bogor Tengah, Kota Bogor 16121", "Jawa Barat"),
    ("alamat : dusun krajan rt 02 rw 01\n desa sidomulyo kec silo\n kab jember", "dusun krajan rt 02 rw 01, desa sidomulyo kec silo, kab jember", "Jawa Timur"),
    ("sy tinggal di Br. Kaja, Ds. Peliatan, Kec. Ubud, Gianyar", "Br. Kaja, Ds. Peliatan, Kec. Ubud, Gianyar", "Bali"),
    ("Domisili: Kampung Walesi, Distrik Walesi, Kabupaten Jayawijaya", "Kampung Walesi, Distrik Walesi, Kabupaten Jayawijaya", "Papua Pegunungan"),
    ("Rumah kami di Jl. Kenanga II Blok D No. 7, Depok Jaya, Pancoran Mas, Depok.", "Jl. Kenanga II Blok D No. 7, Depok Jaya, Pancoran Mas, Depok", "Jawa Barat"),
    ("ALAMAT\nJorong Koto Baru, Nagari Simarasok, Kec. Baso, Kab. Agam", "Jorong Koto Baru, Nagari Simarasok, Kec. Baso, Kab. Agam", "Sumatera Barat"),
    ("Alamat koperasi: Jl. Merdeka 10, Kel. Braga, Kota Bandung", None, None),
    ("Alamat: Bekasi", None, "Jawa Barat"),
    ("Koperasi itu berkantor di Jl. Merdeka 10, Kel. Braga, Kota Bandung.", None, None),
    ("Kepada Yth.\nMenteri Koperasi\nJl. HR Rasuna Said Kav. 3-4, Kuningan\nJakarta Selatan 12940\n\nDengan hormat, uang saya hilang.", None, None),
    ("Di jalan keluar desa kami ada koperasi yang tidak jelas.", None, None),
    ("alamat email saya x@example.org", None, None),
])  # fmt: skip
def test_an_address_is_the_writers_and_complete(text, address, province):
    found = identity(text)
    assert (found.address.value, found.province.value) == (address, province)


@pytest.mark.parametrize(("text", "province"), [
    ("Saya Dewi dari Medan, mau tanya KUR.", "Sumatera Utara"), ("saya tinggal di tangerang selatan", "Banten"),
    ("Saya menabung di koperasi di Medan.", None), ("KSP Artha cabang Semarang menahan uang saya.", None),
    ("Pekalongan, 26 April 2026\n\nDengan hormat, mohon informasi.", "Jawa Tengah"),
    ("sy pedagang ikan di pasar terong makassar", "Sulawesi Selatan"), ("alamat: Tangerang\nno hp: 0812 1877 4093", "Banten"),
    ("beta anggota Koperasi Kredit Siwalima Jaya di Ambon", "Maluku"), ("kulo Paimin saking Kediri", "Jawa Timur"),
])  # fmt: skip
def test_a_province_is_where_the_writer_lives(text, province):
    assert identity(text).province.value == province


@pytest.mark.parametrize(("text", "address", "province"), [
    ("Jl. Danau Sentarum Gg. Pak Madjid 2 No. 8, Kel. Sungai Bangkong, Kec. Pontianak Kota, Pontianak", None, "Kalimantan Barat"),
    ("Banjar Pande, Ds. Mengwi, Kec. Mengwi, Badung", None, "Bali"), ("Jalan Takengon - Isaq Km 6, Kampung Kung, Kecamatan Pegasing, Kabupaten Aceh Tengah", None, "Aceh"),
    ("Nitikan UH 6/412 RT 38 RW 10 Sorosutan Umbulharjo Yogya 55162", None, "DI Yogyakarta"), ("Kampung Yabamaru (SP 7), Distrik Tanah Miring, Kabupaten Merauke", None, "Papua Selatan"),
    ("Siti, Gondangan, Jogonalan, Klaten", "Gondangan, Jogonalan, Klaten", "Jawa Tengah"),
])  # fmt: skip
def test_an_address_is_read_as_people_write_it(text, address, province):
    found = identity(f"Uang saya tidak kembali.\n\n{text}", "Siti <s@example.org>")
    assert (found.address.value, found.province.value) == (address or text, province)


def test_what_is_whose_in_a_forwarded_complaint():
    found = identity(
        "Mohon dibantu teman saya.\nHendri Tuah\nJl. Melati 3, Kel. Sukajadi, Pekanbaru\n0812 3456 7890\n\n---------- Forwarded message ---------\n"
        "From: Zul <zul@example.org>\nDate: Sel, 7 Apr 2026\nSubject: sawit\nTo: Hendri\n\nNama: Zulkifli\nHP 0813 1111 2222\n",
        "Hendri <h@example.org>",
    )
    assert (found.name.value, found.phone.value) == ("Hendri Tuah", "+6281234567890")


@pytest.mark.parametrize(("text", "address"), [
    ("siti\nkavling senjulung blok g no 41 kabil nongsa batam\n0812 704 88361", "kavling senjulung blok g no 41 kabil nongsa batam"),
    ("Saya mengantar berkas sendiri ke Jl. Kaliurang No. 9, Kec. Depok, Sleman.", None),
    ("Saya sudah pindah rumah ke Jl. Kaliurang No. 9, Kec. Depok, Sleman.", "Jl. Kaliurang No. 9, Kec. Depok, Sleman"),
    ("Kalau tidak aktif ke suami saya (Pak Tigor). Alamat Huta Silo, Desa Parsaoran, Kec. Pangururan, Kab. Samosir.", "Huta Silo, Desa Parsaoran, Kec. Pangururan, Kab. Samosir"),
    ("Alamat yang kemarin salah tulis. Yang benar: Jl. Wolter Monginsidi, Kel. Lateri, Kota Ambon.", "Jl. Wolter Monginsidi, Kel. Lateri, Kota Ambon"),
    ("alamat jln. abd. malik, kel. simboro, kab. mamuju", "jln. abd. malik, kel. simboro, kab. mamuju"),
    ("Address: Oudegracht 231, 3511 NK Utrecht, The Netherlands", "Oudegracht 231, 3511 NK Utrecht, The Netherlands"),
    ("Kind regards,\nMarieke\nOudegracht 231, 3511 NK Utrecht, The Netherlands", "Oudegracht 231, 3511 NK Utrecht, The Netherlands"),
    ("Gedung PKM Lt. 1, Jl. Dr. Angka No. 90, Kel. Grendeng, Kab. Banyumas", "Gedung PKM Lt. 1, Jl. Dr. Angka No. 90, Kel. Grendeng, Kab. Banyumas"),
    ("saya Syaifudin pemilik warkop di Jl. T. Iskandar No. 44, Gampong Lambhuk, Banda Aceh", "Jl. T. Iskandar No. 44, Gampong Lambhuk, Banda Aceh"),
    ("Alamat saya saja: Jl. Tidar No. 5, Kel. Kemirirejo, Kota Magelang", "Jl. Tidar No. 5, Kel. Kemirirejo, Kota Magelang"),
    ("Alamat: Kampung Ilekma, Distrik Napua, Kabupaten Jayawijaya\nSaya mau tanya bagaimana caranya", "Kampung Ilekma, Distrik Napua, Kabupaten Jayawijaya"),
    ("Tmpt tgl : Lrg. Sukarami Darat RT 29 Kel. Kebun Bunga Kec. Sukarami Palembang", "Lrg. Sukarami Darat RT 29 Kel. Kebun Bunga Kec. Sukarami Palembang"),
    ("Saya TKI sejak 2019, sekarang di Taichung, Taiwan", None), ("Alamat: rumah biru, Malaysia", None),
    ("Alamat: Desa Hilimbowo, Kec. Teluk Dalam, Kab. Nias Selatan", "Desa Hilimbowo, Kec. Teluk Dalam, Kab. Nias Selatan"),
])  # fmt: skip
def test_an_address_is_where_the_writer_lives(text, address):
    assert identity(text).address.value == address


def test_a_forwarded_mail_of_ones_own_tells_of_its_writer():
    text = (
        "----- Pesan yang Diteruskan -----\nDari: Dewi Saputri <{}>\nKepada: dinas@example.org\nJudul: Keluhan gerobak\n\n"
        "Gerobak belum saya terima.\n\nDewi Saputri\nDusun Japunan RT 07/03, Desa Danurejo, Kec. Mertoyudan, Kab. Magelang\nHP 0877 1934 5502"
    )
    own = identity(text.format("dewi@example.org"), "Dewi Saputri <dewi@example.org>")
    assert (own.phone.value, own.province.value) == ("+6287719345502", "Jawa Tengah")
    assert identity(text.format("dewi@example.org"), "Joko <joko@example.org>").phone.value is None


@pytest.mark.parametrize(("heading", "is_own"), [
    ("Rapat sudah diminta. Data ketua:", False), ("Identitas terlapor:", False), ("Terlapor:", False), ("Data pelaku penipuan:", False), ("Terlapor", False), ("Pelapor", True),
    ("Data pelapor:", True), ("Saya melaporkan ketua koperasi. Berikut data saya:", True), ("Data saya sebagai ketua:", True), ("Berikut:", True),
])  # fmt: skip
def test_a_heading_says_whose_the_labels_below_it_are(heading, is_own):
    text = f"Mohon bantuan.\n{heading}\nNama: Bambang Sutejo\nAlamat: Jl. Kenanga 14, Kec. Wonogiri, Kab. Wonogiri\nHP: 0813 2977 6405"
    found = identity(text, "Wahyu Purnomo <wahyu@example.org>")
    assert found.name.value == ("Bambang Sutejo" if is_own else "Wahyu Purnomo")
    assert (found.address.value is not None, found.phone.value is not None) == (is_own, is_own)


def test_a_heading_holds_until_the_empty_line_below_its_labels():
    found = identity(
        "Identitas terlapor:\n\nNama: Bambang Sutejo\nHP: 0813 2977 6405\n\nNama: Siti Aminah\nHP: 0812 3456 7890"
    )
    assert (found.name.value, found.phone.value) == ("Siti Aminah", "+6281234567890")


def test_several_labels_in_one_line_are_all_read():
    found = identity(
        "Nama: Dian Puspita. Alamat: Jl. Ahmad Yani Km 6 No 14, Banjarmasin. Telp: 0511-3267788. Terima kasih"
    )
    assert (found.name.value, found.phone.value) == ("Dian Puspita", "+625113267788")
    assert found.address.value == "Jl. Ahmad Yani Km 6 No 14, Banjarmasin"


def test_what_the_subject_says_counts_where_the_mail_is_short():
    found = identity(
        "Sudah di subjek.",
        "k <kartini@example.org>",
        "Tanya koperasi - Kartini Wulandari, Jl. Anggrek 3, Palangka Raya, 0813 4900 1122",
    )
    assert (found.name.value, found.phone.value, found.province.value) == (
        "Kartini Wulandari",
        "+6281349001122",
        "Kalimantan Tengah",
    )


def test_our_own_acknowledgement_quoted_is_no_answer():
    found = identity(
        "Terima kasih.\n\nPada Sen, 16 Mar 2026 pukul 09.00 Desk <info@kemenkopukm.go.id> menulis:\n> Alamat lengkap: Jl. M****, Kec. Silo\n> Nomor telepon: 0812-****-7890\n"
    )
    assert (found.address.value, found.phone.value) == (None, None)


def test_what_two_labels_contradict_is_left_out_with_the_reason():
    found = identity("Nama: Siti Aminah\nNama: Joko Susilo\nHP: 0812 3456 7890")
    assert found.name.value is None
    assert found.name.why.startswith("contradicted")


def test_a_value_tells_where_it_stands_and_why_it_was_taken():
    found = identity("Selamat pagi.\nHP: 0812 3456 7890").phone
    assert (found.source, found.place, found.why) == ("label", "text line 2", "labelled HP")


@pytest.mark.parametrize(("text", "email"), [
    ("Mohon bantuannya.", "x77@example.org"), ("Email: siti@example.org\nMohon bantuannya.", "siti@example.org"),
    ("Balas ke email pribadi saya saja: siti@example.org", "siti@example.org"), ("Koperasi itu beralamat surel ksp@example.org", "x77@example.org"),
    ("Saya disuruh kirim ke info@kemenkopukm.go.id", "x77@example.org"),
])  # fmt: skip
def test_the_address_is_the_senders_unless_another_is_asked_for(text, email):
    assert identity(text).email.value == email


@pytest.mark.parametrize(("text", "fields"), [
    ("Maaf alamat tidak bisa saya kasih", ("address",)), ("saya tidak punya hp", ("phone",)), ("nomor HP belum ada", ("phone",)),
    ("Saya tidak mau menyebutkan nama", ("name",)), ("Alamat: Jl. Mawar 3", ()),
])  # fmt: skip
def test_what_the_writer_refuses_is_noticed(text, fields):
    assert identity(text).refused == fields


def test_every_province_regency_and_city_is_known():
    assert province_of("Kab. Banjar") == "Kalimantan Selatan"
    assert province_of("Kota Banjar") == "Jawa Barat"
    assert province_of("Kec. Kupang Tengah, Kab. Kupang, NTT") == "Nusa Tenggara Timur"
    assert province_of("Jl. Medan Merdeka No. 3, Palangka Raya") == "Kalimantan Tengah"
    assert (by_postcode("12940"), by_postcode("97712"), by_postcode("99511")) == (
        "DKI Jakarta",
        "Maluku Utara",
        "Papua Pegunungan",
    )
    assert place_at(["tanjung", "pinang"]).province == "Kepulauan Riau"


def test_the_table_of_regions_is_whole():
    from mailticket.core.places import east as places_east
    from mailticket.core.places import west as places_west

    rows = (*places_west.ROWS, *places_east.ROWS)
    entries = [entry.strip() for row in rows for entry in row[3].split(";")]
    assert len(rows) == 38
    assert (sum(entry.startswith("*") for entry in entries), len(entries)) == (98, 514)


@pytest.mark.parametrize("label", ["Nama yang benar", "Nama yg baru", "Nama terbaru"])
def test_a_label_that_says_it_corrects_is_the_writers_own(label):
    assert identity(f"{label}: Siti Rahayu").name.value == "Siti Rahayu"


@pytest.mark.parametrize(
    "items",
    [
        "- KTP\n- Kartu Keluarga",
        "• Buku Tabungan\n• Bilyet Simpanan",
        "1. Andi Saputra\n2. Dewi Kartika",
        "-- Andi Saputra\n-- Dewi Kartika",
        "~ Andi Saputra\n~ Maya Anggraini",
    ],
)
def test_nobody_is_called_after_an_item_of_a_list(items):
    text = f"Simpanan saya di KSP Maju tidak bisa ditarik. Bersama ini:\n\n{items}"
    assert identity(text, "Sari Lestari <sari@example.org>").name.value == "Sari Lestari"
