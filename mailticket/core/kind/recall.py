"""A mail by which Outlook asks for an earlier one back: "Rina would like to recall the message, ..."."""

import re

LENGTH_MAX = 1_000  # characters; the program writes one sentence

_PHRASE = re.compile(
    r"^[^\n]{0,120}\b(?:would like to recall the (?:message|e-?mail)|has recalled the message"
    r"|ingin (?:menarik|memanggil|menarik kembali|memanggil kembali|membatalkan) (?:kembali |ulang )?(?:pesan|surel|e-?mail)"
    r"|(?:möchte|moechte) die nachricht\b[^\n]{0,400}\bzurückrufen|souhaite rappeler le message|desea recuperar el mensaje"
    r"|wil het bericht\b[^\n]{0,400}\bintrekken)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“„«]([^\"”»]{1,400})[\"”»]")
_PREFIX = re.compile(
    r"^\s{0,5}(?:recall|message recall|penarikan(?: kembali)?|tarik kembali|menarik kembali|panggil kembali|batalkan"
    r"|zurückrufen|rückruf|rappel|recuperar|intrekken)\s{0,3}:\s{0,3}",
    re.IGNORECASE,
)


def recalled(subject: str, text: str) -> str | None:
    """Return the subject of the mail that is asked back, or None: it is no recall."""
    said = " ".join(text.split())
    if len(said) > LENGTH_MAX or not _PHRASE.match(said):
        return None
    quoted = _QUOTED.search(said)
    return quoted[1] if quoted else _PREFIX.sub("", subject)
