"""What an officer's mail tells of a citizen who did not write: the form below `#daftar`, or a forwarded mail.

The citizen's details are read from that, never from the officer's own From line or signature.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from mailticket.core import words
from mailticket.core.citizen import FIELDS, Field, FieldName, Identity
from mailticket.core.decide.commands import FILES_REPORTS, lookup
from mailticket.core.forwarded import inner_of
from mailticket.core.found import ByHand, Inner, Reply, Report
from mailticket.core.identity import extract
from mailticket.core.identity.labels import field_of
from mailticket.core.identity.owner import Owner
from mailticket.core.kind import understand
from mailticket.core.mail import Mail
from mailticket.core.policy import Policy

CHANNELS: Mapping[str, str] = {
    "telepon": "telepon", "telp": "telepon", "telpon": "telepon", "phone": "telepon", "call centre": "telepon",
    "whatsapp": "whatsapp", "wa": "whatsapp", "laporan": "laporan", "surat": "surat", "letter": "surat",
    "datang langsung": "datang_langsung", "langsung": "datang_langsung", "tatap muka": "datang_langsung",
    "lapor": "lapor", "sp4n": "lapor", "sp4n-lapor": "lapor", "surel": "email", "email": "email",
}  # fmt: skip
TITLE_MAX = 80  # characters of the matter that stand in for a title
SENTENCE_MIN = 8  # characters; a point before them is one of an abbreviation
MATTERS = frozenset({"matter", "subject"})  # what a label announces that the matter follows
_CHANNEL_LINE = re.compile(r"(?im)^[>\s*-]{0,12}(?:kanal|channel)\s{0,5}:[ \t]{0,20}(?P<value>[^\n]{0,100})\n?")
_SUBJECT_LINE = re.compile(
    r"(?im)^[>\s*-]{0,12}(?:perihal|hal|subjek|subject)\s{0,5}:[ \t]{0,20}(?P<value>[^\n]{1,200})\n?"
)
_PREFIX = re.compile(
    r"^(?:\s{0,3}(?:(?:re|fwd?|bls|trs|tr|terusan|balasan)\s?:|\[[^\]]{1,40}\])){1,9}\s{0,3}", re.IGNORECASE
)
NONE_VALUE = re.compile(
    r"[-–—]{1,3}|kosong|nihil|rahasia|n/a|(?:tidak|tdk|tak|gak?|belum|blm)[ \t]{1,3}(?:ada|punya|memiliki|mempunyai|mau"
    r"|ingin|bersedia|tahu|diketahui|disebutkan|diberikan)(?:[ \t][^\n:,\d]{0,40})?",
    re.IGNORECASE,
)
_NONE = re.compile(
    rf"^[>\s*-]{{0,12}}(?P<label>[^:\n]{{3,30}}):[ \t*]{{0,9}}(?:{NONE_VALUE.pattern})[ \t*.]{{0,9}}$",
    re.IGNORECASE | re.MULTILINE,
)
_TOLD = frozenset(FIELDS) - {FieldName.DETAIL}  # what an officer may write a dash for
_LABEL = re.compile(r"[>\s*-]{0,12}(?P<label>[^:\n]{2,40}):[ \t*]{0,9}(?P<value>[^\n]{0,2000})")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_LAPOR_NUMBER = re.compile(r"[#\d][\d.-]{3,19}")


def report_of(mail: Mail, written: ByHand, policy: Policy) -> Report | None:
    """Return the report that a mail files or forwards, or None."""
    given = next((c for c in written.orders.commands if (row := lookup(c.name)) and row.name == FILES_REPORTS), None)
    inner = inner_of(mail)
    if inner is not None and (_is_quoted(inner, policy) or (given is not None and _tells(written.orders.text))):
        inner = None  # below what was written stands the letter that it answers
    if inner is None and given is None:
        return None
    text = inner.text if inner is not None else _form(written)
    argument = written.orders.commands[0].argument or "" if written.orders.commands else ""
    said = f"{argument}\n{text}\n{_typed_channel(written.reply.quote)}"
    channel, number = _channel(said, "email" if inner is not None else "lainnya")
    named = _SUBJECT_LINE.search(text)
    body = text if inner is not None else _SUBJECT_LINE.sub("", _CHANNEL_LINE.sub("", text)).strip()
    title = (
        inner.subject if inner is not None else named["value"].strip() if named else _title(mail.subject, body, channel)
    )
    own = _own(mail, inner, title, body)
    reply = Reply(body, "", "", quote_above=False, form="")
    identity = _without_none(extract(own, reply, policy, next(iter(own.from_), None)), body)
    return Report(title, body, channel, number, identity, understand(own, reply, identity, policy), inner)


def _without_none(identity: Identity, body: str) -> Identity:
    """Return the details of a form: where its officer wrote a dash, the citizen has none or does not tell."""
    announced = (field_of(found["label"]) for found in _NONE.finditer(body))
    none = {field for field, whose, _ in filter(None, announced) if field in _TOLD and whose is not Owner.OTHER}
    none |= {field for field in _TOLD if NONE_VALUE.fullmatch(getattr(identity, field).value or "")}
    refused = tuple(dict.fromkeys((*identity.refused, *sorted(none - {FieldName.EMAIL}))))
    return replace(identity, refused=refused, **dict.fromkeys(none, Field()))


def _own(mail: Mail, inner: Inner | None, title: str, body: str) -> Mail:
    """The citizen's words as a mail of their own, without anything of the officer's."""
    return replace(
        mail,
        from_=(inner.sender,) if inner is not None else (),
        sender=None,
        reply_to=(),
        subject=title,
        text=body,
        marks=(),
        message_id=None,
        in_reply_to=(),
        references=(),
        command_text=None,
        raw_from=(),
        raw_results=(),
    )


def _channel(text: str, default: str) -> tuple[str, str]:
    """The channel that the officer names, and for LAPOR the number there."""
    line = _CHANNEL_LINE.search(text)
    for part in (text.split("\n", 1)[0], line["value"] if line else ""):
        said = " ".join(re.sub(r"[,:;()!]", " ", part).casefold().split())
        for word in sorted(CHANNELS, key=len, reverse=True):
            if _names(word, said):
                number = _LAPOR_NUMBER.search(said) if CHANNELS[word] == "lapor" else None
                return CHANNELS[word], f"LAPOR {number[0].lstrip('#')}" if number else ""
    return default, ""


def _title(subject: str, body: str, channel: str) -> str:
    """A subject of the officer's own mail, unless it only answers one of ours; else the first words of the matter."""
    plain = _PREFIX.sub("", subject).strip()
    if plain and plain == subject.strip():
        return plain
    matter = " ".join(_matter(body).split())
    end = _SENTENCE_END.search(matter, SENTENCE_MIN, TITLE_MAX + 1)
    title = matter[: end.end()] if end is not None and end.end() <= TITLE_MAX else matter
    if len(title) > TITLE_MAX:
        title = f"{title[: TITLE_MAX - 3].rpartition(' ')[0] or title[: TITLE_MAX - 3]}..."
    return title or f"Laporan lewat {words.CHANNELS.get(channel, channel)}"


def _matter(body: str) -> str:
    """What is told in a form: what stands behind the label of the matter, else what stands behind none."""
    rest: list[str] = []
    for line in body.split("\n"):
        field, value = _labelled(line)
        if field in MATTERS and value.strip():
            return value
        if field in MATTERS:
            rest = []  # it stands below its label
        rest += [line] if field is None and line.strip() else []
    return "\n".join(rest)


def _labelled(line: str) -> tuple[str | None, str]:
    """Return which field a line's label announces (None: it has no such label), and what stands behind it."""
    found = _LABEL.fullmatch(line)
    announced = field_of(found["label"]) if found is not None else None
    return (None, line) if found is None or announced is None else (announced[0], found["value"])


def _form(written: ByHand) -> str:
    """What was typed, with the lines of our form that were filled in inside the quotation, each once."""
    text = written.orders.text.strip()
    typed = {" ".join(line.split()) for line in text.split("\n")}
    filled = (line for line in written.reply.form.split("\n") if " ".join(line.split()) not in typed)
    return "\n".join(part for part in (text, "\n".join(filled)) if part)


def _tells(text: str) -> bool:
    """Whether the form itself was typed, so that nobody's mail is forwarded."""
    return any(_labelled(line)[0] in MATTERS for line in text.split("\n"))


def _is_quoted(inner: Inner, policy: Policy) -> bool:
    """Whether it is a letter of our own; what a form of the site sends from our address is a citizen's."""
    return inner.sender.address.lower() in policy.own_addresses - policy.form_addresses


def _typed_channel(quote: str) -> str:
    """The channel that was typed into our form inside its quotation; our own list of all channels is none."""
    for line in _CHANNEL_LINE.finditer(quote):
        if len({CHANNELS[word] for word in CHANNELS if _names(word, line["value"].casefold())}) == 1:
            return f"Kanal: {line['value']}"
    return ""


def _names(word: str, said: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", said) is not None
