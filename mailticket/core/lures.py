"""What leads somewhere: an address of a page or a mailbox, a number to call.

Whoever types it into a name or an address may want us to carry it to somebody else, since a sender may be forged.
"""

import re
import unicodedata

# Abbreviations before a point that are written without a blank: "Jl.Melati", "drs.amir", "kec.silo".
_ABBREVIATED = (
    "jl", "jln", "gg", "no", "blok", "rt", "rw", "kel", "kec", "kab", "kota", "prov", "ds", "dsn", "dukuh", "kp",
    "komp", "kompl", "perum", "lt", "dr", "drs", "dra", "ir", "prof", "hj", "kh", "ust", "sdr", "sdri", "bpk", "ibu",
    "alm", "almh", "tn", "ny", "sp", "st", "sh", "se", "mm", "spd", "mpd", "moh", "muh", "abd", "mr", "mrs", "ms",
)  # fmt: skip
_ENDINGS = (
    r"com|net|org|info|biz|edu|gov|mil|int|id|co|io|me|ly|gl|gg|to|tk|ml|ga|cf|gq|cc|tv|ru|cn|su|xyz|top|site|online"
    r"|shop|store|app|dev|page|web|link|click|live|club|vip|pro|win|bid|loan|icu|asia|my|sg|ai|so|sh|st|ws|pw"
    r"|ac|ae|am|ar|at|au|ax|be|bg|br|by|bz|ch|cl|cz|de|dk|ec|ee|es|eu|fi|fm|fr|ge|gr|gs|hk|hr|hu|ie|il|in|ir|is|it|jp"
    r"|kr|kz|la|lk|lt|lv|mx|ng|nl|no|nu|nz|pe|ph|pk|pl|pt|ro|rs|sa|se|sx|th|tr|tw|ua|uk|us|uz|vc|vn|za"
)
_POINTS = str.maketrans("。․ꓸ·", "....")
_LEADS = (
    re.compile(r"\w{2,10}\s?:\s?/\s?/|\bhxxps?\b|\bwww\d?\s?\.|\bmailto:|\btel:", re.IGNORECASE),
    re.compile(r"[\w.+-]{1,64}\s?@\s?[\w-]{1,63}"),
    re.compile(rf"(?<![\w.])[\w-]{{2,63}}(?:\.[\w-]{{2,63}}){{0,4}}\.(?:{_ENDINGS})(?!\w)", re.IGNORECASE),
    re.compile(rf"\b\w\.(?:{_ENDINGS})\s?/|\b\w\.(?:me|id|co|gd|ly|cc)\b", re.IGNORECASE),  # t.me/..., s.id
    re.compile(
        r"[\w-]{2,63}\.(?:xn--[\w-]{2,59}|(?:(?![\x00-\x7f])\w){2,24})"
    ),  # what is under a name of other letters
    re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])|(?<!\w)@\w{3,40}|(?<!\w)[/\\]{2}\w"),
    re.compile(r"\b(?:ig|instagram|telegram|tele|tik ?tok|line|fb|facebook)\b\s?[:@]", re.IGNORECASE),
    re.compile(r"[\w-]{2,63}\.[a-z]{2,24}\s?[/?#:]\s?\w", re.IGNORECASE),
    re.compile(r"(?<![\w.])(?P<label>[\w-]{2,63})\.(?P<end>[a-z]{3,24})(?!\w|\.\w)"),
    re.compile(
        r"\b\w{1,63}(?:[\s(\[{]{1,2}(?:dot|titik|[.,])[\s)\]}]{1,2}|,)(?:com|net|org|id|co|xyz|site|online|info)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b\w{1,64}\s?[(\[{]\s?at\s?[)\]}]\s?\w", re.IGNORECASE),
    re.compile(r"(?<!\d)\+?\d(?:[\s().*/_·•|:~\u2010-\u2015-]{0,2}\d){6,15}(?!\d)"),
    re.compile(r"\b(?:wa|whatsapp|telegram|telp|call|hub(?:ungi)?|sms)\b[\s.:]{0,3}\+?[\d\s().-]{4,24}", re.IGNORECASE),
    re.compile(r"\b1[45]00[\s.-]?\d{3}\b|\b0[\s.-]?8[01]\d\b[\d\s.-]{4,12}"),
)


def leads_somewhere(text: str) -> bool:
    """Whether a text holds what leads its reader to a page, a mailbox or a telephone."""
    plain = unicodedata.normalize("NFKC", text).translate(_POINTS)
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return any(_is_lure(found) for pattern in _LEADS for found in pattern.finditer(plain))


def _is_lure(found: re.Match[str]) -> bool:
    label = found.groupdict().get("label")
    return label is None or label.lower() not in _ABBREVIATED
