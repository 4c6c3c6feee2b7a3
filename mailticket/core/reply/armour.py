"""What stands around or in place of a text that was signed or encrypted: no one wrote it."""

import re
from dataclasses import replace

from mailticket.core.found import Reply
from mailticket.core.mail import Mail

# The armour of PGP (RFC 9580, 7).
_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_SIGNATURE_END = "-----END PGP SIGNATURE-----"
_BLOCK = re.compile(r"^[ >]{0,9}-----BEGIN PGP (?:MESSAGE|PUBLIC KEY BLOCK)(?:, PART [\d/X]{1,9})?-----$")
_BLOCK_END = re.compile(r"^[ >]{0,9}-----END PGP (?:MESSAGE|PUBLIC KEY BLOCK)(?:, PART [\d/X]{1,9})?-----$")
# A file that holds the letter where only its receiver's program opens it.
_SEALED_TYPES = frozenset({"application/pgp-encrypted", "application/x-microsoft-rpmsg-message"})
_SEALED_FILE = re.compile(r"(?i)rpmsg|securedoc|encrypted|protected|p7m\b")
_SERVICE_TEXT_MAX = 5_000  # such letters are short
# The letter that a service sends in its place: it names the sender and a link, and has nothing of the matter.
_SERVICE = re.compile(
    r"confidential-mail\.google\.com|outlook\.office(?:365)?\.com/encryption/"
    r"|(?:has sent|sent) you (?:a |an )(?:protected|encrypted|secure|confidential) (?:message|e-?mail)"
    r"|telah mengirimi? anda (?:pesan|e-?mail|surel) (?:yang )?(?:dilindungi|terenkripsi|terproteksi|rahasia|aman|melalui mode rahasia)",
    re.IGNORECASE,
)  # fmt: skip


def drop_armour(text: str) -> str:
    """Return the content of PGP clear-signed stretches without their armour; all else stays."""
    if _SIGNED not in text:
        return text
    lines: list[str] = []
    state = "outside"
    for line in text.split("\n"):
        bare = line.strip()
        if bare == _SIGNED:
            state = "head"
        elif state == "head":
            if not bare:
                state = "signed"
        elif bare == _SIGNATURE and state == "signed":
            state = "signature"
        elif state == "signature":
            if bare == _SIGNATURE_END:
                state = "outside"
        else:
            lines.append(line[2:] if state == "signed" and line.startswith("- ") else line)
    return "\n".join(lines)


def readable(mail: Mail, reply: Reply) -> tuple[Reply, bool]:
    """Return the reply without what only its receiver's key opens, and whether nothing readable is left of the letter."""
    if _is_services(mail, reply.text):
        return replace(reply, text="", form="", signature=""), True
    text = _without_blocks(reply.text)
    has_seal = text != reply.text or any(file.content_type in _SEALED_TYPES for file in mail.attachments)
    return replace(reply, text=text), has_seal and not text.strip() and not reply.form


def _is_services(mail: Mail, text: str) -> bool:
    """True for the letter of a service that keeps the real one: it holds a link, or the real one as a file."""
    if not _SERVICE.search(text[:_SERVICE_TEXT_MAX]):
        return False
    files = (f"{file.content_type} {file.filename or ''}" for file in mail.attachments)
    return "https://" in text or any(_SEALED_FILE.search(one) for one in files)


def _without_blocks(text: str) -> str:
    """Leave out armoured messages and keys; one that nothing ends goes to the end."""
    if "-----BEGIN PGP " not in text:
        return text
    lines: list[str] = []
    inside = False
    for line in text.split("\n"):
        if _BLOCK.match(line):
            inside = True
        elif not inside:
            lines.append(line)
        elif _BLOCK_END.match(line):
            inside = False
    return "\n".join(lines)
