"""Charset rescue: bytes to text by a ladder, with the guess recorded.

declared -> alias -> UTF-8 strict -> the declared set's superset -> a guess from the bytes -> windows-1252 -> latin-1
"""

import re

from mailticket.core.text.guess import guess
from mailticket.core.text.jis import decode_jis

# What mailers call a charset, without punctuation, -> Python's codec of the smallest superset that is met in
# practice (WHATWG Encoding, section 4.2). A name that is not here is unknown: Python's other codecs (zlib, idna,
# unicode_escape, rot13, ...) are no charsets and must never be fed by a mail.
_CODECS: dict[str, str] = {
    **dict.fromkeys(["utf8", "unicode11utf8", "utf8mb4", "utf8mac", "utf8n", "utf", "unicode", "cp65001", "65001"],
                    "utf-8"),
    **dict.fromkeys(["utf7", "unicode11utf7", "csunicode11utf7"], "utf-7"),
    **dict.fromkeys(["utf16", "ucs2", "iso10646ucs2", "csunicode", "unicodefffe"], "utf-16"),
    **dict.fromkeys(["utf16le", "unicodelittle"], "utf-16-le"),
    "utf16be": "utf-16-be",
    **dict.fromkeys(["utf32", "ucs4", "iso10646ucs4"], "utf-32"),
    "utf32le": "utf-32-le",
    "utf32be": "utf-32-be",
    **dict.fromkeys(["usascii", "ascii", "646", "iso646us", "ansix341968", "ansix341986", "ibm367", "cp367", "iso88591",
                     "latin1", "l1", "iso885911987", "ibm819", "cp819", "8859", "88591", "iso8859", "latin", "ansi",
                     "windows1252", "cp1252", "win1252", "1252", "ansi1252", "westeuropean", "iso885915windows",
                     "isolatin1"], "cp1252"),
    **dict.fromkeys(["iso88592", "latin2", "l2", "isolatin2"], "iso8859-2"),
    **dict.fromkeys(["iso88593", "latin3", "l3"], "iso8859-3"),
    **dict.fromkeys(["iso88594", "latin4", "l4"], "iso8859-4"),
    **dict.fromkeys(["iso88595", "cyrillic"], "iso8859-5"),
    **dict.fromkeys(["iso88596", "arabic", "iso88596e", "iso88596i"], "iso8859-6"),
    **dict.fromkeys(["iso88597", "greek", "greek8"], "iso8859-7"),
    **dict.fromkeys(["iso88598", "hebrew", "iso88598i", "iso88598e", "logical"], "iso8859-8"),
    **dict.fromkeys(["iso88599", "latin5", "l5", "windows1254", "cp1254", "win1254"], "cp1254"),
    **dict.fromkeys(["iso885910", "latin6", "l6"], "iso8859-10"),
    **dict.fromkeys(["iso885911", "tis620", "tis62025291", "windows874", "cp874", "dos874"], "cp874"),
    "iso885913": "iso8859-13",
    "iso885914": "iso8859-14",
    **dict.fromkeys(["iso885915", "latin9", "l9", "latin0"], "iso8859-15"),
    "iso885916": "iso8859-16",
    **{f"{prefix}{number}": f"cp{number}" for prefix in ("windows", "cp", "win")
       for number in (1250, 1251, 1253, 1255, 1256, 1257, 1258)},
    **{f"{prefix}{number}": f"cp{number}" for prefix in ("cp", "ibm", "dos", "cpdos", "")
       for number in (437, 720, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 865, 866, 869)},
    "cp864": "cp864", "ibm864": "cp864",
    "ibm037": "cp037", "cp037": "cp037", "ibm273": "cp273", "ibm500": "cp500", "cp500": "cp500", "ibm1140": "cp1140",
    **dict.fromkeys(["koi8r", "koi8", "koi"], "koi8-r"),
    **dict.fromkeys(["koi8u", "koi8ru"], "koi8-u"),
    **dict.fromkeys(["macintosh", "mac", "macroman"], "mac-roman"),
    "maccyrillic": "mac-cyrillic", "maccentraleurope": "mac-latin2", "macce": "mac-latin2", "macgreek": "mac-greek",
    "macturkish": "mac-turkish",
    **dict.fromkeys(["gb2312", "gb231280", "gbk", "gb18030", "cp936", "ms936", "windows936", "chinese", "euccn", "gb",
                     "csgb2312", "gb23121980", "isoir58", "936"], "gb18030"),
    **dict.fromkeys(["hzgb2312", "hz"], "hz"),
    **dict.fromkeys(["big5", "big5hkscs", "cp950", "ms950", "windows950", "big5eten", "cnbig5", "950", "big5hk"],
                    "cp950"),
    **dict.fromkeys(["ksc56011987", "ksc5601", "ksc56011989", "euckr", "cp949", "ms949", "windows949", "uhc", "korean",
                     "ksx1001", "kcs5601", "949", "isoir149"], "cp949"),
    "johab": "johab",
    **dict.fromkeys(["iso2022kr", "csiso2022kr"], "iso2022_kr"),
    **dict.fromkeys(["shiftjis", "sjis", "mskanji", "windows31j", "cp932", "ms932", "shiftjs", "932", "windows932",
                     "shiftjisms", "shiftjisx0213"], "cp932"),
    **dict.fromkeys(["eucjp", "ujis", "eucjpms", "cp51932"], "euc_jp"),
    **dict.fromkeys(["iso2022jp", "jis", "csiso2022jp", "cp50220", "cp50221", "cp50222", "iso2022jpms", "iso2022jp1",
                     "iso2022jpext"], "iso2022_jp_ext"),
    **dict.fromkeys(["iso2022jp2"], "iso2022_jp_2"),
    **dict.fromkeys(["iso2022jp3", "iso2022jp2004"], "iso2022_jp_2004"),
    "tcvn": "cp1258", "viscii": "cp1258", "ptcp154": "ptcp154", "kz1048": "kz1048", "hproman8": "hp-roman8",
}  # fmt: skip
_JIS = "iso-2022-jp of windows"  # no codec of Python's: jis.py
# When the smallest superset fails, its wider relatives.
_WIDER = {
    "cp950": ("big5hkscs",), "euc_jp": ("euc_jis_2004",), "iso2022_jp_ext": ("iso2022_jp_2004", _JIS), "iso2022_jp_2": (_JIS,), "cp932": ("shift_jis_2004",),
    "iso8859-2": ("cp1250",), "iso8859-5": ("cp1251",), "iso8859-6": ("cp1256",), "iso8859-7": ("cp1253",),
    "iso8859-8": ("cp1255",), "iso8859-13": ("cp1257",), "iso8859-4": ("cp1257",), "cp949": ("johab",),
}  # fmt: skip
_PUNCTUATION = re.compile(r"[^a-z0-9]+")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_ASCII = frozenset({"usascii", "ascii", "646", "iso646us", "ansix341968", "ansix341986", "ibm367", "cp367"})
_STATEFUL = frozenset({"utf-7", "hz", "iso2022_jp_ext", "iso2022_jp_2", "iso2022_jp_2004", "iso2022_kr"})
_JAPANESE = frozenset({"iso2022_jp_ext", "iso2022_jp_2", "iso2022_jp_2004"})
_DOUBLE = frozenset({"gb18030", "cp950", "cp949", "cp932", "euc_jp", "johab"})
_SEVEN_BIT = bytes(range(128))
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
# UTF-8 of C1 controls is windows-1252 that somebody took for latin-1; the next line (U+0085) is the only one ever meant.
_C1 = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
_CONTROLS = {number: bytes([number]).decode("cp1252", "ignore") for number in range(0x80, 0xA0) if number != 0x85}
_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_HANZI = re.compile(rb"[\xa1-\xff]|[\x80-\xa0]{2}")
_ESCAPES = re.compile(rb"\x1b\$[@B(]|\x1b\([BJI]")


DOUBLE_BYTES_MIN = (
    9  # beyond ASCII; of fewer, one text in some hundred in a set of double bytes is valid UTF-8 by chance
)


def decode(data: bytes, declared: str | None) -> tuple[str, str | None]:
    """Return the text of the bytes, and the defect when the declared charset was not the one that worked."""
    named = codec(declared)
    if data.isascii() and named not in _STATEFUL and named not in _WIDE and named not in _EBCDIC:
        if b"\x1b" in data and _ESCAPES.search(data):
            return _stateful(data, declared)
        return data.decode("ascii"), _unknown(declared, named, "us-ascii")
    for mark, name in _BOMS:
        if data.startswith(mark) and (name == "utf-8" or len(data) % 2 == 0):
            text = _strict(data[3:] if name == "utf-8" else data, name)
            if text is not None:
                return text, None if named in (name, None) or named in _WIDE else _defect(declared, name)
    return _ladder(data, declared, named)


def codec(declared: str | None) -> str | None:
    """Return Python's name of the codec for a declared charset; None when there is none or it is unknown."""
    if not declared:
        return None
    name = _PUNCTUATION.sub("", declared.lower().replace("charset=", ""))
    return _CODECS.get(name) or _CODECS.get(name.removeprefix("x")) or _CODECS.get(name.removeprefix("cs"))


_EBCDIC = frozenset({"cp037", "cp273", "cp500", "cp1140"})
_NARROW = frozenset(
    name for name in _CODECS.values() if name.startswith(("cp12", "iso8859", "mac", "cp4", "cp7", "cp8"))
)


def _ladder(data: bytes, declared: str | None, named: str | None) -> tuple[str, str | None]:
    """Try the declared charset, UTF-8, wider sets, then guess."""
    if (
        named is None
        or named in _NARROW
        or (named in _DOUBLE and len(data.translate(None, _SEVEN_BIT)) >= DOUBLE_BYTES_MIN)
    ):
        # Bytes beyond ASCII that are valid UTF-8 are hardly ever anything else, whatever the label says.
        text = _strict(data, "utf-8")
        if text is not None:
            return text, None if declared is None else _defect(declared, "utf-8")
    if _PUNCTUATION.sub("", (declared or "").lower()) in _ASCII:
        named = None  # what is beyond ASCII is in any set but this
    if named in _WIDE and b"\x00" not in data:
        named = None  # a mislabelled 8-bit text; UTF-16 of any western script has zeros
    if named in _WIDE:
        data = data[: len(data) - len(data) % 2]  # the line end behind the text is a single byte
    if named == "gb18030" and _HANZI.search(data) is None:
        named = None  # quotes and dashes of windows-1252 under the label of an answer to Chinese mail
    for name in (named, *_WIDER.get(named, ())) if named else ():
        text = _strict(data, name)
        if text is not None:
            return text, _defect(declared, name) if name != named else None
    if named in _STATEFUL and b"\x1b" in data:
        return data.decode(named, "replace"), _defect(declared, f"{named} with losses")
    text = _strict(data, "utf-8") if named != "utf-8" else _mostly_utf8(data)
    if text is not None:
        return text, _defect(declared, "utf-8")
    if named is not None and named not in _NARROW and named != "utf-8":
        text = data.decode(named, "replace")
        if text.count("\ufffd") * 20 <= len(text):
            return text, _defect(declared, f"{named} with losses")
    name = guess(data)
    if name == "cp1252" and named in _JAPANESE and _kanji(data):
        name = "cp932"
    text = _strict(data, name)
    if text is None:
        name = "latin-1"
        text = data.decode(name)
    return text, _defect(declared, name)


def _kanji(data: bytes) -> bool:
    """Say whether bytes are of Windows's Japanese, in a few characters that no guess can tell from accents."""
    text = _strict(data, "cp932") or ""
    return 2 * len(text.encode("ascii", "ignore")) < len(text)


def _mostly_utf8(data: bytes) -> str | None:
    """Return UTF-8 with a few bytes broken (a cut character), else None."""
    text = data.decode("utf-8", "replace")
    if _is_cut(data):
        return text
    broken = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if good >= 4 * broken else None


def _is_cut(data: bytes) -> bool:
    """True for UTF-8 with nothing wrong but that its last character was cut: more than one letter with an accent says so.

    A single byte from E0 on may as well be the accent at the end of a word in Latin-1.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        left = data[error.start :]
        is_end = error.reason == "unexpected end of data"
        return is_end and (len(left) > 1 or left < b"\xe0" or not data[: error.start].isascii())
    return True


def _stateful(data: bytes, declared: str | None) -> tuple[str, str | None]:
    """Decode ISO-2022-JP that nobody declared."""
    for name in ("iso2022_jp_ext", "iso2022_jp_2004", _JIS):
        text = _strict(data, name)
        if text is not None:
            return text, _defect(declared, "iso-2022-jp")
    return data.decode("iso2022_jp_ext", "replace"), _defect(declared, "iso-2022-jp with losses")


def _strict(data: bytes, name: str) -> str | None:
    """Decode or return None."""
    if name == _JIS:
        return decode_jis(data)
    try:
        text = data.decode(name)
    except (UnicodeError, LookupError):
        return _surrogates(data) if name == "utf-8" and _PAIR.search(data) else None
    return text.translate(_CONTROLS) if name == "utf-8" and _C1.search(data) else text


def _surrogates(data: bytes) -> str | None:
    """Decode UTF-8 in which characters beyond the first plane were written as two halves each (CESU-8)."""
    try:
        return data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeError:
        return None


def _unknown(declared: str | None, named: str | None, used: str) -> str | None:
    """Return the defect of an unknown charset name."""
    return _defect(declared, used) if declared and named is None else None


def _defect(declared: str | None, used: str) -> str:
    """Say what was declared and what was used."""
    return f"charset: {(declared or 'none')[:40]} declared, read as {used}"
