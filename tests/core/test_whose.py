"""Whose matter is told in another person's thread: the citizen's still, or the writer's own."""

from dataclasses import replace

import pytest

from mailticket.core.citizen import Citizen
from mailticket.core.decision import Decision
from mailticket.core.happenings import Hold, What
from mailticket.core.ticket import Status
from tests.core.desk import NOW, NUMBER, OTHER, Memory, a_ticket, notices, signed, written

SITI = Citizen("Siti Rahmawati", "Jl. Melati No. 12, Kota Bandung", "+6281322984471", "siti@example.org")
BUDI = "Budi Hartono <budi@example.com>"
OWN = "citizen", "citizen"
DETAILS = "Nama: Budi Hartono\nAlamat: Jl. Anggrek No. 4 RT 01 RW 02, Kec. Cibeunying Kidul, Kota Bandung\nNo. HP: 0812-9988-7766"
STORY = "Simpanan saya di KSP Sejahtera Rp80.000.000 sejak Desember 2025 tidak bisa dicairkan. Mohon ditindaklanjuti."
WHOLE = f"{STORY}\n\n{DETAILS}"
FORWARD = (
    "\n\n---------- Forwarded message ---------\nDari: Bagian Komunikasi <info@kemenkopukm.go.id>\n"
    f"Date: Sel, 17 Mar 2026\nSubject: [{NUMBER}] Jawaban atas laporan Anda\nTo: Siti Rahmawati <siti@example.org>\n\n"
    "Yth. Ibu Siti Rahmawati, koperasi sudah kami panggil.\n\nNama    : Siti Rahmawati\nTelepon : 0813-****-4471\n"
)
OUTLOOK = (
    "\n\n-----Pesan Asli-----\nDari: Bagian Komunikasi [mailto:info@kemenkopukm.go.id]\nDikirim: 17 Maret 2026 09:02\n"
    f"Kepada: Siti Rahmawati\nPerihal: [{NUMBER}] Jawaban atas laporan Anda\n\nYth. Ibu Siti, koperasi sudah dipanggil.\n"
)


def ref(text: str = "") -> str:
    return f"{text}\nRef: {signed(*OWN)}\n"


def quoted(text: str = "Yth. Ibu Siti,") -> str:
    return (
        f"\n\nPada Sen, 16 Mar 2026 09.02 Bagian <info@kemenkopukm.go.id> menulis:\n> {text}\n> Ref: {signed(*OWN)}\n"
    )


def desk(status: Status = Status.OPEN, **changes) -> Memory:
    ended = {"answered_at": NOW} if status in (Status.ANSWERED, Status.CLOSED) else {}
    ended |= {"closed_at": NOW} if status is Status.CLOSED else {}
    return Memory(ticket=replace(a_ticket(status=status, citizen=SITI, draft=None, legs=()), **ended, **changes))


def split(decision: Decision) -> bool:
    """Whether a new ticket of the writer's came of it, linked, and answered to the writer alone."""
    if decision.ticket is None or decision.ticket.number is not None:
        return False
    assert decision.ticket.follows == NUMBER
    assert What.LINKED in {event.what.kind for event in decision.events}
    told = {n.to.address for n in decision.notices if n.name.startswith("citizen.")}
    assert told == {decision.ticket.citizen.email}
    assert {one for n in decision.notices for one in n.references} <= {"<one@example.org>"}  # the writer's own mail
    return True


@pytest.mark.parametrize("status", [Status.AWAITING_DETAILS, Status.OPEN, Status.ANSWERED, Status.CLOSED])
@pytest.mark.parametrize(
    "subject", [f"Fwd: [{NUMBER}] Jawaban", "Trs: Jawaban atas laporan Anda", "Laporan KSP Sejahtera"]
)
@pytest.mark.parametrize("below", [ref(FORWARD), ref(OUTLOOK), quoted()])
def test_a_neighbour_who_forwards_our_answer_with_a_complaint_gets_a_ticket(status, subject, below) -> None:
    decision = desk(status).decided(written(f"Saya tetangga Bu Siti.\n{WHOLE}{below}", BUDI, subject=subject))
    assert split(decision)
    assert decision.ticket is not None
    assert decision.ticket.citizen.name == "Budi Hartono"
    assert decision.ticket.citizen.email == "budi@example.com"
    assert NUMBER not in decision.ticket.subject


@pytest.mark.parametrize(
    "text",
    [
        f"Saya juga korban KSP Sejahtera Mandiri.\n{WHOLE}",
        f"Mohon laporan saya dicatat juga.\n\n{DETAILS}",
        "Saya juga korban koperasi ini pak, uang saya 30 juta blm kembali sampai skrg.",
        "Saya pun mengalami hal yang sama. Deposito saya Rp 15.000.000 ditahan sejak Januari 2026 oleh pengurus.",
        "Dear Sir, I am also a member of this cooperative. My savings of Rp 20,000,000 were not paid since March 2025.",
    ],
)
@pytest.mark.parametrize("by", ["token", "id", "number"])
def test_a_fellow_victim_who_replies_to_all_gets_a_ticket(text: str, by: str) -> None:
    own = signed(*OWN) if by == "token" else None
    extra = "In-Reply-To: <siti.1@example.org>\r\n" if by == "id" else ""
    subject = f"Re: [{NUMBER}] Simpanan" if by == "number" else "Re: Simpanan"
    assert split(desk().decided(written(text, BUDI, own, subject=subject, extra=extra)))


def test_the_quotation_of_a_fellow_tells_nothing_of_the_fellow() -> None:
    quote = (
        "\n\nPada Sen, 16 Mar 2026 pukul 09.00 Siti Rahmawati <siti@example.org> menulis:\n"
        "> Nama: Siti Rahmawati\n> Alamat: Jl. Melati No. 12, Kota Bandung\n> No. HP: 0813-2298-4471\n"
    )
    raw = written(
        f"Saya juga korban. {STORY}{quote}", BUDI, extra="In-Reply-To: <siti.1@example.org>\r\n", subject="Re: Simpanan"
    )
    decision = desk().decided(raw)
    assert split(decision)
    assert decision.ticket is not None
    assert (decision.ticket.citizen.name, decision.ticket.citizen.phone) == ("Budi Hartono", None)


LAWYER = (
    "Kami kuasa hukum Ibu Siti. Mohon perkembangan laporan ini.\n\nHormat kami,\nRudi Hartawan, S.H.\nKantor Hukum\n"
    "Jl. Sudirman No. 10, Kota Bandung\nHP 0811-2233-4455"
)


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        (LAWYER, "Adv. Rudi Hartawan <rudi@kantor.example>"),
        (("Kami mewakili Ibu Siti Rahmawati.\nNama: Rudi Hartawan\nAlamat: Jl. Sudirman 10, Kota Bandung\nHP: 0811-2233-4455\n"
         "Pengurus KSP Sejahtera menahan simpanan klien kami Rp45.000.000 sejak Januari 2026."), "Rudi <rudi@kantor.example>"),
        ("Saya anak Ibu Siti. Simpanan ibu saya Rp45.000.000 belum dibayar sampai hari ini oleh koperasi.", "Andi <andi@example.com>"),
        ("Ini buktinya, kemarin difoto di kantor koperasi.", BUDI),
        ("Simpanan saya Rp45.000.000 belum juga cair, pengurus menawarkan cicilan sejak kemarin.", "Siti R. <siti@kantor.example>"),
        ("Simpanan saya Rp45.000.000 belum juga cair, pengurus menawarkan cicilan sejak kemarin.", "s1t1@kantor.example"),
        (f"{STORY}\nNama: Siti Rahmawati\nHP: 0813-2298-4471", "Kantor Lurah <lurah@example.com>"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("status", [Status.OPEN, Status.ANSWERED])
def test_who_speaks_for_the_citizen_adds_and_changes_nothing_of_who_it_is(
    text: str, sender: str, status: Status
) -> None:
    decision = desk(status).decided(written(text + quoted(), sender, signed(*OWN)))
    assert decision.ticket is not None
    assert (decision.ticket.number, decision.ticket.citizen) == (NUMBER, SITI)
    assert "officer.followup" in notices(decision)
    assert not any(n.to.address not in ("siti@example.org", "rina@example.org") for n in decision.notices)


@pytest.mark.parametrize(
    "text",
    [LAWYER, "Nomor saya 0813 1111 2222", "Kami pengurus KSP Sejahtera. Laporan ini tidak benar, dana sudah dibayar."],
)
def test_without_our_mail_whoever_tells_nothing_of_their_own_is_held(text: str) -> None:
    decision = desk().decided(written(text, "Rudi <rudi@kantor.example>", subject=f"Re: [{NUMBER}] Simpanan"))
    assert (decision.state, decision.ticket, decision.notices) == ("held", None, ())


@pytest.mark.parametrize("status", [Status.OPEN, Status.ANSWERED])
def test_a_held_mail_that_is_let_go_overwrites_nobody(status: Status) -> None:
    raw = written(f"Saya juga korban.\n{WHOLE}", BUDI, subject=f"Re: [{NUMBER}] Simpanan")
    assert split(desk(status).decided(raw, let_go=True))
    lawyer = written(LAWYER, "Rudi <rudi@kantor.example>", subject=f"Re: [{NUMBER}] Simpanan")
    decision = desk(status).decided(lawyer, let_go=True)
    assert decision.ticket is not None
    assert (decision.ticket.number, decision.ticket.citizen) == (NUMBER, SITI)


@pytest.mark.parametrize("text", ["0813 1111 2222", "Nomor telepon: 0813 1111 2222"])
def test_what_another_address_tells_fills_and_is_not_told_on(text: str) -> None:
    waiting = desk(Status.AWAITING_DETAILS, missing=("phone",), asked=1)
    waiting.ticket = replace(waiting.ticket, citizen=replace(SITI, phone=None), clock_at=None, complete_at=None)
    decision = waiting.decided(written(text + quoted(), "Andi <andi@example.com>", signed(*OWN)))
    assert decision.ticket is not None
    assert decision.ticket.citizen.phone == "+6281311112222"
    assert decision.ticket.status is Status.OPEN
    (phone,) = (one for one in decision.ticket.details if one.field == "phone")
    assert phone.by_another
    (told,) = (n for n in decision.notices if n.name == "citizen.acknowledged")
    assert told.to.address == "siti@example.org"


def test_the_signature_of_who_helps_fills_nothing() -> None:
    waiting = desk(Status.AWAITING_DETAILS, missing=("address", "phone"), asked=1)
    waiting.ticket = replace(
        waiting.ticket, citizen=replace(SITI, phone=None, address=None), clock_at=None, complete_at=None
    )
    decision = waiting.decided(written(LAWYER + quoted(), "Rudi <rudi@kantor.example>", signed(*OWN)))
    assert decision.ticket is not None
    assert decision.ticket.citizen == waiting.ticket.citizen


@pytest.mark.parametrize("below", ["", f"\n\nSertakan kode ini: {signed(*OWN)}", ref("\n")])
@pytest.mark.parametrize("letter", ["text", "id"])
def test_a_published_token_brings_nobody_into_its_ticket(below: str, letter: str) -> None:
    """A sample letter with a token in it, a circular whose Message-ID bears one."""
    extra = f"In-Reply-To: <{signed(*OWN)}.abcdefghijkl@evil.example>\r\n" if letter == "id" else ""
    memory = desk()
    decision = memory.decided(written(f"{STORY}{below}", BUDI, subject="Pengaduan", extra=extra))
    assert decision.ticket is not None
    assert decision.ticket.number is None
    assert {n.to.address for n in decision.notices if n.name.startswith("citizen.")} == {"budi@example.com"}


def test_a_whole_complaint_below_a_copy_of_our_mail_is_the_writers_own() -> None:
    decision = desk(citizen=replace(SITI, name=None)).decided(written(WHOLE + quoted(), BUDI, signed(*OWN)))
    assert split(decision)


def test_who_has_a_ticket_of_the_same_thread_goes_on_in_it() -> None:
    memory = desk()
    memory.other = replace(
        memory.ticket, number=OTHER, follows=NUMBER, citizen=Citizen("Budi", email="budi@example.com")
    )
    for own, extra in ((signed(*OWN), ""), (None, "In-Reply-To: <siti.1@example.org>\r\n")):
        decision = memory.decided(
            written("Tambahan: bilyet nomor A-12.", BUDI, own, extra=extra, subject="Re: Simpanan")
        )
        assert decision.ticket is not None
        assert decision.ticket.number == OTHER


@pytest.mark.parametrize("older_first", [True, False])
def test_of_linked_tickets_the_newest_counts(older_first: bool) -> None:
    old, new = signed(*OWN), signed(*OWN, number=OTHER)
    memory = desk(Status.CLOSED)
    memory.other = replace(a_ticket(status=Status.OPEN, citizen=SITI), number=OTHER, follows=NUMBER)
    near, far = (old, new) if older_first else (new, old)
    raw = written("Nomor sertifikat 00123.", "Siti <siti@example.org>", near, extra=f"References: <{far}.a@x>\r\n")
    decision = memory.decided(raw)
    assert decision.ticket is not None
    assert decision.ticket.number == OTHER


def test_of_linked_tickets_of_two_people_the_senders_counts_and_nobody_elses() -> None:
    memory = desk()
    memory.other = replace(
        a_ticket(status=Status.OPEN),
        number=OTHER,
        follows=NUMBER,
        citizen=replace(SITI, name="Budi", email="budi@example.com"),
    )
    both = f"References: <{signed(*OWN)}.a@x>\r\n"
    for sender, number in (("siti@example.org", NUMBER), ("budi@example.com", OTHER)):
        decision = memory.decided(written("Ini buktinya.", sender, signed(*OWN, number=OTHER), extra=both))
        assert decision.ticket is not None
        assert decision.ticket.number == number
    decision = memory.decided(written("Ini buktinya.", "lain@example.net", signed(*OWN, number=OTHER), extra=both))
    assert (decision.state, decision.why) == ("held", (Hold.SEVERAL(),))


def test_an_officers_mail_of_a_ticket_counts_before_the_digest_that_it_came_of() -> None:
    raw = written("#catatan sudah ditelepon", own=signed(), above="Authentication-Results: mx.example.org; dmarc=pass header.from=example.org\r\n",
                  extra=f"References: <{signed(number='desk')}.a@x>\r\n")  # fmt: skip
    decision = Memory().decided(raw)
    assert decision.ticket is not None
    assert decision.ticket.number == NUMBER
    assert What.NOTED in {event.what.kind for event in decision.events}


BLOCKS = {
    "a bare block": "Dari: Bagian Komunikasi <info@kemenkopukm.go.id>\nDikirim: Selasa, 17 Maret 2026 09.02\nKepada: Siti <siti@example.org>\nSubjek: Laporan\n",
    "an iPhone": "Mulai pesan terusan:\n\nDari: Bagian Komunikasi <info@kemenkopukm.go.id>\nPerihal: Laporan\nTanggal: 17 Maret 2026 09.02.00 WIB\nKepada: Siti <siti@example.org>\n",
    "Thunderbird": "-------- Pesan Terusan --------\nPerihal: \tLaporan\nTanggal: \tTue, 17 Mar 2026 09:02:00 +0700\nDari: \tBagian <info@kemenkopukm.go.id>\nKepada: \tSiti <siti@example.org>\n",
    "Zimbra": '----- Forwarded Message -----\nFrom: "Bagian" <info@kemenkopukm.go.id>\nTo: "Siti" <siti@example.org>\nSent: Tuesday, March 17, 2026 9:02:00 AM\nSubject: Laporan\n',
    "Samsung": "-------- Pesan asli --------\nDari: Bagian <info@kemenkopukm.go.id> \nTanggal: 17/03/26  09.02  (GMT+07:00) \nKe: Siti <siti@example.org> \nSubjek: Laporan \n",
}  # fmt: skip


@pytest.mark.parametrize("block", BLOCKS)
def test_our_mail_is_known_in_whatever_way_it_was_forwarded(block: str) -> None:
    below = f"\n\n{BLOCKS[block]}\nYth. Ibu Siti,\nlaporan Anda telah kami terima.\nNama    : Siti Rahmawati\n{ref()}"
    decision = desk().decided(written(f"Ini buktinya.{below}", "Hendra <hendra@example.com>", subject="Fwd: Laporan"))
    assert decision.ticket is not None
    assert (decision.ticket.number, decision.ticket.citizen) == (NUMBER, SITI)
    assert split(desk().decided(written(f"Saya tetangga Bu Siti.\n{WHOLE}{below}", BUDI, subject="Fwd: Laporan")))
