"""What an officer should see of a mail at a glance: perhaps spam or another's business, details that are not sure.

These are marks for a person who reads, no judgement: nothing is dropped, held or answered differently because of them.
"""

import re
from collections.abc import Mapping

from mailticket.core.citizen import VALUES, FieldName
from mailticket.core.decide.details import PROVINCE, READ
from mailticket.core.happenings import Silence
from mailticket.core.policy import Policy
from mailticket.core.ticket import Detail, Ticket

ADVERT_WORDS_MIN = 2  # different ones, since each by itself stands in honest mail too
LETTERHEAD_LINES = 8  # in which a letter says to whom it is written

# By core.citizen.Field.source.
SOURCES: Mapping[str, str] = {
    "from": "dari nama pengirim",
    "subject": "dari perihal",
    "signature": "dari tanda tangan",
    "prose": "dari kalimat",
    "bare": "dari jawaban tanpa keterangan",
    "address": "dari alamat surel",
    "relative": "milik keluarga pelapor",
    "earlier": "dari laporan terdahulu",
    "label": "dari baris berlabel",
    "form": "dari formulir",
    "matter": "dari isi surel",
}
_ADVERT = re.compile(
    r"(?i)\b(?:seo|backlinks?|page one|first page|price list|daftar harga|promo|diskon|penawaran (?:khusus|terbatas)"
    r"|bonus|slot|gacor|casino|judi|bitcoin|crypto|forex|unsubscribe|berhenti berlangganan|klik (?:di sini|link)"
    r"|click here|jasa (?:website|iklan|pinjaman)|pinjaman cepat|dana cair|tanpa agunan|winner|pemenang|hadiah"
    r"|lottery)\b"
)
_GREETED = re.compile(r"(?i)\b(?:yth|kepada|kpd|to the|attn|up)\b")


def of(ticket: Ticket, text: str, policy: Policy) -> tuple[str, ...]:
    """Marks of a ticket that an officer gets, in Indonesian; `text` is what the citizen wrote."""
    asides = (_unconfirmed(ticket), _spam(ticket, text), _linked(ticket))
    found = (*asides, _unsure_matter(ticket, policy), _borrowed_name(ticket, policy), _misdirected(text, policy))
    return tuple(mark for mark in found if mark)


def unsure(ticket: Ticket, policy: Policy) -> Mapping[str, str]:
    """For each detail that is doubtful how sure it is, and why, in Indonesian; of the others that are asked for ""."""
    take_from = policy.reader.take_from
    told = {one.field: _unsure(one) for one in ticket.details if one.is_doubtful(take_from)}
    return {**dict.fromkeys(READ, ""), **told}


def changed(before: Ticket | None, after: Ticket, policy: Policy) -> Mapping[str, str]:
    """For each detail that a mail has changed what became of it, and how sure that is, in Indonesian."""
    if before is None or before.number != after.number:
        return {}
    was, doubts = unsure(before, policy), unsure(after, policy)
    told = dict[str, str]()
    for field in VALUES:
        old, new = getattr(before.citizen, field), getattr(after.citizen, field)
        if old != new:
            told[field] = "; ".join(filter(None, ("diubah" if old else "baru", doubts.get(field))))
        elif was.get(field) and not doubts.get(field):
            told[field] = "dipastikan pelapor"
    return told


def _unsure(one: Detail) -> str:
    source = "dari alamat pelapor" if one.field == PROVINCE and one.source == "address" else one.source
    return f"belum pasti, {_percent(one)}: {SOURCES.get(source, source)}"


def _percent(one: Detail) -> str:
    """What is doubtful never has the hundred of what is sure."""
    return f"{min(round(100 * one.confidence), 99)} %"


def _unsure_matter(ticket: Ticket, policy: Policy) -> str:
    """Whether there is enough to begin work, if that is doubtful."""
    take_from = policy.reader.take_from
    told = next((one for one in ticket.details if one.field == FieldName.DETAIL and one.is_doubtful(take_from)), None)
    return f"belum pasti isi laporan cukup jelas untuk ditangani ({_percent(told)})" if told else ""


def _unconfirmed(ticket: Ticket) -> str:
    """A machine wrote, and what it says of the citizen's address may be anybody's."""
    silent = ticket.silent
    if silent is None or silent.kind is not Silence.UNCONFIRMED:
        return ""
    who = f"ditulis melalui {silent.fields['sender']}, bukan dari alamat pelapor"
    typed = "alamat surel di bawah ini diketik di sana dan belum dibenarkan pemiliknya"
    return f"{who}; {typed}. Mohon pastikan lewat telepon sebelum menjawab"


def _spam(ticket: Ticket, text: str) -> str:
    if ticket.silent is not None and ticket.silent.kind.row.suspect:
        return f"kemungkinan spam: {ticket.silent.said('id')}"
    words = list(dict.fromkeys(word.casefold() for word in _ADVERT.findall(f"{ticket.subject}\n{text}")))
    if ticket.kind == "lainnya" and len(words) >= ADVERT_WORDS_MIN:
        return f"kemungkinan spam: berisi kata-kata iklan ({', '.join(words[:3])})"
    return ""


def _linked(ticket: Ticket) -> str:
    return f"terkait dengan {ticket.follows}: ditulis sebagai balasan atas laporan itu" if ticket.follows else ""


def _borrowed_name(ticket: Ticket, policy: Policy) -> str:
    """A stranger who bears the name of one of us; who had one of our addresses would not be a citizen."""
    name = (ticket.citizen.name or "").casefold()
    people = (*(one.name for one in policy.officers), *(one.name for one in policy.supervisors))
    offices = (policy.desk.institution, policy.desk.name, *(unit.name for unit in policy.units))
    known = next((one for one in (*people, *offices) if one.casefold() == name), None)
    return f"bernama {known}, tetapi menulis dari luar" if known else ""


def _misdirected(text: str, policy: Policy) -> str:
    """A letter that is written to another institution, by its first lines."""
    lines = [line for line in text.split("\n") if line.strip()][:LETTERHEAD_LINES]
    head = "\n".join(line for n, line in enumerate(lines) if any(map(_GREETED.search, lines[max(0, n - 1) : n + 1])))
    own = policy.desk.institution.casefold()
    if own in head.casefold():
        return ""
    for referral in policy.desk.referrals:
        if re.search(rf"\b(?:{re.escape(referral.name)}|{re.escape(referral.id)})\b", head, re.IGNORECASE):
            return f"mungkin bukan kewenangan: ditujukan kepada {referral.name} (#bukan-kewenangan {referral.id})"
    return ""
