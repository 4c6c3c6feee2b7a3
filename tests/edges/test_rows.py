"""Values go into the database and come back the same, and what another version kept there can be read all the same."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from mailticket.core.citizen import Citizen, Doubt
from mailticket.core.happenings import SAID, Drop, Happening, Hold, Shunt, Silence, What
from mailticket.core.notices.letters import Closed, Letter, NotDone, UnitReminded
from mailticket.core.notices.notice import Notice, Rendered, Value
from mailticket.core.people import CITIZEN, Author, Person, Role
from mailticket.core.post import ClaimedSend, MailState, Place, RawMail, SendState, Waiting
from mailticket.core.ticket import (
    Detail,
    DetailState,
    Direction,
    Errand,
    Event,
    Leg,
    Message,
    MessageState,
    Outcome,
    Pause,
    Purpose,
    Status,
    Telling,
    Ticket,
    Told,
    Unasked,
)
from mailticket.edges.store import SqlStore

NOW = datetime(2026, 3, 16, 2, tzinfo=UTC)
LATER = NOW + timedelta(minutes=30)
BYTES = 1 << 30
NUMBER = "KUKM-2026-000001"
HELD = What.HELD(reason=Hold.EMPTY(), person="rina", mail=7)


@pytest.fixture
def store(database: str) -> Iterator[SqlStore]:
    store = SqlStore(database)
    store.migrate()
    yield store
    store.close()


def a_ticket() -> Ticket:
    """A ticket of which every field has another value than a new one's."""
    return Ticket(
        subject="Simpanan",
        received_at=NOW,
        number=NUMBER,
        status=Status.WITH_UNIT,
        outcome=Outcome.RESOLVED,
        kind="aspirasi",
        category="ksp",
        channel="telepon",
        language="en",
        citizen=Citizen("Siti", "Jl. Mawar 5", "+62812", "siti@example.org", "DKI Jakarta"),
        details=(Detail("phone", DetailState.INVALID, "label", 0.5, "no number", Doubt.INVALID, 2), Detail("name")),
        missing=("phone",),
        officer="rina",
        legs=(Leg("koperasi", NOW, date(2026, 3, 20), "Mohon.", LATER, ("2026-03-20",)),),
        confidential=True,
        anonymous=True,
        silent=Silence.SENDER_LIMIT(count=5),
        complete_at=NOW,
        clock_at=NOW,
        pauses=(Pause(NOW, LATER, "asked"), Pause(LATER, None, "asked")),
        extension_working_days=3,
        due_on=date(2026, 3, 30),
        first_due_on=date(2026, 3, 27),
        rungs=(Told("warning", date(2026, 3, 26)),),
        held_until=LATER,
        asked=1,
        asked_at=NOW,
        reminders=2,
        question="Kapan?",
        unasked=Unasked(Silence.DOMAIN_LIMIT(count=9), NOW, LATER, 1),
        draft=4,
        answering=Errand(Purpose.CLOSING, 5, "rina", Outcome.RESOLVED, "x", date(2026, 3, 30), 1),
        answered_at=NOW,
        closed_at=LATER,
        next_at=LATER,
        follows="KUKM-2026-000007",
        merged_into="KUKM-2026-000008",
    )


def test_a_ticket_comes_back_as_it_was(store: SqlStore) -> None:
    ticket, new = a_ticket(), Ticket("x", NOW, NUMBER.replace("1", "2"))
    untouched = [f.name for f in fields(Ticket) if getattr(ticket, f.name) == getattr(Ticket("", NOW), f.name)]
    assert untouched == ["received_at"]
    with store.write() as work:
        work.book.put_ticket(ticket)
        work.book.put_ticket(new)
    with store.read() as work:
        assert list(work.book.tickets()) == [ticket, new]
        assert list(work.book.tickets(Status.WITH_UNIT)) == [ticket]


@pytest.mark.parametrize("author", [CITIZEN, Author(Role.OFFICER, "rina"), Author(Role.UNPROVEN, "a:b")], ids=str)
def test_a_message_comes_back_as_it_was(store: SqlStore, author: Author) -> None:
    message = Message(
        NOW, Direction.IN, author, "a@b.c", "d@e.f", "x", "<1@x>", "text", state=MessageState.DRAFT, dated=LATER,
        cuts=(("signature", "Siti"),), is_cut=True,
    )  # fmt: skip
    with store.write() as work:
        row = work.book.add_message(None, message, ())
    with store.read() as work:
        assert work.book.message(row) == replace(message, id=row)


@pytest.mark.parametrize(
    "what",
    [
        HELD,
        What.RECOUNTED(reason=Happening(What.EARLIER), count=2),
        What.OPENED(due_on=date(2026, 3, 30), without=("phone", "name")),
        What.SENT(notice=Letter.ANSWERED, to="s***@example.org"),
    ],
    ids=lambda what: what.kind.word,
)
def test_an_event_comes_back_as_it_was(store: SqlStore, what: Happening) -> None:
    with store.write() as work:
        work.book.add_events(NUMBER, [Event(NOW, what, "rina")])
    with store.read() as work:
        assert work.book.events(NUMBER) == [Event(NOW, what, "rina")]


def test_what_databases_refuse_is_taken_out_of_fields(store: SqlStore) -> None:
    with store.write() as work:
        work.book.add_events(NUMBER, [Event(NOW, What.PUT_OFF(error="a\x00b\ud800\n"), "mailticket")])
    with store.read() as work:
        (event,) = work.book.events(NUMBER)
    assert event.what == What.PUT_OFF(error="ab?\n")


def test_the_same_happening_is_kept_in_the_same_letters(store: SqlStore) -> None:
    one, other = (
        Happening(What.STATUS, {"name": "a", "status": "b"}),
        Happening(What.STATUS, {"status": "b", "name": "a"}),
    )
    with store.write() as work:
        work.book.add_events(NUMBER, [Event(NOW, one, "rina"), Event(NOW, other, "rina")])
    with store.read() as work:
        assert len(work._connection.execute(sa.text("SELECT DISTINCT because FROM events")).all()) == 1


NEWER = [
    {"kind": "what.teleported", "fields": {"to": "x"}},
    {"kind": "dream.vivid", "fields": {}},
    {"kind": "what.held", "fields": {"reason": {"kind": "hold.mood", "fields": {}}}},
]


@pytest.mark.parametrize("newer", NEWER, ids=lambda newer: newer["kind"])
def test_what_a_newer_version_kept_can_be_read(store: SqlStore, newer: dict[str, object]) -> None:
    mail = kept(store)
    with store.write() as work:
        work.book.put_ticket(a_ticket())
        work.book.add_events(NUMBER, [Event(NOW, HELD, "rina")])
        work.ledger.settle(mail, MailState.HELD, NUMBER, (Hold.EMPTY(), HELD))
        work.outbox.block("a@b.c", LATER, (HELD,))
        for statement in ("events SET because", "tickets SET silent"):
            work._connection.execute(sa.text(f"UPDATE {statement} = :new"), {"new": json.dumps(newer)})
        for statement in ("places SET because", "blocks SET why"):
            work._connection.execute(sa.text(f"UPDATE {statement} = :new"), {"new": json.dumps([newer])})
    earlier = Happening(What.EARLIER, {SAID: newer["kind"]})
    with store.read() as work:
        assert work.book.events(NUMBER) == [Event(NOW, earlier, "rina")]
        row, ticket = work.ledger.mail(mail), work.book.ticket(NUMBER)
        assert row is not None
        assert row.why == (earlier,)
        assert ticket is not None
        assert ticket.silent == Happening(Silence.EARLIER, {SAID: newer["kind"]})
        assert work.outbox.blocked("a@b.c", NOW) == (earlier,)


# the ledger


def kept(store: SqlStore, uid: int = 1, raw: bytes = b"x") -> int:
    """Keep a mail; return its row."""
    with store.write() as work:
        work.ledger.keep(RawMail(Place("a", "INBOX", 1, uid), raw, NOW, len(raw)), NOW)
        return int(work._connection.execute(sa.text("SELECT max(id) FROM places")).scalar_one())


def test_a_kept_mail_says_why_it_is_where_it_is(store: SqlStore) -> None:
    mail = kept(store)
    with store.write() as work:
        work.ledger.settle(mail, MailState.HELD, None, (Hold.EMPTY(), HELD), "<1@x>", "a@b.c", about=NUMBER)
    with store.read() as work:
        (row,) = work.ledger.trace("<1@x>")
    assert (row.state, row.why, row.about) == (MailState.HELD, (Hold.EMPTY(), HELD), NUMBER)


def test_the_same_bytes_at_a_second_place_say_so(store: SqlStore) -> None:
    kept(store)
    second = kept(store, uid=2)
    with store.read() as work:
        row = work.ledger.mail(second)
    assert row is not None
    assert (row.state, row.why) == (MailState.DUPLICATE, (Drop.SAME_BYTES(),))


def test_a_claim_takes_the_reason_of_the_attempt_before(store: SqlStore) -> None:
    mail = kept(store)
    with store.write() as work:
        work.ledger.claim(NOW, LATER, 10, BYTES)
        work.ledger.postpone(mail, NOW, Shunt.FAILED(error="it hung"))
        assert [one.id for one in work.ledger.claim(NOW, LATER, 10, BYTES)] == [mail]
        row = work.ledger.mail(mail)
        assert row is not None
        assert (row.why, row.attempts) == ((), 2)


def test_a_mail_whose_second_attempt_died_is_free_after_the_start(store: SqlStore) -> None:
    mail = kept(store)
    with store.write() as work:
        work.ledger.claim(NOW, LATER, 10, BYTES)
        work.ledger.postpone(mail, NOW, Shunt.FAILED(error="it hung"))
        work.ledger.claim(NOW, LATER, 10, BYTES)
        assert work.ledger.claim(NOW, LATER, 10, BYTES) == ()
        work.ledger.free_claims(NOW)
        assert [one.id for one in work.ledger.claim(NOW, LATER, 10, BYTES)] == [mail]


def test_a_mail_that_waits_for_its_time_waits_on_after_the_start(store: SqlStore) -> None:
    mail = kept(store)
    with store.write() as work:
        work.ledger.claim(NOW, LATER, 10, BYTES)
        work.ledger.postpone(mail, LATER, Shunt.FAILED(error="it hung"))
        work.ledger.free_claims(NOW)
        assert work.ledger.claim(NOW, LATER, 10, BYTES) == ()


def test_mails_that_became_no_ticket_are_counted_by_their_reason(store: SqlStore) -> None:
    with store.write() as work:
        since = work.tally.mark(NOW)
    for uid, why in enumerate(((Drop.OUR_OWN(),), (Drop.OUR_OWN(),), (Drop.SAME(place=NUMBER),)), 1):
        mail = kept(store, uid, b"%d" % uid)
        with store.write() as work:
            work.ledger.settle(mail, MailState.DONE, None, why)
    with store.write() as work:
        facts = work.tally.digest_facts(since, work.tally.mark(NOW))
    assert sorted(facts.unanswered, key=lambda one: one[1]) == [((Drop.SAME(place=NUMBER),), 1), ((Drop.OUR_OWN(),), 2)]


# the outbox

SITI = Person(Role.CITIZEN, "citizen", "Siti", "siti@example.org")
RINA = Person(Role.OFFICER, "rina", "Rina", "rina@example.org")
UNIT = Person(Role.UNIT, "koperasi", "Koperasi", "koperasi@example.net")
CLOSED = Closed(Outcome.RESOLVED)
CHASER = UnitReminded(date(2026, 3, 20), "", 0)
NOT_DONE = NotDone(reason=Hold.NO_VERDICT, text="", written_at=NOW, received_at=NOW)
ERRAND = Errand(Purpose.CLOSING, 5, "rina", Outcome.RESOLVED, "x", date(2026, 3, 30), 1)
TELLS = (Telling(NUMBER, "warning", date(2026, 3, 30)), Telling("KUKM-2026-000002", "due", date(2026, 3, 30)))


def queued(
    store: SqlStore, key: str, value: Value = CLOSED, to: Person = SITI, ticket: str | None = None, **more: object
) -> None:
    notice = Notice(value, (key,), to, **more)  # type: ignore[arg-type]
    rendered = Rendered(b"mail", f"<{key}@x>", "x", "", to.address, "text")
    with store.write() as work:
        assert work.outbox.queue(key, notice, rendered, ticket, None, NOW)


def claim(store: SqlStore, limit: int = 20, automatic: int = 20) -> list[ClaimedSend]:
    with store.write() as work:
        return list(work.outbox.claim(NOW, LATER, limit, automatic))


def settle(store: SqlStore, sends: list[ClaimedSend]) -> None:
    with store.write() as work:
        for send in sends:
            work.outbox.settle(send.id, SendState.SENT, "", NOW)


def test_a_queued_mail_keeps_its_errand_and_what_it_tells(store: SqlStore) -> None:
    queued(store, "a", ticket=NUMBER, errand=ERRAND, tells=TELLS)
    with store.read() as work:
        assert work.outbox.waiting(NUMBER) == [Waiting("a", ERRAND)]
    (send,) = claim(store)
    assert (send.key, send.letter, send.errand, send.tells) == ("a", Letter.CLOSED, ERRAND, TELLS)
    queued(store, "b")
    (send,) = claim(store)
    assert (send.errand, send.tells) == (Errand(), ())


def test_only_mails_to_the_citizen_can_be_stopped(store: SqlStore) -> None:
    queued(store, "a", ticket=NUMBER)
    queued(store, "b", NOT_DONE, RINA, NUMBER)
    with store.read() as work:
        assert [one.key for one in work.outbox.waiting(NUMBER)] == ["a"]


def test_the_citizens_mail_overtakes_what_staff_is_told(store: SqlStore) -> None:
    queued(store, "told", NOT_DONE, RINA)
    queued(store, "work", CHASER, UNIT)
    queued(store, "citizen 1")
    queued(store, "citizen 2", to=replace(SITI, address="budi@example.org"))
    assert [send.key for send in claim(store, limit=3)] == ["citizen 1", "citizen 2", "work"]
    assert [send.key for send in claim(store)] == ["told"]


def test_what_one_reads_about_a_ticket_stays_in_order_whatever_its_priority(store: SqlStore) -> None:
    queued(store, "first", NOT_DONE, RINA, NUMBER)
    queued(store, "second", CHASER, RINA, NUMBER)
    queued(store, "elsewhere", CHASER, RINA, "KUKM-2026-000002")
    claimed = claim(store)
    assert [send.key for send in claimed] == ["elsewhere", "first"]
    settle(store, claimed)
    assert [send.key for send in claim(store)] == ["second"]


def test_automatic_mail_over_the_limit_holds_up_nobody_else(store: SqlStore) -> None:
    for n in range(3):
        queued(store, f"citizen {n}", to=replace(SITI, address=f"{n}@example.org"))
    queued(store, "work", CHASER, UNIT)
    assert [send.key for send in claim(store, automatic=1)] == ["citizen 0", "work"]
    assert claim(store, automatic=0) == []


QUEUE = 3_000  # enough for PostgreSQL to prefer an index to reading the table


def test_the_next_mails_are_found_by_index(store: SqlStore) -> None:
    row = {"ticket": None, "notice": "citizen.closed", "sender": "", "recipient": "a@b.c", "address": "a@b.c"}
    row |= {"domain": "b.c", "automatic": True, "state": "queued", "due_at": NOW, "attempts": 0, "queued_at": NOW}
    row |= {"says": "", "unknowns": 0, "data": b""}
    asked: list[tuple[str, object]] = []
    with store.write() as work:
        table = sa.table("outbox", *(sa.column(name) for name in ("key", *row)))
        rows = [{**row, "key": str(n), "state": "queued" if n % 2 else "sent"} for n in range(QUEUE)]
        rows = [{**one, "due_at": NOW.replace(tzinfo=None), "queued_at": NOW.replace(tzinfo=None)} for one in rows]
        work._connection.execute(table.insert(), rows)
    sa.event.listen(store._engine, "before_cursor_execute", lambda *a: asked.append((a[2], a[3])))
    assert len(claim(store)) == 20
    wanted = [(statement, values) for statement, values in asked if "earlier" in statement]
    assert len(wanted) == 2
    with store._engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if not is_sqlite:
            connection.execute(sa.text("ANALYZE outbox"))
        explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
        statement, values = wanted[1]
        plan = "\n".join(str(one) for one in connection.exec_driver_sql(f"{explain} {statement}", values))
    assert "outbox_queue" in plan, plan
    assert "SCAN outbox" not in plan, plan
    assert "Seq Scan on outbox" not in plan, plan
    assert "Sort" not in plan, plan
    assert "TEMP B-TREE" not in plan, plan
