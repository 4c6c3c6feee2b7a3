"""The part of a mail that tells the matter: without greeting, identity and what was forwarded."""

import re

from mailticket.core.citizen import Identity
from mailticket.core.found import Reply
from mailticket.core.identity.labels import SENTENCE, read
from mailticket.core.identity.passage import Zone

TEXT_MAX = 20_000  # characters that kind and detail are judged by
_TELLS = re.compile(r"\b(?:usul|saran|aspirasi|masukan|keluhan)", re.IGNORECASE)
_NUMBERS = re.compile(r"[+\d](?:(?<=\d)|(?<=\+)\d)[\d .()/-]{7,24}\d")
_ADDRESS = re.compile(r"\S{1,64}@\S{1,80}")


def matter_text(subject: str, reply: Reply, identity: Identity) -> str:
    """Return what the writer says of the matter."""
    lines, labels = read(reply)
    instead: dict[int, str] = {}
    for label in labels:
        if label.inside:
            continue
        if label.field not in ("matter", "subject"):
            instead |= dict.fromkeys(range(label.index, label.index + label.value.count("\n") + 1), "")
            # "Alamat: Jl. Mawar 5, Depok. Yang saya tanyakan ...": the story goes on behind the detail.
            instead[label.index] = "".join(SENTENCE.split(lines[label.index].text, maxsplit=1)[1:])
        elif lines[label.index].zone is Zone.FORM or (label.field == "matter" and not _TELLS.search(label.label)):
            instead[label.index] = label.value.split("\n", maxsplit=1)[0]  # the words of our own label tell nothing
    kept = (Zone.FORM, Zone.BODY)
    text = "\n".join(instead.get(index, line.text) for index, line in enumerate(lines) if line.zone in kept)[:TEXT_MAX]
    for value in (identity.address.value, identity.name.value):
        for piece in (value or "").split(","):
            if len(piece.strip()) > 3:
                text = text.replace(piece.strip(), " ")
    return _NUMBERS.sub(_kept, _ADDRESS.sub(" ", text) if "@" in text else text)


def is_labelled(reply: Reply) -> bool:
    """True when the writer put a label before the matter, as the form does."""
    return any(label.field == "matter" for label in read(reply)[1])


def _kept(number: re.Match[str]) -> str:
    """Keep amounts and dates; phone, identity and account numbers say nothing of the matter."""
    digits = sum(letter.isdigit() for letter in number.group())
    return (
        number.group() if digits < 9 or (number.group().count(".") >= 2 and not number.group().startswith("0")) else " "
    )
