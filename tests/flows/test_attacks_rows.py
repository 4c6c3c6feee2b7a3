"""Mails that a database cannot take as they are: they are kept all the same, and no honest mail goes with them."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from mailticket.core.policy import Limits
from mailticket.errors import Transient
from mailticket.flows import receive
from mailticket.flows.ports import Context
from tests.build import COMPLETE, a_mail
from tests.context import POLICY, states, when
from tests.fakes import Mailbox

NOW = when("2026-03-16 09:00")
random.seed(1)
LONG = "".join(random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=6_000))


def hostile(header: bytes, body: bytes = COMPLETE.encode(), sender: bytes = b"Siti <siti@example.org>") -> bytes:
    """A complaint with a header of the attacker's choosing."""
    head = b"From: " + sender + b"\r\nTo: info@kemenkopukm.go.id\r\nDate: Mon, 16 Mar 2026 08:00:00 +0700\r\n"
    return header + head + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + body.replace(b"\n", b"\r\n")


LETTERS = LONG.encode()
WIDE = "".join(chr(random.randrange(0x4E00, 0x9FA0)) for _ in range(990)).encode()
HOSTILE = {
    "long Message-ID": hostile(b"Message-ID: <" + LETTERS[:980] + b"@x.example>\r\nSubject: x\r\n"),
    "wide Message-ID": hostile(b"Message-ID: <" + WIDE + b"@x>\r\nSubject: x\r\n"),
    "encoded wide Message-ID": hostile(b"Message-ID: =?utf-8?q?<" + WIDE + b"@x>?=\r\nSubject: x\r\n"),
    "Message-ID without brackets": hostile(b"Message-ID: " + WIDE + WIDE + b"\r\nSubject: x\r\n"),
    "wide References": hostile(b"References: " + b" ".join(b"<%d" % n + WIDE + b"@x>" for n in range(20)) + b"\r\n"),
    "long subject": hostile(b"Subject: " + LETTERS * 20 + b"\r\n"),
    "long name": hostile(b"Subject: x\r\n", sender=b'"' + LETTERS + b'" <siti@example.org>'),
    "long sender": hostile(b"Subject: x\r\n", sender=LETTERS[:4000] + b"@example.org"),
    "wide sender": hostile(b"Subject: x\r\n", sender=WIDE + b"@" + WIDE + b".example"),
    "long domain": hostile(b"Subject: x\r\n", sender=b"a@" + b".".join(LETTERS[n : n + 60] for n in range(0, 4800, 60))),
    "long Reply-To": hostile(b"Reply-To: " + LETTERS[:4000] + b"@example.org\r\nSubject: x\r\n"),
    "long To": hostile(b"To: " + LETTERS + b"@example.org\r\nSubject: x\r\n"),
    "NUL": hostile(b"Subject: a\x00b\r\nMessage-ID: <a\x00b@x.example>\r\n", b"Nama: S\x00iti\n\x00" + COMPLETE.encode()),
    "encoded NUL": hostile(b"Subject: =?utf-8?q?a=00b?=\r\nMessage-ID: =?utf-8?q?<a=00b@x>?=\r\n"),
    "lone surrogates": hostile(
        b"Subject: =?utf-16?b?2AA=?= =?utf-8?q?=ED=A0=80?= =?utf-7?q?+2AA-?=\r\nMessage-ID: <=?utf-7?q?+2AA-?=@x>\r\n",
        b"Nama: \xed\xa0\x80 Siti\n" + COMPLETE.encode(),
    ),
    "long type": hostile(b"Content-Type: application/" + LETTERS + b'; name="' + LETTERS + b'"\r\nSubject: x\r\n'),
    "long details": hostile(b"Subject: x\r\n", f"Nama: {LONG}\nAlamat: {LONG}\nEmail: {LONG[:4000]}@example.org\n{COMPLETE}".encode()),
    "late date": hostile(b"Date: Mon, 31 Dec 9999 23:59:59 -1200\r\nSubject: x\r\n"),
    "early date": hostile(b"Date: Mon, 01 Jan 0001 00:00:00 +1400\r\nSubject: x\r\n"),
}  # fmt: skip


def taken(context: Context, mails: list[bytes], now=NOW) -> None:
    mailbox = Mailbox()
    for raw in mails:
        mailbox.put(raw, now)
    receive.keep(context, mailbox, "INBOX", now)
    while receive.process(context, now):
        pass


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_stands_in_a_mail_it_is_a_ticket_and_so_are_its_neighbours(context: Context, name: str) -> None:
    honest = [a_mail(f"{COMPLETE}\nNomor {n}.", f"Budi <budi{n}@example.org>") for n in range(3)]
    taken(context, [honest[0], HOSTILE[name], *honest[1:]])
    with context.store.read() as work:
        # An address that is none is no sender, and a mail without one is set aside.
        is_nobodys = "sender" in name
        assert states(context) == ({"done": 3, "shunted": 1} if is_nobodys else {"done": 4})
        assert len(list(work.book.tickets())) == (3 if is_nobodys else 4)
        for ticket in work.book.tickets():
            assert list(work.book.messages(ticket.number))
            assert work.book.events(ticket.number)


@pytest.mark.parametrize("name", ["long Message-ID", "wide Message-ID", "Message-ID without brackets"])
def test_a_mail_with_a_long_id_is_known_again(context: Context, name: str) -> None:
    taken(context, [HOSTILE[name]])
    taken(context, [b"Received: from a by b; Mon, 16 Mar 2026 09:00:00 +0700\r\n" + HOSTILE[name]])
    with context.store.read() as work:
        assert len(list(work.book.tickets())) == 1
        message_id = next(iter(work.book.messages("KUKM-2026-000001"))).message_id
        assert message_id is not None
        assert work.ledger.trace(message_id)


class Refusing:
    """A store whose database refuses one mail's rows, as it refuses whatever nobody has thought of."""

    def __init__(self, context: Context, word: str, always: bool = False) -> None:
        self.context, self.word, self.always = context, word, always

    def render(self, notice, ticket, now):
        if self.always or (ticket is not None and self.word in ticket.subject):
            raise OperationalError("insert", {}, Exception("index row size 5000 exceeds btree maximum 2704"))
        return self.context.render(notice, ticket, now)


def test_a_mail_that_the_database_refuses_takes_no_honest_mail_with_it(context: Context) -> None:
    refusing = replace(context, render=Refusing(context, "Racun").render)
    honest = [a_mail(f"{COMPLETE}\nNomor {n}.", f"Budi <budi{n}@example.org>") for n in range(3)]
    poison = a_mail(subject="Racun")
    taken(refusing, [honest[0], poison, *honest[1:]])
    assert states(context) == {"done": 3, "kept": 1}
    for n in range(1, 4):
        taken(refusing, [], NOW + timedelta(minutes=2 * n))
    assert states(context) == {"done": 3, "shunted": 1}
    with context.store.read() as work:
        assert len(list(work.book.tickets())) == 3
        assert "exceeds" in str(work.ledger.shunted()[0].why)


def test_a_database_that_is_gone_is_no_mails_fault(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    mailbox = Mailbox()
    for n in range(3):
        mailbox.put(a_mail(f"{COMPLETE}\nNomor {n}.", f"Budi <budi{n}@example.org>"), NOW)
    receive.keep(context, mailbox, "INBOX", NOW)
    write, opened = context.store.write, [0]

    def gone():
        opened[0] += 1
        if opened[0] > 1:
            raise Transient("database: the server is gone")
        return write()

    monkeypatch.setattr(context.store, "write", gone)
    with pytest.raises(Transient, match="gone"):
        receive.process(context, NOW)
    assert opened[0] <= 5
    monkeypatch.undo()
    assert states(context) == {"kept": 3}


def test_mails_are_taken_in_hand_by_their_bytes(context: Context) -> None:
    limits = Limits(claim_bytes_max=4_000_000)
    small = replace(context, policy=replace(POLICY, limits=limits))
    mailbox = Mailbox()
    for n in range(6):
        mailbox.put(a_mail(f"{n}", f"Budi <budi{n}@example.org>", files=(("a.pdf", bytes(1_400_000)),)), NOW)
    mailbox.put(a_mail("7", files=(("a.pdf", bytes(6_000_000)),)), NOW + timedelta(seconds=1))
    mailbox.put(a_mail(COMPLETE), NOW + timedelta(seconds=2))
    while receive.keep(context, mailbox, "INBOX", NOW).more:
        pass
    later = NOW + timedelta(minutes=1)
    counts = []
    while count := receive.process(small, later):
        counts.append(count)
    assert counts == [2, 2, 2, 1, 1]
