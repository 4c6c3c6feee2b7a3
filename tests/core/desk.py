"""One desk in memory: what comes in is read, bound and decided as the daemon does it; nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import Message as StdMessage
from email.policy import default
from functools import cache

from mailticket.core import thread, token
from mailticket.core.citizen import Citizen
from mailticket.core.deadline import Calendar, with_clock
from mailticket.core.decide import decide, numbered
from mailticket.core.decision import Decision, Facts, Incoming, Present
from mailticket.core.found import Reading
from mailticket.core.happenings import Happening
from mailticket.core.mail import Mail
from mailticket.core.parser import parse
from mailticket.core.people import CITIZEN, Author, Role
from mailticket.core.policy import Category, Desk, Officer, Policy, Referral, Supervisor, Trust, Unit
from mailticket.core.post import LedgerRow, MailState, Place
from mailticket.core.proof import prove
from mailticket.core.reading import _token_texts, read
from mailticket.core.ticket import Direction, Leg, Message, MessageState, Status, Ticket

DESK = "info@kemenkopukm.go.id"
AUTHSERV = "mx.example.org"
NUMBER = "KUKM-2026-000001"
OTHER = "KUKM-2026-000002"
KEYS = (("k1", b"a key of the test desk"),)
NOW = datetime(2026, 3, 17, 3, 0, tzinfo=UTC)
POLICY = Policy(
    desk=Desk(address=DESK, ticket_prefix="KUKM", referrals=(Referral("ojk", "Otoritas Jasa Keuangan", "157"),)),
    officers=(
        Officer("rina", "Rina Wulandari", "rina@example.org"),
        Officer("dodi", "Dodi Saputra", "dodi@example.org"),
    ),
    supervisors=(Supervisor("kabag", "Kepala Bagian", "kabag@example.org"),),
    units=(Unit("perkoperasian", "Deputi Bidang Perkoperasian", ("koperasi@example.net",)),),
    categories=(Category("ksp", "KSP bermasalah"), Category("lain", "Lain-lain")),
    trust=Trust(authserv_id=AUTHSERV),
)
CALENDAR = Calendar({})
COMPLAINT = "Simpanan saya di KSP Maju tidak bisa ditarik. NIK saya 3175094408900002."


def signed(
    role: str = "officer",
    person: str = "rina",
    number: str = NUMBER,
    purpose: str = token.REPLY,
    day: date = date(2026, 3, 16),
    about: int = 0,
) -> str:
    """A token as the desk signs it."""
    return token.sign(KEYS, number, role, person, purpose, day, about)


def verdict(domain: str = "example.org", result: str = "pass", server: str = AUTHSERV) -> str:
    """The mail server's word on top of a mail."""
    return f"Authentication-Results: {server}; dmarc={result} header.from={domain}\r\n"


def written(
    text: str,
    sender: str = "Rina Wulandari <rina@example.org>",
    own: str | None = None,
    above: str = "",
    subject: str = "Re: Simpanan",
    to: str = DESK,
    extra: str = "",
) -> bytes:
    """A mail as bytes; `own` is the token that its In-Reply-To bears, `above` what stands on top of it."""
    reply = f"In-Reply-To: <{own}.abcdefghijkl@kemenkopukm.go.id>\r\n" if own else ""
    head = (
        f"{above}From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <one@example.org>\r\n{reply}{extra}"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return head.encode() + text.replace("\n", "\r\n").encode() + b"\r\n"


def a_ticket(**changes: object) -> Ticket:
    """An open complaint of Siti's, in Rina's hands, with a unit's draft to release."""
    ticket = Ticket(
        subject="Simpanan",
        received_at=datetime(2026, 3, 16, 2, 0, tzinfo=UTC),
        number=NUMBER,
        status=Status.UNIT_ANSWERED,
        category="ksp",
        citizen=Citizen("Siti Aminah", "Jl. Mawar 5", "+6281234567890", "siti@example.org"),
        officer="rina",
        complete_at=datetime(2026, 3, 16, 2, 0, tzinfo=UTC),
        draft=2,
        clock_at=datetime(2026, 3, 16, 2, 0, tzinfo=UTC),
        legs=(Leg("perkoperasian", datetime(2026, 3, 16, 3, 0, tzinfo=UTC), date(2026, 3, 19)),),
    )
    return with_clock(replace(ticket, **changes), POLICY, CALENDAR)


MESSAGES = (
    Message(datetime(2026, 3, 16, 2, 0, tzinfo=UTC), Direction.IN, CITIZEN, "siti@example.org", DESK, "Simpanan",
            "<siti.1@example.org>", COMPLAINT, COMPLAINT, id=1, mail=1),
    Message(datetime(2026, 3, 16, 5, 0, tzinfo=UTC), Direction.IN, Author(Role.UNIT, "perkoperasian"), "koperasi@example.net", DESK, "Re",
            "<unit.1@example.net>", "Koperasi sudah dipanggil.", id=2, mail=2, state=MessageState.DRAFT),
)  # fmt: skip


@dataclass
class Memory:
    """The desk; `decided` says what would become true of one more mail."""

    ticket: Ticket = field(default_factory=a_ticket)
    policy: Policy = POLICY
    messages: tuple[Message, ...] = MESSAGES
    facts: Facts = field(default_factory=Facts)
    now: datetime = NOW
    other: Ticket | None = None  # what stands under OTHER; else one like the first

    def _known(self, clues: thread.Clues) -> list[thread.Known]:
        """The mails of the book that a mail refers to: the ticket's, and all with a token that are not of evil.example."""
        ids = {message.message_id: message.direction is Direction.OUT for message in self.messages}
        own = [thread.Known(id_, NUMBER, ids[id_]) for id_ in clues.ids if id_ in ids]
        ours = (thread.Known(id_, token.number, sent=True) for id_, token in clues.in_ids if "evil" not in id_)
        return [*own, *ours]

    def decided(
        self,
        raw: bytes,
        released: bool = False,
        about: str | None = None,
        like: Reading | None = None,
        received_at: datetime | None = None,
        why: tuple[Happening, ...] = (),
        let_go: bool = False,
        quiet: bool = False,
        sure: Mapping[str, float] | None = None,
    ) -> Decision:
        """Decide on a mail; `about` is the state of the mail that its challenge asks about, `why` what was said of it.

        `let_go`: it was held, and an officer let it go to the ticket. `sure`: how sure its reading is, by what it tells.

        `like` is the reading of a mail with the same words: of this one only the head is read then, and by the policy of
        the test desk, which is quicker.
        """
        if like is None:
            reading = as_sure(read(raw, self.policy), **(sure or {}))
            clues = thread.clues(reading, KEYS, self.policy, self.now.date())
        else:
            mail, clues = _head(raw.partition(b"\r\n\r\n")[0], self.now.date())
            reading = replace(like, mail=replace(mail, text=like.mail.text), proof=clues.proof)
        other = self.other or replace(self.ticket, number=OTHER, merged_into=None, follows=None)
        book = {NUMBER: self.ticket, OTHER: other}
        binding = thread.in_own(thread.bind(clues, book, self._known(clues)), clues, tuple(book.values()))
        if let_go:
            binding = thread.released(binding, self.ticket)
        named = numbered.number_of(binding, reading.orders, self.policy)
        if named is not None:
            binding = numbered.bound(binding, book.get(named))
            reading = numbered.without_number(reading, self.policy)
        goes_on = book.get(binding.ticket.merged_into or "") if binding.ticket else None
        place, state = Place("a", "INBOX", 1, 7), MailState(about) if about else None
        row = LedgerRow(7, place, None, None, self.now, state, None, why, 1) if state else None
        facts = replace(
            self.facts,
            messages=self.messages if binding.ticket else (),
            about=row,
            held={7: row} if row else self.facts.held,
            named={OTHER: other},
            goes_on=goes_on,
            onward=self.messages if goes_on else (),
        )
        is_let_go = released or let_go
        incoming = Incoming(9, reading, clues, binding, received_at or self.now, quiet=quiet, released=is_let_go)
        return decide(incoming, facts, Present(self.policy, CALENDAR, self.now))


@cache
def _head(head: bytes, today: date) -> tuple[Mail, thread.Clues]:
    """The head of a mail and its clues; many mails of a test differ in their words alone."""
    mail = parse(head + b"\r\n\r\n")
    proof = prove(mail, POLICY.trust)
    reading = replace(_empty(), mail=mail, token_texts=_token_texts(mail), proof=proof)
    return mail, thread.clues(reading, KEYS, POLICY, today)


@cache
def _empty() -> Reading:
    return read(b"From: rina@example.org\r\n\r\n", POLICY)


def notices(decision: Decision) -> list[str]:
    """Names of what would be sent, sorted."""
    return sorted(notice.name for notice in decision.notices)


def acted(decision: Decision) -> bool:
    """Whether anything was done beyond keeping the mail and asking."""
    quiet = {"officer.not_done", "officer.held"}
    asks_only = decision.state == "held" and not set(notices(decision)) - quiet
    return not asks_only and not (decision.state == "held" and not decision.notices)


def parsed(raw: bytes) -> StdMessage:
    """A rendered mail."""
    return message_from_bytes(raw, policy=default)


def as_sure(reading: Reading, kind: float = 1.0, detail: float = 1.0, **fields: float) -> Reading:
    """The same reading, as sure as this of its kind, of its matter and of these details."""
    sure = {name: replace(getattr(reading.identity, name), confidence=how) for name, how in fields.items()}
    matter = replace(reading.matter, kind_confidence=kind, detail_confidence=detail)
    return replace(reading, identity=replace(reading.identity, **sure), matter=matter)
