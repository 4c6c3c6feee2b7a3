"""Mails that are made to be slow: they are read in linear time, and what is slow all the same holds up no other."""

from dataclasses import replace
from datetime import timedelta
from time import process_time

import pytest

from mailticket.core.parser import parse
from mailticket.core.reading import read
from mailticket.errors import Transient
from mailticket.flows import receive
from mailticket.flows.ports import Context
from tests.build import COMPLETE, a_mail
from tests.context import POLICY, states, when
from tests.fakes import Mailbox

NOW = when("2026-03-16 09:00")
FLOWED = "text/plain; charset=utf-8; format=flowed; delsp=yes"


def flowed(unit: str, size: int) -> bytes:
    head = f"From: Siti <siti@example.org>\r\nTo: info@kemenkopukm.go.id\r\nContent-Type: {FLOWED}\r\n\r\n"
    return (head + unit * (size // len(unit.encode()))).encode()


@pytest.mark.parametrize("unit", ["😀 \r\n", "a \r\n", "> a \r\n", "漢 \r\n", " \r\n", "-- \r\n", "a\xa0 \r\n"])
def test_a_flowed_paragraph_of_any_length_is_joined_in_linear_time(unit: str) -> None:
    took = []
    for size in (250_000, 1_000_000):
        raw = flowed(unit, size)
        start = process_time()
        parse(raw)
        took.append(process_time() - start)
    assert took[1] < max(9 * took[0], 1)


def test_a_flowed_paragraph_is_joined_as_before() -> None:
    text = "Satu \r\ndua \r\ntiga\r\n> empat \r\n> lima\r\n-- \r\nSiti \r\nAminah"
    raw = f"From: a@b.example\r\nContent-Type: {FLOWED}\r\n\r\n{text}".encode()
    assert parse(raw).text.split("\n") == ["Satuduatiga", "> empatlima", "-- ", "SitiAminah"]


def test_a_slow_mail_is_tried_briefly_and_then_waits_until_no_other_does(context: Context) -> None:
    mailbox, order = Mailbox(), []
    for n in range(40):
        text = "Lambat sekali." if n < 3 else f"{COMPLETE}\nNomor {n}."
        mailbox.put(a_mail(text, f"Budi <budi{n:02d}@example.org>"), NOW)
    while receive.keep(context, mailbox, "INBOX", NOW).more:
        pass

    def briefly(raw, policy, sent=()):
        order.append(("briefly", states(context).get("done", 0)))
        if b"Lambat" in raw:
            raise Transient("reading took longer than 5 s")
        return read(raw, policy, sent)

    def patiently(raw, policy, sent=()):
        order.append(("patiently", states(context).get("done", 0)))
        return read(raw, policy, sent)

    brief = replace(context, read=patiently, read_first=briefly)
    while receive.process(brief, NOW):
        pass
    assert {how for how, _ in order} == {"briefly"}
    assert states(context) == {"done": 37, "kept": 3}
    # The first are settled before the last are read.
    assert order[-1][1] >= receive.COMMIT
    order.clear()
    later = NOW + timedelta(minutes=2)
    mailbox.put(a_mail(f"{COMPLETE}\nBaru.", "Ani <ani@example.org>"), later)
    receive.keep(brief, mailbox, "INBOX", later)
    while receive.process(brief, later):
        pass
    assert [how for how, _ in order] == ["briefly", *["patiently"] * 3]
    assert states(context) == {"done": 41}


def test_where_a_mail_is_tried_once_it_is_tried_with_patience(context: Context) -> None:
    limits = replace(POLICY.limits, attempts_max=1)

    def briefly(raw, policy, sent=()):
        raise AssertionError

    once = replace(context, policy=replace(POLICY, limits=limits), read_first=briefly)
    mailbox = Mailbox()
    mailbox.put(a_mail(), NOW)
    receive.keep(once, mailbox, "INBOX", NOW)
    assert receive.process(once, NOW) == 1
    assert states(context) == {"done": 1}
