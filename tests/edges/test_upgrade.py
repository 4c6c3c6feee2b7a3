"""A database of the last schema is carried over: what its keys and sentences meant stands in values."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from mailticket.core.citizen import Doubt
from mailticket.core.happenings import SAID, Happening, Hold, Silence, What
from mailticket.core.notices.letters import Letter
from mailticket.core.notices.notice import Priority
from mailticket.core.parser.glance import glance
from mailticket.core.post import ClaimedSend, MailState
from mailticket.core.ticket import NO_ERRAND, DetailState, Errand, Outcome, Purpose, Telling, Told
from mailticket.edges.store import SqlStore
from mailticket.edges.tables import metadata
from tests import last_schema

NUMBER = "KUKM-2026-{:06d}".format
TOKEN = "t26-1-or1qy-cpk33dwadtxrarvb"
DUE = date(2026, 3, 30)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of the last schema."""
    is_sqlite = request.param == "sqlite"
    folder = tmp_path_factory.mktemp("upgrade")
    url: str = f"sqlite:///{folder}/old.db" if is_sqlite else request.getfixturevalue("postgres")()
    last_schema.fill(url)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        texts = {"sent": f"Laporan baru.\nRef: {TOKEN}", "seen": f"Baik.\n\n> Laporan baru.\n> Ref: {TOKEN}\n> Rina"}
        connection.execute(sa.text("UPDATE messages SET text = :sent, full_text = :seen WHERE id = 2"), texts)
    engine.dispose()
    return url


@pytest.fixture(scope="module")
def before(filled: str) -> dict[str, int]:
    """How many rows each of its tables has."""
    return counted(filled)


@pytest.fixture(scope="module")
def store(filled: str, before: dict[str, int]) -> Iterator[SqlStore]:
    """The same, carried over."""
    store = SqlStore(filled)
    store.migrate()
    yield store
    store.close()


def counted(url: str) -> dict[str, int]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        names = [table.name for table in metadata.sorted_tables]
        found = {n: connection.execute(sa.text(f"SELECT count(*) FROM {n}")).scalar_one() for n in names}
    engine.dispose()
    return found


def waiting(store: SqlStore) -> list[ClaimedSend]:
    """What may go out next, in its order; in a transaction that changes nothing."""
    later = datetime(2026, 4, 2, 9, tzinfo=UTC)
    with store.read() as work:
        return list(work.outbox.claim(later, later + timedelta(minutes=30), 100, automatic=100))


def test_the_tables_are_those_of_a_new_database(store: SqlStore) -> None:
    with store.read() as work:
        assert compare_metadata(MigrationContext.configure(work._connection), metadata) == []


def test_no_token_stands_in_the_words_of_people(store: SqlStore) -> None:
    with store.read() as work:
        message = work.book.message(2)
    assert message is not None
    assert (message.text, message.full_text) == ("Laporan baru.\n", "Baik.\n\n> Laporan baru.\n> \n> Rina")
    assert TOKEN in (message.message_id or "")  # by which its answers are known


def test_no_row_is_lost(filled: str, before: dict[str, int], store: SqlStore) -> None:
    assert counted(filled) == {**before, "memory": before["memory"] - 2}  # of two bundles: the outbox tells of them now


def test_what_waits_bears_its_errand(store: SqlStore) -> None:
    errands = {send.key: send.errand for send in waiting(store)}
    assert errands["answer:33"] == Errand(Purpose.ANSWER, 33, "rina")
    assert errands["closing:resolved:34"] == Errand(Purpose.CLOSING, 34, "rina", Outcome.RESOLVED)
    assert errands["question:35"] == Errand(Purpose.QUESTION, 35, "rina")
    rung = f"rung:{NUMBER(19)}:overdue:2026-03-31:supervisor:kabag"
    assert errands[rung] == Errand(Purpose.RUNG, None, "kabag", about="overdue", due_on=date(2026, 3, 31))
    chaser = f"chaser:{NUMBER(2)}:perkoperasian:2026-03-26:0"
    assert errands[chaser] == Errand(Purpose.CHASER, about="perkoperasian")
    assert errands[f"reminded:{NUMBER(14)}:2026-03-16 02:00:00+00:00:2"] == Errand(counter=2)
    assert errands["receipt:33"] == NO_ERRAND


def test_what_went_out_bears_its_errand_as_well(store: SqlStore) -> None:
    with store.read() as work:
        found = work._connection.execute(
            sa.text("SELECT ordered_by, order_mail, priority FROM outbox WHERE key = 'answer:25' AND state = 'sent'")
        )
        assert found.one() == ("rina", 25, Letter.ANSWERED.row.priority)


def test_the_citizens_mail_goes_first(store: SqlStore) -> None:
    sends = waiting(store)
    assert {send.letter for send in sends[:2]} == {Letter.ANSWERED, Letter.QUESTION}
    priorities = [send.letter.row.priority for send in sends]
    assert priorities == sorted(priorities)
    assert set(priorities) == set(Priority)


def test_a_letter_has_the_priority_that_it_would_be_queued_with_now(store: SqlStore) -> None:
    with store.read() as work:
        found = dict(work._connection.execute(sa.text("SELECT DISTINCT notice, priority FROM outbox")).all())
    assert len(found) > 10
    assert found == {name: Letter(name).row.priority for name in found}


def test_a_bundle_tells_what_was_remembered_of_it(store: SqlStore) -> None:
    (warning,) = (send for send in waiting(store) if send.letter is Letter.OFFICER_ESCALATED)
    assert len(warning.tells) == 12
    assert warning.tells[0] == Telling(NUMBER(1), "warning", DUE)
    assert len({telling.ticket for telling in warning.tells}) == 12
    assert warning.errand == Errand(ordered_by="rina")  # to whom it proves them
    with store.read() as work:
        assert work.memory.get(warning.key) is None
        assert work.memory.get("sendings:rina") == "off"


def test_a_ticket_knows_which_answer_is_on_its_way(store: SqlStore) -> None:
    with store.read() as work:
        errands = {ticket.number: ticket.answering for ticket in work.book.tickets() if ticket.answering}
    assert errands == {
        NUMBER(3): Errand(Purpose.ANSWER, 33, "rina"),
        NUMBER(4): Errand(Purpose.CLOSING, 34, "rina", Outcome.RESOLVED),
        NUMBER(17): Errand(Purpose.CALL, 36, "rina"),
        NUMBER(18): Errand(Purpose.CALL, 37, "rina", Outcome.RESOLVED),
    }


def test_a_ticket_knows_its_rungs_doubts_and_silence(store: SqlStore) -> None:
    with store.read() as work:
        tickets = {ticket.number: ticket for ticket in work.book.tickets()}
    assert tickets[NUMBER(8)].rungs == tuple(Told(rung, DUE) for rung in ("warning", "urgent", "due", "overdue"))
    assert tickets[NUMBER(15)].doubts == {"phone": Doubt.INVALID}
    phone = next(detail for detail in tickets[NUMBER(15)].details if detail.field == "phone")
    assert (phone.state, phone.asked) == (DetailState.INVALID, 1)
    assert tickets[NUMBER(1)].silent == Happening(Silence.EARLIER, {SAID: "spam folder"})
    assert tickets[NUMBER(2)].silent is None


def test_a_held_mail_knows_the_ticket_that_it_seems_to_be_about(store: SqlStore) -> None:
    with store.read() as work:
        rows = {mail: work.ledger.mail(mail) for mail in (21, 24, 22, 16)}
    assert all(rows.values())
    assert {mail: row.about for mail, row in rows.items() if row} == {21: NUMBER(3), 24: NUMBER(2), 22: None, 16: None}
    assert rows[21] is not None
    assert rows[21].state is MailState.HELD
    assert [one.said("en") for one in rows[21].why] == [
        f"names {NUMBER(3)}, but without a token and not from its citizen"
    ]


def test_an_old_history_reads_as_it_did(store: SqlStore) -> None:
    told = json.loads(last_schema.ROWS.read_text("utf-8"))["events"]
    wanted = [dict(zip(told["columns"], row, strict=True)) for row in told["rows"]]
    words = {what.word for what in What}
    with store.read() as work:
        for number in (8, 13):
            events = work.book.events(NUMBER(number))
            rows = [row for row in wanted if row["ticket"] == NUMBER(number)]
            assert [event.what.said("en") for event in events if SAID in event.what.fields] == [
                row["why"] for row in rows if row["what"] not in ("held", "not_done")
            ]
            assert [event.what.kind.word for event in events] == [
                row["what"] if row["what"] in words else "earlier" for row in rows
            ]
            assert [event.by for event in events] == [row["by"] for row in rows]


def test_why_an_old_mail_was_held_is_told_in_the_words_of_today(store: SqlStore) -> None:
    with store.read() as work:
        held = [event.what for event in work.book.events(NUMBER(8)) if event.what.kind is What.HELD]
        held += [event.what for event in work.book.events(NUMBER(13)) if event.what.kind is What.HELD]
    assert What.HELD(reason=Hold.EMPTY(), person="rina") in held
    assert not any("held:" in one.said("id") for one in held)


def test_a_block_says_why(store: SqlStore) -> None:
    with store.read() as work:
        why = work.outbox.blocked("Refused@example.com", datetime(2026, 4, 1, tzinfo=UTC))
    assert why == (Happening(What.EARLIER, {SAID: "citizen.acknowledged was refused: 550 5.1.1 no such user"}),)


def test_a_mail_that_was_never_read_is_known_by_its_head(store: SqlStore) -> None:
    with store.read() as work:
        rows = work.ledger.shunted()
        assert rows
        for row in rows:
            raw = work.ledger.raw(row.id)
            assert raw is not None
            assert (row.message_id, row.from_, row.subject) == (
                glance(raw).message_id, glance(raw).sender, glance(raw).subject,
            )  # fmt: skip
        (opened,) = work.ledger.trace(NUMBER(1))[:1]
        assert opened.subject == work.book.messages(NUMBER(1))[0].subject
