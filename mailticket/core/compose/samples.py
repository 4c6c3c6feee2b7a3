"""Sample values of every letter, for trying templates out: each case that a template may tell apart.

They are made of its fields. A field gets the sample of its name, else one of its type; every enum, yes or no, and what
may be empty is tried.
"""

from collections.abc import Iterator, Mapping
from dataclasses import Field, fields, replace
from datetime import UTC, date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from mailticket.core.citizen import FIELDS, VALUES, Citizen
from mailticket.core.decide.details import READ
from mailticket.core.digest import Bar, Digest, Section
from mailticket.core.happenings import Silence
from mailticket.core.notices.notice import Value
from mailticket.core.people import Person, Role
from mailticket.core.ticket import Detail, DetailState, Status, Ticket

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
DUE = date(2026, 3, 30)

PEOPLE: Mapping[Role, Person] = {
    Role.CITIZEN: Person(Role.CITIZEN, "citizen", "Siti Aminah", "siti@example.org"),
    Role.OFFICER: Person(Role.OFFICER, "rina", "Rina Wulandari", "rina@example.org"),
    Role.SUPERVISOR: Person(Role.SUPERVISOR, "kabag", "Kepala Bagian", "kabag@example.org"),
    Role.UNIT: Person(Role.UNIT, "perkoperasian", "Deputi Bidang Perkoperasian", "unit@example.org"),
}

TICKET = Ticket(
    subject="Simpanan tidak bisa dicairkan",
    received_at=NOW,
    number="TIKET-2026-000123",
    status=Status.OPEN,
    category="lain",
    citizen=replace(
        Citizen(**dict.fromkeys(VALUES, "contoh")),
        name="Siti Aminah",
        address="Jl. Mawar No. 5, Kec. Silo, Kab. Jember",
        phone="+6281234567890",
        email="siti@example.org",
        province="Jawa Timur",
    ),
    details=(Detail("address", DetailState.PRESENT, "prose", 0.5),),  # doubtful: what a letter says of it is tried
    officer="rina",
    complete_at=NOW,
    clock_at=NOW,
    due_on=DUE,
)

WORDS = "Simpanan saya sejak 2023 tidak bisa dicairkan.\n\nMohon bantuannya.\nSiti Aminah"
ANSWER = "Laporan Ibu sudah kami periksa.\n\nKoperasi akan memanggil Ibu pada hari Kamis."
HISTORY = ((NOW, "Rina Wulandari", "Mohon dicek ke koperasinya."), (NOW, "pelapor", WORDS))
ROW = ("TIKET-2026-000123", "Simpanan tidak bisa ditarik", "Rina Wulandari", "Sen 30 Mar", "1 hari kerja")

DIGEST = Digest(
    title="Ringkasan harian",
    on=date(2026, 3, 16),
    lead="2 laporan lewat batas; 3 akan lewat besok bila tidak ada tindakan.",
    headline=(("Lewat batas", 2), ("Jatuh tempo hari ini", 3), ("Jatuh tempo besok", 0), ("Menunggu pelapor", 14)),
    sections=(
        Section(
            "Lewat batas",
            ("Tiket", "Perihal", "Di tangan", "Lewat"),
            (
                ("TIKET-2026-000088", "Simpanan tidak bisa ditarik", "Rina Wulandari", "2 hari kerja"),
                ("TIKET-2026-000090", "KUR ditolak bank", "Deputi Bidang Perkoperasian", "1 hari kerja"),
            ),
            "Mohon tindak lanjut hari ini.",
        ),
        Section("Surel tertahan", ("Surel", "Melepas"), (("12", "#lepas 12"),), "Balas.", orders=("#lepas 12",)),
        Section("Tidak dijawab otomatis", (), (), "Tidak ada."),
    ),
    bars=(Bar("Rina Wulandari", 9, 2), Bar("Bagus Santoso", 4), Bar("Tanpa petugas", 0)),
    warnings=("Cuti bersama 2027 belum tersedia.",),
    subject="2 lewat batas, 3 jatuh tempo hari ini - Ringkasan Sen 16 Mar",
    proof="17 surel masuk = 9 tiket baru + 6 balasan + 2 otomatis.",
)
EMPTY = Digest(
    "Ringkasan harian",
    DIGEST.on,
    "Tidak ada yang lewat batas.",
    (("Lewat batas", 0),),
    (),
    (),
    (),
    "Tidak ada surel.",
    "Tidak ada yang lewat batas - Ringkasan Sen 16 Mar",
)

# By the name of a field: the cases worth trying, the usual one first.
NAMED: Mapping[str, tuple[Any, ...]] = {
    "text": (ANSWER,),
    "missing": (("phone",), FIELDS, ()),
    "question": ("Sejak kapan?", None),
    "days_left": (1, 2, 0, -1),
    "history": (HISTORY, ()),
    "earlier": ((("TIKET-2026-000007", "Koperasi tutup", Status.CLOSED),), ()),
    "unsure": (
        {**dict.fromkeys(READ, ""), "name": "belum pasti, 45 %: dari nama pengirim", "kind": "belum pasti, 55 %: ..."},
    ),
    "changed": ({"phone": "diubah; belum pasti, 58 %: dari kalimat"}, {}),
    "marks": (("kemungkinan spam: dari folder spam",), ()),
    "explanation": (("Sen 16 Mar: lengkap pukul 09.00 WIB = hari ke-0", "Sel 17 Mar: hari ke-1"),),
    "rows": ((), (ROW,) * 40),
    "sent": ((), (("TIKET-2026-000123", "Sen 16 Mar 10.05 WIB", "jawaban", "s****@x.example"),)),
    "done": (("jawaban untuk pelapor",), ("catatan disimpan", "kategori: Lain-lain"), ()),
    "pieces": ((("pelapor", ANSWER), ("", "Mohon dicek.")), ()),
    "does": (("jawaban untuk pelapor",), ()),
    "goes_out": (ANSWER, ""),
    "goes_with": (("surat.pdf",), ()),
    "stays": (("logo.png",), ()),
    "asks": (True, False),
    "digest": (DIGEST, EMPTY),
    "unasked": (Silence.NOT_TO_US(), None),
    "says": ("user unknown", "refused"),
    "cuts": ((("signature", "Salam, Siti Aminah"), ("device", "Dikirim dari iPhone saya")), ()),
    "guess": (TICKET.number, None),
    "written_from": (
        ("unit@example.org", True, True),
        ("unit@example.org", True, False),
        ("staf@mail.example", False, True),
        None,
    ),
    "unit_sees": ((("Petunjuk", "Mohon dicek."), ("Isi laporan", ANSWER)), ()),
}


def cases(value: type[Value]) -> Iterator[Value]:
    """Yield sample values of a letter: the usual one, then one for each other case of each field."""
    hints = get_type_hints(value)
    samples = {field.name: _samples(field, hints[field.name]) for field in _fields(value)}
    usual = value(**{name: found[0] for name, found in samples.items()})
    yield usual
    for name, found in samples.items():
        for other in found[1:]:
            yield replace(usual, **{name: other})  # type: ignore[type-var]  # every value is a dataclass


def usual(value: type[Value]) -> Value:
    """Return the usual sample of a letter."""
    return next(cases(value))


def _fields(value: type[Value]) -> tuple[Field[Any], ...]:
    return fields(value)  # type: ignore[arg-type]  # as above


def _samples(field: Field[Any], hint: Any) -> tuple[Any, ...]:
    return NAMED.get(field.name) or tuple(_of_type(hint))


def _of_type(hint: Any) -> Iterator[Any]:
    if isinstance(hint, UnionType):
        yield from (one for part in get_args(hint) if part is not NoneType for one in _of_type(part))
        yield from (None for part in get_args(hint) if part is NoneType)
    elif isinstance(hint, type) and issubclass(hint, Enum):
        yield from hint
    elif hint is bool:
        yield from (False, True)
    elif get_origin(hint) is tuple:
        yield from (("contoh",), ())
    elif hint is str:
        yield from ("contoh", "")
    else:
        yield {int: 5, date: DUE, datetime: NOW}[hint]
