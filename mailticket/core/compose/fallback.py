"""Built-in plain text for when a template fails: short, but everything that the recipient must have is in it."""

from collections.abc import Mapping
from datetime import date

from mailticket.core import words
from mailticket.core.compose import paper
from mailticket.core.compose.labels import Labels
from mailticket.core.compose.letter import Wording
from mailticket.core.compose.view import View
from mailticket.core.digest.paper import Digest
from mailticket.core.notices import ClosedNoResponse, DetailsMissing, Notice, Reminded
from mailticket.core.people import Role

PLAIN_VALUES = ("reason", "word", "unit_name", "instruction", "question", "position", "what", "says", "phone")


def wording(notice: Notice, view: View, labels: Mapping[str, Labels]) -> Wording:
    """Return built-in wording, without HTML."""
    own = labels[view.language]
    title = own.titles.get(notice.name) or notice.value.letter.row.title
    return Wording(title, f"{title}.\n\n{body(notice, view, own.sentences)}", foot(view))


def body(notice: Notice, view: View, say: Mapping[str, str]) -> str:
    """Return built-in text, as a template gives it; needs nothing that a notice may lack."""
    named = view.context()
    is_citizens = notice.to.role is Role.CITIZEN
    lines = []
    if view.of_ticket.number:
        lines.append(say["opening"].format(number=view.of_ticket.number))
    due_on = named["due_on"]
    if isinstance(due_on, date) and view.of_ticket.ticket is not None and not isinstance(notice.value, DetailsMissing):
        lines.append(say["due"].format(due=words.on_day(due_on, view.language)))
    if isinstance(notice.value, DetailsMissing | Reminded | ClosedNoResponse) and view.of_ticket.form:
        lines += [say["form"], paper.form(view.of_ticket.form)]
    if not is_citizens:
        lines += [f"{key} : {' '.join(str(named[key]).split())}" for key in PLAIN_VALUES if named.get(key)]
        done = view.value.get("done")
        lines += [str(one) for one in done] if isinstance(done, tuple) else []
    if view.text:
        lines.append(paper.verbatim(view.text) if is_citizens else paper.quoted(view.text))
    elif named.get("question"):
        lines.append(paper.verbatim(str(named["question"])))
    digest = view.value.get("digest")
    if isinstance(digest, Digest):
        lines += [f"{label} : {count}" for label, count in digest.headline]
    if is_citizens:
        lines += [say["reply"], say["free"]]
    return "\n\n".join(lines)


def foot(view: View) -> str:
    """Return the built-in foot."""
    return f"--\n{view.desk.name}\n{view.desk.institution}\n{view.desk.address}"
