"""A glance at the head of a mail: who, what and when, of whatever is kept, at little cost and without an exception."""

import time
from datetime import UTC, datetime

import pytest

from mailticket.core.parser import parse
from mailticket.core.parser.glance import Glance, glance
from tests.build import a_mail

MUCH = 1 << 20
HEADS = {
    "comments": b"From: " + b"(" * MUCH + b"\r\n\r\n",
    "angles": b"From: " + b"<" * MUCH + b"\r\n\r\n",
    "quotes": b'From: "' + b'\\"' * MUCH + b"\r\n\r\n",
    "addresses": b"From: " + b"a@b.c, " * MUCH + b"\r\n\r\n",
    "words": b"Subject: " + b"=?utf-8?q?" * MUCH + b"\r\n\r\n",
    "base64": b"Subject: " + b"=?utf-8?b?" + b"QUFB" * MUCH + b"?=\r\n\r\n",
    "folds": b"Subject: a" + b"\r\n b" * MUCH + b"\r\n\r\n",
    "fields": b"A: b\r\n" * MUCH,
    "no field": b"A b\r\n" * MUCH,
    "ids": b"Message-ID: " + b"<a@b>" * MUCH + b"\r\n\r\n",
    "date": b"Date: " + b"1 " * MUCH + b"\r\n\r\n",
    "dates": b"Date: " + b"(" * MUCH + b"\r\n\r\n",
    "name": b"Date: Mon, 16 Mar 99999999999999999999 25:61:61 +9999\r\nMessage-ID: <" + b"\xff" * 900 + b">\r\n\r\n",
    "zeros": bytes(MUCH),
}


def test_a_head_is_told_as_the_parser_tells_it() -> None:
    raw = a_mail(subject="Simpanan saya – belum dibayar", sender="Siti Aminah <Siti@Example.org>")
    read = parse(raw)
    assert glance(raw) == Glance(read.message_id, "siti@example.org", read.subject, read.date)


def test_a_head_of_which_lines_are_missing_or_broken_is_told_as_far_as_it_goes() -> None:
    raw = b"\r\nSubject: =?UTF-8?Q?Tanpa_pengirim?=\r\n =?UTF-8?Q?_di_sini?=\r\nDate: kemarin\r\n\r\nIsi.\r\n"
    assert glance(raw) == Glance(subject="Tanpa pengirim di sini")
    raw = b"From: Budi <budi>\r\nMessage-ID: <a@b>\r\nDate: Mon, 16 Mar 2026 02:00:00 +0000\r\n"
    assert glance(raw) == Glance("<a@b>", "budi", None, datetime(2026, 3, 16, 2, tzinfo=UTC))
    for raw in (b"", b"\r\n\r\n", b"\x00\xff" * 50, b"From:", b"no head at all"):
        assert glance(raw).message_id is None


@pytest.mark.parametrize("name", sorted(HEADS))
def test_a_hostile_head_costs_next_to_nothing(name: str) -> None:
    began = time.monotonic()
    found = glance(HEADS[name])
    assert time.monotonic() - began < 1
    assert len(found.subject or "") <= 200
    assert len(found.message_id or "") <= 2_000
    assert len(found.sender or "") <= 2_000
