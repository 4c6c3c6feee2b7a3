"""What the database promises the flows: one transaction or nothing, no lost update, claims that nobody shares."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from mailticket.core.happenings import What
from mailticket.core.ticket import Event
from mailticket.edges import store
from mailticket.errors import Transient
from mailticket.flows import deliver, receive
from mailticket.flows.ports import Context
from tests.build import a_mail
from tests.context import a_context, states, when
from tests.fakes import Mailbox, Sender
from tests.servers import wait_until

NOW = when("2026-03-16 09:00")
NUMBER = "KUKM-2026-000001"
FULL = 2  # SQLite's synchronous: it waits for the disk at every commit


def opened(context: Context, tickets: int = 1) -> None:
    mailbox = Mailbox()
    for n in range(tickets):
        mailbox.put(a_mail(sender=f"Siti <siti{n:02d}@example.org>"), NOW)
    receive.keep(context, mailbox, "INBOX", NOW)
    while receive.process(context, NOW):
        pass


def test_a_transaction_that_fails_leaves_nothing_and_gives_its_number_back(context: Context) -> None:
    def fail() -> None:
        with context.store.write() as work:
            work.book.next_number(2026, "KUKM")
            work.memory.set("half", "done")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with context.store.write() as work:
        assert work.memory.get("half") is None
        assert work.book.next_number(2026, "KUKM") == NUMBER


def test_many_writers_lose_no_change_of_a_ticket(context: Context, database: str) -> None:
    opened(context)
    contexts = [a_context(database) for _ in range(4)]

    def add(one: Context) -> None:
        for _ in range(10):
            with one.store.write() as work:
                ticket = work.book.ticket(NUMBER)
                assert ticket is not None
                work.book.put_ticket(replace(ticket, extension_working_days=ticket.extension_working_days + 1))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, contexts))
    with context.store.read() as work:
        ticket = work.book.ticket(NUMBER)
        assert ticket is not None
        assert ticket.extension_working_days == 40
    for one in contexts:
        one.store.close()


def test_several_senders_send_each_mail_once(context: Context, database: str) -> None:
    opened(context, tickets=16)
    contexts, senders = [a_context(database) for _ in range(4)], [Sender() for _ in range(4)]

    def drain(one: Context, sender: Sender) -> None:
        while deliver.deliver(one, sender, NOW).claimed:
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(drain, contexts, senders))
    drain(context, senders[0])
    sent = [data for sender in senders for _, _, data in sender.accepted]
    assert len(sent) == len(set(sent)) == 32
    for one in contexts:
        one.store.close()


def test_several_readers_open_each_ticket_once(context: Context, database: str) -> None:
    mailbox = Mailbox()
    for n in range(30):
        mailbox.put(a_mail(sender=f"Siti <siti{n:02d}@example.org>"), NOW)
    while receive.keep(context, mailbox, "INBOX", NOW).more:
        pass
    contexts = [a_context(database) for _ in range(3)]

    def read(one: Context) -> None:
        while receive.process(one, NOW):
            pass

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(read, contexts))
    with context.store.read() as work:
        tickets = list(work.book.tickets())
    assert [ticket.number for ticket in tickets] == [f"KUKM-2026-{n:06d}" for n in range(1, 31)]
    assert len({ticket.citizen.email for ticket in tickets}) == 30
    for one in contexts:
        one.store.close()


def test_a_lease_that_a_wrong_clock_gave_does_not_last(context: Context) -> None:
    opened(context)
    with context.store.write() as work:
        assert len(work.outbox.claim(NOW + timedelta(days=365), NOW + timedelta(days=365, minutes=30), 20, 99)) == 2
    sender = Sender()
    assert deliver.deliver(context, sender, NOW + timedelta(minutes=1)).sent == 2


def test_a_mail_claimed_by_a_wrong_clock_is_claimed_again(context: Context) -> None:
    mailbox = Mailbox()
    mailbox.put(a_mail(), NOW)
    receive.keep(context, mailbox, "INBOX", NOW)
    with context.store.write() as work:
        assert work.ledger.claim(NOW + timedelta(days=365), NOW + timedelta(days=365, minutes=15), 50, 1 << 30)
    assert receive.process(context, NOW + timedelta(minutes=1)) == 1


def test_what_was_queued_before_an_upgrade_goes_out_as_it_is(context: Context) -> None:
    def broken(notice, ticket, now):
        raise ZeroDivisionError("the templates of the new version")

    opened(context, tickets=20)
    with context.store.read() as work:
        queued = {row.data for row in work._connection.execute(sa.text("SELECT data FROM outbox"))}  # type: ignore[attr-defined]
    sender = Sender()
    while deliver.deliver(replace(context, render=broken), sender, NOW).claimed:
        pass
    assert {data for _, _, data in sender.accepted} == {bytes(data) for data in queued}
    assert len(sender.accepted) == 40


# SQLite


def test_a_commit_that_was_answered_has_reached_the_disk(tmp_path: Path) -> None:
    context = a_context(f"sqlite:///{tmp_path}/mailticket.db")
    for transaction in (context.store.write, context.store.read):
        with transaction() as work:
            told = {
                name: work._connection.exec_driver_sql(f"PRAGMA {name}").scalar()  # type: ignore[attr-defined]
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
        assert told == {"journal_mode": "wal", "synchronous": FULL, "foreign_keys": 1, "busy_timeout": 30_000}
    context.store.close()


def test_a_full_disk_stops_the_intake_before_the_move_and_heals_by_itself(tmp_path: Path) -> None:
    context, mailbox = a_context(f"sqlite:///{tmp_path}/mailticket.db"), Mailbox()
    mailbox.put(a_mail(files=(("besar.pdf", b"x" * 2_000_000),)), NOW)

    @sa.event.listens_for(context.store._engine, "checkout")  # type: ignore[attr-defined]
    def full(connection, *_):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 10 if disk_is_full else 2**30}")

    disk_is_full = True
    with pytest.raises(Transient, match="full"):
        receive.keep(context, mailbox, "INBOX", NOW, "Done")
    assert mailbox.calls == ["fetch"]
    disk_is_full = False
    assert receive.keep(context, mailbox, "INBOX", NOW, "Done").new == 1
    assert receive.process(context, NOW) == 1
    context.store.close()


def test_a_disk_that_fills_up_while_a_mail_is_sent_loses_and_doubles_nothing(tmp_path: Path) -> None:
    context = a_context(f"sqlite:///{tmp_path}/mailticket.db")
    opened(context)
    sender, disk_is_full = Sender(), False

    @sa.event.listens_for(context.store._engine, "begin")  # type: ignore[attr-defined]
    def full(connection):
        if disk_is_full:
            raise sqlite3.OperationalError("database or disk is full")

    def fill(what: str) -> None:
        nonlocal disk_is_full
        disk_is_full = what == "accepted"

    sender.waits = fill
    with pytest.raises(Transient, match="full"):
        deliver.deliver(context, sender, NOW)
    disk_is_full = False
    sender.waits = lambda what: None
    for minutes in (31, 62):
        while deliver.deliver(context, sender, NOW + timedelta(minutes=minutes)).claimed:
            pass
    assert len({data for _, _, data in sender.accepted}) == 2
    assert len(sender.accepted) == 3  # the one whose outcome could not be written down: a counted unknown
    context.store.close()


def test_a_database_that_another_program_locks_is_waited_for(tmp_path: Path) -> None:
    context = a_context(f"sqlite:///{tmp_path}/mailticket.db")
    other = sqlite3.connect(tmp_path / "mailticket.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    waiting = threading.Event()

    def write() -> None:
        waiting.set()
        with context.store.write() as work:
            work.memory.set("waited", "yes")

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(write)
        assert waiting.wait(5)
        other.execute("COMMIT")
        done.result(timeout=20)
    with context.store.read() as work:
        assert work.memory.get("waited") == "yes"
    other.close()
    context.store.close()


def test_writers_take_turns_in_the_order_in_which_they_asked(tmp_path: Path) -> None:
    context = a_context(f"sqlite:///{tmp_path}/mailticket.db")
    gate, order = context.store._gate, []  # type: ignore[attr-defined]

    def write(n: int) -> None:
        with context.store.write():
            order.append(n)

    with ThreadPoolExecutor(8) as pool:
        with context.store.write():
            futures = []
            for n in range(8):
                futures.append(pool.submit(write, n))
                wait_until(lambda: len(gate._waiting) > n, "it waits")  # noqa: B023
        for future in futures:
            future.result()
    assert order == list(range(8))
    context.store.close()


# PostgreSQL


def kill_others(url: str) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    engine.dispose()


def test_a_digest_does_not_wait_for_the_upkeep_of_the_tables(postgres) -> None:
    url = postgres()
    context = a_context(url)
    opened(context)
    other = sa.create_engine(url)
    with other.begin() as upkeep:  # as VACUUM and ANALYZE hold them, for minutes
        upkeep.execute(sa.text("LOCK TABLE events, places, outbox IN SHARE UPDATE EXCLUSIVE MODE"))
        with context.store.write() as work:
            assert work.tally.mark(NOW).event > 0
    other.dispose()
    context.store.close()


def test_a_digest_counts_nothing_beside_a_transaction_that_still_writes(postgres) -> None:
    url = postgres()
    context, other = a_context(url), a_context(url)
    opened(context)

    def mark() -> int:
        with other.store.write() as work:
            return work.tally.mark(NOW).event

    with ThreadPoolExecutor(1) as pool:
        with context.store.write() as work:
            work.book.add_events(None, [Event(NOW, What.EARLIER(), "mailticket")])
            marked = pool.submit(mark)
            wait_until(lambda: waits(url), "the digest waits")
        with context.store.read() as work:
            assert marked.result(30) == work.tally.mark(NOW, past=True).event
    for one in (context, other):
        one.store.close()


def waits(url: str) -> bool:
    """Whether somebody waits for a lock."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        found = connection.execute(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one()
    engine.dispose()
    return bool(found)


def test_a_lock_that_another_holds_for_long_is_told_as_transient(postgres, monkeypatch) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.2)
    url = postgres()
    context, other = a_context(url), sa.create_engine(url)
    with other.begin() as theirs:
        theirs.execute(sa.text("LOCK TABLE memory IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(Transient, match="lock timeout"), context.store.write() as work:
            work.memory.set("waited", "in vain")
    other.dispose()
    context.store.close()


def test_a_commit_that_was_answered_has_reached_the_disk_though_the_server_is_told_otherwise(postgres) -> None:
    url = postgres()
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        name = connection.execute(sa.text("SELECT current_database()")).scalar_one()
        connection.execute(sa.text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    engine.dispose()
    context = a_context(url)
    with context.store.write() as work:
        assert work._connection.execute(sa.text("SHOW synchronous_commit")).scalar() == "on"  # type: ignore[attr-defined]
    context.store.close()


def test_a_connection_that_was_lost_while_idle_is_renewed(postgres) -> None:
    url = postgres()
    context = a_context(url)
    kill_others(url)
    with context.store.write() as work:
        work.book.add_events(None, [Event(NOW, What.EARLIER(), "mailticket")])
    context.store.close()


def test_a_connection_that_is_lost_before_the_commit_leaves_nothing_and_is_told_as_transient(postgres) -> None:
    url = postgres()
    context = a_context(url)

    def lose() -> None:
        with context.store.write() as work:
            work.memory.set("half", "done")
            kill_others(url)

    with pytest.raises(Transient):
        lose()
    with context.store.read() as work:
        assert work.memory.get("half") is None
    context.store.close()


def test_a_connection_that_is_lost_among_many_mails_costs_no_mail(postgres) -> None:
    url = postgres()
    context, mailbox = a_context(url), Mailbox()
    for n in range(30):
        mailbox.put(a_mail(sender=f"Siti <siti{n:02d}@example.org>"), NOW)
    receive.keep(context, mailbox, "INBOX", NOW)
    renders = 0

    def render(notice, ticket, now):
        nonlocal renders
        renders += 1
        if renders in (5, 40):
            kill_others(url)
        return context.render(notice, ticket, now)

    now, losses = NOW, 0
    for _ in range(40):
        try:
            receive.process(replace(context, render=render), now)
        except Transient:
            losses += 1
        now += timedelta(minutes=16)
    assert losses == 0  # what was lost with a commit is done again at once
    with context.store.read() as work:
        assert len(list(work.book.tickets())) == 30
    assert states(context) == {"done": 30}
    context.store.close()
