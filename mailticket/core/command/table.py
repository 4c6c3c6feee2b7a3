"""The one table of commands: it feeds grammar, help mail, near misses and the authority test."""

import difflib
from dataclasses import dataclass
from enum import Flag, auto

OFFICERS = frozenset({"officer", "supervisor"})
EVERYONE = OFFICERS | {"unit"}
SUPERVISORS = frozenset({"supervisor"})

NEAR_CUTOFF = 0.7  # share of equal letters from which a word is taken for a mistyped command
NEAR_MAX = 3


class Trait(Flag):
    """What the grammar must know of a command."""

    NONE = 0
    TAKES_TEXT = auto()  # the text below belongs to it; else that text is the answer to the citizen
    NEEDS_TEXT = auto()  # without words it means nothing
    MOVES = auto()  # it decides where the ticket goes, so that two such commands exclude one another
    SORTS = auto()  # it says of which kind the matter is: one kind only
    ALONE = auto()  # it stands alone in its mail
    NOUN = auto()  # an ordinary first word of an answer ("Pengaduan Bapak ..."): unmarked it is no attempt


TEXT, NOUN, MOVES = Trait.TAKES_TEXT, Trait.NOUN, Trait.MOVES
SORTS = Trait.SORTS | Trait.NOUN
WORDS = Trait.TAKES_TEXT | Trait.NEEDS_TEXT


@dataclass(frozen=True, slots=True)
class Row:
    """One command: its names, who may use it, how it is read, and what people are told of it."""

    name: str
    english: str
    roles: frozenset[str]
    traits: Trait
    usage: str
    effect: str

    @property
    def takes_text(self) -> bool:
        """Whether the text below belongs to it; else that text is the answer to the citizen."""
        return Trait.TAKES_TEXT in self.traits


COMMANDS: tuple[Row, ...] = (
    Row("tutup", "close", OFFICERS, TEXT | MOVES, "#tutup",
        "teks di bawahnya dikirim kepada pelapor, lalu tiket ditutup"),
    Row("teruskan", "forward", OFFICERS, TEXT | MOVES, "#teruskan UNIT",
        "diteruskan ke unit kerja, dengan petunjuk Anda"),
    Row("tanya", "ask", OFFICERS, WORDS | MOVES, "#tanya",
        "pertanyaan kepada pelapor; jam berhenti sampai dijawab"),
    Row("catatan", "note", EVERYONE, WORDS, "#catatan",
        "catatan dalam; tidak dikirim kepada siapa pun"),
    Row("kirim", "send", OFFICERS, TEXT | MOVES, "#kirim",
        "konsep jawaban unit kerja dikirim kepada pelapor"),
    Row("lengkap", "complete", OFFICERS, TEXT, "#lengkap",
        "laporan dianggap lengkap; jam mulai berjalan"),
    Row("tugaskan", "assign", OFFICERS, TEXT, "#tugaskan PETUGAS",
        "dialihkan kepada petugas lain"),
    Row("jenis", "kind", OFFICERS, SORTS, "#jenis aspirasi",
        "mengubah jenis laporan"),
    Row("pengaduan", "complaint", OFFICERS, SORTS, "#pengaduan",
        "jenisnya pengaduan"),
    Row("aspirasi", "aspiration", OFFICERS, SORTS, "#aspirasi",
        "jenisnya aspirasi"),
    Row("informasi", "information", OFFICERS, SORTS, "#informasi",
        "jenisnya permintaan informasi"),
    Row("kategori", "category", OFFICERS, NOUN, "#kategori NAMA",
        "mengubah kategori"),
    Row("rahasia", "confidential", OFFICERS, TEXT, "#rahasia",
        "identitas pelapor disamarkan bagi unit kerja"),
    Row("gabung", "merge", OFFICERS, TEXT | MOVES, "#gabung NOMOR",
        "digabung dengan tiket lain"),
    Row("bukan-kewenangan", "refer", OFFICERS, TEXT | MOVES, "#bukan-kewenangan LEMBAGA",
        "pelapor diarahkan ke lembaga lain"),
    Row("spam", "spam", OFFICERS, TEXT | MOVES, "#spam",
        "ditutup sebagai ditolak; tidak ada yang dikirim"),
    Row("buka", "reopen", OFFICERS, TEXT | MOVES, "#buka",
        "tiket dibuka kembali"),
    Row("terima", "ack", OFFICERS, TEXT, "#terima",
        "peringatan berikutnya ditahan sebentar"),
    Row("perpanjang", "extend", SUPERVISORS, TEXT, "#perpanjang N, ALASAN",
        "batas waktu ditambah N hari kerja"),
    Row("batal", "undo", EVERYONE, TEXT | MOVES, "#batal",
        "menghentikan surel yang belum berangkat"),
    Row("status", "status", EVERYONE, TEXT | NOUN, "#status",
        "keadaan tiket, dijawab lewat surel"),
    Row("bantuan", "help", EVERYONE, TEXT | NOUN, "#bantuan",
        "daftar perintah ini"),
    Row("daftar", "register", OFFICERS, TEXT | MOVES | Trait.ALONE | NOUN, "#daftar KANAL",
        "tiket untuk warga yang tidak menulis surel"),
    Row("lepas", "release", OFFICERS, TEXT | MOVES | Trait.ALONE, "#lepas SUREL NOMOR",
        "surel yang ditahan masuk ke tiketnya, atau menjadi tiket baru"),
    Row("resi", "receipt", OFFICERS, TEXT | NOUN, "#resi mati",
        "tidak lagi diberi tahu apa yang terkirim atas nama Anda (#resi hidup: diberi tahu lagi)"),
    Row("tersampaikan", "told", OFFICERS, TEXT | MOVES, "#tersampaikan",
        "pelapor sudah diberi tahu lewat telepon"),
)  # fmt: skip

_BY_WORD = {word: row for row in COMMANDS for word in (row.name, row.english)}


def help_lines(role: str) -> tuple[str, ...]:
    """Return the lines of the help mail: what somebody of this role can order."""
    return tuple(f"{row.usage}: {row.effect}" for row in COMMANDS if role in row.roles)


def lookup(word: str) -> Row | None:
    """Return the row of a command by its Indonesian or English name, lower case."""
    return _BY_WORD.get(word)


def near(word: str) -> tuple[str, ...]:
    """Return the commands that a mistyped word may have meant, the likeliest first."""
    found = difflib.get_close_matches(word, _BY_WORD, n=NEAR_MAX, cutoff=NEAR_CUTOFF)
    return tuple(dict.fromkeys(_BY_WORD[one].name for one in found))
