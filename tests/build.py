"""Mails of invented people, as bytes."""

from email.message import EmailMessage
from email.policy import SMTP
from itertools import count

DESK = "info@kemenkopukm.go.id"
AUTHSERV = "mx.example.org"
COMPLETE = """Nama: Siti Aminah
Alamat: Jl. Mawar 5, Kel. Cibubur, Kec. Ciracas, Jakarta Timur 13720
No HP: 0812 3456 7890
Email: siti@example.org

Saya anggota KSP Maju Mandiri di Jakarta Timur. Sejak Januari 2026 simpanan berjangka saya sebesar
Rp 12.500.000 tidak bisa ditarik, padahal jatuh temponya sudah lewat. Saya sudah tiga kali datang ke kantor
koperasi dan hanya disuruh menunggu. Mohon bantuan kementerian agar simpanan saya dikembalikan.
"""

_numbers = count(1)


def a_mail(
    text: str = COMPLETE,
    sender: str = "Siti Aminah <siti@example.org>",
    subject: str = "Simpanan tidak bisa ditarik",
    to: str = DESK,
    reply_to: EmailMessage | None = None,
    headers: dict[str, str] | None = None,
    files: tuple[tuple[str, bytes], ...] = (),
    proven: bool = False,
    message_id: str | None = None,
) -> bytes:
    """Write a mail; `reply_to` is the mail that it answers, `proven` puts our server's verdict on top."""
    mail = EmailMessage(policy=SMTP)
    if proven:
        domain = sender.rpartition("@")[2].rstrip(">")
        mail["Authentication-Results"] = f"{AUTHSERV}; dmarc=pass header.from={domain}"
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject if reply_to is None else f"Re: {reply_to['Subject']}"
    mail["Message-ID"] = message_id or f"<m{next(_numbers)}.{abs(hash(sender)) % 10**6}@example.org>"
    if "Date" not in (headers or {}):
        mail["Date"] = "Mon, 16 Mar 2026 08:00:00 +0700"
    if reply_to is not None:
        mail["In-Reply-To"] = mail["References"] = str(reply_to["Message-ID"])
    for name, value in (headers or {}).items():
        mail[name] = value
    mail.set_content(text)
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return mail.as_bytes()


def quoted(mail: EmailMessage) -> str:
    """A mail's text as a reply quotes it."""
    body = mail.get_body(("plain",))
    assert body is not None
    return "".join(f"> {line}\n" for line in body.get_content().splitlines())


def text_of(mail: EmailMessage) -> str:
    """The plain part on one line, so that a fold hides nothing."""
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())
