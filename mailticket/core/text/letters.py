"""Letters as everybody types them: what is drawn, widened, hidden or written from the right reads like plain text.

Phones offer fancy alphabets, chat programs mark bold and slanted words, keyboards of other scripts have digits of their
own, and what is copied from a web page carries marks of direction that nobody sees. For whoever reads a detail or a word
they are the plain letter; what is shown and stored of the text stays as it was typed.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

# Soft hyphen, joiners and zero-width blanks, direction marks, invisible operators, variation selectors, the mark of keycaps.
_UNSEEN = ((0xAD, 0xAD), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F),
           (0x20E3, 0x20E3), (0xFFF9, 0xFFFB), (0xE0020, 0xE007F))  # fmt: skip
# Letterlike signs and forms in circles, of mathematics, of full width.
_DRAWN = ((0x2100, 0x214F), (0x2460, 0x24FF), (0xFF01, 0xFF5E), (0x1D400, 0x1D7FF), (0x1F100, 0x1F189), (0x1FBF0, 0x1FBF9))  # fmt: skip
_BLANKS = ((0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000))
_HYPHENS = ((0x2010, 0x2012), (0x2212, 0x2212), (0xFE63, 0xFE63), (0xFF0D, 0xFF0D))
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True))
_DIGITS_END = 0x20000  # no script has digits beyond
# White letters on black, which Unicode does not decompose.
_ON_BLACK = (0x1F150, 0x1F170)
# A mark that hugs what it stresses, in chats (*bold*, _slanted_, ~struck~) and in Markdown (**bold**).
_STRESSED = tuple(
    re.compile(rf"(?<![\w{mark}@])({mark}{{1,2}})(?=[^\s{mark}])([^{mark}\n]{{0,300}}(?<!\s))\1(?![\w{mark}@])")
    for mark in (r"\*", "_", "~")
)


def plain(text: str) -> str:
    """Return the text in plain letters and digits, without marks of stress and what nobody sees; line for line."""
    if not text.isascii():
        text = text.translate(_table())
    for pattern, mark in zip(_STRESSED, "*_~", strict=True):
        if mark in text:
            text = pattern.sub(r"\2", text)
    return text


@cache
def _table() -> dict[int, str]:
    """Return what stands for each letter that is not plain; made once, as it has some two thousand rows."""
    table = {ord(letter): usual for letter, usual in _SMALL_CAPITALS.items()}
    table |= {code: _usual(chr(code)) for code in _codes(_DRAWN)}
    table |= {first + index: chr(ord("A") + index) for first in _ON_BLACK for index in range(26)}
    table |= {code: str(unicodedata.digit(chr(code))) for code in _digits()}
    table |= dict.fromkeys(_codes(_UNSEEN), "")
    table |= dict.fromkeys(_codes(_BLANKS), " ")
    return table | dict.fromkeys(_codes(_HYPHENS), "-")


def _usual(letter: str) -> str:
    """Return the letter or digit that a sign is a drawing of, or the sign itself: (℡) and ㏂ are words of their own."""
    usual = unicodedata.normalize("NFKC", letter)
    return usual if len(usual) == 1 else letter


def _digits() -> Iterable[int]:
    return (code for code in range(0x80, _DIGITS_END) if chr(code).isdecimal())


def _codes(ranges: Iterable[tuple[int, int]]) -> Iterable[int]:
    return (code for first, last in ranges for code in range(first, last + 1))
