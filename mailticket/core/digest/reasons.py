"""The reasons of the history, which are the program's own words, as a supervisor reads them in Indonesian."""

import re
from collections.abc import Mapping

# Rules of the screen by which a mail was not answered.
RULES: Mapping[str, str] = {
    "feedback_report": "laporan keluhan spam",
    "receipt": "tanda terima baca",
    "challenge": "kotak surat yang minta konfirmasi",
    "bounce": "surel kembali (bounce)",
    "delivery_report": "laporan pengiriman",
    "vacation_header": "jawaban otomatis",
    "vacation_subject": "jawaban otomatis",
    "vacation_words": "jawaban otomatis",
    "automatic": "jawaban otomatis",
    "list_notice": "pemberitahuan milis",
    "list": "milis",
    "bulk": "surel massal",
    "generated": "surel buatan mesin",
    "acknowledged": "tanda terima otomatis",
    "program": "surel buatan mesin",
    "no_reply_sender": "pengirim tidak menerima balasan",
    "machine_sender": "pengirim adalah mesin",
    "vacation_doubt": "mungkin jawaban otomatis",
    "acknowledgement": "tanda terima otomatis",
    "machine_made": "surel buatan mesin",
    "spam_flag": "ditandai sebagai spam",
    "hop_count": "terlalu sering diteruskan",
}

# Why an officer's mail was held or not carried out.
CODES: Mapping[str, str] = {
    "empty": "kosong",
    "no_ticket": "tanpa tiket",
    "quoted_above": "perintah di bawah kutipan",
    "not_allowed": "perintah di luar wewenang",
    "argument": "perintah tidak lengkap",
    "no_unit": "unit kerja tidak dikenal",
    "no_draft": "tidak ada konsep",
    "never_answered": "belum pernah dijawab",
    "citizen_token": "dengan kode pelapor",
    "foreign_ticket": "dengan kode orang lain",
    "several": "dengan beberapa kode",
    "expired": "kode kedaluwarsa",
    "no_token": "tanpa kode",
    "other_address": "dari alamat lain",
    "failed_verdict": "pengirim gagal diperiksa",
    "no_verdict": "pengirim tidak diperiksa",
    "wrong_date": "tanggalnya jauh dari saat tiba",
    "automatic": "bertanda otomatis",
    "no_ticket_token": "perintah di luar tiket",
}

# What our mails are called.
NOTICES: Mapping[str, str] = {
    "citizen.acknowledged": "tanda terima",
    "citizen.details_missing": "permintaan kelengkapan",
    "citizen.reminded": "pengingat kepada pelapor",
    "citizen.question": "pertanyaan kepada pelapor",
    "citizen.forwarded": "kabar penerusan",
    "citizen.answered": "jawaban",
    "citizen.closed": "kabar penutupan",
    "citizen.closed_no_response": "kabar penutupan",
    "citizen.referred": "rujukan",
    "officer.escalated": "eskalasi kepada petugas",
    "supervisor.escalated": "eskalasi kepada atasan",
    "officer.digest": "ringkasan petugas",
    "supervisor.digest": "ringkasan harian",
    "unit.forwarded": "penerusan kepada unit kerja",
    "unit.reminded": "pengingat kepada unit kerja",
}

# (how the program says it, how a supervisor reads it); groups of the pattern are filled in.
_SAYINGS = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"imported mail", "surat lama yang diimpor"),
        (r"spam folder", "dari folder spam"),
        (r"larger than .*", "melebihi ukuran terbesar"),
        (r"older than (\d+) hours", r"lebih lama dari \1 jam"),
        (r"(?:sent from our own address|our own mail come back)", "surel kami sendiri"),
        (r"the same mail already stands in .*", "surel yang sama sudah ada"),
        (r"not addressed to the desk", "tidak dialamatkan kepada kami"),
        (r"sender not proven.*", "pengirim gagal diperiksa"),
        (r"over (\d+) automatic mails to this (?:sender in a day|domain in an hour)", r"batas \1 jawaban otomatis"),
        (r"asked (\d+) times already", r"sudah ditanya \1 kali"),
        (r"no address to (?:ask at|answer to)", "tanpa alamat surel"),
        (r"names \S+, but without a token.*", "menyebut nomor tiket, tetapi bukan dari pelapornya"),
        (r"bears tokens of several.*", "berisi beberapa kode"),
        (r"bears a token of .*", "kodenya tidak ada di buku tiket"),
        (r"from (\S+), a unit's address.*", r"dari alamat unit kerja \1 tanpa kode"),
        (r"(\S{1,320}) to the \S{1,20} was refused: (.*)", r"\1 ditolak: \2"),
        (r"bounce \(permanent, ([^)]*)\) of (.*)", r"\2 tidak sampai (\1)"),
        (r"bounce \(temporary, ([^)]*)\) of (.*)", r"\2 tertunda (\1)"),
        (r"mail (\d+): (.*)", r"surel \1: \2"),
    )
)
_NOTICE = re.compile(r"\b(?:citizen|officer|supervisor|unit)\.[a-z_]+")
_HELD = re.compile(r"(?:held|not done): (\w+); (?:the registered address of )?\w+ (\S+) is (?:asked|told)")


def said(why: str) -> str:
    """Return a reason of the history in Indonesian; what is not known stays as it is."""
    held = _HELD.fullmatch(why)
    if held is not None:
        return f"{held[2]}: {CODES.get(held[1], held[1])}"
    rule, colon, _ = why.partition(":")
    if colon and rule in RULES:
        return RULES[rule]
    for pattern, saying in _SAYINGS:
        found = pattern.fullmatch(why)
        if found is not None:
            return _NOTICE.sub(lambda notice: NOTICES.get(notice[0], notice[0]), found.expand(saying))
    return why
