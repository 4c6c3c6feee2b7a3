"""What an officer should see of a mail at a glance: perhaps spam or another's business, details that are not sure.

These are marks for a person who reads, no judgement: nothing is dropped, held or answered differently because of them.
"""

import re
from collections.abc import Mapping

from mailticket.core.decide.details import READ
from mailticket.core.happenings import Silence
from mailticket.core.policy import Policy
from mailticket.core.ticket import DetailState, Ticket

UNSURE_BELOW = 0.65  # confidence of a detail; a labelled line has 0.7 and more, a From name 0.5
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
    found = (*asides, _borrowed_name(ticket, policy), _misdirected(text, policy))
    return tuple(mark for mark in found if mark)


def unsure(ticket: Ticket) -> Mapping[str, str]:
    """For each detail where it comes from, in Indonesian, if it is not sure; else ""."""
    told = {
        one.field: f"{SOURCES.get(one.source, one.source)}, belum pasti"
        for one in ticket.details
        if one.state is DetailState.PRESENT and 0 < one.confidence < UNSURE_BELOW
    }
    return {field: told.get(field, "") for field in READ}


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
