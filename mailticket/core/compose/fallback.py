"""The notices, and built-in plain text for when a template fails: short, but with everything that must be said."""

from collections.abc import Mapping
from typing import Any

from mailticket.core import words
from mailticket.core.compose import paper
from mailticket.core.compose.letter import Wording
from mailticket.core.mail import Notice

CITIZEN_NOTICES = tuple(
    f"citizen.{name}"
    for name in (
        "acknowledged", "details_missing", "reminded", "question", "forwarded", "answered", "closed",
        "closed_no_response", "referred",
    )
)  # fmt: skip
STAFF_NOTICES = (
    *(
        f"officer.{name}"
        for name in (
            "assigned", "followup", "draft", "receipt", "not_done", "held", "escalated", "undelivered", "digest",
        )
    ),
    "unit.forwarded", "unit.reminded", "supervisor.escalated", "supervisor.digest",
)  # fmt: skip
NOTICES = (*CITIZEN_NOTICES, *STAFF_NOTICES)

TITLES: Mapping[str, Mapping[str, str]] = {
    "id": {
        "citizen.acknowledged": "Laporan Anda telah kami terima",
        "citizen.details_missing": "Laporan diterima, mohon lengkapi data",
        "citizen.reminded": "Pengingat: kami menunggu balasan Anda",
        "citizen.question": "Kami memerlukan keterangan tambahan",
        "citizen.forwarded": "Laporan Anda diteruskan kepada unit kerja",
        "citizen.answered": "Jawaban atas laporan Anda",
        "citizen.closed": "Laporan selesai",
        "citizen.closed_no_response": "Laporan ditutup sementara",
        "citizen.referred": "Laporan di luar kewenangan kami",
        "officer.assigned": "Laporan baru",
        "officer.followup": "Surel baru dari pelapor",
        "officer.draft": "Konsep jawaban unit kerja",
        "officer.receipt": "Perintah Anda telah dijalankan",
        "officer.not_done": "Surel Anda tidak dijalankan",
        "officer.held": "Surel Anda kami tahan: apa maksud Anda?",
        "officer.escalated": "Eskalasi: laporan belum dijawab",
        "officer.undelivered": "Jawaban tidak sampai kepada pelapor",
        "officer.digest": "Ringkasan harian",
        "unit.forwarded": "Mohon tindak lanjut laporan masyarakat",
        "unit.reminded": "Pengingat: mohon tindak lanjut",
        "supervisor.escalated": "Eskalasi: laporan belum dijawab",
        "supervisor.digest": "Ringkasan harian",
    },
    "en": {
        "citizen.acknowledged": "We have received your report",
        "citizen.details_missing": "Report received, please complete your details",
        "citizen.reminded": "Reminder: we are waiting for your reply",
        "citizen.question": "We need some more information",
        "citizen.forwarded": "Your report was passed to the responsible unit",
        "citizen.answered": "Answer to your report",
        "citizen.closed": "Report closed",
        "citizen.closed_no_response": "Report closed for now",
        "citizen.referred": "Outside our competence",
    },
}
SENTENCES: Mapping[str, Mapping[str, str]] = {
    "id": {
        "opening": "Surel ini mengenai laporan bernomor {number}.",
        "due": "Batas jawaban: {due}.",
        "form": "Mohon balas surel ini dan isi:",
        "free": "Layanan ini tidak dipungut biaya.",
        "reply": "Untuk menanggapi, cukup balas surel ini.",
    },
    "en": {
        "opening": "This message is about report {number}.",
        "due": "Answer due by {due}.",
        "form": "Please reply and fill in:",
        "free": "This service is free of charge.",
        "reply": "To respond, simply reply to this message.",
    },
}
ASKING = frozenset({"citizen.details_missing", "citizen.reminded", "citizen.closed_no_response"})
PLAIN_VALUES = ("reason", "word", "unit_name", "instruction", "question", "position", "what", "says", "phone")


def wording(notice: Notice, view: Mapping[str, Any]) -> Wording:
    """Return built-in wording, without HTML."""
    return Wording(title(notice), body(notice, view), foot(view))


def title(notice: Notice) -> str:
    """Return the built-in title of a notice."""
    return TITLES.get(notice.language, TITLES["id"]).get(notice.name) or TITLES["id"].get(notice.name, notice.name)


def body(notice: Notice, view: Mapping[str, Any]) -> str:
    """Return built-in wording, as a template gives it; needs nothing that a notice may lack."""
    language = str(view["language"])
    say = SENTENCES[language]
    lines = [title(notice) + "."]
    if view.get("number"):
        lines.append(say["opening"].format(number=view["number"]))
    if view.get("due_on") and view.get("ticket") is not None and notice.name != "citizen.details_missing":
        lines.append(say["due"].format(due=words.on_day(view["due_on"], language)))
    if notice.name in ASKING and view.get("form"):
        lines += [say["form"], paper.form(view["form"])]
    if notice.to.role != "citizen":
        lines += [f"{key} : {' '.join(str(view[key]).split())}" for key in PLAIN_VALUES if view.get(key)]
        lines += [str(one) for one in view.get("done", ())]
    if view.get("text"):
        own_words = notice.to.role == "citizen"
        lines.append(paper.verbatim(str(view["text"])) if own_words else paper.quoted(str(view["text"])))
    elif view.get("question"):
        lines.append(paper.verbatim(str(view["question"])))
    if view.get("digest") is not None:
        lines += [f"{label} : {count}" for label, count in view["digest"].headline]
    if notice.to.role == "citizen":
        lines += [say["reply"], say["free"]]
    return "\n\n".join(lines)


def foot(view: Mapping[str, Any]) -> str:
    """Return the built-in foot."""
    return f"--\n{view['desk'].name}\n{view['desk'].institution}\n{view['desk'].address}"
