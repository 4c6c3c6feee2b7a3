"""A mail's own lines, the From name and the subject as tokens: what the reader's spans are made of."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LINE_MAX = 1_500  # characters of a line that are looked at
TOKENS_MAX = 1_500  # of one mail
FROM, SUBJECT = "from", "subject"

_TOKEN = re.compile(
    r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5}"
    r"|https?://(?:wa\.me/(?:\+?(?=\d))|\S{1,300})"
    r"|(?<!\w)(?:\(?\+\(?\d|\(?[0O]|62|8)(?:[\dOolISB]|[ .\-–—)\t]{1,3}(?=[\dOo])){7,24}(?!\w)"
    r"|\d{1,30}(?:[.,]\d{1,30}){0,20}"
    r"|[^\W\d_]{1,60}(?:['’`][^\W\d_]{1,60}){0,4}"
    r"|\S"
)
_NUMBER_MIN, _DIGITS_MIN, _SIGNS_MIN = 8, 6, 7
_LETTER_IN_NUMBER = re.compile(r"[^\W\dOolISB_]")
_UNSEEN = str.maketrans({"\u200b": None, "\ufe0f": None, "\u20e3": None, "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class Row:
    """One line and the zone that it stands in."""

    zone: str
    text: str


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, address or sign, and where it stands."""

    text: str
    kind: str  # word, number (that may be dialled), digits, email, sign
    row: int
    start: int
    end: int


def rows_of(display: str, subject: str, lines: Iterable[tuple[str, str]]) -> list[Row]:
    """Return the rows of a mail: the From name, the subject, the writer's lines with their zones."""
    rows = [Row(FROM, display), Row(SUBJECT, subject)]
    rows.extend(Row(zone, text.translate(_UNSEEN)[:LINE_MAX]) for zone, text in lines)
    return rows


def tokens_of(rows: Sequence[Row]) -> list[Token]:
    """Return the tokens of all rows, at most so many."""
    found: list[Token] = []
    for number, row in enumerate(rows):
        for match in _TOKEN.finditer(row.text):
            text = match.group()
            found.append(Token(text, _kind(text), number, match.start(), match.end()))
            if len(found) == TOKENS_MAX:
                return found
    return found


def _kind(text: str) -> str:
    if text[0].isalpha() and "@" not in text:
        return "word"
    if "@" in text and len(text) > 1:
        return "email"
    if len(text) >= _NUMBER_MIN and _is_number(text):
        return "number"
    return "digits" if text[0].isdigit() else "sign"


def _is_number(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    return digits >= _DIGITS_MIN and sum(map(str.isalnum, text)) >= _SIGNS_MIN and not _LETTER_IN_NUMBER.search(text)


def text_of(rows: Sequence[Row], tokens: Sequence[Token], first: int, last: int) -> str:
    """Return what stands from one token to another, lines joined by commas."""
    pieces: list[str] = []
    row, start = tokens[first].row, tokens[first].start
    for at in range(first, last + 1):
        token = tokens[at]
        if token.row != row:
            pieces.append(rows[row].text[start : tokens[at - 1].end].strip(" ,"))
            row, start = token.row, token.start
    pieces.append(rows[row].text[start : tokens[last].end].strip(" ,"))
    return re.sub(r"\s+", " ", ", ".join(pieces)).strip(" ,")
