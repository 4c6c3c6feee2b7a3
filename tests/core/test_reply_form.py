"""Our own form, filled in by the citizen inside the quotation of our mail."""

from mailticket.core.reply import separate
from tests.core.test_reply import a_mail

HEAD = "Pada 29/05/2024 11.40, Meja Layanan menulis:\n"


def test_what_is_typed_behind_the_quoted_labels_is_the_form():
    text = HEAD + (
        "> Mohon lengkapi:\n>\n> Nama lengkap: Sukardi bin Wiryo\n> Alamat lengkap: Dsn. Sambirejo RT 19,\n> Kec. Plaosan\n"
        "> Nomor telepon: 0858 1544 2093\n> Alamat surel: \n> Uraian: motor saya ditarik\n>\n> Terima kasih\n"
    )
    reply = separate(a_mail(text))
    assert reply.text == ""
    assert reply.form == (
        "Nama lengkap: Sukardi bin Wiryo\nAlamat lengkap: Dsn. Sambirejo RT 19, Kec. Plaosan\n"
        "Nomor telepon: 0858 1544 2093\nUraian: motor saya ditarik"
    )


def test_the_english_form_is_known():
    text = "On 29/05/2024 11:40, Desk wrote:\n> Full name: Oliver Bennett\n> Full address: 1 Rose Road\n> Phone number:\n> E-mail address:\n> Your report: no refund\n"
    assert separate(a_mail(text)).form == "Full name: Oliver Bennett\nFull address: 1 Rose Road\nYour report: no refund"


def test_forms_in_other_words_are_known():
    text = HEAD + (
        "> 1. Nama lengkap : Soleh Mahfudin\n> 2. Alamat (jalan/dusun, desa/kelurahan, kecamatan) : Dusun Sukasari, Kec. Dukupuntang\n"
        "> 3. Nomor telepon yang dapat dihubungi : 0877-2911-6604\n> 4. Uraian singkat permasalahan : bunga 5%\n"
    )
    assert separate(a_mail(text)).form.split("\n") == [
        "Nama lengkap: Soleh Mahfudin",
        "Alamat (jalan/dusun, desa/kelurahan, kecamatan): Dusun Sukasari, Kec. Dukupuntang",
        "Nomor telepon yang dapat dihubungi: 0877-2911-6604",
        "Uraian singkat permasalahan: bunga 5%",
    ]
    text = "On 29/05/2024 11:40, Desk wrote:\n> Postal address: 1 Rose Road,\n> Sanur\n> Description of the matter: no refund\n"
    assert separate(a_mail(text)).form == "Postal address: 1 Rose Road, Sanur\nDescription of the matter: no refund"


def test_an_answer_below_its_quoted_label_belongs_to_the_label():
    reply = separate(a_mail(HEAD + "> Nomor telepon:\n0812 3456 7890\n>\n> Terima kasih\n"))
    assert reply.form == "Nomor telepon: 0812 3456 7890"
    assert reply.text == "0812 3456 7890"


def test_an_empty_form_gives_nothing():
    reply = separate(
        a_mail(
            "Nanti ya.\n\n"
            + HEAD
            + "> Nama lengkap:\n> Alamat lengkap: \n> Nomor telepon: ......\n>\n> Jangan ubah subjek.\n"
        )
    )
    assert (reply.text, reply.form) == ("Nanti ya.", "")


def test_a_form_that_was_typed_anew_is_text_and_no_form():
    reply = separate(a_mail("Nama lengkap: Joko\nNomor telepon: 0812 3456 7890\n\n" + HEAD + "> Nama lengkap:\n"))
    assert reply.text.startswith("Nama lengkap: Joko")
    assert reply.form == ""


def test_in_a_quotation_without_marks_an_answer_ends_at_the_next_label():
    text = "Jawaban di bawah.\n\nFrom: Desk <info@desk.example>\nSent: Thursday, May 30, 2024 9:02 AM\nTo: Joko\nSubject: Re\n\nNama lengkap: Joko\nUraian: seperti surat pertama\nMohon tidak mengubah subjek.\n"
    assert separate(a_mail(text)).form == "Nama lengkap: Joko\nUraian: seperti surat pertama"


def test_an_answer_below_a_quoted_label_may_stand_behind_an_empty_line():
    text = (
        HEAD
        + "> Nama lengkap :\n\nKemas Somad\n\n> Uraian permasalahan :\n\nSimpanan ibu tidak\ndiberikan.\n\n> Terima kasih\n"
    )
    assert (
        separate(a_mail(text)).form == "Nama lengkap: Kemas Somad\nUraian permasalahan: Simpanan ibu tidak diberikan."
    )


def test_an_answer_below_its_label_in_a_quotation_without_marks_ends_at_the_next_label():
    text = (
        "Jawaban saya di bawah.\n\nFrom: Desk <desk@example.org>\nSent: Wednesday, September 11, 2024 8:31 AM\nTo: a@example.org\nSubject: RE: x\n\n"
        "Nama lengkap :\nLiem Sioe Hwa\nAlamat lengkap :\nNomor telepon/HP :\n0812-561-2209\nUraian permasalahan :\nMohon tidak mengubah subjek.\n"
    )
    assert separate(a_mail(text)).form == "Nama lengkap: Liem Sioe Hwa\nNomor telepon/HP: 0812-561-2209"


def test_what_the_citizen_wrote_before_is_no_form():
    text = (
        HEAD
        + "> Mohon nomor terbaru.\n> Pada 2025-09-02 19:11, Widodo menulis:\n>> Nama: Widodo Santosa\n>> HP: 0812 3477 9001\n"
    )
    assert separate(a_mail("Nomor baru 0823 3409 6128.\n\n" + text)).form == ""


def test_an_example_that_the_desk_filled_in_is_no_answer():
    quoted = "> Contoh pengisian:\n>\n>    Nama: Budi Santoso\n>    HP: 0812 0000 0000\n>\n> Silakan balas dengan mengisi:\n> 1. Nama: {}\n> 2. No. HP: {}\n"
    assert separate(a_mail("Nanti ya.\n\n" + HEAD + quoted.format("", ""))).form == ""
    assert (
        separate(a_mail(HEAD + quoted.format("Benyamin Lango", "081 339 400 617"))).form
        == "Nama: Benyamin Lango\nNo. HP: 081 339 400 617"
    )
