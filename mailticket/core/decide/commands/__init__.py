"""The one table of commands: it feeds grammar, help mail, near misses and the authority test.

To add a command: a module with its row and handler, its place in the table below, and what happens (core.happenings).
"""

from mailticket.core.decide.commands import (
    amending,
    answering,
    asking,
    ending,
    extending,
    filing,
    forwarding,
    handling,
    noting,
    phoning,
    releasing,
    sorting,
    telling,
    undoing,
)
from mailticket.core.decide.commands.row import Place, Row, Trait
from mailticket.core.people import Role

__all__ = ["AMENDS", "COMMANDS", "FILES_REPORTS", "UNDOES", "Place", "Row", "Trait", "help_lines", "lookup"]

COMMANDS: tuple[Row, ...] = (
    answering.JAWAB,
    answering.TUTUP,
    forwarding.TERUSKAN,
    asking.TANYA,
    noting.CATATAN,
    noting.ARAHAN,
    answering.KIRIM,
    handling.LENGKAP,
    handling.TUGASKAN,
    amending.DATA,
    sorting.JENIS,
    *sorting.KINDS,
    sorting.KATEGORI,
    sorting.RAHASIA,
    ending.GABUNG,
    answering.BUKAN_KEWENANGAN,
    ending.SPAM,
    handling.BUKA,
    handling.TERIMA,
    extending.PERPANJANG,
    undoing.BATAL,
    telling.STATUS,
    telling.BANTUAN,
    filing.DAFTAR,
    releasing.LEPAS,
    telling.RESI,
    phoning.TERSAMPAIKAN,
)
AMENDS = amending.DATA.name
FILES_REPORTS = filing.DAFTAR.name
UNDOES = undoing.BATAL.name

_BY_WORD = {word: row for row in COMMANDS for word in (row.name, row.english)}


def help_lines(role: Role) -> tuple[str, ...]:
    """Return the lines of the help mail: what somebody of this role can order."""
    return tuple(f"{row.usage}: {row.effect}" for row in COMMANDS if role in row.roles)


def lookup(word: str) -> Row | None:
    """Return the row of a command by its Indonesian or English name, lower case."""
    return _BY_WORD.get(word)
