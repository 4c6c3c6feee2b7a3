"""The address that the citizen wants to be written to: the From line's, unless the mail clearly names another."""

import re
from collections.abc import Sequence

from mailticket.core.citizen import Field
from mailticket.core.identity.labels import Labelled
from mailticket.core.identity.owner import Owner
from mailticket.core.identity.passage import Line, Zone

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}(?![\w@])")
_MACHINE = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?_?reply|do-?not-?reply|noreply\w*|bounces?)(?:[+.-].*)?$", re.IGNORECASE
)
_WANTED = re.compile(
    r"(?<!\w)(?:balas\w*|dibalas|kirim\w*|dikirim\w*|jawab\w*|hubungi|respon\w*|korespondensi|tanggap\w*|reply|write|contact|reach)(?!\w)[^.!?]{0,60}"
    r"(?<!\w)(?:ke|kepada|melalui|lewat|di|to|at)(?!\w)[^.!?@]{0,50}$",
    re.IGNORECASE,
)
_TOLD_TO = re.compile(r"(?<!\w)(?:meminta|disuruh|diminta|minta) (?:saya|kami)?(?!\w)", re.IGNORECASE)


def find_email(lines: Sequence[Line], labels: Sequence[Labelled], sender: str, own: frozenset[str]) -> Field:
    """Return the citizen's address; `own` are the desk's."""
    machine = not sender or _MACHINE.match(sender.partition("@")[0]) is not None
    for label in labels:
        address = _ADDRESS.search(label.value)
        if label.field != "email" or label.owner is not Owner.SELF or address is None or address.group().lower() in own:
            continue
        line = lines[label.index]
        source = "form" if line.zone is Zone.FORM else "label"
        if line.zone is not Zone.SIGNATURE or machine:
            return Field(address.group().rstrip("."), source, 0.9, f"labelled {label.label} ({line.place})", line.place)
    if wanted := _wanted(lines, sender, own):
        return wanted
    if machine:
        return Field(why="the sender is a machine" if sender else "no sender")
    return Field(sender, "from", 0.9, "the From line", "From")


def _wanted(lines: Sequence[Line], sender: str, own: frozenset[str]) -> Field | None:
    """Return another address that the writer asks to be answered at."""
    for index, line in enumerate(lines):
        if line.zone is Zone.SIGNATURE or "@" not in line.text:
            continue
        above = lines[index - 1].text if index else ""
        for match in _ADDRESS.finditer(line.text):
            address = match.group().rstrip(".")
            before = f"{above} {line.text[: match.start()]}"[-160:]
            if (
                address.lower() not in own
                and address.lower() != sender.lower()
                and _WANTED.search(before)
                and not _TOLD_TO.search(before)
            ):
                return Field(address, "prose", 0.8, "the writer asks to be answered there", line.place)
    return None
