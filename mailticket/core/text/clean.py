"""The cleaning that every string of a mail passes, so that any database, log and mail can hold it."""

import re
import unicodedata

# C0 and C1 controls but tab and line feed, U+FEFF inside a text, and the non-characters U+FFFE and U+FFFF.
_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n|\r|\x85|\u2028|\u2029")
# Canonical ordering is quadratic in the length of one run of combining marks; no script needs 30 (UAX 15, 13).
_LONG_RUN = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06ed\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe20-\ufe2f]{30})"
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06ed\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe20-\ufe2f]+"
)


def clean(text: str) -> str:
    """Return the text in NFC with LF line ends, without controls (but tab and LF) and lone surrogates."""
    if text.isascii():
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text if text.replace("\n", "").replace("\t", "").isprintable() else _DROPPED.sub("", text)
    text = _LINE_END.sub("\n", text)
    text = _DROPPED.sub("", text)
    text = _SURROGATE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", _LONG_RUN.sub(r"\1", text))


def one_line(text: str, length_max: int = 4000) -> str:
    """Return the cleaned text on one line: white space folded, at most so many characters."""
    return " ".join(clean(text).split())[:length_max]
