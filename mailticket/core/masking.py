"""Hide what a mail must not show: parts of phone and address, identity numbers, account numbers.

The personal data law (UU 27/2022) asks for no more than is needed; the sender of a mail may be forged, so even the
citizen sees only enough to recognise the details (domain facts 5).
"""

import re

from mailticket.core.lures import leads_somewhere

HIDDEN = "****"
PHONE_SHOWN_START, PHONE_SHOWN_END = 4, 4  # 0812-****-7890
PHONE_DIGITS_MIN = 8

# A street's name begins with one of these; what follows up to the comma is hidden but for its first letter.
_STREET = re.compile(
    r"\b(?P<kind>jalan|jln?|gang|gg|dusun|dsn|kampung|kp|lingkungan|perumahan|perum|komplek|kompleks|street|st|blok)\b"
    r"(?P<dot>\.?[ ]{0,3})(?P<name>[^\s,;]{1,60}(?: [^\s,;]{1,60}){0,12})",
    re.IGNORECASE,
)
# What may stay readable of an address: the parts that name a district or something larger.
REGION = re.compile(
    r"^(?:kec|kecamatan|kab|kabupaten|kota|prov|provinsi|kel|kelurahan|desa|ds|distrik)\b\.?", re.IGNORECASE
)

# The national identity number: 16 digits of which 7-12 are a date of birth (women: day + 40); spaces or dots between.
_NIK = re.compile(
    r"(?<![\d+])(?P<all>[1-9]\d(?:[ .-]?\d\d){2}[ .-]?(?:0[1-9]|[1-6]\d|7[01])[ .-]?(?:0[1-9]|1[0-2])[ .-]?\d\d"
    r"[ .-]?\d{4})(?!\d)"
)
# A number that a word before it calls an identity, family card, tax or bank account number.
_LABELLED = re.compile(
    r"\b(?P<label>(?:no(?:mor)?\.? ?)?(?:nik|ktp|kk|kartu keluarga|npwp|passport|paspor|rek(?:ening)?|account|acct"
    r"|bca|bri|bni|mandiri|btn|bsi|cimb|danamon|permata)\b[^\d\n]{0,24}?)(?P<number>\d(?:[ .-]?\d){7,19})(?!\d)",
    re.IGNORECASE,
)
ADDRESS_LIKE = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,253}")


def phone(value: str | None) -> str | None:
    """Show the beginning and the end of a phone number given in E.164: "0812-****-7890"."""
    if not value:
        return None
    digits = local_digits(value)
    if len(digits) < PHONE_DIGITS_MIN:
        return HIDDEN
    return f"{digits[:PHONE_SHOWN_START]}-{HIDDEN}-{digits[-PHONE_SHOWN_END:]}"


def local_digits(value: str) -> str:
    """Return a phone number's digits as they are dialled in Indonesia (+62812... is 0812...)."""
    digits = re.sub(r"\D", "", value)
    return f"0{digits[2:]}" if digits.startswith("62") else digits


def address(value: str | None) -> str | None:
    """Show the district and what is larger; of each smaller part only its first letter: "Jl. M****, Kec. Silo"."""
    if not value:
        return None
    parts = [part.strip() for part in re.split(r"[,;\n]", value) if part.strip()]
    shown = [
        part if _is_region(n, part, len(parts)) and not leads_somewhere(part) else _part_masked(part)
        for n, part in enumerate(parts)
    ]
    return ", ".join(shown)


def _is_region(n: int, part: str, count: int) -> bool:
    """The last part of several names the regency or province, if it is no number of a house or a postcode alone."""
    return bool(REGION.match(part)) or (n == count - 1 and count > 1 and not _STREET.search(part))


def _part_masked(part: str) -> str:
    street = _STREET.search(part)
    if street is None:
        return f"{part[0]}{HIDDEN}"
    return f"{street['kind']}{street['dot']}{street['name'][0]}{HIDDEN}"


def email(value: str) -> str:
    """Show the first letter and the domain of a mail address: "s****@example.org"."""
    local, _, domain = value.rpartition("@")
    return f"{local[:1]}{HIDDEN}@{domain}"


def without_numbers(text: str) -> str:
    """Hide identity numbers (NIK) and account numbers, but for their last two digits."""
    text = _NIK.sub(lambda found: _hidden(found["all"]), text)
    return _LABELLED.sub(_labelled_hidden, text)


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the identity and account numbers of a text, digits only, each once."""
    found = [match["all"] for match in _NIK.finditer(text)] + [match["number"] for match in _LABELLED.finditer(text)]
    return tuple(dict.fromkeys(re.sub(r"\D", "", number) for number in found))


def _labelled_hidden(found: re.Match[str]) -> str:
    return found["label"] + _hidden(found["number"])


def _hidden(digits: str) -> str:
    return f"{HIDDEN}{digits[-2:]}"


def without_addresses(text: str, addresses: frozenset[str], instead: str) -> str:
    """Put another address in the place of these (given in lower case): staff are reached at the desk's only."""
    return ADDRESS_LIKE.sub(lambda found: instead if found[0].lower().rstrip(".") in addresses else found[0], text)
