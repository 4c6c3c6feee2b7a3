"""The script of the demo: who writes what and when, in one week and a day, with what the desk sent before at hand."""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from mailticket.app.demo import people as p

Sent = Callable[[str, str], EmailMessage]  # (notice, recipient) -> the newest such mail


@dataclass(frozen=True)
class Step:
    """One mail that arrives at a time (or None: only time passes), and what the terminal says of it."""

    at: str
    says: str
    mail: Callable[[Sent], EmailMessage] | None = None


def new(sender: str, subject: str, text: str, *, html: bool = False, **headers: str) -> Callable[[Sent], EmailMessage]:
    """Write a mail to the desk."""

    def write(sent: Sent) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = sender, p.DESK, subject
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text, subtype="html" if html else "plain")
        return mail

    return write


def reply(
    sender: str, notice: str, text: str, *, form: str = "", proven: bool = False
) -> Callable[[Sent], EmailMessage]:
    """Answer the newest mail of that notice to the sender; `form` is typed behind a label inside the quotation."""

    def write(sent: Sent) -> EmailMessage:
        to = sender.rpartition("<")[2].rstrip(">")
        answered = sent(notice, to)
        body = answered.get_body(("plain",))
        quoted = "".join(f"> {line}\n" for line in (body.get_content() if body else "").splitlines())
        if form:
            label = form.partition(":")[0]
            quoted = quoted.replace(f"> {label}: \n", f"> {form}\n").replace(f"> {label}:\n", f"> {form}\n")
        mail = EmailMessage(policy=SMTP)
        if proven:
            mail["Authentication-Results"] = f"mx.example.org; dmarc=pass header.from={to.rpartition('@')[2]}"
        mail["From"], mail["To"], mail["Subject"] = sender, p.DESK, f"Re: {answered['Subject']}"
        mail["In-Reply-To"] = mail["References"] = str(answered["Message-ID"])
        mail.set_content(f"{text}\n\nPada hari ini, {p.DESK} menulis:\n\n{quoted}")
        return mail

    return write


def bounced(sent: Sent) -> EmailMessage:
    """Write a delivery report of a mail server (RFC 3464)."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = "MAILER-DAEMON@mx.example.org", p.DESK
    mail["Subject"] = "Undelivered Mail Returned to Sender"
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(p.BOUNCE)
    return mail


ASSIGNED, DRAFT, MISSING = "officer.assigned", "officer.draft", "citizen.details_missing"

WEEK: tuple[Step, ...] = (
    Step("2026-11-02 08:10", "Siti sends a complete complaint", new(p.SITI, "Simpanan tidak bisa ditarik", p.COMPLETE)),
    Step("2026-11-02 08:40", "Joko forgets his phone number", new(p.JOKO, "Pengaduan koperasi tani", p.WITHOUT_PHONE)),
    Step("2026-11-02 09:15", "Made forgets his address", new(p.MADE, "Bantuan modal perajin", p.WITHOUT_ADDRESS)),
    Step("2026-11-02 09:30", "Dewi does not say what happened", new(p.DEWI, "lapor", p.WITHOUT_DETAIL)),
    Step("2026-11-02 09:45", "a mother does not give her name", new(p.RATNA, "Arisan macet", p.WITHOUT_NAME)),
    Step("2026-11-02 10:05", "Asep writes as he speaks", new(p.ASEP, "tolong min", p.SLANG)),
    Step("2026-11-02 10:20", "Nur writes on her phone, in HTML", new(p.NUR, "KSP Sinar Tomoni", p.HTML_PHONE, html=True)),
    Step("2026-11-02 10:45", "Emma writes in English", new(p.EMMA, "Complaint about a cooperative", p.ENGLISH)),
    Step("2026-11-02 11:00", "an out-of-office reply comes back",
         new("Budi <budi@example.org>", "Otomatis: sedang cuti", p.OUT_OF_OFFICE, Auto_Submitted="auto-replied")),
    Step("2026-11-02 11:10", "a bounce comes back", bounced),
    Step("2026-11-02 11:20", "a mailing list sends its news",
         new("Kabar <kabar@lists.example.org>", "[kabar] Pekan ini", p.NEWSLETTER, List_Id="<kabar.lists.example.org>")),
    Step("2026-11-02 13:00", "Joko answers with the bare number",
         reply(p.JOKO, MISSING, "0812 9876 5432")),
    Step("2026-11-02 13:30", "Made fills in the form inside the quotation",
         reply(p.MADE, MISSING, "", form="Alamat lengkap: Br. Tangsub, Desa Celuk, Kec. Sukawati, Kab. Gianyar, Bali")),
    Step("2026-11-02 19:20", "the mother gives her name, from the phone",
         reply(p.RATNA, MISSING, "Ratna Kusumawati\n\nDikirim dari iPhone saya")),
    Step("2026-11-03 07:30", "a new morning"),
    Step("2026-11-03 09:00", "Rina forwards Siti's complaint to the unit",
         reply(p.RINA, f"{ASSIGNED}:Maju Mandiri", "#teruskan perkoperasian\nMohon pengurus dipanggil.", proven=True)),
    Step("2026-11-03 09:30", "a stranger pretends to be Rina: nothing goes out",
         reply(p.RINA, f"{ASSIGNED}:Sinar", "#tutup\nLaporan ditolak.")),
    Step("2026-11-03 10:00", "Rina mistypes a command: nothing goes out",
         reply(p.RINA, f"{ASSIGNED}:Sinar", "#ttup\nSudah kami tangani.", proven=True)),
    Step("2026-11-03 11:00", "Siti adds that the office is closed now",
         reply(p.SITI, "citizen.acknowledged", "Tambahan: sejak kemarin kantor koperasinya tutup.")),
    Step("2026-11-04 07:30", "a new morning"),
    Step("2026-11-04 10:00", "the unit answers: a draft for Rina",
         reply(p.UNIT, "unit.forwarded", "Pengurus KSP Maju Mandiri sudah kami panggil pada 4 November 2026. "
               "Simpanan Ibu Siti dibayar bertahap mulai 16 November 2026.")),
    Step("2026-11-04 10:30", "Rina releases the draft", reply(p.RINA, DRAFT, "#kirim", proven=True)),
    Step("2026-11-04 10:40", "two minutes to undo have passed"),
    Step("2026-11-04 11:30", "Siti says thank you", reply(p.SITI, "citizen.answered", "Terima kasih banyak atas bantuannya.")),
    Step("2026-11-04 13:00", "Bagus answers Made",
         reply(p.BAGUS, f"{ASSIGNED}:modal", "Yth. Bapak Made,\n\nPendaftaran dibuka sampai 30 November 2026 melalui Dinas "
               "Koperasi Kabupaten Gianyar dengan membawa KTP dan NIB.", proven=True)),
    Step("2026-11-04 13:05", "two minutes to undo have passed"),
    Step("2026-11-04 14:00", "Dewi is still silent, Tono writes", new(p.PAK_TONO, "KSP Karya Utama", p.LAST_ONE)),
    Step("2026-11-05 08:00", "morning: reminders and warnings"),
    Step("2026-11-05 09:00", "Rina asks Nur a question",
         reply(p.RINA, f"{ASSIGNED}:Sinar", "#tanya\nMohon kirim foto buku simpanan Ibu.", proven=True)),
    Step("2026-11-05 09:05", "two minutes to undo have passed"),
    Step("2026-11-06 08:00", "morning: reminders and warnings"),
    Step("2026-11-06 10:00", "Nur answers the question",
         reply(p.NUR, "citizen.question", "Bukunya disita pengurus, Bu. Saya hanya punya kuitansi bulan Juni.")),
    Step("2026-11-09 08:00", "Monday: the last day for the first complaints"),
    Step("2026-11-09 14:00", "Rina answers Joko and closes",
         reply(p.RINA, f"{ASSIGNED}:tani", "#tutup\nYth. Bapak Joko,\n\nDinas Koperasi Kabupaten Jember akan memfasilitasi RAT "
               "pada 21 November 2026. Undangan dikirim kepada semua anggota.", proven=True)),
    Step("2026-11-09 14:05", "two minutes to undo have passed"),
    Step("2026-11-10 08:00", "Tuesday: what is late goes to the supervisor"),
)  # fmt: skip
