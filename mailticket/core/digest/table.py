"""The whole of a long list as a file beside the digest: CSV as a spreadsheet of an Indonesian office opens it."""

from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for Windows-1252
SEPARATOR = ";"  # the comma is the decimal sign there
_FORMULA = ("=", "+", "-", "@", "\t")  # a cell that begins so is run by a spreadsheet


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table as CSV (RFC 4180, but for the separator), no cell of which is a formula."""
    lines = (SEPARATOR.join(_cell(cell) for cell in row) for row in (columns, *rows))
    return (BYTE_ORDER_MARK + "".join(f"{line}\r\n" for line in lines)).encode("utf-8")


def _cell(text: str) -> str:
    is_number = text.removeprefix("-").isdecimal()
    text = f"'{text}" if text.startswith(_FORMULA) and not is_number else text
    return '"{}"'.format(text.replace('"', '""')) if any(c in text for c in f'{SEPARATOR}"\r\n') else text
