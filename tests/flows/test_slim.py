"""A file that came with a mail is kept once: at night its lines go out of the kept mail, which is whole when it is read."""

import contextlib
from datetime import timedelta

import pytest
import sqlalchemy as sa

from mailticket.core.happenings import Shunt
from mailticket.core.post import MailState
from mailticket.edges.tables import contents, files, places
from mailticket.errors import Permanent
from mailticket.flows import deliver, receive, slim
from mailticket.flows.ports import Context
from tests.build import COMPLETE, a_mail
from tests.context import POLICY, RINA, put_rows, rows_of, when
from tests.crash.days import sent
from tests.crash.plug import Plug, PowerLoss
from tests.fakes import Mailbox, Sender

NOW = when("2026-03-16 09:00")
LATER = NOW + timedelta(days=POLICY.limits.sent_bytes_days + 1)
NUMBER = "KUKM-2026-000001"
DEED = b"%PDF-1.7 akta " + bytes(range(256)) * 40
PHOTO = b"\xff\xd8\xff\xe0 JFIF " + bytes(reversed(range(256))) * 30
ROOM = 2_500  # bytes of what stands around the files of a mail: heads, texts, the index


def came(context: Context, *mails: bytes, account: str = "desk") -> None:
    mailbox = Mailbox()
    mailbox.account = account
    for raw in mails:
        mailbox.put(raw, NOW)
    receive.keep(context, mailbox, "INBOX", NOW)
    receive.process(context, NOW)


def night(context: Context, at=LATER) -> int:
    """What a night does, in as many turns as it takes."""
    count = turn = slim.slim(context, at)
    while turn:
        count += (turn := slim.slim(context, at))
    return count


def kept(context: Context) -> list[bytes]:
    """The kept mails as they are stored."""
    with context.store.read() as work:
        return sorted(work._connection.execute(sa.select(contents.c.raw)).scalars())  # type: ignore[attr-defined]


def read(context: Context) -> list[bytes]:
    """The kept mails as everybody reads them."""
    with context.store.read() as work:
        ids = work._connection.execute(sa.select(places.c.id)).scalars().all()  # type: ignore[attr-defined]
        return sorted(work.ledger.raw(mail) or b"" for mail in ids)


def from_officer(context: Context, text: str) -> bytes:
    """A complaint comes, and its officer writes with a file."""
    came(context, a_mail())
    sender = Sender()
    deliver.deliver(context, sender, NOW)
    (assigned,) = [mail for mail in sent(sender) if mail["X-Mailticket-Notice"] == "officer.assigned"]
    raw = a_mail(text, RINA, reply_to=assigned, files=(("putusan.pdf", DEED),), proven=True)
    came(context, raw, account="second")
    return raw


def changed(context: Context, statement: sa.Update | sa.Delete) -> None:
    with context.store.write() as work:
        work._connection.execute(statement)  # type: ignore[attr-defined]


def test_a_file_is_kept_once_and_its_mail_is_read_as_it_came(context: Context) -> None:
    raw = a_mail(files=(("akta.pdf", DEED), ("foto.jpg", PHOTO)))
    came(context, raw)
    with context.store.read() as work:
        (message, *_) = work.book.messages(NUMBER)
        before = work.book.files(message.id or 0)
    assert [file.content for file in before] == [DEED, PHOTO]
    assert night(context) == 1
    (stored,) = kept(context)
    assert len(stored) < ROOM
    assert read(context) == [raw]
    with context.store.read() as work:
        assert work.book.files(message.id or 0) == before
        assert [row.state for row in work.ledger.trace("siti@example.org")] == [MailState.DONE]


def test_a_file_that_came_with_several_mails_is_kept_once(context: Context) -> None:
    mails = [a_mail(f"{COMPLETE} {n}", files=(("akta.pdf", DEED),), message_id=f"<{n}@example.org>") for n in range(3)]
    came(context, *mails)
    assert night(context) == 3
    assert sum(map(len, kept(context))) < 3 * ROOM
    assert read(context) == sorted(mails)
    with context.store.read() as work:
        found = list(work._connection.execute(sa.select(files.c.content)).scalars())  # type: ignore[attr-defined]
    assert found == [DEED]


def test_the_file_of_an_answer_is_kept_once(context: Context) -> None:
    answer = from_officer(context, "Bersama ini kami sampaikan putusan simpanan Ibu.")
    assert night(context) > 0
    assert max(map(len, kept(context))) < ROOM
    assert answer in read(context)


def test_what_came_lately_is_kept_as_it_came(context: Context) -> None:
    raw = a_mail(files=(("akta.pdf", DEED),))
    came(context, raw)
    assert night(context, LATER - timedelta(days=2)) == 0
    assert kept(context) == [raw]
    assert night(context) == 1
    assert kept(context) != [raw]


def test_what_has_no_file_or_is_not_decided_stays(context: Context) -> None:
    text, waits = a_mail(), a_mail(files=(("akta.pdf", DEED),), message_id="<waits@example.org>")
    came(context, text, waits)
    with context.store.write() as work:
        (row,) = work.ledger.trace("<waits@example.org>")
        work.ledger.settle(row.id, MailState.KEPT, row.ticket, ())
    night(context)
    assert kept(context) == sorted([text, waits])


@pytest.fixture
def held(context: Context) -> int:
    """The row of a held mail that has a file, after its night."""
    from_officer(context, "#tunda 40\n\nMenunggu putusan.")
    with context.store.read() as work:
        (row,) = work.ledger.trace("rina@example.org")
    assert row.state is MailState.HELD
    night(context)
    assert max(map(len, kept(context))) < ROOM
    return row.id


def released(context: Context, mail: int) -> None:
    with context.store.write() as work:
        assert work.ledger.let_go(mail, NUMBER, LATER)


def test_a_held_mail_that_is_let_go_later_is_read_whole(context: Context, held: int) -> None:
    released(context, held)
    assert receive.process(context, LATER) == 1
    with context.store.read() as work:
        assert [row.ticket for row in work.ledger.trace("rina@example.org")] == [NUMBER]
        message = next(one for one in work.book.messages(NUMBER) if one.mail == held)
        assert [file.content for file in work.book.files(message.id or 0)] == [DEED]


def test_a_mail_counts_with_the_bytes_that_it_is_read_with(context: Context, held: int) -> None:
    released(context, held)
    raw = a_mail(COMPLETE, "Budi <budi@example.net>")
    mailbox = Mailbox()
    mailbox.account = "third"
    mailbox.put(raw, LATER)
    receive.keep(context, mailbox, "INBOX", LATER)
    with context.store.write() as work:
        (alone,) = work.ledger.claim(LATER, LATER + timedelta(minutes=15), 50, len(DEED))
    assert (alone.id, len(alone.raw) > len(DEED)) == (held, True)


def test_a_mail_that_is_not_whole_any_more_is_set_aside_and_holds_up_no_other(context: Context, held: int) -> None:
    released(context, held)
    changed(context, sa.update(files).values(content=b"another"))
    mailbox = Mailbox()
    mailbox.account = "third"
    mailbox.put(a_mail(COMPLETE, "Budi <budi@example.net>"), LATER)
    receive.keep(context, mailbox, "INBOX", LATER)
    assert receive.process(context, LATER) == 2
    with context.store.read() as work:
        (broken,) = work.ledger.trace("rina@example.org")
        (other,) = work.ledger.trace("budi@example.net")
        with pytest.raises(Permanent, match=f"mail {held}: .* is not what it was"):
            work.ledger.raw(held)
    assert (broken.state, other.state) == (MailState.SHUNTED, MailState.DONE)
    assert [why.kind for why in broken.why] == [Shunt.FAILED]
    assert "is not what it was" in broken.why[0].said("en")


def test_a_mail_that_is_damaged_keeps_no_other_from_its_night(context: Context) -> None:
    mails = [a_mail(f"{COMPLETE} {n}", files=(("akta.pdf", DEED),), message_id=f"<{n}@example.org>") for n in range(2)]
    came(context, *mails)
    changed(context, sa.update(contents).where(contents.c.raw == mails[0]).values(raw=mails[0][:-1]))
    assert night(context) == 2
    assert [len(one) > ROOM for one in kept(context)].count(True) == 1
    assert mails[0][:-1] in kept(context)


def test_it_is_done_once_a_night_and_a_part_at_a_time(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slim, "AT_ONCE", 1)
    mails = [a_mail(f"{COMPLETE} {n}", files=(("akta.pdf", DEED),), message_id=f"<{n}@example.org>") for n in range(3)]
    came(context, *mails[:2])
    at, minute = when("2026-05-01 02:30"), timedelta(minutes=1)
    assert [slim.slim(context, at + n * minute) for n in range(4)] == [1, 1, 0, 0]
    came(context, mails[2], account="second")
    assert slim.slim(context, at + 5 * minute) == 0
    assert slim.slim(context, when("2026-05-02 01:59")) == 0
    assert slim.slim(context, when("2026-05-02 02:00")) == 1
    assert read(context) == sorted(mails)
    assert max(map(len, kept(context))) < ROOM


def test_no_turn_and_no_commit_takes_many_bytes(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    mails = [a_mail(f"{COMPLETE} {n}", files=(("akta.pdf", DEED),), message_id=f"<{n}@example.org>") for n in range(5)]
    monkeypatch.setattr(slim, "BATCH_BYTES", len(mails[0]))
    monkeypatch.setattr(slim, "BYTES_AT_ONCE", 3 * len(mails[0]))
    came(context, *mails)
    plug = Plug()
    assert [slim.slim(plugged(context, plug), LATER) for _ in range(3)] == [3, 2, 0]
    assert plug.steps.count("committed") == 6


def plugged(context: Context, plug: Plug) -> Context:
    return plug.into(context, Mailbox(), Sender())


def test_wherever_the_night_is_interrupted_every_mail_is_whole(
    context: Context, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slim, "BATCH_BYTES", 1)
    mails = [a_mail(f"{COMPLETE} {n}", files=(("akta.pdf", DEED),), message_id=f"<{n}@example.org>") for n in range(3)]
    came(context, *mails)
    rows, left, is_over, n = rows_of(database), set(), False, 0
    while not is_over:
        n += 1
        put_rows(database, rows)
        plug = Plug(n)
        with contextlib.suppress(PowerLoss):
            night(plugged(context, plug))
        is_over = len(plug.steps) < n
        left.add(sum(len(one) > ROOM for one in kept(context)))
        assert read(context) == sorted(mails), plug.steps
        night(context)
        assert max(map(len, kept(context))) < ROOM, plug.steps
        assert read(context) == sorted(mails), plug.steps
    assert left == {0, 1, 2, 3}
