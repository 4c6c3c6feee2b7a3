"""Withhold from a unit who complains in confidence: numbers, addresses, mailboxes, handles, the name in any spelling.

A text is not searched for the citizen's details alone: a second number, the mother's street or a husband's mailbox say
as much, and what was recorded once and corrected later still stands in the older letters.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from mailticket.core.masking import ADDRESS_LIKE, REGION
from mailticket.core.text.letters import plain

WITHHELD = "[dirahasiakan]"
NAME_WORD_MIN = 3  # shorter words of a name (H., bin, br.) are not looked for by themselves
JOINED_MIN = 6  # letters of a whole name that are looked for inside other words: "sitirahayu88"
NUMBER_DIGITS_MIN, PHONE_DIGITS_MIN = 9, 7  # of any number; of one that begins as a telephone's does

_FORM_LINE = re.compile(
    r"(?im)^(?P<label>[>\s*-]{0,12}(?:akun )?(?:nama|alamat|telepon|telp|hp|wa|whatsapp|e-?mail|surel|nik|nip|ktp"
    r"|no(?:mor)?\.? ?(?:hp|wa|telp|telepon|handphone|rek(?:ening)?|anggota)|full name|full address|phone"
    r"|ttl|(?:tempat|tanggal|tgl)\b[^:\n]{0,12}lahir|ig|instagram|fb|facebook|telegram|twitter|tik ?tok)\b"
    r"[^:\n]{0,24}:)[^\n]{1,300}$"
)
_HANDLE = re.compile(
    r"(?<![\w@.])@[A-Za-z0-9_][A-Za-z0-9_.]{2,40}"
    r"|(?i:\b(?:https?://)?(?:www\.|m\.)?(?:wa\.me|api\.whatsapp\.com|t\.me|telegram\.me|instagram\.com|facebook\.com|fb\.(?:com|me)|tiktok\.com"
    r"|twitter\.com|x\.com|linkedin\.com)/[^\s<>\])]{1,200})"
)
# "s.a88 (at) pos (dot) example", "s.a88 @ pos.example"; a price ("@ 5.000") is none.
_MAILBOX = re.compile(
    r"(?i)(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}(?: @ |[@\uff20] ?| ?[\[({] ?at ?[\])}] ?)[a-z][a-z0-9-]{1,62}"
    r"(?:(?:\.| ?[\[({] ?(?:dot|titik) ?[\])}] ?)[a-z][a-z0-9-]{1,62}){1,5}"
)
_GAP = r"(?:[^\w\n]|_){0,3}"
# A number may be glued to the word before it: "hp0812...", "NIP1985...".
_BEGIN = r"(?:(?<![^\W_])|(?<=[^\W\d_])(?=0\d|62|8[1-9])|(?<=nip)|(?<=nik)|(?<=rek)|(?<=npwp))"
_DIGITS = re.compile(
    rf"(?i){_BEGIN}(?P<start>[+(]{{0,2}})(?P<number>\d(?:{_GAP}\d){{{PHONE_DIGITS_MIN - 1},29}})(?!\d)"
)
# What is written with as many digits and says nothing of anybody: amounts, dates with hours, spans of years and hours.
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3}){2,6}(?:[.,]\d{1,2})?(?:[.,/-]{0,2})")
_MONEY = re.compile(r"(?i)(?:rp|idr|usd|\$)\.?[ \u00a0]{0,2}$")
_DATES = re.compile(
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})"
    r"(?:[ ,()\u2010-\u2015-]{1,3}[\d.:]{1,10})?"
)
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ /,\u2010-\u2015-]{1,3}){1,6}(?:19|20)\d\d")
_HOURS = re.compile(r"\d{1,2}[.:]\d\d ?[\u2010-\u2015-] ?\d{1,2}[.:]\d\d")
_PLAIN = (_AMOUNT, _DATES, _YEARS, _HOURS)
_OURS = re.compile(r"20\d\d-\d{6,9}")  # of a ticket's number, behind the desk's prefix
_BETWEEN = re.compile(r"[,;|]\s")  # several in a row
_PHONE_START = re.compile(r"0|62|8[1-9]")
_KIND = r"(?:jln?|jl|gg|dusun|dsn|kp|perum(?:ahan)?|kompleks?|komp|kavling|apartemen|rusun|kos(?:an)?)"
_IN_ADDRESS = r"(?:nomor|no\.?|rt|rw|blok|kav\.?|km\.?|lt\.?|gang|gg\.?|[A-Z][^\s,;]{0,40}|[\w/-]{0,6}\d[^\s,;]{0,20})"
_NUMBERED = r"(?i:no\.?|nomor)\s{0,2}\d"
_STREET = re.compile(
    rf"(?<!\w)(?:(?i:{_KIND})(?:\.\s{{0,2}}|\s{{1,2}})[^\s,;]{{1,40}}|(?:(?i:jalan|gang|blok|lorong|street|kampung)|St\.?)\s{{1,2}}(?=[A-Z]|[a-z]{{2,40}}(?:\s[a-z]{{2,40}}){{0,2}}\s{_NUMBERED})[^\s,;]{{1,40}})"
    rf"(?:(?:\s[^\s,;.]{{1,30}}){{0,2}}(?=\s(?i:no|nomor|rt)\b))?(?:[\s]{_IN_ADDRESS}){{0,10}}"
)
_NEIGHBOURHOOD = re.compile(
    r"(?i)(?<!\w)rt\W{0,3}\d{1,3}(?:\W{0,3}rw\W{0,3}\d{1,3}|/\d{1,3})?|(?<!\w)rw\W{0,3}\d{1,3}(?!\w)"
)
_NO_NAME = frozenset(
    "jl jln jalan no nomor gang gg dusun rt rw blok kp kampung perum dan di".split()  # the small words of an address
)
_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"[,;\n]|(?i:\b(?=r[tw]\b))")  # of an address; each may be told by itself
_ENDINGS = r"(?:[\W_]?(?:nya|ku|mu|lah|kah|pun))?"  # that Indonesian hangs on a name


def without_identity(text: str, names: Iterable[str], addresses: Iterable[str], others: Iterable[str] = ()) -> str:
    """Hide who complains; the values are all that were ever recorded of the citizen, each as it was written."""
    text = _FORM_LINE.sub(lambda found: f"{found['label']} {WITHHELD}", plain(text))
    text = _HANDLE.sub(WITHHELD, _MAILBOX.sub(WITHHELD, ADDRESS_LIKE.sub(WITHHELD, text)))
    text = _DIGITS.sub(_number, text)
    text = _NEIGHBOURHOOD.sub(WITHHELD, _STREET.sub(WITHHELD, text))
    return without_values(text, names, addresses, others)


def without_values(text: str, names: Iterable[str], addresses: Iterable[str], others: Iterable[str] = ()) -> str:
    """Hide these values in any spelling, and nothing else: in an answer of ours other numbers are the desk's."""
    for pattern in _patterns(tuple(names), tuple(addresses), tuple(others)):
        text = pattern.sub(WITHHELD, text)
    return text


def _number(found: re.Match[str]) -> str:
    """Hide a number that may lead to somebody; amounts, dates and years stay."""
    number = found["number"]
    digits = re.sub(r"\D", "", number)
    before = found.string[max(0, found.start() - 6) : found.start()]
    is_plain = _is_plain(number) or all(map(_is_plain, _BETWEEN.split(number)))
    is_money = _MONEY.search(before) is not None and not digits.startswith("0")
    if is_plain or is_money or (before.endswith("-") and _OURS.fullmatch(number)):
        return found.group()
    is_phone = bool(found["start"]) or _PHONE_START.match(digits) is not None
    return WITHHELD if len(digits) >= (PHONE_DIGITS_MIN if is_phone else NUMBER_DIGITS_MIN) else found.group()


def _is_plain(number: str) -> bool:
    return any(one.fullmatch(number) for one in _PLAIN)


@lru_cache(maxsize=64)
def _patterns(
    names: tuple[str, ...], addresses: tuple[str, ...], others: tuple[str, ...]
) -> tuple[re.Pattern[str], ...]:
    found: list[re.Pattern[str]] = []
    for address in addresses:
        parts = (part.strip() for part in _PARTS.split(plain(address)))
        found += [_loosely(words) for part in parts if not REGION.match(part) and (words := _of_place(part))]
    for name in names:
        words = [word for word in _WORD.findall(plain(name)) if len(word) > 1]
        if len("".join(words)) >= JOINED_MIN and len(words) > 1:
            found.append(re.compile(r"[\W_]{0,3}".join(map(re.escape, words)), re.IGNORECASE))
        found += [_loosely([word]) for word in words if len(word) >= NAME_WORD_MIN]
    found += [_loosely(_WORD.findall(other)) for other in others if other.strip()]
    return tuple(dict.fromkeys(found))


def _of_place(part: str) -> list[str]:
    """Return the words of a part of an address by which it is known, without those that every address has."""
    words = [word for word in _WORD.findall(part) if word.lower() not in _NO_NAME]
    return words if sum(map(len, words)) > NAME_WORD_MIN and not "".join(words).isdigit() else []


def _loosely(words: list[str]) -> re.Pattern[str]:
    """Match these words in any case, with marks, blanks or the small words of an address between them."""
    between = r"[\W_]{1,4}(?:(?:no|nomor|rt|rw|blok|gang|gg)[\W_]{1,3})?"
    return re.compile(
        r"(?<![^\W\d_])" + between.join(map(re.escape, words)) + _ENDINGS + r"(?![^\W\d_])", re.IGNORECASE
    )
