"""File names made safe for display and for disks; the declared name is kept beside it."""

import re
import unicodedata

BYTES_MAX = 120

_SEPARATORS = re.compile(r'[/\\:|<>"*?]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(?=$|[. ])", re.IGNORECASE)
# What a part without a name is called, by its type.
_EXTENSIONS = {
    "application/pdf": "pdf", "application/zip": "zip", "application/msword": "doc", "application/rtf": "rtf",
    "application/json": "json", "application/xml": "xml", "application/pgp-signature": "asc",
    "application/pgp-keys": "asc", "application/pkcs7-signature": "p7s", "application/x-pkcs7-signature": "p7s",
    "application/pkcs7-mime": "p7m", "application/x-pkcs7-mime": "p7m", "application/ms-tnef": "dat",
    "application/vnd.ms-excel": "xls", "application/vnd.ms-powerpoint": "ppt", "application/ics": "ics",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "image/jpeg": "jpg", "image/jpg": "jpg", "image/pjpeg": "jpg", "image/png": "png", "image/gif": "gif",
    "image/bmp": "bmp", "image/tiff": "tiff", "image/webp": "webp", "image/heic": "heic", "image/svg+xml": "svg",
    "audio/mpeg": "mp3", "audio/ogg": "ogg", "audio/mp4": "m4a", "audio/wav": "wav", "audio/amr": "amr",
    "video/mp4": "mp4", "video/3gpp": "3gp", "video/quicktime": "mov",
    "text/plain": "txt", "text/html": "html", "text/calendar": "ics", "text/csv": "csv", "text/vcard": "vcf",
    "text/x-vcard": "vcf", "text/xml": "xml", "text/rtf": "rtf", "text/rfc822-headers": "txt",
    "message/rfc822": "eml", "message/global": "eml", "message/delivery-status": "txt",
    "message/disposition-notification": "txt", "message/feedback-report": "txt",
}  # fmt: skip


def safe_name(filename: str | None, content_type: str) -> str:
    """Return a name without controls, bidi marks, separators and leading dots, of at most 120 bytes; never empty."""
    name = unicodedata.normalize("NFKC", (filename or "")[:4_000])
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    name = " ".join(_SEPARATORS.sub("_", name).split()).lstrip(". ").rstrip(". ")
    if not name.strip("_. "):
        extension = _EXTENSIONS.get(content_type, "bin")
        return {"message/rfc822": "mail.eml", "message/global": "mail.eml"}.get(content_type, f"attachment.{extension}")
    if _DEVICE.match(name):
        name = f"_{name}"
    return _shorten(name)


def _shorten(name: str) -> str:
    """Cut the stem so that the name fits, its extension kept if that is short."""
    if len(name.encode()) <= BYTES_MAX:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension.encode()) > 20:
        stem, dot, extension = name, "", ""
    room = BYTES_MAX - len((dot + extension).encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ") + dot + extension
