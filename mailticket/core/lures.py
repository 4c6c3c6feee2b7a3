"""What leads somewhere: an address of a page or a mailbox, a number to call.

Whoever types it into a name or an address may want us to carry it to somebody else, since a sender may be forged.
"""

import re
import unicodedata

# Abbreviations before a point that are written without a blank: "Jl.Melati", "drs.amir", "kec.silo".
_ABBREVIATED = (
    "jl", "jln", "gg", "no", "blok", "rt", "rw", "kel", "kec", "kab", "kota", "prov", "ds", "dsn", "dukuh", "kp",
    "komp", "kompl", "perum", "lt", "dr", "drs", "dra", "ir", "prof", "hj", "kh", "ust", "sdr", "sdri", "bpk", "ibu",
    "alm", "almh", "tn", "ny", "st", "sh", "se", "mm", "spd", "mpd", "moh", "muh", "abd", "mr", "mrs", "ms",
)  # fmt: skip
_ENDINGS = (
    r"com|net|org|info|biz|edu|gov|mil|int|id|co|io|me|ly|gl|gg|to|tk|ml|ga|cf|gq|cc|tv|ru|cn|su|xyz|top|site|online"
    r"|shop|store|app|dev|page|web|link|click|live|club|vip|pro|win|bid|loan|icu|asia|my|sg|ai|so|sh|st|ws|pw"
)
_LEADS = (
    re.compile(r"\w{2,10}\s?:\s?/\s?/|\bhxxps?\b|\bwww\d?\s?\.|\bmailto:|\btel:", re.IGNORECASE),
    re.compile(r"[\w.+-]{1,64}\s?@\s?[\w-]{1,63}"),
    re.compile(rf"(?<![\w.])[\w-]{{2,63}}(?:\.[\w-]{{2,63}}){{0,4}}\.(?:{_ENDINGS})(?![\w.])", re.IGNORECASE),
    re.compile(rf"\b\w\.(?:{_ENDINGS})\s?/", re.IGNORECASE),  # t.me/..., s.id/...
    re.compile(r"[\w-]{2,63}\.[a-z]{2,24}\s?[/?#:]\s?\w", re.IGNORECASE),
    re.compile(r"(?<![\w.])(?P<label>[\w-]{2,63})\.(?P<end>[a-z]{3,24})(?![\w.])"),
    re.compile(r"\b\w{1,63}[\s(\[]{1,2}(?:dot|titik)[\s)\]]{1,2}(?:com|net|org|id|co)\b", re.IGNORECASE),
    re.compile(r"(?<!\d)\+?\d(?:[\s().-]{0,2}\d){6,15}(?!\d)"),
    re.compile(r"\b(?:wa|whatsapp|telegram|telp|call|hub(?:ungi)?|sms)\b[\s.:]{0,3}\+?[\d\s().-]{4,24}", re.IGNORECASE),
    re.compile(r"\b1[45]00[\s.-]?\d{3}\b|\b0[\s.-]?8[01]\d\b[\d\s.-]{4,12}"),
)


def leads_somewhere(text: str) -> bool:
    """Whether a text holds what leads its reader to a page, a mailbox or a telephone."""
    plain = unicodedata.normalize("NFKC", text).replace("。", ".")
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return any(_is_lure(found) for pattern in _LEADS for found in pattern.finditer(plain))


def _is_lure(found: re.Match[str]) -> bool:
    label = found.groupdict().get("label")
    return label is None or label.lower() not in _ABBREVIATED
