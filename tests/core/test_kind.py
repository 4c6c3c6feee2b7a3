"""What a mail is about: kind, category, detail, and what the writer wishes besides."""

from dataclasses import replace

import pytest

from mailticket.core import reading
from mailticket.core.policy import Category, Desk, Policy
from mailticket.core.study import by_rules
from tests.build import COMPLETE, a_mail

POLICY = Policy(
    Desk(address="info@kemenkopukm.go.id", ticket_prefix="KUKM"),
    categories=(
        Category("ksp", "KSP bermasalah", keywords={"gagal bayar": 3, "simpanan": 1}),
        Category("integritas", "Dugaan pelanggaran", confidential=True, keywords={"pungli": 3, "suap": 3}),
        Category("lain", "Lain-lain"),
    ),
)


def matter(text, subject="halo", **more):
    return reading.read(a_mail(text, subject=subject, **more), POLICY).matter


@pytest.mark.parametrize(("text", "kind"), [
    ("Simpanan saya di KSP Maju tidak bisa dicairkan sejak Januari, mohon ditindak.", "pengaduan"),
    ("Saya mau lapor, motor saya ditarik koperasi padahal angsuran lancar.", "pengaduan"),
    ("Pengurus koperasi kami tidak pernah mengadakan RAT dan SHU tidak dibagikan. Apakah boleh begitu?", "pengaduan"),
    ("sudah 3 bulan pinjaman lunas tp jaminan sertifikat blm dikembalikan koperasi, tolong pak", "pengaduan"),
    ("Oknum petugas meminta uang agar berkas saya diproses.", "pengaduan"),
    ("I paid a deposit to the cooperative but the goods were never delivered. Please help me get a refund.", "pengaduan"),
    ("The cooperative promised a small business loan, which was never paid out, and refuses to return my fee. Could you look into it?", "pengaduan"),
    ("Kami mengusulkan agar pelatihan diadakan juga di luar Jawa.", "aspirasi"),
    ("Saran saya, biaya sertifikasi halal digratiskan untuk usaha mikro.", "aspirasi"),
    ("Bagaimana kalau setiap bandara menyediakan gerai khusus produk UMKM daerah?", "aspirasi"),
    ("Ada yang mengaku dari koperasi, minta biaya admin, lalu nomor saya diblokir. Apakah koperasi itu terdaftar?", "pengaduan"),
    ("Perusahaan kami ingin menjalin kerja sama dengan kementerian.", "lainnya"),
    ("Sebaiknya kementerian membuat aturan harga minimum produk impor supaya UMKM tidak kalah bersaing.", "aspirasi"),
    ("My suggestion: open one counter for permits of small businesses.", "aspirasi"),
    ("Apa saja syarat mendirikan koperasi dan berapa biayanya?", "permohonan_informasi"),
    ("min mau tny cara daftar KUR buat warung gmn ya", "permohonan_informasi"),
    ("Mohon informasi jadwal pelatihan kewirausahaan tahun ini.", "permohonan_informasi"),
    ("Untuk keperluan skripsi saya memohon data jumlah koperasi aktif di Kota Malang.", "permohonan_informasi"),
    ("Could you please tell me whether a foreigner may join a cooperative?", "permohonan_informasi"),
    ("Kami mengundang Bapak Menteri untuk hadir pada pembukaan pameran.", "lainnya"),
    ("Dengan ini saya mengajukan lamaran pekerjaan sebagai staf administrasi.", "lainnya"),
    ("Terima kasih banyak atas bantuannya, masalah saya sudah selesai.", "lainnya"),
    ("Dirgahayu Hari Koperasi Indonesia!", "lainnya"),
    ("UNDANGAN\n\nMengharap kehadiran Bapak/Ibu pada peresmian gedung koperasi kami.", "lainnya"),
    ("Alamat: Jl. Mawar 5, Depok. Yang nak saya tanyakan bagaimana koperasi kami mendapat sertifikat.", "permohonan_informasi"),
    ("Usulan saya seperti kemarin: tolong solar nelayan disalurkan lewat koperasi nelayan.", "aspirasi"),
    ("We offer SEO services and can bring your website to page one of Google.", "lainnya"),
    ("halo", "lainnya"),
    ("Kami menawarkan pembuatan seragam, minimal order 50 pcs, gratis ongkir.", "lainnya"),
    ("SELAMAT HARI UMKM NASIONAL", "lainnya"),
    ("Kalau perlu keterangan hubungi saya. Pimpinan membuat pinjaman fiktif atas nama anggota.", "pengaduan"),
    ("I would like to request the number of cooperatives for my thesis.", "permohonan_informasi"),
])  # fmt: skip
def test_the_words_tell_the_kind(text, kind):
    """By the rules alone, which the reader takes as evidence."""
    read = by_rules(a_mail(text, subject="halo"), POLICY)
    assert read is not None
    assert read.matter.kind == kind


def test_the_words_that_decided_are_kept():
    found = matter("Mohon informasi syarat KUR.")
    assert found.kind == "permohonan_informasi"
    assert "mohon informasi" in found.kind_why


@pytest.mark.parametrize(("text", "category", "words"), [
    ("KSP Maju gagal bayar, simpanan saya hilang", "ksp", ("gagal bayar", "simpanan")),
    ("ada pungli dan suap di loket", "integritas", ("pungli", "suap")), ("mau tanya KUR", "lain", ()), ("persimpanan jalan", "lain", ()),
])  # fmt: skip
def test_the_category_with_the_heaviest_words_wins(text, category, words):
    found = matter(text)
    assert (found.category, found.category_words) == (category, words)


@pytest.mark.parametrize(("text", "enough"), [
    ("Simpanan berjangka saya Rp 12.500.000 di KSP Maju Mandiri tidak bisa ditarik sejak Januari 2026.", True),
    ("Apakah KUR untuk usaha mikro memerlukan agunan, dan ke bank mana saya harus mendaftar?", True),
    ("koperasi tambang rakyat memotong hasil setoran anggota 10% tapi tidak ada kwitansi", True),
    ("Yth. Bagian, saya ingin bertanya cara mendirikan koperasi baru di Kota Bandung dan syarat jumlah anggotanya, mohon penjelasan.", True),
    ("tolong pak koperasi saya bermasalah", False), ("mau tanya dong", False), ("Terlampir surat kami, mohon ditindaklanjuti.", False),
    ("Kami rakyat kecil selalu dipersulit, kami sangat kecewa, tolong jangan tutup mata pak, sudah ke sana kemari tidak ada yang peduli.", False),
    ("Ada hal penting soal koperasi sekolah, tidak bisa saya tuliskan di email, mohon telepon saya, nanti saya ceritakan.", False),
])  # fmt: skip
def test_enough_detail_is_told_with_its_reason(text, enough):
    found = matter(text)
    assert found.detail is enough, found.detail_why
    assert found.detail_why


@pytest.mark.parametrize(("text", "wish"), [
    ("Mohon identitas saya dirahasiakan.", "confidential"), ("tolong jangan disebarkan nama saya", "confidential"), ("Please keep my name confidential.", "confidential"),
    ("Saya sengaja tidak menyebutkan nama.", "anonymous"), ("dari hamba Allah", "anonymous"), ("saya tidak mau menyebut identitas saya", "anonymous"),
    ("Saya ingin mencabut laporan saya.", "withdrawn"), ("laporan saya mohon dibatalkan, sudah damai", "withdrawn"), ("Please withdraw my complaint.", "withdrawn"),
    ("Terima kasih banyak.", "thanks"), ("ok siap pak, terima kasih atas informasinya", "thanks"),
])  # fmt: skip
def test_a_wish_is_noticed(text, wish):
    assert getattr(matter(text), wish)


@pytest.mark.parametrize("text", [
    COMPLETE, "Izin koperasi itu harus dicabut.", "Terima kasih, tetapi uang saya belum kembali sampai hari ini, bagaimana tindak lanjutnya?",
    "0812 3456 7890", "Mohon data koperasi aktif.", "Nama saya dipakai orang lain untuk pinjaman.",
])  # fmt: skip
def test_no_wish_is_read_into_an_ordinary_mail(text):
    found = matter(text)
    assert not any((found.confidential, found.anonymous, found.withdrawn, found.thanks, found.rating))


@pytest.mark.parametrize("text", [
    "Terima kasih atas jawabannya, tetapi uang saya belum kembali.", "makasih pak tapi blm cair", "Terima kasih, namun kurang jelas.", "Terima kasih. Cuma saya bingung.",
    "Terima kasih. Nomor bilyetnya A-1234.", "Trims min, kapan ya", "Terima kasih, tidak sesuai.", "Thank you, but it still has not arrived.", "Thanks. It doesn't help.",
    "matur nuwun, nanging durung cair", "Terima kasih jawabannya, masih sama saja", "Terima kasih, bukan itu maksud saya", "Terima kasih, mengapa begitu", "terima kasih 2 minggu lagi",
    "Terima kasih, loket tutup terus pak", "Terima kasih. Pengurus menolak membayar.", "Makasih pak, pengurusnya kabur.", "Suwun pak, duite ilang", "Terima kasih, pengurus minta uang lagi.",
    "Terima kasih, tolong uang saya segera dibayar.", "Terima kasih, mohon dibuka kembali laporannya.", "Thanks, please send the form again.", "Thank you. The office was closed.",
])  # fmt: skip
def test_thanks_with_a_reservation_a_number_or_a_question_are_more_than_thanks(text):
    assert not matter(text, headers={"In-Reply-To": "<1@example.org>"}).thanks


@pytest.mark.parametrize("text", [
    "Terima kasih banyak atas bantuannya.", "Saya cuma mau bilang terima kasih", "Terima kasih, sudah tidak ada masalah lagi.", "Alhamdulillah, terima kasih min, sehat selalu",
    "Thank you so much for your help!", "Baik, terima kasih.", "Terima kasih Pak, tidak perlu repot", "Hatur nuhun pisan 🙏",
    "Terima kasih, uang sudah saya terima.", "Terima kasih, tutup saja laporannya", "Terima kasih, mohon maaf sudah merepotkan", "Terima kasih, laporan silakan ditutup.", "Thank you, no problem at all.",
])  # fmt: skip
def test_thanks_stay_thanks(text):
    assert matter(text, headers={"In-Reply-To": "<1@example.org>"}).thanks


@pytest.mark.parametrize(("text", "replies"), [
    ("Sudah, terima kasih.", True), ("Iya pak, makasih", True), ("Baik, terima kasih", True), ("Yes, thank you", True), ("ok siap", True),
    ("Terima kasih banyak.", False), ("Terima kasih atas bantuannya Pak", False), ("Thanks a lot!", False),
])  # fmt: skip
def test_thanks_that_say_yes_or_done_can_answer_a_question(text, replies):
    assert matter(text, headers={"In-Reply-To": "<1@example.org>"}).replies is replies


@pytest.mark.parametrize(("text", "rating"), [
    ("5", 5), ("4/5", 4), ("Nilai: 3", 3), ("5 bintang, terima kasih", 5), ("1.", 1), ("6", None), ("5 juta", None), ("12", None), ("saya minta 5", None),
])  # fmt: skip
def test_a_bare_number_from_one_to_five_is_a_rating(text, rating):
    assert matter(text).rating == rating


@pytest.mark.parametrize(("text", "language"), [
    ("I would like to know which form the founders have to submit.", "en"), ("Saya mau tanya", "id"), ("Dear HRD, mau nanya apakah ada program magang buat mahasiswa?", "id"),
    ("ok", "id"), ("Hi team, gue Reza, co-founder of a startup, mau explore skema koperasi, is it possible?", "id"),
])  # fmt: skip
def test_english_is_answered_in_english_and_all_else_in_indonesian(text, language):
    assert matter(text).language == language


ANSWERED = {"In-Reply-To": "<1@example.org>"}


@pytest.mark.parametrize(("text", "enough"), [
    ("Uraian permasalahan: ikut investasi kandang ayam Koperasi Unggas Sejahtera Rp 55 juta, bagi hasil berhenti sejak Mei", True),
    ("mau tanya kalau mau jadi penerima pembiayaan ultra mikro harus ikut kelompok atau bisa sendiri", True),
    ("Alamat rumah tidak bisa saya kasih, takut orangnya datang. Cukup hp saja ya, tolong jangan disebar.", False),
    ("Ini alamat saya, nomor yang di email pertama sudah tidak aktif.", False),
])  # fmt: skip
def test_a_reply_tells_the_matter_or_only_details(text, enough):
    assert reading.read(a_mail(text, headers=ANSWERED), POLICY).matter.detail is enough


def test_words_of_the_institutions_own_field_make_a_report_concrete():
    mail = a_mail("Puskesmas Melati menolak memberi rujukan untuk ibu saya.", subject="halo")
    health = replace(POLICY, intake=replace(POLICY.intake, topics=("Puskesmas", "rujukan")))
    assert not reading.read(mail, POLICY).matter.detail
    assert reading.read(mail, health).matter.detail
