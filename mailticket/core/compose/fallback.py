"""Built-in plain text for when a template fails: short, but everything that the recipient must have is in it."""

from collections.abc import Mapping
from typing import Any

from mailticket.core import words
from mailticket.core.compose import paper
from mailticket.core.compose.labels import Labels
from mailticket.core.compose.letter import Wording
from mailticket.core.mail import Notice

# Of the staff's notices; those of citizens' are among the labels of their languages.
TITLES: Mapping[str, str] = {
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
}
ASKING = frozenset({"citizen.details_missing", "citizen.reminded", "citizen.closed_no_response"})
PLAIN_VALUES = ("reason", "word", "unit_name", "instruction", "question", "position", "what", "says", "phone")


def wording(notice: Notice, view: Mapping[str, Any], labels: Mapping[str, Labels]) -> Wording:
    """Return built-in wording, without HTML."""
    own = labels[view["language"]]
    title = own.titles.get(notice.name) or TITLES.get(notice.name, notice.name)
    return Wording(title, f"{title}.\n\n{body(notice, view, own.sentences)}", foot(view))


def body(notice: Notice, view: Mapping[str, Any], say: Mapping[str, str]) -> str:
    """Return built-in text, as a template gives it; needs nothing that a notice may lack."""
    lines = []
    if view.get("number"):
        lines.append(say["opening"].format(number=view["number"]))
    if view.get("due_on") and view.get("ticket") is not None and notice.name != "citizen.details_missing":
        lines.append(say["due"].format(due=words.on_day(view["due_on"], view["language"])))
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
