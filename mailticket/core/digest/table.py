"""The whole of a long list as a file beside the digest: CSV as a spreadsheet of an Indonesian office opens it."""

import re
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for Windows-1252
SEPARATOR = ";"  # the comma is the decimal sign there
# A cell that begins with one of these signs, or with its full-width form, is run by a spreadsheet; also behind what
# another spreadsheet takes for the end of a cell (CWE-1236).
_FORMULA = re.compile("(^|[,;\"'])( *)(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])")
_BREAK = re.compile(r"[\t\r\n\v\f]+")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table as CSV (RFC 4180, but for the separator), no cell of which is a formula."""
    lines = (SEPARATOR.join(_cell(cell) for cell in row) for row in (columns, *rows))
    return (BYTE_ORDER_MARK + "".join(f"{line}\r\n" for line in lines)).encode("utf-8")


def _cell(text: str) -> str:
    if text.removeprefix("-").isdecimal():
        return text
    text = _FORMULA.sub(r"\1\2'", _BREAK.sub(" ", text))
    return '"{}"'.format(text.replace('"', '""')) if any(c in text for c in f'{SEPARATOR}"') else text
