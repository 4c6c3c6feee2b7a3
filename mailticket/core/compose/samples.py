"""Sample values of every notice, for trying templates out; what each notice gets is told in templates/README."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from mailticket.core.decide import officer
from mailticket.core.digest import Bar, Digest, Section
from mailticket.core.found import CommandTrouble
from mailticket.core.mail import Person
from mailticket.core.ticket import Citizen, Status, Ticket

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
DUE = date(2026, 3, 30)

PEOPLE: Mapping[str, Person] = {
    "citizen": Person("citizen", "citizen", "Siti Aminah", "siti@example.org"),
    "officer": Person("officer", "rina", "Rina Wulandari", "rina@example.org"),
    "supervisor": Person("supervisor", "kabag", "Kepala Bagian", "kabag@example.org"),
    "unit": Person("unit", "perkoperasian", "Deputi Bidang Perkoperasian", "unit@example.org"),
}

TICKET = Ticket(
    subject="Simpanan tidak bisa dicairkan",
    received_at=NOW,
    number="KUKM-2026-000123",
    status=Status.OPEN,
    category="lain",
    citizen=Citizen(
        "Siti Aminah", "Jl. Mawar No. 5, Kec. Silo, Kab. Jember", "+6281234567890", "siti@example.org", "Jawa Timur"
    ),
    officer="rina",
    complete_at=NOW,
    clock_at=NOW,
    due_on=DUE,
)

WORDS = "Simpanan saya sejak 2023 tidak bisa dicairkan.\n\nMohon bantuannya.\nSiti Aminah"
ANSWER = "Laporan Ibu sudah kami periksa.\n\nKoperasi akan memanggil Ibu pada hari Kamis."


HISTORY = ((NOW, "Rina Wulandari", "Mohon dicek ke koperasinya."), (NOW, "pelapor", WORDS))

DIGEST = Digest(
    title="Ringkasan harian",
    on=date(2026, 3, 16),
    lead="2 laporan lewat batas; 3 akan lewat besok bila tidak ada tindakan.",
    headline=(("Lewat batas", 2), ("Jatuh tempo hari ini", 3), ("Jatuh tempo besok", 0), ("Menunggu pelapor", 14)),
    sections=(
        Section(
            "Lewat batas",
            ("Tiket", "Kategori", "Di tangan", "Lewat"),
            (
                ("KUKM-2026-000088", "KSP bermasalah", "Rina Wulandari", "2 hk"),
                ("KUKM-2026-000090", "KUR dan pembiayaan perbankan", "Deputi Bidang Perkoperasian", "1 hk"),
            ),
            "Mohon tindak lanjut hari ini.",
        ),
        Section("Tidak dijawab otomatis", (), (), "Tidak ada."),
    ),
    bars=(Bar("Rina Wulandari", 9, 2), Bar("Bagus Santoso", 4), Bar("Tanpa petugas", 0)),
    warnings=("Cuti bersama 2027 belum tersedia.",),
    proof="17 surel masuk = 9 tiket baru + 6 balasan + 2 otomatis.",
)
EMPTY = Digest(
    "Ringkasan harian", date(2026, 3, 16), "Tidak ada yang lewat batas.", (("Lewat batas", 0),), (), (), (),
    "Tidak ada surel masuk.",
)  # fmt: skip

_ANSWER: Mapping[str, Any] = {"text": ANSWER, "close_on": date(2026, 4, 6), "answered_on": DUE, "working_day": 5}
_ESCALATED: Mapping[str, Any] = {
    "rung": "urgent",
    "rows": (),
    "days_left": 1,
    "explanation": ("Sen 16 Mar: lengkap pukul 09.00 WIB = hari ke-0", "Sel 17 Mar: hari ke-1"),
    "officer_name": "Rina Wulandari",
    "unit_names": ("Deputi Bidang Perkoperasian",),
    "position": "with_unit",
}
_TOGETHER: Mapping[str, Any] = {
    "rows": tuple((f"KUKM-2026-{n:06d}", "KSP bermasalah", "Rina Wulandari", "Sen 30 Mar", "1 hk") for n in range(40)),
    "days_left": 1,
}
HELD_REASONS = (
    *(trouble.value for trouble in CommandTrouble),
    *("not_allowed", "argument", "empty", "never_answered", "no_unit", "no_draft", "no_ticket"),
    *("quoted_above", "no_officer", "no_category", "no_referral", "no_number", "empty_draft", "answer_waits"),
    *("register", "other_number", "no_held"),
    *("too_late", "answered_before", "internal", "no_attachment", "foreign_number", "colleague", "many_recipients"),
    *("forwarded", "unit_unproven"),
)
NOT_DONE_REASONS = (
    *("citizen_token", "foreign_ticket", "several", "expired", "no_token", "other_address", "failed_verdict"),
    *("no_verdict", "wrong_date", "automatic", "no_ticket_token"),
)
_FORWARDED: Mapping[str, Any] = {
    "instruction": "Mohon dicek ke koperasinya.",
    "due_on": date(2026, 3, 27),
    "unit_name": "Deputi Bidang Perkoperasian",
    "text": WORDS,
    "note": "",
    "officer_name": "Rina Wulandari",
}

_RECEIPT: Mapping[str, Any] = {
    "done": ("jawaban untuk pelapor",), "sends_at": None, "text": "", "script": "", "script_asks": False,
    "is_note": False, "register": False, "sent": (),
}  # fmt: skip

# For each notice the cases in which it is sent.
VALUES: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "citizen.acknowledged": ({"working_days": 5},),
    "citizen.details_missing": (
        {"missing": ("phone",), "working_days": 5, "first": True},
        {"missing": ("name", "address", "phone", "email", "detail"), "working_days": 5, "first": False},
    ),
    "citizen.reminded": (
        {"missing": ("phone",), "question": None, "close_on": DUE},
        {"missing": (), "question": "Sejak kapan?", "close_on": DUE},
    ),
    "citizen.question": ({**_ANSWER, "text": "Sejak kapan Ibu menjadi anggota?"},),
    "citizen.forwarded": ({"unit_name": "Deputi Bidang Perkoperasian", "due_on": DUE},),
    "citizen.answered": (_ANSWER,),
    "citizen.closed": (
        {**_ANSWER, "outcome": "resolved"},
        *(
            {"text": "", "outcome": outcome}
            for outcome in ("resolved", "no_response", "out_of_scope", "duplicate", "withdrawn", "rejected")
        ),
    ),
    "citizen.closed_no_response": (
        {"missing": ("phone", "detail"), "question": None},
        {"missing": (), "question": "Sejak kapan?"},
    ),
    "citizen.referred": ({"text": ANSWER, "institution": "Otoritas Jasa Keuangan", "channel": "157"},),
    "officer.assigned": tuple(
        {
            "reason": reason,
            "category_name": "KSP bermasalah",
            "words": ("simpanan",),
            "earlier": (("KUKM-2026-000007", "Koperasi tutup", "closed"),),
            "text": WORDS,
            "days_left": 5,
            "note": note,
            "marks": ("kemungkinan spam: dari folder spam",) if note else (),
            "unsure": {"name": "dari nama pengirim, belum pasti", "address": "", "phone": ""},
            "history": HISTORY if note else (),
        }
        for reason, note in (("new", ""), ("completed", ""), ("filed", ""), ("handed_over", "Mohon dibantu."))
    ),
    "officer.followup": tuple(
        {"text": WORDS, "what": what, "from_": "siti@example.org", "history": HISTORY}
        for what in ("reply", "answer", "reopened", "withdrawal", "unit_note", "colleague")
    ),
    "officer.draft": (
        {
            "unit_name": "Deputi Bidang Perkoperasian",
            "text": ANSWER,
            "files": ("berita-acara.pdf",),
            "history": HISTORY,
        },
    ),
    "officer.receipt": (
        {**_RECEIPT, "sends_at": NOW, "text": ANSWER},
        {**_RECEIPT, "done": ("catatan disimpan", "kategori: Lain-lain"), "text": "Ditelepon.", "is_note": True},
        {**_RECEIPT, "script": ANSWER},
        {**_RECEIPT, "script": "Di cabang mana?", "script_asks": True},
        {**_RECEIPT, "done": (), "sent": (("KUKM-2026-000123", "Sen 16 Mar 10.05 WIB", "jawaban", "s****@x.example"),)},
        {**_RECEIPT, "done": ("daftar perintah", "#batal: ..."), "register": True},
    ),
    "officer.not_done": tuple(
        {"reason": reason, "text": ANSWER, "asks": reason in officer.ANSWERABLE, "written_at": NOW, "received_at": NOW}
        for reason in (*NOT_DONE_REASONS, "another")
    ),
    "officer.held": tuple(
        {
            "reason": reason,
            "word": "ttup",
            "near": ("tutup",),
            "text": "#ttup",
            "guess": "KUKM-2026-000123",
            "asks": reason in officer.ANSWERABLE,
            "proposed_name": "Budi Santoso",
            "unit_name": "LPDB-KUMKM",
            "proposed_address": "budi@example.org",
        }
        for reason in (*HELD_REASONS, "another")
    ),
    "officer.escalated": (*({**_ESCALATED, "days_left": days} for days in (2, 1, 0, -1)), _TOGETHER),
    "officer.undelivered": (
        {
            "address": "siti@example.org",
            "status": "5.1.1",
            "says": "user unknown",
            "phone": "+628123",
            "text": ANSWER,
            "what": "citizen.answered",
        },
        {
            "address": "siti@example.org",
            "status": "",
            "says": "refused",
            "phone": "",
            "text": ANSWER,
            "what": "citizen.details_missing",
        },
        {
            "address": "unit@example.org",
            "status": "",
            "says": "refused",
            "phone": "",
            "text": ANSWER,
            "what": "unit.forwarded",
        },
        {
            "address": "rina@example.org",
            "status": "5.7.1",
            "says": "virus found",
            "phone": "",
            "text": WORDS,
            "what": "officer.assigned",
        },
    ),
    "officer.digest": ({"digest": DIGEST}, {"digest": EMPTY}),
    "unit.forwarded": (_FORWARDED, {**_FORWARDED, "instruction": ""}),
    "unit.reminded": (
        {"due_on": DUE, "instruction": "Mohon dicek.", "days_left": 0},
        {"due_on": DUE, "instruction": "", "days_left": -1},
    ),
    "supervisor.escalated": (*({**_ESCALATED, "days_left": days} for days in (2, 1, 0, -1)), _TOGETHER),
    "supervisor.digest": ({"digest": DIGEST}, {"digest": EMPTY}),
}
WITHOUT_TICKET = frozenset({"officer.digest", "supervisor.digest"})
PERHAPS_WITHOUT = frozenset({"officer.held", "officer.not_done", "officer.receipt"})  # where no ticket was named
