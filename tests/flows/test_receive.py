"""Mail is kept before anybody is told, each content once, and a bad mail never holds up the next."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from mailticket.core.digest import Mark
from mailticket.core.happenings import Shunt
from mailticket.core.post import Batch, Cursor
from mailticket.core.reading import read
from mailticket.errors import Permanent, Transient
from mailticket.flows import prepare, receive, reconcile
from mailticket.flows.ports import Context
from mailticket.flows.resume import resume
from tests.build import COMPLETE, a_mail
from tests.context import KABAG, outbox_rows, states, when, words
from tests.fakes import Mailbox

NOW = when("2026-03-16 09:00")
DAY = timedelta(days=1)


def keep_all(context: Context, mailbox: Mailbox, now=NOW, done: str | None = None) -> int:
    new, more = 0, True
    while more:
        kept = receive.keep(context, mailbox, "INBOX", now, done)
        new, more = new + kept.new, kept.more
    return new


def test_a_mail_is_kept_before_it_is_moved(context: Context) -> None:
    mailbox = Mailbox()
    mailbox.put(a_mail(), NOW)

    def look(what: str) -> None:
        if what == "move":
            assert states(context) == {"kept": 1}

    mailbox.waits = look
    assert keep_all(context, mailbox, done="Done") == 1
    assert mailbox.calls == ["fetch", "move", "moved"]
    assert not mailbox.folders["INBOX"].mails


def test_nothing_is_moved_unless_it_is_asked_for(context: Context) -> None:
    mailbox = Mailbox()
    mailbox.put(a_mail(), NOW)
    keep_all(context, mailbox)
    assert mailbox.calls == ["fetch"]


def test_what_cannot_be_moved_is_ours_all_the_same(context: Context) -> None:
    mailbox = Mailbox()
    mailbox.moves = False
    mailbox.put(a_mail(), NOW)
    assert keep_all(context, mailbox, done="Done") == 1
    assert keep_all(context, mailbox, done="Done") == 0
    assert states(context) == {"kept": 1}


def test_a_mail_that_was_kept_just_before_a_crash_is_moved_afterwards(context: Context) -> None:
    class Killed(BaseException):
        pass

    def dies(what: str) -> None:
        if what == "move":
            raise Killed

    mailbox = Mailbox()
    for n in range(2):
        mailbox.put(a_mail(sender=f"Siti <siti{n}@example.org>"), NOW)
    mailbox.waits = dies
    with pytest.raises(Killed):
        keep_all(context, mailbox, done="Done")
    mailbox.waits = lambda what: None
    mailbox.put(a_mail(sender="Budi <budi@example.org>"), NOW)  # not kept yet: it must stay
    assert reconcile.move_kept(context, mailbox, "INBOX", "Done") == 2
    assert (list(mailbox.folders["INBOX"].mails), len(mailbox.folders["Done"].mails)) == ([3], 2)
    assert reconcile.move_kept(context, mailbox, "INBOX", "Done") == 0


def test_a_mail_whose_original_is_nowhere_but_in_the_mailbox_is_never_moved(context: Context) -> None:
    class Large(Mailbox):
        def fetch(self, folder: str, after: Cursor | None, limit: int) -> Batch:
            batch = super().fetch(folder, after, limit)
            return replace(batch, mails=tuple(replace(mail, oversize=True) for mail in batch.mails))

    mailbox = Large()
    mailbox.put(a_mail(), NOW)
    assert keep_all(context, mailbox, done="Done") == 1
    assert reconcile.move_kept(context, mailbox, "INBOX", "Done") == 0
    assert mailbox.folders["INBOX"].mails


def test_a_server_that_moves_nothing_is_asked_once_a_night(context: Context) -> None:
    mailbox = Mailbox()
    mailbox.moves = False
    for n in range(3):
        mailbox.put(a_mail(sender=f"Siti <siti{n}@example.org>"), NOW)
    keep_all(context, mailbox)
    assert reconcile.move_kept(context, mailbox, "INBOX", "Done") == 0
    assert mailbox.calls.count("move") == 1


def test_a_mailbox_that_fails_leaves_nothing_half_kept(context: Context) -> None:
    mailbox = Mailbox()
    mailbox.put(a_mail(), NOW)
    mailbox.down = True
    with pytest.raises(Transient):
        keep_all(context, mailbox)
    assert states(context) == {}
    mailbox.down = False
    assert keep_all(context, mailbox) == 1


def test_the_same_bytes_in_a_second_place_are_a_duplicate_and_never_processed(context: Context) -> None:
    mailbox, raw = Mailbox(), a_mail()
    mailbox.put(raw, NOW)
    mailbox.put(raw, NOW)
    keep_all(context, mailbox)
    assert receive.process(context, NOW) == 1
    assert states(context) == {"done": 1, "duplicate": 1}
    with context.store.read() as work:
        assert len(list(work.book.tickets())) == 1


def test_what_the_head_of_a_mail_says_is_known_as_soon_as_it_is_kept_and_though_it_is_never_read(
    context: Context,
) -> None:
    mailbox = Mailbox()
    mailbox.put(a_mail(subject="Simpanan belum dibayar"), NOW)
    mailbox.put(b"Subject: =?utf-8?q?Tanpa_pengirim?=\r\nMessage-ID: <tanpa@example.org>\r\n\r\nIsi.\r\n", NOW)
    mailbox.put(b"From: \x00\xed\xa0\x80@example.org\r\nSubject: \x00\r\n\r\n", NOW)
    keep_all(context, mailbox)
    with context.store.read() as work:
        (row,) = work.ledger.trace("siti@example.org")
        assert (row.state.value, row.subject, row.message_id is None) == ("kept", "Simpanan belum dibayar", False)
        assert row.sent_at is not None
    receive.process(context, NOW)
    with context.store.read() as work:
        (row,) = work.ledger.trace("<tanpa@example.org>")
        assert row in work.ledger.shunted()
        assert (row.state.value, row.from_, row.subject) == ("shunted", None, "Tanpa pengirim")


def test_new_uids_bring_no_new_tickets(context: Context) -> None:
    mailbox = Mailbox()
    for n in range(3):
        mailbox.put(a_mail(sender=f"Siti <siti{n}@example.org>"), NOW)
    keep_all(context, mailbox)
    while receive.process(context, NOW):
        pass
    mailbox.folders["INBOX"].renew()
    assert keep_all(context, mailbox) == 3
    assert receive.process(context, NOW) == 0
    assert states(context) == {"done": 3, "duplicate": 3}


def test_a_uid_that_is_given_a_second_time_hides_no_mail(context: Context) -> None:
    mailbox = Mailbox()
    for n in range(3):
        mailbox.put(a_mail(sender=f"Siti <siti{n}@example.org>"), NOW)
    keep_all(context, mailbox)
    mailbox.folders["INBOX"].mails[2] = a_mail(sender="Budi Santoso <budi@example.org>"), NOW + DAY
    assert keep_all(context, mailbox) == 0
    assert reconcile.reconcile(context, mailbox, "INBOX", NOW + DAY).fetched == 1
    assert reconcile.reconcile(context, mailbox, "INBOX", NOW + DAY).fetched == 0
    while receive.process(context, NOW + DAY):
        pass
    assert states(context) == {"done": 4}
    with context.store.read() as work:
        assert len(list(work.book.tickets())) == 4
        (row,) = work.ledger.trace("budi@example.org")
        assert row.place.uid == 2


def test_a_mail_that_the_server_writes_anew_each_time_is_one_mail(context: Context) -> None:
    mailbox, raw = Mailbox(), a_mail()
    mailbox.put(raw, NOW)
    keep_all(context, mailbox)
    mailbox.folders["INBOX"].mails[1] = raw.replace(b"08:00:00", b"08:00:01"), NOW
    assert receive.keep_since(context, mailbox, "INBOX", NOW.date(), 0, NOW)[0].new == 0
    assert reconcile.reconcile(context, mailbox, "INBOX", NOW + DAY).fetched == 0


def test_two_mails_with_one_message_id_are_two_mails(context: Context) -> None:
    mailbox = Mailbox()
    mailbox.put(a_mail(message_id="<same@example.org>"), NOW)
    other = a_mail(f"{COMPLETE}\nHal lain.", "Budi <budi@example.org>", "Hal lain", message_id="<same@example.org>")
    mailbox.put(other, NOW)
    keep_all(context, mailbox)
    receive.process(context, NOW)
    with context.store.read() as work:
        assert len(list(work.book.tickets())) == 2


def test_many_mails_are_processed_oldest_first_and_numbered_without_gaps(context: Context) -> None:
    mailbox = Mailbox()
    for n in reversed(range(25)):
        mailbox.put(a_mail(sender=f"Siti <siti{n:02d}@example.org>"), NOW - timedelta(minutes=25 - n))
    keep_all(context, mailbox)
    while receive.process(context, NOW):
        pass
    with context.store.read() as work:
        tickets = list(work.book.tickets())
    assert [ticket.number for ticket in tickets] == [f"KUKM-2026-{n:06d}" for n in range(1, 26)]
    assert [ticket.citizen.email for ticket in tickets] == [f"siti{n:02d}@example.org" for n in range(25)]


@pytest.mark.parametrize("said", ["took longer than 30 s", "ended with 9", "more than 1024 MB"])
def test_a_mail_that_cannot_be_read_is_shunted_at_the_third_time_and_the_next_is_answered(
    context: Context, said: str
) -> None:
    def fragile(raw, policy):
        if b"poison" in raw:
            raise Transient(said)
        return read(raw, policy)

    context = replace(context, read=fragile)
    mailbox = Mailbox()
    mailbox.put(a_mail("poison"), NOW)
    mailbox.put(a_mail(), NOW)
    keep_all(context, mailbox)
    now = NOW
    for attempt in (1, 2, 3):
        receive.process(context, now)
        assert states(context) == {"done": 1, "kept" if attempt < 3 else "shunted": 1}
        now += timedelta(minutes=2)
    with context.store.read() as work:
        (row,) = work.ledger.shunted()  # type: ignore[attr-defined]
        assert (row.why, row.attempts) == ((Shunt.FAILED(error=said),), 3)
        events = words(event for _, event in work.tally.events_in(Mark(NOW), work.tally.mark(now)))
        assert events.count("shunted") == 1
    assert receive.process(context, now) == 0


def test_a_mail_that_kills_the_whole_daemon_is_shunted_alone(context: Context) -> None:
    class Killed(BaseException):
        pass

    def deadly(raw, policy):
        if b"poison" in raw:
            raise Killed
        return read(raw, policy)

    context = replace(context, read=deadly)
    mailbox, now = Mailbox(), NOW
    for n in range(3):
        mailbox.put(a_mail(sender=f"Siti <siti{n}@example.org>"), NOW)
    mailbox.put(a_mail("poison"), NOW)
    for n in range(3, 6):
        mailbox.put(a_mail(sender=f"Siti <siti{n}@example.org>"), NOW)
    keep_all(context, mailbox)
    deaths = 0
    for _ in range(30):
        try:
            receive.process(context, now)
        except Killed:
            deaths += 1
        resume(context, now)
        now += timedelta(minutes=2)
    assert states(context) == {"done": 6, "shunted": 1}
    assert deaths == prepare.UNENDED_MAX


def test_power_that_fails_time_and_again_sets_no_mail_aside(context: Context) -> None:
    class Killed(BaseException):
        pass

    def cut(raw, policy):
        raise Killed

    mailbox, now = Mailbox(), NOW
    for n in range(4):
        mailbox.put(a_mail(sender=f"Siti <siti{n}@example.org>"), NOW)
    keep_all(context, mailbox)
    for _ in range(2 * prepare.UNENDED_MAX):
        with pytest.raises(Killed):
            receive.process(replace(context, read=cut), now)
        resume(context, now)
        now += timedelta(minutes=2)
    while receive.process(context, now):
        pass
    assert states(context) == {"done": 4}


def test_a_shunted_mail_is_put_back_by_retry(context: Context) -> None:
    raw, mailbox = a_mail(), Mailbox()

    def broken(raw, policy):
        raise Permanent("a fault of this version")

    mailbox.put(raw, NOW)
    keep_all(context, mailbox)
    for n in range(3):
        receive.process(replace(context, read=broken), NOW + n * timedelta(minutes=2))
    assert states(context) == {"shunted": 1}
    with context.store.write() as work:
        assert work.ledger.retry(None, force_ticket=False) == 1
    receive.process(context, NOW + DAY)
    assert states(context) == {"done": 1}


@pytest.mark.parametrize("raw", [b"", b"\r\n", b" \r\n \r\n"], ids=["0 bytes", "a line end", "blanks"])
def test_an_empty_mail_is_shunted_at_once(context: Context, raw: bytes) -> None:
    mailbox = Mailbox()
    mailbox.put(raw, NOW)
    keep_all(context, mailbox)
    receive.process(context, NOW)
    assert states(context) == {"shunted": 1}


@pytest.mark.parametrize("letter", ["\x00", "\ud800", "\x1b]0;x\x07"], ids=repr)
def test_letters_that_no_database_takes_do_not_hold_up_a_mail(context: Context, letter: str) -> None:
    def odd(raw, policy):
        reading = read(raw, policy)
        text = reading.mail.text + letter
        mail = replace(reading.mail, subject=f"Simpanan{letter}", text=text)
        reply, matter = replace(reading.reply, text=text), replace(reading.matter, kind_why=f"odd{letter}")
        return replace(reading, mail=mail, reply=reply, matter=matter)

    mailbox = Mailbox()
    mailbox.put(a_mail(files=((f"bukti{letter.encode('utf-8', 'replace').decode()}.pdf", b"x"),)), NOW)
    keep_all(context, mailbox)
    receive.process(replace(context, read=odd), NOW)
    assert states(context) == {"done": 1}


def test_a_decision_that_fails_costs_its_own_mail_an_attempt_and_no_other(context: Context) -> None:
    def odd(notice, ticket, now):
        if ticket is not None and ticket.citizen.email == "odd@example.org":
            raise ZeroDivisionError("an odd case")
        return context.render(notice, ticket, now)

    mailbox = Mailbox()
    for name in ("siti", "odd", "budi"):
        mailbox.put(a_mail(sender=f"{name} <{name}@example.org>"), NOW)
    keep_all(context, mailbox)
    receive.process(replace(context, render=odd), NOW)
    assert states(context) == {"done": 2, "kept": 1}
    with context.store.read() as work:
        assert [t.number for t in work.book.tickets()] == ["KUKM-2026-000001", "KUKM-2026-000002"]


def test_a_database_that_fails_costs_no_mail_an_attempt_but_the_one_that_was_counted(context: Context) -> None:
    def gone(notice, ticket, now):
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    mailbox = Mailbox()
    mailbox.put(a_mail(), NOW)
    keep_all(context, mailbox)
    with pytest.raises(Transient, match="disk is full"):
        receive.process(replace(context, render=gone), NOW)
    assert states(context) == {"kept": 1}
    assert receive.process(context, NOW + timedelta(minutes=16)) == 1
    assert states(context) == {"done": 1}


def test_no_mail_is_read_inside_a_transaction(context: Context) -> None:
    def reading(raw, policy):
        with context.store.write() as work:  # would wait for ever behind an open one
            work.memory.set("read", "outside")
        return read(raw, policy)

    mailbox = Mailbox()
    mailbox.put(a_mail(), NOW)
    keep_all(context, mailbox)
    assert receive.process(replace(context, read=reading), NOW) == 1
    assert states(context) == {"done": 1}


def test_an_import_brings_tickets_and_no_automatic_mail_to_citizens(context: Context) -> None:
    mailbox = Mailbox()
    mailbox.put(a_mail(), NOW - timedelta(hours=1))
    kept, _ = receive.keep_since(context, mailbox, "INBOX", (NOW - DAY).date(), 0, NOW)
    assert kept.new == 1
    receive.process(context, NOW)
    with context.store.read() as work:
        assert len(list(work.book.tickets())) == 1
    assert not [notice for _, notice, _, _ in outbox_rows(context) if notice.startswith("citizen.")]


def test_a_mail_of_staff_without_a_ticket_is_held_with_the_ticket_book_untouched(context: Context) -> None:
    mailbox = Mailbox()
    mailbox.put(a_mail("Selamat pagi", KABAG, "Tanya", proven=True), NOW)
    keep_all(context, mailbox)
    receive.process(context, NOW)
    assert states(context) == {"held": 1}
    with context.store.read() as work:
        assert not list(work.book.tickets())
